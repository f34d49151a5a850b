import { type ReactElement, useId } from 'react';
import type { PreviewPart } from '@assent/safeguards';

/** A text as it would be kept: kept words as they are, hidden ones as tokens that say why when they are pressed. */
export function Parts(props: { readonly parts: readonly PreviewPart[] }): ReactElement {
  return (
    <span className="parts">
      {props.parts.map((part, index) =>
        part.kept ? (
          part.text
        ) : (
          // Parts have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <Hidden key={index} token={part.token} text={part.text} why={part.why} />
        ),
      )}
    </span>
  );
}

/** A hidden stretch. A native popover: it opens by mouse and keyboard, and Escape or a press elsewhere closes it. */
function Hidden(props: { readonly token: string; readonly text: string; readonly why: string }): ReactElement {
  const id = useId();
  const { token, text, why } = props;
  return (
    <>
      <button
        type="button"
        className="masked why"
        popoverTarget={id}
        title={why}
        aria-label={`Hidden, kept as ${token}. Why?`}
      >
        {token}
      </button>
      <span popover="auto" id={id} className="why-box">
        <strong>{why}</strong>
        <span className="soft small">Instead of “{shortened(text)}” only this sign would be kept.</span>
      </span>
    </>
  );
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
