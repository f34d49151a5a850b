import { canonicalJson } from '@assent/contracts';
import { describe, expect, it } from 'vitest';
import { ConsentError } from './errors.ts';
import { consentReceipt } from './receipt.ts';
import { digest, sampleConsent, samplePolicy } from './testing.ts';

const policy = { policy: samplePolicy(), digest: digest('a') };
const consent = { consent: sampleConsent(), digest: digest('b') };

describe('consentReceipt', () => {
  it('holds what the DPV profile of ISO/IEC TS 27560 asks of a receipt and its record', () => {
    const receipt = consentReceipt(consent, policy);
    expect(receipt).toMatchObject({
      '@type': 'dpv:ConsentReceipt',
      'dct:identifier': `receipt-${digest('b')}`,
      'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#receipt-record',
      'dct:publisher': 'Example GmbH',
      'dpv:hasRecordOfActivity': {
        '@type': 'dpv:ConsentRecord',
        'dct:identifier': digest('b'),
        'dpv:hasNotice': { 'dct:identifier': digest('d') },
        'dpv:hasPolicy': { 'dct:identifier': digest('a') },
        'dpv:hasProcess': {
          'dpv:hasPurpose': { 'dct:identifier': 'train-computer-use-models' },
          'dpv:hasStorageCondition': { 'dpv:hasDuration': { '@value': 'P365D' } },
        },
        'dpv:hasConsentStatus': { '@type': 'dpv:ConsentGiven', 'dct:date': '2026-09-21T14:15:00.000Z' },
      },
    });
    expect(() => canonicalJson(receipt)).not.toThrow();
  });

  it('says so when the record is a withdrawal', () => {
    const withdrawal = { consent: sampleConsent({ decision: 'withdrawn' }), digest: digest('e') };
    expect(JSON.stringify(consentReceipt(withdrawal, policy))).toContain('dpv:ConsentWithdrawn');
  });

  it('refuses a record that answers another policy version', () => {
    expect(() => consentReceipt(consent, { ...policy, digest: digest('f') })).toThrow(ConsentError);
  });
});
