import { describe, expect, test } from 'vitest';
import { hiddenInPath, hiddenInUrl, isListedSegment } from './location.ts';
import { showSpans } from './testing/show-spans.ts';

const own: ReadonlySet<string> = new Set(['kanban']);

describe('a URL', () => {
  test.each([
    [
      'https://crm.example/orders/8812/edit?tab=notes&sid=abc#x',
      'https://crm.example/orders/[8812|url.segment]/edit?tab=[notes|url.query]&[sid|url.query]=[abc|url.query]#[x|url.fragment]',
    ],
    ['data:text/html,Anna', '[data:text/html,Anna|found.url]'],
    ['javascript:alert(1)', '[javascript:alert(1)|found.url]'],
    ['blob:https://a.example/1', '[blob:https://a.example/1|found.url]'],
    ['ftp://a.example/', '[ftp://a.example/|found.url]'],
    ['http:/orders', '[http:/orders|found.url]'],
    ['a/b:c', 'a/[b:c|url.segment]'],
    ['/orders/8812?tab=1', '/orders/[8812|url.segment]?tab=[1|url.query]'],
    ['https://crm.example', 'https://crm.example'],
    ['https://crm.example/a\\b', 'https://crm.example/a\\[b|url.segment]'],
    ['https://crm.example\\orders', 'https://crm.example\\orders'],
    ['mailto', '[mailto|url.segment]'],
    [':x', '[:x|found.url]'],
    ['xhttps://crm.example/', '[xhttps://crm.example/|found.url]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenInUrl(text, own))).toBe(shown);
  });
});

describe('the host of a URL', () => {
  test.each([
    ['https://user:pw@crm.example/', 'https://[user:pw|secret.password]@crm.example/'],
    ['https://a@b@crm.example/', 'https://[a@b|secret.password]@crm.example/'],
    ['https://@crm.example/', 'https://@crm.example/'],
    ['https://10.0.0.1/orders', 'https://[10.0.0.1|found.ip-address]/orders'],
    ['https://10.0.0.1:80/orders', 'https://[10.0.0.1|found.ip-address]:80/orders'],
    ['https://crm.example:8080/orders', 'https://crm.example:8080/orders'],
    ['https://crm.example:999999/orders', 'https://[crm.example:999999|found.url]/orders'],
    ['https://vanterpool.example/', 'https://[vanterpool|found.url].example/'],
    ['https://crm.vanterpool/', 'https://crm.vanterpool/'],
    ['https://vanterpool', 'https://[vanterpool|found.url]'],
    ['https://münchen.example/', 'https://[münchen.example|found.url]/'],
    ['https://user@münchen.example/', 'https://[user|secret.password]@[münchen.example|found.url]/'],
    ['https://user@10.0.0.1/', 'https://[user|secret.password]@[10.0.0.1|found.ip-address]/'],
    ['https://kanban.example/', 'https://kanban.example/'],
    ['https://mark.example/', 'https://[mark|found.url].example/'],
    ['https://outlook.example', 'https://outlook.example'],
    ['https://OUTLOOK.example', 'https://OUTLOOK.example'],
    ['https://crm..example/', 'https://crm..example/'],
    ['HTTPS://CRM.EXAMPLE/Orders', 'HTTPS://CRM.EXAMPLE/Orders'],
    ['https://crm.c0m/', 'https://crm.[c0m|found.url]/'],
    ['https://crm.x/', 'https://crm.[x|found.url]/'],
    ['https://co.uk/', 'https://co.uk/'],
    ['https://orders-kanban.example/', 'https://orders-kanban.example/'],
    ['https://crm.verylongtopleveldomainnamexx/', 'https://crm.[verylongtopleveldomainnamexx|found.url]/'],
    ['https://crm.xxxxxxxxxxxxxxxxxxxxxxxx/', 'https://crm.xxxxxxxxxxxxxxxxxxxxxxxx/'],
    ['https://crm.xxxxxxxxxxxxxxxxxxxxxxxxx/', 'https://crm.[xxxxxxxxxxxxxxxxxxxxxxxxx|found.url]/'],
    ['https://1a/', 'https://[1a|found.url]/'],
    ['https://login.localdomain', 'https://login.localdomain'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenInUrl(text, own))).toBe(shown);
  });
});

describe('the query and fragment of a URL', () => {
  test.each([
    ['orders?tab', 'orders?tab'],
    ['orders?sid', 'orders?[sid|url.query]'],
    ['orders?tab=', 'orders?tab='],
    ['orders?=x', 'orders?=[x|url.query]'],
    ['orders?&tab=', 'orders?&tab='],
    ['orders?tab=1&sid=2', 'orders?tab=[1|url.query]&[sid|url.query]=[2|url.query]'],
    ['orders#', 'orders#'],
    ['orders#tab', 'orders#[tab|url.fragment]'],
    ['orders?', 'orders?'],
    ['orders?sid&tab=2#y?z', 'orders?[sid|url.query]&tab=[2|url.query]#[y?z|url.fragment]'],
    ['orders?tab#', 'orders?tab#'],
    ['https://crm.example?tab=1', 'https://crm.example?tab=[1|url.query]'],
    ['https://crm.example#tab', 'https://crm.example#[tab|url.fragment]'],
    ['orders#tab?sid=1', 'orders#[tab?sid=1|url.fragment]'],
    ['orders?tab=a=b&page=2', 'orders?tab=[a=b|url.query]&page=[2|url.query]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenInUrl(text, own))).toBe(shown);
  });
});

describe('a path', () => {
  test.each([
    ['/home/anna/Documents/Q3 plan.pdf', '/home/[anna|shape.path]/Documents/[Q3 plan|shape.path].pdf'],
    ['C:\\Users\\anna\\Desktop\\report.docx', '[C:|shape.path]\\Users\\[anna|shape.path]\\Desktop\\report.docx'],
    ['/orders/8812', '/orders/[8812|shape.path]'],
    ['//orders//', '//orders//'],
    ['orders/', 'orders/'],
    ['newItem', 'newItem'],
    ['due_date.html', 'due_date.html'],
    ['pregnant', '[pregnant|shape.path]'],
    ['archive.tar.gz', '[archive.tar.gz|shape.path]'],
    ['.pdf', '.pdf'],
    ['orders/.pdf', 'orders/.pdf'],
    ['anna.pdf', '[anna|shape.path].pdf'],
    ['anna.PDF', '[anna.PDF|shape.path]'],
    ['anna.xyz', '[anna.xyz|shape.path]'],
    ['a.json', 'a.json'],
    ['8812.json', '[8812|shape.path].json'],
    ['anna.b', '[anna.b|shape.path]'],
    ['anna.graphql', '[anna.graphql|shape.path]'],
    ['x.html5', '[x|shape.path].html5'],
    ['anna.xxxxxx', '[anna.xxxxxx|shape.path]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenInPath(text, own))).toBe(shown);
  });
});

describe('a name in a path', () => {
  test.each([
    ['/users/page', '/users/[page|shape.path]'],
    ['/Users/page', '/Users/[page|shape.path]'],
    ['/users/orders', '/users/orders'],
    ['/home/mark/notes', '/home/[mark|shape.path]/notes'],
    ['/page', '/page'],
    ['/Page', '/[Page|shape.path]'],
    ['/PAGE', '/PAGE'],
    ['/orders/Grant/edit', '/orders/[Grant|shape.path]/edit'],
    ['Mark/notes', '[Mark|shape.path]/notes'],
    ['grant/page', '[grant|shape.path]/page'],
    ['users/grant/page', 'users/[grant|shape.path]/page'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenInPath(text, own))).toBe(shown);
  });
});

test.each([
  ['', true],
  ['-', true],
  ['due-date', true],
  ['due_date.item', true],
  ['dueDate', true],
  ['dueDATE', true],
  ['kanban', true],
  ['Kanban', true],
  ['v2', true],
  ['anna', false],
  ['due-anna', false],
  ['x1', false],
  ['union', false],
  ['a-b', false],
  ['item-item-item-item-item', true],
  ['item-item-item-item-item-item', false],
  ['settings-settings-settings-settings-item', true],
  ['settings-settings-settings-settings-items', false],
])('a segment %j is made of listed words: %s', (segment, expected) => {
  expect(isListedSegment(segment, own)).toBe(expected);
});
