import { existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type InjectedFault } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { serveEmulator } from "../../src/cli/emulator.ts";
import { startServer } from "../../src/emulator/server.ts";
import { inVirtualTime } from "../portable/clock.ts";
import {
  contextFor,
  customerId,
  locationOf,
  productKey,
  type RunOptions,
  resultOf,
  runCommand,
  signedIn,
  startProcess,
  token,
} from "./batch-status.ts";
import { TextOutput } from "./output.ts";
import { closeLater, makeFolder, releaseAll } from "./resources.ts";

interface Context {
  emulator: ReturnType<typeof createEmulator>;
}

const test = suite<Context>("batch-status");

const documented = "0127ed8e-ff72-4983-a3d8-e8d8bd378932";
const location = locationOf(documented);

test.before.each((context) => {
  context.emulator = createEmulator();
});
test.after.each(releaseAll);

/** Runs the command in this process and in virtual time, so that retries take none. */
function run({ emulator }: Context, args: readonly string[], options: RunOptions = {}) {
  return inVirtualTime(() => runCommand(args, { fetch: emulator.fetch, ...options }));
}

async function serve({ emulator }: Context): Promise<string> {
  return closeLater(await startServer(emulator, 0)).url;
}

function writeScenario(text: string): string {
  const file = join(makeFolder(), "scenario.json");
  writeFileSync(file, text);
  return file;
}

// Starts processes: this is the built command over HTTP, with its exit code, as a user runs it.
test("serves the emulator, and fetches a batch from it with a command that the emulator prints", async () => {
  const emulator = startProcess(["emulator", "--port", "0"]);
  const banner = await emulator.stdout.shows(`${documented}\n`);
  assert.match(banner, /export PARTNER_CENTER_TOKEN=any\n.*\$env:PARTNER_CENTER_TOKEN = "any"/);
  assert.match(banner, "Any token works, except these, which are rejected for the reason they name: expired, wrong-audience, ");
  const [url = ""] = banner.split("\n");
  const printed = banner.split("\n").find((line) => line.endsWith(documented)) ?? "";
  assert.is(printed, `npx partner-center-batch-status get --base-url ${url} ${customerId} ${documented}`);
  const { code, stdout, stderr } = await resultOf(startProcess(printed.split(" ").slice(2)));
  assert.is(stderr, "");
  assert.is(
    stdout,
    `Batch      0127ed8e-ff72-4983-a3d8-e8d8bd378932
Status     finished
Started    2017-07-25 10:00:00 UTC
Completed  2017-07-25 10:10:00 UTC

Device      Outcome  Error
1234567890  failed   808 ZtdDeviceAssignedToOtherTenant

What to do
808  The device is registered to another tenant. The owner there, or Microsoft support with proof of ownership, must remove it first.
     https://learn.microsoft.com/en-us/troubleshoot/mem/intune/device-enrollment/import-windows-autopilot-device-csv-files-errors

0 of 1 device succeeded, 1 failed. Correct the failed devices and upload them again.
`,
  );
  assert.is(code, 1);
});

test("starts the emulator with at most twelve lines", async () => {
  const { context, out } = contextFor({});
  const { url } = closeLater(await serveEmulator({ port: 0 }, context));
  assert.ok(out.text.trimEnd().split("\n").length <= 12, out.text);
  for (const path of ["/openapi.yaml", "/openapi.json", "/_emulator/openapi.yaml"]) assert.match(out.text, url + path);
  assert.match(out.text, "emulator --list");
});

test("lists the batches of the emulator with --list, with a command for each, and starts none", async () => {
  const { code, stdout, stderr } = await runCommand(["emulator", "--list", "--port", "4321"]);
  assert.equal([code, stderr], [0, ""]);
  const { samples } = createEmulator().state();
  const command = "npx partner-center-batch-status get --base-url http://127.0.0.1:4321";
  assert.equal(
    stdout,
    samples
      .map(({ name, about, batchTrackingId }) => `# ${name}: ${about}\n${command} ${customerId} ${batchTrackingId}\n`)
      .join(""),
  );
});

test("logs each request of the emulator with --verbose: time, method, path, status and duration, without secrets", async () => {
  const { context, err } = contextFor({});
  const { url } = closeLater(await serveEmulator({ port: 0, verbose: true }, context));
  const headers = { Authorization: "Bearer secret-1" };
  await (await fetch(`${url}/v1${location}?key=secret-2`, { headers })).text();
  await (await fetch(`${url}/${encodeURIComponent(productKey)}`, { method: "DELETE", headers })).text();
  const log = await err.shows(" 404 ");
  const [first = "", second = ""] = log.trim().split("\n");
  assert.match(first, new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z GET /v1${location} 200 \\d+ ms$`));
  assert.match(second, / DELETE \/\*{5}-.*-13579 404 \d+ ms$/);
  assert.not.match(log, "secret-");
});

test("logs a request without a response, and nothing without --verbose", async () => {
  const scenario = writeScenario('{"faults":["reset"]}');
  for (const verbose of [false, true]) {
    const { context, err } = contextFor({});
    const { url } = closeLater(await serveEmulator({ port: 0, scenario, verbose }, context));
    await fetch(url + location).catch(() => {});
    // The first request is over before the second one arrives.
    await (await fetch(url + location)).text();
    if (verbose) assert.match(err.text, `GET ${location} no response `);
    else assert.is(err.text, "");
  }
});

test("accepts the location of an upload as well", async (context) => {
  const byIds = await run(context, ["get", customerId, documented]);
  assert.match(byIds.stdout, documented);
  assert.is((await run(context, ["get", location])).stdout, byIds.stdout);
});

test("prints the response as JSON, its product keys masked", async (context) => {
  const { code, stdout } = await run(context, ["get", "--json", location]);
  const { devicesStatus, ...batch } = JSON.parse(stdout);
  assert.equal(batch, {
    batchTrackingId: documented,
    status: "finished",
    startedTime: "2017-07-25T10:00:00",
    completedTime: "2017-07-25T10:10:00",
    attributes: { objectType: "BatchUploadDetails" },
  });
  assert.is(devicesStatus[0].productKey, "*****-*****-*****-*****-13579");
  assert.is(code, 1);
});

const exitCodes: Record<string, [batchTrackingId: string, code: number, shown: RegExp]> = {
  "every device succeeded": ["a0000000-0000-4000-8000-000000000003", 0, /2 of 2 devices succeeded\.\n$/],
  "some devices failed": ["a0000000-0000-4000-8000-000000000004", 1, /1 of 3 devices succeeded, 2 failed/],
  "the batch is queued": ["a0000000-0000-4000-8000-000000000001", 4, /No devices are listed\. The batch is not finished/],
  "the batch is being processed": ["a0000000-0000-4000-8000-000000000002", 4, /Completed {2}-/],
  "the status is undocumented": ["b0000000-0000-4000-8000-000000000002", 4, /1 with an unknown outcome/],
};
for (const [when, [batchTrackingId, code, shown]] of Object.entries(exitCodes)) {
  test(`exits with ${code} if ${when}`, async (context) => {
    const result = await run(context, ["get", customerId, batchTrackingId]);
    assert.is(result.code, code);
    assert.match(result.stdout, shown);
  });
}

test("aligns the columns of the table, whatever the width of the characters", async (context) => {
  const devicesStatus = ["日本", "e\u0301", "1234567"].map((serialNumber) => ({ serialNumber, status: "finished" }));
  context.emulator.fail({ status: 200, body: { status: "finished", devicesStatus } });
  const { stdout } = await run(context, ["get", location]);
  assert.match(stdout, "\n\nDevice   Outcome    Error\n日本     succeeded\ne\u0301        succeeded\n1234567  succeeded\n\n");
});

test("shortens what the table shows of a device or a status, and prints it in full as CSV and JSON", async (context) => {
  const long = "9".repeat(1_000_000);
  const body = { status: long, devicesStatus: [{ serialNumber: long, errorCode: long }] };
  context.emulator.fail({ status: 200, body }, { status: 200, body }, { status: 200, body });
  const { stdout } = await run(context, ["get", location]);
  assert.ok(stdout.length < 4_000, `${stdout.length} characters`);
  assert.match(stdout, /^9{500}… +failed +9{500}…$/m);
  for (const format of ["--csv", "--json"]) assert.match((await run(context, ["get", format, location])).stdout, long);
});

test("labels a device with its serial number, masked product key, device id or position", async (context) => {
  const body = {
    status: "finished",
    devicesStatus: [{ serialNumber: "SN", productKey }, { productKey }, { deviceId: "id" }, {}],
  };
  context.emulator.fail({ status: 200, body });
  const { stdout } = await run(context, ["get", location]);
  const labels = stdout.split("\n").flatMap((line) => /^(.+?) +unknown$/.exec(line)?.[1] ?? []);
  assert.equal(labels, ["SN", "*****-*****-*****-*****-13579", "id", "device 4"]);
});

test("masks a product key however it is written, and keeps the JSON valid", async (context) => {
  const keys = ["1234567890098765432113579", "ABCDE FGHJK LMNPQ RTVWX YZ234", "\u001bBCDE-FGHJK-LMNPQ-RTVWX-YZ234", "short"];
  const body = { status: "finished\u009b\u202e", devicesStatus: keys.map((productKey) => ({ productKey })) };
  for (const format of [["--json"], []]) {
    context.emulator.fail({ status: 200, body });
    const { stdout } = await run(context, ["get", ...format, location]);
    for (const key of keys) assert.not.match(stdout, key);
    assert.not.match(stdout, /[^\P{C}\n]/u);
    if (format.length > 0) assert.is(JSON.parse(stdout).status, body.status);
  }
});

/** A body that is `depth` levels deep. */
function nested(depth: number): string {
  return `{"status":"finished","x":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
}

test("reports JSON that is nested too deeply in one line, and exits with 3", async (context) => {
  const message = "the response cannot be printed as JSON: it is nested too deeply or too long";
  for (const depth of [501, 100_000]) {
    const body = { status: 200, body: nested(depth) };
    context.emulator.fail(body, body);
    const once = await run(context, ["get", "--json", location]);
    assert.equal(once, { code: 3, stdout: "", stderr: `error: ${message}\n` });
    const waited = await run(context, ["wait", "--json", location]);
    assert.is(waited.code, 3);
    assert.is(waited.stderr.split("\n").at(-2), `error: ${message}`);
    assert.equal(JSON.parse(waited.stdout).error, { name: "Error", message });
  }
  context.emulator.fail({ status: 200, body: nested(500) });
  assert.is(JSON.parse((await run(context, ["get", "--json", location])).stdout).status, "finished");
  context.emulator.fail({ status: 200, body: nested(100_000) });
  assert.match((await run(context, ["get", location])).stdout, "Status     finished");
});

// Starts a process: only a real pipe breaks.
test("keeps the batch's exit code and prints no error if the reader closes the pipe before the result", async (context) => {
  const command = startProcess(["get", "--base-url", await serve(context), location]);
  command.child.stdout?.destroy();
  const { code, stderr } = await resultOf(command);
  assert.is(code, 1);
  assert.is(stderr, "");
});

// A disk that is always full, on systems that have one. Starts a process, because only a real file descriptor can be full.
if (existsSync("/dev/full")) {
  test("exits with 3 if the output cannot be written", async (context) => {
    const args = ["get", "--base-url", await serve(context), location];
    const { code, stderr } = await resultOf(
      startProcess(args, signedIn, { stdio: ["ignore", openSync("/dev/full", "w"), "pipe"] }),
    );
    assert.is(code, 3);
    assert.match(stderr, /^error: .*ENOSPC/);
    assert.not.match(stderr, /\n +at /);
  });
}

// Starts a process: libraries look at the environment when they are loaded.
test("prints no colors into a pipe, not even in CI or with FORCE_COLOR", async (context) => {
  const env = { ...signedIn, CI: "1", FORCE_COLOR: "1" };
  const { stdout } = await resultOf(startProcess(["get", "--base-url", await serve(context), location], env));
  assert.match(stdout, /^1234567890 +failed/m);
  assert.not.match(stdout, "\u001b");
});

test("removes terminal escapes from the server's text", async (context) => {
  const errorDescription = "\u001b]0;owned\u0007\u001b[2Jname\u202e";
  const devicesStatus = [{ errorCode: "9", errorDescription }];
  context.emulator.fail({ status: 200, body: { status: "finished\u001b[1m", devicesStatus } });
  const { stdout } = await run(context, ["get", location]);
  assert.not.match(stdout, /[^\P{C}\n]/u);
  assert.match(stdout, "name");
});

const failures: Record<string, [fault: InjectedFault, message: RegExp]> = {
  "an authorization error": [
    { status: 403 },
    /^error: Partner Center responded with 403, code 20002: The partner has no relationship with this customer\./,
  ],
  throttling: [
    { status: 429, headers: { "Retry-After": "57" } },
    /^error: Partner Center responded with 429: Rate limit is exceeded/,
  ],
  "a broken connection": ["reset", /^error: No response from Partner Center: fetch failed: /],
  "an HTML page": [
    { status: 200, body: "<html>" },
    /^error: Partner Center responded with 200, but the body is not the status of this batch: the body is HTML or XML/,
  ],
  "an error that quotes a secret": [
    { status: 400, body: { description: `${token} ${productKey}` } },
    /^error: Partner Center responded with 400: \[secret\] \*{5}-/,
  ],
};
for (const [what, [fault, message]] of Object.entries(failures)) {
  test(`reports ${what} in one line, and exits with 3`, async (context) => {
    context.emulator.fail(fault, fault, fault, fault);
    const { code, stdout, stderr } = await run(context, ["get", location]);
    assert.is(code, 3);
    assert.is(stdout, "");
    assert.match(stderr, message);
    const [, hint, more] = stderr.trim().split("\n");
    assert.ok(hint === undefined || hint.startsWith("hint: "));
    assert.is(more, undefined);
  });
}

const misuses: Record<string, [args: string[], message: RegExp]> = {
  "no command": [[], /Usage: batch-status/],
  "an unknown command": [["gte"], /^error: unknown command 'gte'\n\(Did you mean get\?\)/],
  "no batch": [["get"], /^error: missing required argument/],
  "several batches": [["get", location, locationOf(customerId)], /^error: get takes one batch; use wait for several/],
  "an unknown option": [["get", location, "--jsn"], /^error: unknown option '--jsn'\n\(Did you mean --json\?\)/],
  "too many ids": [["get", customerId, documented, "more"], /^error: 47021739-.* is only one id: pass a location/],
  "an invalid location": [["get", "/customers/1"], /^error: the location must look like .*"\/customers\/1"/],
  "a customer id only": [["get", customerId], /^error: 47021739-.* is only one id: pass a location/],
  "an id that is not a GUID": [["get", customerId, ".."], /^error: the batch tracking id must be GUID-formatted/],
  "http off loopback": [["get", location, "--base-url", "http://example.com"], /^error: --base-url must be an absolute https/],
  "an invalid locale": [["get", location, "--locale", "_"], /^error: --locale must be a language tag/],
  "an invalid port": [["emulator", "--port", "many"], /^error: option '--port <port>' argument 'many' is invalid/],
};
for (const [what, [args, message]] of Object.entries(misuses)) {
  test(`rejects ${what} with a clear message, and exits with 2`, async (context) => {
    const { code, stdout, stderr } = await run(context, args);
    assert.is(code, 2);
    assert.is(stdout, "");
    assert.match(stderr, message);
    assert.not.match(stderr, /\n +at /);
  });
}

// Clears the screen, sets the title, starts a hidden text, and reverses the direction of writing.
const escapes = "\u001b[2J\u001b]0;owned\u0007\u009b8m\u202e";
const hostile = `x${escapes}${productKey}`;
const hostileArguments: Record<string, [args: string[], stdin?: string]> = {
  "a command": [[hostile]],
  "the command to print help for": [["help", hostile]],
  "an option": [["get", location, `--${hostile}`]],
  "a location": [["get", hostile]],
  "a batch tracking id": [["get", customerId, hostile]],
  "a base URL": [["get", location, "--base-url", hostile]],
  "a locale": [["get", location, "--locale", hostile]],
  "a timeout": [["wait", location, "--timeout", hostile]],
  "an interval": [["wait", location, "--interval", hostile]],
  "the name of a file with uploads": [["wait", "--from", hostile]],
  "a line with an upload": [["wait", "--from", "-"], `${hostile}\n`],
  "a line with two ids": [["wait", "--from", "-"], `${customerId} ${hostile}\n`],
  "a port": [["emulator", "--port", hostile]],
  "the name of a scenario": [["emulator", "--scenario", hostile]],
};
for (const [what, [args, stdin = ""]] of Object.entries(hostileArguments)) {
  test(`prints neither terminal escapes nor product keys in ${what}`, async (context) => {
    const { code, stdout, stderr } = await run(context, args, { stdin });
    assert.is(code, 2);
    assertHarmless(stdout + stderr);
  });
}

for (const [what, text] of Object.entries({
  "its text": `[${hostile}]`,
  "the name of a property": JSON.stringify({ [hostile]: 1 }),
  "a value": JSON.stringify({ quirks: { times: hostile } }),
  "the name of a header": JSON.stringify({ faults: [{ status: 500, headers: { [hostile]: "" } }] }),
})) {
  test(`prints neither terminal escapes nor product keys of a scenario: ${what}`, async () => {
    const { code, stderr } = await runCommand(["emulator", "--scenario", writeScenario(text)]);
    assert.is(code, 2);
    assertHarmless(stderr);
    assert.is(stderr.trim().split("\n").length, 1);
  });
}

test("prints neither terminal escapes nor product keys of a base URL with --verbose", async (context) => {
  const { stderr } = await run(context, ["get", location, "--verbose", "--base-url", `https://example.com/${hostile}`]);
  assert.match(stderr, /^GET https:\/\/example\.com\/x.* 404 after/);
  assertHarmless(stderr);
});

function assertHarmless(text: string) {
  assert.not.match(text, /[^\P{C}\n]/u);
  assert.not(text.includes("67890"), text);
}

test("explains how to sign in if there is no token, and exits with 2", async (context) => {
  for (const env of [{}, { PARTNER_CENTER_TOKEN: "" }]) {
    const { code, stderr } = await run(context, ["get", location], { env });
    assert.is(code, 2);
    assert.match(stderr, "error: not signed in.");
    assert.match(stderr, "export PARTNER_CENTER_TOKEN=");
    assert.match(stderr, "$env:PARTNER_CENTER_TOKEN = ");
  }
});

test("does not print an invalid token", async (context) => {
  const { code, stderr } = await run(context, ["get", location], { env: { PARTNER_CENTER_TOKEN: "hunter2 hunter2" } });
  assert.is(code, 2);
  assert.match(stderr, "error: PARTNER_CENTER_TOKEN must be an access token");
  assert.not.match(stderr, "hunter2");
});

const scenarios: Record<string, [text: string, message: string]> = {
  "that is not JSON": ["{", "is not JSON: "],
  "that is a list": ["[]", "the scenario must be an object, but is an array"],
  "with an unknown part": ['{"batch":[]}', "batch is an unknown property"],
  "with batches that are not a list": ['{"batches":{}}', "batches must be an array"],
  "with a batch that is not an object": ['{"batches":[null]}', "batches.0 must be an object, but is null"],
  "with an unknown property": ['{"batches":[{"devices":[{"serial":"1"}]}]}', "batches.0.devices.0.serial is an unknown property"],
  "with an unknown value": [
    '{"quirks":{"times":"local"}}',
    'quirks.times must be "offset-less", "utc" or "seven-digits", but is',
  ],
  "with a missing property": ['{"batches":[{}]}', "batches.0.devices must be an array, but is missing"],
  "with an unknown result": [
    '{"batches":[{"devices":[{"result":"1"}]}]}',
    'batches.0.devices.0.result must be "success", a known error code (640, ',
  ],
  "with a result of the wrong type": ['{"batches":[{"devices":[{"result":808}]}]}', "batches.0.devices.0.result must be"],
  "with an id that is not a GUID": [
    '{"batches":[{"devices":[],"customerId":"1"}]}',
    'batches.0.customerId must be GUID-formatted (8-4-4-4-12 hexadecimal digits), but is "1"',
  ],
  "with an unknown fault": ['{"faults":["rest"]}', 'faults.0 must be "reset", "silence", { status'],
  "with a fault that cuts within a byte": [
    '{"faults":[{"cutBody":1.5}]}',
    "faults.0.cutBody must be a whole number, 0 or more, but is 1.5",
  ],
  "with an invalid header name": [
    '{"faults":[{"status":429,"headers":{"Retry After":"5"}}]}',
    'faults.0.headers contains the invalid name "Retry After"',
  ],
  "with an invalid header value": [
    '{"faults":[{"status":429,"headers":{"Retry-After":"5\\n"}}]}',
    'faults.0.headers.Retry-After must be a string that a header can contain, but is "5"',
  ],
  "with an impossible fault": ['{"faults":["reset",{"status":99}]}', "faults.1.status must be a whole number from 200 to 599"],
};
for (const [what, [text, message]] of Object.entries(scenarios)) {
  test(`rejects a scenario ${what}: one line names the place, and the exit code is 2`, async () => {
    const file = writeScenario(text);
    const { code, stderr } = await runCommand(["emulator", "--scenario", file]);
    assert.is(code, 2);
    assert.ok(stderr.startsWith(`error: ${file}: ${message}`), stderr);
    assert.is(stderr.trim().split("\n").length, 1);
  });
}

test("rejects a scenario file that does not exist", async () => {
  const { code, stderr } = await runCommand(["emulator", "--scenario", "absent.json"]);
  assert.is(code, 2);
  assert.is(stderr, "error: absent.json: cannot be read\n");
});

test("names a port that is in use, and exits with 3", async (context) => {
  const { port } = new URL(await serve(context));
  const { code, stderr } = await runCommand(["emulator", "--port", port]);
  assert.is(code, 3);
  assert.is(stderr, `error: port ${port} is in use: choose another one with --port\n`);
});

test("prints the same help on a terminal that reports 0 columns", async (context) => {
  const stdout = Object.assign(new TextOutput(), { columns: 0 });
  const { code } = await run(context, ["--help"], { stdout });
  assert.is(code, 0);
  assert.is(stdout.text, (await run(context, ["--help"])).stdout);
});

test("prints help on standard output, and exits with 0", async (context) => {
  for (const args of [["--help"], ["get", "--help"], ["wait", "--help"], ["emulator", "--help"]]) {
    const { code, stdout, stderr } = await run(context, args);
    assert.is(code, 0);
    assert.is(stderr, "");
    assert.match(stdout, /^Usage: batch-status /);
  }
});

// Starts processes: the build inserts the version, and commander's exit code of `help get` depends on process.exitCode.
test("prints the package's version, and the help of a command by its name", async () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  assert.equal(await resultOf(startProcess(["--version"])), { code: 0, stdout: `${version}\n`, stderr: "" });
  const { code, stdout } = await resultOf(startProcess(["help", "get"]));
  assert.is(code, 0);
  assert.match(stdout, /^Usage: batch-status get /);
});

test("plays a scenario: its batches, its quirks, its faults, behind a byte order mark", async () => {
  const scenario = {
    quirks: { times: "utc" },
    batches: [{ duration: 0, devices: [{ serialNumber: "S-1", result: "806" }] }],
    faults: [{ status: 429, headers: { "Retry-After": "57" } }],
  };
  const file = writeScenario(`\uFEFF${JSON.stringify(scenario)}`);
  const { url } = closeLater(await serveEmulator({ port: 0, scenario: file }, contextFor({}).context));
  const list = await runCommand(["emulator", "--list", "--scenario", file, "--port", new URL(url).port]);
  const lines = list.stdout.split("\n");
  const [, , ...args] = lines[lines.indexOf("# batch 1 of the scenario") + 1]?.split(" ") ?? [];
  // It would take longer than `get` retries for.
  assert.is((await runCommand(args)).code, 3);
  const { code, stdout } = await runCommand([...args, "--json"]);
  assert.is(code, 1);
  assert.match(stdout, "ZtdDeviceAlreadyAssigned");
  assert.match(stdout, /"completedTime": ".*Z"/);
});

test.run();
