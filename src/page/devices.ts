import type { TypedSubmission } from "./control.ts";

/** Reads one device per line: a serial number, and an error code after a comma if the device is to fail. */
export function parseDevices(text: string): TypedSubmission["devices"] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const [serialNumber = "", result = ""] = line.split(",").map((part) => part.trim());
      return result === "" ? { serialNumber } : { serialNumber, result };
    });
}
