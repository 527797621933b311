import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { ClientSecretCredential } from "@azure/identity";
import { createBatchStatusClient } from "partner-center-batch-status";
import { type AppUserTokenOptions, appToken, appUserToken, TokenError } from "partner-center-batch-status/auth";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rejection } from "../portable/rejection.ts";
import { app, consent, partnerCenter, startTokenServer, type TokenServer } from "./token-server.ts";

const test = suite<TokenServer>("auth, against a real token server");

test.before(async (context) => {
  Object.assign(context, await startTokenServer());
});

test.before.each(({ server, provider }) => {
  server.removeAllListeners("request");
  server.on("request", provider.callback());
});

test.after(({ server }) => {
  server.closeAllConnections();
  server.close();
});

const userOptions = (options: Pick<AppUserTokenOptions, "refreshToken" | "onRefreshToken"> & { authority: string }) => ({
  ...app,
  ...options,
});

test("an App-only token comes by client credentials, with its expiry", async ({ authority, provider }) => {
  const given = await appToken({ ...app, authority }).getToken("");
  assert.ok(await provider.ClientCredentials.find(given?.token ?? ""));
  const seconds = ((given?.expiresOnTimestamp ?? 0) - Date.now()) / 1000;
  assert.ok(seconds > 3500 && seconds <= 3600);
});

test("the client keeps the token: many calls, one request for it", async ({ authority, server }) => {
  let asked = 0;
  server.on("request", () => asked++);
  const emulator = createEmulator();
  const client = createBatchStatusClient({ token: appToken({ ...app, authority }), fetch: emulator.fetch });
  const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
  for (let index = 0; index < 3; index++) assert.is((await client.getBatchUploadStatus(upload)).status, "finished");
  assert.is(asked, 1);
});

test("an App+User token comes by refresh token, and a rotated one is handed over before it is used", async ({
  authority,
  provider,
}) => {
  const first = await consent(provider);
  const stored: string[] = [];
  let isGiven = false;
  const credential = appUserToken(
    userOptions({
      authority,
      refreshToken: first,
      async onRefreshToken(refreshToken) {
        await Promise.resolve();
        assert.not(isGiven);
        stored.push(refreshToken);
      },
    }),
  );
  const given = await credential.getToken("");
  isGiven = true;
  assert.ok(await provider.AccessToken.find(given?.token ?? ""));
  assert.is(stored.length, 1);
  assert.is.not(stored[0], first);
  isGiven = false;
  await credential.getToken("");
  assert.is(stored.length, 2);
  assert.is(new Set([first, ...stored]).size, 3);
});

test("a rotated token that could not be stored is handed over again, and is not lost", async ({ authority, provider }) => {
  const offered: string[] = [];
  const credential = appUserToken(
    userOptions({
      authority,
      refreshToken: await consent(provider),
      onRefreshToken(refreshToken) {
        offered.push(refreshToken);
        if (offered.length === 1) throw new Error("vault is sealed");
      },
    }),
  );
  const error = await rejection(credential.getToken(""), Error);
  assert.is(error.message, "vault is sealed");
  assert.ok((await credential.getToken(""))?.token);
  assert.is(offered[0], offered[1]);
});

test("a wrong secret is told in the server's words, without the secret", async ({ authority }) => {
  const error = await rejection(appToken({ ...app, authority, clientSecret: "wrong-secret-8Q~x" }).getToken(""), TokenError);
  assert.is(error.code, "ERR_TOKEN");
  assert.is(error.error, "invalid_client");
  assert.is(error.status, 401);
  assert.match(error.message, /^No access token: invalid_client: /);
  assert.not.match(error.message, "wrong-secret-8Q~x");
});

test("a refresh token that was revoked is refused, and not shown", async ({ authority, provider }) => {
  const refreshToken = await consent(provider);
  await (await provider.RefreshToken.find(refreshToken))?.destroy();
  const error = await rejection(
    appUserToken(userOptions({ authority, refreshToken, onRefreshToken() {} })).getToken(""),
    TokenError,
  );
  assert.is(error.error, "invalid_grant");
  assert.not.match(error.message, refreshToken);
});

test("a refresh token that was used up ends the chain, as Microsoft's would", async ({ authority, provider }) => {
  const refreshToken = await consent(provider);
  const options = userOptions({ authority, refreshToken, onRefreshToken() {} });
  await appUserToken(options).getToken("");
  const error = await rejection(appUserToken(options).getToken(""), TokenError);
  assert.is(error.error, "invalid_grant");
});

test("a slow server is waited for, and an abort of the call leaves the wait", async ({ authority, server, provider }) => {
  server.removeAllListeners("request");
  const answer = provider.callback();
  server.on("request", (request, response) => void setTimeout(() => answer(request, response), 100));
  const client = createBatchStatusClient({ token: appToken({ ...app, authority }), fetch: createEmulator().fetch });
  const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
  const controller = new AbortController();
  const aborted = client.getBatchUploadStatus(upload, { signal: controller.signal }).catch((reason) => reason);
  const waiting = client.getBatchUploadStatus(upload);
  controller.abort("enough");
  assert.is(await aborted, "enough");
  assert.is((await waiting).status, "finished");
});

test("a server that is down, or no token server at all, is told as such", async ({ authority, server }) => {
  server.removeAllListeners("request");
  server.on("request", (_request: IncomingMessage, response) =>
    response.writeHead(200, { "Content-Type": "text/html" }).end("<html>"),
  );
  const html = await rejection(appToken({ ...app, authority }).getToken(""), TokenError);
  assert.match(html.message, /^No access token: /);
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  // Sound because the server listens on TCP.
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const down = await rejection(appToken({ ...app, authority: `http://127.0.0.1:${port}` }).getToken(""), TokenError);
  assert.match(down.message, "ECONNREFUSED");
});

test("a secret in the server's words is masked", async ({ authority, server }) => {
  server.removeAllListeners("request");
  server.on("request", (_request, response) => {
    const body = JSON.stringify({ error: "invalid_request", error_description: `the secret ${app.clientSecret} is wrong` });
    response.writeHead(400, { "Content-Type": "application/json" }).end(body);
  });
  const error = await rejection(appToken({ ...app, authority }).getToken(""), TokenError);
  assert.is(error.message, "No access token: invalid_request: the secret [secret] is wrong");
});

test("an answer that is no token response is told by its status alone, since it may hold a token", async ({
  authority,
  server,
}) => {
  const answers: [status: number, type: string, body: string][] = [
    [200, "application/json", '{"access_token":eyJsecretsecret}'],
    [200, "text/html", "eyJsecretsecret"],
    [503, "text/html", "eyJsecretsecret"],
    [302, "text/html", ""],
  ];
  for (const [status, type, body] of answers) {
    server.removeAllListeners("request");
    server.on("request", (_request, response) => {
      response.writeHead(status, { "Content-Type": type, Location: "https://elsewhere.example/" }).end(body);
    });
    const error = await rejection(appToken({ ...app, authority }).getToken(""), TokenError);
    assert.not.match(error.message, "eyJ");
    assert.not.match(String(error.stack), "eyJ");
    if (status !== 200) assert.is(error.status, status);
  }
});

test("one credential may be asked by several at once: its refresh token is used once", async ({ authority, provider }) => {
  const stored: string[] = [];
  const credential = appUserToken(
    userOptions({
      authority,
      refreshToken: await consent(provider),
      onRefreshToken: (refreshToken) => void stored.push(refreshToken),
    }),
  );
  const [first, second] = await Promise.all([credential.getToken(""), credential.getToken("")]);
  assert.is(first?.token, second?.token);
  assert.is(stored.length, 1);
});

test("an expiry in a string is read, as Microsoft's older endpoints send it", async ({ authority, server }) => {
  server.removeAllListeners("request");
  server.on("request", (_request, response) => {
    response
      .writeHead(200, { "Content-Type": "application/json" })
      .end('{"access_token":"t","token_type":"Bearer","expires_in":"3599"}');
  });
  const given = await appToken({ ...app, authority }).getToken("");
  assert.ok((given?.expiresOnTimestamp ?? 0) > Date.now() + 3_500_000);
});

const wrong: Record<string, [options: object, message: RegExp]> = {
  "no tenant": [{ tenantId: "" }, /^"tenantId" must/],
  "a tenant with a slash": [{ tenantId: "../common" }, /^"tenantId" must/],
  "no client": [{ clientId: "" }, /^"clientId" must/],
  "no secret": [{ clientSecret: undefined }, /^"clientSecret" must/],
  "an empty scope": [{ scope: "" }, /^"scope" must/],
  "http off loopback": [{ authority: "http://login.example" }, /^"authority" must/],
  "an authority with a password": [{ authority: "https://a:b@login.example" }, /^"authority" must/],
};
for (const [what, [options, message]] of Object.entries(wrong)) {
  test(`refuses ${what} at once`, () => {
    assert.throws(() => appToken({ ...app, ...options }), message);
  });
}

test("refuses an App+User token without its refresh token, or a place to store the next one", () => {
  // @ts-expect-error: onRefreshToken is missing
  assert.throws(() => appUserToken({ ...app, refreshToken: "r" }), /^TypeError: "onRefreshToken" must|"onRefreshToken" must/);
  assert.throws(() => appUserToken({ ...app, refreshToken: "", onRefreshToken() {} }), /"refreshToken" must/);
});

test("a credential of @azure/identity is taken as it is", async () => {
  const asked: string[] = [];
  const httpClient = {
    async sendRequest(request: { url: string; body?: unknown; headers: { [Symbol.iterator](): Iterator<[string, string]> } }) {
      asked.push(`${request.url} ${String(request.body ?? "")}`);
      const isToken = request.url.includes("/oauth2/v2.0/token");
      const endpoint = "https://login.microsoftonline.com/47021739-3426-40bf-9601-61b4b6d7c793";
      const bodyAsText = isToken
        ? JSON.stringify({ access_token: "azure-token-1", token_type: "Bearer", expires_in: 3600 })
        : JSON.stringify({
            tenant_discovery_endpoint: `${endpoint}/v2.0/.well-known/openid-configuration`,
            "api-version": "1.1",
            metadata: [],
            issuer: `${endpoint}/v2.0`,
            authorization_endpoint: `${endpoint}/oauth2/v2.0/authorize`,
            token_endpoint: `${endpoint}/oauth2/v2.0/token`,
          });
      return { request, status: 200, headers: new HeadersOf(request.headers), bodyAsText };
    },
  };
  const credential = new ClientSecretCredential("47021739-3426-40bf-9601-61b4b6d7c793", "client-1", "secret", {
    // Sound: the credential asks of it what is written above.
    httpClient: httpClient as never,
  });
  const emulator = createEmulator();
  const client = createBatchStatusClient({ token: credential, fetch: emulator.fetch });
  const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
  assert.is((await client.getBatchUploadStatus(upload)).status, "finished");
  assert.ok(asked.some((request) => request.includes(encodeURIComponent(`${partnerCenter}/.default`))));
  assert.match(emulator.requests[0]?.headers["authorization"] ?? "", /^Bearer #/);
});

/** What Azure's pipeline takes for headers. */
class HeadersOf extends Map<string, string> {
  constructor(_request: unknown) {
    super([["content-type", "application/json"]]);
  }
  toJSON() {
    return Object.fromEntries(this);
  }
}

test.run();
