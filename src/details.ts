import type { BatchUploadDetails, DeviceUploadDetails } from "./generated/openapi.ts";

/** A device's outcome. `unknown` means an undocumented status or none: neither a success nor a failure. */
export type DeviceOutcome = "succeeded" | "failed" | "pending" | "unknown";

const OUTCOMES: { readonly [status: string]: DeviceOutcome } = {
  finished: "succeeded",
  finished_with_errors: "failed",
  queued: "pending",
  processing: "pending",
  "in-progress": "pending",
};

/**
 * Derives a device's outcome from its status and error code.
 *
 * An error code other than `"0"` is a failure, whatever the status. So is the status `finished_with_errors`. `finished` is a
 * success; `queued`, `processing` and `in-progress` are pending. Statuses are case-insensitive.
 *
 * @example
 * ```ts
 * deviceOutcome({ status: "finished" }); // "succeeded"
 * deviceOutcome({ status: "finished", errorCode: "808" }); // "failed"
 * deviceOutcome({ status: "unknown", errorCode: "0" }); // "unknown"
 * ```
 */
export function deviceOutcome(device: Pick<DeviceUploadDetails, "status" | "errorCode">): DeviceOutcome {
  if (hasErrorCode(device)) return "failed";
  const status = normalize(device.status);
  return Object.hasOwn(OUTCOMES, status) ? (OUTCOMES[status] ?? "unknown") : "unknown";
}

/** Whether a device has an error code other than `"0"`. */
export function hasErrorCode(device: Pick<DeviceUploadDetails, "errorCode">): boolean {
  const errorCode = device.errorCode?.trim();
  return errorCode !== undefined && errorCode !== "" && errorCode !== "0";
}

/** The number of devices in a response, in total and by outcome. */
export type DeviceCounts = { total: number } & { [outcome in DeviceOutcome]: number };

/**
 * Counts the devices of a response by outcome. All counts are zero if none are listed, which can happen while the batch is queued.
 *
 * @example
 * ```ts
 * const { total, succeeded, failed, pending, unknown } = countDevices(details);
 * ```
 */
export function countDevices(details: Pick<BatchUploadDetails, "devicesStatus">): DeviceCounts {
  const counts = { total: 0, succeeded: 0, failed: 0, pending: 0, unknown: 0 };
  for (const device of details.devicesStatus ?? []) {
    counts.total += 1;
    counts[deviceOutcome(device)] += 1;
  }
  return counts;
}

/**
 * The devices that failed. An empty list does not mean success: devices may be pending, unknown, or not listed at all. Use
 * {@link allSucceeded} to check for success.
 *
 * @example
 * ```ts
 * for (const device of failedDevices(details)) console.log(device.serialNumber, explainDeviceError(device));
 * ```
 */
export function failedDevices(details: Pick<BatchUploadDetails, "devicesStatus">): DeviceUploadDetails[] {
  return (details.devicesStatus ?? []).filter((device) => deviceOutcome(device) === "failed");
}

/**
 * Whether the batch fully succeeded: it is `finished`, it lists devices, and every one of them succeeded.
 *
 * `finished` alone is not enough: the documentation's own example is `finished` although its only device failed. A batch that is
 * `finished_with_errors` did not succeed, even if all its devices did.
 *
 * @see https://learn.microsoft.com/en-us/partner-center/developer/get-the-status-of-a-device-batch-upload
 */
export function allSucceeded(details: Pick<BatchUploadDetails, "status" | "devicesStatus">): boolean {
  const { total, succeeded } = countDevices(details);
  return normalize(details.status) === "finished" && total > 0 && succeeded === total;
}

/**
 * Whether processing of the batch has ended: `finished` or `finished_with_errors`, case-insensitive. Undocumented statuses are not
 * final.
 */
export function isFinished(details: Pick<BatchUploadDetails, "status">): boolean {
  return ["finished", "finished_with_errors"].includes(normalize(details.status));
}

function normalize(status: string | null | undefined): string {
  return status?.trim().toLowerCase() ?? "";
}

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):?(\d\d))?$/i;

/**
 * Parses one of Partner Center's timestamps.
 *
 * A timestamp without an offset is UTC, although `new Date()` would read it as local time. Fractions of any length are truncated to
 * milliseconds, the precision of a `Date`.
 *
 * @returns The time; undefined if it is not set (absent, null, empty, or in the year 0001) or does not exist, such as February 30.
 *
 * @example
 * ```ts
 * parseTimestamp("2017-07-25T10:00:00")?.toISOString(); // "2017-07-25T10:00:00.000Z"
 * parseTimestamp("0001-01-01T00:00:00"); // undefined
 * ```
 */
export function parseTimestamp(timestamp: string | null | undefined): Date | undefined {
  const parts = TIMESTAMP.exec(timestamp?.trim() ?? "");
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as Six;
  const [fraction = "", sign, offsetHours = "0", offsetMinutes = "0"] = parts.slice(7);
  if (year <= 1 || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;

  // Not Date.UTC, which maps the years 0 to 99 to 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3).padEnd(3, "0")));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!exists) return undefined;

  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return new Date(date.getTime() + (sign === "-" ? offset : -offset));
}

// Safe: the first six groups of TIMESTAMP are part of every match.
type Six = [number, number, number, number, number, number];
