import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { checkUpload } from "../check.ts";
import { type BatchUpload, parseBatchLocation } from "../index.ts";
import { isGuid } from "../location.ts";
import { orUsageError, UsageError } from "./exit.ts";

/** The uploads named by the command's arguments and by the lines of a file, without duplicates. */
export async function uploadsFrom(
  args: readonly string[],
  { file, stdin }: { file?: string | undefined; stdin: NodeJS.ReadableStream },
): Promise<BatchUpload[]> {
  const [first, second] = args;
  const isPair = args.length === 2 && first !== undefined && second !== undefined && isGuid(first);
  const named = isPair ? [pair(first, second)] : args.map(location);
  const listed = file === undefined ? [] : await uploadsInFile(file, stdin);
  const uploads = new Map([...named, ...listed].map((upload) => [keyOf(upload), upload]));
  if (uploads.size === 0) {
    throw new UsageError("no upload specified: pass a location, or a customer id and a batch tracking id");
  }
  return [...uploads.values()];
}

/** Identifies an upload, whatever the letter case of its ids. */
export function keyOf({ customerId, batchTrackingId }: BatchUpload): string {
  return `${customerId}/${batchTrackingId}`.toLowerCase();
}

/** The `Location` header of the upload's response. */
export function locationOf({ customerId, batchTrackingId }: BatchUpload): string {
  return `/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
}

function location(text: string): BatchUpload {
  if (isGuid(text)) throw new UsageError(`${text} is only one id: pass a location, or a customer id and a batch tracking id`);
  return orUsageError(() => parseBatchLocation(text));
}

function pair(customerId: string, batchTrackingId: string): BatchUpload {
  return orUsageError(() => checkUpload({ customerId, batchTrackingId }));
}

/** One upload per line, written as in the arguments. Empty lines and lines that start with # are ignored. */
async function uploadsInFile(file: string, stdin: NodeJS.ReadableStream): Promise<BatchUpload[]> {
  const name = file === "-" ? "standard input" : file;
  // Windows editors start a file with a byte order mark.
  const lines = (await read(file, name, stdin)).replace(/^\uFEFF/, "").split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const words = line.trim().split(/\s+/);
    if (words[0] === "" || words[0]?.startsWith("#")) return [];
    try {
      const [first = "", second, more] = words;
      if (more !== undefined)
        throw new UsageError("must contain a location, or a customer id and a batch tracking id, and nothing else");
      return [second === undefined ? location(first) : pair(first, second)];
    } catch (error) {
      throw new UsageError(`${name}, line ${index + 1}: ${messageOf(error)}`);
    }
  });
}

function read(file: string, name: string, stdin: NodeJS.ReadableStream): Promise<string> {
  return (file === "-" ? text(stdin) : readFile(file, "utf8")).catch((error: unknown) => {
    throw new UsageError(`${name} cannot be read: ${messageOf(error)}`);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
