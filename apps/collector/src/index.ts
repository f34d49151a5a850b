export { createCollector, type Collector, type CollectorOptions } from './collector.ts';
export { createLog, type Log, type LogFields } from './log.ts';
