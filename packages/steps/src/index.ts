export { reducerVersion } from './limits.ts';
export { parseEventLine, StepsError, stepsErrorCodes, stepsOfEvents, type StepsErrorCode } from './lines.ts';
export { flush, reduce, tick } from './reduce.ts';
export { initialState, type Reduced, type ReducerOutput, type ReducerState } from './state.ts';
