import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ClientSecretCredential } from "@azure/identity";
import { createBatchStatusClient } from "partner-center-batch-status";
import { type AppUserTokenOptions, appToken, appUserToken, TokenError } from "partner-center-batch-status/auth";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deferred } from "../portable/deferred.ts";
import { reasonOf, rejection } from "../portable/rejection.ts";
import { app, consent, partnerCenter, startTokenServer, type TokenServer } from "./token-server.ts";

const test = suite<TokenServer>("tokens from a real token server");

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

const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };

/** Replaces what the token server does, for one test. */
function handleRequests(server: TokenServer["server"], listener: RequestListener) {
  server.removeAllListeners("request");
  server.on("request", listener);
}

const userOptions = (options: Pick<AppUserTokenOptions, "refreshToken" | "onRefreshToken"> & { authority: string }) => ({
  ...app,
  ...options,
});

test("appToken gets a token by client credentials, with its expiry", async ({ authority, provider }) => {
  const earliest = Date.now();
  const issued = await appToken({ ...app, authority }).getToken("");
  const latest = Date.now();
  assert.ok(await provider.ClientCredentials.find(issued?.token ?? ""));
  const issuedAt = (issued?.expiresOnTimestamp ?? 0) - 3_600_000;
  assert.ok(issuedAt >= earliest && issuedAt <= latest, `${issuedAt} is not between ${earliest} and ${latest}`);
});

test("the client requests one token for many calls", async ({ authority, server }) => {
  let tokenRequests = 0;
  server.on("request", () => tokenRequests++);
  const emulator = createEmulator();
  const client = createBatchStatusClient({ token: appToken({ ...app, authority }), fetch: emulator.fetch });
  for (let index = 0; index < 3; index++) assert.is((await client.getBatchUploadStatus(upload)).status, "finished");
  assert.is(tokenRequests, 1);
});

test("appUserToken gets a token by refresh token, and returns it only after the rotated refresh token is stored", async ({
  authority,
  provider,
}) => {
  const first = await consent(provider);
  const isOffered = deferred();
  const isStored = deferred();
  const offered: string[] = [];
  const credential = appUserToken(
    userOptions({
      authority,
      refreshToken: first,
      async onRefreshToken(refreshToken) {
        offered.push(refreshToken);
        isOffered.resolve();
        await isStored.promise;
      },
    }),
  );
  let isReturned = false;
  const pending = credential.getToken("").finally(() => {
    isReturned = true;
  });
  await isOffered.promise;
  await new Promise((resolve) => setImmediate(resolve));
  assert.not(isReturned);
  isStored.resolve();
  assert.ok(await provider.AccessToken.find((await pending)?.token ?? ""));
  await credential.getToken("");
  assert.is(offered.length, 2);
  assert.is(new Set([first, ...offered]).size, 3);
});

test("a rotated refresh token that could not be stored is passed to onRefreshToken again", async ({ authority, provider }) => {
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

test("a wrong client secret is reported in the server's words, without the secret", async ({ authority }) => {
  const error = await rejection(appToken({ ...app, authority, clientSecret: "wrong-secret-8Q~x" }).getToken(""), TokenError);
  assert.is(error.code, "ERR_TOKEN");
  assert.is(error.error, "invalid_client");
  assert.is(error.status, 401);
  assert.match(error.message, /^No access token.*: invalid_client: /);
  assert.not.match(error.message, "wrong-secret-8Q~x");
});

test("a revoked refresh token is reported without the token", async ({ authority, provider }) => {
  const refreshToken = await consent(provider);
  await (await provider.RefreshToken.find(refreshToken))?.destroy();
  const error = await rejection(
    appUserToken(userOptions({ authority, refreshToken, onRefreshToken() {} })).getToken(""),
    TokenError,
  );
  assert.is(error.error, "invalid_grant");
  assert.not.match(error.message, refreshToken);
});

test("a refresh token that was already used is rejected", async ({ authority, provider }) => {
  const refreshToken = await consent(provider);
  const options = userOptions({ authority, refreshToken, onRefreshToken() {} });
  await appUserToken(options).getToken("");
  const error = await rejection(appUserToken(options).getToken(""), TokenError);
  assert.is(error.error, "invalid_grant");
});

test("a call waits for a slow token server, and an abort ends its wait", async ({ authority, server, provider }) => {
  const isRequested = deferred();
  const isReady = deferred();
  const listener = provider.callback();
  handleRequests(server, async (request, response) => {
    isRequested.resolve();
    await isReady.promise;
    listener(request, response);
  });
  const client = createBatchStatusClient({ token: appToken({ ...app, authority }), fetch: createEmulator().fetch });
  const controller = new AbortController();
  const aborted = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  const waiting = client.getBatchUploadStatus(upload);
  await isRequested.promise;
  controller.abort("enough");
  assert.is(await aborted, "enough");
  isReady.resolve();
  assert.is((await waiting).status, "finished");
});

test("a web page in place of a token, and a server that is down, are reported as such", async ({ authority, server }) => {
  handleRequests(server, (_request: IncomingMessage, response) =>
    response.writeHead(200, { "Content-Type": "text/html" }).end("<html>"),
  );
  const html = await rejection(appToken({ ...app, authority }).getToken(""), TokenError);
  assert.match(html.message, /^No access token.*: \S/);
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  // Safe: the server listens on TCP.
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const down = await rejection(appToken({ ...app, authority: `http://127.0.0.1:${port}` }).getToken(""), TokenError);
  assert.match(down.message, "ECONNREFUSED");
});

test("a secret in the server's description is masked", async ({ authority, server }) => {
  handleRequests(server, (_request, response) => {
    const body = JSON.stringify({ error: "invalid_request", error_description: `the secret ${app.clientSecret} is wrong` });
    response.writeHead(400, { "Content-Type": "application/json" }).end(body);
  });
  const error = await rejection(appToken({ ...app, authority }).getToken(""), TokenError);
  assert.match(error.message, /^No access token.*: invalid_request: the secret \[secret\] is wrong$/);
});

test("a response that is not a token response is never quoted, since it can contain a token", async ({ authority, server }) => {
  const responses: [status: number, type: string, body: string][] = [
    [200, "application/json", '{"access_token":eyJsecretsecret}'],
    [200, "text/html", "eyJsecretsecret"],
    [503, "text/html", "eyJsecretsecret"],
    [302, "text/html", ""],
  ];
  for (const [status, type, body] of responses) {
    handleRequests(server, (_request, response) => {
      response.writeHead(status, { "Content-Type": type, Location: "https://elsewhere.example/" }).end(body);
    });
    const error = await rejection(appToken({ ...app, authority }).getToken(""), TokenError);
    assert.not.match(error.message, "eyJ");
    assert.not.match(String(error.stack), "eyJ");
    if (status !== 200) assert.is(error.status, status);
  }
});

test("concurrent requests for a token use the refresh token once", async ({ authority, provider }) => {
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
  handleRequests(server, (_request, response) => {
    response
      .writeHead(200, { "Content-Type": "application/json" })
      .end('{"access_token":"t","token_type":"Bearer","expires_in":"3599"}');
  });
  const earliest = Date.now();
  const issued = await appToken({ ...app, authority }).getToken("");
  assert.ok((issued?.expiresOnTimestamp ?? 0) >= earliest + 3_599_000);
});

const wrongOptions: Record<string, [options: object, message: RegExp]> = {
  "no tenant": [{ tenantId: "" }, /^"tenantId" must/],
  "a tenant with a slash": [{ tenantId: "../common" }, /^"tenantId" must/],
  "no client": [{ clientId: "" }, /^"clientId" must/],
  "no secret": [{ clientSecret: undefined }, /^"clientSecret" must/],
  "an empty scope": [{ scope: "" }, /^"scope" must/],
  "http beyond loopback": [{ authority: "http://login.example" }, /^"authority" must/],
  "an authority with a password": [{ authority: "https://a:b@login.example" }, /^"authority" must/],
};
for (const [what, [options, message]] of Object.entries(wrongOptions)) {
  test(`rejects ${what} with a TypeError before anything is sent`, () => {
    assert.throws(
      () => appToken({ ...app, ...options }),
      (error: unknown) => error instanceof TypeError && message.test(error.message),
    );
  });
}

test("appUserToken requires a refresh token and onRefreshToken", () => {
  // @ts-expect-error: onRefreshToken is missing
  assert.throws(() => appUserToken({ ...app, refreshToken: "r" }), /^"onRefreshToken" must/);
  assert.throws(() => appUserToken({ ...app, refreshToken: "", onRefreshToken() {} }), /^"refreshToken" must/);
});

test("the client accepts a credential of @azure/identity", async () => {
  const tokenRequests: string[] = [];
  const httpClient = {
    async sendRequest(request: { url: string; body?: unknown; headers: { [Symbol.iterator](): Iterator<[string, string]> } }) {
      tokenRequests.push(`${request.url} ${String(request.body ?? "")}`);
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
      return { request, status: 200, headers: new AzureHeaders(request.headers), bodyAsText };
    },
  };
  const credential = new ClientSecretCredential("47021739-3426-40bf-9601-61b4b6d7c793", "client-1", "secret", {
    // Safe: the credential uses only what is written above.
    httpClient: httpClient as never,
  });
  const emulator = createEmulator();
  const client = createBatchStatusClient({ token: credential, fetch: emulator.fetch });
  assert.is((await client.getBatchUploadStatus(upload)).status, "finished");
  assert.ok(tokenRequests.some((request) => request.includes(encodeURIComponent(`${partnerCenter}/.default`))));
  assert.match(emulator.requests[0]?.headers["authorization"] ?? "", /^Bearer #/);
});

/** Response headers as Azure's pipeline requires them. */
class AzureHeaders extends Map<string, string> {
  constructor(_request: unknown) {
    super([["content-type", "application/json"]]);
  }
  toJSON() {
    return Object.fromEntries(this);
  }
}

test.run();
