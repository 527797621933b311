/** Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON. */
import { createInterface } from "node:readline";
import { type AxiosResponse, isAxiosError } from "axios";
import { type ApiFault, type BatchUploadDetails, getBatchUploadStatus } from "./generated";

const [baseURL] = process.argv.slice(2);

for await (const id of createInterface(process.stdin)) {
  console.log(JSON.stringify({ id, ...(await fetchResult(id)) }));
}

async function fetchResult(id: string) {
  try {
    const batch = await getBatchUploadStatus(
      "47021739-3426-40bf-9601-61b4b6d7c793",
      id,
      { "MS-RequestId": id, "MS-CorrelationId": id, "X-Locale": "de-DE" },
      { baseURL, headers: { Authorization: "Bearer conformance-token" }, signal: AbortSignal.timeout(60_000) },
    );
    return { facts: facts(batch) };
  } catch (error) {
    // The response is undefined if none was received, and has the status 200 if its body is cut off.
    const response = isAxiosError<ApiFault>(error) ? error.response : undefined;
    return response === undefined || response.status === 200 ? { failure: String(error) } : { apiFault: apiFault(response) };
  }
}

function facts({ batchTrackingId, status, startedTime, completedTime, devicesStatus, attributes }: BatchUploadDetails) {
  const first = devicesStatus?.[0];
  const last = devicesStatus?.at(-1);
  return {
    "/batchTrackingId": batchTrackingId ?? null,
    "/status": status ?? null,
    "/startedTime": startedTime ?? null,
    "/completedTime": completedTime ?? null,
    "/attributes/objectType": attributes?.objectType ?? null,
    "/attributes/etag": attributes?.etag ?? null,
    "/devicesStatus/length": devicesStatus?.length ?? 0,
    "/devicesStatus/0/deviceId": first?.deviceId ?? null,
    "/devicesStatus/0/serialNumber": first?.serialNumber ?? null,
    "/devicesStatus/0/productKey": first?.productKey ?? null,
    "/devicesStatus/0/status": first?.status ?? null,
    "/devicesStatus/0/errorCode": first?.errorCode ?? null,
    "/devicesStatus/0/errorDescription": first?.errorDescription ?? null,
    "/devicesStatus/0/attributes/objectType": first?.attributes?.objectType ?? null,
    "/devicesStatus/last/serialNumber": last?.serialNumber ?? null,
    "/devicesStatus/last/errorCode": last?.errorCode ?? null,
  };
}

/** The data of a web page is its text, that of an empty body an empty string. Neither has a code. */
function apiFault({ status, data: { code } }: AxiosResponse<ApiFault>) {
  return { status, code: code == null ? null : String(code) };
}
