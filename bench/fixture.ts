/** The request that every client sends, and the response that it reads. */
import type { BatchUpload } from "../dist/index.js";
import { examples } from "../src/generated/examples.ts";

export const LOCALE = "en-US";

/** As long as a real token. */
export const TOKEN = `eyJ${"x".repeat(1_397)}`;

export const UPLOAD: BatchUpload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};

/** The documented response: a batch with one device. */
export const BODY = JSON.stringify(examples.find(({ name }) => name === "documented")?.body);

export const CONTENT_TYPE = "application/json; charset=utf-8";
