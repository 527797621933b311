// A consumer in plain JavaScript. It is also bundled for a page.
import { createBatchStatusClient, failedDevices } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";

export async function failures() {
  const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
  const client = createBatchStatusClient({ token: "any", fetch: createEmulator().fetch });
  return failedDevices(await client.getBatchUploadStatus(upload)).map(({ errorCode }) => errorCode);
}

failures().then((codes) => {
  if (codes.join() !== "808") throw new Error(`expected error code 808, not ${codes}`);
  console.log("808");
});
