import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startServer } from "../../src/emulator/server.ts";
import { flushPromises, inVirtualTime } from "../portable/clock.ts";
import { customerId, locationOf, type RunOptions, resultOf, runCommand, signedIn, startCommand } from "./batch-status.ts";
import { closeLater, makeFolder, releaseAll, start } from "./resources.ts";

const test = suite("uploads of the command");

const SUCCEEDED = "a0000000-0000-4000-8000-000000000003";
const location = locationOf(SUCCEEDED);

test.after.each(releaseAll);

/** The command in virtual time, with an emulator. */
function run(args: readonly string[], options: RunOptions = {}) {
  return inVirtualTime(() => runCommand(args, { fetch: createEmulator().fetch, ...options }));
}

const lines: Record<string, string> = {
  "a location": location,
  "an absolute URL": `https://api.partnercenter.microsoft.com/v1${location}?a=1,2`,
  "a header": `Location: ${location}`,
  "a header in lower case, in quotes": `"location:${location}"`,
  "a location in quotes, before a comma": `'${location}',`,
  "two ids": `${customerId} ${SUCCEEDED}`,
  "two ids with a tab between them": `${customerId}\t${SUCCEEDED}`,
  "two ids with a comma between them": `${customerId}, ${SUCCEEDED}`,
  "two ids of a spreadsheet": `"${customerId}";"${SUCCEEDED}"`,
  "two ids in braces": `{${customerId.toUpperCase()}},{${SUCCEEDED}}`,
};
for (const [what, line] of Object.entries(lines)) {
  test(`can be ${what}, in a file and as an argument`, async () => {
    for (const command of ["get", "wait"]) {
      const listed = await run([command, "--from", "-"], { stdin: `${line}\r\n` });
      assert.is(listed.code, 0, listed.stderr);
      assert.match(listed.stdout, SUCCEEDED);
      assert.is((await run([command, line])).stdout, listed.stdout);
    }
  });
}

test("can be two arguments in braces", async () => {
  assert.is((await run(["get", `{${customerId}}`, `{${SUCCEEDED}}`])).code, 0);
});

test("are read from files in UTF-8 and UTF-16, as Windows PowerShell and editors write them", async () => {
  const text = `# ä\r\n${location}\r\n`;
  const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");
  const encoded = {
    plain: Buffer.from(text),
    marked: Buffer.from(`\uFEFF${text}`),
    little: utf16,
    big: Buffer.from(utf16).swap16(),
  };
  for (const [name, bytes] of Object.entries(encoded)) {
    const file = join(makeFolder(), name);
    writeFileSync(file, bytes);
    assert.is((await run(["get", "--from", file])).code, 0, name);
    assert.is((await run(["get", "--from", "-"], { stdin: Readable.from([bytes]) })).code, 0, name);
  }
});

test("may be several for get, too, and the most severe exit code wins", async () => {
  const failed = locationOf("0127ed8e-ff72-4983-a3d8-e8d8bd378932");
  const unknown = locationOf("c0000000-0000-4000-8000-000000000001");
  const { code, stdout } = await run(["get", location, failed, location]);
  assert.is(code, 1);
  assert.match(stdout, `${SUCCEEDED}  all 2 succeeded\n`);
  assert.match(stdout, "1 of 2 batches fully succeeded.");
  const worse = await run(["get", location, failed, unknown]);
  assert.is(worse.code, 3);
  assert.match(worse.stderr, /^error: Partner Center responded with 404/);
  assert.match(worse.stdout, "1 of 3 batches fully succeeded, 1 could not be read.");
});

function manyUploads(count: number): string[] {
  return Array.from({ length: count }, (_, index) => locationOf(`f0000000-0000-4000-8000-${String(index).padStart(12, "0")}`));
}

/** Every batch is finished, and its device has succeeded. */
const finished = () => new Response(JSON.stringify({ status: "finished", devicesStatus: [{ status: "finished" }] }));

for (const command of ["get", "wait"]) {
  test(`are requested by ${command} twenty at once`, async () => {
    const pending: (() => void)[] = [];
    let sent = 0;
    const fetch = () => {
      sent += 1;
      return new Promise<Response>((resolve) => pending.push(() => resolve(finished())));
    };
    const { exitCode } = startCommand([command, ...manyUploads(50)], { fetch });
    for (const [total, waiting] of [
      [20, 20],
      [35, 20],
      [50, 20],
      [50, 5],
    ]) {
      await flushPromises();
      assert.equal([sent, pending.length], [total, waiting]);
      for (const respond of pending.splice(0, 15)) respond();
      await flushPromises();
    }
    assert.is(await exitCode, 0);
  });

  test(`have a minute each with ${command}, from the moment their request is sent`, async () => {
    let sent = 0;
    const fetch = () => {
      sent += 1;
      return new Promise<Response>((resolve) => setTimeout(() => resolve(finished()), 50_000));
    };
    assert.is((await run([command, ...manyUploads(60)], { fetch })).code, 0);
    assert.is(sent, 60);
  });
}

test("are given up if there is no response within a minute, and leave no timer behind", async () => {
  await inVirtualTime(async (clock) => {
    const fetch = (_url: string, { signal }: { signal: AbortSignal }) =>
      new Promise<Response>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const { code, stderr } = await runCommand(["get", ...manyUploads(30)], { fetch });
    assert.is(code, 3);
    assert.is(stderr.split("error: No response from Partner Center: no complete response within 60 s").length, 31);
    assert.is(clock.countTimers(), 0);
  });
});

test("stop at once on Ctrl-C, also those that wait for their turn", async () => {
  const command = startCommand(["wait", ...manyUploads(30)], { fetch: () => new Promise(() => {}) });
  await flushPromises();
  command.interrupt();
  assert.is(await command.exitCode, 130);
  assert.match(command.stderr.text, manyUploads(30)[29] ?? "");
});

// Starts a shell: only a real process runs out of file descriptors.
test("may be 600 although the system allows 256 open files", async () => {
  const emulator = createEmulator();
  const submission = { devices: [{ serialNumber: "1" }], duration: 300, begins: "first-request" as const };
  const file = join(makeFolder(), "uploads.txt");
  writeFileSync(file, Array.from({ length: 600 }, () => emulator.submit(submission)).join("\n"));
  const { url } = closeLater(await startServer(emulator, 0));
  const command = `ulimit -n 256; exec "$0" dist/cli/batch-status.js wait --from "$1" --base-url ${url} --interval 0.5s`;
  const { code, stdout, stderr } = await resultOf(
    start("sh", ["-c", command, process.execPath, file], { env: { ...process.env, ...signedIn } }),
  );
  assert.is(code, 0, stderr);
  assert.match(stdout, "600 of 600 batches fully succeeded.");
  assert.not.match(stderr, "No response");
});

test.run();
