import { describe, expect, test } from 'vitest';
import { showSpans } from '../testing/show-spans.ts';
import { findCredentials } from './credentials.ts';

describe('a value after a separator', () => {
  test.each([
    ['password: correct horse', 'password: [correct horse|secret.password]'],
    ['password:x', 'password:[x|secret.password]'],
    ['password = "a b" then', 'password = ["a b"|secret.password] then'],
    ['password: "a b then', 'password: ["a b then|secret.password]'],
    ['password: a, b', 'password: [a|secret.password], b'],
    ['passwords: a, b', 'passwords: [a, b|secret.password]'],
    ['password: a; b', 'password: [a|secret.password]; b'],
    ['passwords: a; b', 'passwords: [a; b|secret.password]'],
    ['password: a | b', 'password: [a|secret.password] | b'],
    ['pwd=abc<br>', 'pwd=[abc|secret.password]<br>'],
    ['client_id=abc', 'client_id=[abc|secret.password]'],
    ['"password": "dragon", "x": 1', '"password": ["dragon"|secret.password], "x": 1'],
    ['<password>dragon</password>', '<password>[dragon|secret.password]</password>'],
    ['password: \u27E6x1-4:1\u27E7', 'password: \u27E6x1-4:1\u27E7'],
    ['password: abc \u27E6x1-4:1\u27E7', 'password: [abc |secret.password]\u27E6x1-4:1\u27E7'],
    ['password:', 'password:'],
    ['password: \n', 'password: \n'],
    ['Password: required', 'Password: [required|secret.password]'],
    [
      'password: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'password: [xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|secret.password]x',
    ],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findCredentials(text))).toBe(shown);
  });
});

describe('a value after a verb', () => {
  test.each([
    ['the password is dragon', 'the password is [dragon|secret.password]'],
    ['password now is dragon', 'password now is [dragon|secret.password]'],
    ['password is now dragon', 'password is now [dragon|secret.password]'],
    ['the password is required', 'the password is required'],
    ['password is not set', 'password is not set'],
    ['the password for the portal is dragon', 'the password for the portal is [dragon|secret.password]'],
    ['password for the portal: dragon', 'password for the portal: [dragon|secret.password]'],
    ['password has been changed to dragon', 'password has been changed to [dragon|secret.password]'],
    ['my secret is dragon', 'my secret is [dragon|secret.password]'],
    ['secret santa', 'secret santa'],
    ['das Passwort ist dragon', 'das Passwort ist [dragon|secret.password]'],
    ['la contraseña es dragon', 'la contraseña es [dragon|secret.password]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findCredentials(text))).toBe(shown);
  });
});

describe('a value after a flag', () => {
  test.each([
    ['--token abc', '--token [abc|secret.password]'],
    ['-token abc', '-token [abc|secret.password]'],
    ['token abc', 'token abc'],
    ['--api-key abc', '--api-key [abc|secret.password]'],
    ['--db-token=abc', '--db-token=[abc|secret.password]'],
    ['-- token abc', '-- token abc'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findCredentials(text))).toBe(shown);
  });
});

describe('a word after a password', () => {
  test.each([
    ['password dragon', 'password [dragon|secret.password]'],
    ['password field', 'password field'],
    ['password the', 'password the'],
    ['password welcome', 'password [welcome|secret.password]'],
    ['password dragon!', 'password [dragon!|secret.password]'],
    ['password? dragon', 'password? [dragon|secret.password]'],
    ['forgot password? Click here', 'forgot password? Click here'],
    ['password.', 'password.'],
    ['pw "dragon', 'pw ["dragon|secret.password]'],
    ['password "dragon" here', 'password ["dragon|secret.password]" here'],
    ['creds bob dragon', 'creds [bob dragon|secret.password]'],
    ['creds bob', 'creds [bob|secret.password]'],
    ['creds bob the', 'creds [bob|secret.password] the'],
    ['credentials bob', 'credentials [bob|secret.password]'],
    [
      'password xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'password [xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|secret.password]x',
    ],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findCredentials(text))).toBe(shown);
  });
});

describe('a changed password', () => {
  test.each([
    ['changed the password to dragon', 'changed the password to [dragon|secret.password]'],
    ['set a new password to "dragon"', 'set a new password to ["dragon|secret.password]"'],
    ['changed the password to the', 'changed the password to [the|secret.password]'],
    ['the password to dragon', 'the password to dragon'],
    ['she reset it. password to dragon', 'she reset it. password to dragon'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findCredentials(text))).toBe(shown);
  });
});

describe('a value before its name', () => {
  test.each([
    ['dragon is my password', '[dragon|secret.password] is my password'],
    ['use dragon as the password', 'use [dragon|secret.password] as the password'],
    ['it is the password', 'it is the password'],
    ['welcome is the password', '[welcome|secret.password] is the password'],
    ['"dragon" is my password', '["dragon"|secret.password] is my password'],
    ['dragon is my-password', 'dragon is my-password'],
    ['dragon is a new default password', '[dragon|secret.password] is a new default password'],
    ['drag on password', 'drag on password'],
    ['dragon is my secret', '[dragon|secret.password] is my secret'],
    [
      'x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x dragon is my password',
      'x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x [dragon|secret.password] is my password',
    ],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findCredentials(text))).toBe(shown);
  });
});

describe('several in one text', () => {
  test.each([
    ['password: a, token: b', 'password: [a|secret.password], token: [b|secret.password]'],
    ['user bob password dragon, pin 1234', 'user bob password [dragon|secret.password], pin [1234|secret.password]'],
    ['password: a password: b', 'password: [a password: b|secret.password]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findCredentials(text))).toBe(shown);
  });
});
