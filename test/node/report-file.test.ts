import { execFileSync } from "node:child_process";
import fs, { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inVirtualTime } from "../portable/clock.ts";
import { locationOf, productKey, runCommand, signedIn, startCommand } from "./batch-status.ts";
import { Screen } from "./output.ts";
import { makeFolder, releaseAll } from "./resources.ts";

interface Context {
  emulator: ReturnType<typeof createEmulator>;
  folder: string;
  /** The report. */
  file: string;
}

const test = suite<Context>("batch-status --html");

const FAILED = locationOf("0127ed8e-ff72-4983-a3d8-e8d8bd378932");
const RUNNING = locationOf("a0000000-0000-4000-8000-000000000002");
const SUCCEEDED = locationOf("a0000000-0000-4000-8000-000000000003");
const FORBIDDEN = locationOf("e0000000-0000-4000-8000-000000403001");

const { renameSync } = fs;

test.before.each((context) => {
  context.emulator = createEmulator();
  context.folder = makeFolder();
  context.file = join(context.folder, "report.html");
});
test.after.each(async () => {
  replaceRename(renameSync);
  await releaseAll();
});

/** Replaces the function with which the command replaces files. */
function replaceRename(rename: typeof renameSync) {
  fs.renameSync = rename;
  syncBuiltinESMExports();
}

/** A batch that takes 40 s from its first request: queued, processing from 4 s on, finished with one failure. */
function submit({ emulator }: Context): string {
  const devices = [
    { serialNumber: "1", productKey },
    { serialNumber: "2", result: "808" as const },
  ];
  return emulator.submit({ devices, duration: 40_000, begins: "first-request" });
}

/** Runs the command in virtual time. `beforeRequest` is called before each request, with its number from 1. */
function run({ emulator }: Context, args: readonly string[], beforeRequest = (_number: number) => {}) {
  let number = 0;
  const fetch: typeof emulator.fetch = (input, init) => {
    beforeRequest(++number);
    return emulator.fetch(input, init);
  };
  return inVirtualTime(() => runCommand(args, { fetch }));
}

function titleOf(file: string): string {
  return /<title>(.*)<\/title>/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
}

test("is written by get, beside the result", async (context) => {
  const { code, stdout, stderr } = await run(context, ["get", "--html", context.file, FAILED]);
  assert.is(code, 1);
  assert.match(stdout, "0 of 1 device succeeded, 1 failed.");
  assert.is(stderr, "");
  assert.is(titleOf(context.file), "0 of 1 device succeeded, 1 failed");
  assert.not.match(readFileSync(context.file, "utf8"), productKey);
});

test("is written by get together with JSON or CSV", async (context) => {
  for (const format of ["--json", "--csv"]) {
    const { stdout } = await run(context, ["get", format, "--html", context.file, FAILED]);
    assert.match(stdout, "0127ed8e");
    assert.is(titleOf(context.file), "0 of 1 device succeeded, 1 failed");
  }
});

test("contains the error if get fails", async (context) => {
  const { code } = await run(context, ["get", "--html", context.file, FORBIDDEN]);
  assert.is(code, 3);
  assert.is(titleOf(context.file), "The status could not be read");
  assert.match(readFileSync(context.file, "utf8"), /<p class="problem">Partner Center responded with 403, code 20002/);
});

test("is written by wait before the first request, and after each change", async (context) => {
  const titles: string[] = [];
  const beforeRequest = () => {
    assert.match(readFileSync(context.file, "utf8"), /Still in progress as of <time .* UTC<\/time>. Reload this page\./);
    titles.push(titleOf(context.file));
  };
  const { code } = await run(context, ["wait", "--interval", "10s", "--html", context.file, submit(context)], beforeRequest);
  assert.is(code, 1);
  assert.equal(titles, [
    "No status yet",
    "In progress: No devices are listed",
    "In progress: 0 of 2 devices succeeded, 2 pending",
    "In progress: 0 of 2 devices succeeded, 2 pending",
    "In progress: 1 of 2 devices succeeded, 1 pending",
  ]);
  assert.is(titleOf(context.file), "1 of 2 devices succeeded, 1 failed");
  assert.not.match(readFileSync(context.file, "utf8"), "Reload");
  assert.equal(readdirSync(context.folder), ["report.html"]);
});

test("is not written again after the end", async (context) => {
  await inVirtualTime(async (clock) => {
    await runCommand(["wait", "--html", context.file, SUCCEEDED], { fetch: context.emulator.fetch });
    assert.is(clock.countTimers(), 0);
  });
  assert.is(titleOf(context.file), "2 of 2 devices succeeded");
});

test("is written once if many uploads change at the same time", async (context) => {
  let writes = 0;
  replaceRename((from, to) => {
    writes += 1;
    renameSync(from, to);
  });
  const uploads = Array.from({ length: 20 }, () => submit(context));
  await run(context, ["wait", "--interval", "50s", "--html", context.file, ...uploads]);
  // Before the first request, a second after the first responses, and at the end.
  assert.is(writes, 3);
  assert.is(titleOf(context.file), "20 of 40 devices succeeded, 20 failed");
});

test("contains all uploads, those that failed and those that are still running among them", async (context) => {
  const uploads = [SUCCEEDED, FORBIDDEN, RUNNING];
  const { code } = await run(context, ["wait", "--timeout", "60s", "--html", context.file, ...uploads]);
  assert.is(code, 3);
  assert.is(titleOf(context.file), "Not finished: 3 of 5 devices succeeded, 2 pending; 1 of 3 batches could not be read");
  assert.match(readFileSync(context.file, "utf8"), '<p class="problem">The batch was not finished within 60 s');
});

test("shows at once that an upload failed while others are still running", async (context) => {
  const uploads = [FORBIDDEN, RUNNING];
  const titles: string[] = [];
  const beforeRequest = () => titles.push(titleOf(context.file));
  await run(context, ["wait", "--timeout", "12s", "--html", context.file, ...uploads], beforeRequest);
  assert.equal(titles.slice(0, 3), [
    "No status yet",
    "No status yet",
    "In progress: 1 of 3 devices succeeded, 2 pending; 1 of 2 batches could not be read",
  ]);
});

test("is complete after Ctrl-C, and after resuming", async (context) => {
  const args = ["wait", "--html", context.file, SUCCEEDED, RUNNING];
  const { stderr, exitCode, interrupt } = startCommand(args, { fetch: context.emulator.fetch });
  await stderr.shows(/2 of 2 devices done(.*\n)*.*processing|processing(.*\n)*.*2 of 2 devices done/);
  interrupt();
  assert.is(await exitCode, 130);
  assert.is(titleOf(context.file), "Not finished: 3 of 5 devices succeeded, 2 pending");
  assert.match(stderr.text, `wait --html ${context.file} ${SUCCEEDED} ${RUNNING}\n`);
});

function makePipe(folder: string): string {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  return pipe;
}

const unwritable: Record<string, [path: (folder: string) => string, problem: string]> = {
  "in a folder that does not exist": [(folder) => join(folder, "absent", "report.html"), "ENOENT: no such file or directory"],
  "that is a folder": [(folder) => folder, "it is not a file"],
  // In place of a device such as /dev/null: if this test failed as root, the system would lose it.
  ...(process.platform !== "win32" && { "that is a pipe": [makePipe, "it is not a file"] }),
};
for (const [what, [path, problem]] of Object.entries(unwritable)) {
  for (const command of ["get", "wait"]) {
    test(`rejects a path ${what} before any request: ${command}`, async (context) => {
      const file = path(context.folder);
      const { code, stdout, stderr } = await run(context, [command, "--html", file, FAILED]);
      assert.equal({ code, stdout }, { code: 2, stdout: "" });
      assert.is(stderr.split("\n")[0], `error: ${file} cannot be written: ${problem}`);
      assert.is(context.emulator.requests.length, 0);
    });
  }
}

test("causes one warning while it cannot be written, and is written again afterwards", async (context) => {
  const aside = `${context.folder}-aside`;
  const beforeRequest = (number: number) => {
    // The changes to queued and to processing are lost.
    if (number === 1) fs.renameSync(context.folder, aside);
    if (number === 4) fs.renameSync(aside, context.folder);
  };
  const args = ["wait", "--interval", "10s", "--html", context.file, submit(context)];
  const { code, stderr } = await run(context, args, beforeRequest);
  assert.is(code, 1);
  const warnings = stderr.split("\n").filter((line) => line.startsWith("warning"));
  assert.equal(warnings, [`warning: ${context.file} cannot be written: ENOENT: no such file or directory`]);
  assert.is(titleOf(context.file), "1 of 2 devices succeeded, 1 failed");
});

test("does not disturb live progress with its warning", async (context) => {
  const upload = submit(context);
  const screen = new Screen(200);
  const { emulator } = context;
  const fetch: typeof emulator.fetch = (input, init) => {
    rmSync(context.folder, { recursive: true, force: true });
    return emulator.fetch(input, init);
  };
  const options = { fetch, stdout: screen, stderr: screen, env: signedIn };
  await inVirtualTime(async () => {
    assert.is(await startCommand(["wait", "--html", context.file, upload], options).exitCode, 3);
    const lines = await screen.lines();
    assert.match(lines[0] ?? "", /^warning: .*report.html cannot be written/);
    assert.is(lines.filter((line) => line.includes("█")).length, 1);
  });
});

test("is an error at the end if it cannot be written, after the result has been printed", async (context) => {
  const beforeRequest = () => rmSync(context.folder, { recursive: true, force: true });
  for (const command of ["get", "wait"]) {
    mkdirSync(context.folder, { recursive: true });
    const { code, stdout, stderr } = await run(context, [command, "--html", context.file, FAILED], beforeRequest);
    assert.is(code, 3);
    assert.match(stdout, "0 of 1 device succeeded, 1 failed.");
    assert.match(stderr, `error: ${context.file} cannot be written: ENOENT: no such file or directory\n`);
  }
});

test("waits while another program has the file open, as on Windows", async (context) => {
  let attempts = 0;
  replaceRename((from, to) => {
    attempts += 1;
    if (attempts % 3 !== 0) throw Object.assign(new Error("EBUSY: resource busy or locked, rename"), { code: "EBUSY" });
    renameSync(from, to);
  });
  const { code, stderr } = await run(context, ["wait", "--interval", "50s", "--html", context.file, submit(context)]);
  assert.is(code, 1);
  assert.not.match(stderr, "warning");
  assert.is(attempts, 9);
  assert.is(titleOf(context.file), "1 of 2 devices succeeded, 1 failed");
});

test("gives up if the file stays open, and leaves no other file behind", async (context) => {
  replaceRename(() => {
    throw Object.assign(new Error("EBUSY: resource busy or locked, rename 'a' -> 'b'"), { code: "EBUSY" });
  });
  const { code, stderr } = await run(context, ["get", "--html", context.file, FAILED]);
  assert.is(code, 2);
  assert.match(stderr, `error: ${context.file} cannot be written: EBUSY: resource busy or locked\n`);
  assert.equal(readdirSync(context.folder), []);
});

test("is written to the file that a link points to", async (context) => {
  const link = join(context.folder, "link.html");
  writeFileSync(context.file, "old");
  symlinkSync(context.file, link);
  await run(context, ["get", "--html", link, FAILED]);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.is(titleOf(context.file), "0 of 1 device succeeded, 1 failed");
});

test("does not exist after wrong usage", async (context) => {
  for (const args of [["nonsense"], ["--base-url", "http://example.com", FAILED]]) {
    assert.is((await run(context, ["wait", "--html", context.file, ...args])).code, 2);
    assert.not(existsSync(context.file));
  }
});

test.run();
