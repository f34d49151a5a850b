import { describe, expect, test } from 'vitest';
import { hiddenAnywhere, saysHidden } from './floor-words.ts';
import { showSpans } from './testing/show-spans.ts';

const never: ReadonlySet<string> = new Set(['vendor', "o'brien", 'falcon', "rock'n", "it's"]);

describe('a word of the floor', () => {
  test.each([
    ['she is pregnant', 'she is [pregnant|context.health]'],
    ['PREGNANT’S', '[PREGNANT’S|context.health]'],
    ['the union’s picket', 'the union’s [picket|context.union]'],
    ['xpregnant', 'xpregnant'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenAnywhere(text, never))).toBe(shown);
  });
});

describe('a word that the participant named', () => {
  test.each([
    ['VENDOR', '[VENDOR|participant.hidden]'],
    ['vendors', 'vendors'],
    ["vendor's", "[vendor's|participant.hidden]"],
    ["vendor'", "[vendor'|participant.hidden]"],
    ["''vendor", "[''vendor|participant.hidden]"],
    ['xvendor', 'xvendor'],
    ['vendor2', 'vendor2'],
    ['vendor_list', '[vendor|participant.hidden]_list'],
    ['O’Brien', '[O’Brien|participant.hidden]'],
    ["o'brien's", "[o'brien's|participant.hidden]"],
    ["it's", "[it's|participant.hidden]"],
    ["rock'n", "[rock'n|participant.hidden]"],
    ['it', 'it'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenAnywhere(text, never))).toBe(shown);
  });
});

describe('a word run together with others', () => {
  test.each([
    ['vendorList', '[vendorList|participant.hidden]'],
    ['myVendorList', '[myVendorList|participant.hidden]'],
    ['listOfVendor', '[listOfVendor|participant.hidden]'],
    ['vendorlist', 'vendorlist'],
    ['VENDORList', 'VENDORList'],
    ['ListVendor2', 'ListVendor2'],
    ['pregnantList', 'pregnantList'],
    ['vendorÉtat', '[vendorÉtat|participant.hidden]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenAnywhere(text, never))).toBe(shown);
  });
});

test('a text says a hidden word or it does not', () => {
  expect(saysHidden('vendor-list', never)).toBe(true);
  expect(saysHidden('due-date', never)).toBe(false);
  expect(saysHidden('pregnant', never)).toBe(false);
  expect(saysHidden('pregnant-vendor', never)).toBe(true);
  expect(saysHidden('vendor-list', new Set())).toBe(false);
});

test('without words of a participant the floor alone hides', () => {
  expect(showSpans('pregnant vendorList', hiddenAnywhere('pregnant vendorList', new Set()))).toBe(
    '[pregnant|context.health] vendorList',
  );
});
