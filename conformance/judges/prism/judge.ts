import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { createEmulator } from "../../../src/emulator/emulator.ts";
import { SAMPLES, type Sample } from "../../../src/emulator/samples.ts";
import { startServer } from "../../../src/emulator/server.ts";
import { examples } from "../../../src/generated/examples.ts";
import { type BatchUpload, createBatchStatusClient, isBatchStatusError } from "../../../src/index.ts";
import type { Judge } from "../../judges.ts";

/** Samples that break the contract on purpose: no JSON. */
const WRONG = ["html", "badGateway", "emptyForbidden"];
/** Samples that Prism cannot judge: broken connections are no answers, and a redirect it follows itself. */
const NOT_JUDGED = ["reset", "silence", "slowBody", "cutBody", "redirect"];

/**
 * Prism stands between client and emulator and holds each request and each answer to openapi.yaml: what is right must pass
 * unchanged, what is wrong on purpose must be found out. Then it serves the contract's examples itself.
 */
export const prism: Judge = {
  name: "prism",
  title: "Prism between our client and the emulator, and serving the contract",
  async judge(folder) {
    // Prism cannot read a byte order mark.
    const emulator = await startServer(createEmulator({ quirks: { byteOrderMark: false } }), 0);
    try {
      const judged = SAMPLES.filter(({ name }) => !NOT_JUDGED.includes(name));
      return [
        ...(await withPrism(folder, ["proxy", "openapi.yaml", emulator.url, "--errors"], (url) =>
          inTurn(judged, (sample) => passes(sample, emulator.url, url)),
        )),
        ...(await withPrism(folder, ["mock", "openapi.yaml"], (url) => inTurn(examples, (example) => isServed(example, url)))),
      ];
    } finally {
      await emulator.close();
    }
  },
};

async function passes({ name, upload }: Sample, emulator: string, prism: string): Promise<string[]> {
  const path = `/v1/customers/${upload.customerId}/batchJobStatus/${upload.batchTrackingId}`;
  const [direct, judged] = [await ask(emulator + path), await ask(prism + path)];
  const isPassed = judged.status === direct.status && isDeepStrictEqual(judged.body, direct.body);
  if (WRONG.includes(name)) return isPassed ? [`Prism: ${name} is wrong, but passed`] : [];
  if (!isPassed) return [`Prism: ${name}, ${direct.status}, became ${judged.status}: ${JSON.stringify(judged.body)}`];
  // Our own client's request has to satisfy Prism as well.
  return isSeen(name, direct.status, upload, prism);
}

async function isServed({ name, status, body }: (typeof examples)[number], prism: string): Promise<string[]> {
  const batchTrackingId = "batchTrackingId" in body ? String(body.batchTrackingId) : "0127ed8e-ff72-4983-a3d8-e8d8bd378932";
  const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId };
  const headers = { Prefer: `code=${status}, example=${name}` };
  const path = `/v1/customers/${upload.customerId}/batchJobStatus/${upload.batchTrackingId}`;
  const served = await ask(prism + path, headers);
  if (!isDeepStrictEqual(served.body, body)) return [`Prism: serves ${JSON.stringify(served.body)} as ${name}`];
  return isSeen(name, status, upload, prism, headers);
}

async function isSeen(name: string, status: number, upload: BatchUpload, baseUrl: string, headers = {}): Promise<string[]> {
  const client = createBatchStatusClient({ token: "any-token", baseUrl, headers, retry: false });
  const outcome = await client.getBatchUploadStatus(upload).then(
    () => 200,
    (error: unknown) => (isBatchStatusError(error) && error.code === "ERR_API" ? error.status : String(error)),
  );
  return outcome === status ? [] : [`Prism: of ${name} our client saw ${outcome} instead of ${status}`];
}

async function ask(url: string, headers = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, { headers: { Authorization: "Bearer any", ...headers }, redirect: "manual" });
  const text = await response.text();
  return {
    status: response.status,
    body: response.headers.get("Content-Type")?.includes("json") && text ? JSON.parse(text) : text,
  };
}

/** One after the other: the samples that change with time are looked at in their order. */
async function inTurn<T>(list: readonly T[], judge: (one: T) => Promise<string[]>): Promise<string[]> {
  const problems: string[] = [];
  for (const one of list) problems.push(...(await judge(one)));
  return problems;
}

async function withPrism(folder: string, command: string[], judge: (url: string) => Promise<string[]>): Promise<string[]> {
  const port = await freePort();
  const script = `${folder}/node_modules/@stoplight/prism-cli/dist/index.js`;
  const prism = spawn(process.execPath, [script, ...command, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await listening(prism);
    return await judge(`http://127.0.0.1:${port}`);
  } finally {
    prism.kill();
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

function listening(prism: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    prism.stdout?.on("data", (data) => {
      if (/listening/i.test(String(data))) resolve();
    });
    prism.once("exit", (code) => reject(new Error(`Prism ended with ${code} before it listened`)));
  });
}
