import { describe, expect, test } from 'vitest';
import { exposedSecrets } from './exposure.ts';
import { showSpans } from './testing/show-spans.ts';
import { hiddenWords } from './words.ts';

const rules = { own: new Set(['kanban']), dictionaries: true };

describe('a value near a word for secrets, in text that is kept', () => {
  test.each([
    ['login("root", "dragon")', 'login("[root|secret.password]", "[dragon|secret.password]")'],
    ["identified by 'dragon'", "identified by '[dragon|secret.password]'"],
    ['export TOKEN=dragon', 'export TOKEN=[dragon|secret.password]'],
    ['echo dragon | docker login', 'echo [dragon|secret.password] | docker login'],
    ['echo dragon | cat', 'echo dragon | cat'],
    ['password = true', 'password = true'],
    ['password = TRUE', 'password = TRUE'],
    ['a = dragon', 'a = dragon'],
    ['admin:dragon', 'admin:[dragon|secret.password]'],
    ['page:dragon', 'page:dragon'],
    ['sudo -p dragon', 'sudo -p [dragon|secret.password]'],
    ['git -m dragon', 'git -m dragon'],
    ['curl -u bob:dragon https://x', 'curl [-u bob:dragon https://x|secret.password]'],
    ['pass blue!horse', 'pass [blue!horse|secret.password]'],
    ['blue!horse$', 'blue!horse$'],
    ['user bob pass dragon', 'user bob pass [dragon|secret.password]'],
    ['todo(alice)', 'todo(alice)'],
    ['auth = (the order is here)', 'auth = [(the|secret.password] order is here)'],
    ['auth = ("the order is here")', 'auth = [("the|secret.password] order is here")'],
    ['auth ("one", "the order is here")', 'auth ("[one|secret.password]", "the order is here")'],
    ['auth ("one", "two three")', 'auth ("[one|secret.password]", "[two three|secret.password]")'],
    [
      'password                                                a = dragon',
      'password                                                a = [dragon|secret.password]',
    ],
    [
      'password                                                            a = dragon',
      'password                                                            a = dragon',
    ],
    ['x = dragon xxxxxxxxxxxxxxxx token', 'x = [dragon|secret.password] xxxxxxxxxxxxxxxx token'],
    ['x = dragon xxxxxxxxxxxxxxxxxxxx token', 'x = dragon xxxxxxxxxxxxxxxxxxxx token'],
    ['auth <b>dragon</b>', 'auth <b>dragon</b>'],
    ['auth one;dragon', 'auth one;dragon'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, exposedSecrets(text))).toBe(shown);
  });
});

describe('a word where a value is expected', () => {
  test.each([
    ['save = report', 'save = [report|field.not-listed]'],
    ['save = true', 'save = true'],
    ['save = kanban', 'save = [kanban|field.not-listed]'],
    ['"name": "report"', '"name": "report"'],
    ['"name": "reports"', '"name": "reports"'],
    ['"token": "save"', '"token": "save"'],
    ['"token": "report"', '"token": "report"'],
    ['name: report', 'name: report'],
    ['token: report', 'token: report'],
    ['<name>report</name>', '<name>report</name>'],
    ['<name>save</name>', '<name>save</name>'],
    ['<token>save</token>', '<token>[save|field.not-listed]</[token|shape.path]>'],
    ['report;order', 'report;order'],
    ['--user report', '--user [report|field.not-listed]'],
    ['-report', '-report'],
    ['-r report', '-[r|word.not-listed] [report|field.not-listed]'],
    ['by dragon', 'by [dragon|word.not-listed]'],
    ['by report', 'by report'],
    ['by reporting', 'by reporting'],
    ['dragon: hello', '[dragon|word.not-listed]: hello'],
    ['todo(report)', 'todo([report|field.not-listed])'],
    ['token [1, "a", "report"]', 'token [[1|number], "a", "[report|field.not-listed]"]'],
    ['["a", "report"]', '["a", "report"]'],
    [
      'secret                                                                                                              <a>save</a>',
      'secret                                                                                                              <a>[save|field.not-listed]</a>',
    ],
    [
      'secret                                                                                                                                  <a>save</a>',
      'secret                                                                                                                                  <a>save</a>',
    ],
    ['password = "the report is in the order"', 'password = "[the|field.not-listed] report is in the order"'],
    ['x -> report', '[x|word.not-listed] -> [report|field.not-listed]'],
    ['login: report', 'login: [report|field.not-listed]'],
    ['it is admin and report', 'it is admin and [report|field.not-listed]'],
    ['report/order', 'report/[order|shape.path]'],
    ['token report/order', 'token report/[order|shape.path]'],
  ])('%j reads %j', (text, shown) => {
    expect(showSpans(text, hiddenWords(text, rules))).toBe(shown);
  });
});
