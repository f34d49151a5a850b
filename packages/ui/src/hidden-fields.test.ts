import * as fc from 'fast-check';
import { reasonCodes } from '@assent/contracts';
import { expect, test } from 'vitest';
import { hiddenFieldsOf } from './hidden-fields.ts';

test('says where something was hidden, each place and reason once', () => {
  expect(
    hiddenFieldsOf([
      { at: '/action/value/text', reason: 'number', count: 1 },
      { at: '/action/option', reason: 'number', count: 2 },
      { at: '/target/name', reason: 'number', count: 1 },
      { at: '/target/selectors/id', reason: 'shape.identifier', count: 1 },
      { at: '/page/title', reason: 'word.capitalised', count: 1 },
    ]),
  ).toEqual({
    seen: [
      { where: 'What you entered or chose', reason: 'number' },
      { where: 'What the control is called', reason: 'number' },
      { where: 'The title of the page', reason: 'word.capitalised' },
    ],
    unseen: [{ where: 'What the control is called inside the page', reason: 'shape.identifier' }],
    kept: [],
  });
});

test('what was allowed to stay is not among what was hidden', () => {
  const kept = hiddenFieldsOf([{ at: '/observation', reason: 'kept.images', count: 3 }]);
  expect(kept).toEqual({ seen: [], unseen: [], kept: [{ where: 'The snapshot', reason: 'kept.images' }] });
});

test('no redaction goes without its reason, wherever it is', () => {
  const redaction = fc.record({
    at: fc.oneof(fc.constantFrom('/frame/origin', '/page', '/target/context/0/name', '/instruction'), fc.string()),
    reason: fc.constantFrom(...reasonCodes),
    count: fc.constant(1),
  });
  fc.assert(
    fc.property(fc.array(redaction, { maxLength: 8 }), (redactions) => {
      const { seen, unseen, kept } = hiddenFieldsOf(redactions);
      const explained = new Set([...seen, ...unseen, ...kept].map(({ reason }) => reason));
      expect(explained).toEqual(new Set(redactions.map(({ reason }) => reason)));
    }),
  );
});
