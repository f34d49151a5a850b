import { describe, expect, test } from 'vitest';
import { showSpans } from '../testing/show-spans.ts';
import { findNumbers } from './numbers.ts';

describe('a bank account', () => {
  test.each([
    ['iban DE89 3704 0044 0532 0130 00 please', 'iban [DE89 3704 0044 0532 0130 00|found.bank-account] please'],
    ['DE89370400440532013000 to Anna', '[DE89370400440532013000|found.bank-account] to Anna'],
    ['pay DE89 3704 0044 0532 0130 00 EUR today', 'pay [DE89 3704 0044 0532 0130 00|found.bank-account] EUR today'],
    ['DE89-3704-0044-0532-0130-00', '[DE89-3704-0044-0532-0130-00|found.bank-account]'],
    ['de89 3704 0044 0532 0130 00', '[de89 3704 0044 0532 0130 00|found.bank-account]'],
    ['DE89370400440532013000-EUR', '[DE89370400440532013000|found.bank-account]-EUR'],
    ['DE88 3704 0044 0532 0130 00', 'DE88 3704 0044 0532 0130 00'],
    ['NO93 8601 1117 947', '[NO93 8601 1117 947|found.bank-account]'],
    ['NO9386011117947', '[NO9386011117947|found.bank-account]'],
    ['NO9386011117946', 'NO[9386011117946|found.card]'],
    ['MT84MALT011000012345MTLCAST001S', '[MT84MALT011000012345MTLCAST001S|found.bank-account]'],
    ['xDE88370400440532013000', 'xDE88370400440532013000'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findNumbers(text))).toBe(shown);
  });
});

describe('a payment card', () => {
  test.each([
    ['4222222222222', '[4222222222222|found.card]'],
    ['card 4111 1111 1111 1111.', 'card [4111 1111 1111 1111|found.card].'],
    ['4111-1111-1111-1112', '4111-1111-1111-1112'],
    ['411111111116', '411111111116'],
    ['4000000000000000006', '[4000000000000000006|found.card]'],
    ['0000 0000 0000 0000', '0000 0000 0000 0000'],
    ['99994111111111111111', '[99994111111111111111|found.card]'],
    ['41111111111111119999', '[41111111111111119999|found.card]'],
    ['999411111111111111119999', '[999411111111111111119999|found.card]'],
    ['9999411111111111111299', '[9999411111111111111299|found.card]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findNumbers(text))).toBe(shown);
  });
});

describe('a social security number', () => {
  test.each([
    ['078-05-1120', '[078-05-1120|found.government-id]'],
    ['078 05 1120', '[078 05 1120|found.government-id]'],
    ['000-05-1120', '000-05-1120'],
    ['123456-078-05-1120', '123456-078-05-1120'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findNumbers(text))).toBe(shown);
  });
});

describe('a national insurance number', () => {
  test.each([
    ['AB 12 34 56 C', '[AB 12 34 56 C|found.government-id]'],
    ['ab123456c', '[ab123456c|found.government-id]'],
    ['DB 12 34 56 C', 'DB 12 34 56 C'],
    ['AB 12 34 56 E', 'AB 12 34 56 E'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findNumbers(text))).toBe(shown);
  });
});

describe('a Spanish identity number', () => {
  test.each([
    ['12345678Z', '[12345678Z|found.government-id]'],
    ['12345678A', '12345678A'],
    ['12345678-Z', '[12345678-Z|found.government-id]'],
    ['12345678 z', '[12345678 z|found.government-id]'],
    ['X1234567L', '[X1234567L|found.government-id]'],
    ['Y1234567X', '[Y1234567X|found.government-id]'],
    ['Z1234567R', '[Z1234567R|found.government-id]'],
    ['X1234567A', 'X1234567A'],
    ['Y1234567L', 'Y1234567L'],
    ['1234567L', '1234567L'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findNumbers(text))).toBe(shown);
  });
});

describe('a Brazilian taxpayer number', () => {
  test.each([
    ['529.982.247-25', '[529.982.247-25|found.government-id]'],
    ['52998224725', '[52998224725|found.government-id]'],
    ['52998224726', '52998224726'],
    ['52998224735', '52998224735'],
    ['52998224705', '52998224705'],
    ['11111111111', '11111111111'],
    ['00000000191', '[00000000191|found.government-id]'],
    ['12345678909', '[12345678909|found.government-id]'],
    ['10000000019', '[10000000019|found.government-id]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findNumbers(text))).toBe(shown);
  });
});

describe('a French social security number', () => {
  test.each([
    ['255081416802538', '[255081416802538|found.government-id]'],
    ['255081416802539', '255081416802539'],
    ['2 55 08 2A 168 025 97', '[2 55 08 2A 168 025 97|found.government-id]'],
    ['1 55 08 2B 168 025 77', '[1 55 08 2B 168 025 77|found.government-id]'],
    ['1 55 08 2b 168 025 77', '[1 55 08 2b 168 025 77|found.government-id]'],
    ['2 55 08 2A 168 025 98', '2 55 08 2A [168 025 98|found.phone]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findNumbers(text))).toBe(shown);
  });
});

describe('a number with a label', () => {
  test.each([
    ['passport no. X1234567', '[passport no. X1234567|found.government-id]'],
    ['passport number is missing', 'passport number is missing'],
    ['SSN: 123456789', '[SSN: 123456789|found.government-id]'],
    ['Passport AB 1234', '[Passport AB 1234|found.government-id]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findNumbers(text))).toBe(shown);
  });
});

describe('a phone number', () => {
  test.each([
    ['+44 20 7946 0958', '[+44 20 7946 0958|found.phone]'],
    ['0044 20 7946 0958', '[0044 20 7946 0958|found.phone]'],
    ['0044207946095', '[0044207946095|found.phone]'],
    ['+442079460958', '[+442079460958|found.phone]'],
    ['00999999999999', '00999999999999'],
    ['+44 20', '+44 20'],
    ['+1 415 555 2671 ', '[+1 415 555 2671|found.phone] '],
    ['+999 999 999 999', '+999 999 999 999'],
    ['(415) 555-2671', '[(415) 555-2671|found.phone]'],
    ['4155552671', '4155552671'],
    ['02079460958', '[02079460958|found.phone]'],
    ['0207946095', '[0207946095|found.phone]'],
    ['020794609', '020794609'],
    ['12079460958', '12079460958'],
    ['1234 5678', '[1234 5678|found.phone]'],
    ['order 12345678', 'order 12345678'],
    ['+49 30 901820 ext', '[+49 30 901820|found.phone] ext'],
    ['123456789012345', '123456789012345'],
    ['1234 5678 9012 3456', '1234 5678 9012 3456'],
    ['123-4567', '[123-4567|found.phone]'],
    ['0800-1', '0800-1'],
    ['call 12 3 now', 'call 12 3 now'],
    ['020 7946 0958 and 123 456', '[020 7946 0958|found.phone] and 123 456'],
    ['12xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx34', '12xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx34'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findNumbers(text))).toBe(shown);
  });
});

/** Groups of seven digits that are no phone number anywhere. */
const notPhones = (count: number) => Array.from({ length: count }, () => '000-0000').join(' and ');

test('of many possible phone numbers the first 24 are parsed and the rest are hidden unread', () => {
  expect(findNumbers(notPhones(24))).toEqual([]);
  expect(findNumbers(notPhones(25))).toHaveLength(1);
  expect(findNumbers(notPhones(27)).map(({ reason }) => reason)).toEqual(['found.phone', 'found.phone', 'found.phone']);
});

test('a number too long for a phone is none, however it is grouped', () => {
  expect(findNumbers('415 555 267 123 456')).not.toEqual([]);
  expect(findNumbers('+44 20 7946 0958 1234567')).toEqual([]);
});
