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
    const participant = `urn:assent:participant:p_${'x'.repeat(22)}`;
    expect(receipt).toEqual({
      '@context': {
        dct: 'http://purl.org/dc/terms/',
        dpv: 'https://w3id.org/dpv#',
        schema: 'https://schema.org/',
        xsd: 'http://www.w3.org/2001/XMLSchema#',
      },
      '@id': `urn:assent:receipt:sha256:${digest('b')}`,
      '@type': 'dpv:ConsentReceipt',
      'dct:identifier': `receipt-${digest('b')}`,
      'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#receipt-record',
      'dct:created': '2026-09-21T14:15:00.000Z',
      'dct:publisher': 'Example GmbH',
      'schema:recipient': { '@id': participant, '@type': 'dpv:DataSubject' },
      'dpv:hasRecordOfActivity': {
        '@id': `urn:assent:record:sha256:${digest('b')}`,
        '@type': 'dpv:ConsentRecord',
        'dct:identifier': digest('b'),
        'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#record',
        'dpv:hasDataSubject': { '@id': participant, '@type': 'dpv:DataSubject' },
        'dpv:hasDataController': { '@type': 'dpv:DataController', 'schema:name': 'Example GmbH' },
        'dpv:hasNotice': {
          '@id': `urn:assent:notice:sha256:${digest('d')}`,
          '@type': 'dpv:ConsentNotice',
          'dct:identifier': digest('d'),
        },
        'dpv:hasPolicy': { '@id': `urn:assent:policy:sha256:${digest('a')}`, 'dct:identifier': digest('a') },
        'dpv:hasProcess': {
          '@type': 'dpv:Process',
          'dct:title': 'Pilot',
          'dpv:hasPurpose': {
            '@type': 'dpv:Purpose',
            'dct:identifier': 'train-computer-use-models',
            'dct:description': 'We want models that can fill in forms.',
          },
          'dpv:hasLegalBasis': 'dpv:ExpressedConsent',
          'dpv:hasPersonalData': ['Steps of computer use', 'Masked snapshots of the screen'],
          'dpv:hasProcessing': ['dpv:Collect', 'dpv:Store', 'dpv:Pseudonymise'],
          'dpv:hasStorageCondition': {
            '@type': 'dpv:StorageDuration',
            'dpv:hasDuration': { '@type': 'xsd:duration', '@value': 'P365D' },
          },
          'dpv:hasRight': 'dpv:DataSubjectRight',
          'dpv:hasScope': [
            { 'schema:url': 'https://tickets.example.com', 'schema:name': 'Tickets', 'dct:type': 'ambient' },
            { 'schema:url': 'http://localhost:4400', 'schema:name': 'Practice', 'dct:type': 'task' },
          ],
        },
        'dpv:hasConsentStatus': {
          '@type': 'dpv:ConsentGiven',
          'dct:date': '2026-09-21T14:15:00.000Z',
          'dpv:isIndicatedBy': { '@id': participant },
        },
      },
    });
    expect(() => canonicalJson(receipt)).not.toThrow();
  });

  it('says so when the record is a withdrawal', () => {
    const withdrawal = { consent: sampleConsent({ decision: 'withdrawn' }), digest: digest('e') };
    expect(JSON.stringify(consentReceipt(withdrawal, policy))).toContain('dpv:ConsentWithdrawn');
  });

  it.each([
    ['another policy version', { ...policy, digest: digest('f') }],
    ['another program', { ...policy, policy: samplePolicy({ program: 'other' }) }],
  ])('refuses a record that answers %s', (_, inForce) => {
    const error = new ConsentError('policy-mismatch', 'the consent record answers another policy version');
    expect(() => consentReceipt(consent, inForce)).toThrow(error);
    expect(() => consentReceipt(consent, inForce)).toThrow(expect.objectContaining({ code: 'policy-mismatch' }));
  });
});
