import type { Site } from '@assent/contracts';
import type { OpenDevice } from '../open-device.ts';
import type { DocumentLocation } from '../ports.ts';
import { isRecorded } from '../recording/is-recorded.ts';

/** The site, if snapshots may be taken of this document at all: consent, policy, permission. Null: none may. */
export async function snapshotsAllowed(device: OpenDevice, document: DocumentLocation): Promise<Site | null> {
  // Only the top document, which carries the indicator, is photographed; frames in it are covered.
  if (document.frame !== 0 || document.incognito || !(await isRecorded(device, document))) return null;
  const state = device.gate(document.topOrigin, { incognito: document.incognito });
  const most = device.inForce()?.policy.snapshots.maxPerMinute ?? 0;
  if (state.state !== 'recording' || !state.snapshots || most === 0) return null;
  return (await device.ports.snapshots.permitted()) ? state.site : null;
}
