import { writeFile } from "node:fs/promises";
import type { BatchUpload, BatchUploadDetails } from "../index.ts";
import { type CommandContext, hasColors } from "./context.ts";
import { devicesCsv } from "./csv.ts";
import { EXIT, mostSevere } from "./exit.ts";
import { formatBatch, formatBatches, type KnownBatch } from "./format-batch.ts";
import { type Circumstances, hintFor } from "./hint.ts";
import { printable } from "./printable.ts";
import type { ReportFile } from "./report-file.ts";

export interface OutputOptions {
  json?: true;
  /** The name of a file, or standard output. */
  csv?: string | true;
  /** The file of the HTML report. */
  html?: string;
  all?: true;
  failed?: true;
}

/** The result for one upload. */
export interface UploadResult {
  upload: BatchUpload;
  /** The last status received, final or not. */
  details?: BatchUploadDetails | undefined;
  /** Why there is no status, or no final one. */
  error?: Error;
  exitCode: number;
}

/** A request was given up: "failed" is said of devices only. */
export function failure(upload: BatchUpload, reason: unknown): UploadResult & { error: Error } {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  return { upload, error, exitCode: EXIT.failure };
}

/**
 * Prints errors on standard error and, unless they have been printed as JSON, the results on standard output. Writes them to a file
 * before that: a reader that closes standard output ends the process.
 *
 * @returns The exit code.
 */
export async function printResults(
  results: readonly UploadResult[],
  options: OutputOptions,
  {
    csvFile,
    report,
    circumstances,
  }: { csvFile: string | undefined; report: ReportFile | undefined; circumstances: Circumstances },
  context: CommandContext,
): Promise<number> {
  const { stdout, stderr } = context;
  const { all, failed } = options;
  const exitCodes = results.map(({ exitCode }) => exitCode);
  const known = results.flatMap(({ upload, details }) => (details === undefined ? [] : [{ upload, details }]));
  if (csvFile !== undefined) {
    await writeFile(csvFile, devicesCsv(known, failed)).catch((error: Error) => {
      stderr.write(`error: ${printable(`${csvFile} cannot be written: ${error.message}`)}\n`);
      exitCodes.push(EXIT.failure);
    });
  }
  if ((await report?.close(results)) === false) exitCodes.push(EXIT.failure);
  for (const { error } of results) if (error !== undefined) stderr.write(`error: ${printable(error.message)}\n`);
  for (const hint of new Set(results.map(({ error }) => hintFor(error, circumstances)))) {
    if (hint !== undefined) stderr.write(`hint: ${printable(hint)}\n`);
  }
  const [first] = known;
  if (first !== undefined && !options.json) stdout.write(textOf(first));
  return mostSevere(exitCodes);

  function textOf(first: KnownBatch): string {
    if (options.csv !== undefined && csvFile === undefined) return devicesCsv(known, failed);
    const formatOptions = { all, failed, colors: hasColors(context), width: stdout.isTTY ? stdout.columns || 80 : Infinity };
    return `${results.length === 1 ? formatBatch(first, formatOptions) : formatBatches(results.length, known, formatOptions)}\n`;
  }
}
