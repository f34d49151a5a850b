export type { Command, CommandOf, CommandResults, CommandType } from './command.ts';
export { deviceErrorCodes, type DeviceErrorCode } from './errors.ts';
export type { Profile } from './membership/profile.ts';
export type {
  Clock,
  DevicePorts,
  DeviceStore,
  DocumentLocation,
  Failure,
  Http,
  Indicator,
  IndicatorState,
  MachineFacts,
  OpenStore,
  OwnTask,
  PagePreviewer,
  SeenControl,
  SeenDocument,
  SensorControl,
  SessionMemory,
  SnapshotSensor,
} from './ports.ts';
export type { CaptureAnswer } from './recording/documents.ts';
export { maxSensorDelay } from './recording/recorder.ts';
export { createDevice, type Device } from './runtime.ts';
export type { Machine } from './snapshots/budget.ts';
export type { KeptMedia, MaskedSnapshot, SnapshotTerms, TakenSnapshot } from './snapshots/snapshot.ts';
export type { SnapshotAnswer } from './snapshots/take.ts';
