export { arbitraryEventStream, arbitrarySourceId, arbitraryTarget } from './arbitrary-events.ts';
