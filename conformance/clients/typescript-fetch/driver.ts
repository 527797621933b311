/** Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON. */
import { createInterface } from "node:readline";
import { ApiFaultFromJSON, type BatchUploadDetails, Configuration, DeviceBatchUploadsApi, ResponseError } from "./generated";

const [basePath, mode] = process.argv.slice(2);

const api = new DeviceBatchUploadsApi(
  new Configuration({
    basePath,
    accessToken: "conformance-token",
    ...(mode === "recommended" && { headers: { Accept: "application/json" } }), // fetch sends */*
  }),
);

for await (const id of createInterface(process.stdin)) {
  console.log(JSON.stringify({ id, ...(await fetchResult(id)) }));
}

async function fetchResult(id: string) {
  try {
    const batch = await api.getBatchUploadStatus({
      customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
      batchTrackingId: id,
      mSRequestId: id,
      mSCorrelationId: id,
      xLocale: "de-DE",
    });
    // The batch is null if the body is null, whatever the type says.
    return batch === null ? { failure: "no batch" } : { facts: facts(batch) };
  } catch (error) {
    return error instanceof ResponseError ? { apiFault: await apiFault(error.response) } : { failure: String(error) };
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

/** The body may be empty or a web page. */
async function apiFault(response: Response) {
  const code = ApiFaultFromJSON(await response.json().catch(() => ({}))).code;
  return { status: response.status, code: code == null ? null : String(code) };
}
