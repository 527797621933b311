import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { TextOutput } from "./output.ts";

/** A program that a test has started. */
export interface Started {
  child: ChildProcess;
  stdout: TextOutput;
  stderr: TextOutput;
  /** Resolves when the program has ended and its output is complete. */
  exitCode: Promise<number | null>;
}

const running = new Set<ChildProcess>();

// If a test never settles, the runner exits without running its hooks.
process.on("exit", () => running.forEach(kill));

/** Starts a program. Call {@link stopProcesses} in a hook that runs after each test. */
export function start(program: string, args: readonly string[], options: SpawnOptions = {}): Started {
  // In a process group of its own, so that kill() also reaches what a shell has started.
  const child = spawn(program, args, { ...options, detached: true });
  running.add(child);
  const [stdout, stderr] = [new TextOutput(), new TextOutput()];
  child.stdout?.pipe(stdout);
  child.stderr?.pipe(stderr);
  const exitCode = once(child, "close").then(([code]) => {
    running.delete(child);
    stdout.end();
    stderr.end();
    return code;
  });
  return { child, stdout, stderr, exitCode };
}

/** Stops every program that has been started and is still running. */
export async function stopProcesses() {
  await Promise.all(
    [...running].map((child) => {
      const closed = once(child, "close");
      kill(child);
      return closed;
    }),
  );
}

function kill({ pid }: ChildProcess) {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
}
