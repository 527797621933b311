// A consumer in a Cloudflare worker.
import { createBatchStatusClient, failedDevices } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";

export default {
  async test() {
    const upload = {
      customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
      batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
    };
    const client = createBatchStatusClient({ token: "any", fetch: createEmulator().fetch });
    const [device] = failedDevices(await client.getBatchUploadStatus(upload));
    if (device?.errorCode !== "808") throw new Error(`expected error code 808, not ${device?.errorCode}`);
  },
};
