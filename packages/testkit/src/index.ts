export { arbitraryEventStream, arbitrarySourceId, arbitraryTarget } from './arbitrary-events.ts';
export { EventScript, scriptField, scriptTarget } from './event-script.ts';
export { scanBytes, scanForLeaks, type Leak, type LeakReport } from './leak-scan.ts';
