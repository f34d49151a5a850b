import { type ReactElement, type ReactNode, useId } from 'react';

/** The state of something: running, waiting, off, or in need of attention. */
export type Tone = 'on' | 'wait' | 'off' | 'danger';

/** A whole page with its heading. */
export function Page(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <main className="page">
      <header className="page-head">
        <span className="brand">Assent</span>
        <h1>{props.title}</h1>
        {props.lead === undefined ? null : <p className="soft">{props.lead}</p>}
      </header>
      <div className="stack">{props.children}</div>
    </main>
  );
}

/** A section with a heading, on a surface of its own. */
export function Card(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const id = useId();
  return (
    <section className="card stack" aria-labelledby={id}>
      <div className="row apart">
        <h2 id={id}>{props.title}</h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}

/** A short word for the state of something. */
export function Badge(props: { readonly tone: Tone; readonly children: ReactNode }): ReactElement {
  return <span className={`badge ${props.tone}`}>{props.children}</span>;
}

/** A message within a page. A `danger` one is announced at once. */
export function Callout(props: { readonly tone: Tone; readonly children: ReactNode }): ReactElement {
  return (
    <div className={`callout ${props.tone}`} role={props.tone === 'danger' ? 'alert' : 'status'}>
      {props.children}
    </div>
  );
}

/** Statements as a list. */
export function Points(props: { readonly points: readonly string[] }): ReactElement {
  return (
    <ul className="points">
      {props.points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}

/** A few numbers with what they count. */
export function Figures(props: {
  readonly figures: readonly (readonly [label: string, value: number])[];
}): ReactElement {
  return (
    <dl className="figures">
      {props.figures.map(([label, value]) => (
        <div className="figure" key={label}>
          <dt>{label}</dt>
          <dd>{value.toLocaleString()}</dd>
        </div>
      ))}
    </dl>
  );
}
