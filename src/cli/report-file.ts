import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { BatchUpload } from "../index.ts";
import type { CommandContext } from "./context.ts";
import { UsageError } from "./exit.ts";
import { htmlReport, type ReportedUpload } from "./html-report.ts";
import { printable } from "./printable.ts";
import { keyOf } from "./uploads.ts";

/** An HTML report that is kept up to date while the command runs. */
export interface ReportFile {
  changed(known: ReportedUpload): void;
  /** Writes the last report. Resolves to whether that succeeded; if not, the error has been printed. */
  close(results: readonly ReportedUpload[]): Promise<boolean>;
}

/** Milliseconds from a change to its report: if many uploads change at the same time, one report is written. */
const DELAY = 1000;

/**
 * Writes the first report, before any request is sent.
 *
 * @param warn - Prints a line while the command runs.
 * @throws UsageError if the file cannot be written.
 */
export async function openReport(
  path: string,
  uploads: readonly BatchUpload[],
  { version, stderr }: CommandContext,
  warn: (line: string) => void,
): Promise<ReportFile> {
  const reported = new Map(uploads.map((upload): [string, ReportedUpload] => [keyOf(upload), { upload }]));
  const file = targetOf(path);
  const write = (isWaiting: boolean) =>
    replaceFile(file, htmlReport([...reported.values()], { at: new Date(), isWaiting, version }));
  await write(true).catch((error: unknown) => {
    throw new UsageError(problemOf(path, error));
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = Promise.resolve();
  let hasWarned = false;
  const rewrite = () => {
    timer = undefined;
    written = written
      .then(() => write(true))
      .catch((error: unknown) => {
        if (!hasWarned) warn(`warning: ${printable(problemOf(path, error))}`);
        hasWarned = true;
      });
  };
  return {
    changed(known) {
      reported.set(keyOf(known.upload), known);
      timer ??= setTimeout(rewrite, DELAY);
    },
    async close(results) {
      clearTimeout(timer);
      await written;
      for (const result of results) reported.set(keyOf(result.upload), result);
      try {
        await write(false);
        return true;
      } catch (error) {
        stderr.write(`error: ${printable(problemOf(path, error))}\n`);
        return false;
      }
    },
  };
}

/** The file itself if the path is a link. Renaming would otherwise replace the link, or a device such as /dev/null. */
function targetOf(path: string): string {
  if (!existsSync(path)) return path;
  if (!statSync(path).isFile()) throw new UsageError(problemOf(path, "it is not a file"));
  return realpathSync(path);
}

/** Milliseconds between attempts to rename: on Windows, a program that is reading the file blocks that for a moment. */
const PAUSES = [50, 100, 200, 400, 800];
const BUSY = process.platform === "win32" ? ["EBUSY", "EPERM", "EACCES"] : ["EBUSY"];

/** Replaces a file as a whole: whoever reads it meanwhile gets the old text or the new one. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    for (const pause of PAUSES) {
      try {
        return renameSync(temporary, file);
      } catch (error) {
        if (!isBusy(error)) throw error;
        await new Promise((resolve) => void setTimeout(resolve, pause));
      }
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && BUSY.includes(String(error.code));
}

/** Without the system call and the name of the temporary file. */
function problemOf(path: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${path} cannot be written: ${message.replace(/, \w+ '.*$/s, "")}`;
}
