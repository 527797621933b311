import { createBatchStatusClient } from "../../dist/index.js";
import type { CreateCall } from "./client.ts";

/** As it is by default: it checks arguments and answer, gives up after a minute, and would try again. */
export const createCall: CreateCall = (setup) => {
  const client = createBatchStatusClient(setup);
  return (upload) => client.getBatchUploadStatus(upload);
};
