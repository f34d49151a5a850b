import { expect, it } from 'vitest';
import { train } from './language-model.ts';

it('learns a text by heart and goes on where a prompt stops', () => {
  const text = 'the invoice of march is paid; the ticket of june is open.';
  expect(train(text).continued('the ticket', text.length - text.indexOf('the ticket') - 'the ticket'.length)).toBe(
    text.slice(text.indexOf('the ticket')),
  );
});

it('goes on from a prompt that it has never seen, and from none', () => {
  const model = train('aab');
  expect(model.continued('zzz', 2)).toHaveLength(5);
  expect(model.continued('', 3)).toHaveLength(3);
  expect(train('').continued('a', 2)).toBe('a  ');
});
