import type { DayKey, Digest, OwnRecordings, ParticipantId, Signed, SigningKey } from '@assent/contracts';
import { ServiceError } from './errors.ts';
import type { Ports, Reader } from './ports.ts';

/**
 * What a participant's own vault may open: the live deposits that name the asker as their reader, and the live segments
 * under them. A stranger learns nothing, not even whether there is such a participant (P7).
 */
export async function ownRecordings(
  ports: Ports,
  participant: ParticipantId,
  asker: SigningKey,
): Promise<OwnRecordings> {
  return ports.repository.read(async (reader) => {
    const deposits = await ownDeposits(reader, participant, asker);
    const own = new Set(deposits.map(({ body }) => body.dayKey));
    const segments = await reader.segments({ participant });
    const manifests = segments.flatMap(({ manifest }) =>
      manifest !== null && own.has(manifest.body.context.dayKey) ? [manifest] : [],
    );
    return { deposits: [...deposits], manifests };
  });
}

/** One sealed segment of {@link ownRecordings}. */
export async function readOwnObject(
  ports: Ports,
  participant: ParticipantId,
  ciphertext: Digest,
  asker: SigningKey,
): Promise<Uint8Array<ArrayBuffer>> {
  const { manifests } = await ownRecordings(ports, participant, asker);
  const bytes = manifests.some(({ body }) => body.ciphertext === ciphertext)
    ? await ports.objects.get(ciphertext)
    : null;
  if (bytes === null) throw new ServiceError('not-found', 'not a recording of this vault');
  return bytes;
}

async function ownDeposits(
  reader: Reader,
  participant: ParticipantId,
  asker: SigningKey,
): Promise<readonly Signed<DayKey>[]> {
  const deposits = (await reader.dayKeysOf(participant)).flatMap(({ document }) =>
    document?.body.reader === asker ? [document] : [],
  );
  // Deny by default, with one answer for all.
  if (deposits.length === 0) throw new ServiceError('forbidden', 'no vault of this key');
  return deposits;
}
