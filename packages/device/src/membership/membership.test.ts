import { digestOf, generateSigningKeyPair, signerFromKeyPair } from '@assent/contracts';
import { generateLogKey } from '@assent/ledger';
import { beforeEach, describe, expect, it } from 'vitest';
import { enrolmentCode, TestCollector } from '../testing/collector.ts';
import { networkOf } from '../testing/network.ts';
import { join } from './join.ts';
import { lookUp } from './offer.ts';
import { newerPolicy } from './policy-watch.ts';
import { renew } from './renew.ts';

const signer = await signerFromKeyPair(await generateSigningKeyPair());
const now = Date.UTC(2026, 10, 2);
let collector: TestCollector;
let network: ReturnType<typeof networkOf>;

beforeEach(async () => {
  collector = await TestCollector.create({
    sites: [{ origin: 'https://orders.example', name: 'Orders' }],
    coolingOffSeconds: 0,
  });
  network = networkOf(collector, now);
});

async function accept() {
  const { policy, fingerprint } = await lookUp(network, collector.url);
  return join(
    network,
    { collector: collector.url, code: enrolmentCode, policy, fingerprint, tier: 'steps-only' },
    signer,
  );
}

/** What a check of the ledger leaves to be remembered. */
function checkpointOf({ check: look }: Awaited<ReturnType<typeof accept>>): string {
  if (look.outcome === 'diverged') throw new Error('the ledger diverged');
  return look.checkpoint;
}

describe('joining', () => {
  it('proves that policy and consent are in the ledger, and gives the checkpoint to remember', async () => {
    const agreed = await accept();
    expect(agreed.leafIndex).toBe(1);
    expect(checkpointOf(agreed)).toContain('ledger.example\n2\n');
  });

  it('asks nobody to agree to a policy that is not public', async () => {
    await collector.publish({ retentionDays: 10 });
    collector.shownLeaves = collector.leafCount - 1;
    await expect(lookUp(network, collector.url)).rejects.toMatchObject({ code: 'not-in-ledger' });
    collector.shownLeaves = Infinity;
    expect(await lookUp(network, collector.url)).toMatchObject({ policy: await digestOf(collector.policy.body) });
  });

  it('does not count a consent whose leaf is withheld', async () => {
    await collector.publish({ retentionDays: 10 });
    const { policy, fingerprint } = await lookUp(network, collector.url);
    collector.leavesOutConsents = true;
    const yes = { collector: collector.url, code: enrolmentCode, policy, fingerprint, tier: 'steps-only' } as const;
    await expect(join(network, yes, signer)).rejects.toMatchObject({ code: 'not-in-ledger' });
    expect(collector.consents).toHaveLength(1);
  });

  it('refuses other keys than those whose fingerprint was shown', async () => {
    const shown = await lookUp(network, collector.url);
    await collector.changeOwner();
    const { policy } = await lookUp(network, collector.url);
    expect(policy).toBe(shown.policy);
    const { fingerprint } = shown;
    const yes = { collector: collector.url, code: enrolmentCode, policy, fingerprint, tier: 'steps-only' } as const;
    await expect(join(network, yes, signer)).rejects.toMatchObject({ code: 'bad-answer' });
    expect(collector.consents).toEqual([]);
  });
});

describe('a new policy version', () => {
  it('is taken from the remembered owner and for the remembered ledger only', async () => {
    const { profile } = await accept();
    await collector.publish({ retentionDays: 30 });
    expect(await newerPolicy(network.http, profile)).toMatchObject({ body: { version: 2 } });
    const { verifierKey } = await generateLogKey('ledger.example');
    await collector.publish({ ledger: { verifierKey } });
    await expect(newerPolicy(network.http, profile)).rejects.toMatchObject({ code: 'bad-answer' });
    await collector.changeOwner();
    await expect(newerPolicy(network.http, profile)).rejects.toMatchObject({ code: 'bad-answer' });
  });

  it('is agreed to only where it and the new consent are in a ledger that goes on', async () => {
    const agreed = await accept();
    const remembered = checkpointOf(agreed);
    await collector.publish({ retentionDays: 30 });
    const profile = { ...agreed.profile, next: await newerPolicy(network.http, agreed.profile) };
    const request = { policy: await digestOf(collector.policy.body), tier: 'steps-only' } as const;
    const answer = async () => renew(network, profile, request, signer, remembered);

    collector.shownLeaves = collector.leafCount - 1;
    await expect(answer()).rejects.toMatchObject({ code: 'not-in-ledger' });
    collector.shownLeaves = collector.leafCount - 2;
    await expect(answer()).rejects.toMatchObject({ code: 'ledger-diverged' });
    expect(collector.consents).toHaveLength(1);
    collector.shownLeaves = Infinity;
    const renewed = await answer();
    expect(renewed.profile.consent.body.policy).toBe(request.policy);
    expect(checkpointOf(renewed)).toContain('ledger.example\n4\n');
  });
});
