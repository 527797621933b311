import { type BatchUpload, createBatchStatusClient, parseBatchLocation } from "../index.ts";
import { isGuid } from "../location.ts";
import { checkUpload } from "../options.ts";
import { checked, exitCodeOf, UsageError } from "./exit.ts";
import { printableJson } from "./printable.ts";
import { report } from "./report.ts";
import { tokenFromEnvironment } from "./sign-in.ts";

/** Milliseconds. A person who asks once would rather be told that the API is throttled than wait without a word. */
const LONGEST_SILENCE = 5_000;

export async function get(first: string, second: string | undefined, options: { json?: true; baseUrl?: string }) {
  const upload = checked(() => uploadFrom(first, second));
  const token = tokenFromEnvironment();
  const client = checked(() =>
    createBatchStatusClient({ token, baseUrl: options.baseUrl, retry: { maxDelay: LONGEST_SILENCE } }),
  );
  const details = await client.getBatchUploadStatus(upload);
  console.log(options.json ? printableJson(details) : report(details));
  process.exitCode = exitCodeOf(details);
}

function uploadFrom(first: string, second: string | undefined): BatchUpload {
  if (second !== undefined) return checkUpload({ customerId: first, batchTrackingId: second });
  if (isGuid(first)) throw new UsageError("a customer id alone does not name a batch: give the batch tracking id after it");
  return parseBatchLocation(first);
}
