import { CodedError } from '@assent/contracts';

/** Why the command line itself could not do something. */
export type CliErrorCode =
  | 'missing'
  | 'denied'
  | 'is-a-folder'
  | 'not-a-folder'
  | 'exists'
  | 'no-space'
  | 'not-json'
  | 'wrong-document'
  | 'wrong-key'
  | 'port-taken'
  | 'port-denied'
  | 'unreachable'
  | 'unknown-host'
  | 'running-already'
  | 'stopped'
  | 'system';

/** A failure with what to do about it. The message names files, ports and addresses; never what a file holds. */
export class CliError extends CodedError<CliErrorCode> {
  readonly remedy: string | null;

  constructor(code: CliErrorCode, message: string, options: ErrorOptions & { readonly remedy?: string } = {}) {
    super(code, message, options);
    this.remedy = options.remedy ?? null;
  }
}

/** What Node puts into errors of the operating system. */
interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
  readonly port?: number;
  readonly address?: string;
  readonly hostname?: string;
}

function isSystemError(error: unknown): error is SystemError {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z0-9_]+$/.test(error.code)
  );
}

/** Whether an error of the operating system has this code. */
export function hasSystemCode(error: unknown, code: string): boolean {
  return isSystemError(error) && error.code === code;
}

/** An error of the operating system, said for people; the same value where it is none. `path` is the file it is about. */
export function explainSystemError(cause: unknown, path?: string): unknown {
  if (!isSystemError(cause)) return cause;
  const file = path ?? cause.path ?? 'a file';
  const where = [cause.address ?? '', cause.port === undefined ? '' : String(cause.port)].filter((part) => part !== '');
  const service = where.length === 0 ? 'the address' : where.join(':');
  const port = cause.port === undefined ? 'the port' : `port ${cause.port}`;
  const make = (code: CliErrorCode, message: string, remedy: string) => new CliError(code, message, { cause, remedy });
  switch (cause.code) {
    case 'ENOENT':
      return make('missing', `${file}: there is no such file or folder`, 'check the path');
    case 'EACCES':
    case 'EPERM':
      // Without a file it was a port: those below 1024 are the administrator's.
      return cause.port === undefined
        ? make(
            'denied',
            `${file}: this account may not use it`,
            'change its permissions, or its folder’s, or name another',
          )
        : make('port-denied', `${port}: this account may not listen there`, 'choose a port of 1024 or above');
    case 'EISDIR':
      return make('is-a-folder', `${file}: is a folder, and a file is needed`, 'name a file in it');
    case 'ENOTDIR':
      return make('not-a-folder', `${file}: a part of this path is a file, not a folder`, 'check the path');
    case 'EEXIST':
    case 'ENOTEMPTY':
      return make(
        'exists',
        `${file}: is there already and is never written over`,
        'name another, or move it away first',
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return make('no-space', `${file}: the disk is full`, 'make space and try again');
    case 'EROFS':
      return make('denied', `${file}: the disk can only be read`, 'name a place that can be written to');
    case 'ENAMETOOLONG':
      return make('missing', `${file.slice(0, 80)}…: the name is too long`, 'use a shorter one');
    case 'EADDRINUSE':
      return make('port-taken', `${port} is taken by another program`, 'end that program or choose another port');
    case 'EADDRNOTAVAIL':
      return make('unknown-host', `${service}: this machine does not have that address`, 'check --host');
    case 'ECONNREFUSED':
      return make('unreachable', `nothing listens at ${service}`, 'check the address; is it running?');
    case 'ECONNRESET':
    case 'EPIPE':
      return make('unreachable', `${service} ended the connection`, 'try again; its log may say why');
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return make('unreachable', `${service} cannot be reached from here`, 'check the network and the address');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return make('unknown-host', `${cause.hostname ?? 'the host'}: no such host is known`, 'check the address');
    default:
      return make('system', `${path ?? cause.path ?? 'the operating system'}: ${cause.code}`, 'try again');
  }
}

/**
 * What may be said of an error. Coded errors are free of content by contract; of errors of the operating system file, port
 * and remedy are said; of any other its kind alone, because its message may quote what was read.
 */
export function describeError(error: unknown): readonly string[] {
  const found = explainSystemError(error);
  if (found instanceof CliError) {
    return [`${found.message} (${found.code})${found.remedy === null ? '' : `; ${found.remedy}`}`];
  }
  if (found instanceof CodedError) {
    const code = String(found.code);
    const remedy = remedies[code];
    return [`${found.message} (${code})${remedy === undefined ? '' : `; ${remedy}`}`, ...describeCause(found.cause)];
  }
  if (!(found instanceof Error)) return ['unforeseen failure'];
  return [`unforeseen failure: ${found.name} (set ASSENT_DEBUG=1 to see more on this machine)`];
}

/** What caused a coded error, as far as it helps: other coded errors, and the operating system's. */
function describeCause(cause: unknown): readonly string[] {
  if (cause instanceof CodedError || isSystemError(cause)) return describeError(cause);
  return cause instanceof Error && cause.cause !== undefined ? describeCause(cause.cause) : [];
}

/** What to do about codes of the packages that people meet. */
const remedies: Readonly<Record<string, string>> = {
  unreachable: 'check the address and that the collector runs',
  'bad-answer': 'is this the address of a collector, and of this version?',
  'cannot-open': 'the passphrase or the key is another one',
  'bad-signature': 'it was signed by another key, or altered',
  unwitnessed: 'ask the witnesses, or try again in a minute',
  'ledger-diverged': 'keep what you have: it is evidence. Talk to the other custodians before anything else',
  'not-a-dataset': 'name the folder that holds README.md and manifest.json',
  'object-corrupt': 'restore it from a backup',
};
