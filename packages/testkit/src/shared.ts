import { inject } from 'vitest';

/**
 * What the real tests of one run share. The process that runs them makes each thing when it is first asked for
 * (tools/real/setup.ts): a test that needs none of it waits for none of it, and several test files may ask at once.
 */
declare module 'vitest' {
  interface ProvidedContext {
    readonly sharedAddress: string;
  }
}

/** What can be asked for. */
export type SharedThing = 'database' | 'extension' | 'pages';

/**
 * The URL of a database of its own, empty, on the PostgreSQL server of this run. Tests that stop, kill or search a server
 * start their own instead.
 */
export async function freshDatabase(): Promise<string> {
  return ask('database');
}

/** The folder of the extension, built from the present sources for unattended runs. Nobody writes into it any more. */
export async function builtExtension(): Promise<string> {
  return ask('extension');
}

/** The folder of the console's pages, built from the present sources. Nobody writes into it any more. */
export async function builtPages(): Promise<string> {
  return ask('pages');
}

async function ask(thing: SharedThing): Promise<string> {
  const response = await fetch(new URL(thing, inject('sharedAddress')), { method: 'POST' });
  const text = await response.text();
  if (!response.ok) throw new Error(`${thing} cannot be had: ${text}`);
  return text;
}
