import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inVirtualTime } from "../portable/clock.ts";
import { locationOf, type RunOptions, runCommand } from "./batch-status.ts";
import { makeFolder, releaseAll } from "./resources.ts";

const test = suite("the command that resumes a wait");

const RUNNING = locationOf("a0000000-0000-4000-8000-000000000002");

test.after.each(releaseAll);

/** Waits until the time limit, and returns the command that is printed then. */
async function resumeCommand(args: readonly string[], options: RunOptions = {}): Promise<string> {
  const fetch = async () => new Response('{"status":"processing"}');
  const { code, stderr } = await inVirtualTime(() => runCommand(["wait", "--timeout", "10", ...args], { fetch, ...options }));
  assert.is(code, 4, stderr);
  const [, command = ""] = /Stopped waiting\. To resume:\n {2}npx (.*)\n$/.exec(stderr) ?? [];
  return command;
}

/** The words that a POSIX shell makes of a command. */
function wordsIn(command: string): string[] {
  return execFileSync("sh", ["-c", `printf '%s\\n' ${command}`], { encoding: "utf8" })
    .trimEnd()
    .split("\n");
}

test("repeats the options that matter, in a form that a shell reads as they were", async () => {
  const file = join(makeFolder(), '$(it\'s) "ours" & yours.csv');
  const options = [
    "--timeout",
    "10s",
    "--interval",
    "2.5s",
    "--base-url",
    "https://example.com/a",
    "--locale",
    "de-DE",
    "--csv",
    file,
  ];
  const command = await resumeCommand([...options.slice(2), RUNNING, "--failed", "--json", "--verbose"]);
  assert.equal(wordsIn(command), ["partner-center-batch-status", "wait", ...options, "--json", "--failed", "--verbose", RUNNING]);
});

test("is quoted for PowerShell on Windows", async () => {
  const file = join(makeFolder(), "it's ours.csv");
  const command = await resumeCommand([RUNNING, "--csv", file, "--base-url", "https://example.com/a,b"], {
    platform: "win32",
  });
  assert.is(
    command,
    `partner-center-batch-status wait --timeout 10s --base-url 'https://example.com/a,b' --csv '${file.replace("'", "''")}' ${RUNNING}`,
  );
});

test("contains the finished uploads, too, if it would write their file again", async () => {
  const file = join(makeFolder(), "devices.csv");
  const finished = locationOf("a0000000-0000-4000-8000-000000000003");
  const fetch = async (url: string) =>
    new Response(JSON.stringify({ status: url.includes(finished) ? "finished" : "processing" }));
  assert.ok((await resumeCommand([finished, RUNNING], { fetch })).endsWith(`wait --timeout 10s ${RUNNING}`));
  const command = await resumeCommand([finished, RUNNING, "--csv", file], { fetch });
  assert.ok(command.endsWith(` --csv ${file} ${finished} ${RUNNING}`), command);
});

test("names the file of many uploads again, and few by their locations", async () => {
  const unfinished = Array.from({ length: 21 }, (_, index) => locationOf(`f0000000-0000-4000-8000-0000000000${index + 10}`));
  const file = join(makeFolder(), "uploads.txt");
  writeFileSync(file, unfinished.join("\n"));
  assert.is(
    await resumeCommand(["--from", file, RUNNING]),
    `partner-center-batch-status wait --from ${file} --timeout 10s ${RUNNING}`,
  );
  writeFileSync(file, unfinished.slice(0, 2).join("\n"));
  assert.is(
    await resumeCommand(["--from", file]),
    `partner-center-batch-status wait --timeout 10s ${unfinished.slice(0, 2).join(" ")}`,
  );
});

test("contains all locations if they came from standard input", async () => {
  const unfinished = Array.from({ length: 21 }, (_, index) => locationOf(`f0000000-0000-4000-8000-0000000000${index + 10}`));
  const command = await resumeCommand(["--from", "-"], { stdin: unfinished.join("\n") });
  assert.is(command, `partner-center-batch-status wait --timeout 10s ${unfinished.join(" ")}`);
});

test.run();
