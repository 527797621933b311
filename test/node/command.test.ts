import { type SpawnSyncReturns, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Fault } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type EmulatorServer, startServer } from "../../src/emulator/server.ts";

const test = suite<{ server: EmulatorServer; emulator: ReturnType<typeof createEmulator> }>("the command");

const token = "test-token-Zm9vYmFy";
const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const documented = "0127ed8e-ff72-4983-a3d8-e8d8bd378932";
const location = `/customers/${customerId}/batchJobStatus/${documented}`;
const productKey = "12345-67890-09876-54321-13579";

test.before.each(async (context) => {
  context.emulator = createEmulator();
  context.server = await startServer(context.emulator, 0);
});
test.after.each(({ server }) => server.close());

type Result = Pick<SpawnSyncReturns<string>, "stdout" | "stderr"> & { code: number | null };

async function run(
  words: readonly string[],
  environment: Record<string, string> = { PARTNER_CENTER_TOKEN: token },
): Promise<Result> {
  const { PARTNER_CENTER_TOKEN: _, ...rest } = process.env;
  const child = spawn(process.execPath, ["dist/cli/batch-status.js", ...words], { env: { ...rest, ...environment } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => (stdout += data));
  child.stderr.on("data", (data) => (stderr += data));
  const [code] = await once(child, "close");
  assert.not.match(stdout + stderr, token);
  assert.not.match(stdout + stderr, productKey);
  return { code, stdout, stderr };
}

test("shows the documented batch, its device, the error and what to do about it", async ({ server }) => {
  const { code, stdout, stderr } = await run(["get", "--base-url", server.url, customerId, documented]);
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
808  The device is registered to another tenant. Its owner there, or Microsoft support on proof of ownership, must remove it first.
     https://learn.microsoft.com/en-us/troubleshoot/mem/intune/device-enrollment/import-windows-autopilot-device-csv-files-errors

0 of 1 device succeeded, 1 failed. Correct the failed devices, and upload them again.
`,
  );
  assert.is(code, 1);
});

test("takes the location of an upload as well", async ({ server }) => {
  const byIds = await run(["get", "--base-url", server.url, customerId, documented]);
  assert.is((await run(["get", "--base-url", server.url, location])).stdout, byIds.stdout);
});

test("prints the answer itself as JSON, its product keys masked", async ({ server }) => {
  const { code, stdout } = await run(["get", "--json", "--base-url", server.url, location]);
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
  "the batch is processed": ["a0000000-0000-4000-8000-000000000002", 4, /Completed {2}-/],
  "nobody knows the status": ["b0000000-0000-4000-8000-000000000002", 4, /1 with an unknown outcome/],
};
for (const [when, [batchTrackingId, code, shown]] of Object.entries(exitCodes)) {
  test(`ends with ${code} when ${when}`, async ({ server }) => {
    const result = await run(["get", "--base-url", server.url, customerId, batchTrackingId]);
    assert.is(result.code, code);
    assert.match(result.stdout, shown);
  });
}

test("labels a device by serial number, masked product key, device id or position", async ({ server, emulator }) => {
  const body = {
    status: "finished",
    devicesStatus: [{ serialNumber: "SN", productKey }, { productKey }, { deviceId: "id" }, {}],
  };
  emulator.fail({ status: 200, body });
  const { stdout } = await run(["get", "--base-url", server.url, location]);
  const labels = stdout.split("\n").flatMap((line) => /^(.+?) +unknown$/.exec(line)?.[1] ?? []);
  assert.equal(labels, ["SN", "*****-*****-*****-*****-13579", "id", "device 4"]);
});

test("masks a product key however it is written, and keeps the JSON valid", async ({ server, emulator }) => {
  const keys = ["1234567890098765432113579", "ABCDE FGHJK LMNPQ RTVWX YZ234", "\u001bBCDE-FGHJK-LMNPQ-RTVWX-YZ234", "short"];
  const body = { status: "finished\u009b\u202e", devicesStatus: keys.map((productKey) => ({ productKey })) };
  for (const format of [["--json"], []]) {
    emulator.fail({ status: 200, body });
    const { stdout } = await run(["get", ...format, "--base-url", server.url, location]);
    for (const key of keys) assert.not.match(stdout, key);
    assert.not.match(stdout, /[^\P{C}\n]/u);
    if (format.length > 0) assert.is(JSON.parse(stdout).status, body.status);
  }
});

test("lets whoever reads the output stop reading", async ({ server }) => {
  const words = [process.execPath, "dist/cli/batch-status.js", "get", "--json", "--base-url", server.url, location];
  const child = spawn("sh", ["-c", '"$@" | head -n 1', "sh", ...words], { env: { ...process.env, PARTNER_CENTER_TOKEN: token } });
  let stderr = "";
  child.stderr.on("data", (data) => (stderr += data));
  await once(child, "close");
  assert.is(stderr, "");
});

// A disk that is always full, where there is one.
if (existsSync("/dev/full")) {
  test("ends with 3 where the output cannot be written", async ({ server }) => {
    const words = [process.execPath, "dist/cli/batch-status.js", "get", "--base-url", server.url, location];
    const child = spawn("sh", ["-c", '"$@" > /dev/full', "sh", ...words], {
      env: { ...process.env, PARTNER_CENTER_TOKEN: token },
    });
    let stderr = "";
    child.stderr.on("data", (data) => (stderr += data));
    const [code] = await once(child, "close");
    assert.is(code, 3);
    assert.match(stderr, /^error: .*ENOSPC/);
    assert.not.match(stderr, /\n +at /);
  });
}

test("writes no colours into a pipe, neither in CI nor where colours are forced", async ({ server }) => {
  for (const name of ["CI", "FORCE_COLOR"]) {
    const { stdout } = await run(["get", "--base-url", server.url, location], { PARTNER_CENTER_TOKEN: token, [name]: "1" });
    assert.match(stdout, /^1234567890 +failed/m);
    assert.not.match(stdout, "\u001b");
  }
});

test("makes terminal escapes of the server harmless", async ({ server, emulator }) => {
  const errorDescription = "\u001b]0;owned\u0007\u001b[2Jname\u202e";
  emulator.fail({ status: 200, body: { status: "finished\u001b[1m", devicesStatus: [{ errorCode: "9", errorDescription }] } });
  const { stdout } = await run(["get", "--base-url", server.url, location]);
  assert.not.match(stdout, /[^\P{C}\n]/u);
  assert.match(stdout, "name");
});

const failures: Record<string, [fault: Fault, message: RegExp]> = {
  "a refusal": [
    { status: 403 },
    /^error: Partner Center answered 403, code 20002: The partner has no relationship with this customer\./,
  ],
  throttling: [{ status: 429, headers: { "Retry-After": "57" } }, /^error: Partner Center answered 429: Rate limit is exceeded/],
  "a broken connection": ["reset", /^error: No answer from Partner Center: fetch failed: /],
  "an HTML page": [
    { status: 200, body: "<html>" },
    /^error: Partner Center answered 200, but not with the status of this batch: the body is HTML or XML/,
  ],
  "a secret in the server's words": [
    { status: 400, body: { description: `${token} ${productKey}` } },
    /^error: Partner Center answered 400: \[secret\] \*{5}-/,
  ],
};
for (const [what, [fault, message]] of Object.entries(failures)) {
  test(`tells of ${what} in one line, and ends with 3`, async ({ server, emulator }) => {
    emulator.fail(fault, fault, fault, fault);
    const { code, stdout, stderr } = await run(["get", "--base-url", server.url, location]);
    assert.is(code, 3);
    assert.is(stdout, "");
    assert.match(stderr, message);
    const [, hint, more] = stderr.trim().split("\n");
    assert.ok(hint === undefined || hint.startsWith("hint: "));
    assert.is(more, undefined);
  });
}

const misuses: Record<string, [words: string[], message: RegExp]> = {
  "no command": [[], /Usage: batch-status/],
  "an unknown command": [["gte"], /^error: unknown command 'gte'\n\(Did you mean get\?\)/],
  "no batch": [["get"], /^error: missing required argument/],
  "an unknown option": [["get", location, "--jsn"], /^error: unknown option '--jsn'\n\(Did you mean --json\?\)/],
  "too many ids": [["get", customerId, documented, "more"], /^error: 47021739-.* names no batch/],
  "a location that is none": [["get", "/customers/1"], /^error: the location must look like .*"\/customers\/1"/],
  "a customer id alone": [["get", customerId], /^error: 47021739-.* names no batch/],
  "an id that is no GUID": [["get", customerId, ".."], /^error: the batch tracking id must be GUID-formatted/],
  "a base address off loopback": [["get", location, "--base-url", "http://example.com"], /^error: --base-url must be/],
  "a port that is none": [["emulator", "--port", "many"], /^error: option '--port <port>' argument 'many' is invalid/],
};
for (const [what, [words, message]] of Object.entries(misuses)) {
  test(`refuses ${what} in a clear line, and ends with 2`, async () => {
    const { code, stdout, stderr } = await run(words);
    assert.is(code, 2);
    assert.is(stdout, "");
    assert.match(stderr, message);
    assert.not.match(stderr, /\n +at /);
  });
}

test("shows how to sign in when there is no token, and ends with 2", async () => {
  for (const environment of [{}, { PARTNER_CENTER_TOKEN: "" }]) {
    const { code, stderr } = await run(["get", location], environment as Record<string, string>);
    assert.is(code, 2);
    assert.match(stderr, "export PARTNER_CENTER_TOKEN=");
    assert.match(stderr, "$env:PARTNER_CENTER_TOKEN = ");
  }
});

test("does not show a token that cannot be one", async () => {
  const { code, stderr } = await run(["get", location], { PARTNER_CENTER_TOKEN: "hunter2 hunter2" });
  assert.is(code, 2);
  assert.match(stderr, "error: PARTNER_CENTER_TOKEN must be an access token");
  assert.not.match(stderr, "hunter2");
});

const scenarios: Record<string, [text: string, message: string]> = {
  "that is no JSON": ["{", "not JSON: "],
  "that is a list": ["[]", "the file: expected an object"],
  "with a member nobody knows": ['{"batches":[{"devices":[{"serial":"1"}]}]}', "batches.0.devices.0.serial: no such member"],
  "with a value nobody knows": ['{"quirks":{"times":"local"}}', 'quirks.times: expected ("offset-less" | "utc"'],
  "with a missing member": ['{"batches":[{}]}', 'batches.0.devices: "devices" is missing'],
  "with a wrong result": [
    '{"batches":[{"devices":[{"result":"1"}]}]}',
    'batches.0.devices.0.result: expected "success", a known',
  ],
  "with an id that is no GUID": ['{"batches":[{"devices":[],"customerId":"1"}]}', "batches.0.customerId: expected 8-4-4-4-12"],
  "with a wrong fault": ['{"faults":["rest"]}', 'faults.0: expected "reset", "silence", { status'],
};
for (const [what, [text, message]] of Object.entries(scenarios)) {
  test(`refuses a scenario ${what}: one line names the place, and it ends with 2`, async () => {
    const file = join(mkdtempSync(join(tmpdir(), "scenario-")), "scenario.json");
    writeFileSync(file, text);
    const { code, stderr } = await run(["emulator", "--scenario", file]);
    assert.is(code, 2);
    assert.ok(stderr.startsWith(`error: ${file}: ${message}`), stderr);
    assert.is(stderr.trim().split("\n").length, 1);
  });
}

test("refuses a scenario that is not there", async () => {
  const { code, stderr } = await run(["emulator", "--scenario", "absent.json"]);
  assert.is(code, 2);
  assert.is(stderr, "error: absent.json: cannot be read\n");
});

test("says which port is taken, and ends with 3", async ({ server }) => {
  const { port } = new URL(server.url);
  const { code, stderr } = await run(["emulator", "--port", port]);
  assert.is(code, 3);
  assert.is(stderr, `error: port ${port} is in use: choose another one with --port\n`);
});

test("shows help and version on standard output, and ends with 0", async () => {
  for (const words of [["--help"], ["get", "--help"], ["emulator", "--help"], ["help", "get"], ["--version"]]) {
    const { code, stdout, stderr } = await run(words);
    assert.is(code, 0);
    assert.is(stderr, "");
    assert.ok(stdout.length > 0);
  }
});

test("serves the emulator, and lists its samples with commands to copy", async () => {
  const child = spawn(process.execPath, ["dist/cli/batch-status.js", "emulator", "--port", "0"]);
  try {
    const [data] = await once(child.stdout, "data");
    assert.match(String(data), /export PARTNER_CENTER_TOKEN=any\n.*\$env:PARTNER_CENTER_TOKEN = "any"/);
    const lines = String(data).split("\n");
    const [url = ""] = lines;
    const command = lines.find((line) => line.endsWith(documented))?.split(" ") ?? [];
    assert.equal(command.slice(0, 4), ["batch-status", "get", "--base-url", url]);
    assert.is((await run(command.slice(1))).code, 1);
  } finally {
    child.kill();
    await once(child, "exit");
  }
});

test("plays a scenario: its batches, its quirks, its faults", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "scenario-")), "scenario.json");
  const scenario = {
    quirks: { times: "utc" },
    batches: [{ duration: 0, devices: [{ serialNumber: "S-1", result: "806" }] }],
    faults: [{ status: 429, headers: { "Retry-After": "57" } }],
  };
  writeFileSync(file, JSON.stringify(scenario));
  const child = spawn(process.execPath, ["dist/cli/batch-status.js", "emulator", "--port", "0", "--scenario", file]);
  try {
    const [data] = await once(child.stdout, "data");
    const lines = String(data).split("\n");
    const [, ...words] = lines[lines.indexOf("# batch 1 of the scenario") + 1]?.split(" ") ?? [];
    assert.is((await run(words)).code, 3);
    const { code, stdout } = await run([...words, "--json"]);
    assert.is(code, 1);
    assert.match(stdout, "ZtdDeviceAlreadyAssigned");
    assert.match(stdout, /"completedTime": ".*Z"/);
  } finally {
    child.kill();
    await once(child, "exit");
  }
});

test.run();
