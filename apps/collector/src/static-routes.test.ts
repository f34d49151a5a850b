import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addStaticPolicy, addStaticRoutes, readStaticFiles } from './static-routes.ts';

let folder: string;
let app: Hono;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-pages-'));
  await mkdir(join(folder, 'pages/custody/assets'), { recursive: true });
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(folder, 'pages/custody/index.html'), '<!doctype html>');
  await writeFile(join(folder, 'pages/custody/assets/a-1.js'), 'export {}');
  await writeFile(join(folder, 'pages/custody/custodian.key'), 'key');
  app = new Hono();
  addStaticPolicy(app);
  addStaticRoutes(app, await readStaticFiles(join(folder, 'pages')));
});
afterAll(() => rm(folder, { recursive: true }));

describe('built pages', () => {
  it('are served as what they are, under a policy that runs nothing else', async () => {
    const page = await app.request('/custody/');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(policy).not.toContain('unsafe');
    const script = await app.request('/custody/assets/a-1.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-security-policy')).toBe(policy);
    expect((await app.request('/custody')).headers.get('location')).toBe('/custody/');
  });

  it('are all that is served: no other file, no other kind, no way up', async () => {
    for (const path of [
      '/custody/custodian.key',
      '/custody/../secret.html',
      '/custody/%2e%2e/secret.html',
      '/custody/..%2f..%2fsecret.html',
      '/custody/assets/',
      '/custody/index.html',
      '/secret.html',
    ]) {
      expect([path, (await app.request(path)).status]).toEqual([path, 404]);
    }
  });
});
