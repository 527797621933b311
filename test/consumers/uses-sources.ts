// A consumer in Bun that imports the sources directly.
import { createEmulator } from "./node_modules/partner-center-batch-status/src/emulator/emulator.ts";
import { createBatchStatusClient } from "./node_modules/partner-center-batch-status/src/index.ts";

const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
const { status } = await createBatchStatusClient({ token: "any", fetch: createEmulator().fetch }).getBatchUploadStatus(upload);
if (status !== "finished") throw new Error(`expected finished, not ${status}`);
