import type { SentRequest } from "./send.ts";

/** A command for bash, or any other POSIX shell. */
export function toCurl({ url, headers }: SentRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return ["curl --include", quote(url), ...headers.map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`)].join(
    " \\\n  ",
  );
}

/** A command for Windows PowerShell 5.1 and PowerShell 7. */
export function toPowerShell({ url, headers }: SentRequest): string {
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const lines = headers.map(([name, value]) => `  ${quote(name)} = ${quote(value)}`);
  return `Invoke-WebRequest -UseBasicParsing -Uri ${quote(url)} -Headers @{\n${lines.join("\n")}\n}`;
}
