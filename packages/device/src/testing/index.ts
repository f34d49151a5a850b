export { TestClock } from './clock.ts';
export { enrolmentCode, TestCollector, type TestRequest } from './collector.ts';
export { TestDocument, type DocumentHost } from './documents.ts';
export { orders, Refused, TestHost } from './host.ts';
export { TestDeviceStore, TestSessionMemory } from './memory.ts';
export type { TestProgram } from './program.ts';
