import { digestOf, policySchema, type Digest, type Policy, type Signed } from '@assent/contracts';
import { openDocument, ServiceError } from './errors.ts';
import { appendLeaves } from './ledger.ts';
import type { Ports } from './ports.ts';
import { mustNotBeAhead } from './times.ts';

/**
 * Publishes a policy version: signed by the program's owner, following the newest version without a hole, and naming
 * this collector's ledger. It is in force once this returns, because it is then in the ledger. Idempotent.
 */
export async function publishPolicy(
  ports: Ports,
  input: unknown,
): Promise<{ readonly policy: Digest; readonly leafIndex: number }> {
  const document = await openDocument<Policy>(policySchema, input, ports.program.ownerKey);
  const policy = document.body;
  if (policy.program !== ports.program.program) throw new ServiceError('not-found', 'no such program here');
  if (policy.ledger.verifierKey !== ports.logKey.verifierKey) {
    throw new ServiceError('conflict', 'policy names another ledger than this one');
  }
  mustNotBeAhead(ports, policy.issuedAt);
  const digest = await digestOf(policy);
  return ports.repository.write(async (writer) => {
    const known = await writer.policy(digest);
    if (known !== null) return { policy: digest, leafIndex: known.leafIndex };
    const newest = await writer.newestPolicy();
    if (policy.version !== (newest?.document.body.version ?? 0) + 1 || policy.previous !== (newest?.digest ?? null)) {
      throw new ServiceError('conflict', 'policy does not follow the newest version');
    }
    const leafIndex = await appendLeaves(ports, writer, [{ kind: 'policy.published', policy: document }]);
    await writer.addPolicy({ digest, document, leafIndex });
    return { policy: digest, leafIndex };
  });
}

/** The policy version in force, and its position in the ledger. Throws `not-found` before the first. */
export async function currentPolicy(
  ports: Ports,
): Promise<{ readonly document: Signed<Policy>; readonly leafIndex: number }> {
  const newest = await ports.repository.read((reader) => reader.newestPolicy());
  if (newest === null) throw new ServiceError('not-found', 'no policy has been published');
  return { document: newest.document, leafIndex: newest.leafIndex };
}
