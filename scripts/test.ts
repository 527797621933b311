/** `npm test`: runs all checks, fastest first, stops at the first failure, and prints how long each took. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

const STEPS: Record<string, readonly string[]> = {
  "generated files": ["npm", "run", "--silent", "generate", "--", "--check"],
  lint: ["npm", "run", "--silent", "lint"],
  build: ["npm", "run", "--silent", "build"],
  types: ["npm", "run", "--silent", "typecheck"],
  budgets: ["npm", "run", "--silent", "bench", "--", "--quick"],
  package: ["npm", "run", "--silent", "check-package"],
  tests: [process.execPath, "--import", "tsx", "test/run.ts"],
};

let stop = (_signal: NodeJS.Signals) => {};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    stop("SIGKILL");
    process.exit(1);
  });
}

const began = Date.now();
const results: string[] = [];
for (const [name, command] of Object.entries(STEPS)) {
  console.log(`\n▶ ${name}: ${command.join(" ").replace(process.execPath, "node")}`);
  const [beganStep, before] = [Date.now(), cpuOfChildren()];
  const succeeded = await run(command);
  const result = `${succeeded ? "✓" : "✗"} ${name.padEnd(16)}${figures(Date.now() - beganStep, cpuOfChildren() - before)}`;
  console.log(result);
  results.push(result);
  if (!succeeded) {
    process.exitCode = 1;
    break;
  }
}
console.log(`\n${results.join("\n")}\n  ${"total".padEnd(16)}${figures(Date.now() - began, cpuOfChildren())}`);

/** Runs a step in its own process group, so that nothing it started outlives it. */
async function run([program = "", ...options]: readonly string[]): Promise<boolean> {
  const child = spawn(program, options, { stdio: ["ignore", "inherit", "inherit"], detached: true });
  stop = (signal) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group has ended.
    }
  };
  const [exitCode] = await once(child, "exit");
  stop("SIGKILL");
  return exitCode === 0;
}

function figures(milliseconds: number, cpu: number): string {
  const seconds = `${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
  return Number.isNaN(cpu) ? seconds : `${seconds}, ${cpu.toFixed(1).padStart(6)} s of CPU`;
}

/** Seconds of CPU used by all ended children and their descendants. NaN if the system does not report it. */
function cpuOfChildren(): number {
  try {
    // After the name in parentheses: cutime and cstime of proc(5), in ticks of 10 ms.
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}
