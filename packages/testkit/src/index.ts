export { arbitraryEventStream, arbitrarySourceId, arbitraryTarget } from './arbitrary-events.ts';
export { EventScript, scriptField, scriptTarget } from './event-script.ts';
