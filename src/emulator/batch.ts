import { deviceOutcome } from "../details.ts";
import { KNOWN_ERRORS, type KnownDeviceErrorCode } from "../device-errors.ts";
import type { BatchUploadStatus, DeviceUploadDetails, DeviceUploadStatus } from "../generated/openapi.ts";
import type { Quirks } from "./quirks.ts";

/** A device as a partner uploads it, by serial number, product key, hardware hash, or several of them. */
export interface SubmittedDevice {
  serialNumber?: string;
  productKey?: string;
  /** Never returned in a response. */
  hardwareHash?: string;
  /**
   * The device's result: registered, rejected with a known error, or any status and error you choose.
   * @defaultValue `"success"`
   */
  result?: "success" | KnownDeviceErrorCode | { status?: DeviceUploadStatus; errorCode?: string; errorDescription?: string };
}

/** A batch to process. */
export interface Submission {
  devices: readonly SubmittedDevice[];
  /** @defaultValue the documentation's customer, 47021739-3426-40bf-9601-61b4b6d7c793 */
  customerId?: string;
  /** @defaultValue derived from the seed */
  batchTrackingId?: string;
  /**
   * Milliseconds from start to end; the batch is queued for the first tenth.
   * @defaultValue 600_000, as in the documentation
   */
  duration?: number;
  /** When the duration starts. @defaultValue `"submission"` */
  begins?: "submission" | "first-request";
  /** The batch's final status. @defaultValue derived from the devices and `finishedDespiteFailures` */
  status?: BatchUploadStatus;
  /** Overrides the emulator's quirks for this batch. */
  quirks?: Quirks;
  /**
   * The form of the location: `/customers/…`, `/v1/customers/…`, or an absolute URL.
   * @defaultValue `"relative"`, as Partner Center returns it
   */
  location?: "relative" | "versioned" | "absolute";
}

/** A batch that the emulator processes. */
export interface Batch {
  batchTrackingId: string;
  devices: readonly (SubmittedDevice & { deviceId: string })[];
  /** In milliseconds since 1970; undefined if the batch starts with its first request and none has arrived. */
  beganAt: number | undefined;
  /** Milliseconds from start to end. */
  duration: number;
  /** The batch's final status, unless it is derived from the devices. */
  finalStatus: BatchUploadStatus | undefined;
  quirks: Required<Quirks>;
}

/** The share of a batch's duration that it spends queued. */
const QUEUED_SHARE = 0.1;

/** The status of a batch after `elapsed` milliseconds: queued, then one device after another, then finished. */
export function detailsAt(batch: Batch, elapsed: number): object {
  const { quirks, beganAt = 0, duration } = batch;
  const queued = duration * QUEUED_SHARE;
  const isStarted = elapsed >= queued;
  const isCompleted = elapsed >= duration;
  const done = isCompleted ? batch.devices.length : Math.floor(((elapsed - queued) / (duration - queued)) * batch.devices.length);
  const devices = batch.devices.map((device, index) => deviceAt(device, index - done, quirks));
  return {
    batchTrackingId: batch.batchTrackingId,
    status: isCompleted ? finalStatus(batch, devices) : isStarted ? "processing" : "queued",
    startedTime: writeTime(isStarted ? beganAt + queued : undefined, quirks),
    completedTime: writeTime(isCompleted ? beganAt + duration : undefined, quirks),
    devicesStatus: isStarted || quirks.devicesWhileQueued ? devices : unset(quirks),
    attributes: attributes("BatchUploadDetails", quirks),
    ...(quirks.unknownMembers && { priority: "normal", origin: { channel: "csp" } }),
  };
}

/** @param ahead - Distance to the device in progress. Devices with a negative distance are done. */
function deviceAt(device: Batch["devices"][number], ahead: number, quirks: Required<Quirks>): DeviceUploadDetails {
  const result = ahead < 0 ? resultOf(device) : { status: ahead === 0 ? "in-progress" : "queued" };
  const missing = unset(quirks);
  return {
    deviceId: device.deviceId,
    serialNumber: device.serialNumber ?? missing,
    productKey: device.productKey ?? missing,
    status: result.status ?? missing,
    errorCode: result.errorCode ?? missing,
    errorDescription: result.errorDescription ?? missing,
    attributes: attributes("DeviceUploadDetails", quirks),
    ...(quirks.unknownMembers && { groupTag: "Sales" }),
  } as DeviceUploadDetails; // Safe: JSON.stringify drops undefined members.
}

function resultOf({ result = "success" }: SubmittedDevice) {
  if (result === "success") return { status: "finished" };
  if (typeof result === "object") return result;
  return { status: "finished_with_errors", errorCode: result, errorDescription: KNOWN_ERRORS[result].name };
}

function finalStatus(batch: Batch, devices: readonly DeviceUploadDetails[]): string {
  const hasFailures = devices.some((device) => deviceOutcome(device) === "failed");
  return batch.finalStatus ?? (hasFailures && !batch.quirks.finishedDespiteFailures ? "finished_with_errors" : "finished");
}

function attributes(objectType: string, quirks: Required<Quirks>) {
  return { objectType, ...(quirks.unknownMembers && { links: [] }) };
}

function unset({ unsetMembers }: Required<Quirks>): null | undefined {
  return unsetMembers === "null" ? null : undefined;
}

const UNSET_TIMES = { "year-0001": "0001-01-01T00:00:00", absent: undefined, null: null, empty: "" };

function writeTime(time: number | undefined, { times, unsetTimes }: Required<Quirks>): string | null | undefined {
  if (time === undefined) return UNSET_TIMES[unsetTimes];
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
  if (times === "seven-digits") return iso(time - 7 * 3_600_000).replace("Z", "0000-07:00");
  return iso(time).replace(/\.\d+Z$/, times === "utc" ? "Z" : "");
}
