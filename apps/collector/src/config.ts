import { parseArgs } from 'node:util';
import {
  CodedError,
  digestSchema,
  programIdSchema,
  sha256Hex,
  signingKeySchema,
  utf8,
  type Digest,
} from '@assent/contracts';
import { parseVerifierKey } from '@assent/ledger';
import type { CollectorOptions } from './collector.ts';
import type { WitnessAddress } from './witnesses.ts';

/** Thrown when the collector was started with settings it cannot work with. The message names the setting, not its value. */
export class ConfigError extends CodedError<'bad-setting'> {}

/** What `--help` prints. */
export const usage = `Usage: collector [--data DIR] [--host HOST] [--port PORT] [--pages DIR] [--end-with-input]

  --data DIR         where keys, objects and the embedded database are kept (default ./assent-data)
  --host HOST        where to listen (default 127.0.0.1)
  --port PORT        0 to 65535; 0 picks a free one (default 8787)
  --pages DIR        built pages to serve
  --end-with-input   end when standard input closes: for programs that start it and must not leave it behind

Environment:
  ASSENT_PROGRAM                 the program's id
  ASSENT_OWNER_KEY               the program owner's public key (Ed25519, base64url)
  ASSENT_ENROLMENT_CODE_SHA256   SHA-256 of the enrolment code, hexadecimal
  ASSENT_ENROLMENT_CODE          ... or the code itself
  ASSENT_WITNESSES               witnesses of the ledger: verifier key and address of each, separated by spaces
  DATABASE_URL                   PostgreSQL 15 or newer; without it one is run in DIR
  ASSENT_PAGES                   built pages to serve (npm run build -w @assent/console): the custodian's
  ASSENT_DATA, HOST, PORT        defaults for the options
  UV_THREADPOOL_SIZE             32 is good: syncing a file holds a thread, and signatures are verified on the same ones
`;

/** How the process was started. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Whether it ends when its standard input closes, which is when the process that started it has ended. */
  readonly endWithInput: boolean;
  readonly options: CollectorOptions;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads options and environment. Returns null when help is asked for; throws a `ConfigError`. */
export async function readConfig(args: readonly string[], environment: Environment): Promise<Config | null> {
  const { values } = parseFlags(args);
  if (values.help) return null;
  const port = Number(values.port ?? environment['PORT'] ?? '8787');
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError('bad-setting', '--port (or PORT) must be a whole number from 0 to 65535');
  const pagesDir = values.pages ?? environment['ASSENT_PAGES'];
  return {
    host: values.host ?? environment['HOST'] ?? '127.0.0.1',
    port,
    endWithInput: values['end-with-input'] ?? false,
    options: {
      program: setting(programIdSchema, 'ASSENT_PROGRAM', environment),
      ownerKey: setting(signingKeySchema, 'ASSENT_OWNER_KEY', environment),
      witnesses: witnessesFrom(environment['ASSENT_WITNESSES'] ?? ''),
      enrolmentCode: await enrolmentCodeHash(environment),
      dataDir: values.data ?? environment['ASSENT_DATA'] ?? './assent-data',
      // Empty means none, as elsewhere in environments.
      databaseUrl: environment['DATABASE_URL'] || null,
      ...(pagesDir ? { pagesDir } : {}),
    },
  };
}

function parseFlags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: text,
        host: text,
        port: text,
        pages: text,
        'end-with-input': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new ConfigError('bad-setting', 'unknown option; see --help', { cause });
  }
}

async function enrolmentCodeHash(environment: Environment): Promise<Digest> {
  const code = environment['ASSENT_ENROLMENT_CODE'];
  if (code === undefined) return setting(digestSchema, 'ASSENT_ENROLMENT_CODE_SHA256', environment);
  if (code.length < 16) throw new ConfigError('bad-setting', 'ASSENT_ENROLMENT_CODE has fewer than 16 characters');
  return sha256Hex(utf8(code));
}

function witnessesFrom(text: string): readonly WitnessAddress[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const pairs = words.flatMap((verifierKey, at) => (at % 2 === 0 ? [{ verifierKey, url: words[at + 1] ?? '' }] : []));
  if (!pairs.every(isWitness)) throw new ConfigError('bad-setting', 'ASSENT_WITNESSES is not pairs of key and address');
  return pairs;
}

function isWitness({ url, verifierKey }: WitnessAddress): boolean {
  try {
    return parseVerifierKey(verifierKey).type === 'cosignature' && /^https?:$/.test(URL.parse(url)?.protocol ?? '');
  } catch {
    return false;
  }
}

function setting<Value>(
  schema: { safeParse(input: unknown): { success: true; data: Value } | { success: false } },
  name: string,
  environment: Environment,
): Value {
  const result = schema.safeParse(environment[name]);
  if (!result.success) throw new ConfigError('bad-setting', `${name} is missing or not what it should be; see --help`);
  return result.data;
}
