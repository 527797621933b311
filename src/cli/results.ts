import type { BatchUpload, BatchUploadDetails } from "../index.ts";
import { type CommandContext, hasColors } from "./context.ts";
import { devicesCsv } from "./csv.ts";
import { EXIT } from "./exit.ts";
import { formatBatch, formatBatches } from "./format-batch.ts";
import { hintFor } from "./hint.ts";
import { printable } from "./printable.ts";

export interface OutputOptions {
  json?: true;
  csv?: true;
  all?: true;
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

/** A request was given up. */
export function failure(upload: BatchUpload, reason: unknown): UploadResult & { error: Error } {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  return { upload, error, exitCode: EXIT.failure };
}

/** Prints errors on standard error and, unless they have been printed as JSON, the results on standard output. */
export function printResults(results: readonly UploadResult[], options: OutputOptions, context: CommandContext) {
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
