import { createColors } from "picocolors";
import stringWidth from "string-width";
import {
  allSucceeded,
  type BatchUpload,
  type BatchUploadDetails,
  countDevices,
  type DeviceOutcome,
  type DeviceUploadDetails,
  deviceOutcome,
  explainDeviceError,
  isFinished,
  parseTimestamp,
} from "../index.ts";
import { maskProductKey } from "../redact.ts";
import { printableStart } from "./printable.ts";

/** Nobody reads longer tables. */
const MAX_ROWS = 20;

export interface FormatOptions {
  /** Whether long tables are printed in full. */
  all?: true | undefined;
  colors: boolean;
}

/** A batch, and the status received for it. The status may lack the batch's id. */
export interface KnownBatch {
  upload: BatchUpload;
  details: BatchUploadDetails;
}

/** Formats a batch and its devices for people. */
export function formatBatch({ upload, details }: KnownBatch, options: FormatOptions): string {
  return [heading(upload, details), deviceTable(details, options), adviceList([details]), conclusion(details)]
    .filter(Boolean)
    .join("\n\n");
}

/** Formats several batches. One line is enough for a batch whose devices all succeeded. */
export function formatBatches(count: number, batches: readonly KnownBatch[], options: FormatOptions): string {
  const succeeded = batches.filter(({ details }) => allSucceeded(details));
  const others = batches.filter(({ details }) => !allSucceeded(details));
  const lines = succeeded.map(({ upload, details }) => `${upload.batchTrackingId}  all ${countDevices(details).total} succeeded`);
  const sections = others.map(({ upload, details }) =>
    [heading(upload, details), deviceTable(details, options, true), conclusion(details)].filter(Boolean).join("\n\n"),
  );
  const missing = count - batches.length;
  const summary = `${succeeded.length} of ${count} batches fully succeeded${missing > 0 ? `, ${missing} could not be read` : ""}.`;
  return [lines.join("\n"), ...sections, adviceList(others.map(({ details }) => details)), summary].filter(Boolean).join("\n\n");
}

function heading(upload: BatchUpload, details: BatchUploadDetails): string {
  return `Batch      ${printableStart(details.batchTrackingId) || upload.batchTrackingId}
Status     ${printableStart(details.status)}
Started    ${formatTime(details.startedTime)}
Completed  ${formatTime(details.completedTime)}`;
}

function formatTime(timestamp: string | null | undefined): string {
  const time = parseTimestamp(timestamp);
  return time === undefined ? "-" : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** One line per device, failed devices first. */
function deviceTable(
  { devicesStatus }: BatchUploadDetails,
  { all, colors }: FormatOptions,
  onlyProblems = false,
): string | undefined {
  if (!devicesStatus?.length) return undefined;
  const devices = devicesStatus.map((device, index) => ({ device, index, outcome: deviceOutcome(device) }));
  devices.sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const selected = onlyProblems && !all ? devices.filter(({ outcome }) => outcome !== "succeeded") : devices;
  const shown = all ? selected : selected.slice(0, MAX_ROWS);
  const colorize = outcomeColors(colors);
  const rows = shown.map(({ device, index, outcome }) => {
    const error = explainDeviceError(device);
    const name = printableStart([error?.code, error?.name].filter(Boolean).join(" "));
    return [labelOf(device, index), colorize[outcome](outcome), name];
  });
  const lines = inColumns([["Device", "Outcome", "Error"], ...rows]);
  const remaining = selected.length - shown.length;
  return [...lines, ...(remaining > 0 ? [`… and ${remaining} more (use --all or --csv).`] : [])].join("\n");
}

const ORDER: readonly DeviceOutcome[] = ["failed", "unknown", "pending", "succeeded"];

function outcomeColors(isEnabled: boolean): Record<DeviceOutcome, (text: string) => string> {
  const { red, yellow, green } = createColors(isEnabled);
  return { failed: red, unknown: yellow, pending: yellow, succeeded: green };
}

function inColumns(rows: readonly string[][]): string[] {
  const widths = rows.reduce<number[]>(
    (widths, row) => row.map((cell, column) => Math.max(widths[column] ?? 0, stringWidth(cell))),
    [],
  );
  const padded = (cell: string, column: number) => cell + " ".repeat((widths[column] ?? 0) - stringWidth(cell));
  return rows.map((row) => row.map(padded).join("  ").trimEnd());
}

/** The advice for each error, once: often every device of a batch fails for the same reason. */
function adviceList(batches: readonly BatchUploadDetails[]): string | undefined {
  const explanations = batches.flatMap(({ devicesStatus }) => (devicesStatus ?? []).map(explainDeviceError));
  const advice = new Map(
    explanations.flatMap((error) =>
      error?.advice ? [[error.code, `${error.code}  ${error.advice}\n     ${error.source}`]] : [],
    ),
  );
  return advice.size === 0 ? undefined : ["What to do", ...advice.values()].join("\n");
}

/** What identifies the device best. Product keys are masked. */
function labelOf({ serialNumber, productKey, deviceId }: DeviceUploadDetails, index: number): string {
  return (
    printableStart(serialNumber) ||
    (productKey ? maskProductKey(productKey) : "") ||
    printableStart(deviceId) ||
    `device ${index + 1}`
  );
}

function conclusion(details: BatchUploadDetails): string {
  const { total, succeeded, failed, pending, unknown } = countDevices(details);
  const parts = [
    `${succeeded} of ${total} ${total === 1 ? "device" : "devices"} succeeded`,
    failed > 0 && `${failed} failed`,
    pending > 0 && `${pending} pending`,
    unknown > 0 && `${unknown} with an unknown outcome`,
  ];
  const sentence = total === 0 ? "No devices are listed" : parts.filter(Boolean).join(", ");
  if (!isFinished(details)) return `${sentence}. The batch is not finished. Try again in a minute.`;
  if (allSucceeded(details)) return `${sentence}.`;
  return `${sentence}. ${failed > 0 ? "Correct the failed devices and upload them again." : "Not every device succeeded."}`;
}
