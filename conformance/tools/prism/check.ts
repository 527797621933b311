import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { createEmulator } from "../../../src/emulator/emulator.ts";
import { SAMPLES, type Sample } from "../../../src/emulator/samples.ts";
import { examples } from "../../../src/generated/examples.ts";
import { type BatchUpload, createBatchStatusClient, isBatchStatusError } from "../../../src/index.ts";
import { withEmulator } from "../../emulator.ts";
import { INVALID_SAMPLES, UNCHECKED_SAMPLES } from "../../samples.ts";
import type { Tool } from "../../tools.ts";

/**
 * Checks every request and response with Prism as a proxy between client and emulator: what conforms to openapi.yaml must pass
 * unchanged, what violates it on purpose must be reported. Prism then serves the examples of the contract itself.
 */
export const prism: Tool = {
  name: "prism",
  title: "Prism between our client and the emulator, and serving the contract",
  check(folder) {
    // Prism cannot read a byte order mark.
    return withEmulator(createEmulator({ quirks: { byteOrderMark: false } }), async (emulator) => {
      const checked = SAMPLES.filter(({ name }) => !UNCHECKED_SAMPLES.includes(name));
      return [
        ...(await withPrism(folder, ["proxy", "openapi.yaml", emulator, "--errors"], (url) =>
          inSequence(checked, (sample) => checkSample(sample, emulator, url)),
        )),
        ...(await withPrism(folder, ["mock", "openapi.yaml"], (url) =>
          inSequence(examples, (example) => checkExample(example, url)),
        )),
      ];
    });
  },
};

async function checkSample({ name, upload }: Sample, emulator: string, prism: string): Promise<string[]> {
  const path = `/v1/customers/${upload.customerId}/batchJobStatus/${upload.batchTrackingId}`;
  const [direct, proxied] = [await get(emulator + path), await get(prism + path)];
  const isUnchanged = proxied.status === direct.status && isDeepStrictEqual(proxied.body, direct.body);
  if (INVALID_SAMPLES.includes(name)) return isUnchanged ? [`Prism: ${name} violates the contract, but passed`] : [];
  if (!isUnchanged) return [`Prism: ${name}, ${direct.status}, became ${proxied.status}: ${JSON.stringify(proxied.body)}`];
  // The request of our own client must satisfy Prism as well.
  return checkClient(name, direct.status, upload, prism);
}

async function checkExample({ name, status, body }: (typeof examples)[number], prism: string): Promise<string[]> {
  const batchTrackingId = "batchTrackingId" in body ? String(body.batchTrackingId) : "0127ed8e-ff72-4983-a3d8-e8d8bd378932";
  const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId };
  const headers = { Prefer: `code=${status}, example=${name}` };
  const path = `/v1/customers/${upload.customerId}/batchJobStatus/${upload.batchTrackingId}`;
  const served = await get(prism + path, headers);
  if (!isDeepStrictEqual(served.body, body)) return [`Prism serves ${JSON.stringify(served.body)} as ${name}`];
  return checkClient(name, status, upload, prism, headers);
}

async function checkClient(name: string, status: number, upload: BatchUpload, baseUrl: string, headers = {}): Promise<string[]> {
  const client = createBatchStatusClient({ token: "any-token", baseUrl, headers, retry: false });
  const result = await client.getBatchUploadStatus(upload).then(
    () => 200,
    (error: unknown) => (isBatchStatusError(error) && error.code === "ERR_API" ? error.status : String(error)),
  );
  return result === status ? [] : [`Prism: our client read ${result} instead of ${status} from ${name}`];
}

async function get(url: string, headers = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, { headers: { Authorization: "Bearer any", ...headers }, redirect: "manual" });
  const text = await response.text();
  return {
    status: response.status,
    body: response.headers.get("Content-Type")?.includes("json") && text ? JSON.parse(text) : text,
  };
}

/** Not in parallel, because some samples change with each request. */
async function inSequence<T>(list: readonly T[], check: (one: T) => Promise<string[]>): Promise<string[]> {
  const problems: string[] = [];
  for (const one of list) problems.push(...(await check(one)));
  return problems;
}

async function withPrism(folder: string, command: string[], check: (url: string) => Promise<string[]>): Promise<string[]> {
  const port = await freePort();
  const script = `${folder}/node_modules/@stoplight/prism-cli/dist/index.js`;
  const prism = spawn(process.execPath, [script, ...command, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await listening(prism);
    return await check(`http://127.0.0.1:${port}`);
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
    prism.once("exit", (code) => reject(new Error(`Prism exited with ${code} before it was listening`)));
  });
}
