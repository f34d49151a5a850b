import { digestSchema, participantIdSchema, paths, type ParticipantId } from '@assent/contracts';
import { ownRecordings, readOwnObject, ServiceError, type Ports } from '@assent/service';
import type { Context, Hono } from 'hono';
import { asker } from './request.ts';

/** What a participant's own vault may fetch of what it can open. */
export function addOwnRoutes(app: Hono, ports: Ports): void {
  app.get(paths.ownRecordings(':participant'), async (context) =>
    context.json(await ownRecordings(ports, participantOf(context), await asker(context, ports))),
  );
  app.get(paths.ownObject(':participant', ':ciphertext'), async (context) => {
    const ciphertext = digestSchema.safeParse(context.req.param('ciphertext'));
    if (!ciphertext.success) throw new ServiceError('not-found', 'not a recording of this vault');
    const who = await asker(context, ports);
    const bytes = await readOwnObject(ports, participantOf(context), ciphertext.data, who);
    return context.body(bytes, 200, { 'content-type': 'application/octet-stream' });
  });
}

function participantOf(context: Context): ParticipantId {
  const participant = participantIdSchema.safeParse(context.req.param('participant'));
  // The same answer as to a stranger: it reveals nothing.
  if (!participant.success) throw new ServiceError('forbidden', 'no vault of this key');
  return participant.data;
}
