import { createColors } from "picocolors";
import {
  allSucceeded,
  type BatchUpload,
  type BatchUploadDetails,
  countDevices,
  type DeviceErrorExplanation,
  type DeviceOutcome,
  type DeviceUploadDetails,
  deviceOutcome,
  explainDeviceError,
  isFinished,
  parseTimestamp,
} from "../index.ts";
import { maskProductKey } from "../redact.ts";
import { labelled, type Row, table, wrap } from "./layout.ts";
import { printableStart } from "./printable.ts";

/** Nobody reads longer tables. */
const MAX_ROWS = 20;

export interface FormatOptions {
  /** Whether long tables are printed in full. */
  all?: true | undefined;
  /** Whether tables list all failed devices, and no others. */
  failed?: true | undefined;
  colors: boolean;
  /** Columns of the terminal; Infinity if the output is not one. */
  width: number;
}

/** A batch, and the status received for it. The status may lack the batch's id. */
export interface KnownBatch {
  upload: BatchUpload;
  details: BatchUploadDetails;
}

/** A device with everything that its row and its error need. */
interface Device {
  device: DeviceUploadDetails;
  index: number;
  outcome: DeviceOutcome;
  error: DeviceErrorExplanation | undefined;
}

/** Formats a batch and its devices for people. */
export function formatBatch({ upload, details }: KnownBatch, options: FormatOptions): string {
  const devices = devicesOf(details);
  return sections([
    heading(upload, details, options),
    deviceTable(devices, options),
    errorList(devices, options),
    conclusion(details, devices, options),
  ]);
}

/** Formats several batches. One line is enough for a batch whose devices all succeeded. */
export function formatBatches(count: number, batches: readonly KnownBatch[], options: FormatOptions): string {
  const succeeded = batches.filter(({ details }) => allSucceeded(details));
  const others = batches
    .filter(({ details }) => !allSucceeded(details))
    .map((batch) => ({ ...batch, devices: devicesOf(batch.details) }));
  const hasCustomers = new Set(batches.map(({ upload }) => upload.customerId.toLowerCase())).size > 1;
  const problems = others.map(({ upload, details, devices }) => {
    const listed = options.all ? devices : devices.filter(({ outcome }) => outcome !== "succeeded");
    return sections([
      heading(upload, details, options, hasCustomers),
      deviceTable(listed, options),
      conclusion(details, devices, options),
    ]);
  });
  const missing = count - batches.length;
  const summary = `${number(succeeded.length)} of ${number(count)} batches fully succeeded`;
  return sections([
    successList(succeeded, hasCustomers),
    ...problems,
    errorList(
      others.flatMap(({ devices }) => devices),
      options,
    ),
    `${summary}${missing > 0 ? `, ${number(missing)} could not be read` : ""}.`,
  ]);
}

function sections(texts: readonly (string | undefined)[]): string {
  return texts.filter(Boolean).join("\n\n");
}

/** Failed devices first. */
function devicesOf({ devicesStatus }: BatchUploadDetails): Device[] {
  const devices = (devicesStatus ?? []).map((device, index) => ({
    device,
    index,
    outcome: deviceOutcome(device),
    error: explainDeviceError(device),
  }));
  return devices.sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
}

const ORDER: readonly DeviceOutcome[] = ["failed", "unknown", "pending", "succeeded"];

function heading(upload: BatchUpload, details: BatchUploadDetails, { width }: FormatOptions, hasCustomers = false): string {
  return [
    labelled("Batch      ", printableStart(details.batchTrackingId) || upload.batchTrackingId, width),
    ...(hasCustomers ? [`Customer   ${upload.customerId}`] : []),
    labelled("Status     ", printableStart(details.status), width),
    `Started    ${formatTime(details.startedTime)}`,
    `Completed  ${formatTime(details.completedTime)}`,
  ].join("\n");
}

function formatTime(timestamp: string | null | undefined): string {
  const time = parseTimestamp(timestamp);
  return time === undefined ? "-" : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** A line for each batch, below their customers if there are several. */
function successList(batches: readonly KnownBatch[], hasCustomers: boolean): string {
  const lines = new Map<string, string[]>();
  for (const { upload, details } of batches) {
    const customer = hasCustomers ? [`Customer   ${upload.customerId.toLowerCase()}`] : [];
    const line = `${upload.batchTrackingId}  all ${number(countDevices(details).total)} succeeded`;
    const group = lines.get(upload.customerId.toLowerCase());
    if (group === undefined) lines.set(upload.customerId.toLowerCase(), [...customer, line]);
    else group.push(line);
  }
  return [...lines.values()].map((group) => group.join("\n")).join("\n\n");
}

/** A row for each device. A long table is truncated, but contains a device for each error. */
function deviceTable(devices: readonly Device[], options: FormatOptions): string | undefined {
  const { all, failed, colors, width } = options;
  const selected = failed ? devices.filter(({ outcome }) => outcome === "failed") : devices;
  if (selected.length === 0) return undefined;
  const shown = all || failed ? selected : firstOf(selected);
  const color = outcomeColors(colors);
  const rows = shown.map(({ device, index, outcome, error }): Row => {
    const reason = [error?.code, error?.name].filter(Boolean).join(" ");
    return [labelOf(device, index), outcome, printableStart(reason), color[outcome]];
  });
  const isShown = new Set(shown);
  const hidden = selected.filter((device) => !isShown.has(device));
  return [table([["Device", "Outcome", "Error"], ...rows], width), ...notShown(hidden, width)].join("\n");
}

/** The first devices, and the first one with each error. */
function firstOf(devices: readonly Device[]): readonly Device[] {
  if (devices.length <= MAX_ROWS) return devices;
  const firsts = new Map<string, Device>();
  for (const device of devices) {
    if (device.error !== undefined && !firsts.has(keyOf(device.error))) firsts.set(keyOf(device.error), device);
  }
  const selected = new Set(firsts.values());
  for (const device of devices) if (selected.size < MAX_ROWS) selected.add(device);
  return devices.filter((device) => selected.has(device));
}

/** How many devices a table leaves out, and the options that print them. */
function notShown(devices: readonly Device[], width: number): string[] {
  if (devices.length === 0) return [];
  const counts = ORDER.map((outcome) => ({ outcome, count: devices.filter((device) => device.outcome === outcome).length }));
  const parts = counts.filter(({ count }) => count > 0).map(({ outcome, count }) => `${number(count)} ${outcome}`);
  const options = ["--all", ...(parts[0]?.endsWith("failed") ? ["--failed"] : []), "--csv", "--html"];
  return wrap(`${list(parts)} not shown: ${options.join(", ")}`, width);
}

function outcomeColors(isEnabled: boolean): Record<DeviceOutcome, (text: string) => string> {
  const { red, yellow, green } = createColors(isEnabled);
  return { failed: red, unknown: yellow, pending: yellow, succeeded: green };
}

/** Each error once, with its devices counted, most devices first: often every device of a batch fails for the same reason. */
function errorList(devices: readonly Device[], { width }: FormatOptions): string | undefined {
  const errors = new Map<string, { error: DeviceErrorExplanation; count: number }>();
  for (const { error } of devices) {
    if (error === undefined) continue;
    const known = errors.get(keyOf(error));
    if (known === undefined) errors.set(keyOf(error), { error, count: 1 });
    else known.count += 1;
  }
  if (errors.size === 0) return undefined;
  const entries = [...errors.values()].sort((a, b) => b.count - a.count).map((entry) => errorEntry(entry, width));
  return ["Errors", ...entries].join("\n");
}

function errorEntry({ error, count }: { error: DeviceErrorExplanation; count: number }, width: number): string {
  const { code, name, advice, source } = error;
  const title = `${printableStart(name) || "an error without a name"}: ${number(count)} ${count === 1 ? "device" : "devices"}`;
  const label = printableStart(code);
  return [
    label.length <= 3 ? labelled(label.padEnd(INDENT.length), title, width) : labelled("", `${label}  ${title}`, width),
    ...(advice === undefined ? [] : [labelled(INDENT, advice, width)]),
    // Not broken, so that it can be opened.
    ...(source === undefined ? [] : [INDENT + source]),
  ].join("\n");
}

/** Known codes have three digits. */
const INDENT = "     ";

/** Identifies an error: by its code, whatever names the server sends, or else by its name. */
function keyOf({ code, name }: DeviceErrorExplanation): string {
  return code ?? `name ${name}`;
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

function conclusion(details: BatchUploadDetails, devices: readonly Device[], { width }: FormatOptions): string {
  const { total, succeeded, failed, pending, unknown } = countDevices(details);
  const parts = [
    `${number(succeeded)} of ${number(total)} ${total === 1 ? "device" : "devices"} succeeded`,
    failed > 0 && `${number(failed)} failed`,
    pending > 0 && `${number(pending)} pending`,
    unknown > 0 && `${number(unknown)} with an unknown outcome`,
  ];
  const sentence = `${total === 0 ? "No devices are listed" : parts.filter(Boolean).join(", ")}.`;
  return wrap(`${sentence} ${nextStep(details, devices)}`.trim(), width).join("\n");
}

function nextStep(details: BatchUploadDetails, devices: readonly Device[]): string {
  if (!isFinished(details)) return "The batch is not finished. Try again in a minute.";
  const errors = devices.flatMap(({ error }) => error ?? []);
  if (errors.length === 0) return allSucceeded(details) ? "" : "Not every device succeeded.";
  // Advice may say that another upload would fail for the same reason.
  return errors.some(({ advice }) => advice !== undefined) ? "" : "Correct the failed devices and upload them again.";
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

function list(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(" and ") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
