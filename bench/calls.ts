/** The CPU that a call costs its own process, relative to a bare `fetch`. The server runs in another process. */
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import type { BatchUploadDetails } from "../dist/index.js";
import type { Call, CreateCall } from "./clients/client.ts";
import { BARE_FETCH, BARE_FETCH_WITH_TIMEOUT, CLIENTS, OPENAPI_FETCH, OURS } from "./clients.ts";
import { BODY, CONTENT_TYPE, LOCALE, TOKEN, UPLOAD } from "./fixture.ts";
import { formatNumber, formatSpread, table } from "./markdown.ts";
import { type Candidate, type Comparison, compare, cpuOf } from "./measuring.ts";
import { installNullDispatcher } from "./null-dispatcher.ts";

const ROUNDS = 25;
const CONCURRENCY = 32;

const creators = await Promise.all(
  CLIENTS.map(async ({ name, file }): Promise<[string, CreateCall]> => [name, (await import(file)).createCall]),
);
const server = fork(new URL("server.ts", import.meta.url));
const [port] = await once(server, "message");

const baseUrl = `http://127.0.0.1:${port}`;
for (const [, createCall] of creators) await checkRequests(createCall);
const stubbed = await measure(stub, 4_000, callSequentially);
const uninstall = installNullDispatcher();
const nullDispatcher = await measure(undefined, 2_000, callSequentially);
uninstall();
const loopback = await measure(undefined, 1_000, callSequentially);
const concurrent = await measure(undefined, 1_600, callConcurrently);
server.disconnect();

const overFetch = (name: string) => formatNumber(loopback.ratio(name, BARE_FETCH).median);
const oursOverOpenapiFetch = formatNumber(loopback.ratio(OURS, OPENAPI_FETCH).median);
console.log(`**A call over loopback HTTP takes ${oursOverOpenapiFetch} times the CPU of openapi-fetch alone, and ${overFetch(OURS)} times that of a bare \`fetch\`; for comparison, \`fetch\` with \`AbortSignal.timeout\` takes ${overFetch(BARE_FETCH_WITH_TIMEOUT)}, ky ${overFetch("ky")} and axios ${overFetch("axios")}.**

The figures are the CPU time of a call relative to a bare \`fetch\` with \`response.json()\`, and in the last column relative to
openapi-fetch alone: medians of ${ROUNDS} rounds, with the 10th and 90th percentiles in brackets. Every client sends a token of 1.4 kB,
\`Accept\`, \`X-Locale\` and a new \`MS-RequestId\`, and reads the documented response. This package runs with its defaults: it also
sends an \`MS-CorrelationId\`, validates the response and limits the call to one minute, as the second bare \`fetch\` does.

- Stubbed: \`fetch\` is a function that returns a new \`Response\`.
- Null dispatcher: Node's own \`fetch\` does all of its work, except that nothing is sent over a socket (axios uses its fetch adapter).
- Loopback: HTTP to another process (axios uses its adapter for Node), sequentially or with ${CONCURRENCY} concurrent calls.
`);
console.log(
  table(
    [
      "client",
      "stubbed",
      "null dispatcher",
      "loopback",
      `loopback, ${CONCURRENCY} concurrent`,
      "loopback, over openapi-fetch alone",
    ],
    CLIENTS.map(({ name }) => [
      name,
      ...[stubbed, nullDispatcher, loopback, concurrent].map((comparison) => cell(comparison, name, BARE_FETCH)),
      cell(loopback, name, OPENAPI_FETCH),
    ]),
  ),
);

/** Measures all clients with this `fetch`; undefined is the runtime's own. */
function measure(
  fetch: typeof globalThis.fetch | undefined,
  calls: number,
  run: (call: Call, calls: number) => Promise<void>,
): Promise<Comparison<string>> {
  const candidates = creators.map(([name, createCall]): [string, Candidate] => {
    const call = createCall({ baseUrl, token: TOKEN, locale: LOCALE, fetch });
    return [name, () => cpuOf(() => run(call, calls))];
  });
  return compare(Object.fromEntries(candidates), ROUNDS);
}

/** A client that sent less than the others would be cheaper. */
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
      assert.equal(headers.get("Accept"), "application/json");
      assert.equal(headers.get("X-Locale"), LOCALE);
      ids.add(headers.get("MS-RequestId"));
      return stub();
    },
  });
  await callSequentially(call, 2);
  assert.equal(ids.size, 2);
  assert.ok(!ids.has(null));
}

async function callSequentially(call: Call, calls: number) {
  for (let i = 0; i < calls; i++) checkDetails(await call(UPLOAD));
}

async function callConcurrently(call: Call, calls: number) {
  await Promise.all(Array.from({ length: CONCURRENCY }, () => callSequentially(call, calls / CONCURRENCY)));
}

function checkDetails(details: BatchUploadDetails) {
  if (details.devicesStatus?.[0]?.errorCode !== "808") throw new Error("a client did not read the response");
}

async function stub(): Promise<Response> {
  return new Response(BODY, { headers: { "Content-Type": CONTENT_TYPE } });
}

function cell(comparison: Comparison<string>, name: string, base: string): string {
  return name === base ? "1" : formatSpread(comparison.ratio(name, base));
}
