import { EventEmitter, once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startServer } from "../../src/emulator/server.ts";
import { inVirtualTime } from "../portable/clock.ts";
import {
  customerId,
  locationOf,
  productKey,
  type RunOptions,
  resultOf,
  runCommand,
  shellCommand,
  signedIn,
  startCommand,
  startProcess,
} from "./batch-status.ts";
import { Screen } from "./output.ts";
import { closeLater, makeFolder, releaseAll, start } from "./resources.ts";
import { startInTerminal } from "./terminal.ts";
import { app, consent, startTokenServer } from "./token-server.ts";

interface Context {
  emulator: ReturnType<typeof createEmulator>;
}

const test = suite<Context>("batch-status wait");

const SUCCEEDED = locationOf("a0000000-0000-4000-8000-000000000003");
const FAILED = locationOf("0127ed8e-ff72-4983-a3d8-e8d8bd378932");
const RUNNING = locationOf("a0000000-0000-4000-8000-000000000002");
const FORBIDDEN = locationOf("e0000000-0000-4000-8000-000000403001");

test.before.each((context) => {
  context.emulator = createEmulator();
});
test.after.each(releaseAll);

/** Waits in this process and in virtual time, so that pauses take none. */
function wait({ emulator }: Context, args: readonly string[], options: RunOptions = {}) {
  return inVirtualTime(() => runCommand(["wait", ...args], { fetch: emulator.fetch, ...options }));
}

async function serve({ emulator }: Context, port = 0) {
  return closeLater(await startServer(emulator, port));
}

const results: Record<string, [uploads: string[], code: number]> = {
  "every device succeeded": [[SUCCEEDED], 0],
  "a device failed": [[FAILED], 1],
  "one of several batches failed": [[SUCCEEDED, FAILED], 1],
  "the API rejects the request": [[FORBIDDEN], 3],
  "the API rejects one of several requests": [[SUCCEEDED, FAILED, FORBIDDEN], 3],
  "a batch is still running at the deadline": [[RUNNING], 4],
  "one of several batches is still running at the deadline": [[SUCCEEDED, FAILED, RUNNING], 4],
};
for (const [what, [uploads, expected]] of Object.entries(results)) {
  test(`exits with ${expected} if ${what}`, async (context) => {
    const { code } = await wait(context, ["--timeout", "90s", ...uploads]);
    assert.is(code, expected);
  });
}

test("waits for an hour by default", async (context) => {
  const devices = [{ serialNumber: "1" }];
  const shorter = context.emulator.submit({ devices, duration: 59 * 60_000, begins: "first-request" });
  assert.is((await wait(context, [shorter])).code, 0);
  const longer = context.emulator.submit({ devices, duration: 61 * 60_000, begins: "first-request" });
  const { code, stderr } = await wait(context, [longer]);
  assert.is(code, 4);
  assert.match(stderr, /still running\nerror: The batch was not finished within 3600 s/);
});

test("prints each change on standard error, and the result on standard output", async (context) => {
  const devices = [{ serialNumber: "1" }, { serialNumber: "2", productKey, result: "808" as const }];
  const upload = context.emulator.submit({ devices, duration: 60_000, begins: "first-request" });
  const { code, stdout, stderr } = await wait(context, ["--interval", "5", upload]);
  assert.is(code, 1);
  const id = upload.slice(-36);
  assert.is(
    stderr,
    `${id} queued
${id} processing, 0 of 2 devices done
${id} processing, 1 of 2 devices done
${id} finished, 2 of 2 devices done, 1 failed
`,
  );
  assert.match(
    stdout,
    /^Batch .*\n.*\n.*\n.*\n\nDevice.*\n2 +failed +808 ZtdDeviceAssignedToOtherTenant\n1 +succeeded\n\nWhat to do/,
  );
  assert.match(stdout, /\n1 of 2 devices succeeded, 1 failed\. Correct the failed devices and upload them again\.\n$/);
});

test("prints a line of JSON for each change, the last one final", async (context) => {
  const devices = [{ serialNumber: "1", productKey }];
  const upload = context.emulator.submit({ devices, duration: 60_000, begins: "first-request" });
  const { stdout } = await wait(context, ["--json", upload]);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(
    lines.map(({ final, details }) => [final, details.status]),
    [
      [false, "queued"],
      [false, "processing"],
      [true, "finished"],
    ],
  );
  assert.is(lines.at(-1).customerId, customerId);
  assert.is(lines.at(-1).details.devicesStatus[0].productKey, "*****-*****-*****-*****-13579");
});

test("also reports in JSON which upload failed", async (context) => {
  const { stdout, code } = await wait(context, ["--json", FORBIDDEN]);
  assert.is(code, 3);
  const { final, error } = JSON.parse(stdout);
  assert.ok(final);
  assert.match(error.message, "403, code 20002");
});

test("prints CSV without formulas for Excel or escapes for a terminal", async (context) => {
  const batchTrackingId = "d0000000-0000-4000-8000-000000000001";
  const devicesStatus = [
    { serialNumber: '=HYPERLINK("http://evil.example","x")', status: "finished" },
    { serialNumber: "+1", status: "finished_with_errors", errorCode: "808", errorDescription: '\u001b]0;evil\u0007Ztd, "x"' },
  ];
  context.emulator.fail({ status: 200, body: { batchTrackingId, status: "finished", devicesStatus } });
  const { stdout } = await wait(context, ["--csv", locationOf(batchTrackingId)]);
  const [header, first, second] = stdout.split("\r\n");
  assert.is(header?.slice(0, 14), '\uFEFF"customerId",');
  assert.match(first ?? "", `"'=HYPERLINK(""http://evil.example"",""x"")"`);
  assert.match(second ?? "", `"'+1"`);
  assert.ok(header?.endsWith(',"action"') && second?.endsWith(',"ask-owner"'));
  for (const control of ["\u001b", "\u0007"]) assert.not(stdout.includes(control));
});

test("prints no terminal escapes of a response", async (context) => {
  const batchTrackingId = "d0000000-0000-4000-8000-000000000002";
  const errorDescription = "\u001b[2J\u001b]8;;http://evil.example\u0007";
  const devicesStatus = [{ serialNumber: "\u001b[31m1", status: "finished_with_errors", errorCode: "1", errorDescription }];
  context.emulator.fail({ status: 200, body: { batchTrackingId, status: "finished\u001b[8m", devicesStatus } });
  context.emulator.fail({ status: 200, body: { batchTrackingId, status: "finished", devicesStatus } });
  const { stdout, stderr } = await wait(context, [locationOf(batchTrackingId)]);
  for (const control of ["\u001b", "\u0007"]) assert.not((stdout + stderr).includes(control));
});

test("reads uploads from a file and from standard input, ignoring duplicates", async (context) => {
  const file = join(makeFolder(), "uploads.txt");
  const text = `\uFEFF# of today\r\n${SUCCEEDED}\r\n\r\n${customerId} 0127ED8E-ff72-4983-a3d8-e8d8bd378932\r\n${SUCCEEDED}\n`;
  writeFileSync(file, text);
  for (const [args, stdin] of [
    [["--from", file], ""],
    [["--from", "-", FAILED], text],
  ] as const) {
    const { code, stdout } = await wait(context, args, { stdin });
    assert.is(code, 1);
    assert.match(stdout, "1 of 2 batches fully succeeded.");
  }
});

test("waits for standard input to end", async (context) => {
  const stdin = new PassThrough();
  const { exitCode } = startCommand(["wait", "--from", "-"], { stdin, fetch: context.emulator.fetch });
  stdin.write(SUCCEEDED.slice(0, 50));
  await new Promise(setImmediate);
  assert.is(context.emulator.requests.length, 0);
  stdin.end(`${SUCCEEDED.slice(50)}\n`);
  assert.is(await exitCode, 0);
});

const misuses: Record<string, [args: string[], stdin: string, message: RegExp]> = {
  "no upload": [[], "", /^error: no upload specified: pass a location/],
  "an empty file": [["--from", "-"], "# nothing\n", /^error: no upload specified: pass a location/],
  "a line without an upload": [
    ["--from", "-"],
    `${SUCCEEDED}\n\nnonsense\n`,
    /^error: standard input, line 3: the location must/,
  ],
  "a line of three words": [
    ["--from", "-"],
    `${customerId} ${customerId} x\n`,
    /^error: standard input, line 1: must contain a location, or a customer id and a batch tracking id, and nothing else/,
  ],
  "a file that does not exist": [["--from", "absent.txt"], "", /^error: absent.txt cannot be read/],
  "an invalid timeout": [["--timeout", "soon", SUCCEEDED], "", /^error: option '--timeout <time>' argument 'soon' is invalid/],
  "JSON together with CSV": [["--json", "--csv", SUCCEEDED], "", /^error: option '--csv' cannot be used with option '--json'/],
};
for (const [what, [args, stdin, message]] of Object.entries(misuses)) {
  test(`rejects ${what}, and exits with 2`, async (context) => {
    const { code, stdout, stderr } = await wait(context, args, { stdin });
    assert.is(code, 2);
    assert.is(stdout, "");
    assert.match(stderr, message);
    assert.not.match(stderr, /\n +at /);
  });
}

test("waits out throttling, and says so", async (context) => {
  context.emulator.fail({ status: 429, headers: { "Retry-After": "57" } });
  const { code, stderr } = await wait(context, [SUCCEEDED]);
  assert.is(code, 0);
  assert.match(stderr, /^a0000000-0000-4000-8000-000000000003 Partner Center responded with 429.* Next poll in 57 s\.\n/);
});

test("reports a rejected token, and what to do about it", async (context) => {
  const { code, stderr } = await wait(context, [SUCCEEDED], { env: { PARTNER_CENTER_TOKEN: "expired" } });
  assert.is(code, 3);
  assert.match(stderr, "error: Partner Center responded with 401");
  assert.match(stderr, "hint: The token may have expired");
});

test("prints what to do about an authorization error once", async (context) => {
  const { stderr, stdout } = await wait(context, [FORBIDDEN, locationOf("e0000000-0000-4000-8000-000000403002")]);
  assert.is(stderr.split("hint: Signed in, but not authorized").length, 2);
  assert.is(stdout, "");
});

test("names missing credentials", async (context) => {
  const env = { AZURE_TENANT_ID: "contoso.example", AZURE_CLIENT_ID: "1" };
  const { code, stderr } = await wait(context, [SUCCEEDED], { env });
  assert.is(code, 2);
  assert.is(stderr, "error: incomplete credentials: set AZURE_CLIENT_SECRET as well\n");
});

async function startIdentityProvider() {
  const tokenServer = closeLater(await startTokenServer());
  const env = {
    AZURE_TENANT_ID: app.tenantId,
    AZURE_CLIENT_ID: app.clientId,
    AZURE_CLIENT_SECRET: app.clientSecret,
    AZURE_AUTHORITY_HOST: tokenServer.authority,
  };
  return { env, provider: tokenServer.provider };
}

// Starts a process: secrets come from a real environment and uploads from real standard input, over real HTTP.
test("signs in as an app, reads uploads from standard input, and exits with the result", async (context) => {
  const { env } = await startIdentityProvider();
  const { url } = await serve(context);
  const command = startProcess(["wait", "--base-url", url, "--from", "-"], env);
  command.child.stdin?.end(`${FAILED}\n`);
  const { code, stdout, stderr } = await resultOf(command);
  assert.is(code, 1, stderr);
  assert.match(stdout, "0 of 1 device succeeded, 1 failed.");
  assert.not.match(stdout + stderr, app.clientSecret);
});

test("signs in with a refresh token for a user", async (context) => {
  const { env, provider } = await startIdentityProvider();
  const refreshToken = await consent(provider);
  const { code, stdout, stderr } = await runCommand(["wait", SUCCEEDED], {
    env: { ...env, PARTNER_CENTER_REFRESH_TOKEN: refreshToken },
    fetch: context.emulator.fetch,
  });
  assert.is(code, 0, stderr);
  for (const secret of [app.clientSecret, refreshToken]) assert.not.match(stdout + stderr, secret);
});

test("reports that the identity provider rejects the app, without its secret", async (context) => {
  const { env } = await startIdentityProvider();
  const wrong = { ...env, AZURE_CLIENT_SECRET: "wrong-secret-8Q~x" };
  const { code, stderr } = await runCommand(["wait", SUCCEEDED], { env: wrong, fetch: context.emulator.fetch });
  assert.is(code, 3);
  assert.match(stderr, "error: No access token was issued: invalid_client");
  assert.not.match(stderr, "wrong-secret");
});

test("requests one token, however many uploads there are", async (context) => {
  const { env, provider } = await startIdentityProvider();
  let issued = 0;
  provider.on("grant.success", () => issued++);
  assert.is((await runCommand(["wait", SUCCEEDED, FAILED], { env, fetch: context.emulator.fetch })).code, 1);
  assert.is(issued, 1);
});

test("requests descriptions in the given language", async (context) => {
  await wait(context, ["--locale", "de-DE", SUCCEEDED]);
  assert.is(context.emulator.requests[0]?.headers["x-locale"], "de-DE");
});

test("continues when a server that was down is back", async (context) => {
  const { emulator } = context;
  emulator.pause();
  const upload = emulator.submit({ devices: [{ serialNumber: "1" }], duration: 1000 });
  const server = await serve(context);
  const { stderr, exitCode } = startCommand(["wait", "--base-url", server.url, "--interval", "0.05", upload]);
  await stderr.shows("queued");
  await server.close();
  await stderr.shows(/No response from Partner Center.* Next poll in 0 s\./);
  emulator.advance(1000);
  await serve(context, Number(new URL(server.url).port));
  assert.is(await exitCode, 0);
});

test("logs each request with --verbose, without the token", async (context) => {
  const { stderr } = await wait(context, ["--verbose", SUCCEEDED]);
  assert.match(stderr, /GET https:.*a0000000-0000-4000-8000-000000000003 \(1\): 200 after \d+ ms, MS-RequestId [0-9a-f-]{36}\n/);
});

test("truncates a long table, and prints it in full with --all", async (context) => {
  const devices = Array.from({ length: 200 }, (_, index) => ({
    serialNumber: `SN-${index}`,
    ...(index === 150 && { result: "806" as const }),
  }));
  const upload = context.emulator.submit({ devices, duration: 0, begins: "first-request" });
  const { stdout } = await wait(context, [upload]);
  assert.match(stdout, /\nDevice +Outcome +Error\nSN-150 +failed +806/);
  assert.match(stdout, "… and 180 more (use --all or --csv).");
  assert.not.match(stdout, "SN-199");
  assert.match((await wait(context, ["--all", upload])).stdout, "SN-199");
});

test("masks a product key that contains invisible characters or unusual dashes", async (context) => {
  const batchTrackingId = "d0000000-0000-4000-8000-000000000003";
  const hidden = [productKey.replace("5-", "\u200b5-"), productKey.replaceAll("-", "\u2010")];
  const devicesStatus = hidden.map((key) => ({ serialNumber: key, status: "finished_with_errors", errorDescription: key }));
  context.emulator.fail({ status: 200, body: { batchTrackingId, status: "finished", devicesStatus } });
  const { stdout } = await wait(context, [locationOf(batchTrackingId)]);
  assert.not.match(stdout, "67890");
  assert.match(stdout, "13579");
});

/** A batch that the emulator holds as queued until the test advances it by up to 1000 milliseconds. */
function submitHeld({ emulator }: Context): string {
  emulator.pause();
  return emulator.submit({ devices: [{ serialNumber: "1" }, { serialNumber: "2", result: "808" }], duration: 1000 });
}

// Starts a process: only a real pipe breaks.
test("exits with 141 and prints no error if the reader closes the pipe while it waits", async (context) => {
  const upload = submitHeld(context);
  const { url } = await serve(context);
  const command = startProcess(["wait", "--json", "--base-url", url, "--interval", "0.05", upload]);
  await command.stdout.shows('"status":"queued"');
  command.child.stdout?.destroy();
  context.emulator.advance(500);
  const { code, stderr } = await resultOf(command);
  assert.is(code, 141);
  assert.not.match(stderr, "EPIPE");
});

// Starts a process: only a real pipe breaks.
test("continues to wait if nobody reads its progress", async (context) => {
  const upload = submitHeld(context);
  const { url } = await serve(context);
  const command = startProcess(["wait", "--verbose", "--base-url", url, "--interval", "0.05", upload]);
  await command.stderr.shows("queued");
  command.child.stderr?.destroy();
  context.emulator.advance(1000);
  const { code, stdout } = await resultOf(command);
  assert.is(code, 1);
  assert.match(stdout, "1 of 2 devices succeeded, 1 failed.");
});

test("on Ctrl-C stops immediately, prints the finished batches and the command that resumes the others", async (context) => {
  const options = { fetch: context.emulator.fetch };
  const command = startCommand(["wait", RUNNING, FAILED, "--interval", "20s", "--locale", "de-DE"], options);
  for (const status of ["processing", "finished"]) await command.stderr.shows(status);
  command.interrupt();
  assert.is(await command.exitCode, 130);
  assert.match(command.stdout.text, "1234567890  failed   808 ZtdDeviceAssignedToOtherTenant");
  assert.match(
    command.stderr.text,
    `Stopped waiting. The batch is still being processed. To resume waiting:
  npx partner-center-batch-status wait --locale de-DE --interval 20s ${RUNNING}\n`,
  );
});

test("prints no terminal escapes in the command that resumes the wait", async () => {
  const sent = new EventEmitter();
  const command = startCommand(["wait", RUNNING, "--base-url", "https://example.com/\u001b[2J\u009b\u202e"], {
    fetch() {
      sent.emit("request");
      return new Promise(() => {});
    },
  });
  await once(sent, "request");
  command.interrupt();
  assert.is(await command.exitCode, 130);
  assert.match(command.stderr.text, `--base-url https://example.com/[2J ${RUNNING}\n`);
  assert.not.match(command.stderr.text, /[^\P{C}\n]/u);
});

test("tells uploads apart although the responses omit their ids", async (context) => {
  const ids = ["d0000000-0000-4000-8000-000000000001", "d0000000-0000-4000-8000-000000000002"];
  const respond = () => {
    const devicesStatus = [{ errorCode: "808" }];
    for (const status of ["processing", "finished"]) {
      for (const _ of ids) context.emulator.fail({ status: 200, body: { status, devicesStatus } });
    }
  };
  respond();
  const { stdout, stderr } = await wait(context, ids.map(locationOf));
  for (const id of ids) {
    assert.match(stderr, `${id} processing`);
    assert.match(stdout, `Batch      ${id}\n`);
  }
  respond();
  assert.match((await wait(context, ["--csv", ...ids.map(locationOf)])).stdout, `"${ids[1]}","1"`);
  respond();
  await onScreen(context, ids.map(locationOf), async (screen, exitCode) => {
    const lines = await screen.shows(/processing.*\n.*processing/);
    assert.equal(
      lines.slice(-2).map((line) => line.split(" ")[0]),
      ["…00000001", "…00000002"],
    );
    assert.is(await exitCode, 1);
  });
});

test("prints the id of a batch that a response omits", async (context) => {
  context.emulator.fail({ status: 200, body: { status: "finished" } });
  assert.match((await wait(context, [SUCCEEDED])).stdout, `Batch      ${SUCCEEDED.slice(-36)}\n`);
});

test("labels uploads with whole ids if they start and end alike", async (context) => {
  const ids = ["d0000000-1000-4000-8000-000000000001", "d0000000-2000-4000-8000-000000000001"];
  await onScreen(context, [...ids.map(locationOf), "--timeout", "1"], async (screen, exitCode) => {
    const lines = await screen.shows("requesting");
    for (const [index, id] of ids.entries()) assert.ok(lines[index]?.startsWith(`${id} `), lines.join("\n"));
    assert.is(await exitCode, 3);
  });
});

const interactive = (server: { url: string }, args: readonly string[]) =>
  startInTerminal([shellCommand, "wait", "--base-url", server.url, ...args].join(" "), signedIn);

// Starts a process, because this is about a real terminal.
test("shows a line that is updated in place, then the result", async (context) => {
  const upload = submitHeld(context);
  const { screen, exitCode } = interactive(await serve(context), ["--interval", "0.05", upload]);
  await screen.shows(/queued {15}░{10} .* next \d s/);
  context.emulator.advance(550);
  await screen.shows(/processing {11}█{5}░{5} +1\/2/);
  context.emulator.advance(450);
  assert.is(await exitCode, 1);
  const lines = await screen.lines();
  assert.is(lines.filter((line) => line.includes("█")).length, 1);
  assert.match(lines.join("\n"), /finished +█{10} +2\/2 1 failed\nBatch /);
});

// Starts a process: only a real terminal turns Ctrl-C into a signal, and resizing into another.
test("follows the size of the terminal, and stops on Ctrl-C", async (context) => {
  const server = await serve(context);
  const { screen, resize, type, exitCode } = interactive(server, [RUNNING, SUCCEEDED, FAILED]);
  await screen.shows("next");
  resize(40, 3);
  const lines = await screen.shows("… and 2 more");
  for (const line of lines) assert.ok(line.length <= 40, line);
  type("\u0003");
  assert.is(await exitCode, 130);
  const text = (await screen.lines()).join("").replaceAll(/\s+/g, "");
  assert.match(text, `npxpartner-center-batch-statuswait--base-url${server.url}${RUNNING}`);
});

/** Runs `work` with a command on a terminal in this process, in virtual time. */
function onScreen(
  { emulator }: Context,
  args: readonly string[],
  work: (screen: Screen, exitCode: Promise<number>) => Promise<void>,
  env: Record<string, string> = {},
  screen = new Screen(),
) {
  return inVirtualTime(async () => {
    const options = { fetch: emulator.fetch, stdout: screen, stderr: screen, env: { ...signedIn, ...env } };
    await work(screen, startCommand(["wait", ...args], options).exitCode);
  });
}

test("stays readable with twenty uploads, three of them with failures, in 80 columns", async (context) => {
  context.emulator.pause();
  const uploads = Array.from({ length: 20 }, (_, index) =>
    context.emulator.submit({
      devices: [{ serialNumber: "1" }, { serialNumber: "2", ...(index % 7 === 3 && { result: "808" as const }) }],
      duration: 1000,
    }),
  );
  await onScreen(context, uploads, async (screen, exitCode) => {
    await screen.shows(/(.*queued.*\n?){20}/);
    context.emulator.advance(500);
    const lines = await screen.shows(/(.*processing.*\n?){20}/);
    for (const upload of uploads) assert.is(lines.filter((line) => line.startsWith(upload.slice(-36, -28))).length, 1);
    for (const line of lines) assert.ok(line.length <= 80, line);
    context.emulator.advance(500);
    assert.is(await exitCode, 1);
    assert.match((await screen.lines()).join("\n"), "17 of 20 batches fully succeeded.");
  });
});

test("assumes 80 columns and 24 rows on a terminal that reports 0", async (context) => {
  const submission = { devices: [{ serialNumber: "1" }], duration: 60_000, begins: "first-request" as const };
  const uploads = [context.emulator.submit(submission), context.emulator.submit(submission)];
  const terminal = Object.assign(new Screen(), { columns: 0, rows: 0 });
  const work = async (screen: Screen, exitCode: Promise<number>) => {
    await screen.shows(/queued.* next \d s\n.*queued.* next \d s/);
    terminal.emit("resize");
    assert.is(await exitCode, 0);
    const lines = await screen.lines();
    for (const upload of uploads) assert.is(lines.filter((line) => line.startsWith(`${upload.slice(-36, -28)} `)).length, 1);
  };
  await onScreen(context, uploads, work, {}, terminal);
});

test("leaves nothing behind when the terminal becomes narrower", async (context) => {
  await onScreen(context, [RUNNING, SUCCEEDED, FAILED, "--timeout", "60"], async (screen, exitCode) => {
    await screen.shows("next");
    screen.resize(45, 24);
    const lines = await screen.lines();
    assert.is(lines.filter((line) => line.startsWith("0127ed8e ")).length, 1);
    for (const line of lines) assert.ok(line.length <= 45, line);
    assert.is(await exitCode, 4);
  });
});

test("shows on the line why the last attempt failed, until one succeeds", async (context) => {
  context.emulator.fail({ status: 503 }, "reset", { status: 200, body: "" });
  await onScreen(context, [SUCCEEDED], async (screen, exitCode) => {
    for (const problem of ["503", "no response", "invalid response"]) {
      await screen.shows(new RegExp(`requesting {11}░{10} +${problem} ne`));
    }
    assert.is(await exitCode, 0);
    assert.match((await screen.lines())[0] ?? "", /finished +█{10} +2\/2$/);
  });
});

test("draws nothing over lines of JSON on the same terminal", async (context) => {
  await onScreen(context, ["--json", SUCCEEDED], async (screen, exitCode) => {
    assert.is(await exitCode, 0);
    const text = (await screen.lines()).join("\n");
    assert.not.match(text, "█");
    assert.match(text, '"final":true');
  });
});

for (const [name, value] of Object.entries({ CI: "1", NO_COLOR: "1", TERM: "dumb" })) {
  test(`prints plain lines on a terminal with ${name}=${value}`, async (context) => {
    const env = { [name]: value };
    const work = async (screen: Screen, exitCode: Promise<number>) => {
      assert.is(await exitCode, 1);
      const text = (await screen.lines()).join("\n");
      assert.match(text, "finished, 1 of 1 devices done, 1 failed");
      assert.not.match(text, "█");
    };
    await onScreen(context, [FAILED], work, env);
  });
}

test("leaves no timer behind that would keep the process running", async (context) => {
  await inVirtualTime(async (clock) => {
    for (const args of [[SUCCEEDED], [SUCCEEDED, "--base-url", "http://example.com"]]) {
      const screen = new Screen();
      const options = { fetch: context.emulator.fetch, stdout: screen, stderr: screen };
      await startCommand(["wait", ...args], options).exitCode;
      await screen.lines();
      assert.is(clock.countTimers(), 0);
    }
  });
});

// Starts processes: this is what the hooks of these tests rely on.
test("a test can stop a shell together with what it has started", async () => {
  const shell = start("sh", ["-c", `${process.execPath} -e "console.log('started'); setInterval(() => {}, 1000)"; true`]);
  await shell.stdout.shows("started");
  await releaseAll();
  assert.is(await shell.exitCode, null);
});

test.run();
