export { StepsError, stepsErrorCodes, type StepsErrorCode } from './errors.ts';
export { reducerVersion } from './limits.ts';
export { parseEventLine, stepsOfEvents } from './lines.ts';
export { flush, reduce, tick } from './reduce.ts';
export { initialState, type Reduced, type ReducerOutput, type ReducerState } from './state.ts';
