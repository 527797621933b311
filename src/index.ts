export type { AttemptEvent } from "./attempt.ts";
export { type BatchStatusClient, createBatchStatusClient } from "./client.ts";
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
export type { BatchStatusClientOptions, CallOptions, WatchOptions } from "./options.ts";
export type { AccessToken, TokenCredential, TokenSource } from "./token.ts";
export type { Fetch } from "./transport.ts";
