import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { Hono } from 'hono';

/** A built page's file, ready to be served. */
interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** Built pages by their path. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Reads a folder of built pages whole: what is served is decided here, and no request names a file of the disk. Files of
 * other kinds than pages have are left out.
 */
export async function readStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const name = `/${relative(folder, path).split(sep).join('/')}`;
    files.set(name.replace(/index\.html$/, ''), { bytes: Uint8Array.from(await readFile(path)), type });
  }
  return files;
}

/**
 * Nothing but the page's own files, no request to anywhere but here, no frame, no form, no text turned into markup.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const permissions = [
  'publickey-credentials-create=(self)',
  'publickey-credentials-get=(self)',
  ...['camera', 'microphone', 'geolocation', 'usb', 'clipboard-read'].map((feature) => `${feature}=()`),
].join(', ');

/** The headers of the custodian's page. Added before other headers, so that these have the last word. */
export function addStaticPolicy(app: Hono): void {
  app.use('/custody/*', async (context, next) => {
    await next();
    context.header('content-security-policy', policy);
    context.header('permissions-policy', permissions);
  });
}

/** The custodian's page. Without built pages there is none. */
export function addStaticRoutes(app: Hono, files: StaticFiles): void {
  app.get('/custody', (context) => context.redirect('/custody/'));
  app.get('/custody/*', async (context, next) => {
    const file = files.get(context.req.path);
    if (file === undefined) return next();
    // Files below assets have their content's hash in their name.
    const cache = context.req.path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return context.body(file.bytes, 200, { 'content-type': file.type, 'cache-control': cache });
  });
}
