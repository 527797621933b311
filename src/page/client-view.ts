import {
  allSucceeded,
  type BatchUploadDetails,
  countDevices,
  explainDeviceError,
  failedDevices,
  isBatchStatusError,
} from "../index.ts";
import { element, facts } from "./elements.ts";
import { longText } from "./long-text.ts";
import type { Exchange } from "./send.ts";

/** In one sentence, what the client made of a response. */
export function summarizeResult(result: Exchange["result"]): string {
  if ("details" in result) {
    const { status } = result.details;
    return `The client returned a batch that is ${status}; allSucceeded is ${allSucceeded(result.details)}.`;
  }
  return `The client threw ${nameOf(result.error)}.`;
}

/** What the client returned or threw. */
export function showResult(result: Exchange["result"]): Node[] {
  return "details" in result ? showDetails(result.details) : showError(result.error);
}

function showDetails(details: BatchUploadDetails): Node[] {
  const counts = Object.entries(countDevices(details)).map(([name, count]) => `${name} ${count}`);
  return [
    element("p", { className: "verdict" }, "Returned BatchUploadDetails"),
    facts([["allSucceeded", String(allSucceeded(details))], ["countDevices", counts.join(", ")], ...explanations(details)]),
    longText("Returned value", JSON.stringify(details, undefined, 2)),
  ];
}

/** One per error, however many devices have it. */
function explanations(details: BatchUploadDetails): [string, string][] {
  const devices = new Map(failedDevices(details).map((device) => [device.errorCode, device]));
  return [...devices.values()].flatMap((device) => {
    const { code, name = "", advice } = explainDeviceError(device) ?? {};
    return code === undefined ? [] : [["explainDeviceError", [`${code} ${name}`.trim(), advice].filter(Boolean).join(": ")]];
  });
}

function showError(error: unknown): Node[] {
  const message = error instanceof Error ? error.message : String(error);
  const shown = [element("p", { className: "verdict failed" }, `Threw ${nameOf(error)}`), element("p", {}, message)];
  if (!isBatchStatusError(error)) return shown;
  // Logs omit `fault`; a program that needs it can read it.
  const properties = { ...error, ...("fault" in error && { fault: error.fault }) };
  return [...shown, longText("Properties of the error", JSON.stringify(properties, undefined, 2))];
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
