import { createBatchStatusClient } from "partner-center-batch-status";
import { isBatchUploadDetails } from "partner-center-batch-status/validators";

const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
const get = (body) =>
  createBatchStatusClient({ token: "t", fetch: async () => Response.json(body) }).getBatchUploadStatus(upload);

const { status } = await get({ status: "finished", devicesStatus: [{ status: "finished", attributes: null }] });
const { code } = await get({ status: 1 }).catch((error) => error);
console.log(`${status}, ${code}, ${isBatchUploadDetails({ status })}, ${isBatchUploadDetails({})}`);
