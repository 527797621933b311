import type { BatchUpload } from "../index.ts";
import { batchJson, errorJson } from "./batch-json.ts";
import { type ConnectionOptions, connect } from "./connection.ts";
import type { CommandContext } from "./context.ts";
import { csvFile } from "./csv.ts";
import { exitCodeOf } from "./exit.ts";
import { printableJson } from "./printable.ts";
import { openReport } from "./report-file.ts";
import { failure, type OutputOptions, printResults, type UploadResult } from "./results.ts";
import { uploadsFrom } from "./uploads.ts";

export interface GetOptions extends ConnectionOptions, OutputOptions {
  from?: string;
}

/** Milliseconds. Someone waiting at a prompt would rather read that the API throttles than wait a minute in silence. */
const MAX_RETRY_DELAY = 5_000;

/** @returns The exit code. */
export async function get(args: readonly string[], options: GetOptions, context: CommandContext): Promise<number> {
  const { stdin, stdout, stderr } = context;
  const uploads = await uploadsFrom(args, { file: options.from, stdin });
  const file = await csvFile(options);
  const { client, circumstances } = connect(options, context, {
    retry: { maxDelay: MAX_RETRY_DELAY },
    log: (line) => void stderr.write(`${line}\n`),
  });

  const report = await openReport(options.html, uploads, context, (warning) => void stderr.write(`${warning}\n`));
  const indent = uploads.length === 1 ? 2 : 0;
  const writeJson = (value: object) => options.json && void stdout.write(`${printableJson(value, indent)}\n`);

  async function getOne(upload: BatchUpload): Promise<UploadResult> {
    try {
      const details = await client.getBatchUploadStatus(upload);
      report?.changed({ upload, details });
      writeJson(batchJson(upload, details));
      return { upload, details, exitCode: exitCodeOf(details) };
    } catch (reason) {
      const result = failure(upload, reason);
      writeJson(errorJson(upload, result.error, true));
      return result;
    }
  }

  const results = await Promise.all(uploads.map(getOne));
  return printResults(results, options, { csvFile: file, report, circumstances }, context);
}
