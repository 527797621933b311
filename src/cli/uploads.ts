import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { checkUpload } from "../check.ts";
import { type BatchUpload, parseBatchLocation } from "../index.ts";
import { isGuid } from "../location.ts";
import { checked, UsageError } from "./exit.ts";

/** The uploads that are meant by the words of a command, and by the lines of a file. Each of them once. */
export async function uploadsFrom(words: readonly string[], file?: string): Promise<BatchUpload[]> {
  const [first, second] = words;
  const isPair = words.length === 2 && first !== undefined && second !== undefined && isGuid(first);
  const named = isPair ? [pair(first, second)] : words.map(location);
  const uploads = new Map(
    [...named, ...(file === undefined ? [] : await uploadsOf(file))].map((upload) => [keyOf(upload), upload]),
  );
  if (uploads.size === 0) throw new UsageError("no upload is named: give a location, or a customer id and a batch tracking id");
  return [...uploads.values()];
}

/** What names an upload, whatever its letter case. */
export function keyOf({ customerId, batchTrackingId }: BatchUpload): string {
  return `${customerId}/${batchTrackingId}`.toLowerCase();
}

/** As the answer to an upload has it. */
export function locationOf({ customerId, batchTrackingId }: BatchUpload): string {
  return `/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
}

function location(word: string): BatchUpload {
  if (isGuid(word)) throw new UsageError(`${word} names no batch: give a location, or one customer id and one batch tracking id`);
  return checked(() => parseBatchLocation(word));
}

function pair(customerId: string, batchTrackingId: string): BatchUpload {
  return checked(() => checkUpload({ customerId, batchTrackingId }));
}

/** One upload a line, as in the words of a command. Empty lines, and those that begin with #, do not count. */
async function uploadsOf(file: string): Promise<BatchUpload[]> {
  const name = file === "-" ? "standard input" : file;
  // Windows' editors begin a text with a byte order mark.
  const lines = (await read(file, name)).replace(/^\uFEFF/, "").split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const words = line.trim().split(/\s+/);
    if (words[0] === "" || words[0]?.startsWith("#")) return [];
    try {
      const [first = "", second, more] = words;
      if (more !== undefined) throw new UsageError("more than two words");
      return [second === undefined ? location(first) : pair(first, second)];
    } catch (error) {
      throw new UsageError(`${name}, line ${index + 1}: ${messageOf(error)}`);
    }
  });
}

function read(file: string, name: string): Promise<string> {
  return (file === "-" ? text(process.stdin) : readFile(file, "utf8")).catch((error: unknown) => {
    throw new UsageError(`${name} cannot be read: ${messageOf(error)}`);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
