export { faultyStore, InjectedFault, type Fault } from './faulty-store.ts';
export { memoryStore } from './memory-store.ts';
export { describeSpoolStore, type SuiteFunctions } from './store-checks.ts';
