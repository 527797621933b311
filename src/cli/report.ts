import Table from "cli-table3";
import {
  allSucceeded,
  type BatchUploadDetails,
  countDevices,
  type DeviceUploadDetails,
  deviceOutcome,
  explainDeviceError,
  isFinished,
  parseTimestamp,
} from "../index.ts";
import { maskProductKey } from "../redact.ts";
import { printable } from "./printable.ts";

/** Tells people what became of a batch. */
export function report(details: BatchUploadDetails): string {
  return [heading(details), deviceTable(details), adviceList(details), conclusion(details)].filter(Boolean).join("\n\n");
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

/** One line per device. */
function deviceTable({ devicesStatus }: BatchUploadDetails): string | undefined {
  if (!devicesStatus?.length) return undefined;
  const table = new Table({
    head: ["Device", "Outcome", "Error"],
    chars: WITHOUT_LINES,
    style: { head: [], border: [], "padding-left": 0 },
  });
  for (const [index, device] of devicesStatus.entries()) {
    const error = explainDeviceError(device);
    table.push([labelOf(device, index), deviceOutcome(device), printable([error?.code, error?.name].filter(Boolean).join(" "))]);
  }
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

const WITHOUT_LINES = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"]
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat("left-mid", "mid-mid", "right-mid", "middle")
    .map((name) => [name, name === "middle" ? " " : ""]),
);

/** What to do, once for each error, since a batch often fails for one reason throughout. */
function adviceList({ devicesStatus }: BatchUploadDetails): string | undefined {
  const explanations = (devicesStatus ?? []).map(explainDeviceError);
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
  return allSucceeded(details) ? `${sentence}.` : `${sentence}. Not everything went well.`;
}
