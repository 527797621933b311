/** Code of a consumer that must or must not compile. `npm run typecheck` is the test; nothing here is run. */
import createClient from "openapi-fetch";
import {
  type ApiError,
  allSucceeded,
  type BatchUploadDetails,
  type BatchUploadStatus,
  type components,
  createBatchStatusClient,
  type DeviceErrorAction,
  type DeviceUploadDetails,
  type DeviceUploadStatus,
  explainDeviceError,
  isBatchStatusError,
  type NetworkError,
  type PollState,
  parseBatchLocation,
  type paths,
} from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";

const upload = parseBatchLocation(new Response().headers.get("location"));
const client = createBatchStatusClient({ token: "t", fetch: globalThis.fetch });
createBatchStatusClient({ token: "t", fetch: createEmulator().fetch });

// @ts-expect-error: the token is missing
createBatchStatusClient({});
// @ts-expect-error: the option does not exist
createBatchStatusClient({ token: "t", baseURL: "https://api.example" });
// @ts-expect-error: the timeout is a number
createBatchStatusClient({ token: "t", timeout: "60s" });
// @ts-expect-error: a batch has two ids
client.getBatchUploadStatus({ customerId: "c" });
// @ts-expect-error: ids are strings
client.getBatchUploadStatus({ customerId: 1, batchTrackingId: 2 });
// @ts-expect-error: a missing header is null, not undefined
parseBatchLocation(undefined);
// @ts-expect-error: not a known error code
createEmulator().submit({ devices: [{ serialNumber: "1", result: "999" }] });

export async function optionalPropertiesMustBeChecked() {
  const details: BatchUploadDetails = await client.getBatchUploadStatus(upload, { signal: AbortSignal.timeout(1000) });
  details.status.toUpperCase();
  // @ts-expect-error: the status is required, but the time is optional
  details.startedTime.toUpperCase();
  // @ts-expect-error: the devices are optional
  details.devicesStatus.map(String);
  const schema: components["schemas"]["BatchUploadDetails"] = details;
  return allSucceeded(schema) || details.devicesStatus?.map((device) => explainDeviceError(device)?.advice?.length);
}

export function anActionIsOneOfFour(device: DeviceUploadDetails): DeviceErrorAction | undefined {
  const action = explainDeviceError(device)?.action;
  // @ts-expect-error: not an action
  if (action === "fix") return undefined;
  return action === "fix-and-upload-again" ? undefined : action;
}

export async function checkingPauseNarrowsAPoll(state: PollState): Promise<string> {
  const poll = await client.pollBatchUpload(upload, { state, totalTimeout: 1000 });
  if (poll.pause === undefined) return poll.details.status;
  // @ts-expect-error: a poll that is followed by another may have failed
  poll.details.status.toUpperCase();
  return `${poll.pause.toFixed()} ${poll.error?.message} ${poll.state.startedAt.toFixed()}`;
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

export async function anOpenapiFetchClientOfTheConsumer() {
  const api = createClient<paths>({ baseUrl: "https://api.partnercenter.microsoft.com" });
  const { data, error } = await api.GET("/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", {
    params: { path: upload, header: { "X-Locale": "en-US" } },
  });
  if (data === undefined) return error?.description?.toUpperCase();
  // @ts-expect-error: the property does not exist
  data.state;
  return [data.status.toUpperCase(), data.devicesStatus?.map((device) => device.serialNumber)];
}
