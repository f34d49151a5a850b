import { rememberPasswords } from '../targets/field.ts';
import type { Listen } from './listeners.ts';
import { shadowRootOf } from '../targets/shadow.ts';

/**
 * Remembers the password fields that a page comes with, so that one which a script shows in the clear before anybody
 * touched it stays a secret: those of the document as soon as it is parsed, those in shadow trees when the page has
 * time. Runs once; what comes later is remembered at each press, Enter, Space and focus.
 */
export function rememberFirstPasswords(listen: Listen, signal: AbortSignal): void {
  const remember = () => {
    rememberPasswords(document);
    requestIdleCallback(
      () => {
        if (!signal.aborted) rememberIn(document);
      },
      { timeout: 2000 },
    );
  };
  if (document.readyState === 'loading') listen('DOMContentLoaded', remember);
  else remember();
}

function rememberIn(root: Document | ShadowRoot): void {
  rememberPasswords(root);
  for (const element of root.querySelectorAll('*')) {
    // Closed trees are asked for where they are usual; asking for one at each element would take too long.
    const inner = element.localName.includes('-') ? shadowRootOf(element) : element.shadowRoot;
    if (inner !== null) rememberIn(inner);
  }
}
