import { describe, expect, test } from 'vitest';
import { showSpans } from '../testing/show-spans.ts';
import { findContacts } from './contacts.ts';

describe('a web address', () => {
  test.each([
    ['see https://a.example/b?c=d now', 'see [https://a.example/b?c=d|found.url] now'],
    ['ftp://a.example', '[ftp://a.example|found.url]'],
    ['HTTPS://A.example', '[HTTPS://A.example|found.url]'],
    ['www.a.example', '[www.a.example|found.url]'],
    ['xwww.a.example', 'xwww.a.example'],
    ['www.ab', 'www.ab'],
    ['WWW.example.com now', '[WWW.example.com|found.url] now'],
    ['redis://cache/0', '[redis://cache/0|found.url]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findContacts(text))).toBe(shown);
  });
});

describe('an e-mail address', () => {
  test.each([
    ['mail anna@mail.example', 'mail [anna@mail.example|found.email]'],
    ['anna (at) mail.example', '[anna (at) mail.example|found.email]'],
    ['anna [at] mail [dot] example', '[anna [at] mail [dot] example|found.email]'],
    ['anna(at)mail dot example', '[anna(at)mail dot example|found.email]'],
    ['ANNA [AT] mail dot example', '[ANNA [AT] mail dot example|found.email]'],
    ['anna at mail dot example', 'anna at mail dot example'],
    ['anna@mail', 'anna@mail'],
    ['@anna', '@anna'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findContacts(text))).toBe(shown);
  });
});

describe('an address of a computer', () => {
  test.each([
    ['10.0.0.1', '[10.0.0.1|found.ip-address]'],
    ['10.0.0.1/24', '[10.0.0.1/24|found.ip-address]'],
    ['10.0.0', '10.0.0'],
    ['1.10.0.0.1', '1.10.0.0.1'],
    ['12:30:45', '12:30:45'],
    ['2001:db8::1', '[2001:db8::1|found.ip-address]'],
    ['::1', '[::1|found.ip-address]'],
    ['::', '::'],
    ['fe80::1 there', '[fe80::1|found.ip-address] there'],
    ['a::b', '[a::b|found.ip-address]'],
    ['1:2:3:4:5:6:7:8', '[1:2:3:4:5:6:7:8|found.ip-address]'],
    ['1:2:3:4:5:6:7', '1:2:3:4:5:6:7'],
    ['a:b:c:d:e:f:a:b', '[a:b:c:d:e:f:a:b|found.ip-address]'],
    ['00:1A:2b:3c:4d:5e', '[00:1A:2b:3c:4d:5e|found.ip-address]'],
    ['aa-bb-cc-dd-ee-ff', '[aa-bb-cc-dd-ee-ff|found.ip-address]'],
    ['00:1A:2b:3c:4d', '00:1A:2b:3c:4d'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findContacts(text))).toBe(shown);
  });
});

describe('a postal address', () => {
  test.each([
    ['221 Baker Street', '[221 Baker Street|found.address]'],
    ['221b Baker St', '[221b Baker St|found.address]'],
    ['Baker Street', 'Baker Street'],
    ['Hauptstraße 12', '[Hauptstraße 12|found.address]'],
    ['Hauptstr. 12a', '[Hauptstr. 12a|found.address]'],
    ['12 rue Victor Hugo', '[12 rue Victor Hugo|found.address]'],
    ['rue Victor Hugo, 12', '[rue Victor Hugo, 12|found.address]'],
    ['Calle de Alcalá 45', '[Calle de Alcalá 45|found.address]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findContacts(text))).toBe(shown);
  });
});

describe('a date of birth', () => {
  test.each([
    ['born 4 March 1984', '[born 4 March 1984|found.date-of-birth]'],
    ['dob: 1984-03-04', '[dob: 1984-03-04|found.date-of-birth]'],
    ['geboren am 4.3.1984', '[geboren am 4.3.1984|found.date-of-birth]'],
    ['born in March', 'born in March'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, findContacts(text))).toBe(shown);
  });
});
