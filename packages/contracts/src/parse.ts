import type { z } from 'zod';
import { ContractsError } from './errors.ts';

/**
 * Parses foreign data once, at the boundary. Throws a `ContractsError` (`malformed`) that names every faulty
 * path and rule together, and never a value: the input may hold captured content.
 */
export function parseAs<Schema extends z.ZodType>(schema: Schema, what: string, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.map(String).join('.') || '(root)'}: ${issue.code}`);
  throw new ContractsError('malformed', `${what} is malformed: ${faults.slice(0, 10).join('; ')}`);
}
