import { type BatchUpload, type BatchUploadDetails, createBatchStatusClient, isBatchStatusError, isFinished } from "../index.ts";
import { devicesCsv } from "./csv.ts";
import { checked, EXIT, exitCodeOf, worst } from "./exit.ts";
import { describeAttempt, type GetOptions } from "./get.ts";
import { hintAbout } from "./hint.ts";
import { printable, printableLine } from "./printable.ts";
import { liveProgress, type Progress, plainProgress } from "./progress.ts";
import { report, reportMany } from "./report.ts";
import { tokenFromEnvironment } from "./sign-in.ts";
import { locationOf, uploadsFrom } from "./uploads.ts";

export interface WaitOptions extends GetOptions {
  from?: string;
  timeout: number;
  interval?: number;
}

/** How the wait for one upload ended. */
interface Ending {
  upload: BatchUpload;
  /** The last answer, final or not. */
  details?: BatchUploadDetails | undefined;
  error?: Error;
  code: number;
}

export async function wait(words: readonly string[], options: WaitOptions) {
  const uploads = await uploadsFrom(words, options.from);
  const token = tokenFromEnvironment();
  const interrupted = new AbortController();
  // One client for all, for it keeps the token.
  const client = checked(() =>
    createBatchStatusClient({
      token,
      baseUrl: options.baseUrl,
      locale: options.locale,
      onAttempt(event) {
        if (options.verbose) progress.say(describeAttempt(event));
        const upload = uploads.find((upload) => event.url.endsWith(locationOf(upload)));
        if (upload !== undefined) progress.attempted(upload, event);
      },
    }),
  );
  const progress = isLive(options) ? liveProgress(uploads, process.stderr) : plainProgress();
  const interrupt = () => interrupted.abort(INTERRUPTED);
  process.on("SIGINT", interrupt);
  let endings: Ending[];
  try {
    const watched = uploads.map((upload) => {
      const plan = { totalTimeout: options.timeout, interval: options.interval, signal: interrupted.signal };
      const changes = checked(() => client.watchBatchUpload(upload, plan));
      return follow(upload, changes, progress, options);
    });
    endings = await Promise.all(watched);
  } finally {
    progress.close();
    process.off("SIGINT", interrupt);
  }
  process.exitCode = interrupted.signal.aborted ? EXIT.interrupted : worst(endings.map(({ code }) => code));
  tell(interrupted.signal.aborted ? endings.filter(({ code }) => code !== EXIT.interrupted) : endings, options);
  if (process.exitCode === EXIT.interrupted) tellHowToGoOn(endings, options);
}

const INTERRUPTED = Symbol("interrupted");

/** A screen that moves is for people: not for pipes and pipelines, and not for those who want none. */
function isLive({ json }: WaitOptions): boolean {
  // Lines of JSON on the same terminal would be written over.
  if (json && process.stdout.isTTY) return false;
  return process.stderr.isTTY && !process.env["CI"] && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

async function follow(
  upload: BatchUpload,
  changes: AsyncIterable<BatchUploadDetails>,
  progress: Progress,
  { json }: WaitOptions,
): Promise<Ending> {
  let details: BatchUploadDetails | undefined;
  try {
    for await (details of changes) {
      progress.changed(upload, details);
      if (json) console.log(printableLine({ ...upload, final: isFinished(details), details }));
    }
    if (details === undefined) throw new Error("the watch ended without an answer");
    progress.ended(upload, "finished");
    return { upload, details, code: exitCodeOf(details) };
  } catch (reason) {
    if (reason === INTERRUPTED) return { upload, details, code: EXIT.interrupted };
    const error = reason instanceof Error ? reason : new Error(String(reason));
    const isRunning = isBatchStatusError(error) && error.code === "ERR_DEADLINE";
    const how = isRunning ? "still running" : "failed";
    progress.ended(upload, how);
    if (json) console.log(printableLine({ ...upload, final: true, error: { name: error.name, message: error.message } }));
    return { upload, details, error, code: isRunning ? EXIT.running : EXIT.failure };
  }
}

function tell(endings: readonly Ending[], options: WaitOptions) {
  for (const { error } of endings) if (error !== undefined) console.error(`error: ${printable(error.message)}`);
  for (const hint of new Set(endings.map(({ error }) => hintAbout(error))))
    if (hint !== undefined) console.error(`hint: ${hint}`);
  const answered = endings.flatMap(({ upload, details }) => (details === undefined ? [] : [{ upload, details }]));
  if (options.json || answered.length === 0) return;
  const [only, another] = answered;
  if (options.csv) process.stdout.write(devicesCsv(answered));
  else if (only !== undefined && another === undefined && endings.length === 1) console.log(report(only.details, options));
  else console.log(reportMany(endings.length, answered, options));
}

/** The batches go on whether anybody waits for them or not. */
function tellHowToGoOn(endings: readonly Ending[], options: WaitOptions) {
  const left = endings.filter(({ code }) => code === EXIT.interrupted).map(({ upload }) => locationOf(upload));
  console.error(`Stopped waiting. The ${left.length === 1 ? "batch goes" : "batches go"} on; to go on waiting:`);
  console.error(`  ${["batch-status wait", ...optionsAsWritten(options), ...left].join(" ")}`);
}

function optionsAsWritten({ baseUrl, locale, interval, json, csv, all, verbose }: WaitOptions): string[] {
  return [
    ...(baseUrl === undefined ? [] : ["--base-url", baseUrl]),
    ...(locale === undefined ? [] : ["--locale", locale]),
    ...(interval === undefined ? [] : ["--interval", `${interval / 1000}s`]),
    ...Object.entries({ json, csv, all, verbose }).flatMap(([name, isSet]) => (isSet ? [`--${name}`] : [])),
  ];
}
