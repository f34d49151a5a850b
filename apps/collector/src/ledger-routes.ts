import { paths } from '@assent/contracts';
import { currentCheckpoint, readTile, type Cosigner, type Ports } from '@assent/service';
import type { Hono } from 'hono';

/** Tiles never change once they exist; only the checkpoint moves. */
const forever = 'public, max-age=31536000, immutable';

/** The ledger as static files (C2SP tlog-tiles), for anyone, from anywhere. */
export function addLedgerRoutes(app: Hono, ports: Ports, cosigner: Cosigner): void {
  app.use(`${paths.ledger}/*`, async (context, next) => {
    await next();
    context.header('access-control-allow-origin', '*');
    context.header('cross-origin-resource-policy', 'cross-origin');
  });
  app.get(`${paths.ledger}/checkpoint`, async (context) => {
    const checkpoint = cosigner.decorate(await currentCheckpoint(ports));
    return context.body(checkpoint, 200, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-cache',
    });
  });
  // The newest checkpoint may be younger than what witnesses saw last: readers who need them get both.
  app.get(paths.cosigned, (context) =>
    context.json({ checkpoints: cosigner.cosigned() }, 200, { 'cache-control': 'no-cache' }),
  );
  app.get(`${paths.ledger}/tile/*`, async (context) => {
    const bytes = await readTile(ports, context.req.path.slice(paths.ledger.length + 1));
    return context.body(bytes, 200, { 'content-type': 'application/octet-stream', 'cache-control': forever });
  });
}
