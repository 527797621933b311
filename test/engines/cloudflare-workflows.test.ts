import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createEmulator } from "../../src/emulator/emulator.ts";
import { startServer } from "../../src/emulator/server.ts";
import { type BatchUpload, parseBatchLocation } from "../../src/location.ts";
import { bundleExample, startExample } from "./miniflare.ts";
import { startTokenEndpoint } from "./token-endpoint.ts";

const test = suite("the example for Cloudflare Workflows");

const SECRET = "client-secret-8Q~x";
const ATTEMPTS = 11;

const script = bundleExample();
const keyOf = ({ customerId, batchTrackingId }: BatchUpload) => `${customerId}_${batchTrackingId}`;

/** The Worker with an emulator, an identity provider, and an inbox for results that responds with `inbox.status`. */
async function setUp(initialScript = script) {
  const emulator = createEmulator();
  const inbox = { status: 204, deliveries: [] as string[] };
  const server = createServer((request, response) => {
    if (inbox.status === 204) inbox.deliveries.push(String(request.headers["idempotency-key"]));
    request.resume();
    response.writeHead(inbox.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const [partnerCenter, tokens] = await Promise.all([startServer(emulator, 0), startTokenEndpoint("token-1")]);
  const worker = await startExample(initialScript, {
    PARTNER_CENTER_URL: partnerCenter.url,
    // Safe: the server listens on TCP.
    RESULTS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AZURE_AUTHORITY: tokens.url,
    AZURE_TENANT_ID: "contoso.example",
    AZURE_CLIENT_ID: "client",
    AZURE_CLIENT_SECRET: SECRET,
  });
  return {
    emulator,
    inbox,
    tokens,
    worker,
    submit: (duration: number) =>
      parseBatchLocation(emulator.submit({ devices: [{ serialNumber: "1", result: "808" }], duration })),
    /** Starts an instance as the dashboard does, with any parameters. It does not wait between polls. */
    async create(id: string, params: unknown) {
      const workflow = await worker.workflow();
      await (await workflow.unsafeGetInstanceModifier(id)).disableSleeps();
      await workflow.create({ id, params });
    },
    async restart(id: string) {
      await (await (await worker.workflow()).get(id)).restart();
    },
    /** Waits until an instance has a status. */
    async becomes(id: string, status: string) {
      const instance = await (await worker.workflow()).get(id);
      for (let waited = 0; waited < 60_000; waited += 20) {
        if ((await instance.status()).status === status) return;
        await sleep(20);
      }
      throw new Error(`instance ${id} did not become ${status}:\n${worker.log()}`);
    },
    /** The lines about uploads that were given up. */
    givenUp: () =>
      worker
        .log()
        .split("\n")
        .filter((line) => line.includes("was given up")),
    async close() {
      server.closeAllConnections();
      await Promise.all([worker.close(), partnerCenter.close(), tokens.close(), new Promise((resolve) => server.close(resolve))]);
    },
  };
}

type SetUp = Awaited<ReturnType<typeof setUp>>;

async function withWorker(work: (worker: SetUp) => Promise<void>, initialScript?: string) {
  const worker = await setUp(initialScript);
  await work(worker).finally(worker.close);
}

test("an upload that is enqueued twice is handled once", () =>
  withWorker(async ({ worker, inbox, submit, becomes }) => {
    const upload = submit(0);
    await worker.enqueue([upload]);
    await becomes(keyOf(upload), "complete");
    await worker.enqueue([upload]);
    await worker.enqueue([{ ...upload, batchTrackingId: upload.batchTrackingId.toUpperCase() }]);
    await becomes(keyOf(upload), "complete");
    assert.equal(inbox.deliveries, [keyOf(upload)]);
  }));

test("text that is no location is refused, and starts nothing", () =>
  withWorker(async ({ worker, emulator, submit }) => {
    const { customerId, batchTrackingId } = submit(0);
    const response = await worker.post(`/customers/${customerId}/batchJobStatus/${batchTrackingId}\nnonsense`);
    assert.is(response.status, 400);
    assert.match(await response.text(), /"location" must look like .*"nonsense"/);
    assert.equal(emulator.requests, []);
  }));

test("an instance whose parameters are no upload is given up at once, with one line", () =>
  withWorker(async ({ create, becomes, givenUp, emulator }) => {
    for (const [id, params] of Object.entries({ a: { customerId: "1" }, b: null, c: "text", d: {} })) {
      await create(id, params);
      await becomes(id, "errored");
    }
    const lines = givenUp();
    assert.is(lines.length, 4);
    assert.match(lines[0] ?? "", /^Batch upload a was given up: "customerId" must be GUID-formatted, but is "1"/);
    assert.match(lines[1] ?? "", /^Batch upload b was given up: "upload" must be an object/);
    assert.equal(emulator.requests, []);
  }));

test("an upload that Partner Center does not know is given up after one request", () =>
  withWorker(async ({ create, becomes, givenUp, emulator }) => {
    const unknown = { customerId: crypto.randomUUID(), batchTrackingId: crypto.randomUUID() };
    await create(keyOf(unknown), unknown);
    await becomes(keyOf(unknown), "errored");
    assert.is(givenUp().length, 1);
    assert.match(givenUp()[0] ?? "", new RegExp(`${keyOf(unknown)} was given up: Partner Center responded with 4.*MS-RequestId`));
    assert.is(emulator.requests.length, 1);
  }));

test("a handler that throws is called again, a limited number of times, and nothing is lost", () =>
  withWorker(async ({ create, becomes, restart, givenUp, submit, inbox, emulator }) => {
    const upload = submit(0);
    inbox.status = 503;
    await create(keyOf(upload), upload);
    await becomes(keyOf(upload), "errored");
    assert.is(givenUp().length, 1);
    assert.match(givenUp()[0] ?? "", `${keyOf(upload)} was given up: the result was refused with status 503`);
    assert.is(emulator.requests.length, ATTEMPTS);

    inbox.status = 204;
    await restart(keyOf(upload));
    await becomes(keyOf(upload), "complete");
    assert.equal(inbox.deliveries, [keyOf(upload)]);
  }));

test("a token source that fails is called again, a limited number of times, and nothing is lost", () =>
  withWorker(async ({ create, becomes, restart, givenUp, submit, inbox, tokens, emulator }) => {
    const upload = submit(0);
    tokens.refuse(true);
    await create(keyOf(upload), upload);
    await becomes(keyOf(upload), "errored");
    assert.is(givenUp().length, 1);
    assert.match(givenUp()[0] ?? "", new RegExp(`${keyOf(upload)} was given up: .*invalid_client`));
    assert.not.match(givenUp()[0] ?? "", SECRET);
    assert.is(tokens.requests(), ATTEMPTS);
    assert.equal(emulator.requests, []);

    tokens.refuse(false);
    await restart(keyOf(upload));
    await becomes(keyOf(upload), "complete");
    assert.equal(inbox.deliveries, [keyOf(upload)]);
  }));

/** The Worker as another version of it, which stored another state. */
function scriptThatStores(changes: string): string {
  const other = script.replace(/\bstate: (poll\d*\.state)\b/, `state: { ...$1, ${changes} }`);
  assert.is.not(other, script);
  return other;
}

/** Lets another version poll once, deploys this version, and waits until it has given up. */
async function deployOver({ worker, submit, create, becomes, givenUp, emulator, inbox, restart }: SetUp, reason: RegExp) {
  const upload = submit(60_000);
  await create(keyOf(upload), upload);
  while (emulator.requests.length === 0) await sleep(20);
  await sleep(500);
  await worker.kill();
  await worker.start(script);
  await create(keyOf(upload), upload);
  await becomes(keyOf(upload), "errored");
  assert.is(givenUp().length, 1);
  assert.match(givenUp()[0] ?? "", keyOf(upload));
  assert.match(givenUp()[0] ?? "", reason);

  emulator.advance(60_000);
  await restart(keyOf(upload));
  await becomes(keyOf(upload), "complete");
  assert.equal(inbox.deliveries, [keyOf(upload)]);
}

test("a state that another version stored is given up at once, with one line, and a restart begins the wait again", () =>
  withWorker(
    (worker) => deployOver(worker, /"state.startedAt" must be a number/),
    scriptThatStores("startedAt: undefined, begunAt: 1"),
  ));

test("a batch that is not finished by the deadline is given up, and a restart begins the wait again", () =>
  withWorker((worker) => deployOver(worker, /The batch was not finished within 3600 s/), scriptThatStores("startedAt: 1")));

test.run();
