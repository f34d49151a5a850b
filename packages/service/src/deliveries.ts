import {
  canonicalJson,
  deliverySchema,
  deliverySubmissionSchema,
  parseAs,
  type BuildId,
  type Delivery,
  type KeptDelivery,
  type SigningKey,
} from '@assent/contracts';
import { loadBuild } from './builds.ts';
import { openDocument, parseForeign, ServiceError } from './errors.ts';
import { appendLeaves } from './ledger.ts';
import type { Ports } from './ports.ts';
import { mustOversee } from './recipients.ts';
import { mustNotBeAhead } from './times.ts';

/**
 * Enters into the ledger that a copy of a finished build was sealed to a recipient whom its request names, and keeps the
 * canary note, sealed to the custodians. Idempotent.
 */
export async function recordDelivery(
  ports: Ports,
  build: BuildId,
  input: unknown,
): Promise<{ readonly leafIndex: number }> {
  const { delivery: claimed, notes } = parseForeign(() => parseAs(deliverySubmissionSchema, 'delivery', input));
  const delivery = await openDocument<Delivery>(deliverySchema, claimed);
  const { body } = delivery;
  return ports.repository.write(async (writer) => {
    const { record, policy } = await loadBuild(writer, build);
    const request = record.request.body;
    if (delivery.key !== request.builder) {
      throw new ServiceError('forbidden', 'the delivery is not signed by this builder');
    }
    if (body.build !== build || body.program !== request.program) {
      throw new ServiceError('malformed', 'the delivery is of another build');
    }
    const known = (await writer.deliveries()).find(
      (each) => each.delivery.body.build === build && each.delivery.body.recipient === body.recipient,
    );
    if (known !== undefined) {
      if (canonicalJson(known.delivery) === canonicalJson(delivery)) return { leafIndex: known.leafIndex };
      throw new ServiceError('conflict', 'this recipient has had another copy of this build');
    }
    if (record.result === null) throw new ServiceError('conflict', 'the build has not finished');
    if (body.release !== record.result.body.output) {
      throw new ServiceError('malformed', 'the delivery is of another release');
    }
    // Deny by default: both sides released for these recipients and no others.
    if (request.deliverTo?.includes(body.recipient) !== true || (await writer.recipient(body.recipient)) === null) {
      throw new ServiceError('forbidden', 'the request does not name this recipient');
    }
    const custodians = new Set(policy.custody.custodians.map(({ id }) => id));
    if (notes.some(({ custodian }) => !custodians.has(custodian))) {
      throw new ServiceError('malformed', 'a canary note is for a custodian that the policy does not have');
    }
    mustNotBeAhead(ports, body.at);
    const leafIndex = await appendLeaves(ports, writer, [{ kind: 'export.delivered', delivery }]);
    await writer.addDelivery({ delivery, notes, leafIndex });
    return { leafIndex };
  });
}

/** Every delivery, newest first, each with the note sealed to the asking custodian; for the owner and custodians. */
export async function listDeliveries(ports: Ports, asker: SigningKey): Promise<readonly KeptDelivery[]> {
  return ports.repository.read(async (reader) => {
    const overseer = await mustOversee(ports, reader, asker);
    const kept: KeptDelivery[] = [];
    for (const { delivery, notes, leafIndex } of await reader.deliveries()) {
      const recipient = await reader.recipient(delivery.body.recipient);
      if (recipient === null) throw new ServiceError('internal', 'a delivery without its recipient');
      const note = notes.find(({ custodian }) => custodian === overseer?.id)?.sealed ?? null;
      kept.push({ delivery, card: recipient.card, leafIndex, note });
    }
    return kept;
  });
}
