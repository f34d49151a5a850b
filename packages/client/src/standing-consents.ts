import {
  consentSchema,
  digestOf,
  openSigned,
  type Consent,
  type DayKey,
  type DayKeyId,
  type Digest,
  type ParticipantId,
  type Signed,
  type Tier,
} from '@assent/contracts';

/**
 * The day keys whose participant's consent is in force, as far as the records served show: signed by the device that made the
 * day key, given to the very policy version the day key names, and followed by no withdrawal. A record that is not properly
 * signed is none. Where `tiers` are given, only consents under them count. Records that fork or have gaps prove nothing: what was left out could be a withdrawal (P1).
 */
export async function standingAmong(
  deposits: readonly Signed<DayKey>[],
  consents: readonly Signed<Consent>[],
  tiers?: readonly Tier[],
): Promise<ReadonlySet<DayKeyId>> {
  const standing = await standingByParticipant(consents);
  return new Set(
    deposits.flatMap(({ body }) => {
      const records = standing.get(body.participant) ?? [];
      const covers = records.some(
        ({ device, policy, program, tier }) =>
          device === body.device &&
          policy === body.policy &&
          program === body.program &&
          (tiers?.includes(tier) ?? true),
      );
      return covers ? [body.dayKey] : [];
    }),
  );
}

/** Each participant's records since the last withdrawal. */
async function standingByParticipant(
  consents: readonly Signed<Consent>[],
): Promise<ReadonlyMap<ParticipantId, readonly Consent[]>> {
  const known = new Map<ParticipantId, Map<Digest, Consent>>();
  for (const input of consents) {
    const consent = await openSigned(consentSchema, input, { key: input.body.device }).catch(() => null);
    if (consent === null) continue;
    const { body } = consent;
    const own = known.get(body.participant) ?? new Map<Digest, Consent>();
    known.set(body.participant, own.set(await digestOf(body), body));
  }
  return new Map([...known].map(([participant, records]) => [participant, sinceWithdrawal(records)]));
}

function sinceWithdrawal(records: ReadonlyMap<Digest, Consent>): readonly Consent[] {
  const followed = new Set([...records.values()].map(({ previous }) => previous));
  const [newest, ...forks] = [...records].filter(([digest]) => !followed.has(digest));
  if (newest === undefined || forks.length > 0) return [];
  const standing: Consent[] = [];
  let seen = 0;
  let next: Consent | undefined = newest[1];
  let over = false;
  while (next !== undefined) {
    seen += 1;
    over ||= next.decision !== 'given';
    if (!over) standing.push(next);
    if (next.previous === null) return seen === records.size ? standing : [];
    next = records.get(next.previous);
  }
  // Deny by default: a chain that does not reach its beginning was shown in part.
  return [];
}
