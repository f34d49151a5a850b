import { paths } from '@assent/contracts';
import { listDeliveries, listRecipients, registerRecipient, type Ports } from '@assent/service';
import type { Hono } from 'hono';
import { asker, atMost, jsonBody } from './request.ts';

const megabyte = 1_048_576;

/** Who may receive datasets and what they received: the owner registers, owner and custodians read. */
export function addRecipientRoutes(app: Hono, ports: Ports): void {
  app.post(paths.recipients, atMost(megabyte), async (context) =>
    context.json(await registerRecipient(ports, await jsonBody(context)), 201),
  );
  app.get(paths.recipients, async (context) =>
    context.json({ recipients: await listRecipients(ports, await asker(context, ports)) }),
  );
  app.get(paths.deliveries, async (context) =>
    context.json({ deliveries: await listDeliveries(ports, await asker(context, ports)) }),
  );
}
