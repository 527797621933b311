import type { BatchUpload, DeviceUploadDetails } from "partner-center-batch-status";
import { htmlReport, type ReportedUpload, type ReportOptions } from "../../src/cli/html-report.ts";

/** Never part of a report: in each sample, every device has it as its product key, and some also repeat it elsewhere. */
export const PRODUCT_KEY = "BCDFG-HJKMP-QRTVW-XY346-789BC";

const OPTIONS: ReportOptions = { at: new Date("2026-03-02T10:24:31Z"), isWaiting: false, version: "1.2.3" };

function uploadOf(batch: number, customer = 1): BatchUpload {
  const last = (number: number) => String(number).padStart(12, "0");
  return {
    customerId: `c0000000-0000-4000-8000-${last(customer)}`,
    batchTrackingId: `d0000000-0000-4000-8000-${last(batch)}`,
  };
}

type Result = "succeeded" | "808" | "806" | "9001" | "unknown" | "pending";

const RESULTS: { [result in Result]: Partial<DeviceUploadDetails> } = {
  succeeded: { status: "finished" },
  "808": { status: "finished_with_errors", errorCode: "808", errorDescription: "ZtdDeviceAssignedToOtherTenant" },
  "806": { status: "finished_with_errors", errorCode: "806", errorDescription: "ZtdDeviceAlreadyAssigned" },
  "9001": { status: "finished_with_errors", errorCode: "9001", errorDescription: `Rejected: ${PRODUCT_KEY}` },
  unknown: { status: "unknown", errorCode: "0" },
  pending: { status: "queued" },
};

function deviceOf(result: Result, index: number): DeviceUploadDetails {
  return {
    serialNumber: `PF${String(31_000 + index * 7).padStart(6, "0")}`,
    productKey: PRODUCT_KEY,
    deviceId: `de000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    ...RESULTS[result],
  };
}

function batchOf(
  upload: BatchUpload,
  results: readonly Result[],
  status = "finished",
): ReportedUpload & { details: { devicesStatus: DeviceUploadDetails[] } } {
  return {
    upload,
    details: {
      batchTrackingId: upload.batchTrackingId,
      status,
      startedTime: "2026-03-02T10:12:08",
      completedTime: status === "processing" ? "0001-01-01T00:00:00" : "2026-03-02T10:22:19",
      devicesStatus: results.map(deviceOf),
    },
  };
}

function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

const FORTY: readonly Result[] = [
  ...times(12, "succeeded" as const),
  ...times(3, "808" as const),
  ...times(10, "succeeded" as const),
  ...(["806", "unknown", "808", "9001"] as const),
  ...times(9, "succeeded" as const),
  ...(["unknown", "808"] as const),
];

/** Serial numbers that would be markup, leave their column, or turn the text around them; and what a reader sees. */
export const HOSTILE_SERIAL_NUMBERS = [
  ...[
    "<img src=x onerror=alert(1)>",
    "</td></table><script>document.title='run'</script>",
    `"><svg onload=alert(1)>`,
    "&lt;b&gt; &amp;",
    "1".repeat(200),
  ].map((sent) => ({ sent, shown: sent })),
  { sent: "\u202eevil\u0000\u001b[31m", shown: "evil[31m" },
  { sent: `key ${PRODUCT_KEY.replaceAll("-", "\u2010")}`, shown: "key *****-*****-*****-*****-789BC" },
];

function hostile(): ReportedUpload {
  const sample = batchOf(uploadOf(9), times(HOSTILE_SERIAL_NUMBERS.length, "808"), '<i>"odd"</i>');
  const devices = HOSTILE_SERIAL_NUMBERS.map(({ sent }, index) => ({
    ...sample.details.devicesStatus[index],
    serialNumber: sent,
    productKey: null,
    errorDescription: `<b>${index}</b>`,
  }));
  return { upload: sample.upload, details: { ...sample.details, status: '<i>"odd"</i>', devicesStatus: devices } };
}

const FIVE: readonly ReportedUpload[] = [
  batchOf(uploadOf(1, 1), FORTY),
  batchOf(uploadOf(2, 1), times(25, "succeeded"), "finished"),
  batchOf(uploadOf(3, 2), [...times(6, "succeeded" as const), ...times(4, "808" as const)], "finished_with_errors"),
  {
    upload: uploadOf(4, 3),
    error: new Error("Partner Center responded with 403, code 20002: <no relationship> with the customer."),
  },
  batchOf(uploadOf(5, 2), [...times(3, "succeeded" as const), ...times(9, "pending" as const)], "processing"),
];

/** Reports by their names. */
export const SAMPLES = {
  "one device": htmlReport([batchOf(uploadOf(1), ["808"])], OPTIONS),
  "40 devices": htmlReport([batchOf(uploadOf(1), FORTY)], OPTIONS),
  "5,000 succeeded devices": htmlReport([batchOf(uploadOf(1), times(5000, "succeeded"))], OPTIONS),
  "5,000 failed devices": htmlReport([batchOf(uploadOf(1), times(5000, "808"))], OPTIONS),
  "five uploads": htmlReport(FIVE, OPTIONS),
  "five uploads in progress": htmlReport([...FIVE.slice(0, 4), { upload: uploadOf(5, 2) }], { ...OPTIONS, isWaiting: true }),
  "hostile text": htmlReport([hostile()], OPTIONS),
};
