import type { BatchUpload, BatchUploadDetails } from "../../dist/index.js";

/** What each client is made of. */
export interface Setup {
  baseUrl: string;
  token: string;
  locale: string;
  /** Undefined is the runtime's own, looked up at each call. */
  fetch: typeof globalThis.fetch | undefined;
}

/** One call: asks for a batch, with a new MS-RequestId. */
export type Call = (upload: BatchUpload) => Promise<BatchUploadDetails>;

export type CreateCall = (setup: Setup) => Call;
