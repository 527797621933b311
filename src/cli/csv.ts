import { stringify } from "csv-stringify/sync";
import { type BatchUpload, type BatchUploadDetails, deviceOutcome, explainDeviceError } from "../index.ts";
import { maskProductKey } from "../redact.ts";
import { printable } from "./printable.ts";

const COLUMNS = [
  ...["customerId", "batchTrackingId", "position", "serialNumber", "productKey", "deviceId"],
  ...["outcome", "status", "errorCode", "errorName", "advice", "action"],
];

/** One line per device, for Excel: with a byte order mark, all fields quoted, and formulas escaped. */
export function devicesCsv(batches: readonly { upload: BatchUpload; details: BatchUploadDetails }[]): string {
  const lines = batches.flatMap(({ upload, details }) =>
    (details.devicesStatus ?? []).map((device, index) => {
      const error = explainDeviceError(device);
      return {
        ...upload,
        position: index + 1,
        serialNumber: printable(device.serialNumber),
        productKey: device.productKey ? maskProductKey(device.productKey) : "",
        deviceId: printable(device.deviceId),
        outcome: deviceOutcome(device),
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
