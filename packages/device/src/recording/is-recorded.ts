import type { OpenDevice } from '../open-device.ts';
import type { DocumentLocation } from '../ports.ts';

/** Whether a document is recorded right now, its tab's indicator included. */
export async function isRecorded(device: OpenDevice, document: DocumentLocation): Promise<boolean> {
  const { tab, incognito, origin, topOrigin } = document;
  const page = { incognito, indicatorShown: (await device.unindicated.get(tab)) === null };
  return [origin, topOrigin].every((each) => device.gate(each, page).state === 'recording');
}
