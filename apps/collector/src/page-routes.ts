import { decodeLeaf, treeRoot } from '@assent/ledger';
import { toBase64, type Leaf } from '@assent/contracts';
import type { Ports } from '@assent/service';
import type { Hono } from 'hono';
import { homePage, type HomeFacts } from './home-page.ts';
import { homeStyle } from './home-style.ts';

/** How many of the newest leaves the home page shows. */
const shownLeaves = 12;

/** The public page, its style, and what a device needs to join. */
export function addPageRoutes(app: Hono, ports: Ports): void {
  app.get('/', async (context) => context.html(homePage(await homeFacts(ports)), 200, { 'cache-control': 'no-cache' }));
  app.get('/home.css', (context) =>
    context.body(homeStyle, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' }),
  );
  app.get('/join', (context) =>
    context.json({
      program: ports.program.program,
      ownerKey: ports.program.ownerKey,
      verifierKey: ports.logKey.verifierKey,
      collectorKey: ports.signer.publicKey,
    }),
  );
}

async function homeFacts(ports: Ports): Promise<HomeFacts> {
  return ports.repository.read(async (reader) => {
    const policy = await reader.newestPolicy();
    const head = await reader.ledgerHead();
    const size = head?.tree.size ?? 0;
    const entries = await reader.ledgerEntries(Math.max(0, size - shownLeaves), size);
    return {
      program: ports.program.program,
      policy: policy?.document.body ?? null,
      digest: policy?.digest ?? null,
      size,
      root: head === null ? null : toBase64(treeRoot(head.tree)),
      recent: entries.map((entry) => decodeLeaf(entry)).toReversed() satisfies readonly Leaf[],
    };
  });
}
