// A consumer in TypeScript that uses every entry point.
import {
  allSucceeded,
  type BatchUploadDetails,
  createBatchStatusClient,
  explainDeviceError,
  failedDevices,
  isBatchStatusError,
  parseBatchLocation,
} from "partner-center-batch-status";
import { appToken } from "partner-center-batch-status/auth";
import { createEmulator } from "partner-center-batch-status/emulator";
import { assertBatchUploadDetails } from "partner-center-batch-status/validators";

const emulator = createEmulator();
const client = createBatchStatusClient({ token: "any", fetch: emulator.fetch });
const location = emulator.submit({ devices: [{ serialNumber: "1" }, { serialNumber: "2", result: "808" }], duration: 0 });
const details: BatchUploadDetails = await client.waitForBatchUpload(parseBatchLocation(location));
assertBatchUploadDetails(details);
for await (const status of client.watchBatchUpload(parseBatchLocation(location))) {
  // @ts-expect-error: the status is typed, not any
  if (status.unknown !== undefined) throw new Error("the response contains an unknown property");
}
if (allSucceeded(details)) throw new Error("one device failed");
const [device] = failedDevices(details);
if (device === undefined || explainDeviceError(device)?.code !== "808") throw new Error("the failure has no explanation");

const refused = createBatchStatusClient({ token: "expired", fetch: emulator.fetch });
const error: unknown = await refused.getBatchUploadStatus(parseBatchLocation(location)).catch((error: unknown) => error);
if (!isBatchStatusError(error) || error.code !== "ERR_API" || error.status !== 401)
  throw new Error("the call did not reject with the 401");

const source = appToken({ tenantId: "contoso.onmicrosoft.com", clientId: "id", clientSecret: "secret" });
createBatchStatusClient({ token: source, fetch: emulator.fetch });
