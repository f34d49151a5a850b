import {
  buildIdSchema,
  canonicalJson,
  digestSchema,
  fromUtf8,
  instantSchema,
  programIdSchema,
  purposeSchema,
  utf8,
  type BuildFinished,
  type Digest,
  type Signed,
  type Signer,
  type SigningKey,
} from '@assent/contracts';
import { z } from 'zod';
import { manifestFile, type DatasetManifest } from '../manifest.ts';
import { openEnvelope, sealEnvelope } from './dsse.ts';

/** The name of the attestation's file. It is stored beside the manifest, which it names and which therefore cannot list it. */
export const attestationFile = 'attestation.json';

/** The payload type of in-toto statements. */
const statementType = 'application/vnd.in-toto+json';
const predicateType = 'https://assent.example/dataset-build/v1';

/**
 * An in-toto Statement v1 (in-toto/attestation) about one dataset version: its manifest is the subject, and the predicate
 * says what was built from what by which code, and how far apart from everything else.
 */
const statementSchema = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.tuple([
    z.strictObject({ name: z.literal(manifestFile), digest: z.strictObject({ sha256: digestSchema }) }),
  ]),
  predicateType: z.literal(predicateType),
  predicate: z.strictObject({
    program: programIdSchema,
    purpose: purposeSchema,
    /** Names the request in the ledger. */
    build: buildIdSchema,
    builtAt: instantSchema,
    code: digestSchema,
    safeguards: digestSchema,
    /** Digest over the sorted ciphertext digests that were opened, as in `build.finished`. */
    inputs: digestSchema,
    counts: z.strictObject({
      segments: z.int().nonnegative(),
      episodes: z.int().nonnegative(),
      steps: z.int().nonnegative(),
      secondPass: z.int().nonnegative(),
    }),
    isolation: z.strictObject({
      network: z.enum(['namespace', 'none']),
      files: z.enum(['own-root', 'permission-model']),
      words: z.string().max(400),
    }),
  }),
});
export type Statement = z.infer<typeof statementSchema>;

/** The bytes of `attestation.json`. */
export async function attest(
  facts: {
    readonly manifest: Signed<DatasetManifest>;
    readonly manifestDigest: Digest;
    readonly result: Signed<BuildFinished>;
    readonly isolation: Statement['predicate']['isolation'];
  },
  signer: Signer,
): Promise<Uint8Array<ArrayBuffer>> {
  const { manifest, manifestDigest, result, isolation } = facts;
  const { program, purpose, build, builtAt, code } = manifest.body;
  const { safeguards, inputs, counts } = result.body;
  const statement: Statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: manifestFile, digest: { sha256: manifestDigest } }],
    predicateType,
    predicate: { program, purpose, build, builtAt, code, safeguards, inputs, counts, isolation },
  };
  const envelope = await sealEnvelope(statementType, utf8(canonicalJson(statement)), signer);
  return utf8(`${canonicalJson(envelope)}\n`);
}

/** The statement in a foreign attestation file, if the key signed it; null otherwise. */
export async function openAttestation(bytes: Uint8Array<ArrayBuffer>, key: SigningKey): Promise<Statement | null> {
  try {
    const payload = await openEnvelope(JSON.parse(fromUtf8(bytes)), { payloadType: statementType, key });
    return payload === null ? null : (statementSchema.safeParse(JSON.parse(fromUtf8(payload))).data ?? null);
  } catch {
    // What is not JSON attests nothing.
    return null;
  }
}
