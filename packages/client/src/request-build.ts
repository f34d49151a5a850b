import {
  buildIdSchema,
  digestOf,
  signDocument,
  type BuildId,
  type BuildRequest,
  type BuildStatus,
  type Digest,
  type Instant,
  type Policy,
  type Recipient,
  type Signer,
  type SigningKey,
} from '@assent/contracts';
import type { Client } from './client.ts';

/** What the program owner asks for. `recipient` and `builder` are the ephemeral keys of this build alone. */
export interface BuildOptions {
  readonly client: Client;
  readonly owner: Signer;
  readonly policy: { readonly policy: Policy; readonly digest: Digest };
  readonly days: BuildRequest['days'];
  /** Less than everything: origins of apps, tiers. */
  readonly apps?: BuildRequest['apps'];
  readonly tiers?: BuildRequest['tiers'];
  readonly code: Digest;
  readonly recipient: Recipient;
  readonly builder: SigningKey;
  /** Registered recipients who each get a sealed copy. */
  readonly deliverTo?: readonly Digest[];
  readonly now: Instant;
}

/** Signs a build request and enters it into the ledger: the objection window begins. Throws a `ClientError`. */
export async function requestBuild(
  options: BuildOptions,
): Promise<{ readonly build: BuildId; readonly status: BuildStatus }> {
  const { program, purpose } = options.policy.policy;
  const request: BuildRequest = {
    type: 'build-request',
    v: 1,
    program,
    purpose,
    policy: options.policy.digest,
    requestedAt: options.now,
    days: options.days,
    ...(options.apps === undefined ? {} : { apps: options.apps }),
    ...(options.tiers === undefined ? {} : { tiers: options.tiers }),
    code: options.code,
    recipient: options.recipient,
    builder: options.builder,
    ...(options.deliverTo === undefined || options.deliverTo.length === 0 ? {} : { deliverTo: [...options.deliverTo] }),
  };
  const build = buildIdSchema.parse(await digestOf(request));
  return { build, status: await options.client.requestBuild(await signDocument(request, options.owner)) };
}
