/** What must and must not compile, for a consumer. Nothing here is run: `npm run typecheck` is the test. */
import createClient from "openapi-fetch";
import {
  type ApiError,
  allSucceeded,
  type BatchUploadDetails,
  type BatchUploadStatus,
  type components,
  createBatchStatusClient,
  type DeviceUploadStatus,
  explainDeviceError,
  isBatchStatusError,
  type NetworkError,
  parseBatchLocation,
  type paths,
} from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";

const upload = parseBatchLocation(new Response().headers.get("location"));
const client = createBatchStatusClient({ token: "t", fetch: globalThis.fetch });
createBatchStatusClient({ token: "t", fetch: createEmulator().fetch });

// @ts-expect-error: the token is missing
createBatchStatusClient({});
// @ts-expect-error: no such option
createBatchStatusClient({ token: "t", baseURL: "https://api.example" });
// @ts-expect-error: milliseconds are a number
createBatchStatusClient({ token: "t", timeout: "60s" });
// @ts-expect-error: a batch has two ids
client.getBatchUploadStatus({ customerId: "c" });
// @ts-expect-error: ids are strings
client.getBatchUploadStatus({ customerId: 1, batchTrackingId: 2 });
// @ts-expect-error: a header that may be missing is null, not undefined
parseBatchLocation(undefined);
// @ts-expect-error: a known error code, or a result of one's own
createEmulator().submit({ devices: [{ serialNumber: "1", result: "999" }] });

export async function whatTheServerMayOmitIsOptional() {
  const details: BatchUploadDetails = await client.getBatchUploadStatus(upload, { signal: AbortSignal.timeout(1000) });
  details.status.toUpperCase();
  // @ts-expect-error: a status is always there, a time is not
  details.startedTime.toUpperCase();
  // @ts-expect-error: devices may be absent
  details.devicesStatus.map(String);
  const schema: components["schemas"]["BatchUploadDetails"] = details;
  return allSucceeded(schema) || details.devicesStatus?.map((device) => explainDeviceError(device)?.advice?.length);
}

export function statusesAreOpen(status: string) {
  const batch: BatchUploadStatus = status;
  const device: DeviceUploadStatus = "in-progress";
  return [batch === "finished", device];
}

export function aSwitchOnCodeNarrows(error: unknown): number | readonly string[] | string {
  if (!isBatchStatusError(error)) throw error;
  switch (error.code) {
    case "ERR_API": {
      const api: ApiError = error;
      return api.status;
    }
    case "ERR_INVALID_RESPONSE":
      return error.reasons;
    case "ERR_DEADLINE":
      return error.lastDetails?.status ?? "";
    case "ERR_NETWORK": {
      const network: NetworkError = error;
      return network.message;
    }
  }
}

export async function aConsumersOwnOpenapiFetchClient() {
  const api = createClient<paths>({ baseUrl: "https://api.partnercenter.microsoft.com" });
  const { data, error } = await api.GET("/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", {
    params: { path: upload, header: { "X-Locale": "en-US" } },
  });
  if (data === undefined) return error?.description?.toUpperCase();
  // @ts-expect-error: no such member
  data.state;
  return [data.status.toUpperCase(), data.devicesStatus?.map((device) => device.serialNumber)];
}
