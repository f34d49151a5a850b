import { buildIdSchema, digestSchema, paths, type BuildId } from '@assent/contracts';
import {
  buildInputs,
  buildStatus,
  finishBuild,
  listBuilds,
  recordDelivery,
  readBuildObject,
  refuseBuild,
  releaseShares,
  requestBuild,
  ServiceError,
  sharesForCustodian,
  type Ports,
} from '@assent/service';
import type { Context, Hono } from 'hono';
import { asker, atMost, jsonBody } from './request.ts';

const megabyte = 1_048_576;
/** A release holds a sealed share a day key. */
const releaseLimit = 32 * megabyte;
const listed = 100;

/** Requests to build, what custodians answer, and what a released build may fetch. */
export function addBuildRoutes(app: Hono, ports: Ports): void {
  app.get(paths.builds, async (context) => context.json({ builds: await listBuilds(ports, listed) }));
  app.post(paths.builds, atMost(megabyte), async (context) =>
    context.json(await requestBuild(ports, await jsonBody(context)), 201),
  );
  app.get(paths.build(':build'), async (context) => context.json(await buildStatus(ports, buildOf(context))));
  app.get(paths.buildShares(':build'), async (context) =>
    context.json(await sharesForCustodian(ports, buildOf(context), await asker(context, ports))),
  );
  app.post(paths.buildReleases(':build'), atMost(releaseLimit), async (context) =>
    context.json(await releaseShares(ports, buildOf(context), await jsonBody(context))),
  );
  app.post(paths.buildRefusals(':build'), atMost(megabyte), async (context) =>
    context.json(await refuseBuild(ports, buildOf(context), await jsonBody(context))),
  );
  app.get(paths.buildInputs(':build'), async (context) =>
    context.json(await buildInputs(ports, buildOf(context), await asker(context, ports))),
  );
  app.get(paths.buildObject(':build', ':ciphertext'), async (context) => {
    const ciphertext = digestSchema.safeParse(context.req.param('ciphertext'));
    if (!ciphertext.success) throw new ServiceError('not-found', 'not an input of this build');
    const who = await asker(context, ports);
    const bytes = await readBuildObject(ports, buildOf(context), ciphertext.data, who);
    return context.body(bytes, 200, { 'content-type': 'application/octet-stream' });
  });
  app.post(paths.buildResult(':build'), atMost(megabyte), async (context) =>
    context.json(await finishBuild(ports, buildOf(context), await jsonBody(context))),
  );
  app.post(paths.buildDeliveries(':build'), atMost(megabyte), async (context) =>
    context.json(await recordDelivery(ports, buildOf(context), await jsonBody(context)), 201),
  );
}

function buildOf(context: Context): BuildId {
  const build = buildIdSchema.safeParse(context.req.param('build'));
  if (!build.success) throw new ServiceError('not-found', 'no such build');
  return build.data;
}
