import type { Instant } from '@assent/contracts';
import {
  addCheckpointRequest,
  cosign,
  formatAddCheckpoint,
  formatSignatureLine,
  LedgerError,
  parseAddCheckpoint,
  parseNote,
  withSignatures,
  witnessUpdate,
  type AddCheckpoint,
  type LedgerSource,
  type NoteSigner,
  type VerifierKey,
} from '@assent/ledger';
import type { StateFile } from './state-file.ts';

/** An answer to `add-checkpoint` (C2SP tlog-witness), as HTTP puts it. */
export interface WitnessReply {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  readonly body: string;
}

/** An independent witness of some logs. */
export interface Witness {
  readonly key: VerifierKey;
  /** Judges a request body, remembers, cosigns. One at a time: between comparing and storing nothing else may pass. */
  addCheckpoint(body: string): Promise<WitnessReply>;
  /** Fetches a log's newest checkpoint from a source and judges it in the same way. */
  pull(source: LedgerSource, log: VerifierKey): Promise<WitnessReply>;
  /** The last checkpoint of a log that was cosigned, with the cosignature; null before the first. */
  latest(origin: string): string | null;
}

/** Makes a witness over its memory. `signer` is a cosignature key; `logs` are the logs it watches. */
export function createWitness(input: {
  readonly state: StateFile;
  readonly signer: NoteSigner;
  readonly logs: readonly VerifierKey[];
  readonly now: () => Instant;
}): Witness {
  const { state, signer, logs, now } = input;
  let last: Promise<unknown> = Promise.resolve();
  const oneAtATime = async <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };

  const judge = async (request: AddCheckpoint): Promise<WitnessReply> => {
    const log = logOf(request.checkpoint, logs);
    if (log === null) return reply(404, words[404]);
    const answer = await witnessUpdate({ latest: state.get(log.name), request, log });
    if (answer.status === 200) {
      const line = await cosign(answer.checkpoint.note.text, signer, now());
      const checkpoint = withSignatures(request.checkpoint, [line]);
      // The cosignature leaves this process only after the disk has it.
      await state.set(log.name, { ...answer.latest, checkpoint });
      return reply(200, `${formatSignatureLine(line)}\n`);
    }
    if (answer.status === 409) return { status: 409, type: 'text/x.tlog.size', body: `${answer.size}\n` };
    return reply(answer.status, words[answer.status]);
  };

  return {
    key: signer.key,
    addCheckpoint: async (body) =>
      oneAtATime(async () => {
        try {
          return await judge(parseAddCheckpoint(body));
        } catch (error) {
          if (error instanceof LedgerError) return reply(400, words[400]);
          throw error;
        }
      }),
    pull: async (source, log) =>
      oneAtATime(async () => {
        const request = await addCheckpointRequest(source, log, state.get(log.name)?.size ?? 0);
        // Through the wire form and back: what is pulled is judged exactly as what is pushed.
        return judge(parseAddCheckpoint(formatAddCheckpoint(request)));
      }),
    latest: (origin) => state.get(origin)?.checkpoint ?? null,
  };
}

const words = {
  400: 'not an add-checkpoint request, or its old size is beyond its checkpoint',
  404: 'no such log is watched here',
  403: 'the checkpoint is not signed by the log’s key',
  422: 'the consistency proof does not hold',
} as const;

/** The log that a checkpoint says it is of. Told apart before any signature is looked at, as the specification has it. */
function logOf(checkpoint: string, logs: readonly VerifierKey[]): VerifierKey | null {
  const origin = parseNote(checkpoint).text.split('\n', 1)[0];
  return logs.find(({ name }) => name === origin) ?? null;
}

function reply(status: WitnessReply['status'], text: string): WitnessReply {
  return { status, type: 'text/plain; charset=utf-8', body: text };
}
