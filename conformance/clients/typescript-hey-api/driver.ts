/** Asks for each batch tracking id that it reads, and prints what it knows then. */
import { createInterface } from "node:readline";
import { type ApiFault, type BatchUploadDetails, getBatchUploadStatus } from "./generated";
import { createClient } from "./generated/client";

const [baseUrl, mode] = process.argv.slice(2);

const client = createClient({ baseUrl, auth: "conformance-token" });
if (mode === "recommended") {
  // Whatever the answer calls itself: what is not called JSON would be returned unread and unchecked.
  client.setConfig({ headers: { Accept: "application/json" }, parseAs: "json" });
  client.interceptors.response.use((response) => {
    // Would be taken for an empty object, and not be checked.
    if (response.ok && response.headers.get("Content-Length") === "0") throw new TypeError("The answer is empty");
    return response;
  });
}

for await (const id of createInterface(process.stdin)) {
  console.log(JSON.stringify({ id, ...(await ask(id)) }));
}

async function ask(id: string) {
  try {
    const { data, error, response } = await getBatchUploadStatus({
      client,
      path: { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: id },
      headers: { "MS-RequestId": id, "MS-CorrelationId": id, "X-Locale": "de-DE" },
    });
    if (data !== undefined) return { facts: facts(data) };
    // Without a response nothing has arrived.
    return response === undefined ? { failure: String(error) } : { fault: fault(response.status, error) };
  } catch (error) {
    return { failure: String(error) }; // A body that is cut off, is no JSON, or is not what the contract says.
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

/** Of a web page the error is its text, and of an empty body an empty object: neither has a code. */
function fault(status: number, { code }: ApiFault) {
  return { status, code: code == null ? null : String(code) };
}
