import { type DeviceCounts, deviceOutcome } from "../details.ts";
import { KNOWN_ERRORS } from "../generated/device-errors.ts";
import type { BatchState, Quirks, SubmittedDevice } from "../generated/emulator.ts";
import type { BatchUploadStatus, DeviceUploadDetails } from "../generated/openapi.ts";
import type { BatchUpload } from "../location.ts";

/** A batch that the emulator processes. */
export interface Batch {
  upload: BatchUpload;
  devices: readonly (SubmittedDevice & { deviceId: string })[];
  outcomes: Outcomes;
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

/** For each number of devices that are done, from 0 to all, how many of them have each outcome. */
interface Outcomes {
  succeeded: Uint32Array;
  failed: Uint32Array;
  unknown: Uint32Array;
}

/** Counts once what every look at the emulator's state would have to count again. */
export function countOutcomes(devices: readonly SubmittedDevice[]): Outcomes {
  const countsOf = (outcome: keyof Outcomes) => {
    const counts = new Uint32Array(devices.length + 1);
    for (const [index, device] of devices.entries()) {
      counts[index + 1] = (counts[index] ?? 0) + (deviceOutcome(resultOf(device)) === outcome ? 1 : 0);
    }
    return counts;
  };
  return { succeeded: countsOf("succeeded"), failed: countsOf("failed"), unknown: countsOf("unknown") };
}

/** How far a batch is: queued, then one device after another, then finished. */
interface Progress {
  status: string;
  isStarted: boolean;
  isCompleted: boolean;
  /** The number of devices that are done. */
  done: number;
}

function progressAt(batch: Batch, now: number): Progress {
  const { beganAt = now, duration, devices } = batch;
  const elapsed = now - beganAt;
  const queued = duration * QUEUED_SHARE;
  const isStarted = batch.beganAt !== undefined && elapsed >= queued;
  const isCompleted = batch.beganAt !== undefined && elapsed >= duration;
  const share = isStarted ? (elapsed - queued) / (duration - queued) : 0;
  const done = isCompleted ? devices.length : Math.floor(share * devices.length);
  const status = isCompleted ? finalStatus(batch) : isStarted ? "processing" : "queued";
  return { status, isStarted, isCompleted, done };
}

/** The status of a batch as Partner Center responds with it. */
export function detailsAt(batch: Batch, now: number): object {
  const { quirks, beganAt = now, duration } = batch;
  const { status, isStarted, isCompleted, done } = progressAt(batch, now);
  return {
    batchTrackingId: batch.upload.batchTrackingId,
    status,
    startedTime: writeTime(isStarted ? beganAt + duration * QUEUED_SHARE : undefined, quirks),
    completedTime: writeTime(isCompleted ? beganAt + duration : undefined, quirks),
    devicesStatus:
      isStarted || quirks.devicesWhileQueued
        ? batch.devices.map((device, index) => deviceAt(device, isStarted ? index - done : Infinity, quirks))
        : unset(quirks),
    attributes: attributes("BatchUploadDetails", quirks),
    ...(quirks.unknownMembers && { priority: "normal", origin: { channel: "csp" } }),
  };
}

/** The same for the emulator's state. Takes the same time however many devices there are. */
export function stateAt(batch: Batch, now: number): BatchState {
  const { upload, beganAt, duration } = batch;
  const { status, done } = progressAt(batch, now);
  return { ...upload, status, ...(beganAt !== undefined && { beganAt }), duration, devices: countsAt(batch, done) };
}

function countsAt({ devices, outcomes }: Batch, done: number): DeviceCounts {
  const [succeeded = 0, failed = 0, unknown = 0] = [outcomes.succeeded[done], outcomes.failed[done], outcomes.unknown[done]];
  const total = devices.length;
  return { total, succeeded, failed, pending: total - succeeded - failed - unknown, unknown };
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

function finalStatus({ finalStatus, devices, outcomes, quirks }: Batch): string {
  const hasFailures = outcomes.failed[devices.length] !== 0;
  return finalStatus ?? (hasFailures && !quirks.finishedDespiteFailures ? "finished_with_errors" : "finished");
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
