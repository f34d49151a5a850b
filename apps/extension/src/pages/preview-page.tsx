import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { Badge, Button, Callout, Card } from '@assent/ui';
import type { ContentFate } from '@assent/safeguards';
import type { ControlPreview, DecisionsView, PagePreview } from '@assent/device/requests';
import { ask, explainError } from './ask.ts';
import { gateWords } from './gate-words.ts';
import { Select } from './inputs.tsx';
import { Parts } from './parts.tsx';

/** A tab that shows one of the program's sites. */
interface OpenTab {
  readonly id: number;
  readonly text: string;
}

/** What would be kept of a page that is open. Looks only when asked to. */
export function PreviewOfPage(props: { readonly sites: DecisionsView['sites'] }): ReactElement {
  const { sites } = props;
  const [tabs, setTabs] = useState<readonly OpenTab[]>([]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [preview, setPreview] = useState<PagePreview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const look = useCallback((tab: number) => {
    setBusy(true);
    setProblem(null);
    ask({ type: 'preview-page', tab })
      .then(setPreview)
      .catch((error: unknown) => {
        setPreview(null);
        setProblem(explainError(error));
      })
      .finally(() => setBusy(false));
  }, []);
  useEffect(() => {
    // From the popup: pressing its button was the question, about the page it was opened on.
    const asked = tabFromAddress();
    if (asked !== null) look(asked);
  }, [look]);
  useEffect(() => {
    const refresh = () => void openTabs(sites).then(setTabs);
    refresh();
    window.addEventListener('focus', refresh);
    return () => window.removeEventListener('focus', refresh);
  }, [sites]);

  const tab = tabs.find(({ id }) => id === chosen) ?? tabs[0];
  return (
    <Card title="A page that is open">
      {tab === undefined ? (
        <p className="soft">
          None of the program’s sites is open in this browser. All other pages are never looked at.
        </p>
      ) : (
        <div className="stack tight">
          <Select
            label="Page"
            value={String(tab.id)}
            options={tabs.map(({ id, text }) => ({ value: String(id), text }))}
            onChange={(id) => setChosen(Number(id))}
          />
          <div className="row">
            <Button kind="primary" disabled={busy} onPress={() => look(tab.id)}>
              Look at this page
            </Button>
          </div>
        </div>
      )}
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {preview === null ? null : preview.state === 'seen' ? <SeenPage preview={preview} /> : <NotLooked {...preview} />}
    </Card>
  );
}

function NotLooked(props: Extract<PagePreview, { state: 'not-looked' }>): ReactElement {
  const host = props.origin === null ? 'This page' : (URL.parse(props.origin)?.host ?? 'This page');
  return (
    <Callout tone="off">
      <strong>Nothing would be kept.</strong> {host}: {gateWords(props.gate)}. The page was not looked at.
    </Callout>
  );
}

function SeenPage(props: { readonly preview: Extract<PagePreview, { state: 'seen' }> }): ReactElement {
  const { preview } = props;
  return (
    <section className="stack" aria-label={`What would be kept of ${preview.site}`}>
      {preview.paused ? (
        <Callout tone="wait">
          You have paused: just now nothing is kept at all. After the pause it would be this.
        </Callout>
      ) : null}
      <p className="soft small">
        Words that can be read would stay. Press a token to see why something would not. Clicking a control records its
        name. Anything you don’t click or type into isn’t recorded.
      </p>
      <ul className="rows">
        <li>
          <span className="soft small">Title of the page</span>
          <br />
          <Parts parts={preview.title} />
        </li>
        <li>
          <span className="soft small">Address</span>
          <br />
          {URL.parse(preview.origin)?.host}
          <Parts parts={preview.path} />
        </li>
        {preview.controls.map((control, index) => (
          // Controls have no identity but their place, and the list is made anew as a whole.
          // oxlint-disable-next-line react/no-array-index-key
          <Control key={index} control={control} />
        ))}
      </ul>
      {preview.more ? <p className="soft small">The page holds more; this is its beginning.</p> : null}
      {preview.otherFrames === 0 ? null : (
        <p className="soft small">Parts of the page that belong to other sites were not looked at. They never are.</p>
      )}
    </section>
  );
}

function Control(props: { readonly control: ControlPreview }): ReactElement {
  const { role, name, entered, count } = props.control;
  return (
    <li>
      <div className="row apart">
        <span className="soft small">{roleWords[role] ?? (role === '' ? 'Part of the page' : role)}</span>
        {count === 1 ? null : <Badge tone="off">{count} alike</Badge>}
      </div>
      {name.length === 0 ? <span className="soft">Without a name</span> : <Parts parts={name} />}
      {entered === null ? null : <p className="small">{fateWords(entered)}</p>}
    </li>
  );
}

/** What becomes of what is entered into a field, in words. */
function fateWords(fate: ContentFate): string {
  switch (fate.keeps) {
    case 'nothing':
      return `Nothing of what you enter here is kept. ${fate.why}`;
    case 'literal':
      return 'What you enter here is kept as typed, apart from secrets and the like.';
    case 'strict':
      return 'Of what you enter here, only words of the interface are kept.';
    case 'standard':
      return 'Of what you enter here, ordinary words are kept; names, numbers and the rest are hidden.';
    default:
      fate satisfies never;
      return 'Assent cannot tell what of your input here is kept. Pause before you enter anything private.';
  }
}

const roleWords: Readonly<Record<string, string>> = {
  button: 'Button',
  cell: 'Cell',
  checkbox: 'Checkbox',
  columnheader: 'Column heading',
  combobox: 'List of choices',
  generic: 'Part of the page',
  gridcell: 'Cell',
  heading: 'Heading',
  img: 'Picture',
  link: 'Link',
  listbox: 'List of choices',
  menuitem: 'Menu entry',
  option: 'Option',
  radio: 'Radio button',
  row: 'Row',
  searchbox: 'Search field',
  spinbutton: 'Number field',
  switch: 'Switch',
  tab: 'Tab',
  textbox: 'Text field',
};

async function openTabs(sites: DecisionsView['sites']): Promise<readonly OpenTab[]> {
  const tabs = await chrome.tabs.query({});
  return tabs
    .toSorted((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))
    .flatMap(({ id, url, title }) => {
      const origin = URL.parse(url ?? '')?.origin;
      const site = sites.find((each) => each.origin === origin);
      return id === undefined || site === undefined ? [] : [{ id, text: `${site.name}: ${title ?? url ?? ''}` }];
    });
}

function tabFromAddress(): number | null {
  const tab = new URLSearchParams(location.hash.slice(1)).get('tab');
  return tab !== null && /^\d{1,10}$/.test(tab) ? Number(tab) : null;
}
