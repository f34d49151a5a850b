import type { ReasonCode } from '@assent/contracts';
import { explainReason } from '@assent/safeguards';
import type { UploadResult } from '@assent/spool';
import { ledgerWarning } from '../ledger.ts';
import type { OpenDevice } from '../open-device.ts';
import type { QueueStatus, Review, ReviewEpisode } from '../requests/protocol.ts';

/** Everything that waits on this device or was sent from it, as its participant reviews it. */
export async function review(device: OpenDevice): Promise<Review> {
  const episodes: ReviewEpisode[] = [];
  const wait = coolingOffMs(device);
  for (const { session, episode, from, to } of await device.spool.episodes()) {
    const { steps } = await device.spool.readEpisode({ session, episode });
    episodes.push({ session, episode, from, to, steps, sealsAt: to + wait });
  }
  const codes = new Set<ReasonCode>(
    episodes.flatMap(({ steps }) => steps.flatMap((step) => step.redactions.map(({ reason }) => reason))),
  );
  const reasons: Partial<Record<ReasonCode, string>> = {};
  for (const code of codes) reasons[code] = explainReason(code);
  const sent = (await device.spool.sealedParts()).map(({ ciphertext, from, to, steps, uploaded, erase }) => ({
    ciphertext,
    from,
    to,
    steps,
    uploaded,
    erasing: erase,
  }));
  return { episodes, sent, queue: await queueStatus(device), reasons };
}

/** What waits, what was sent, and what is in the way. */
export async function queueStatus(device: OpenDevice): Promise<QueueStatus> {
  const { spool, run } = device;
  const [waiting, outcomes] = await Promise.all([spool.episodes(), spool.outcomes()]);
  return {
    waitingSteps: waiting.reduce((sum, { steps }) => sum + steps, 0),
    sealedSegments: Math.max(0, outcomes.sealedSegments - outcomes.uploadedSegments),
    uploadedSegments: outcomes.uploadedSegments,
    deletedSteps: outcomes.deleted,
    droppedSteps: outcomes.dropped.full + outcomes.dropped.expired,
    nextSealAt: waiting.length === 0 ? null : Math.min(...waiting.map(({ to }) => to)) + coolingOffMs(device),
    uploadProblem: problemOf(run.lastUpload),
    ledgerProblem: ledgerWarning(await spool.ledger(device.now())),
  };
}

function coolingOffMs({ facts }: OpenDevice): number {
  return (facts.policy?.policy.review.coolingOffSeconds ?? 0) * 1000;
}

function problemOf(result: UploadResult | null): string | null {
  if (result === null || result.state === 'empty') return null;
  if (result.state === 'ledger-alarm') return 'Nothing is sent while the program’s public record does not add up.';
  if (result.state === 'daily-cap') return 'Today’s upload limit is reached; the rest follows tomorrow.';
  if (result.why === 'retry') return 'The collector could not be reached; it is tried again soon.';
  return 'The collector did not take a segment; it is kept and tried again.';
}
