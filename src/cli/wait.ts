import { type BatchUpload, type BatchUploadDetails, createBatchStatusClient, isBatchStatusError, isFinished } from "../index.ts";
import { type CommandContext, hasColors } from "./context.ts";
import { devicesCsv } from "./csv.ts";
import { EXIT, exitCodeOf, mostSevere, orUsageError } from "./exit.ts";
import { formatBatch, formatBatches } from "./format-batch.ts";
import { formatAttempt, type GetOptions } from "./get.ts";
import { hintFor } from "./hint.ts";
import { printable, printableLine } from "./printable.ts";
import { liveProgress, type Progress, plainProgress } from "./progress.ts";
import { openReport, type ReportFile } from "./report-file.ts";
import { tokenFromEnvironment } from "./sign-in.ts";
import { locationOf, uploadsFrom } from "./uploads.ts";

export interface WaitOptions extends GetOptions {
  from?: string;
  timeout: number;
  interval?: number;
}

/** The result of waiting for one upload. */
interface WaitResult {
  upload: BatchUpload;
  /** The last status received, final or not. */
  details?: BatchUploadDetails | undefined;
  error?: Error;
  exitCode: number;
}

const INTERRUPTED = Symbol("interrupted");

/** @returns The exit code. */
export async function wait(args: readonly string[], options: WaitOptions, context: CommandContext): Promise<number> {
  const uploads = await uploadsFrom(args, { file: options.from, stdin: context.stdin });
  const token = tokenFromEnvironment(context.env);
  const interruption = new AbortController();
  // One client for all uploads, so that they share the token.
  const client = orUsageError(() =>
    createBatchStatusClient({
      token,
      baseUrl: options.baseUrl,
      locale: options.locale,
      fetch: context.fetch,
      onAttempt(event) {
        if (options.verbose) progress.log(formatAttempt(event));
        progress.attempted(event);
      },
    }),
  );
  const report =
    options.html === undefined ? undefined : await openReport(options.html, uploads, context, (warning) => progress.log(warning));
  const progress = isLive(options, context) ? liveProgress(uploads, context.stderr) : plainProgress(context.stderr);
  const stopListening = context.onInterrupt(() => interruption.abort(INTERRUPTED));
  let results: WaitResult[];
  try {
    const watchOptions = { totalTimeout: options.timeout, interval: options.interval, signal: interruption.signal };
    const waits = uploads.map((upload) => {
      const changes = orUsageError(() => client.watchBatchUpload(upload, watchOptions));
      return waitFor(upload, changes, progress, options.json ? context.stdout : undefined, report);
    });
    results = await Promise.all(waits);
  } finally {
    progress.close();
    stopListening();
  }
  const isReported = (await report?.close(results)) ?? true;
  const interrupted = results.filter(({ exitCode }) => exitCode === EXIT.interrupted);
  printResults(
    results.filter((result) => !interrupted.includes(result)),
    options,
    context,
  );
  if (interrupted.length === 0)
    return mostSevere([...results.map(({ exitCode }) => exitCode), ...(isReported ? [] : [EXIT.failure])]);
  printResumeCommand(
    // A report of the rest would replace this one, so it must be complete again.
    (options.html === undefined ? interrupted : results).map(({ upload }) => upload),
    options,
    context,
  );
  return EXIT.interrupted;
}

/** Live progress is for people at a terminal: not for pipes or CI, and not if colors or a capable terminal are ruled out. */
function isLive({ json }: WaitOptions, { stdout, stderr, env }: CommandContext): boolean {
  // Live progress would overwrite lines of JSON on the same terminal.
  if (json && stdout.isTTY) return false;
  return stderr.isTTY === true && !env["CI"] && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}

/** Follows one upload until it finishes or fails. Writes each change to `jsonOutput` and `report`, if given. */
async function waitFor(
  upload: BatchUpload,
  changes: AsyncIterable<BatchUploadDetails>,
  progress: Progress,
  jsonOutput: NodeJS.WritableStream | undefined,
  report: ReportFile | undefined,
): Promise<WaitResult> {
  let details: BatchUploadDetails | undefined;
  try {
    for await (details of changes) {
      progress.changed(upload, details);
      report?.changed({ upload, details });
      jsonOutput?.write(`${printableLine({ ...upload, final: isFinished(details), details })}\n`);
    }
    if (details === undefined) throw new Error("the watch ended without a status");
    progress.settled(upload, "finished");
    return { upload, details, exitCode: exitCodeOf(details) };
  } catch (reason) {
    if (reason === INTERRUPTED) return { upload, details, exitCode: EXIT.interrupted };
    const error = reason instanceof Error ? reason : new Error(String(reason));
    const isRunning = isBatchStatusError(error) && error.code === "ERR_DEADLINE";
    progress.settled(upload, isRunning ? "still running" : "failed");
    report?.changed({ upload, details, error });
    jsonOutput?.write(
      `${printableLine({ ...upload, final: !isRunning, error: { name: error.name, message: error.message } })}\n`,
    );
    return { upload, details, error, exitCode: isRunning ? EXIT.running : EXIT.failure };
  }
}

function printResults(results: readonly WaitResult[], options: WaitOptions, context: CommandContext) {
  const { stdout, stderr } = context;
  for (const { error } of results) if (error !== undefined) stderr.write(`error: ${printable(error.message)}\n`);
  for (const hint of new Set(results.map(({ error }) => hintFor(error)))) {
    if (hint !== undefined) stderr.write(`hint: ${hint}\n`);
  }
  const known = results.flatMap(({ upload, details }) => (details === undefined ? [] : [{ upload, details }]));
  const [first] = known;
  if (options.json || first === undefined) return;
  const formatOptions = { all: options.all, colors: hasColors(context) };
  if (options.csv) stdout.write(devicesCsv(known));
  else if (results.length === 1) stdout.write(`${formatBatch(first, formatOptions)}\n`);
  else stdout.write(`${formatBatches(results.length, known, formatOptions)}\n`);
}

/** Partner Center continues to process the batches. */
function printResumeCommand(uploads: readonly BatchUpload[], options: WaitOptions, { stderr }: CommandContext) {
  const isOne = uploads.length === 1;
  const command = ["npx partner-center-batch-status wait", ...optionsAsArguments(options), ...uploads.map(locationOf)];
  stderr.write(`Stopped waiting. The ${isOne ? "batch is" : "batches are"} still being processed. To resume waiting:\n`);
  stderr.write(`  ${printable(command.join(" "))}\n`);
}

function optionsAsArguments({ html, baseUrl, locale, interval, json, csv, all, verbose }: WaitOptions): string[] {
  return [
    ...(html === undefined ? [] : ["--html", html]),
    ...(baseUrl === undefined ? [] : ["--base-url", baseUrl]),
    ...(locale === undefined ? [] : ["--locale", locale]),
    ...(interval === undefined ? [] : ["--interval", `${interval / 1000}s`]),
    ...Object.entries({ json, csv, all, verbose }).flatMap(([name, isSet]) => (isSet ? [`--${name}`] : [])),
  ];
}
