/**
 * `npm run judge`: Prism, which knows nothing of us, stands between client and emulator and holds each request and each answer
 * to openapi.yaml. Answers that are right must pass unchanged; those that are wrong on purpose must be found out.
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { createEmulator } from "../src/emulator/emulator.ts";
import { SAMPLES, type Sample } from "../src/emulator/samples.ts";
import { startServer } from "../src/emulator/server.ts";
import { createBatchStatusClient, isBatchStatusError } from "../src/index.ts";

const folder = "conformance/prism";

/** Samples that break the contract on purpose: no JSON. */
const WRONG = ["html", "badGateway", "emptyForbidden"];
/** Samples that Prism cannot judge: broken connections are no answers, and a redirect it follows itself. */
const NOT_JUDGED = ["reset", "silence", "slowBody", "cutBody", "redirect"];

if (!existsSync(`${folder}/node_modules`))
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });

// Prism cannot read a byte order mark.
const emulator = await startServer(createEmulator({ quirks: { byteOrderMark: false } }), 0);
const port = await freePort();
const prism = spawn(
  process.execPath,
  [
    `${folder}/node_modules/@stoplight/prism-cli/dist/index.js`,
    "proxy",
    "openapi.yaml",
    emulator.url,
    "--errors",
    "--port",
    String(port),
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);
try {
  await listening();
  const problems: string[] = [];
  for (const sample of SAMPLES.filter(({ name }) => !NOT_JUDGED.includes(name))) problems.push(...(await judge(sample)));
  for (const problem of problems) console.error(problem);
  console.log(`${SAMPLES.length - NOT_JUDGED.length} samples judged by Prism, ${problems.length} problems`);
  console.log(`Found out, as they should be: ${WRONG.join(", ")}. Not judged: ${NOT_JUDGED.join(", ")}.`);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  prism.kill();
  await emulator.close();
}

async function judge({ name, upload }: Sample): Promise<string[]> {
  const path = `/v1/customers/${upload.customerId}/batchJobStatus/${upload.batchTrackingId}`;
  const ask = async (base: string) => {
    const response = await fetch(base + path, { headers: { Authorization: "Bearer any" }, redirect: "manual" });
    return { status: response.status, text: await response.text() };
  };
  const direct = await ask(emulator.url);
  const judged = await ask(`http://127.0.0.1:${port}`);
  const isPassed = judged.status === direct.status && sameJson(judged.text, direct.text);
  if (WRONG.includes(name)) return isPassed ? [`${name}: is wrong, but Prism let it pass`] : [];
  if (!isPassed) return [`${name}: ${direct.status} became ${judged.status}: ${judged.text.slice(0, 300)}`];

  // Our own client's request has to satisfy Prism as well.
  const client = createBatchStatusClient({ token: "any-token", baseUrl: `http://127.0.0.1:${port}`, retry: false });
  const outcome = await client.getBatchUploadStatus(upload).then(
    () => 200,
    (error: unknown) => (isBatchStatusError(error) && error.code === "ERR_API" ? error.status : String(error)),
  );
  return outcome === direct.status ? [] : [`${name}: the client saw ${outcome} instead of ${direct.status}`];
}

/** But for white space, which Prism does not keep. */
function sameJson(judged: string, direct: string): boolean {
  return JSON.stringify(parse(judged)) === JSON.stringify(parse(direct));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

function listening(): Promise<void> {
  return new Promise((resolve, reject) => {
    prism.stdout.on("data", (data) => {
      if (/listening/i.test(String(data))) resolve();
    });
    prism.once("exit", (code) => reject(new Error(`Prism ended with ${code} before it listened`)));
  });
}
