import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type EmulatorServer, startServer } from "../../src/emulator/server.ts";
import { inTerminal } from "./terminal.ts";
import { app, consent, startTokenServer } from "./token-server.ts";

interface Context {
  server: EmulatorServer;
  emulator: ReturnType<typeof createEmulator>;
  folder: string;
}

const test = suite<Context>("batch-status wait");

const token = "test-token-Zm9vYmFy";
const productKey = "12345-67890-09876-54321-13579";
const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const location = (batchTrackingId: string) => `/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
const WELL = location("a0000000-0000-4000-8000-000000000003");
const BADLY = location("0127ed8e-ff72-4983-a3d8-e8d8bd378932");
const RUNNING = location("a0000000-0000-4000-8000-000000000002");
const FORBIDDEN = location("e0000000-0000-4000-8000-000000403001");

test.before.each((context) => {
  context.emulator = createEmulator();
  context.folder = mkdtempSync(join(tmpdir(), "wait-"));
  return startServer(context.emulator, 0).then((server) => {
    context.server = server;
  });
});
test.after.each(async ({ server, folder }) => {
  rmSync(folder, { recursive: true });
  await server.close();
});

interface Run {
  environment?: NodeJS.ProcessEnv;
  input?: string;
}

const withoutSignIn = () => {
  const { PARTNER_CENTER_TOKEN: _, ...rest } = process.env;
  return rest;
};

async function run(words: readonly string[], { environment = { PARTNER_CENTER_TOKEN: token }, input = "" }: Run = {}) {
  const child = spawn(process.execPath, ["dist/cli/batch-status.js", "wait", ...words], {
    env: { ...withoutSignIn(), ...environment },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  child.stdin.end(input);
  const [code] = await once(child, "close");
  assert.not.match(stdout + stderr, token);
  assert.not.match(stdout + stderr, productKey);
  return { code, stdout, stderr };
}

const endings: Record<string, [uploads: string[], code: number]> = {
  "every device succeeded": [[WELL], 0],
  "a device failed": [[BADLY], 1],
  "one of several batches went badly": [[WELL, BADLY], 1],
  "the API refuses": [[FORBIDDEN], 3],
  "the API refuses one of several": [[WELL, BADLY, FORBIDDEN], 3],
  "a batch is still running at the deadline": [[RUNNING], 4],
  "one of several is still running": [[WELL, BADLY, RUNNING], 4],
};
for (const [what, [uploads, expected]] of Object.entries(endings)) {
  test(`ends with ${expected} where ${what}`, async ({ server }) => {
    const { code } = await run(["--base-url", server.url, "--timeout", "1", ...uploads]);
    assert.is(code, expected);
  });
}

test("tells each change on standard error, and the result on standard output", async ({ server, emulator }) => {
  const devices = [{ serialNumber: "1" }, { serialNumber: "2", productKey, result: "808" as const }];
  const upload = emulator.submit({ devices, duration: 600, begins: "first-look" });
  const { code, stdout, stderr } = await run(["--base-url", server.url, "--interval", "0.2", upload]);
  assert.is(code, 1);
  const id = upload.slice(-36);
  assert.match(stderr, `${id} queued\n`);
  assert.match(stderr, new RegExp(`${id} processing, \\d of 2 devices done`));
  assert.match(stderr, `${id} finished, 2 of 2 devices done, 1 failed\n`);
  assert.match(
    stdout,
    /^Batch .*\n.*\n.*\n.*\n\nDevice.*\n2 +failed +808 ZtdDeviceAssignedToOtherTenant\n1 +succeeded\n\nWhat to do/,
  );
  assert.match(stdout, /\n1 of 2 devices succeeded, 1 failed\. Correct the failed devices, and upload them again\.\n$/);
});

test("prints a line of JSON for each change, the last one final", async ({ server, emulator }) => {
  const upload = emulator.submit({ devices: [{ serialNumber: "1", productKey }], duration: 400, begins: "first-look" });
  const { stdout } = await run(["--base-url", server.url, "--interval", "0.1", "--json", upload]);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(
    lines.map(({ final }) => final),
    [...lines.slice(1).map(() => false), true],
  );
  assert.is(lines.at(-1).customerId, customerId);
  assert.is(lines.at(-1).details.status, "finished");
  assert.is(lines.at(-1).details.devicesStatus[0].productKey, "*****-*****-*****-*****-13579");
});

test("tells in JSON, too, which upload failed", async ({ server }) => {
  const { stdout, code } = await run(["--base-url", server.url, "--json", FORBIDDEN]);
  assert.is(code, 3);
  const { final, error } = JSON.parse(stdout);
  assert.ok(final);
  assert.match(error.message, "403, code 20002");
});

test("prints devices as CSV that Excel takes for no formula, and a terminal for no command", async ({ server, emulator }) => {
  const batchTrackingId = "d0000000-0000-4000-8000-000000000001";
  const devicesStatus = [
    { serialNumber: '=HYPERLINK("http://evil.example","x")', status: "finished" },
    { serialNumber: "+1", status: "finished_with_errors", errorCode: "808", errorDescription: '\u001b]0;evil\u0007Ztd, "x"' },
  ];
  emulator.fail({ status: 200, body: { batchTrackingId, status: "finished", devicesStatus } });
  const { stdout } = await run(["--base-url", server.url, "--csv", location(batchTrackingId)]);
  const [header, first, second] = stdout.split("\r\n");
  assert.is(header?.slice(0, 14), '\uFEFF"customerId",');
  assert.match(first ?? "", `"'=HYPERLINK(""http://evil.example"",""x"")"`);
  assert.match(second ?? "", `"'+1"`);
  for (const control of ["\u001b", "\u0007"]) assert.not(stdout.includes(control));
});

test("shows no terminal escapes of an answer", async ({ server, emulator }) => {
  const batchTrackingId = "d0000000-0000-4000-8000-000000000002";
  const errorDescription = "\u001b[2J\u001b]8;;http://evil.example\u0007";
  const devicesStatus = [{ serialNumber: "\u001b[31m1", status: "finished_with_errors", errorCode: "1", errorDescription }];
  emulator.fail({ status: 200, body: { batchTrackingId, status: "finished\u001b[8m", devicesStatus } });
  emulator.fail({ status: 200, body: { batchTrackingId, status: "finished", devicesStatus } });
  const { stdout, stderr } = await run(["--base-url", server.url, "--interval", "0.1", location(batchTrackingId)]);
  for (const control of ["\u001b", "\u0007"]) assert.not((stdout + stderr).includes(control));
});

test("reads uploads from a file, and from standard input, each of them once", async ({ server, folder }) => {
  const file = join(folder, "uploads.txt");
  const text = `\uFEFF# of today\r\n${WELL}\r\n\r\n${customerId} 0127ED8E-ff72-4983-a3d8-e8d8bd378932\r\n${WELL}\n`;
  writeFileSync(file, text);
  for (const [words, input] of [
    [["--from", file], ""],
    [["--from", "-", BADLY], text],
  ] as const) {
    const { code, stdout } = await run(["--base-url", server.url, ...words], { input });
    assert.is(code, 1);
    assert.match(stdout, "1 of 2 batches went well");
  }
});

const misuses: Record<string, [words: string[], input: string, message: RegExp]> = {
  "no upload": [[], "", /^error: no upload is named/],
  "an empty file": [["--from", "-"], "# nothing\n", /^error: no upload is named/],
  "a line that names no upload": [["--from", "-"], `${WELL}\n\nnonsense\n`, /^error: standard input, line 3: the location must/],
  "a line of three words": [
    ["--from", "-"],
    `${customerId} ${customerId} x\n`,
    /^error: standard input, line 1: more than two words/,
  ],
  "a file that is not there": [["--from", "absent.txt"], "", /^error: absent.txt cannot be read/],
  "a timeout that is none": [["--timeout", "soon", WELL], "", /^error: option '--timeout <time>' argument 'soon' is invalid/],
  "JSON and CSV at once": [["--json", "--csv", WELL], "", /^error: option '--csv' cannot be used with option '--json'/],
};
for (const [what, [words, input, message]] of Object.entries(misuses)) {
  test(`refuses ${what}, and ends with 2`, async () => {
    const { code, stdout, stderr } = await run(words, { input });
    assert.is(code, 2);
    assert.is(stdout, "");
    assert.match(stderr, message);
    assert.not.match(stderr, /\n +at /);
  });
}

test("waits out throttling, and says so", async ({ server, emulator }) => {
  emulator.fail({ status: 429, headers: { "Retry-After": "1" } });
  const { code, stderr } = await run(["--base-url", server.url, "--interval", "0.1", WELL]);
  assert.is(code, 0);
  assert.match(stderr, /answered 429.* Next look in 1 s\./);
});

test("tells of a token that is refused", async ({ server }) => {
  const { code, stderr } = await run(["--base-url", server.url, WELL], { environment: { PARTNER_CENTER_TOKEN: "expired" } });
  assert.is(code, 3);
  assert.match(stderr, /error: Partner Center answered 401/);
});

test("names what is missing of a sign-in", async () => {
  const { code, stderr } = await run([WELL], { environment: { AZURE_TENANT_ID: "contoso.example", AZURE_CLIENT_ID: "1" } });
  assert.is(code, 2);
  assert.match(stderr, "AZURE_CLIENT_SECRET must be set, too");
});

const signInAt = (authority: string) => ({
  AZURE_TENANT_ID: app.tenantId,
  AZURE_CLIENT_ID: app.clientId,
  AZURE_CLIENT_SECRET: app.clientSecret,
  AZURE_AUTHORITY_HOST: authority,
});

test("signs in as an app, and with a refresh token for a user", async ({ server }) => {
  const { authority, provider, server: tokenServer } = await startTokenServer();
  try {
    const environment = signInAt(authority);
    const refreshToken = await consent(provider);
    for (const more of [{}, { PARTNER_CENTER_REFRESH_TOKEN: refreshToken }]) {
      const { code, stdout, stderr } = await run(["--base-url", server.url, WELL], { environment: { ...environment, ...more } });
      assert.is(code, 0, stderr);
      assert.not.match(stdout + stderr, app.clientSecret);
      assert.not.match(stdout + stderr, refreshToken);
    }
    const wrong = { ...environment, AZURE_CLIENT_SECRET: "wrong-secret-8Q~x" };
    const { code, stderr } = await run(["--base-url", server.url, WELL], { environment: wrong });
    assert.is(code, 3);
    assert.match(stderr, "invalid_client");
    assert.not.match(stderr, "wrong-secret");
  } finally {
    tokenServer.closeAllConnections();
    tokenServer.close();
  }
});

test("asks in the language that is wanted", async ({ server, emulator }) => {
  await run(["--base-url", server.url, "--locale", "de-DE", WELL]);
  assert.is(emulator.requests[0]?.headers["x-locale"], "de-DE");
});

test("goes on when a server that was away is back", async ({ server, emulator }) => {
  const upload = emulator.submit({ devices: [{ serialNumber: "1" }], duration: 1500, begins: "first-look" });
  const { port } = new URL(server.url);
  const waiting = run(["--base-url", server.url, "--interval", "0.2", upload]);
  while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await server.close();
  await new Promise((resolve) => setTimeout(resolve, 800));
  const back = await startServer(emulator, Number(port));
  const { code, stderr } = await waiting;
  await back.close();
  assert.is(code, 0);
  assert.match(stderr, "No answer from Partner Center");
});

test("tells of each request where it is asked to, without the token", async ({ server }) => {
  const { stderr } = await run(["--base-url", server.url, "--verbose", WELL]);
  assert.match(stderr, /GET http:.*a0000000-0000-4000-8000-000000000003 \(1\): 200 after \d+ ms, MS-RequestId [0-9a-f-]{36}\n/);
});

test("cuts a long table, and shows it whole where it is asked to", async ({ server, emulator }) => {
  const devices = Array.from({ length: 200 }, (_, index) => ({
    serialNumber: `SN-${index}`,
    ...(index === 150 && { result: "806" as const }),
  }));
  const upload = emulator.submit({ devices, duration: 0 });
  const { stdout } = await run(["--base-url", server.url, upload]);
  assert.match(stdout, /\nDevice +Outcome +Error\nSN-150 +failed +806/);
  assert.match(stdout, "… and 180 more. All of them: --all, or --csv for Excel.");
  assert.not.match(stdout, "SN-199");
  assert.match((await run(["--base-url", server.url, "--all", upload])).stdout, "SN-199");
});

test("takes it for no error when nobody reads on", async ({ server }) => {
  const command = `${process.execPath} dist/cli/batch-status.js wait --json --base-url ${server.url} ${BADLY} ${WELL}`;
  const child = spawn("bash", ["-c", `set -o pipefail; ${command} | head -c 10; echo; echo \${PIPESTATUS[0]}`], {
    env: { ...withoutSignIn(), PARTNER_CENTER_TOKEN: token },
  });
  let printed = "";
  child.stdout.on("data", (data) => (printed += data));
  let complaints = "";
  child.stderr.on("data", (data) => (complaints += data));
  await once(child, "close");
  assert.match(printed, /\n(0|1|141)\n$/);
  assert.not.match(complaints, "EPIPE");
});

test("ends, too, when nobody reads what it tells on the way", async ({ server }) => {
  const command = `${process.execPath} dist/cli/batch-status.js wait --verbose --timeout 2 --base-url ${server.url} ${BADLY} ${RUNNING}`;
  const child = spawn("bash", ["-c", `(${command}; echo $? >&3) 2>&1 >/dev/null 3>&1 | head -c 5 >/dev/null; echo ended`], {
    env: { ...withoutSignIn(), PARTNER_CENTER_TOKEN: token },
  });
  const began = performance.now();
  await once(child.stdout, "data");
  assert.ok(performance.now() - began < 20_000);
});

test("waits for uploads that come slowly", async ({ server }) => {
  const words = ["dist/cli/batch-status.js", "wait", "--base-url", server.url, "--from", "-"];
  const child = spawn(process.execPath, words, { env: { ...withoutSignIn(), PARTNER_CENTER_TOKEN: token } });
  setTimeout(() => child.stdin.end(`${WELL}\n`), 500);
  const [code] = await once(child, "close");
  assert.is(code, 0);
});

test("tells what to do about a refusal, once", async ({ server }) => {
  const { stderr, stdout } = await run(["--base-url", server.url, FORBIDDEN, location("e0000000-0000-4000-8000-000000403002")]);
  assert.is(stderr.split("hint: The sign-in is good, but not enough").length, 2);
  assert.is(stdout, "");
});

test("recognises a product key that something invisible hides, or other dashes join", async ({ server, emulator }) => {
  const batchTrackingId = "d0000000-0000-4000-8000-000000000003";
  const hidden = [productKey.replace("5-", "\u200b5-"), productKey.replaceAll("-", "\u2010")];
  const devicesStatus = hidden.map((key) => ({ serialNumber: key, status: "finished_with_errors", errorDescription: key }));
  emulator.fail({ status: 200, body: { batchTrackingId, status: "finished", devicesStatus } });
  const { stdout } = await run(["--base-url", server.url, location(batchTrackingId)]);
  assert.not.match(stdout, "67890");
  assert.match(stdout, "13579");
});

const live = (server: EmulatorServer, words: readonly string[], columns?: number, rows?: number) =>
  inTerminal(
    [process.execPath, "dist/cli/batch-status.js", "wait", "--base-url", server.url, ...words].join(" "),
    { PARTNER_CENTER_TOKEN: token },
    columns,
    rows,
  );

test("shows a line that moves, and the result in its place", async ({ server, emulator }) => {
  const devices = [{ serialNumber: "1" }, { serialNumber: "2", result: "808" as const }];
  const upload = emulator.submit({ devices, duration: 1500, begins: "first-look" });
  const terminal = live(server, ["--interval", "0.3", upload]);
  await terminal.shows(/queued {15}░{10} .* next \d s/);
  await terminal.shows(/processing {11}█{5}░{5} +1\/2/);
  assert.is(await terminal.ended, 1);
  const lines = await terminal.screen();
  assert.is(lines.filter((line) => line.includes("█")).length, 1);
  assert.match(lines.join("\n"), /finished +█{10} +2\/2 1 failed\nBatch /);
});

test("stays readable with twenty uploads, of which three fail, in 80 columns", async ({ server, emulator }) => {
  const uploads = Array.from({ length: 20 }, (_, index) =>
    emulator.submit({
      devices: [{ serialNumber: "1" }, { serialNumber: "2", ...(index % 7 === 3 && { result: "808" as const }) }],
      duration: 2000,
      begins: "first-look",
    }),
  );
  const terminal = live(server, ["--interval", "0.5", ...uploads]);
  const lines = await terminal.shows(/(.*processing.*\n){15}/);
  for (const upload of uploads) assert.is(lines.filter((line) => line.startsWith(upload.slice(-36, -28))).length, 1);
  for (const line of lines) assert.ok(line.length <= 80, line);
  assert.is(await terminal.ended, 1);
  assert.match((await terminal.screen()).join("\n"), "17 of 20 batches went well in every device.");
});

test("follows the terminal's size", async ({ server }) => {
  const terminal = live(server, [RUNNING, WELL, BADLY, "--interval", "1", "--timeout", "4"]);
  await terminal.shows("next");
  terminal.resize(40, 3);
  const lines = await terminal.shows("… and 2 more");
  for (const line of lines) assert.ok(line.length <= 40, line);
  assert.is(await terminal.ended, 4);
});

test("stops at once on Ctrl-C, and says how to go on", async ({ server }) => {
  const terminal = live(server, [RUNNING, WELL]);
  await terminal.shows("next");
  terminal.type("\u0003");
  assert.is(await terminal.ended, 130);
  const text = (await terminal.screen()).join("").replaceAll(/\s+/g, " ");
  assert.match(text, "Stopped waiting. The batch goes on; to go on waiting:");
  assert.match(text.replaceAll(" ", ""), `batch-statuswait--base-url${server.url}${RUNNING}`);
});

test("tells what has ended before Ctrl-C", async ({ server }) => {
  const terminal = live(server, [RUNNING, BADLY, "--interval", "1"]);
  await terminal.shows("next");
  terminal.type("\u0003");
  assert.is(await terminal.ended, 130);
  const text = (await terminal.screen()).join("\n");
  assert.match(text, "1234567890  failed   808 ZtdDeviceAssignedToOtherTenant");
  assert.match(text, "--interval 1s");
});

test("leaves nothing behind when the terminal becomes narrower", async ({ server }) => {
  const terminal = live(server, [RUNNING, WELL, BADLY, "--interval", "1", "--timeout", "4"], 100, 24);
  await terminal.shows("next");
  terminal.resize(45, 24);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const lines = await terminal.screen();
  assert.is(lines.filter((line) => line.startsWith("0127ed8e ")).length, 1);
  assert.is(await terminal.ended, 4);
});

test("draws nothing over lines of JSON on the same terminal", async ({ server }) => {
  const terminal = live(server, ["--json", WELL]);
  assert.is(await terminal.ended, 0);
  const text = (await terminal.screen()).join("\n");
  assert.not.match(text, "█");
  assert.match(text, /"final":true/);
});

test("ends on a terminal, too, where it is used in a wrong way", async () => {
  const command = `${process.execPath} dist/cli/batch-status.js wait --base-url http://example.com ${WELL}`;
  const terminal = inTerminal(command, { PARTNER_CENTER_TOKEN: token });
  assert.is(await terminal.ended, 2);
});

test("asks for one token, however many uploads there are", async ({ server }) => {
  const { authority, provider, server: tokenServer } = await startTokenServer();
  let asked = 0;
  provider.on("grant.success", () => asked++);
  try {
    const environment = signInAt(authority);
    assert.is((await run(["--base-url", server.url, WELL, BADLY], { environment })).code, 1);
    assert.is(asked, 1);
  } finally {
    tokenServer.closeAllConnections();
    tokenServer.close();
  }
});

test("moves nothing in CI, or where NO_COLOR is set", async ({ server }) => {
  for (const name of ["CI", "NO_COLOR"]) {
    const terminal = inTerminal(`${process.execPath} dist/cli/batch-status.js wait --base-url ${server.url} ${BADLY}`, {
      PARTNER_CENTER_TOKEN: token,
      [name]: "1",
    });
    assert.is(await terminal.ended, 1);
    const text = (await terminal.screen()).join("\n");
    assert.match(text, "finished, 1 of 1 devices done, 1 failed");
    assert.not.match(text, "█");
  }
});

test.run();
