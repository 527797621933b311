import { type AttemptEvent, createBatchStatusClient } from "../index.ts";
import { type CommandContext, hasColors } from "./context.ts";
import { devicesCsv } from "./csv.ts";
import { formatDuration } from "./duration.ts";
import { EXIT, exitCodeOf, orUsageError, UsageError } from "./exit.ts";
import { formatBatch } from "./format-batch.ts";
import { printable, printableJson } from "./printable.ts";
import { openReport } from "./report-file.ts";
import { tokenFromEnvironment } from "./sign-in.ts";
import { uploadsFrom } from "./uploads.ts";

export interface GetOptions {
  json?: true;
  csv?: true;
  all?: true;
  /** The file of the HTML report. */
  html?: string;
  baseUrl?: string;
  locale?: string;
  verbose?: true;
}

/** Milliseconds. Someone waiting at a prompt would rather read that the API throttles than wait a minute in silence. */
const MAX_RETRY_DELAY = 5_000;

/** @returns The exit code. */
export async function get(args: readonly string[], options: GetOptions, context: CommandContext): Promise<number> {
  const { env, stdin, stdout, stderr, fetch } = context;
  const [upload, ...others] = await uploadsFrom(args, { stdin });
  if (upload === undefined || others.length > 0) throw new UsageError("get takes one batch; use wait for several");
  const token = tokenFromEnvironment(env);
  const client = orUsageError(() =>
    createBatchStatusClient({
      token,
      baseUrl: options.baseUrl,
      locale: options.locale,
      fetch,
      retry: { maxDelay: MAX_RETRY_DELAY },
      onAttempt: options.verbose && ((event) => void stderr.write(`${formatAttempt(event)}\n`)),
    }),
  );
  const report = options.html === undefined ? undefined : await openReport(options.html, [upload], context, () => {});
  const details = await client.getBatchUploadStatus(upload).catch(async (error) => {
    await report?.close([{ upload, error }]);
    throw error;
  });
  const isReported = (await report?.close([{ upload, details }])) ?? true;
  if (options.json) stdout.write(`${printableJson(details)}\n`);
  else if (options.csv) stdout.write(devicesCsv([{ upload, details }]));
  else stdout.write(`${formatBatch({ upload, details }, { all: options.all, colors: hasColors(context) })}\n`);
  return isReported ? exitCodeOf(details) : EXIT.failure;
}

/** A line of `--verbose`. */
export function formatAttempt({ method, url, attempt, status, error, duration, pause, requestId }: AttemptEvent): string {
  const result = status ?? (error === undefined ? "aborted" : error.message);
  const next = pause === undefined ? "" : `, next in ${formatDuration(pause)}`;
  return printable(`${method} ${url} (${attempt}): ${result} after ${Math.round(duration)} ms, MS-RequestId ${requestId}${next}`);
}
