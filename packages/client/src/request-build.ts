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
export interface BuildWish {
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
  wish: BuildWish,
): Promise<{ readonly build: BuildId; readonly status: BuildStatus }> {
  const { program, purpose } = wish.policy.policy;
  const request: BuildRequest = {
    type: 'build-request',
    v: 1,
    program,
    purpose,
    policy: wish.policy.digest,
    requestedAt: wish.now,
    days: wish.days,
    ...(wish.apps === undefined ? {} : { apps: wish.apps }),
    ...(wish.tiers === undefined ? {} : { tiers: wish.tiers }),
    code: wish.code,
    recipient: wish.recipient,
    builder: wish.builder,
    ...(wish.deliverTo === undefined || wish.deliverTo.length === 0 ? {} : { deliverTo: [...wish.deliverTo] }),
  };
  const build = buildIdSchema.parse(await digestOf(request));
  return { build, status: await wish.client.requestBuild(await signDocument(request, wish.owner)) };
}
