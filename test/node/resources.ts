/** What tests start and create. `releaseAll` stops and removes it after each test. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TextOutput } from "./output.ts";

/** A program that a test has started. */
export interface Started {
  child: ChildProcess;
  stdout: TextOutput;
  stderr: TextOutput;
  /** Resolves when the program has ended and its output is complete. */
  exitCode: Promise<number | null>;
}

/** Each program gets its own process group, so that kill() also stops what a shell has started. Windows has no such groups. */
const HAS_GROUPS = process.platform !== "win32";

const running = new Set<ChildProcess>();
const folders = new Set<string>();
const servers = new Set<{ close(): Promise<unknown> }>();

// If a test never settles, the runner exits without running its hooks.
process.on("exit", () => {
  for (const child of running) kill(child);
  removeFolders();
});

export function start(program: string, args: readonly string[], options: SpawnOptions = {}): Started {
  const child = spawn(program, args, { ...options, detached: HAS_GROUPS });
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

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "batch-status-"));
  folders.add(folder);
  return folder;
}

/** Closes a server after the test. */
export function closeLater<T extends { close(): Promise<unknown> }>(server: T): T {
  servers.add(server);
  return server;
}

export async function releaseAll() {
  await Promise.all(
    [...running].map((child) => {
      const closed = once(child, "close");
      kill(child);
      return closed;
    }),
  );
  await Promise.all([...servers].map((server) => server.close()));
  servers.clear();
  removeFolders();
}

function removeFolders() {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

function kill({ pid }: ChildProcess) {
  try {
    if (pid !== undefined) process.kill(HAS_GROUPS ? -pid : pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
}
