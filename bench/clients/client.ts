import type { BatchUpload, BatchUploadDetails } from "../../dist/index.js";

/** The configuration that every client is created with. */
export interface Setup {
  baseUrl: string;
  token: string;
  locale: string;
  /** Undefined selects the runtime's own, looked up on each call. */
  fetch: typeof globalThis.fetch | undefined;
}

/** Requests the status of a batch, with a new MS-RequestId. */
export type Call = (upload: BatchUpload) => Promise<BatchUploadDetails>;

export type CreateCall = (setup: Setup) => Call;
