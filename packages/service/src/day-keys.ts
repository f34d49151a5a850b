import { dayKeySchema, digestOf, sha256Hex, utf8, type DayKey, type DayKeyId, type Policy } from '@assent/contracts';
import { byParticipant, takesPart, usesDevice } from './consents.ts';
import { openDocument, ServiceError } from './errors.ts';
import type { Ports, Reader } from './ports.ts';

/**
 * Takes in a day key's recipient and custody shares. The depositing device belongs to a participant who takes part,
 * and every custodian of the policy named holds exactly one share. Idempotent; an erased day key never returns.
 */
export async function depositDayKey(ports: Ports, input: unknown): Promise<{ readonly dayKey: DayKeyId }> {
  const document = await openDocument<DayKey>(dayKeySchema, input);
  const body = document.body;
  if (document.key !== body.device) throw new ServiceError('forbidden', 'day key is not signed by its device');
  if (body.program !== ports.program.program) throw new ServiceError('not-found', 'no such program here');
  if (body.dayKey !== (await sha256Hex(utf8(body.recipient)))) {
    throw new ServiceError('malformed', 'day key id is not the digest of its recipient');
  }
  const digest = await digestOf(body);
  return ports.repository.write(async (writer) => {
    const [known] = await writer.dayKeys([body.dayKey]);
    if (known !== undefined) {
      if (known.document === null) throw new ServiceError('gone', 'day key was erased');
      if (known.digest !== digest) throw new ServiceError('conflict', 'day key was deposited with other shares');
      return { dayKey: body.dayKey };
    }
    await mayDeposit(writer, body);
    await writer.addDayKey({ dayKey: body.dayKey, digest, document });
    return { dayKey: body.dayKey };
  });
}

async function mayDeposit(reader: Reader, body: DayKey): Promise<void> {
  const records = byParticipant(await reader.consentsOf([body.participant])).get(body.participant) ?? [];
  if (!takesPart(records) || !usesDevice(records, body.device)) {
    throw new ServiceError('forbidden', 'no consent in force for this device');
  }
  if (!records.some((record) => record.document.body.policy === body.policy)) {
    throw new ServiceError('forbidden', 'participant has not answered this policy version');
  }
  const policy = await reader.policy(body.policy);
  if (policy === null) throw new ServiceError('not-found', 'no such policy version');
  if (policy.document.body.purpose !== body.purpose) throw new ServiceError('forbidden', 'purpose is not the policy’s');
  if (!coversCustodians(body, policy.document.body)) {
    throw new ServiceError('malformed', 'shares do not cover the policy’s custodians exactly once');
  }
}

function coversCustodians(body: DayKey, policy: Policy): boolean {
  const custodians = policy.custody.custodians.map((custodian) => `${custodian.side}/${custodian.id}`);
  const shares = body.shares.map((share) => `${share.side}/${share.custodian}`);
  return (
    new Set(shares).size === shares.length &&
    shares.length === custodians.length &&
    custodians.every((s) => shares.includes(s))
  );
}
