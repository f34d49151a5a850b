import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  buildIdSchema,
  canonicalJson,
  digestOf,
  toBase64,
  toBase64Url,
  utf8,
  type CanaryNote,
  type Custodian,
  type SealedNote,
  type Signer,
} from '@assent/contracts';
import { sealStreamTo, sealTo } from '@assent/sealing';
import { attest, attestationFile } from '../attestation/statement.ts';
import type { BuildDatasetInput, BuildReport } from '../build/build.ts';
import { policyOf } from '../build/publish.ts';
import { writeTar } from '../deliver/tar.ts';
import { manifestFile } from '../manifest.ts';
import type { SealedCopy, SealOptions } from './messages.ts';

/** Where a build that seals writes, and the notes it watermarks copies with. */
type CopyPlan = Pick<BuildDatasetInput, 'outDir'> & { readonly copies: NonNullable<BuildDatasetInput['copies']> };

/** Fresh canary notes and folders: plaintext goes to the scratch folder, unless the release was asked for in the open. */
export async function planCopies(input: BuildDatasetInput, sealing: SealOptions): Promise<CopyPlan> {
  const { body } = input.request;
  const build = buildIdSchema.parse(await digestOf(body));
  const notes = sealing.deliverTo.map(({ digest }): CanaryNote => ({
    type: 'canary-note',
    v: 1,
    program: body.program,
    build,
    recipient: digest,
    key: toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
  }));
  const directory = join(sealing.scratch, 'copies');
  await mkdir(directory, { recursive: true });
  return { outDir: sealing.plain ? input.outDir : join(sealing.scratch, 'release'), copies: { directory, notes } };
}

/** What a build that seals has at its end. */
interface CopiesMade {
  readonly input: BuildDatasetInput;
  readonly plan: CopyPlan;
  readonly report: BuildReport;
  readonly signer: Signer;
}

/**
 * Seals each copy, with an attestation of its own, as one archive to its recipient in the input's output folder, and its
 * canary note to every custodian of the policy. What was sealed is removed in the open.
 */
export async function sealCopies(sealing: SealOptions, made: CopiesMade): Promise<readonly SealedCopy[]> {
  const { input, plan, report, signer } = made;
  const { custody } = await policyOf({ request: input.request, policies: input.inputs.policies });
  const sealed: SealedCopy[] = [];
  for (const { recipient, directory, manifest, manifestDigest } of report.copies) {
    const to = sealing.deliverTo.find(({ digest }) => digest === recipient);
    const note = plan.copies.notes.find((each) => each.recipient === recipient);
    if (to === undefined || note === undefined) throw new TypeError('a copy for nobody');
    const facts = { manifest, manifestDigest, result: report.result, isolation: sealing.isolation };
    await writeFile(join(directory, attestationFile), await attest(facts, signer), { flag: 'wx' });
    const paths = [...manifest.body.files.map(({ path }) => path), manifestFile, attestationFile].sort();
    const file = `${recipient}.tar.age`;
    const archive = await sealStreamTo(to.age, streamOf(writeTar(directory, paths)));
    await pipeline(archive, createWriteStream(join(input.outDir, file), { flags: 'wx', mode: 0o600 }));
    await rm(directory, { recursive: true });
    const notes = await sealNote(note, custody.custodians);
    sealed.push({ recipient, file, manifest, manifestDigest, canary: await digestOf(note), notes });
  }
  return sealed;
}

function sealNote(note: CanaryNote, custodians: readonly Custodian[]): Promise<SealedNote[]> {
  const bytes = utf8(canonicalJson(note));
  return Promise.all(
    custodians.map(async ({ id, recipient }) => ({ custodian: id, sealed: toBase64(await sealTo(recipient, bytes)) })),
  );
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => void (await chunks.return(undefined)),
  });
}
