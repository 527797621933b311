import {
  type AttemptEvent,
  type BatchUpload,
  type BatchUploadDetails,
  createBatchStatusClient,
  isBatchStatusError,
  isFinished,
} from "../index.ts";
import { devicesCsv } from "./csv.ts";
import { checked, EXIT, exitCodeOf, worst } from "./exit.ts";
import { describeAttempt } from "./get.ts";
import { printable, printableLine } from "./printable.ts";
import { liveProgress, type Progress, plainProgress } from "./progress.ts";
import { report, reportMany } from "./report.ts";
import { tokenFromEnvironment } from "./sign-in.ts";
import { locationOf, uploadsFrom } from "./uploads.ts";

export interface WaitOptions {
  from?: string;
  timeout: number;
  interval?: number;
  json?: true;
  csv?: true;
  all?: true;
  baseUrl?: string;
  locale?: string;
  verbose?: true;
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
  const uploads = uploadsFrom(words, options.from);
  const token = tokenFromEnvironment();
  const interrupted = new AbortController();
  const progress = isLive() ? liveProgress(uploads, process.stderr) : plainProgress();
  const clientFor = (upload: BatchUpload) =>
    createBatchStatusClient({
      token,
      baseUrl: options.baseUrl,
      locale: options.locale,
      onAttempt(event: AttemptEvent) {
        if (options.verbose) progress.say(describeAttempt(event));
        progress.attempted(upload, event);
      },
    });
  const interrupt = () => interrupted.abort(INTERRUPTED);
  process.once("SIGINT", interrupt);
  let endings: Ending[];
  try {
    const watched = uploads.map((upload) => {
      const plan = { totalTimeout: options.timeout, interval: options.interval, signal: interrupted.signal };
      const changes = checked(() => clientFor(upload).watchBatchUpload(upload, plan));
      return follow(upload, changes, progress, options);
    });
    endings = await Promise.all(watched);
  } finally {
    progress.close();
    process.off("SIGINT", interrupt);
  }
  if (interrupted.signal.aborted) return tellHowToGoOn(endings, options);
  tell(endings, options);
  process.exitCode = worst(endings.map(({ code }) => code));
}

const INTERRUPTED = Symbol("interrupted");

/** A screen that moves is for people: not for pipes and pipelines, and not for those who want none. */
function isLive(): boolean {
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
  const answered = endings.flatMap(({ upload, details }) => (details === undefined ? [] : [{ upload, details }]));
  if (options.json) return;
  if (options.csv) return void process.stdout.write(devicesCsv(answered));
  const [only] = answered;
  if (endings.length === 1) console.log(only === undefined ? "" : report(only.details, options));
  else console.log(reportMany(endings.length, answered, options));
}

/** The batches go on whether anybody waits for them or not. */
function tellHowToGoOn(endings: readonly Ending[], { baseUrl }: WaitOptions) {
  const left = endings.filter(({ code }) => code === EXIT.interrupted).map(({ upload }) => locationOf(upload));
  const where = baseUrl === undefined ? [] : ["--base-url", baseUrl];
  console.error(`Stopped waiting. The ${left.length === 1 ? "batch goes" : "batches go"} on; to go on waiting:`);
  console.error(`  batch-status wait ${[...where, ...left].join(" ")}`);
  process.exitCode = EXIT.interrupted;
}
