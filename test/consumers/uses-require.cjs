// A consumer in CommonJS.
const { createBatchStatusClient } = require("partner-center-batch-status");
const { createEmulator } = require("partner-center-batch-status/emulator");
const { isBatchUploadDetails } = require("partner-center-batch-status/validators");
const { appUserToken } = require("partner-center-batch-status/auth");
const contract = require("partner-center-batch-status/openapi.json");
const { version } = require("partner-center-batch-status/package.json");

if (contract.openapi !== "3.0.3" || typeof version !== "string" || typeof appUserToken !== "function")
  throw new Error("an export is missing");
const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
createBatchStatusClient({ token: "any", fetch: createEmulator().fetch })
  .getBatchUploadStatus(upload)
  .then((details) => {
    if (!isBatchUploadDetails(details)) throw new Error("the details do not match the contract");
  });
