/** Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON. */
import { createInterface } from "node:readline";
import { type BatchUploadDetails, getBatchUploadStatus } from "./generated/client";
import { getBatchUploadStatusResponse } from "./generated/schemas";
import { settings } from "./generators/orval-fetch";

const [baseUrl = "", mode] = process.argv.slice(2);

settings.baseUrl = baseUrl;
settings.token = "conformance-token";
if (mode === "defaults") {
  // Without the hook the generated client calls the global fetch with a path.
  const { fetch } = globalThis;
  globalThis.fetch = (path, init) =>
    fetch(`${baseUrl}${path}`, { ...init, headers: { ...init?.headers, Authorization: "Bearer conformance-token" } });
}

for await (const id of createInterface(process.stdin)) {
  console.log(JSON.stringify({ id, ...(await fetchResult(id)) }));
}

async function fetchResult(id: string) {
  try {
    const headers = { "MS-RequestId": id, "MS-CorrelationId": id, "X-Locale": "de-DE" };
    const response = await getBatchUploadStatus("47021739-3426-40bf-9601-61b4b6d7c793", id, { headers });
    if (response.status !== 200) return { apiFault: apiFault(response.status, response.data.code) };
    return { facts: facts(mode === "recommended" ? getBatchUploadStatusResponse.parse(response.data) : response.data) };
  } catch (error) {
    return { failure: String(error) }; // No response was received, its body is not JSON, or it does not match the contract.
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

function apiFault(status: number, code: unknown) {
  return { status, code: code == null ? null : String(code) };
}
