import { type BatchUpload, type BatchUploadDetails, isBatchStatusError } from "../index.ts";
import { batchJson, errorJson } from "./batch-json.ts";
import { connect } from "./connection.ts";
import type { CommandContext } from "./context.ts";
import { csvFile } from "./csv.ts";
import { EXIT, exitCodeOf, orUsageError } from "./exit.ts";
import type { GetOptions } from "./get.ts";
import { printableJson } from "./printable.ts";
import { liveProgress, type Progress, plainProgress, reasonOf } from "./progress.ts";
import { openReport, type ReportFile } from "./report-file.ts";
import { failure, printResults, type UploadResult } from "./results.ts";
import { resumeCommand } from "./resume.ts";
import { locationOf, uploadsFrom } from "./uploads.ts";

export interface WaitOptions extends GetOptions {
  timeout: number;
  interval?: number;
}

const INTERRUPTED = Symbol("interrupted");

/** @returns The exit code. */
export async function wait(args: readonly string[], options: WaitOptions, context: CommandContext): Promise<number> {
  const uploads = await uploadsFrom(args, { file: options.from, stdin: context.stdin });
  const file = await csvFile(options);
  const interruption = new AbortController();
  // One client for all uploads, so that they share the token.
  const { client, circumstances } = connect(options, context, {
    onAttempt: (event) => progress.attempted(event),
    log: (line) => progress.log(line),
  });
  const report = await openReport(options.html, uploads, context, (warning) => progress.log(warning));
  const progress = isLive(options, context) ? liveProgress(uploads, context.stderr) : plainProgress(context.stderr);
  const stopListening = context.onInterrupt(() => interruption.abort(INTERRUPTED));
  let results: UploadResult[];
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
  const isInterrupted = results.some(({ exitCode }) => exitCode === EXIT.interrupted);
  const exitCode = await printResults(
    results.filter(({ exitCode }) => exitCode !== EXIT.interrupted),
    options,
    { csvFile: file, report, circumstances },
    context,
  );
  const unfinished = results.filter(({ exitCode }) => exitCode === EXIT.interrupted || exitCode === EXIT.running);
  if (unfinished.length > 0) {
    // The files of a resumed wait replace this one's, and must be complete again.
    const locations = (file === undefined && report === undefined ? unfinished : results).map(({ upload }) => locationOf(upload));
    context.stderr.write(`Stopped waiting. To resume:\n  ${resumeCommand(options, args, locations, context.platform)}\n`);
  }
  return isInterrupted ? EXIT.interrupted : exitCode;
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
): Promise<UploadResult> {
  let details: BatchUploadDetails | undefined;
  try {
    for await (details of changes) {
      progress.changed(upload, details);
      report?.changed({ upload, details });
      jsonOutput?.write(`${printableJson(batchJson(upload, details), 0)}\n`);
    }
    if (details === undefined) throw new Error("the watch ended without a status");
    progress.settled(upload, "finished");
    return { upload, details, exitCode: exitCodeOf(details) };
  } catch (reason) {
    if (reason === INTERRUPTED) return { upload, details, exitCode: EXIT.interrupted };
    const { error, exitCode } = failure(upload, reason);
    const isRunning = isBatchStatusError(error) && error.code === "ERR_DEADLINE";
    report?.changed({ upload, details, error });
    progress.settled(upload, isRunning ? "still running" : `gave up: ${reasonOf(error)}`);
    jsonOutput?.write(`${printableJson(errorJson(upload, error, !isRunning), 0)}\n`);
    return { upload, details, error, exitCode: isRunning ? EXIT.running : exitCode };
  }
}
