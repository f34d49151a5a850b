import { expect, it } from 'vitest';
import { createLog, type LogFields } from './log.ts';

it('drops every field that is not on the list, from any caller', () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  // Deliberately against the type: a slip elsewhere must not reach the log.
  const slip = { status: 200, url: '/v1/secret', participant: 'p_secret' } as LogFields;
  log.info(slip, 'request');
  expect(JSON.parse(lines[0]!)).toMatchObject({ status: 200, msg: 'request' });
  expect(lines.join('')).not.toContain('secret');
});
