import { readFileSync } from "node:fs";
import { type BatchUpload, parseBatchLocation } from "../index.ts";
import { isGuid } from "../location.ts";
import { checkUpload } from "../options.ts";
import { checked, UsageError } from "./exit.ts";

/** The uploads that are meant by the words of a command, and by the lines of a file. Each of them once. */
export function uploadsFrom(words: readonly string[], file?: string): BatchUpload[] {
  const [first, second] = words;
  const isPair = words.length === 2 && first !== undefined && second !== undefined && isGuid(first);
  const named = isPair ? [pair(first, second)] : words.map(location);
  const uploads = new Map([...named, ...(file === undefined ? [] : uploadsOf(file))].map((upload) => [keyOf(upload), upload]));
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
  if (isGuid(word)) throw new UsageError(`${word} alone does not name a batch: give a customer id and its batch tracking id`);
  return checked(() => parseBatchLocation(word));
}

function pair(customerId: string, batchTrackingId: string): BatchUpload {
  return checked(() => checkUpload({ customerId, batchTrackingId }));
}

/** One upload a line, as in the words of a command. Empty lines, and those that begin with #, do not count. */
function uploadsOf(file: string): BatchUpload[] {
  return read(file)
    .split(/\r?\n/)
    .flatMap((text, index) => {
      const words = text.trim().split(/\s+/);
      if (words[0] === "" || words[0]?.startsWith("#")) return [];
      try {
        const [first = "", second, more] = words;
        if (more !== undefined) throw new UsageError("more than two words");
        return [second === undefined ? location(first) : pair(first, second)];
      } catch (error) {
        throw new UsageError(`${file === "-" ? "standard input" : file}, line ${index + 1}: ${(error as Error).message}`); // Sound: only our own errors are thrown here.
      }
    });
}

function read(file: string): string {
  try {
    // Windows' editors begin a text with a byte order mark.
    return readFileSync(file === "-" ? 0 : file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).message}`); // Sound: the file system throws nothing else.
  }
}
