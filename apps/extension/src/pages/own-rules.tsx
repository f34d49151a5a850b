import { type ReactElement, type ReactNode, useState } from 'react';
import { changeRules, ruleLimits, type RuleChange, type RuleProblem } from '@assent/consent';
import { Button, Callout, Card, TextField } from '@assent/ui';
import type { DecisionsView } from '@assent/device/requests';
import { ask } from './ask.ts';
import { Entry, Select } from './inputs.tsx';

interface Props {
  readonly decisions: DecisionsView;
  readonly busy: boolean;
  readonly act: (task: () => Promise<DecisionsView>) => void;
}

/** What the participant wants hidden beyond everybody's rules: words, fields, and all but the interface of a site. */
export function OwnRules(props: Props): ReactElement {
  return (
    <Card title="What you always want hidden">
      <Words {...props} />
      <Fields {...props} />
      <Sites {...props} />
    </Card>
  );
}

function Words({ decisions, busy, act }: Props): ReactElement {
  const { rules } = decisions;
  const [words, setWords] = useState('');
  const { problem, add } = useAdding(rules, act, problems.words);
  return (
    <Part title="Words" problem={problem}>
      <Entry
        label="Add words"
        button="Hide"
        disabled={busy}
        onEnter={() => add({ what: 'add-words', words }, () => setWords(''))}
      >
        <TextField
          label="A word"
          value={words}
          onChange={setWords}
          hint="Hidden wherever it stands, in capitals or not. Several words are taken one by one. They stay on this device."
        />
      </Entry>
      {rules.hiddenWords.length === 0 ? null : (
        <ul className="chips" aria-label="Hidden words">
          {rules.hiddenWords.map((word) => (
            <li className="chip" key={word}>
              {word}
              <Button
                kind="quiet"
                disabled={busy}
                label={`Do not hide “${word}” any more`}
                onPress={() => act(() => ask({ type: 'change-rules', change: { what: 'remove-word', word } }))}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Fields({ decisions, busy, act }: Props): ReactElement {
  const { rules, sites } = decisions;
  const [origin, setOrigin] = useState(sites[0]?.origin ?? '');
  const [name, setName] = useState('');
  const { problem, add } = useAdding(rules, act, problems.fields);
  return (
    <Part title="Fields" problem={problem}>
      <Entry
        label="Add a field"
        button="Hide"
        disabled={busy}
        onEnter={() => add({ what: 'add-field', origin, name }, () => setName(''))}
      >
        <Select
          label="On"
          value={origin}
          options={sites.map((site) => ({ value: site.origin, text: site.name }))}
          onChange={setOrigin}
        />
        <TextField label="The field called" value={name} onChange={setName} />
      </Entry>
      {rules.hiddenFields.length === 0 ? null : (
        <ul className="rows plain" aria-label="Hidden fields">
          {rules.hiddenFields.map((field) => (
            <li className="row apart" key={`${field.origin} ${field.name}`}>
              <span>
                “{field.name}” on {siteName(decisions, field.origin)}
              </span>
              <Button
                kind="quiet"
                disabled={busy}
                label={`Do not hide the field “${field.name}” any more`}
                onPress={() => act(() => ask({ type: 'change-rules', change: { what: 'remove-field', ...field } }))}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Sites({ decisions, busy, act }: Props): ReactElement {
  const { strictOrigins } = decisions.rules;
  const origins = [...new Set([...decisions.sites.map(({ origin }) => origin), ...strictOrigins])];
  return (
    <Part title="Sites" problem={null}>
      <p className="soft small">
        On these sites nothing is kept but words of the interface, such as “Save” or “Due date”.
      </p>
      <ul className="rows plain">
        {origins.map((origin) => {
          const strict = strictOrigins.includes(origin);
          return (
            <li key={origin}>
              <label className="tick">
                <input
                  type="checkbox"
                  checked={strict}
                  disabled={busy}
                  onChange={() =>
                    act(() =>
                      ask({ type: 'change-rules', change: { what: strict ? 'remove-strict' : 'add-strict', origin } }),
                    )
                  }
                />
                <span>
                  Only the interface on {siteName(decisions, origin)}
                  <br />
                  <span className="soft small">{URL.parse(origin)?.host}</span>
                </span>
              </label>
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function Part(props: {
  readonly title: string;
  readonly problem: string | null;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className="stack tight" aria-label={props.title}>
      <h3>{props.title}</h3>
      {props.problem === null ? null : <Callout tone="danger">{props.problem}</Callout>}
      {props.children}
    </section>
  );
}

/** Adding a rule: what is wrong with it is said before anything is asked, and what was entered stays until it is in. */
function useAdding(
  rules: DecisionsView['rules'],
  act: Props['act'],
  words: Readonly<Record<RuleProblem, string>>,
): {
  readonly problem: string | null;
  readonly add: (change: RuleChange, done: () => void) => void;
} {
  const [problem, setProblem] = useState<string | null>(null);
  const add = (change: RuleChange, done: () => void) => {
    const changed = changeRules(rules, change);
    if ('problem' in changed) {
      setProblem(words[changed.problem]);
      return;
    }
    setProblem(null);
    act(async () => {
      const after = await ask({ type: 'change-rules', change });
      done();
      return after;
    });
  };
  return { problem, add };
}

const problems: Readonly<Record<'words' | 'fields', Readonly<Record<RuleProblem, string>>>> = {
  words: {
    empty: 'There is no letter or digit in it.',
    'too-long': `A word has at most ${ruleLimits.wordLength} letters and digits.`,
    known: 'This is hidden already.',
    full: `There can be at most ${ruleLimits.words} words. Remove some first.`,
  },
  fields: {
    empty: 'Say what the field is called, as the page shows it.',
    'too-long': `The name of a field has at most ${ruleLimits.fieldLength} characters.`,
    known: 'This field is hidden already.',
    full: `There can be at most ${ruleLimits.fields} fields. Remove some first.`,
  },
};

function siteName({ sites }: DecisionsView, origin: string): string {
  return sites.find((site) => site.origin === origin)?.name ?? URL.parse(origin)?.host ?? origin;
}
