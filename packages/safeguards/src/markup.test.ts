import { expect, test } from 'vitest';
import { isKnownCss, isKnownId, isKnownRole, isKnownTag, nameChannel } from './markup.ts';

const own: ReadonlySet<string> = new Set(['kanban']);

test.each([
  ['', true],
  ['button', true],
  ['Button', false],
  ['anna', false],
])('the role %j stays: %s', (role, stays) => {
  expect(isKnownRole(role)).toBe(stays);
});

test.each([
  ['button', 'name'],
  ['anna', 'name'],
  ['', 'name'],
  ['textbox', 'text'],
  ['cell', 'text'],
  ['img', 'text'],
])('what a %j is called is judged as %s', (role, channel) => {
  expect(nameChannel(role)).toBe(channel);
});

test.each([
  ['', true],
  ['div', true],
  ['DIV', true],
  ['marquee', false],
  ['kanban', false],
  ['kanban-board', true],
  ['KANBAN-BOARD', true],
  ['anna-board', false],
])('the tag %j stays: %s', (tag, stays) => {
  expect(isKnownTag(tag, own)).toBe(stays);
});

test.each([
  ['orders', true],
  ['due-date', true],
  ['order.item', true],
  ['kanban', true],
  ['anna', false],
  ['', false],
  ['-orders', false],
  ['.orders', false],
  ['v2', true],
])('the id %j stays: %s', (id, stays) => {
  expect(isKnownId(id, own)).toBe(stays);
});

test.each([
  ['div', true],
  ['form > div:nth-of-type(2) > input', true],
  ['table tr', true],
  ['h2', true],
  ['div:nth-child(1234)', true],
  ['div:nth-child(12345)', false],
  ['div:nth-child()', false],
  ['div:nth-child(x)', false],
  ['div:hover', false],
  ['#orders', true],
  ['div#orders:nth-of-type(1)', true],
  ['#anna', false],
  ['div#8812', false],
  ['main > #anna', false],
  ['#anna > main', false],
  ['kanban-board', true],
  ['x-board', false],
  ['marquee > div', false],
  ['div.anna', false],
  ['', false],
  [' div', false],
  ['div ', false],
  ['div  tr', false],
  ['div + p', false],
  ['div,p', false],
  ['DIV', false],
  ['!div', false],
])('the path %j stays: %s', (css, stays) => {
  expect(isKnownCss(css, own)).toBe(stays);
});
