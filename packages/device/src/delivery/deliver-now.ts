import type { Turns } from '../turns.ts';
import { deliver } from './delivery.ts';

/** Seals and uploads, one delivery after the other, and notes how that went. */
export async function deliverNow(turns: Turns, options: { readonly skipWait: boolean }): Promise<void> {
  await turns.run.sending(async () => {
    const device = await turns.inTurn(async (opened) => opened);
    turns.run.lastUpload = await deliver(device, options);
  });
}
