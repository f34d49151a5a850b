import { type ReactElement, useEffect, useState } from 'react';
import { Callout, Card, TextField } from '@assent/ui';
import type { PreviewPart } from '@assent/safeguards';
import { maxPreview, type DecisionsView, type PreviewChannel } from '@assent/device/requests';
import { ask, explainError } from './ask.ts';
import { Select, TextArea } from './inputs.tsx';
import { Parts } from './parts.tsx';

const channels: readonly { readonly value: PreviewChannel; readonly text: string }[] = [
  { value: 'text', text: 'Typed into a field' },
  { value: 'name', text: 'What a button or a field is called' },
  { value: 'title', text: 'The title of a page' },
  { value: 'path', text: 'A path, as in an address' },
];
/** While somebody types nothing is asked, ms. */
const rest = 200;

/** What would be kept of a text that is typed or pasted here. */
export function PreviewOfText(props: { readonly sites: DecisionsView['sites'] }): ReactElement {
  const [origin, setOrigin] = useState(props.sites[0]?.origin ?? '');
  const [channel, setChannel] = useState<PreviewChannel>('text');
  const [field, setField] = useState('');
  const [text, setText] = useState('');
  const [parts, setParts] = useState<readonly PreviewPart[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let gone = false;
    const name = field.trim() === '' ? null : field.slice(0, 200);
    const timer = setTimeout(() => {
      const show = (parts: readonly PreviewPart[], problem: string | null) => {
        if (gone) return;
        setParts(parts);
        setProblem(problem);
      };
      ask({ type: 'preview-text', origin, channel, text, field: name }).then(
        ({ parts }) => show(parts, null),
        (error: unknown) => show([], explainError(error)),
      );
    }, rest);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [origin, channel, text, field]);

  return (
    <Card title="A text of yours">
      <div className="entry">
        <Select
          label="Site"
          value={origin}
          options={props.sites.map((site) => ({ value: site.origin, text: site.name }))}
          onChange={setOrigin}
        />
        <Select label="Where it stands" value={channel} options={channels} onChange={setChannel} />
        {channel === 'text' ? (
          <TextField label="Field (if you like)" value={field} onChange={setField} placeholder="Subject" />
        ) : null}
      </div>
      <TextArea label="Text" value={text} maxLength={maxPreview} onChange={setText} />
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      <output aria-label="As it would be kept">
        {parts.length === 0 ? (
          <span className="soft small">Type or paste something; here you see what would be kept of it.</span>
        ) : (
          <span className="quote">
            <Parts parts={parts} />
          </span>
        )}
      </output>
    </Card>
  );
}
