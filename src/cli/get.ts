import { type AttemptEvent, createBatchStatusClient } from "../index.ts";
import { devicesCsv } from "./csv.ts";
import { writeDuration } from "./duration.ts";
import { checked, exitCodeOf, UsageError } from "./exit.ts";
import { printable, printableJson } from "./printable.ts";
import { report } from "./report.ts";
import { tokenFromEnvironment } from "./sign-in.ts";
import { uploadsFrom } from "./uploads.ts";

export interface GetOptions {
  json?: true;
  csv?: true;
  all?: true;
  baseUrl?: string;
  locale?: string;
  verbose?: true;
}

/** Milliseconds. A person who asks once would rather be told that the API is throttled than wait without a word. */
const LONGEST_SILENCE = 5_000;

export async function get(words: readonly string[], options: GetOptions) {
  const [upload, another] = await uploadsFrom(words);
  if (upload === undefined || another !== undefined) throw new UsageError("get asks for one batch: several can be waited for");
  const token = tokenFromEnvironment();
  const client = checked(() =>
    createBatchStatusClient({
      token,
      baseUrl: options.baseUrl,
      locale: options.locale,
      retry: { maxDelay: LONGEST_SILENCE },
      onAttempt: options.verbose && ((event) => console.error(describeAttempt(event))),
    }),
  );
  const details = await client.getBatchUploadStatus(upload);
  process.exitCode = exitCodeOf(details);
  if (options.json) console.log(printableJson(details));
  else if (options.csv) process.stdout.write(devicesCsv([{ upload, details }]));
  else console.log(report(details, options));
}

/** What `--verbose` tells of a request. */
export function describeAttempt({ method, url, attempt, status, error, duration, pause, requestId }: AttemptEvent): string {
  const result = status ?? (error === undefined ? "stopped" : printable(error.message));
  const next = pause === undefined ? "" : `, next in ${writeDuration(pause)}`;
  return `${method} ${url} (${attempt}): ${result} after ${Math.round(duration)} ms, MS-RequestId ${requestId}${next}`;
}
