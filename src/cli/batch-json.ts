import {
  allSucceeded,
  type BatchUpload,
  type BatchUploadDetails,
  countDevices,
  deviceOutcome,
  explainDeviceError,
  isFinished,
} from "../index.ts";

/** What `--json` prints of a batch: docs/batch-status.schema.json. Product keys are not masked yet. */
export function batchJson({ customerId, batchTrackingId }: BatchUpload, details: BatchUploadDetails): object {
  const { devicesStatus, ...members } = details;
  const summary = { finished: isFinished(details), allSucceeded: allSucceeded(details), ...countDevices(details) };
  const ours = { customerId, batchTrackingId, final: summary.finished, summary, error: undefined };
  const devices = (devicesStatus ?? []).map((device) => {
    const error = explainDeviceError(device);
    return { ...device, outcome: deviceOutcome(device), error };
  });
  // Ours come first for readers, and replace any members of the response with the same names.
  return { ...ours, ...members, ...ours, devices };
}

/** What `--json` prints if there is no status, or no final one: docs/batch-status.schema.json. */
export function errorJson({ customerId, batchTrackingId }: BatchUpload, error: Error, final: boolean): object {
  const { name, message } = error;
  // Not every error has them.
  const { code, status, faultCode }: { readonly [member: string]: unknown } = { ...error };
  return { customerId, batchTrackingId, final, error: { name, message, code, status, faultCode } };
}
