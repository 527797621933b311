import { Readable } from "node:stream";
import * as assert from "uvu/assert";
import type { CommandContext, Output } from "../../src/cli/context.ts";
import { run } from "../../src/cli/run.ts";
import { TextOutput } from "./output.ts";
import { type Started, start } from "./resources.ts";

export const token = "test-token-Zm9vYmFy";
export const productKey = "12345-67890-09876-54321-13579";
export const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
export const signedIn = { PARTNER_CENTER_TOKEN: token };

export function locationOf(batchTrackingId: string): string {
  return `/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
}

/** What a test may replace of the command's process. */
export interface RunOptions {
  env?: CommandContext["env"];
  platform?: NodeJS.Platform;
  stdin?: string | Readable;
  /** By default the runtime's, for a server that listens. */
  fetch?: CommandContext["fetch"] | undefined;
  /** Terminals, if they are not to be pipes. */
  stdout?: Output;
  stderr?: Output;
}

/** A command that runs in this process. */
export interface RunningCommand {
  stdout: TextOutput;
  stderr: TextOutput;
  exitCode: Promise<number>;
  /** Presses Ctrl-C. */
  interrupt(): void;
}

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A context for a command in this process, with pipes for its output. */
export function contextFor(
  { env = signedIn, stdin = "", fetch, stdout, stderr, platform = "linux" }: RunOptions,
  listeners = new Set<() => void>(),
) {
  const [out, err] = [new TextOutput(), new TextOutput()];
  const context: CommandContext = {
    version: "1.2.3",
    platform,
    env,
    stdin: typeof stdin === "string" ? Readable.from([stdin]) : stdin,
    stdout: stdout ?? out,
    stderr: stderr ?? err,
    ...(fetch && { fetch }),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { context, out, err };
}

/** Starts the command in this process. */
export function startCommand(args: readonly string[], options: RunOptions = {}): RunningCommand {
  const listeners = new Set<() => void>();
  const { context, out, err } = contextFor(options, listeners);
  const exitCode = run(args, context).finally(() => {
    for (const output of new Set([context.stdout, context.stderr])) output.end();
  });
  return {
    stdout: out,
    stderr: err,
    exitCode,
    interrupt() {
      for (const listener of listeners) listener();
    },
  };
}

/** Runs the command in this process to its end. */
export async function runCommand(args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
  const { stdout, stderr, exitCode } = startCommand(args, options);
  return checked({ code: await exitCode, stdout: stdout.text, stderr: stderr.text });
}

const builtCommand = "dist/cli/batch-status.js";

/** The built command, for a shell. */
export const shellCommand = `${process.execPath} ${builtCommand}`;

/** Starts the built command in a process of its own, its standard input and outputs pipes unless `stdio` says otherwise. */
export function startProcess(
  args: readonly string[],
  env: NodeJS.ProcessEnv = signedIn,
  stdio: Parameters<typeof start>[2] = {},
): Started {
  const { PARTNER_CENTER_TOKEN: _, ...rest } = process.env;
  return start(process.execPath, [builtCommand, ...args], { ...stdio, env: { ...rest, ...env } });
}

/** Waits for the end of a process. */
export async function resultOf({ stdout, stderr, exitCode }: Started): Promise<CommandResult> {
  return checked({ code: await exitCode, stdout: stdout.text, stderr: stderr.text });
}

/** No command may print a secret. */
function checked(result: CommandResult): CommandResult {
  for (const secret of [token, productKey]) assert.not.match(result.stdout + result.stderr, secret);
  return result;
}
