import { Writable } from 'node:stream';
import pino, { type Logger } from 'pino';

/** All that a log line may hold: ids, counts, codes. Anything else is dropped, from any caller. */
const allowed = [
  'method',
  'route',
  'status',
  'code',
  'ms',
  'bytes',
  'count',
  'port',
  'migrations',
  'witnesses',
  'error',
] as const;

/** What may be logged. `route` is a route's pattern, never the URL asked for. */
export type LogFields = Partial<Record<(typeof allowed)[number], string | number>>;

/** A log that accepts only what is allowed. */
export interface Log {
  info(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** A JSON-lines log to standard output, or to `write`. */
export function createLog(write?: (line: string) => void): Log {
  const options = { base: null, formatters: { log: onlyAllowed } };
  const logger: Logger = write === undefined ? pino(options) : pino(options, lines(write));
  return {
    info: (fields, message) => logger.info(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}

function onlyAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(allowed.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])));
}

function lines(write: (line: string) => void): Writable {
  return new Writable({
    write: (chunk: unknown, _encoding, done) => {
      write(String(chunk));
      done();
    },
  });
}
