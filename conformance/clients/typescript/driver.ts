/** Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON. */
import { createInterface } from "node:readline";
import { type BatchUploadDetails, createBatchStatusClient, isBatchStatusError } from "./src/index.ts";

for await (const id of createInterface(process.stdin)) {
  // A client for each vector: the throttled one would hold all that follow.
  const client = createBatchStatusClient({
    token: "conformance-token",
    baseUrl: process.argv[2] ?? "",
    locale: "de-DE",
    retry: false,
  });
  const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: id };
  const result = await client.getBatchUploadStatus(upload).then(facts, apiFaultOrFailure);
  console.log(JSON.stringify({ id, ...result }));
}

function facts({ batchTrackingId, status, startedTime, completedTime, devicesStatus, attributes }: BatchUploadDetails) {
  const first = devicesStatus?.[0];
  const last = devicesStatus?.at(-1);
  return {
    facts: {
      "/batchTrackingId": batchTrackingId ?? null,
      "/status": status,
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
    },
  };
}

function apiFaultOrFailure(error: unknown) {
  if (!isBatchStatusError(error) || error.code !== "ERR_API") return { failure: String(error) };
  return { apiFault: { status: error.status, code: error.faultCode ?? null } };
}
