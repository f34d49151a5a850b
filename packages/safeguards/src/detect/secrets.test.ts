import { describe, expect, test } from 'vitest';
import { showSpans } from '../testing/show-spans.ts';
import { findPhrases, findSecrets } from './secrets.ts';

describe('a private key', () => {
  test.each([
    [
      '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\nafter',
      '[-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----|secret.private-key]\nafter',
    ],
    ['x -----BEGIN PRIVATE KEY-----\nabc', 'x [-----BEGIN PRIVATE KEY-----\nabc|secret.private-key]'],
    [
      '-----BEGIN A-----\n-----END A----- tail\nmid\n-----BEGIN B-----\n-----END B-----\nend',
      '[-----BEGIN A-----\n-----END A----- tail|secret.private-key]\nmid\n[-----BEGIN B-----\n-----END B-----|secret.private-key]\nend',
    ],
    ['-----END A-----\n-----BEGIN B-----\nabc', '-----END A-----\n[-----BEGIN B-----\nabc|secret.private-key]'],
    ['----BEGIN', '----BEGIN'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findSecrets(text))).toBe(shown);
  });
});

describe('a token', () => {
  test.each([
    ['ghp_abcdefghij', '[ghp_abcdefghij|secret.token]'],
    ['ghp_abcdefghi', 'ghp_abcdefghi'],
    ['xghp_abcdefghij', 'xghp_abcdefghij'],
    ['sk_live_0123456789', '[sk_live_0123456789|secret.token]'],
    ['bearer abcdefghijkl', '[bearer abcdefghijkl|secret.token]'],
    ['Bearer abcdefghijk', 'Bearer abcdefghijk'],
    ['eyJhbGciOi.eyJz', 'eyJhbGciOi.eyJz'],
    ['eyJhbGciOiJ.eyJzd', '[eyJhbGciOiJ.eyJzd|secret.token]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findSecrets(text))).toBe(shown);
  });
});

describe('a code for one use', () => {
  test.each([
    ['your code is 123456', 'your code is [123456|secret.one-time-code]'],
    ['123456 is your code', '[123456|secret.one-time-code] is your code'],
    ['code 123456789', 'code 123456789'],
    ['otp: 123-456', 'otp: [123-456|secret.one-time-code]'],
    ['my order 123456', 'my order 123456'],
    ['verification code: 123 456', 'verification code: [123 456|secret.one-time-code]'],
    ['recovery codes: abcd-efgh ijkl-mnop', '[recovery codes: abcd-efgh ijkl-mnop|secret.password]'],
    ['2FA 654321 now', '2FA [654321|secret.one-time-code] now'],
    ['mfa 654321 now', 'mfa [654321|secret.one-time-code] now'],
    ['my código 123456', 'my código 123456'],
    ['1234 is a number', '1234 is a number'],
    ['the code works', 'the code works'],
    [
      'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx pin code 1234',
      'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx pin code [1234|secret.one-time-code]',
    ],
    [
      'pin code                                                                       1234',
      'pin code                                                                       1234',
    ],
    ['1234             is your code', '1234             is your code'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findSecrets(text))).toBe(shown);
  });
});

describe('a string drawn at random', () => {
  test.each([
    ['aB3dE5gH7jK9mN1pQ3rS', '[aB3dE5gH7jK9mN1pQ3rS|secret.token]'],
    ['aB3dE5gH7jK9mN1pQ3r', 'aB3dE5gH7jK9mN1pQ3r'],
    ['sid=aB3dE5gH7jK9mN1pQ3rS', '[sid=aB3dE5gH7jK9mN1pQ3rS|secret.token]'],
    ['sessionid=aB3dE5gH7jK9mN1pQ3r', '[sessionid=aB3dE5gH7jK9mN1pQ3r|secret.token]'],
    ['name=a1=aB3dE5gH7jK9mN1pQ3rS', '[name=a1=aB3dE5gH7jK9mN1pQ3rS|secret.token]'],
    ['Quarterly_Report_Final_v2.docx', 'Quarterly_Report_Final_v2.docx'],
    ['Quarterly_Report_Final_v2.docx8', '[Quarterly_Report_Final_v2.docx8|secret.token]'],
    ['due-date.picker.component.name', 'due-date.picker.component.name'],
    ['0123456789abcdef0123456789abcdef', '[0123456789abcdef0123456789abcdef|secret.token]'],
    ['0123456789012345678901234567890a', '[0123456789012345678901234567890a|secret.token]'],
    ['abcdefabcdefabcdefabcdefabcdefab', 'abcdefabcdefabcdefabcdefabcdefab'],
    ['00000000000000000000000000000000', '00000000000000000000000000000000'],
    ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '[f81d4fae-7dec-11d0-a765-00a0c91e6bf6|secret.token]'],
    ['apps/web/src/components/Button2.tsx', 'apps/web/src/components/Button2.tsx'],
    ['apps/aB3dE5gH7jK9mN1pQ3rS/Button2.tsx', '[apps/aB3dE5gH7jK9mN1pQ3rS/Button2.tsx|secret.token]'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaaaaaa'],
    ['abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnopqrstuvwxyz'],
    ['abcdefghijklmNOPQRSTUVWXYZ', 'abcdefghijklmNOPQRSTUVWXYZ'],
    ['a1b2c3d4e5f6g7h8i9j0k1l2', '[a1b2c3d4e5f6g7h8i9j0k1l2|secret.token]'],
    ['A1B2C3D4E5F6G7H8I9J0K1L2', '[A1B2C3D4E5F6G7H8I9J0K1L2|secret.token]'],
    ['aB3dE5gH7jK9mN1pQ3rS---', '[aB3dE5gH7jK9mN1pQ3rS---|secret.token]'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['aaaaaaaaaaaaaaaaaaaaB1', 'aaaaaaaaaaaaaaaaaaaaB1'],
    ['aaaaaabbbbbbccccccddddd1', 'aaaaaabbbbbbccccccddddd1'],
    ['xY1xY1xY1xY1xY1xY1xY1xY1', 'xY1xY1xY1xY1xY1xY1xY1xY1'],
    ['aB1cD2eFaB1cD2eFaB1cD2eF', 'aB1cD2eFaB1cD2eFaB1cD2eF'],
    [
      'aB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rS',
      '[aB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rSaB3dE5gH7jK9mN1pQ3rS|secret.token]',
    ],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findSecrets(text))).toBe(shown);
  });
});

describe('a recovery phrase', () => {
  test.each([
    [
      'abandon ability absent absorb abstract absurd accident account accuse achieve acid actor',
      '[abandon ability absent absorb abstract absurd accident account accuse achieve acid actor|secret.token]',
    ],
    [
      'abandon ability absent absorb abstract absurd accident account accuse achieve acid',
      'abandon ability absent absorb abstract absurd accident account accuse achieve acid',
    ],
    [
      'abandon ability absent absorb abstract absurd accident account accuse achieve the and',
      '[abandon ability absent absorb abstract absurd accident account accuse achieve the and|secret.token]',
    ],
    [
      'abandon ability absent absorb abstract absurd accident account accuse the and for',
      'abandon ability absent absorb abstract absurd accident account accuse the and for',
    ],
    [
      'the quick brown fox and the lazy dog are not with their friends today',
      'the quick brown fox and the lazy dog are not with their friends today',
    ],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findPhrases(text))).toBe(shown);
  });
});

describe('a string of words, numbers and signs', () => {
  test.each([
    ['aB3dE5gH7jK9mN1pQ3rS----', '[aB3dE5gH7jK9mN1pQ3rS----|secret.token]'],
    ['ABCDEFGHIJKL_ABCDEFGHIJKL_2024', 'ABCDEFGHIJKL_ABCDEFGHIJKL_2024'],
    ['ABCDEFGHIJKLM_2024_Report_final', '[ABCDEFGHIJKLM_2024_Report_final|secret.token]'],
    ['Report_20245_final_version', '[Report_20245_final_version|secret.token]'],
    ['Report_v123_final_version', 'Report_v123_final_version'],
    ['Report_v1234_final_versions', '[Report_v1234_final_versions|secret.token]'],
    ['__Report_final_version__', '__Report_final_version__'],
    ['Report__final__version_2024', 'Report__final__version_2024'],
    ['abcdefghijklmnop_abcdefghijklmnop', 'abcdefghijklmnop_abcdefghijklmnop'],
    ['0123456789abcdefg0123456789abcdefg', '[0123456789abcdefg0123456789abcdefg|secret.token]'],
    ['00000000000000000000000000000a0a', '00000000000000000000000000000a0a'],
    ['apps/web+src/components/Button2aB3dE.tsx', '[apps/web+src/components/Button2aB3dE.tsx|secret.token]'],
    ['apps/web/src/Button2aB3dE5gH7jK9m', '[apps/web/src/Button2aB3dE5gH7jK9m|secret.token]'],
    ['apps/web/src/Button2aB3dE5gH7j', 'apps/web/src/Button2aB3dE5gH7j'],
    ['apps/web/src/Button2aB3dE5gH7jK.tsx', '[apps/web/src/Button2aB3dE5gH7jK.tsx|secret.token]'],
    ['aaaaaaaaaabbbbbbbbbb1111', 'aaaaaaaaaabbbbbbbbbb1111'],
    ['abcdefgh12345678abcdefgh', '[abcdefgh12345678abcdefgh|secret.token]'],
    ['A1B2C3D4E5F6G7H8I9J', 'A1B2C3D4E5F6G7H8I9J'],
    ['01234567890123456789abcdefABCDEF', '[01234567890123456789abcdefABCDEF|secret.token]'],
    ['0123456789ABCDEF0123456789ABCDEF', '[0123456789ABCDEF0123456789ABCDEF|secret.token]'],
    ['0011223344550011223344550011223a', '0011223344550011223344550011223a'],
    ['abcd-abcd-abcd-abcd-abcd-abcd-abcd-abcd', 'abcd-abcd-abcd-abcd-abcd-abcd-abcd-abcd'],
    ['1234-1234-1234-1234-1234-1234-1234-1234', '1234-1234-1234-1234-1234-1234-1234-1234'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findSecrets(text))).toBe(shown);
  });
});
