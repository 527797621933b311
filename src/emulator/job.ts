import { deviceOutcome } from "../details.ts";
import { KNOWN_ERRORS, type KnownDeviceErrorCode } from "../device-errors.ts";
import type { BatchUploadStatus, DeviceUploadDetails, DeviceUploadStatus } from "../generated/openapi.ts";
import { quote } from "../redact.ts";
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

/** @throws TypeError for a result that would be found out only when it is due. */
export function checkDevice({ result = "success" }: SubmittedDevice) {
  if (result === "success" || typeof result === "object" || Object.hasOwn(KNOWN_ERRORS, result)) return;
  throw new TypeError(
    `"result" must be "success", a known error code, or { status, errorCode, errorDescription }, but is ${quote(result)}`,
  );
}

/** A batch that the emulator works through. */
export interface Job {
  batchTrackingId: string;
  devices: readonly (SubmittedDevice & { deviceId: string })[];
  /** In milliseconds since 1970; undefined before the first look, where it begins with that. */
  beganAt: number | undefined;
  /** Milliseconds from the beginning to the end. */
  duration: number;
  /** The batch's status at the end, where it is not to follow from the devices. */
  finalStatus: BatchUploadStatus | undefined;
  quirks: Required<Quirks>;
}

/** The share of a job's duration that it waits before anything is done. */
const QUEUED_SHARE = 0.1;

/** How a job stands so many milliseconds after it began: queued, then its devices one after another, then finished. */
export function jobAt(job: Job, elapsed: number): object {
  const { quirks, beganAt = 0, duration } = job;
  const queued = duration * QUEUED_SHARE;
  const isStarted = elapsed >= queued;
  const isCompleted = elapsed >= duration;
  const done = isCompleted ? job.devices.length : Math.floor(((elapsed - queued) / (duration - queued)) * job.devices.length);
  const devices = job.devices.map((device, index) => deviceAt(device, index - done, quirks));
  return {
    batchTrackingId: job.batchTrackingId,
    status: isCompleted ? finalStatus(job, devices) : isStarted ? "processing" : "queued",
    startedTime: writeTime(isStarted ? beganAt + queued : undefined, quirks),
    completedTime: writeTime(isCompleted ? beganAt + duration : undefined, quirks),
    devicesStatus: isStarted || quirks.devicesWhileQueued ? devices : unset(quirks),
    attributes: attributes("BatchUploadDetails", quirks),
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
  const hasFailures = devices.some((device) => deviceOutcome(device) === "failed");
  return job.finalStatus ?? (hasFailures && !job.quirks.finishedDespiteFailures ? "finished_with_errors" : "finished");
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
