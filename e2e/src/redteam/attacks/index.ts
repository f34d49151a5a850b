import type { Attack } from '../attack.ts';
import { searchEverything } from './rt-01-search-everything.ts';
import { openDoors } from './rt-02-open-doors.ts';
import { takeTheServer } from './rt-03-take-the-server.ts';
import { namesAndSizes } from './rt-04-names-and-sizes.ts';
import { walkEveryRoute } from './rt-05-walk-every-route.ts';
import { escapeFromTheBuild } from './rt-06-escape-from-the-build.ts';
import { anotherPurpose } from './rt-07-another-purpose.ts';
import { joinDatasets } from './rt-08-join-datasets.ts';
import { tooFewCustodians } from './rt-09-too-few-custodians.ts';
import { replayReleases } from './rt-10-replay-releases.ts';
import { tamperWithSegments } from './rt-11-tamper-with-segments.ts';
import { forgeTheLedger } from './rt-12-forge-the-ledger.ts';
import { withholdALeaf, withholdFromADevice } from './rt-13-withhold-a-leaf.ts';
import { staleConsent } from './rt-14-stale-consent.ts';
import { canaries } from './rt-15-canaries.ts';
import { recallCases } from './rt-16-recall-cases.ts';
import { corporaNeverSeen } from './rt-17-corpora-never-seen.ts';
import { inDisguise } from './rt-18-disguises.ts';
import { slowTexts } from './rt-19-slow-texts.ts';
import { readSnapshots } from './rt-20-read-snapshots.ts';
import { guessTheWords } from './rt-21-guess-the-words.ts';
import { whoTypes } from './rt-22-who-types.ts';
import { stillRecording } from './rt-23-off.ts';
import { hideTheIndicator } from './rt-24-hide-the-indicator.ts';
import { restoreABackup } from './rt-25-restore-a-backup.ts';
import { whoLeft } from './rt-26-who-left.ts';
import { weakerPolicy } from './rt-27-weaker-policy.ts';
import { poisonedDependency } from './rt-28-poisoned-dependency.ts';
import { stolenLaptop } from './rt-29-stolen-laptop.ts';
import { leakAnExport } from './rt-31-leak-an-export.ts';
import { instructionsInARequest } from './rt-30-instructions-in-a-request.ts';
import { askTheModel } from './rt-32-ask-the-model.ts';
import { leakDrill } from './rt-33-leak-drill.ts';

/** Every attack. Each leaves the deployment so that the next can use it. */
export const attacks: readonly Attack[] = [
  searchEverything,
  openDoors,
  takeTheServer,
  namesAndSizes,
  walkEveryRoute,
  escapeFromTheBuild,
  anotherPurpose,
  joinDatasets,
  tooFewCustodians,
  replayReleases,
  tamperWithSegments,
  forgeTheLedger,
  withholdALeaf,
  withholdFromADevice,
  staleConsent,
  corporaNeverSeen,
  inDisguise,
  slowTexts,
  guessTheWords,
  restoreABackup,
  whoLeft,
  weakerPolicy,
  poisonedDependency,
  stolenLaptop,
  leakAnExport,
  instructionsInARequest,
  askTheModel,
  leakDrill,
  canaries,
  recallCases,
  readSnapshots,
  whoTypes,
  stillRecording,
  hideTheIndicator,
];
