import type { Fetch } from "../index.ts";

/** A standard stream, which may be a terminal. */
export type Output = NodeJS.WritableStream & { isTTY?: boolean; columns?: number; rows?: number };

/** What a command uses of its process. */
export interface CommandContext {
  version: string;
  /** Decides how arguments are quoted for the shell. */
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  stdin: NodeJS.ReadableStream;
  stdout: Output;
  stderr: Output;
  /** Sends the requests to Partner Center. @defaultValue the client's default */
  fetch?: Fetch;
  /** Calls `listener` on Ctrl-C, which then does not end the process. Returns a function that removes the listener. */
  onInterrupt(listener: () => void): () => void;
}

/** Whether to color the output. An explicit decision: on its own, picocolors colors every pipe in CI. */
export function hasColors({ stdout, env }: CommandContext): boolean {
  return stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
