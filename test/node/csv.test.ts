import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inVirtualTime } from "../portable/clock.ts";
import { customerId, locationOf, type RunOptions, runCommand } from "./batch-status.ts";
import { makeFolder, releaseAll } from "./resources.ts";

const test = suite("--csv");

const batchTrackingId = "a0000000-0000-4000-8000-000000000003";
const location = locationOf(batchTrackingId);

test.after.each(releaseAll);

function run(args: readonly string[], options: RunOptions = {}) {
  return inVirtualTime(() => runCommand(args, { fetch: createEmulator().fetch, ...options }));
}

test("prints CSV without formulas for Excel or escapes for a terminal", async () => {
  const devicesStatus = [
    { serialNumber: '=HYPERLINK("http://evil.example","x")', status: "finished" },
    { serialNumber: "+1", status: "finished_with_errors", errorCode: "808", errorDescription: '\u001b]0;evil\u0007Ztd, "x"' },
  ];
  const fetch = async () => new Response(JSON.stringify({ status: "finished", devicesStatus }));
  const { stdout } = await run(["wait", "--csv", location], { fetch });
  const [header, first, second] = stdout.split("\r\n");
  assert.is(header?.slice(0, 14), '\uFEFF"customerId",');
  assert.match(first ?? "", `"'=HYPERLINK(""http://evil.example"",""x"")"`);
  assert.match(second ?? "", `"'+1"`);
  for (const control of ["\u001b", "\u0007"]) assert.not(stdout.includes(control));
});

const printing: Record<string, string[]> = {
  "before a location": ["--csv", location],
  "before a URL": ["--csv", `https://api.partnercenter.microsoft.com/v1${location}`],
  "before two ids": ["--csv", customerId, batchTrackingId],
  "before ids in braces": ["--csv", `{${customerId}}`, `{${batchTrackingId}}`],
  "between two ids": [customerId, "--csv", batchTrackingId],
  "at the end": [location, "--csv"],
  "before another option": ["--csv", "--all", location],
  "with a dash": [location, "--csv", "-"],
};
for (const [where, args] of Object.entries(printing)) {
  test(`prints on standard output ${where}`, async () => {
    for (const command of ["get", "wait"]) {
      const { code, stdout, stderr } = await run([command, ...args]);
      assert.is(code, 0, stderr);
      assert.match(stdout, `"${customerId}","${batchTrackingId}","1"`);
    }
  });
}

const writing: Record<string, (file: string) => string[]> = {
  "before a location": (file) => ["--csv", file, location],
  "at the end": (file) => [customerId, batchTrackingId, "--csv", file],
  "with an equals sign": (file) => [`--csv=${file}`, location],
};
for (const [where, args] of Object.entries(writing)) {
  test(`writes UTF-8 with a byte order mark to a file ${where}, and prints the table`, async () => {
    const printed = (await run(["get", location, "--csv"])).stdout;
    const table = (await run(["get", location])).stdout;
    for (const command of ["get", "wait"]) {
      const file = join(makeFolder(), "devices.csv");
      const { stdout, stderr } = await run([command, ...args(file)]);
      assert.equal(readFileSync(file), Buffer.from(printed), stderr);
      assert.is(stdout, table);
    }
  });
}

test("replaces the file that was there, and leaves standard output to JSON", async () => {
  const file = join(makeFolder(), "devices.csv");
  for (let time = 0; time < 2; time++) {
    const { code, stdout } = await run(["wait", "--json", "--csv", file, location]);
    assert.is(code, 0);
    assert.ok(JSON.parse(stdout.trim().split("\n").at(-1) ?? "").summary.allSucceeded);
  }
  assert.is(readFileSync(file, "utf8").trim().split("\r\n").length, 3);
});

test("takes a file whose name begins with an id, or that is in a folder for customers", async () => {
  const folder = join(makeFolder(), "customers");
  mkdirSync(folder);
  for (const name of [`${batchTrackingId}.csv`, "list.csv"]) {
    const file = join(folder, name);
    assert.is((await run(["get", "--csv", file, location])).code, 0);
    assert.ok(existsSync(file));
  }
});

test("reports a file that cannot be written before the first request, and exits with 2", async () => {
  for (const command of ["get", "wait"]) {
    const emulator = createEmulator();
    const file = join(makeFolder(), "absent", "devices.csv");
    const { code, stdout, stderr } = await run([command, location, "--csv", file], { fetch: emulator.fetch });
    assert.equal([code, stdout], [2, ""]);
    assert.ok(stderr.startsWith(`error: ${file} cannot be written: ENOENT`), stderr);
    assert.is(emulator.requests.length, 0);
  }
});

test("still prints the table if the file can no longer be written at the end, and exits with 3", async () => {
  const file = join(makeFolder(), "devices.csv");
  const { fetch } = createEmulator();
  const { code, stdout, stderr } = await run(["get", location, "--csv", file], {
    async fetch(url, init) {
      rmSync(file);
      mkdirSync(file);
      return fetch(url, init);
    },
  });
  assert.is(code, 3);
  assert.match(stdout, "2 of 2 devices succeeded.");
  assert.ok(stderr.startsWith(`error: ${file} cannot be written: EISDIR`), stderr);
});

test.run();
