import { type FormEvent, type ReactElement, type ReactNode, useId } from 'react';

/** A labelled choice out of a list. */
export function Select<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
}): ReactElement {
  const id = useId();
  const choose = (chosen: string) => {
    const option = props.options.find(({ value }) => value === chosen);
    if (option !== undefined) props.onChange(option.value);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => choose(event.currentTarget.value)}>
        {props.options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A labelled box for longer text. */
export function TextArea(props: {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onChange: (value: string) => void;
}): ReactElement {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <textarea
        id={id}
        rows={4}
        value={props.value}
        maxLength={props.maxLength}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    </div>
  );
}

/** Fields that belong together; Enter in one of them does what its button does. */
export function Entry(props: {
  readonly label: string;
  readonly button: string;
  readonly disabled: boolean;
  readonly onEnter: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const enter = (event: FormEvent) => {
    event.preventDefault();
    if (!props.disabled) props.onEnter();
  };
  return (
    <form className="entry" aria-label={props.label} onSubmit={enter}>
      {props.children}
      <button type="submit" className="button plain" disabled={props.disabled}>
        {props.button}
      </button>
    </form>
  );
}
