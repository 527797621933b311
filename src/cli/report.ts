import Table from "cli-table3";
import { createColors } from "picocolors";
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
import { printable } from "./printable.ts";

/** Longer tables are no longer read. */
const MOST_ROWS = 20;

export interface ReportOptions {
  /** Whether a long table is shown as a whole. */
  all?: true;
}

/** Tells people what became of a batch. */
export function report(details: BatchUploadDetails, options: ReportOptions = {}): string {
  return [heading(details), deviceTable(details, options), adviceList([details]), conclusion(details)]
    .filter(Boolean)
    .join("\n\n");
}

/** The same of several batches: those in which everything went well in a line each. */
export function reportMany(
  count: number,
  batches: readonly { upload: BatchUpload; details: BatchUploadDetails }[],
  options: ReportOptions,
): string {
  const well = batches.filter(({ details }) => allSucceeded(details));
  const rest = batches.filter(({ details }) => !allSucceeded(details));
  const good = well.map(({ upload, details }) => `${upload.batchTrackingId}  all ${countDevices(details).total} succeeded`);
  const bad = rest.map(({ details }) =>
    [heading(details), deviceTable(details, options, true), conclusion(details)].filter(Boolean).join("\n\n"),
  );
  const silent = count - batches.length;
  const sentence = `${well.length} of ${count} batches went well in every device${silent > 0 ? `, ${silent} gave no answer` : ""}.`;
  return [good.join("\n"), ...bad, adviceList(rest.map(({ details }) => details)), sentence].filter(Boolean).join("\n\n");
}

function heading(details: BatchUploadDetails): string {
  return `Batch      ${printable(details.batchTrackingId) || "(no id)"}
Status     ${printable(details.status)}
Started    ${writeTime(details.startedTime)}
Completed  ${writeTime(details.completedTime)}`;
}

function writeTime(timestamp: string | null | undefined): string {
  const time = parseTimestamp(timestamp);
  return time === undefined ? "-" : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** One line per device, those that failed first. */
function deviceTable({ devicesStatus }: BatchUploadDetails, { all }: ReportOptions, onlyTrouble = false): string | undefined {
  if (!devicesStatus?.length) return undefined;
  const devices = devicesStatus.map((device, index) => ({ device, index, outcome: deviceOutcome(device) }));
  devices.sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const wanted = onlyTrouble && !all ? devices.filter(({ outcome }) => outcome !== "succeeded") : devices;
  const shown = all ? wanted : wanted.slice(0, MOST_ROWS);
  const table = new Table({
    head: ["Device", "Outcome", "Error"],
    chars: WITHOUT_LINES,
    style: { head: [], border: [], "padding-left": 0 },
  });
  for (const { device, index, outcome } of shown) {
    const error = explainDeviceError(device);
    table.push([
      labelOf(device, index),
      COLOURS[outcome](outcome),
      printable([error?.code, error?.name].filter(Boolean).join(" ")),
    ]);
  }
  const lines = table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
  const left = wanted.length - shown.length;
  return [...lines, ...(left > 0 ? [`… and ${left} more. All of them: --all, or --csv for Excel.`] : [])].join("\n");
}

const ORDER: readonly DeviceOutcome[] = ["failed", "unknown", "pending", "succeeded"];

// Away from a terminal isTTY is absent, and left to itself picocolors colours every pipe in CI.
const { red, yellow, green } = createColors(
  process.stdout.isTTY === true && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
);
const COLOURS = { failed: red, unknown: yellow, pending: yellow, succeeded: green };

const WITHOUT_LINES = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"]
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat("left-mid", "mid-mid", "right-mid", "middle")
    .map((name) => [name, name === "middle" ? " " : ""]),
);

/** What to do, once for each error, since a batch often fails for one reason throughout. */
function adviceList(batches: readonly BatchUploadDetails[]): string | undefined {
  const explanations = batches.flatMap(({ devicesStatus }) => (devicesStatus ?? []).map(explainDeviceError));
  const advice = new Map(
    explanations.flatMap((error) =>
      error?.advice ? [[error.code, `${error.code}  ${error.advice}\n     ${error.source}`]] : [],
    ),
  );
  return advice.size === 0 ? undefined : ["What to do", ...advice.values()].join("\n");
}

/** Whatever names a device best, a product key only by its end. */
function labelOf({ serialNumber, productKey, deviceId }: DeviceUploadDetails, index: number): string {
  return (
    printable(serialNumber) || (productKey ? maskProductKey(productKey) : "") || printable(deviceId) || `device ${index + 1}`
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
  if (!isFinished(details)) return `${sentence}. The batch is not finished: ask again in a minute.`;
  if (allSucceeded(details)) return `${sentence}.`;
  return `${sentence}. ${failed > 0 ? "Correct the failed devices, and upload them again." : "Not everything went well."}`;
}
