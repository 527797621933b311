import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { checkUpload } from "../check.ts";
import { type BatchUpload, parseBatchLocation } from "../index.ts";
import { isGuid } from "../location.ts";
import { orUsageError, UsageError } from "./exit.ts";

/** The uploads named by the command's arguments and by the lines of a file, without duplicates. */
export async function uploadsFrom(
  args: readonly string[],
  { file, stdin }: { file?: string | undefined; stdin: NodeJS.ReadableStream },
): Promise<BatchUpload[]> {
  const named = isPair(args) ? [uploadIn(args.join(" "))] : args.map(uploadIn);
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

const UPLOAD =
  /^["'{\s]*(?:location\s*:|https?:|\/customers\/|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w.]))|\/batchJobStatus\//i;

/** Whether a text is meant to be an upload or an id of one, right or wrong, rather than the name of a file. */
export function looksLikeUpload(text: string): boolean {
  return UPLOAD.test(text);
}

/** Two arguments are the ids of one upload if the first one is an id. */
function isPair(args: readonly string[]): boolean {
  const [first = ""] = wordsIn(args[0] ?? "");
  return args.length === 2 && isGuid(first);
}

/** @throws UsageError */
function uploadIn(text: string): BatchUpload {
  const [first = text, second, more] = wordsIn(text);
  if (more !== undefined) {
    throw new UsageError("must contain a location, or a customer id and a batch tracking id, and nothing else");
  }
  if (second !== undefined) return orUsageError(() => checkUpload({ customerId: first, batchTrackingId: second }));
  if (isGuid(first)) throw new UsageError(`${first} is only one id: pass a location, or a customer id and a batch tracking id`);
  return orUsageError(() => parseBatchLocation(first));
}

/** The location or the ids in a text, without what logs, spreadsheets and scripts put around them. */
function wordsIn(text: string): string[] {
  const separator = text.includes("/") ? /\s+/ : /[\s,;]+/;
  return text
    .replace(/^[\s"']*location\s*:/i, "")
    .split(separator)
    .map((word) => word.replace(/^["'{]+|["'},;]+$/g, ""))
    .filter((word) => word !== "");
}

/** One upload per line, written as in the arguments. Empty lines and lines that start with # are ignored. */
async function uploadsInFile(file: string, stdin: NodeJS.ReadableStream): Promise<BatchUpload[]> {
  const name = file === "-" ? "standard input" : file;
  const lines = decode(await read(file, name, stdin)).split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) return [];
    try {
      return [uploadIn(text)];
    } catch (error) {
      throw new UsageError(`${name}, line ${index + 1}: ${messageOf(error)}`);
    }
  });
}

function read(file: string, name: string, stdin: NodeJS.ReadableStream): Promise<Buffer> {
  return (file === "-" ? buffer(stdin) : readFile(file)).catch((error: unknown) => {
    throw new UsageError(`${name} cannot be read: ${messageOf(error)}`);
  });
}

/** Windows PowerShell writes UTF-16 with a byte order mark, other programs UTF-8 with or without one. Removes the mark. */
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
