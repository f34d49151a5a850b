import {
  digestOf,
  parseAs,
  recipientCardSchema,
  recipientRegistrationSchema,
  recipientSubmissionSchema,
  type Custodian,
  type Digest,
  type RecipientCard,
  type RecipientRegistration,
  type Signed,
  type SigningKey,
} from '@assent/contracts';
import { openDocument, parseForeign, ServiceError } from './errors.ts';
import { appendLeaves } from './ledger.ts';
import type { Ports, Reader } from './ports.ts';
import { mustNotBeAhead } from './times.ts';

/**
 * Registers somebody who may receive datasets: a card signed by their own key, let in by the program's owner. The ledger
 * contains only a digest. Idempotent.
 */
export async function registerRecipient(
  ports: Ports,
  input: unknown,
): Promise<{ readonly recipient: Digest; readonly leafIndex: number }> {
  const { ownerKey, program } = ports.program;
  const submission = parseForeign(() => parseAs(recipientSubmissionSchema, 'recipient', input));
  const registration = await openDocument<RecipientRegistration>(
    recipientRegistrationSchema,
    submission.registration,
    ownerKey,
  );
  const card = await openDocument<RecipientCard>(recipientCardSchema, submission.card);
  // Only who holds the key can say that datasets be sealed to it.
  if (card.key !== card.body.signingKey) throw new ServiceError('forbidden', 'the card is signed by another key');
  if (card.body.program !== program || registration.body.program !== program) {
    throw new ServiceError('not-found', 'no such program here');
  }
  const digest = await digestOf(card.body);
  if (registration.body.recipient !== digest) {
    throw new ServiceError('malformed', 'the registration names another card');
  }
  mustNotBeAhead(ports, registration.body.at);
  return ports.repository.write(async (writer) => {
    const known = await writer.recipient(digest);
    if (known !== null) return { recipient: digest, leafIndex: known.leafIndex };
    const purpose = (await writer.newestPolicy())?.document.body.purpose;
    if (purpose === undefined) throw new ServiceError('not-found', 'no policy has been published');
    if (card.body.purpose !== purpose) throw new ServiceError('forbidden', 'purpose is not the policy’s');
    const leafIndex = await appendLeaves(ports, writer, [{ kind: 'recipient.registered', registration }]);
    await writer.addRecipient({ digest, card, leafIndex });
    return { recipient: digest, leafIndex };
  });
}

/** The cards of everyone registered, for the owner and for custodians of the policy in force. */
export async function listRecipients(ports: Ports, asker: SigningKey): Promise<readonly Signed<RecipientCard>[]> {
  return ports.repository.read(async (reader) => {
    await mustOversee(ports, reader, asker);
    return (await reader.recipients()).map(({ card }) => card);
  });
}

/** The custodian who asks, null for the owner. Throws `forbidden` for anyone else: who receives is not for everyone to know. */
export async function mustOversee(ports: Ports, reader: Reader, asker: SigningKey): Promise<Custodian | null> {
  const policy = (await reader.newestPolicy())?.document.body;
  const custodian = policy?.custody.custodians.find(({ signingKey }) => signingKey === asker);
  if (custodian !== undefined) return custodian;
  if (asker === ports.program.ownerKey) return null;
  throw new ServiceError('forbidden', 'neither the owner nor a custodian');
}
