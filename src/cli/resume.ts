import { DEFAULT_TIMEOUT } from "./duration.ts";
import { printable } from "./printable.ts";

/** The options of a wait that matter when it is resumed. */
export interface ResumableOptions {
  from?: string;
  timeout: number;
  interval?: number;
  baseUrl?: string;
  locale?: string;
  csv?: string | true;
  html?: string;
  json?: true;
  all?: true;
  failed?: true;
  verbose?: true;
}

/** A longer command would not fit a command line of Windows, nor be read by anyone. */
const MAX_LOCATIONS = 20;

/**
 * The command that resumes a wait, to paste into a shell.
 *
 * @param args - The arguments of the wait.
 * @param locations - The locations of the uploads to wait for. If there are many, and `--from` names their file, it is named again.
 */
export function resumeCommand(
  { from, timeout, interval, baseUrl, locale, csv, html, json, all, failed, verbose }: ResumableOptions,
  args: readonly string[],
  locations: readonly string[],
  platform: NodeJS.Platform,
): string {
  const values = {
    "--from": locations.length > MAX_LOCATIONS && from !== "-" ? from : undefined,
    "--timeout": timeout === DEFAULT_TIMEOUT ? undefined : `${timeout / 1000}s`,
    "--interval": interval === undefined ? undefined : `${interval / 1000}s`,
    "--base-url": baseUrl,
    "--locale": locale,
    "--csv": csv === true ? "-" : csv,
    "--html": html,
  };
  const words = [
    ...Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name, value])),
    ...Object.entries({ json, all, failed, verbose }).flatMap(([name, isSet]) => (isSet ? [`--${name}`] : [])),
    ...(values["--from"] === undefined ? locations : args),
  ];
  return printable(["npx partner-center-batch-status wait", ...words.map((word) => quote(word, platform))].join(" "));
}

/** Quotes a word for PowerShell on Windows, and for POSIX shells elsewhere, if it needs quotes. */
function quote(word: string, platform: NodeJS.Platform): string {
  const isWindows = platform === "win32";
  if ((isWindows ? /^[\w./:\\=+-]+$/ : /^[\w./:=+-]+$/).test(word)) return word;
  return `'${word.replaceAll("'", isWindows ? "''" : "'\\''")}'`;
}
