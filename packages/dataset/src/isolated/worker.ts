import { signingKeySchema } from '@assent/contracts';
import { recheckNote, recheckStep, ruleSetDigest } from '@assent/safeguards';
import { buildDataset, type BuildDatasetInput } from '../build/build.ts';
import type { FromBuild, ToBuild } from './messages.ts';
import { planCopies, sealCopies } from './seal-copies.ts';

/** The build process: everything that sees plaintext runs here, and nothing else does. */

const waiting = new Map<number, (bytes: Uint8Array | null) => void>();
let nextId = 0;

function tell(message: FromBuild): void {
  process.send?.(message);
}

/** Asks the parent process; null when there is no answer. */
async function ask(kind: 'fetch' | 'sign', what: object): Promise<Uint8Array | null> {
  const id = nextId++;
  const { promise, resolve } = Promise.withResolvers<Uint8Array | null>();
  waiting.set(id, resolve);
  // Two kinds with one shape of answer; the fields are those of its kind.
  tell({ kind, id, ...what } as FromBuild);
  return promise;
}

async function run({ input: plain, builder, sealing }: Extract<ToBuild, { kind: 'start' }>): Promise<FromBuild> {
  const publicKey = signingKeySchema.parse(builder);
  const signer = { publicKey, sign: async (message: Uint8Array) => answered(await ask('sign', { message })) };
  // Our own parent composed it; what in it is foreign is checked by the build itself.
  const input = plain as unknown as BuildDatasetInput;
  const plan = sealing === null ? null : await planCopies(input, sealing);
  const report = await buildDataset({
    ...input,
    ...plan,
    fetchObject: async (ciphertext) => answered(await ask('fetch', { ciphertext })),
    builder: signer,
    recheck: recheckStep,
    recheckNote,
    safeguards: await ruleSetDigest(),
    progress: (progress) => tell({ kind: 'progress', ...progress }),
  });
  const { copies: _copies, ...release } = report;
  const made = sealing === null || plan === null ? [] : await sealCopies(sealing, { input, plan, report, signer });
  return { kind: 'done', ...release, quality: { ...report.quality }, sealed: [...made] };
}

function answered(bytes: Uint8Array | null): Uint8Array {
  if (bytes === null) throw new Error('not available');
  return bytes;
}

function failure(error: unknown): FromBuild {
  const { name, message } = error instanceof Error ? error : new Error('unknown');
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  // Errors of our own have messages without content; of others only the name goes out.
  return { kind: 'failed', name, code, message: code === null ? 'unforeseen failure' : message };
}

process.on('message', (message: ToBuild) => {
  if (message.kind === 'bytes') {
    waiting.get(message.id)?.(message.bytes);
    waiting.delete(message.id);
    return;
  }
  void run(message).catch(failure).then(tell);
});
// The parent process is gone: so is the reason to know any of this.
process.on('disconnect', () => process.exit(1));
tell({ kind: 'ready' });
