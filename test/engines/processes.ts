import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

const running = new Map<ChildProcess, NodeJS.Signals>();

process.on("exit", () => {
  for (const [child, signal] of running) child.kill(signal);
});
for (const [signal, exitCode] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.on(signal, () => process.exit(exitCode));
}

/**
 * Starts a program that does not outlive this process, however that ends (unless by SIGKILL).
 *
 * @param lastSignal - Ends it. SIGTERM for a program that has to end others.
 */
export function startProcess(
  program: string,
  options: readonly string[],
  spawnOptions: SpawnOptions,
  lastSignal: NodeJS.Signals = "SIGKILL",
): ChildProcess {
  const child = spawn(program, options, spawnOptions);
  running.set(child, lastSignal);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/** Sends a signal to a process, and waits until it has ended. */
export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!running.has(child)) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
