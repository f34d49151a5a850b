import {
  buildStatusSchema,
  dayKeyIdSchema,
  digestSchema,
  keptDeliverySchema,
  programIdSchema,
  recipientCardSchema,
  signedSchema,
  signingKeySchema,
} from '@assent/contracts';
import { z } from 'zod';

/** Answers that only these routes give. Unknown members are let through, so that a collector can grow. */
export const publishedSchema = z.object({ policy: digestSchema, leafIndex: z.int().nonnegative() });
export const recordedSchema = z.object({ consent: digestSchema, leafIndex: z.int().nonnegative() });
export const depositedSchema = z.object({ dayKey: dayKeyIdSchema });
export const buildListSchema = z.object({ builds: z.array(buildStatusSchema) });
export const registeredSchema = z.object({ recipient: digestSchema, leafIndex: z.int().nonnegative() });
export const recipientListSchema = z.object({ recipients: z.array(signedSchema(recipientCardSchema)) });
export const deliveredSchema = z.object({ leafIndex: z.int().nonnegative() });
export const deliveryListSchema = z.object({ deliveries: z.array(keptDeliverySchema) });

/** What a device needs to join a program. Trust comes from how its address was learned, not from here. */
export const joinSchema = z.object({
  program: programIdSchema,
  ownerKey: signingKeySchema,
  verifierKey: z.string().min(1).max(400),
  collectorKey: signingKeySchema,
});
export type JoinFacts = z.infer<typeof joinSchema>;
