import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { proxyFor } from "../../src/cli/proxy.ts";
import { startServer } from "../../src/emulator/server.ts";
import { locationOf, resultOf, runCommand, signedIn, startProcess } from "./batch-status.ts";
import { closeLater, makeFolder, releaseAll } from "./resources.ts";
import { app } from "./token-server.ts";

const test = suite("the command behind a proxy");

const location = locationOf("0127ed8e-ff72-4983-a3d8-e8d8bd378932");
const api = "api.partnercenter.microsoft.com";
const login = "login.microsoftonline.com";

test.after.each(releaseAll);

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => void sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closeLater({
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  // Safe: the server listens on TCP.
  return (server.address() as AddressInfo).port;
}

/** Partner Center and its identity provider over TLS, under their own names: the certificate has to be trusted, the names looked up. */
async function startMicrosoft() {
  const [key, certificate] = ["key.pem", "certificate.pem"].map((name) => join(makeFolder(), name)) as [string, string];
  const names = [api, login].map((name) => `DNS:${name}`).join(",");
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
      ...["-subj", "/CN=test", "-addext", `subjectAltName=${names}`, "-keyout", key, "-out", certificate],
    ],
    { stdio: "ignore" },
  );
  const emulator = createEmulator();
  const received: string[] = [];
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, async (request, response) => {
    const { method = "", url = "", headers } = request;
    received.push(`${method} ${headers.host}${url}`);
    if (headers.host === login) {
      return response.end(JSON.stringify({ access_token: "access-token-1", token_type: "Bearer", expires_in: 3600 }));
    }
    const {
      status,
      headers: more,
      body,
    } = await emulator.fetch(`https://${api}${url}`, {
      method,
      headers: { Authorization: headers.authorization ?? "" },
    });
    response
      .writeHead(status, Object.fromEntries(more))
      .end(body === null ? "" : Buffer.from(await new Response(body).arrayBuffer()));
  });
  return { port: await listen(server), received, env: { NODE_EXTRA_CA_CERTS: certificate } };
}

/** A proxy whose tunnels all lead to one port on this machine. */
async function startProxy(target: number, refusal?: string) {
  const tunnels: [target: string, headers: IncomingHttpHeaders][] = [];
  const server = createServer((_request, response) => response.writeHead(500).end());
  server.on("connect", ({ url = "", headers }, client: Socket) => {
    tunnels.push([url, headers]);
    if (refusal !== undefined) return client.end(refusal);
    const socket = connect(target, "127.0.0.1", () => client.write("HTTP/1.1 200 Connection established\r\n\r\n"));
    for (const end of [client, socket]) end.on("error", () => {});
    client.pipe(socket).pipe(client);
  });
  return { host: `127.0.0.1:${await listen(server)}`, tunnels };
}

// Starts processes: only they trust another certificate.
for (const [name, value] of Object.entries({ HTTPS_PROXY: "http://", https_proxy: "", HTTP_PROXY: "http://" })) {
  test(`reaches Partner Center through the proxy in ${name}${value && " with a scheme"}`, async () => {
    const { port, received, env } = await startMicrosoft();
    const { host, tunnels } = await startProxy(port);
    const { code, stdout, stderr } = await resultOf(
      startProcess(["get", location, location.replace("0127", "0128")], { ...signedIn, ...env, [name]: value + host }),
    );
    assert.is(code, 3, stderr);
    assert.match(stdout, "0 of 1 device succeeded, 1 failed.");
    assert.match(stderr, "error: Partner Center responded with 404");
    assert.equal(
      tunnels.map(([target]) => target),
      [`${api}:443`, `${api}:443`],
    );
    assert.is(received.length, 2);
    // The proxy must not learn the token.
    for (const [, headers] of tunnels) assert.is(headers.authorization, undefined);
  });
}

test("signs in through the proxy, too, and says so with --verbose, without any secret", async () => {
  const { port, received, env } = await startMicrosoft();
  const { host, tunnels } = await startProxy(port);
  const signIn = { AZURE_TENANT_ID: app.tenantId, AZURE_CLIENT_ID: app.clientId, AZURE_CLIENT_SECRET: app.clientSecret };
  for (const [more, description] of [
    [{}, "Signing in with app client-1 of tenant contoso.example (App-only)"],
    [
      { PARTNER_CENTER_REFRESH_TOKEN: "refresh-token-1" },
      "Signing in with a user of app client-1 of tenant contoso.example (App+User)",
    ],
  ] as const) {
    for (const command of ["get", "wait"]) {
      const proxy = `http://someone:pass%20word@${host}`;
      const process = startProcess([command, location, "--verbose"], { ...signIn, ...more, ...env, HTTPS_PROXY: proxy });
      const { code, stderr } = await resultOf(process);
      assert.is(code, 1, stderr);
      const lines = stderr.split("\n");
      assert.is(lines[0], `${description}, through the proxy http://${host}`);
      assert.match(
        lines[1] ?? "",
        /^POST https:\/\/login\.microsoftonline\.com\/contoso\.example\/oauth2\/v2\.0\/token: 200 after \d+ ms$/,
      );
      assert.match(lines[2] ?? "", /^GET https:.* \(1\): 200 after/);
      for (const secret of [app.clientSecret, "refresh-token-1", "access-token-1", "word"]) assert.not.match(stderr, secret);
      assert.equal(received.splice(0), [`POST ${login}/contoso.example/oauth2/v2.0/token`, `GET ${api}/v1${location}`]);
      const [first] = tunnels.splice(0);
      assert.is(first?.[1]["proxy-authorization"], `Basic ${btoa("someone:pass word")}`);
    }
  }
});

test("never reaches this machine through the proxy", async () => {
  const { url } = closeLater(await startServer(createEmulator(), 0));
  const { host, tunnels } = await startProxy(0);
  const env = { ...signedIn, HTTPS_PROXY: `http://${host}`, HTTP_PROXY: `http://${host}` };
  for (const address of [url, url.replace("127.0.0.1", "localhost")]) {
    assert.is((await resultOf(startProcess(["get", location, "--base-url", address], env))).code, 1);
  }
  assert.equal(tunnels, []);
});

test("reports a refusal of the proxy as the proxy's", async () => {
  const { host } = await startProxy(0, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  const { code, stderr } = await resultOf(
    startProcess(["get", location], { ...signedIn, HTTPS_PROXY: `http://a:secret@${host}` }),
  );
  assert.is(code, 3);
  assert.match(stderr, `error: No response from Partner Center: the proxy http://${host} responded with 407 (batch`);
  assert.match(stderr, `hint: Requests go through the proxy http://${host}. Check HTTPS_PROXY, or name the host in NO_PROXY.`);
  assert.not.match(stderr, "secret");
});

test("ends at once on Ctrl-C while the proxy is silent", async () => {
  const server = createServer();
  server.on("connect", () => {});
  const connected = once(server, "connect");
  const proxy = `http://127.0.0.1:${await listen(server)}`;
  const process = startProcess(["wait", location], { ...signedIn, HTTPS_PROXY: proxy });
  await connected;
  process.child.kill("SIGINT");
  assert.is((await resultOf(process)).code, 130);
});

test("rejects the address of a proxy that is none, without quoting it, and exits with 2", async () => {
  for (const address of ["http://", "socks5://someone:secret@proxy", "a b"]) {
    const { code, stderr } = await runCommand(["get", location], { env: { ...signedIn, HTTPS_PROXY: address } });
    assert.is(code, 2);
    assert.match(stderr, /^error: HTTPS_PROXY must be the http or https URL of a proxy, such as http:\/\/proxy\.example:8080\n/);
    assert.not.match(stderr, "secret");
  }
});

const exclusions: Record<string, [url: string, noProxy: string, isExcluded: boolean]> = {
  nothing: ["https://a.example", "", false],
  everything: ["https://a.example", "*", true],
  "the host": ["https://a.example", "b.example,a.example", true],
  "the host in another case": ["https://A.example", "a.EXAMPLE", true],
  "its domain": ["https://a.example", "x y example", true],
  "its domain behind a dot": ["https://a.example", ".example", true],
  "its domain behind an asterisk": ["https://a.example", "*.example", true],
  "another domain with the same end": ["https://a.example", "ample", false],
  "its subdomain": ["https://example", "a.example", false],
  "its port": ["https://a.example", "a.example:443", true],
  "another port": ["https://a.example", "a.example:8443", false],
  "the port of the URL": ["https://a.example:8443", "a.example:8443", true],
};
for (const [what, [url, noProxy, isExcluded]] of Object.entries(exclusions)) {
  test(`goes ${isExcluded ? "around" : "through"} the proxy if NO_PROXY names ${what}`, () => {
    for (const name of ["NO_PROXY", "no_proxy"]) {
      const proxy = proxyFor(url, { HTTPS_PROXY: "proxy.example:8080", [name]: noProxy });
      assert.is(proxy?.href, isExcluded ? undefined : "http://proxy.example:8080/");
    }
  });
}

test("never uses a proxy for loopback, whatever NO_PROXY says", () => {
  for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"]) {
    assert.is(proxyFor(`https://${host}:8443`, { HTTPS_PROXY: "proxy.example:8080" }), undefined);
  }
  assert.ok(proxyFor("https://localhost.example", { HTTPS_PROXY: "proxy.example:8080" }));
});

test.run();
