import { describe, expect, test } from 'vitest';
import { showSpans } from './testing/show-spans.ts';
import { hiddenWords } from './words.ts';

const rules = { own: new Set(['kanban']), dictionaries: true };

describe('a word behind something that a name must follow', () => {
  test.each([
    ['my name is mark', 'my name is [mark|word.not-listed]'],
    [
      'my name is page price bill report',
      'my name is [page|word.not-listed] [price|word.not-listed] [bill|word.not-listed] report',
    ],
    ['name: page, price', 'name: [page|word.not-listed], [price|word.not-listed]'],
    ['name: page; price', 'name: [page|word.not-listed]; price'],
    ['my name is mark. price', 'my name is [mark|word.not-listed]. [price|word.not-listed]'],
    ['customer: will call', 'customer: [will call|word.not-listed]'],
    ['name: the page', 'name: the page'],
    ['contact: open page', 'contact: open page'],
    ['his first name is page', 'his first name is [page|word.not-listed]'],
    ['name: page report item order', 'name: [page|word.not-listed] report item order'],
    [
      'name: page price bill grant',
      'name: [page|word.not-listed] [price|word.not-listed] [bill|word.not-listed] grant',
    ],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});

describe('a word behind something that a name may follow', () => {
  test.each([
    ['hey rose', 'hey [rose|word.not-listed]'],
    ['talk to mark stone', 'talk to [mark|word.not-listed] [stone|word.not-listed]'],
    ['talked to mark will', 'talked to [mark|word.not-listed] will'],
    ['talked to mark may', 'talked to [mark|word.not-listed] may'],
    ['ask mark page', 'ask [mark|word.not-listed] [page|word.not-listed]'],
    ['ask mark, page', 'ask [mark|word.not-listed], page'],
    ['hey report', 'hey report'],
    ['from mark to grant', 'from [mark|word.not-listed] to [grant|word.not-listed]'],
    ['hi will', 'hi [will|word.not-listed]'],
    ['ping mark willing', 'ping [mark|word.not-listed] willing'],
    ['hello mark goodwill', 'hello [mark|word.not-listed] goodwill'],
    ['with page', 'with [page|word.not-listed]'],
    ['hallo mark der bericht ist fertig', 'hallo [mark|word.not-listed] der bericht ist fertig'],
    ['con mark para la factura del cliente', 'con [mark|word.not-listed] para la factura del cliente'],
    ['con mark', 'con [mark|word.not-listed]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});

describe('a word before an occupation', () => {
  test.each([
    ['the engineer', 'the [engineer|context.personal]'],
    ['data engineer', '[data|context.personal] [engineer|context.personal]'],
    ['data  engineer', 'data  [engineer|context.personal]'],
    ['mark, engineer', 'mark, [engineer|context.personal]'],
    ['data, engineer', 'data, [engineer|context.personal]'],
    ['the night nurse', 'the [night|context.personal] [nurse|context.personal]'],
    ['night nurse', '[night|context.personal] [nurse|context.personal]'],
    ['report', 'report'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});

describe('a place, an account or a result', () => {
  test.each([
    ['she lives on maple street', 'she lives [on maple street|found.address]'],
    ['on maple road', 'on [maple road|found.address]'],
    ['Savings Account', '[Savings Account|context.personal]'],
    ['Account settings', 'Account settings'],
    ['Project Manager', '[Project Manager|context.personal]'],
    ['Senior Sales Manager', '[Senior Sales Manager|context.personal]'],
    ['Add Manager', 'Add Manager'],
    ['the flat 12', 'the [flat 12|found.address]'],
    ['room 4b', '[room 4b|found.address]'],
    ['i live at 12 maple hill', 'i live at [12 maple hill|found.address]'],
    ['order 12 maple hill now', 'order [12|number] maple hill now'],
    ['address: xxx 12 maple hill', 'address: xxx [12 maple hill|found.address]'],
    ['i live here. 12 maple hill', 'i live here. [12|number] maple hill'],
    ['i live at                    12 maple hill', 'i live at                    [12 maple hill|found.address]'],
    ['HIV positive', '[HIV positive|context.health]'],
    ['Covid negative', '[Covid negative|context.health]'],
    ['a positive result', 'a positive result'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});

describe('a number with the words that belong to it', () => {
  test.each([
    ['4 March', '[4 March|number]'],
    ['monday, 4 march 2024', '[monday, 4 march 2024|number]'],
    ['10:30 pm', '[10:30 pm|number]'],
    ['aged 44', '[aged 44|number]'],
    ['44 years old', '[44 years old|number]'],
    ['12 kg', '[12 kg|number]'],
    ['march on', 'march on'],
    ['the may', 'the may'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});

describe('a word in signs', () => {
  test.each([
    ["'Save'", "'Save'"],
    ['-Save-', '-Save-'],
    ['_save_', '_save_'],
    ['save.', 'save.'],
    ['---', '---'],
    ["'", "'"],
    ['value="dragon"', 'value="[dragon|shape.path]"'],
    ['value=`dragon`', '[value|field.not-listed]=`[dragon|shape.path]`'],
    ['value= "dragon', 'value= "dragon'],
    ['"dragon"', '"dragon"'],
    ['`dragon`', '`dragon`'],
    ['save"dragon"', 'save"dragon"'],
    ['it’s', 'it’s'],
    ['IT’S', 'IT’S'],
    ['a’b', '[a’b|word.not-listed]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});

describe('a run of 64 and of 65 units', () => {
  test.each([
    [
      'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      '[xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|word.not-listed]',
    ],
    [
      'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      '[xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|shape.identifier]',
    ],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});

describe('a character that is no separator', () => {
  test.each([
    ['\u27E6save', '[\u27E6save|reserved-character]'],
    ['save\u27E7', '[save\u27E7|reserved-character]'],
    ['Ｓave', '[Ｓave|word.not-listed]'],
    ['ⓢave', '[ⓢave|word.script]'],
    ['①', '[①|number]'],
    ['save⠀', '[save⠀|word.script]'],
    ['\uD83C\uDDE9\uD83C\uDDEA', '[\uD83C\uDDE9\uD83C\uDDEA|word.script]'],
    ['save™', '[save™|word.script]'],
    ['save\u0301', '[save\u0301|word.capitalised]'],
    ['\uD800save', '[\uD800save|word.script]'],
    ['日本', '[日本|word.script]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});

describe('a character between words', () => {
  test.each([
    ['save☀order', 'save☀order'],
    ['save\uD83D\uDE42order', 'save\uD83D\uDE42order'],
    ['save°', 'save°'],
    ['\uD83D\uDE42', '\uD83D\uDE42'],
    ['save·order', 'save·order'],
    ['save★order', 'save★order'],
    ['save€order', 'save€order'],
    ['save“order”', 'save“order”'],
    ['save—order', 'save—order'],
    ['save\u00A0order', 'save\u00A0order'],
    ['　save', '　save'],
    ['save~order', '[save|field.not-listed]~[order|shape.path]'],
    ['save　order', 'save　order'],
    ['save≠order', 'save≠order'],
    ['10€', '[10|number]€'],
    ['save、order', 'save、order'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});

describe('a title that ends in an application', () => {
  test.each([
    ['Inbox - Outlook', 'Inbox - Outlook'],
    ['Vanterpool - Outlook', '[Vanterpool|word.capitalised] - Outlook'],
    ['Inbox - Vanterpool', 'Inbox - [Vanterpool|word.capitalised]'],
    ['Inbox - Microsoft Outlook', 'Inbox - Microsoft Outlook'],
    ['Outlook - Vanterpool', '[Outlook|word.capitalised] - [Vanterpool|word.capitalised]'],
    ['Inbox — Outlook', 'Inbox — Outlook'],
    ['Inbox | Outlook', 'Inbox | Outlook'],
    ['Inbox-Outlook', '[Inbox-Outlook|shape.identifier]'],
    ['Inbox - Outlook Vanterpool', 'Inbox - [Outlook|word.capitalised] [Vanterpool|word.capitalised]'],
    [
      'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx - Outlook',
      '[xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|word.not-listed] - Outlook',
    ],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});
