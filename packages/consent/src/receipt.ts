import { type Consent, type Digest, type Json, type Policy, type Tier } from '@assent/contracts';
import { ConsentError } from './errors.ts';
import type { KnownConsent, KnownPolicy } from './in-force.ts';

/** A JSON-LD document. */
export type ConsentReceipt = { readonly [key: string]: Json };

/**
 * The participant's receipt for a consent record: ISO/IEC TS 27560:2023 in the JSON-LD form of the Data Privacy
 * Vocabulary's guide (https://w3id.org/dpv/guides/consent-27560, profile `receipt-record`). It is self-contained and
 * is kept by the participant; what it says is what was signed, so it needs no signature of its own.
 *
 * Throws a `ConsentError` (`policy-mismatch`) unless the record answers exactly this policy version.
 */
export function consentReceipt(known: KnownConsent, inForce: KnownPolicy): ConsentReceipt {
  const { consent, digest } = known;
  if (consent.policy !== inForce.digest || consent.program !== inForce.policy.program) {
    throw new ConsentError('policy-mismatch', 'the consent record answers another policy version');
  }
  return {
    '@context': context,
    '@id': urn(digest, 'receipt'),
    '@type': 'dpv:ConsentReceipt',
    'dct:identifier': `receipt-${digest}`,
    'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#receipt-record',
    'dct:created': iso(consent.at),
    'dct:publisher': inForce.policy.organisation,
    'schema:recipient': { '@id': `urn:assent:participant:${consent.participant}`, '@type': 'dpv:DataSubject' },
    'dpv:hasRecordOfActivity': consentRecord(consent, digest, inForce.policy),
  };
}

const context = {
  dct: 'http://purl.org/dc/terms/',
  dpv: 'https://w3id.org/dpv#',
  schema: 'https://schema.org/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

function consentRecord(consent: Consent, digest: Digest, policy: Policy): Json {
  return {
    '@id': urn(digest, 'record'),
    '@type': 'dpv:ConsentRecord',
    'dct:identifier': digest,
    'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#record',
    'dpv:hasDataSubject': { '@id': `urn:assent:participant:${consent.participant}`, '@type': 'dpv:DataSubject' },
    'dpv:hasDataController': { '@type': 'dpv:DataController', 'schema:name': policy.organisation },
    'dpv:hasNotice': {
      '@id': urn(consent.notice, 'notice'),
      '@type': 'dpv:ConsentNotice',
      'dct:identifier': consent.notice,
    },
    'dpv:hasPolicy': { '@id': urn(consent.policy, 'policy'), 'dct:identifier': consent.policy },
    'dpv:hasProcess': recordedProcess(consent, policy),
    'dpv:hasConsentStatus': {
      '@type': consent.decision === 'given' ? 'dpv:ConsentGiven' : 'dpv:ConsentWithdrawn',
      'dct:date': iso(consent.at),
      'dpv:isIndicatedBy': { '@id': `urn:assent:participant:${consent.participant}` },
    },
  };
}

function recordedProcess(consent: Consent, policy: Policy): Json {
  return {
    '@type': 'dpv:Process',
    'dct:title': policy.title,
    'dpv:hasPurpose': { '@type': 'dpv:Purpose', 'dct:identifier': policy.purpose, 'dct:description': policy.summary },
    'dpv:hasLegalBasis': 'dpv:ExpressedConsent',
    'dpv:hasPersonalData': personalData[consent.tier],
    'dpv:hasProcessing': ['dpv:Collect', 'dpv:Store', 'dpv:Pseudonymise'],
    'dpv:hasStorageCondition': {
      '@type': 'dpv:StorageDuration',
      'dpv:hasDuration': { '@type': 'xsd:duration', '@value': `P${policy.retentionDays}D` },
    },
    'dpv:hasRight': 'dpv:DataSubjectRight',
    'dpv:hasScope': policy.sites.map(({ origin, name, mode }) => ({
      'schema:url': origin,
      'schema:name': name,
      'dct:type': mode,
    })),
  };
}

const personalData: Readonly<Record<Tier, readonly string[]>> = {
  'steps-with-snapshots': ['Steps of computer use', 'Masked snapshots of the screen'],
  'steps-only': ['Steps of computer use'],
  'statistics-only': ['Noised counts of computer use'],
  none: [],
};

function urn(digest: Digest, kind: string): string {
  return `urn:assent:${kind}:sha256:${digest}`;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
