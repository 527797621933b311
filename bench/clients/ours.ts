import { createBatchStatusClient } from "../../dist/index.js";
import type { CreateCall } from "./client.ts";

/** With its defaults: arguments and responses are validated, an attempt is limited to one minute, failed attempts are retried. */
export const createCall: CreateCall = (setup) => {
  const client = createBatchStatusClient(setup);
  return (upload) => client.getBatchUploadStatus(upload);
};
