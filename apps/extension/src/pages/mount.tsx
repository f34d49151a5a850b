import '@assent/ui/styles.css';
import { type ReactElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

/** Puts a page's content into its document. */
export function mount(content: ReactElement): void {
  const root = document.getElementById('root');
  if (root === null) throw new TypeError('the page has no root');
  createRoot(root).render(<StrictMode>{content}</StrictMode>);
}
