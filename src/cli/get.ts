import { type BatchUpload, createBatchStatusClient, parseBatchLocation } from "../index.ts";
import { isGuid } from "../location.ts";
import { maskProductKeys } from "../redact.ts";
import { exitCodeOf, UsageError } from "./exit.ts";
import { report } from "./report.ts";
import { tokenFromEnvironment } from "./sign-in.ts";

export async function get(first: string, second: string | undefined, options: { json?: true; baseUrl?: string }) {
  const upload = uploadFrom(first, second);
  const client = createBatchStatusClient({ token: tokenFromEnvironment(), baseUrl: options.baseUrl });
  const details = await client.getBatchUploadStatus(upload);
  console.log(options.json ? maskProductKeys(JSON.stringify(details, undefined, 2)) : report(details));
  process.exitCode = exitCodeOf(details);
}

function uploadFrom(first: string, second: string | undefined): BatchUpload {
  if (second !== undefined) return { customerId: first, batchTrackingId: second };
  if (isGuid(first)) throw new UsageError("a customer id alone does not name a batch: give the batch tracking id after it");
  return parseBatchLocation(first);
}
