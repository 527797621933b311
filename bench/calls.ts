/** What one call costs its own process, over what a bare `fetch` costs. The server is another process. */
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import type { BatchUploadDetails } from "../dist/index.js";
import type { Call, CreateCall } from "./clients/client.ts";
import { BASE, CLIENTS, OURS, WITH_TIMEOUT } from "./clients.ts";
import { BODY, CONTENT_TYPE, LOCALE, TOKEN, UPLOAD } from "./exchange.ts";
import { digits, table, writeRatio } from "./markdown.ts";
import { type Candidate, compare, cpuOf, type Ratios } from "./measuring.ts";
import { installNullDispatcher } from "./null-dispatcher.ts";

const ROUNDS = 25;
const AT_ONCE = 32;

const creators = await Promise.all(
  CLIENTS.map(async ({ name, file }): Promise<[string, CreateCall]> => [name, (await import(file)).createCall]),
);
const server = fork(new URL("server.ts", import.meta.url));
const [port] = await once(server, "message");

const baseUrl = `http://127.0.0.1:${port}`;
for (const [, createCall] of creators) await checkRequests(createCall);
const stubbed = await measure(stub, 4_000, sequentially);
const uninstall = installNullDispatcher();
const unsent = await measure(undefined, 2_000, sequentially);
uninstall();
const loopback = await measure(undefined, 1_000, sequentially);
const crowded = await measure(undefined, 1_600, atOnce);
server.disconnect();

console.log(`**One call over loopback HTTP takes ${times(loopback, OURS)} times the CPU of a bare \`fetch\`, and one with \`AbortSignal.timeout\` takes ${times(loopback, WITH_TIMEOUT)}; ky takes ${times(loopback, "ky")}, axios ${times(loopback, "axios")}, Kiota ${times(loopback, "Kiota")}.**

CPU time of one call over that of a bare \`fetch\` with \`response.json()\`, as the median of ${ROUNDS} rounds (in brackets what
one round in ten stays below and exceeds). Everyone sends a token of 1.4 kB, \`X-Locale\` and a new \`MS-RequestId\`, and reads the
documented answer; ours does all it does by default, sends an \`MS-CorrelationId\` besides, and gives up after a minute, as the second
bare \`fetch\` does. Network stubbed: \`fetch\` is a function that returns a new \`Response\`. Null
dispatcher: Node's own \`fetch\` does all its work, except that nothing goes over a socket (axios by its fetch adapter). Loopback:
HTTP to another process (axios by its adapter for Node), one call after the other, and ${AT_ONCE} at once.
`);
console.log(
  table(
    ["client", "network stubbed", "null dispatcher", "loopback", `loopback, ${AT_ONCE} at once`],
    CLIENTS.map(({ name }) => [name, ...[stubbed, unsent, loopback, crowded].map((ratios) => cell(ratios, name))]),
  ),
);

/** Measures all clients with this `fetch`; undefined is the runtime's own. */
function measure(fetch: typeof globalThis.fetch | undefined, calls: number, make: (call: Call, calls: number) => Promise<void>) {
  const candidates = creators.map(([name, createCall]): [string, Candidate] => {
    const call = createCall({ baseUrl, token: TOKEN, locale: LOCALE, fetch });
    return [name, () => cpuOf(() => make(call, calls))];
  });
  const base = candidates.filter(([name]) => name === BASE);
  return compare(Object.fromEntries([...base, ...candidates]), ROUNDS);
}

/** Whoever sends less than the others would be cheaper. */
async function checkRequests(createCall: CreateCall) {
  const ids = new Set<string | null>();
  const call = createCall({
    baseUrl,
    token: TOKEN,
    locale: LOCALE,
    fetch: (...request) => {
      const { url, headers } = new Request(...request);
      assert.equal(url, `${baseUrl}/v1/customers/${UPLOAD.customerId}/batchJobStatus/${UPLOAD.batchTrackingId}`);
      assert.equal(headers.get("Authorization"), `Bearer ${TOKEN}`);
      assert.equal(headers.get("X-Locale"), LOCALE);
      ids.add(headers.get("MS-RequestId"));
      return stub();
    },
  });
  await sequentially(call, 2);
  assert.equal(ids.size, 2);
}

async function sequentially(call: Call, calls: number) {
  for (let i = 0; i < calls; i++) checkDetails(await call(UPLOAD));
}

async function atOnce(call: Call, calls: number) {
  await Promise.all(Array.from({ length: AT_ONCE }, () => sequentially(call, calls / AT_ONCE)));
}

function checkDetails(details: BatchUploadDetails) {
  if (details.devicesStatus?.[0]?.errorCode !== "808") throw new Error("a client did not read the answer");
}

async function stub(): Promise<Response> {
  return new Response(BODY, { headers: { "Content-Type": CONTENT_TYPE } });
}

function times(ratios: Record<string, Ratios>, name: string): string {
  return digits(ratios[name].median);
}

function cell(ratios: Record<string, Ratios>, name: string): string {
  return name === BASE ? "1" : writeRatio(ratios[name]);
}
