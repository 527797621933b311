import { execFileSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request as nodeRequest, type RequestOptions } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createBatchStatusClient, NetworkError } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { type EmulatorServer, type ServedRequest, startServer } from "../../src/emulator/server.ts";
import { inStoppedTime } from "../portable/clock.ts";
import { reasonOf, rejection } from "../portable/rejection.ts";
import { closeLater, makeFolder, releaseAll } from "./resources.ts";

interface Context {
  emulator: ReturnType<typeof createEmulator>;
  server: EmulatorServer;
  /** Emits `request` with the signal of a request when it arrives at the emulator. */
  arrivals: EventEmitter<{ request: [AbortSignal] }>;
}

const test = suite<Context>("the emulator's server, over real sockets");

const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";
const documented = { customerId, batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
const path = `/v1/customers/${customerId}/batchJobStatus/${documented.batchTrackingId}`;
const authorized = { headers: { Authorization: "Bearer any" } };

test.before.each(async (context) => {
  const emulator = createEmulator();
  const arrivals: Context["arrivals"] = new EventEmitter();
  const fetch: typeof emulator.fetch = (input, init) => {
    if (init?.signal) arrivals.emit("request", init.signal);
    return emulator.fetch(input, init);
  };
  Object.assign(context, { emulator, arrivals, server: closeLater(await startServer({ fetch }, 0)) });
});
test.after.each(releaseAll);

test("responds to the documented request with the documented batch", async ({ server, emulator }) => {
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

test("sends the byte order mark and both ids over the wire", async ({ server }) => {
  const response = await fetch(server.url + path, { headers: { ...authorized.headers, "MS-RequestId": "request-1" } });
  assert.equal([...new Uint8Array(await response.arrayBuffer()).slice(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.is(response.headers.get("MS-RequestId"), "request-1");
  assert.ok(response.headers.get("MS-CorrelationId"));
  assert.is(response.headers.get("Content-Type"), "application/json; charset=utf-8");
});

test("listens on loopback only", ({ server }) => {
  assert.is(new URL(server.url).hostname, "127.0.0.1");
});

test("serves the contract with its own address as the server", async ({ server }) => {
  const json = await (await fetch(`${server.url}/openapi.json`)).text();
  assert.is(JSON.parse(json).servers[0].url, server.url);
  assert.is(await (await fetch(`${server.url}/openapi.json?v=1`)).text(), json);
  const yaml = await (await fetch(`${server.url}/openapi.yaml`)).text();
  assert.match(yaml, `url: ${server.url}`);
  assert.match(yaml, /^openapi: 3\.0\.3/);
});

test("serves every sample as an example of the batch tracking id, so that viewers of the contract offer them", async ({
  server,
  emulator,
}) => {
  const { components } = JSON.parse(await (await fetch(`${server.url}/openapi.json`)).text());
  const { example, examples } = components.parameters.batchTrackingId;
  assert.is(example, undefined);
  assert.is(Object.keys(examples).length, emulator.state().samples.length);
  assert.equal(examples.moving, {
    summary: "Queued, then processing, then finished with mixed results, within 30 s of the first request",
    value: "b0000000-0000-4000-8000-000000000001",
  });
  const file = join(makeFolder(), "served.yaml");
  writeFileSync(file, await (await fetch(`${server.url}/openapi.yaml`)).text());
  execFileSync(process.execPath, ["node_modules/@redocly/cli/bin/cli.js", "lint", file, "--extends", "minimal"], {
    stdio: "pipe",
  });
});

test("serves the description of its control with its own address as the server", async ({ server }) => {
  const { status, headers, body } = await control(server, "openapi.yaml", { method: "GET" });
  assert.is(status, 200);
  assert.is(headers["content-type"], "application/yaml");
  const { servers, ...description } = parse(body);
  assert.is(servers[0].url, server.url);
  const { servers: _, ...published } = parse(readFileSync("emulator.yaml", "utf8"));
  assert.equal(description, published);
});

/** Sends a request to control the emulator, with any header. `fetch` would set some of them itself. */
async function control({ url }: EmulatorServer, route: string, options: RequestOptions, body = "") {
  const request = nodeRequest(`${url}/_emulator/${route}`, { method: "POST", ...options }).end(body);
  const [response]: IncomingMessage[] = await once(request, "response");
  assert.ok(response);
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const json = { "Content-Type": "application/json" };

test("can be controlled over HTTP, from this machine and by pages of its own origin", async ({ server, emulator }) => {
  const hosts = ["localhost", "LOCALHOST:4010", "127.0.0.1", "127.8.8.8:80", "[::1]:4010"];
  for (const headers of [json, { ...json, Origin: server.url }, ...hosts.map((Host) => ({ ...json, Host }))]) {
    assert.is((await control(server, "faults", { headers }, '{"faults":["reset"]}')).status, 204);
  }
  const state = await control(server, "state", { method: "GET" });
  assert.equal(JSON.parse(state.body).faults, Array(hosts.length + 2).fill("reset"));
  assert.equal(emulator.state().faults.length, hosts.length + 2);
});

test("refuses a host other than loopback with 421, because any page can have its name resolve to this machine", async ({
  server,
  emulator,
}) => {
  const hosts = ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:4010", "evil.example:80@127.0.0.1", "127.1"];
  for (const Host of hosts) {
    const { status, body } = await control(server, "faults", { headers: { ...json, Host } }, '{"faults":["reset"]}');
    assert.is(status, 421, Host);
    assert.is(JSON.parse(body).message, "the host must be localhost or a loopback address");
    assert.is((await control(server, "state", { method: "GET", headers: { Host } })).status, 421);
  }
  assert.equal(emulator.state().faults, []);
});

test("refuses pages of other origins with 403, and allows them nothing", async ({ server, emulator }) => {
  const { host, port } = new URL(server.url);
  const origins = [
    "null",
    "http://evil.example",
    `https://${host}`,
    `http://localhost:${port}`,
    `${server.url}.evil.example`,
    "",
  ];
  for (const Origin of origins) {
    for (const [route, method] of [
      ["faults", "POST"],
      ["reset", "POST"],
      ["state", "GET"],
      ["openapi.yaml", "GET"],
      ["faults", "OPTIONS"],
    ]) {
      const { status, headers } = await control(server, route ?? "", { method, headers: { ...json, Origin } });
      assert.is(status, 403, `${method} ${route} from ${Origin}`);
      assert.not(Object.keys(headers).some((name) => name.startsWith("access-control-")));
    }
  }
  assert.equal(emulator.state().faults, []);
});

test("sends no CORS headers in responses that control the emulator", async ({ server }) => {
  const requests: [route: string, options: RequestOptions][] = [
    ["state", { method: "GET" }],
    ["openapi.yaml", { method: "GET" }],
    ["batches", { headers: json }],
    ["faults", { method: "OPTIONS" }],
    ["absent", {}],
  ];
  for (const [route, options] of requests) {
    const { headers } = await control(server, route, options);
    assert.not(Object.keys(headers).some((name) => name.startsWith("access-control-")));
  }
});

test("refuses a body over 1 MB with 413, whether its size is announced or not", async ({ server, emulator }) => {
  const padded = (size: number) => '{"faults":["reset"]}'.padEnd(size);
  for (const headers of [
    { ...json, "Content-Length": 1_000_001 },
    { ...json, "Transfer-Encoding": "chunked" },
  ]) {
    const { status, body } = await control(server, "faults", { headers }, padded(1_000_001));
    assert.is(status, 413);
    assert.is(JSON.parse(body).message, "the body must not exceed 1000000 bytes");
  }
  assert.equal(emulator.state().faults, []);
  assert.is((await control(server, "faults", { headers: json }, padded(1_000_000))).status, 204);
});

test("passes on what the emulator says is wrong", async ({ server }) => {
  const statuses = [
    (await control(server, "batches", { headers: json }, "{}")).status,
    (await control(server, "batches", {}, "{}")).status,
    (await control(server, "batches", { method: "PUT" })).status,
    (await control(server, "batch", {})).status,
  ];
  assert.equal(statuses, [400, 415, 405, 404]);
});

test("reports each request when it is over, without its query, except those for the state", async () => {
  const emulator = createEmulator();
  const seen: ServedRequest[] = [];
  const reported = new EventEmitter();
  const onRequest = (request: ServedRequest) => {
    seen.push(request);
    reported.emit("request");
  };
  const server = closeLater(await startServer(emulator, 0, { onRequest }));
  emulator.fail("reset");
  await rejection(fetch(server.url + path, authorized), TypeError);
  await control(server, "state", { method: "GET" });
  const end = "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  await exchange(server, `GET http://[ ${end}`);
  const last = once(reported, "request");
  await (await fetch(`${server.url}${path}?secret=1`, authorized)).text();
  await last;
  assert.equal(
    seen.map(({ method, path, status }) => [method, path, status]),
    [
      ["GET", path, undefined],
      ["GET", "", 400],
      ["GET", path, 200],
    ],
  );
  for (const { duration } of seen) assert.ok(duration >= 0);
});

test("allows pages of any origin to send requests with any header and to read the headers", async ({ server }) => {
  const preflight = await fetch(server.url + path, {
    method: "OPTIONS",
    headers: { "Access-Control-Request-Headers": "authorization,ms-correlationid,x-gateway-key" },
  });
  assert.is(preflight.status, 204);
  assert.is(preflight.headers.get("Access-Control-Allow-Origin"), "*");
  assert.is(preflight.headers.get("Access-Control-Allow-Headers"), "authorization,ms-correlationid,x-gateway-key");
  const response = await fetch(server.url + path, authorized);
  assert.is(response.headers.get("Access-Control-Allow-Origin"), "*");
  assert.match(response.headers.get("Access-Control-Expose-Headers") ?? "", "Retry-After");
});

test("rejects with EADDRINUSE if the port is in use", async ({ server }) => {
  const error = await rejection(startServer(createEmulator(), Number(new URL(server.url).port)), Error);
  assert.match(error.message, "EADDRINUSE");
});

/** Sends a request byte by byte as given, and returns all that comes back. */
function exchange(server: EmulatorServer, request: string): Promise<string> {
  return new Promise((resolve) => {
    let response = "";
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1", () => socket.write(request));
    socket.on("data", (data) => {
      response += String(data);
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(response));
  });
}

test("survives requests that are not HTTP or have no valid path", async ({ server }) => {
  const end = "HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  const requests = { "\0\0\0\r\n\r\n": 400, [`GET // ${end}`]: 404, [`GET http://[ ${end}`]: 400, [`GET * ${end}`]: 400 };
  for (const [request, status] of Object.entries(requests)) {
    assert.match(await exchange(server, request), new RegExp(`^HTTP/1.1 ${status} `), request);
  }
  assert.is((await fetch(server.url + path, authorized)).status, 200);
});

test("accepts a whole URL in place of the path, as a client sends it to a proxy", async ({ server, emulator }) => {
  const end = "HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer any\r\nConnection: close\r\n\r\n";
  const response = await exchange(server, `GET http://user:secret@api.example${path}?v=1 ${end}`);
  assert.match(response, /^HTTP\/1\.1 200 /);
  assert.match(response, '"status":"finished"');
  assert.is(emulator.requests[0]?.url, `${server.url}${path}?v=1`);
  assert.match(await exchange(server, `GET HTTP://api.example/openapi.json ${end}`), server.url);
});

test("an abort closes the connection of a request that is in flight", async ({ server, emulator, arrivals }) => {
  emulator.fail("silence");
  const controller = new AbortController();
  const client = createBatchStatusClient({ token: "any", baseUrl: server.url, retry: false });
  const arrival = once(arrivals, "request");
  const pending = reasonOf(client.getBatchUploadStatus(documented, { signal: controller.signal }));
  const [disconnected] = await arrival;
  const reason = new Error("enough");
  controller.abort(reason);
  assert.is(await pending, reason);
  if (!disconnected.aborted) await once(disconnected, "abort");
});

for (const [when, beginning] of Object.entries({ "before the response": "", "within the body": '{"status":' })) {
  for (const cause of ["an abort", "a timeout"]) {
    test(`${cause} closes the connection ${when}`, async () => {
      let received = () => {};
      const isReceived = new Promise<void>((resolve) => {
        received = resolve;
      });
      let closed: Promise<unknown> = Promise.resolve();
      const silent = createServer((request, response) => {
        closed = once(request.socket, "close");
        if (beginning === "") received();
        else response.write(beginning);
      }).listen(0, "127.0.0.1");
      closeLater({
        async close() {
          silent.close();
          silent.closeAllConnections();
        },
      });
      await once(silent, "listening");
      await inStoppedTime(async (clock) => {
        const controller = new AbortController();
        const client = createBatchStatusClient({
          token: "any",
          // Safe because the server listens on TCP.
          baseUrl: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
          retry: false,
          timeout: 100,
          async fetch(url, init) {
            const response = await fetch(url, init);
            received();
            return response;
          },
        });
        const pending = reasonOf(client.getBatchUploadStatus(documented, { signal: controller.signal }));
        await isReceived;
        if (cause === "an abort") controller.abort("enough");
        else clock.tick(100);
        const reason = await pending;
        assert.ok(cause === "an abort" ? reason === "enough" : reason instanceof NetworkError);
        await closed;
      });
    });
  }
}

test("a reset connection is a network error, before the response and within it", async ({ server, emulator }) => {
  const client = createBatchStatusClient({ token: "any", baseUrl: server.url, retry: false });
  for (const fault of ["reset" as const, { cutBody: 20 }]) {
    emulator.fail(fault);
    const error = await rejection(client.getBatchUploadStatus(documented), NetworkError);
    assert.match(error.message, "No response from Partner Center: ");
  }
});

test("waits for a slow body, but not beyond the timeout", async ({ server, emulator }) => {
  await inStoppedTime(async (clock) => {
    emulator.fail({ slowBody: 50 }, { slowBody: 60_000 });
    const responses = new EventEmitter();
    const client = createBatchStatusClient({
      token: "any",
      baseUrl: server.url,
      timeout: 100,
      retry: false,
      async fetch(url, init) {
        const response = await fetch(url, init);
        responses.emit("response");
        return response;
      },
    });
    const [inTime, first] = [client.getBatchUploadStatus(documented), once(responses, "response")];
    await first;
    clock.tick(50);
    assert.is((await inTime).status, "finished");
    const [late, second] = [rejection(client.getBatchUploadStatus(documented), NetworkError), once(responses, "response")];
    await second;
    clock.tick(100);
    assert.match((await late).message, "No complete response from Partner Center within 0.1 s");
  });
});

test("does not wait for a response beyond the timeout", async ({ server, emulator, arrivals }) => {
  await inStoppedTime(async (clock) => {
    emulator.fail("silence");
    const client = createBatchStatusClient({ token: "any", baseUrl: server.url, timeout: 100, retry: false });
    const arrival = once(arrivals, "request");
    const pending = rejection(client.getBatchUploadStatus(documented), NetworkError);
    await arrival;
    clock.tick(100);
    assert.match((await pending).message, "No complete response from Partner Center within 0.1 s");
  });
});

test("a server that is down is a network error", async ({ server }) => {
  await server.close();
  const client = createBatchStatusClient({ token: "any", baseUrl: server.url, retry: false });
  const error = await rejection(client.getBatchUploadStatus(documented), NetworkError);
  assert.match(error.message, "ECONNREFUSED");
});

test.run();
