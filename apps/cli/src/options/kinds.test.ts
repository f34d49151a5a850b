import { generateLogKey } from '@assent/ledger';
import { expect, test } from 'vitest';
import * as kinds from './kinds.ts';

const context = { cwd: '/home/somebody' };

test('a path is relative to where the user is', () => {
  expect(kinds.path().parse('notes.txt', context)).toBe('/home/somebody/notes.txt');
  expect(kinds.path().parse('/tmp/a b', context)).toBe('/tmp/a b');
  expect(kinds.path().parse('', context)).toBeNull();
  expect(kinds.path().parse('a\0b', context)).toBeNull();
  expect(kinds.fileOrInput().parse('-', context)).toEqual({ path: null });
});

test('a port is a whole number that a port can be', () => {
  expect(kinds.port.parse('0', context)).toBe(0);
  expect(kinds.port.parse('65535', context)).toBe(65_535);
  for (const wrong of ['65536', '-1', '1.5', '0x10', ' 1', '1e3', '']) {
    expect(kinds.port.parse(wrong, context)).toBeNull();
  }
  expect(kinds.firstPort(4).parse('65532', context)).toBe(65_532);
  expect(kinds.firstPort(4).parse('65533', context)).toBeNull();
});

test('an address is one of the web and holds no password', () => {
  expect(kinds.url.parse('https://collector.example/x', context)).toBe('https://collector.example/x');
  for (const wrong of ['collector.example', 'ftp://a', 'http://me:secret@a', 'file:///etc/passwd', '']) {
    expect(kinds.url.parse(wrong, context)).toBeNull();
  }
});

test('a ledger is at a collector or in a folder', () => {
  expect(kinds.ledgerAddress.parse('http://a', context)).toEqual({ at: 'collector', url: 'http://a' });
  expect(kinds.ledgerAddress.parse('mirror', context)).toEqual({ at: 'folder', path: '/home/somebody/mirror' });
  expect(kinds.ledgerAddress.parse('http://', context)).toBeNull();
});

test('a ledger’s key and a witness’s are not taken for each other', async () => {
  const ledger = (await generateLogKey('log.example')).verifierKey;
  const witness = (await generateLogKey('council.example/w', 'cosignature')).verifierKey;
  expect(kinds.ledgerKey.parse(ledger, context)).toBe(ledger);
  expect(kinds.ledgerKey.parse(witness, context)).toBeNull();
  expect(kinds.witnessKey.parse(witness, context)).toBe(witness);
  expect(kinds.witnessKey.parse(ledger, context)).toBeNull();
});
