import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ClientError, releaseToBuild } from '@assent/client';
import { dayOf, type IdentityKind } from '@assent/contracts';
import type { StepRow } from '@assent/dataset';
import { launchWithExtension, type ExtensionBrowser } from '@assent/extension/launch';
import type { AuditReport } from '@assent/ledger';
import {
  duringPause,
  playwrightHand,
  tasks,
  toBeDeleted,
  type HandAction as Action,
  type Task,
} from '@assent/practice';
import { runBuild, type BuildRunReport } from '../build-run.ts';
import type { Terminal } from '../command.ts';
import { chromiumPath } from '../chromium.ts';
import { buildExtension } from '../local/builds.ts';
import { InstallationError, stoppedError } from '../local/child-process.ts';
import { openHome, usualHome, type Home } from '../local/home.ts';
import { startInstallation, type Installation } from '../local/installation.ts';
import {
  allSteps,
  datasetVerifies,
  everyTaskIsThere,
  exportReadsBack,
  ledgerReplays,
  noSecretAnywhere,
  nothingFromPauseOrDeletion,
  type Check,
} from './checks.ts';
import { dumpDatabase } from './database-dump.ts';
import { leakIsTraced, letIn, receive, type DeliveryResult } from './delivery.ts';
import { participantAt } from './participant.ts';
import { snapshotsHoldNothingPlanted } from './snapshots.ts';

/** Everything the demo did and found. */
export interface DemoResult {
  readonly checks: readonly Check[];
  readonly steps: readonly StepRow[];
  readonly build: BuildRunReport;
  readonly delivery: DeliveryResult;
  readonly audit: AuditReport;
  readonly actions: Readonly<Record<'kept' | 'paused' | 'deleted', readonly Action[]>>;
  readonly deletedSteps: number;
  readonly segments: number;
  /** Ciphertext with the collector, bytes. */
  readonly sealedBytes: number;
  readonly dataset: string;
  readonly snapshots: string;
}

const seed = 7;

/** The whole job, unattended: from a policy to a verified dataset, on real input. */
export async function runDemo(
  terminal: Terminal,
  options: { readonly identities?: IdentityKind } = {},
): Promise<DemoResult> {
  const say = progressTo(terminal);
  const home = await openHome(usualHome('demo'), { fresh: true, say: (line) => terminal.err(line) });
  const snapshots = join(home.root, 'snapshots');
  await mkdir(snapshots, { recursive: true });

  say('starting the collector, its PostgreSQL and the practice apps; publishing the policy');
  const ports = { collector: 0, invoices: 0, desk: 0, witness: 0 };
  // In seconds here; a real program gives its people a day.
  const installation = await startInstallation({
    home,
    seed,
    ports,
    coolingOffSeconds: 3600,
    objectionWindowSeconds: 4,
    ...options,
    embedded: true,
    signal: terminal.signal,
  });
  try {
    say('building the extension and starting Chromium with it');
    const browser = await launchWithExtension({
      extensionDir: await buildExtension('demo'),
      executablePath: requiredChromium(),
      profileDir: home.browser,
    });
    try {
      const work = participate(browser, installation, snapshots, say).then((recorded) =>
        buildAndCheck(installation, recorded, snapshots, say, terminal),
      );
      return await unlessStopped(work, terminal.signal);
    } finally {
      await browser.close();
    }
  } finally {
    await installation.stop();
  }
}

/** What some work comes to; stops waiting for it when the user wants to stop. */
async function unlessStopped<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(stoppedError());
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
    // What breaks because the browser is closed under it has been answered by stopping.
    work.catch(() => undefined);
  }
}

interface Recorded {
  readonly kept: readonly Action[];
  readonly paused: readonly Action[];
  readonly deleted: readonly Action[];
  readonly deletedSteps: number;
  readonly segments: number;
}

async function participate(
  browser: ExtensionBrowser,
  { collector, enrolmentCode, practice }: Installation,
  snapshots: string,
  say: (line: string) => void,
): Promise<Recorded> {
  const participant = participantAt(browser);
  const page = await browser.context.newPage();
  /** Does tasks with a fresh hand and returns what it did. */
  const work = async (list: readonly Task[]): Promise<readonly Action[]> => {
    const hand = playwrightHand(page);
    await page.bringToFront();
    for (const task of list) {
      await task.perform(hand, practice.origins[task.app]);
      await page.waitForTimeout(1500);
      if (!task.achieved(practice.world()))
        throw new InstallationError('task-failed', `task ${task.id} was not achieved`);
    }
    return hand.actions();
  };

  say('a participant reads the policy and consents');
  await participant.join({ collector: collector.address, code: enrolmentCode });
  say(`office work: ${tasks.map(({ id }) => id).join(', ')}`);
  const kept = await work(tasks);
  await page.screenshot({ path: join(snapshots, 'at-work.png') });
  say('pause; work goes on unrecorded');
  await participant.pause();
  const paused = await work([duringPause]);
  await participant.resume();
  say('resumed; some work that is then deleted in review');
  const deleted = await work([toBeDeleted]);
  await page.waitForTimeout(2500);
  await participant.photograph(snapshots);
  const deletedSteps = await participant.deleteLastEpisode();
  say('sending what is left, sealed');
  const { segments } = await participant.sendNow();
  return { kept, paused, deleted, deletedSteps, segments };
}

async function buildAndCheck(
  installation: Installation,
  recorded: Recorded,
  snapshots: string,
  say: (line: string) => void,
  terminal: Terminal,
): Promise<DemoResult> {
  const { home, collector, client, owner, policy, trust } = installation;
  say('the owner lets a research group receive datasets');
  const researcher = await letIn(installation);
  say('the owner requests a build for it; both sides wait for the window, check and release');
  const today = dayOf(Date.now());
  const releases: Promise<void>[] = [];
  const build = await runBuild({
    client,
    owner,
    policy,
    days: { from: dayOf(Date.now() - 86_400_000), to: today },
    outDir: join(home.datasets, 'practice'),
    deliverTo: [researcher.digest],
    plain: false,
    signal: terminal.signal,
    requested: (id) => {
      // One custodian of the worker side, the works council, is enough by this policy.
      for (const custodian of installation.custodians)
        if (custodian.id !== 'delegate') releases.push(releaseWhenOpen(installation, custodian, id));
    },
    progress: ({ phase, done, total }) => {
      if (done === total) say(`build: ${phase}, ${total} segments`);
    },
  });
  await Promise.all(releases);

  say('the research group opens its copy');
  const received = join(home.datasets, 'received');
  const delivery = await receive(installation, researcher, build, received);
  say('checking everything');
  const steps = await allSteps(received);
  const exported = join(home.datasets, 'agentnet');
  const exportCheck = await exportReadsBack(received, exported);
  const { check: ledgerCheck, report: audit } = await ledgerReplays({
    source: client.ledger,
    verifierKey: trust.verifierKey,
    ownerKey: trust.ownerKey,
  });
  if (collector.database === null) throw new InstallationError('collector-failed', 'the demo runs on its own database');
  const dump = await dumpDatabase(collector.database);
  const checks = [
    everyTaskIsThere(recorded.kept, steps),
    nothingFromPauseOrDeletion(recorded.kept, [...recorded.paused, ...recorded.deleted], steps),
    await noSecretAnywhere([home.collector, ...(await databaseElsewhere(home)), home.datasets], dump.text),
    await datasetVerifies(received),
    exportCheck,
    await leakIsTraced(installation, researcher, exported),
    await snapshotsHoldNothingPlanted(exported),
    ledgerCheck,
  ];
  const { kept, paused, deleted, deletedSteps, segments } = recorded;
  return {
    checks,
    steps,
    build,
    delivery,
    audit,
    actions: { kept, paused, deleted },
    deletedSteps,
    segments,
    sealedBytes: await bytesUnder(join(home.collector, 'objects')),
    dataset: received,
    snapshots,
  };
}

/** A custodian's client asks again until the window has passed, then releases or refuses by its own judgement. */
async function releaseWhenOpen(
  { client, trust }: Installation,
  custodian: Installation['custodians'][number],
  build: Parameters<typeof releaseToBuild>[0]['build'],
): Promise<void> {
  for (;;) {
    const outcome = await releaseToBuild({ client, trust, custodian: custodian, build, now: Date.now() }).catch(
      unlessUnwitnessed,
    );
    if (outcome?.outcome === 'released' || outcome?.outcome === 'refused') return;
    await new Promise((resolve) => setTimeout(resolve, Math.max(200, (outcome?.until ?? 0) - Date.now())));
  }
}

/** Null while the witness has not seen the request yet: it is asked within a second. */
function unlessUnwitnessed(error: unknown): null {
  if (error instanceof ClientError && error.code === 'unwitnessed') return null;
  throw error;
}

/** Where the database is if its own account could not reach the collector's folder. */
async function databaseElsewhere(home: Home): Promise<readonly string[]> {
  const folder = await realpath(join(home.collector, 'postgres', 'elsewhere')).catch(() => null);
  return folder === null ? [] : [join(folder, 'data')];
}

/** Size of all files below a folder. */
async function bytesUnder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function requiredChromium(): string {
  const path = chromiumPath();
  if (path === undefined) throw new InstallationError('no-chromium', 'Chromium was not found; see `assent doctor`');
  return path;
}

function progressTo(terminal: Terminal): (line: string) => void {
  const started = performance.now();
  return (line) => terminal.err(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);
}
