import { digestOf, generateSigningKeyPair, signDocument, signerFromKeyPair } from '@assent/contracts';
import { describe, expect, it } from 'vitest';
import { readConsent, readPolicy } from './in-force.ts';
import { sampleConsent, samplePolicy } from './testing.ts';

const owner = await signerFromKeyPair(await generateSigningKeyPair());
const other = await signerFromKeyPair(await generateSigningKeyPair());

describe('readPolicy', () => {
  it('reads what the program owner signed and names it by its digest', async () => {
    const policy = samplePolicy();
    const known = await readPolicy(await signDocument(policy, owner), owner.publicKey);
    expect(known).toEqual({ policy, digest: await digestOf(policy) });
  });

  it('refuses a policy signed by anyone else', async () => {
    await expect(readPolicy(await signDocument(samplePolicy(), other), owner.publicKey)).rejects.toMatchObject({
      code: 'wrong-key',
    });
  });

  it('refuses a policy changed after signing', async () => {
    const signed = await signDocument(samplePolicy(), owner);
    const changed = { ...signed, body: { ...signed.body, retentionDays: 1 } };
    await expect(readPolicy(changed, owner.publicKey)).rejects.toMatchObject({ code: 'bad-signature' });
  });

  it('refuses a policy that lists a site on the floor', async () => {
    const sites = ['https://paypal.com', 'https://ok.example.com', 'https://clinic.example.com'].map((origin) => ({
      origin,
      name: 'x',
      mode: 'ambient',
      interfaceWords: [],
    }));
    const signed = await signDocument(samplePolicy({ sites }), owner);
    await expect(readPolicy(signed, owner.publicKey)).rejects.toMatchObject({
      code: 'floor-site',
      message: 'policy lists 2 sites that no policy may list',
    });
  });
});

describe('readConsent', () => {
  it('reads a record this device signed about itself', async () => {
    const consent = sampleConsent({ device: owner.publicKey });
    const known = await readConsent(await signDocument(consent, owner), owner.publicKey);
    expect(known.consent).toEqual(consent);
  });

  it('refuses a record of another device, even if this one signed it', async () => {
    const foreign = await signDocument(sampleConsent({ device: other.publicKey }), owner);
    await expect(readConsent(foreign, owner.publicKey)).rejects.toMatchObject({
      code: 'policy-mismatch',
      message: 'consent names another device',
    });
    await expect(readConsent(foreign, other.publicKey)).rejects.toMatchObject({ code: 'wrong-key' });
  });
});
