/**
 * The decision records have one form, and docs/adr/README.md lists exactly them. `--write` writes the index anew.
 * The form: front matter with number, title, status and date; the title again as heading; then three sections.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const folder = 'docs/adr';
const index = `${folder}/README.md`;
const sections = ['Context', 'Decision', 'Consequences'];
const statuses = /^(proposed|accepted|rejected|superseded by \d{4})$/;

interface DecisionRecord {
  readonly file: string;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly date: string;
  readonly problems: readonly string[];
}

const records = globSync(`${folder}/[0-9]*.md`).sort().map(read);
const problems = records.flatMap(({ file, problems: found }) => found.map((problem) => `${file}: ${problem}`));
const numbers = records.map(({ number }) => number);
problems.push(
  ...numbers.filter((number, at) => numbers.indexOf(number) !== at).map((number) => `${number} is given twice`),
);

const text = indexOf(records);
if (process.argv.includes('--write')) writeFileSync(index, text);
else if (readFileSync(index, 'utf8') !== text)
  problems.push(`${index} is out of date: node tools/check/decision-records.ts --write`);

for (const problem of problems) console.log(problem);
console.log(`${records.length} decision records`);
if (problems.length > 0 || records.length === 0) process.exitCode = 1;

function read(path: string): DecisionRecord {
  const file = basename(path);
  const source = readFileSync(path, 'utf8');
  const front = /^---\n(.*?)\n---\n\n# ([^\n]+)\n/s.exec(source);
  const field = (name: string): string => new RegExp(`^${name}: (.+)$`, 'm').exec(front?.[1] ?? '')?.[1] ?? '';
  const [number, title, status, date] = [field('number'), field('title'), field('status'), field('date')];
  const headings = [...source.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  return {
    file,
    number,
    title,
    status,
    date,
    problems: [
      ...(front === null ? ['has no front matter followed by a heading'] : []),
      ...(file.startsWith(`${number}-`) && /^\d{4}$/.test(number) ? [] : ['its name does not begin with its number']),
      ...(front?.[2] === `${number} ${title}` ? [] : ['its heading is not its number and title']),
      ...(statuses.test(status) ? [] : [`has no known status: ${status}`]),
      ...(/^\d{4}-\d\d-\d\d$/.test(date) ? [] : ['has no date']),
      ...(headings.join() === sections.join() ? [] : [`its sections are not ${sections.join(', ')}`]),
    ],
  };
}

function indexOf(all: readonly DecisionRecord[]): string {
  return `# Decision records

Each record explains a decision that would cost something to reverse. A new one takes the next free number and this form: front
matter with \`number\`, \`title\`, \`status\` (proposed, accepted, rejected, superseded by NNNN) and \`date\`; a heading; the sections
*Context* (what made a decision necessary), *Decision* (what was decided, and what was not chosen) and *Consequences* (what
follows, its price included). A record is not rewritten when the decision changes: a new one supersedes it.

This list is generated: \`node tools/check/decision-records.ts --write\`. A gate compares it with the records.

| number | decision | status | date |
|---|---|---|---|
${all.map(({ file, number, title, status, date }) => `| [${number}](${file}) | ${title} | ${status} | ${date} |`).join('\n')}
`;
}
