import { open } from "node:fs/promises";
import { stringify } from "csv-stringify/sync";
import { type BatchUpload, type BatchUploadDetails, deviceOutcome, explainDeviceError } from "../index.ts";
import { maskProductKey } from "../redact.ts";
import { UsageError } from "./exit.ts";
import { printable } from "./printable.ts";

const COLUMNS = [
  ...["customerId", "batchTrackingId", "position", "serialNumber", "productKey", "deviceId"],
  ...["outcome", "status", "errorCode", "errorName", "advice", "action"],
];

/**
 * Checks `--csv` before the first request: an hour later is too late.
 *
 * @returns The file to write to; undefined for standard output, or without `--csv`.
 * @throws UsageError
 */
export async function csvFile({ csv, json }: { csv?: string | true; json?: true }): Promise<string | undefined> {
  if (csv === undefined) return undefined;
  if (csv !== true && csv !== "-") {
    // Fails while a spreadsheet has the file open, too.
    await open(csv, "a").then(
      (file) => file.close(),
      (error: unknown) => {
        throw new UsageError(`${csv} cannot be written: ${error instanceof Error ? error.message : error}`);
      },
    );
    return csv;
  }
  if (json) throw new UsageError("--json and --csv both print on standard output: name a file, as in --csv devices.csv");
  return undefined;
}

/** One line per device, or per failed device, for Excel: with a byte order mark, all fields quoted, and formulas escaped. */
export function devicesCsv(batches: readonly { upload: BatchUpload; details: BatchUploadDetails }[], onlyFailed = false): string {
  const lines = batches.flatMap(({ upload, details }) =>
    (details.devicesStatus ?? []).flatMap((device, index) => {
      const outcome = deviceOutcome(device);
      if (onlyFailed && outcome !== "failed") return [];
      const error = explainDeviceError(device);
      return {
        ...upload,
        position: index + 1,
        serialNumber: printable(device.serialNumber),
        productKey: device.productKey ? maskProductKey(device.productKey) : "",
        deviceId: printable(device.deviceId),
        outcome,
        status: printable(device.status),
        errorCode: printable(error?.code),
        errorName: printable(error?.name),
        advice: error?.advice ?? "",
        action: error?.action ?? "",
      };
    }),
  );
  return stringify(lines, {
    columns: COLUMNS,
    header: true,
    bom: true,
    quoted: true,
    quoted_empty: true,
    escape_formulas: true,
    record_delimiter: "windows",
  });
}
