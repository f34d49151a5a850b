import type { ReactElement } from 'react';

/** Text in which what the safeguards have hidden (tokens `⟦…⟧`) is shown as covered. */
export function MaskedText(props: { readonly text: string }): ReactElement {
  const parts = props.text.split(/(⟦[^⟦⟧]*⟧)/u);
  return (
    <>
      {parts.map((part, index) =>
        part.startsWith('⟦') ? (
          // Parts have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <span className="masked" key={index} title="Hidden before it was stored">
            hidden
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}
