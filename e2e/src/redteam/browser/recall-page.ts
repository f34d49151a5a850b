import { randomInt } from 'node:crypto';

/**
 * What a screen-recording assistant of 2024 was caught keeping although it promised to filter it: numbers and passwords
 * in plain text, in fields without a name, in mails, forms and chats. Synthetic and valid in form only.
 */
export interface RecallCase {
  readonly what: string;
  /** What must be found nowhere. */
  readonly secret: string;
  /** What is typed. */
  readonly typed: string;
}

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('');

/** A card number that no issuer gives out (test range), with a right check digit. */
function cardNumber(): string {
  const body = `400000${digits(9)}`;
  const sum = Array.from(body).reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

/** The cases, with other numbers in every run. */
export function recallCases(word: () => string): readonly RecallCase[] {
  const card = cardNumber();
  const spaced = cardNumber().replaceAll(/(\d{4})(?=\d)/g, '$1 ');
  const social = `9${digits(2)}-${randomInt(10, 99)}-${digits(4)}`;
  const iban = `DE${digits(20)}`;
  const login = word();
  const key = `sk_test_${digits(12)}${word()}`;
  const code = digits(6);
  const account = digits(10);
  return [
    { what: 'a card number in a note', secret: card, typed: `card ${card} valid 11/29` },
    { what: 'a spaced card number in a chat', secret: spaced, typed: `please use ${spaced} for it` },
    { what: 'a social security number in a form', secret: social, typed: social },
    { what: 'a bank account in a message', secret: iban, typed: `transfer to ${iban} today` },
    { what: 'a user name with its password in a note', secret: login, typed: `login: admin password: ${login}` },
    { what: 'an access key in a comment', secret: key, typed: `export TOKEN=${key}` },
    { what: 'a one-time code in a chat', secret: code, typed: `your code is ${code}` },
    { what: 'a patient number in a report', secret: account, typed: `patient number ${account}, positive` },
  ];
}

/** A page of fields without names; `shown` is on it as plain text, as a mail or a report would. */
export function recallPage(shown: readonly string[]): string {
  return `<!doctype html><html lang="en"><title>Notes</title><style>body{font:18px/1.7 sans-serif;margin:16px}</style>
<h1>Notes</h1><p><input id="note"> <button>Save</button></p><textarea id="long" rows="2" cols="50"></textarea>
${shown.map((text) => `<p>${text}</p>`).join('\n')}</html>`;
}
