import { type ReactElement, useId } from 'react';

/** A labelled line of text. */
export function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly placeholder?: string;
  /** `password` shows dots instead of what is typed. */
  readonly type?: 'text' | 'password';
}): ReactElement {
  const id = useId();
  const hintId = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        type={props.type ?? 'text'}
        value={props.value}
        placeholder={props.placeholder}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={props.hint === undefined ? undefined : hintId}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {props.hint === undefined ? null : (
        <span id={hintId} className="soft small">
          {props.hint}
        </span>
      )}
    </div>
  );
}

/** One of a few answers. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly title: string;
  readonly detail: string;
}

/** Exactly one answer out of a few, each explained. */
export function Choices<Value extends string>(props: {
  readonly legend: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
}): ReactElement {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend className="soft small">{props.legend}</legend>
      {props.choices.map((choice) => (
        <label className="choice" key={choice.value}>
          <input
            type="radio"
            name={name}
            checked={props.value === choice.value}
            onChange={() => props.onChange(choice.value)}
          />
          <strong>{choice.title}</strong>
          <span className="soft small">{choice.detail}</span>
        </label>
      ))}
    </fieldset>
  );
}
