/** Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON. */
import { createInterface } from "node:readline";
import { type ApiFault, type BatchUploadDetails, getBatchUploadStatus } from "./generated";
import { createClient } from "./generated/client";

const [baseUrl, mode] = process.argv.slice(2);

const client = createClient({ baseUrl, auth: "conformance-token" });
if (mode === "recommended") {
  // parseAs: a response whose content type is not JSON would be returned unparsed and without validation.
  client.setConfig({ headers: { Accept: "application/json" }, parseAs: "json" });
  client.interceptors.response.use((response) => {
    // An empty body would be returned as an empty object, without validation.
    if (response.ok && response.headers.get("Content-Length") === "0") throw new TypeError("the body is empty");
    return response;
  });
}

for await (const id of createInterface(process.stdin)) {
  console.log(JSON.stringify({ id, ...(await fetchResult(id)) }));
}

async function fetchResult(id: string) {
  try {
    const { data, error, response } = await getBatchUploadStatus({
      client,
      path: { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: id },
      headers: { "MS-RequestId": id, "MS-CorrelationId": id, "X-Locale": "de-DE" },
    });
    if (data !== undefined) return { facts: facts(data) };
    // The response is undefined if none was received.
    return response === undefined ? { failure: String(error) } : { apiFault: apiFault(response.status, error) };
  } catch (error) {
    return { failure: String(error) }; // The body is cut off, is not JSON, or does not match the contract.
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

/** The error of a web page is its text, that of an empty body an empty object. Neither has a code. */
function apiFault(status: number, { code }: ApiFault) {
  return { status, code: code == null ? null : String(code) };
}
