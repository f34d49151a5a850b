import { leafIndexHeader, manifestHeader, paths } from '@assent/contracts';
import {
  currentPolicy,
  depositDayKey,
  erase,
  publishPolicy,
  recordConsent,
  ServiceError,
  type Ports,
  type SegmentIntake,
} from '@assent/service';
import type { Hono } from 'hono';
import { atMost, headerDocument, jsonBody } from './request.ts';

const megabyte = 1_048_576;
/** Largest ciphertext that a manifest can name. */
const segmentLimit = 2 * megabyte;

/** Policies, consents, day keys, segments and erasures. Every write proves itself by its own signature. */
export function addWriteRoutes(app: Hono, ports: Ports, intake: SegmentIntake): void {
  app.get(paths.policy(':program'), async (context) => {
    if (context.req.param('program') !== ports.program.program) {
      throw new ServiceError('not-found', 'no such program here');
    }
    const { document, leafIndex } = await currentPolicy(ports);
    return context.json(document, 200, { [leafIndexHeader]: String(leafIndex) });
  });
  app.post(paths.policies, atMost(megabyte), async (context) =>
    context.json(await publishPolicy(ports, await jsonBody(context)), 201),
  );
  app.post(paths.consents, atMost(megabyte), async (context) =>
    context.json(await recordConsent(ports, await jsonBody(context)), 201),
  );
  app.post(paths.dayKeys, atMost(megabyte), async (context) =>
    context.json(await depositDayKey(ports, await jsonBody(context)), 201),
  );
  app.put(paths.segment(':ciphertext'), atMost(segmentLimit), async (context) => {
    const manifest = headerDocument(context.req.header(manifestHeader));
    const receipt = await intake.accept(manifest, new Uint8Array(await context.req.arrayBuffer()));
    if (receipt.body.ciphertext !== context.req.param('ciphertext')) {
      throw new ServiceError('malformed', 'the path names another segment');
    }
    return context.json(receipt);
  });
  app.post(paths.erasures, atMost(megabyte), async (context) =>
    context.json(await erase(ports, await jsonBody(context))),
  );
}
