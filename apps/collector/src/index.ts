export { createCollector, type Collector, type CollectorOptions } from './collector.ts';
export { createLog, type Log, type LogFields } from './log.ts';
export { servePages, type PageServer } from './page-server.ts';
