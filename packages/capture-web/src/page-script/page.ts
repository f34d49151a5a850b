import type { Emitter } from './emitter.ts';
import type { Listen } from './listeners.ts';

/** Watches the document itself: same-document navigation, the title, which comes after the start, and its view. */
export function watchPage(listen: Listen, emitter: Emitter, signal: AbortSignal): void {
  const look = () => emitter.refresh();
  // Seen from the isolated world without touching the page's own history functions.
  window.navigation?.addEventListener('currententrychange', look, { signal });
  listen('popstate', look);
  listen('hashchange', look);
  listen('DOMContentLoaded', look);
  listen('scroll', (event) => {
    if (event.target === document) emitter.outdate();
  });
  listen('resize', () => emitter.outdate());
}
