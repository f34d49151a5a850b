import type { ReactElement, ReactNode } from 'react';

/** What a button is for: the one main act of a view, an ordinary act, one that takes something away, or a small one. */
export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet';

/** A button. `label` is its accessible name where the visible text alone would not say what it does. */
export function Button(props: {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly kind?: ButtonKind;
  readonly disabled?: boolean;
  readonly label?: string;
}): ReactElement {
  const { children, onPress, kind = 'plain', disabled = false, label } = props;
  return (
    <button type="button" className={`button ${kind}`} disabled={disabled} aria-label={label} onClick={onPress}>
      {children}
    </button>
  );
}
