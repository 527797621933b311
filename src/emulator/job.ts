import { KNOWN_ERRORS, type KnownDeviceErrorCode } from "../device-errors.ts";
import type { BatchUploadStatus, DeviceUploadDetails, DeviceUploadStatus } from "../generated/openapi.ts";
import type { BatchUpload } from "../location.ts";
import type { Quirks } from "./quirks.ts";

/** A device as a partner uploads it, by serial number, product key, hardware hash, or several of them. */
export interface SubmittedDevice {
  serialNumber?: string;
  productKey?: string;
  /** Never shown in an answer. */
  hardwareHash?: string;
  /**
   * What becomes of the device: registered, or refused with an error, or left with a status of your own.
   * @defaultValue `"success"`
   */
  result?: "success" | KnownDeviceErrorCode | { status?: DeviceUploadStatus; errorCode?: string; errorDescription?: string };
}

/** A batch that the emulator works through. */
export interface Job {
  upload: BatchUpload;
  devices: readonly (SubmittedDevice & { deviceId: string })[];
  /** When the batch was submitted, in milliseconds since 1970. */
  submittedAt: number;
  /** Milliseconds from the submission to the end. */
  duration: number;
  /** The batch's status at the end, where it is not to follow from the devices. */
  finalStatus: BatchUploadStatus | undefined;
  quirks: Required<Quirks>;
}

/** The share of a job's duration that it waits before anything is done. */
const QUEUED_SHARE = 0.1;

/** How a job stands at a moment: queued, then its devices one after another, then finished. */
export function jobAt(job: Job, now: number): object {
  const { quirks } = job;
  const startedAt = job.submittedAt + job.duration * QUEUED_SHARE;
  const completedAt = job.submittedAt + job.duration;
  const isStarted = now >= startedAt;
  const isCompleted = now >= completedAt;
  const share = isCompleted ? 1 : (now - startedAt) / (completedAt - startedAt);
  const done = Math.floor(share * job.devices.length);
  const devices = job.devices.map((device, index) => deviceAt(device, index - done, quirks));
  const details = {
    batchTrackingId: job.upload.batchTrackingId,
    status: isCompleted ? finalStatus(job, devices) : isStarted ? "processing" : "queued",
    startedTime: isStarted ? writeTime(startedAt, quirks) : undefined,
    completedTime: isCompleted ? writeTime(completedAt, quirks) : undefined,
    devicesStatus: isStarted || quirks.devicesWhileQueued ? devices : unset(quirks),
    attributes: attributes("BatchUploadDetails", quirks),
  };
  return {
    ...details,
    ...unsetTimes(details, quirks),
    ...(quirks.unknownMembers && { priority: "normal", origin: { channel: "csp" } }),
  };
}

/** `ahead` is the device's distance to the one in work: below it all are done. */
function deviceAt(device: Job["devices"][number], ahead: number, quirks: Required<Quirks>): DeviceUploadDetails {
  const result = ahead < 0 ? resultOf(device) : { status: ahead === 0 ? "in-progress" : "queued" };
  const none = unset(quirks);
  return {
    deviceId: device.deviceId,
    serialNumber: device.serialNumber ?? none,
    productKey: device.productKey ?? none,
    status: result.status ?? none,
    errorCode: result.errorCode ?? none,
    errorDescription: result.errorDescription ?? none,
    attributes: attributes("DeviceUploadDetails", quirks),
    ...(quirks.unknownMembers && { groupTag: "Sales" }),
  } as DeviceUploadDetails; // Sound: undefined members do not outlive JSON.stringify.
}

function resultOf({ result = "success" }: SubmittedDevice) {
  if (result === "success") return { status: "finished" };
  if (typeof result === "object") return result;
  return { status: "finished_with_errors", errorCode: result, errorDescription: KNOWN_ERRORS[result].name };
}

function finalStatus(job: Job, devices: readonly DeviceUploadDetails[]): string {
  const hasFailures = devices.some(({ status }) => status === "finished_with_errors");
  return job.finalStatus ?? (hasFailures && !job.quirks.finishedDespiteFailures ? "finished_with_errors" : "finished");
}

function attributes(objectType: string, quirks: Required<Quirks>) {
  return { objectType, ...(quirks.unknownMembers && { links: [] }) };
}

function unset({ unsetMembers }: Required<Quirks>): null | undefined {
  return unsetMembers === "null" ? null : undefined;
}

const UNSET_TIMES = { "year-0001": "0001-01-01T00:00:00", absent: undefined, null: null, empty: "" };

function unsetTimes(details: { startedTime: string | undefined; completedTime: string | undefined }, quirks: Required<Quirks>) {
  const none = UNSET_TIMES[quirks.unsetTimes];
  return { startedTime: details.startedTime ?? none, completedTime: details.completedTime ?? none };
}

function writeTime(time: number, { times }: Required<Quirks>): string {
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
  if (times === "seven-digits") return iso(time - 7 * 3_600_000).replace("Z", "0000-07:00");
  return iso(time).replace(/\.\d+Z$/, times === "utc" ? "Z" : "");
}
