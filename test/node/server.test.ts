import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createBatchStatusClient, NetworkError } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type EmulatorServer, startServer } from "../../src/emulator/server.ts";
import { reasonOf, rejection } from "../portable/rejection.ts";

const test = suite<{ server: EmulatorServer; emulator: ReturnType<typeof createEmulator> }>(
  "the emulator's server, over real sockets",
);

const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const documented = { customerId, batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
const path = `/v1/customers/${customerId}/batchJobStatus/${documented.batchTrackingId}`;
const authorized = { headers: { Authorization: "Bearer any" } };

test.before.each(async (context) => {
  context.emulator = createEmulator();
  context.server = await startServer(context.emulator, 0);
});
test.after.each(({ server }) => server.close());

test("answers the documented request with the documented batch, typed and validated", async ({ server, emulator }) => {
  const client = createBatchStatusClient({ token: "any", baseUrl: server.url, retry: false });
  const details = await client.getBatchUploadStatus(documented);
  assert.is(details.batchTrackingId, documented.batchTrackingId);
  assert.is(details.status, "finished");
  assert.is(details.devicesStatus?.[0]?.errorDescription, "ZtdDeviceAssignedToOtherTenant");
  const [request] = emulator.requests;
  assert.is(request?.method, "GET");
  assert.is(new URL(request?.url ?? "").pathname, path);
  assert.is(request?.headers["accept"], "application/json");
  assert.is(request?.headers["x-locale"], "en-US");
});

test("sends the byte order mark over the wire, and both ids", async ({ server }) => {
  const response = await fetch(server.url + path, { headers: { ...authorized.headers, "MS-RequestId": "request-1" } });
  assert.equal([...new Uint8Array(await response.arrayBuffer()).slice(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.is(response.headers.get("MS-RequestId"), "request-1");
  assert.ok(response.headers.get("MS-CorrelationId"));
  assert.is(response.headers.get("Content-Type"), "application/json; charset=utf-8");
});

test("listens on loopback alone", ({ server }) => {
  assert.is(new URL(server.url).hostname, "127.0.0.1");
});

test("serves the contract with its own address as the server", async ({ server }) => {
  const json = await (await fetch(`${server.url}/openapi.json`)).text();
  assert.is(JSON.parse(json).servers[0].url, server.url);
  const yaml = await (await fetch(`${server.url}/openapi.yaml`)).text();
  assert.match(yaml, `url: ${server.url}`);
  assert.match(yaml, /^openapi: 3\.0\.3/);
});

test("lets a page of any origin ask, and read the headers", async ({ server }) => {
  const preflight = await fetch(server.url + path, { method: "OPTIONS" });
  assert.is(preflight.status, 204);
  assert.match(preflight.headers.get("Access-Control-Allow-Headers") ?? "", "MS-CorrelationId");
  const response = await fetch(server.url + path, authorized);
  assert.is(response.headers.get("Access-Control-Allow-Origin"), "*");
  assert.match(response.headers.get("Access-Control-Expose-Headers") ?? "", "Retry-After");
});

test("says which port is taken", async ({ server }) => {
  const error = await rejection(startServer(createEmulator(), Number(new URL(server.url).port)), Error);
  assert.match(error.message, "EADDRINUSE");
});

test("survives requests that are no HTTP, or name no path", async ({ server }) => {
  for (const request of [
    "\0\0\0\r\n\r\n",
    "GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  ]) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1", () => socket.write(request));
      socket.on("data", () => {});
      socket.on("error", () => {});
      socket.on("close", () => resolve());
    });
  }
  assert.is((await fetch(server.url + path, authorized)).status, 200);
});

test("an abort closes the connection that waits for an answer", async ({ server, emulator }) => {
  emulator.fail("silence");
  const controller = new AbortController();
  const client = createBatchStatusClient({ token: "any", baseUrl: server.url, retry: false });
  const pending = reasonOf(client.getBatchUploadStatus(documented, { signal: controller.signal }));
  while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const reason = new Error("enough");
  controller.abort(reason);
  assert.is(await pending, reason);
});

test("an abort and a timeout close the connection, while waiting for the answer and within the body", async () => {
  for (const beginning of ["", '{"status":']) {
    for (const isAbort of [true, false]) {
      const controller = new AbortController();
      let closed: Promise<unknown> = Promise.resolve();
      const waiting = createServer((request, response) => {
        closed = once(request.socket, "close");
        if (beginning !== "") response.write(beginning);
        if (isAbort) setTimeout(() => controller.abort("enough"), 50);
      }).listen(0, "127.0.0.1");
      await once(waiting, "listening");
      // Sound because the server listens on TCP.
      const baseUrl = `http://127.0.0.1:${(waiting.address() as AddressInfo).port}`;
      const client = createBatchStatusClient({ token: "any", baseUrl, retry: false, timeout: isAbort ? 10_000 : 100 });
      const reason = await reasonOf(client.getBatchUploadStatus(documented, { signal: controller.signal }));
      assert.ok(isAbort ? reason === "enough" : reason instanceof NetworkError);
      await closed;
      await new Promise((resolve) => waiting.close(resolve));
    }
  }
});

test("a connection that breaks off is a network error, before the answer and within it", async ({ server, emulator }) => {
  const client = createBatchStatusClient({ token: "any", baseUrl: server.url, retry: false });
  for (const fault of ["reset" as const, { cutBody: 20 }]) {
    emulator.fail(fault);
    const error = await rejection(client.getBatchUploadStatus(documented), NetworkError);
    assert.match(error.message, "No answer from Partner Center: ");
  }
});

test("a slow body is waited for, but not beyond the timeout", async ({ server, emulator }) => {
  emulator.fail({ slowBody: 200 }, { slowBody: 60_000 });
  const patient = createBatchStatusClient({ token: "any", baseUrl: server.url, retry: false });
  assert.is((await patient.getBatchUploadStatus(documented)).status, "finished");
  const impatient = createBatchStatusClient({ token: "any", baseUrl: server.url, timeout: 100, retry: false });
  const error = await rejection(impatient.getBatchUploadStatus(documented), NetworkError);
  assert.match(error.message, "No complete answer from Partner Center within 0.1 s");
});

test("silence is not waited for beyond the timeout", async ({ server, emulator }) => {
  emulator.fail("silence");
  const client = createBatchStatusClient({ token: "any", baseUrl: server.url, timeout: 100, retry: false });
  await rejection(client.getBatchUploadStatus(documented), NetworkError);
});

test("a server that is gone is a network error", async ({ server }) => {
  await server.close();
  const client = createBatchStatusClient({ token: "any", baseUrl: server.url, retry: false });
  const error = await rejection(client.getBatchUploadStatus(documented), NetworkError);
  assert.match(error.message, "ECONNREFUSED");
});

test.run();
