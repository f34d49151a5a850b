import type { Step } from '@assent/contracts';
import type { Page } from 'playwright-core';
import type { ParticipantReply } from '@assent/device/requests';

/** All steps that wait on the device, oldest first, as the review page is given them. `panel` is one of the extension's own pages. */
export async function waitingSteps(panel: Page): Promise<readonly Step[]> {
  const reply: ParticipantReply<'episodes'> = await panel.evaluate(() =>
    chrome.runtime.sendMessage({ kind: 'participant-request', request: { type: 'episodes' } }),
  );
  if (!reply.ok) throw new Error(`the background could not say: ${reply.code}`);
  return reply.answer.episodes.flatMap(({ steps }) => steps);
}

/** Has every page hand over what it holds, each before the frames in it. `panel` is one of the extension's own pages. */
export async function handOver(panel: Page): Promise<void> {
  await panel.evaluate(async () => {
    const deliver = { kind: 'deliver' };
    for (const { id = -1 } of await chrome.tabs.query({ url: ['http://*/*', 'https://*/*'] })) {
      // A tab without a script of ours has nothing to say.
      await chrome.tabs.sendMessage(id, deliver, { frameId: 0 }).catch(() => undefined);
      await chrome.tabs.sendMessage(id, deliver).catch(() => undefined);
    }
  });
}
