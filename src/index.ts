export { ArgumentError } from "./argument-error.ts";
export { type BatchStatusClient, type BatchUploadWatch, createBatchStatusClient } from "./client.ts";
export {
  allSucceeded,
  countDevices,
  type DeviceCounts,
  type DeviceOutcome,
  deviceOutcome,
  failedDevices,
  isFinished,
  parseTimestamp,
} from "./details.ts";
export { type DeviceErrorExplanation, explainDeviceError } from "./device-errors.ts";
export {
  ApiError,
  type ApiErrorCategory,
  BatchStatusError,
  InvalidResponseError,
  isBatchStatusError,
  NetworkError,
  WatchDeadlineError,
} from "./errors.ts";
export type { DeviceErrorAction } from "./generated/device-errors.ts";
export type {
  ApiFault,
  BatchUploadDetails,
  BatchUploadStatus,
  components,
  DeviceUploadDetails,
  DeviceUploadStatus,
  paths,
  ResourceAttributes,
} from "./generated/openapi.ts";
export { type BatchUpload, parseBatchLocation } from "./location.ts";
export type {
  AccessToken,
  AttemptEvent,
  BatchStatusClientOptions,
  BatchUploadPoll,
  CallOptions,
  Fetch,
  PollOptions,
  PollState,
  TokenCredential,
  TokenSource,
  WatchOptions,
} from "./options.ts";
