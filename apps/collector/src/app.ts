import { paths } from '@assent/contracts';
import { asServiceError, ServiceError, type Ports, type SegmentIntake } from '@assent/service';
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { addBuildRoutes } from './build-routes.ts';
import { addLedgerRoutes } from './ledger-routes.ts';
import type { Log } from './log.ts';
import { addPageRoutes } from './page-routes.ts';
import { problemResponse } from './problem.ts';
import { addRecipientRoutes } from './recipient-routes.ts';
import { addStaticPolicy, addStaticRoutes, type StaticFiles } from './static-routes.ts';
import { addWriteRoutes } from './write-routes.ts';

/** The HTTP interface over the use cases, and the built pages. */
export function createApp(ports: Ports, intake: SegmentIntake, log: Log, pages: StaticFiles = new Map()): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    const start = performance.now();
    await next();
    const { method } = context.req;
    const ms = Math.round(performance.now() - start);
    log.info({ method, route: routePath(context, -1), status: context.res.status, ms }, 'request');
  });
  // Their own content policy is set after, and so instead of, the one for everything else.
  addStaticPolicy(app);
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], styleSrc: ["'self'"], imgSrc: ["'self'"], baseUri: ["'none'"] },
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
    }),
  );
  app.use('/v1/*', async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.get(paths.health, async (context) => {
    await ports.repository.read((reader) => reader.ledgerHead());
    return context.json({ status: 'ok' });
  });
  addWriteRoutes(app, ports, intake);
  addBuildRoutes(app, ports);
  addRecipientRoutes(app, ports);
  addLedgerRoutes(app, ports);
  addPageRoutes(app, ports);
  addStaticRoutes(app, pages);
  app.notFound(() => problemResponse(new ServiceError('not-found', 'no such path')));
  app.onError((cause, context) => {
    const error = asServiceError(cause);
    if (error.code === 'internal') {
      // The class and code only: a database's message may quote a row.
      log.error({ route: routePath(context, -1), code: codeOf(cause), error: cause.name }, 'unforeseen failure');
    }
    return problemResponse(error);
  });
  return app;
}

function codeOf(cause: unknown): string {
  const inner = cause instanceof ServiceError ? cause.cause : cause;
  const code = inner instanceof Error && 'code' in inner ? inner.code : null;
  return typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? code : 'unknown';
}
