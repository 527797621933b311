import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ClientSecretCredential } from "@azure/identity";
import { createBatchStatusClient, type Fetch } from "partner-center-batch-status";
import { type AppUserTokenOptions, appToken, appUserToken, TokenError, type TokenFetch } from "partner-center-batch-status/auth";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flushPromises, inStoppedTime, inVirtualTime } from "../portable/clock.ts";
import { type Deferred, deferred } from "../portable/deferred.ts";
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

interface TokenReply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Sends the response once it resolves. */
  sendAfter?: Promise<unknown>;
}

const issued = { access_token: "access-token-1", token_type: "Bearer", expires_in: 3600 };

/** Answers each token request with the next reply, or else the last one, and collects the forms that were sent. */
function replyWith(server: TokenServer["server"], ...replies: [TokenReply, ...TokenReply[]]) {
  const forms: Record<string, string>[] = [];
  let arrived: Deferred<void> = deferred();
  handleRequests(server, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    forms.push(Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())));
    const { status = 200, body = issued, headers, sendAfter } = replies[Math.min(forms.length, replies.length) - 1] ?? replies[0];
    arrived.resolve();
    await sendAfter;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(text);
  });
  return {
    forms,
    /** Waits for one more request. */
    async request() {
      await arrived.promise;
      arrived = deferred();
    },
  };
}

const userOptions = (options: Pick<AppUserTokenOptions, "refreshToken" | "onRefreshToken"> & { authority: string }) => ({
  ...app,
  ...options,
});

test("token requests are sent by the given fetch, which may be that of a client", async ({ authority, provider }) => {
  const sent: [url: string, method: string, type: string | null, body: string][] = [];
  const fetch: TokenFetch = (url, init) => {
    sent.push([url, init.method, init.headers.get("Content-Type"), String(init.body)]);
    return globalThis.fetch(url, init);
  };
  const refreshToken = await consent(provider);
  for (const credential of [
    appToken({ ...app, authority, fetch }),
    appUserToken({ ...app, authority, fetch, refreshToken, onRefreshToken() {} }),
  ]) {
    assert.ok((await credential.getToken(""))?.token);
    const [url, method, type, body] = sent.pop() ?? [];
    assert.equal([url, method], [`${authority}/${app.tenantId}/oauth2/v2.0/token`, "POST"]);
    assert.match(type ?? "", "application/x-www-form-urlencoded");
    assert.match(body ?? "", "grant_type=");
  }
  assert.is(sent.length, 0);
  const fetchOfClient: Fetch = (url, init) => globalThis.fetch(url, init);
  assert.ok((await appToken({ ...app, authority, fetch: fetchOfClient }).getToken(""))?.token);
});

test("a secret in the error of a given fetch is masked", async ({ authority }) => {
  const fetch = () => Promise.reject(new Error(`cannot send ${app.clientSecret}`));
  await inVirtualTime(async () => {
    const error = await rejection(appToken({ ...app, authority, fetch }).getToken(""), TokenError);
    assert.is(error.message, "No access token was issued: cannot send [secret]");
  });
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
    [501, "text/html", "eyJsecretsecret"],
    [302, "text/html", ""],
  ];
  for (const [status, type, body] of responses) {
    handleRequests(server, (_request, response) => {
      const headers = { "Content-Type": type, "Retry-After": "0", Location: "https://elsewhere.example/" };
      response.writeHead(status, headers).end(body);
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

const incomplete: Record<string, { status?: number; body: object }> = {
  "an id_token that cannot be read": { body: { id_token: "not.a.token" } },
  "an id_token that is a number": { body: { id_token: 1 } },
  "another token_type": { body: { token_type: "DPoP" } },
  "a token_type that is a number": { body: { token_type: 1 } },
  "an expires_in in words": { body: { expires_in: "soon" } },
  "a negative expires_in": { body: { expires_in: -1 } },
  "a scope that is a number": { body: { scope: 7 } },
  "no access token": { body: { access_token: undefined } },
  "status 201": { status: 201, body: {} },
};
for (const [what, { status = 200, body }] of Object.entries(incomplete)) {
  test(`a rotated refresh token is stored although its response has ${what}, and is used for the next request`, async ({
    authority,
    server,
  }) => {
    const { forms } = replyWith(
      server,
      { status, body: { ...issued, refresh_token: "refresh-token-2", ...body } },
      { body: { ...issued, refresh_token: "refresh-token-3" } },
    );
    const stored: string[] = [];
    const onRefreshToken = (refreshToken: string) => void stored.push(refreshToken);
    const credential = appUserToken(userOptions({ authority, refreshToken: "refresh-token-1", onRefreshToken }));
    // Some of these are accepted: an id_token and a scope are not used.
    const error = await credential.getToken("").then(
      () => undefined,
      (error: unknown) => error,
    );
    if (error !== undefined) assert.instance(error, TokenError);
    assert.equal(stored, ["refresh-token-2"]);
    assert.is((await credential.getToken(""))?.token, "access-token-1");
    assert.equal(
      forms.map(({ refresh_token: sent }) => sent),
      ["refresh-token-1", "refresh-token-2"],
    );
    assert.equal(stored, ["refresh-token-2", "refresh-token-3"]);
  });
}

test("a store that does not return within 30 s fails the request, and the next request stores the token again", async ({
  authority,
  server,
}) => {
  replyWith(server, { body: { ...issued, refresh_token: "refresh-token-2" } });
  await inStoppedTime(async (clock) => {
    const stored: string[] = [];
    const isOffered = deferred();
    const credential = appUserToken(
      userOptions({
        authority,
        refreshToken: "refresh-token-1",
        onRefreshToken(refreshToken) {
          stored.push(refreshToken);
          isOffered.resolve();
          return stored.length === 1 ? new Promise<void>(() => {}) : undefined;
        },
      }),
    );
    const pending = rejection(credential.getToken(""), TokenError);
    await isOffered.promise;
    clock.tick(30_000);
    assert.match((await pending).message, "onRefreshToken did not store the new refresh token within 30 s");
    assert.is((await credential.getToken(""))?.token, "access-token-1");
    assert.equal(stored, ["refresh-token-2", "refresh-token-2"]);
    assert.is(clock.countTimers(), 0);
  });
});

const china = "https://partner.partnercenterapi.microsoftonline.cn";
const requestedScopes: [scope: string, user: string, app: string][] = [
  ["", `${partnerCenter}/user_impersonation offline_access`, `${partnerCenter}/.default`],
  [`${partnerCenter}/.default`, `${partnerCenter}/user_impersonation offline_access`, `${partnerCenter}/.default`],
  [`${china}/.default`, `${china}/user_impersonation offline_access`, `${china}/.default`],
];
for (const [scope, user, application] of requestedScopes) {
  test(`the scope ${JSON.stringify(scope)} is requested, for a user with offline_access`, async ({ authority, server }) => {
    const { forms } = replyWith(server, {});
    const { tenantId, clientId, clientSecret } = app;
    const options = { tenantId, clientId, clientSecret, authority };
    await appUserToken({ ...options, refreshToken: "refresh-token-1", onRefreshToken() {} }).getToken(scope);
    await appToken(options).getToken(scope);
    assert.equal(
      forms.map((form) => form["scope"]),
      [user, application],
    );
  });
}

test("a client of 21Vianet's API sends it a token for its own audience", async ({ authority, server }) => {
  const { forms } = replyWith(server, {});
  const { tenantId, clientId, clientSecret } = app;
  const token = appUserToken({
    tenantId,
    clientId,
    clientSecret,
    authority,
    refreshToken: "refresh-token-1",
    onRefreshToken() {},
  });
  const client = createBatchStatusClient({ token, baseUrl: china, fetch: createEmulator().fetch });
  await client.getBatchUploadStatus(upload);
  assert.is(forms[0]?.["scope"], `${china}/user_impersonation offline_access`);
});

test("the scope option replaces the scope that the client requests", async ({ authority, server }) => {
  const { forms } = replyWith(server, {});
  const options = userOptions({ authority, refreshToken: "refresh-token-1", onRefreshToken() {} });
  await appUserToken(options).getToken(`${china}/.default`);
  assert.is(forms[0]?.["scope"], app.scope);
});

test("two scopes at once are requested one after the other, each with the newest refresh token", async ({
  authority,
  server,
}) => {
  const isReady = deferred();
  const { forms, request } = replyWith(
    server,
    { body: { ...issued, refresh_token: "refresh-token-2" }, sendAfter: isReady.promise },
    { body: { ...issued, access_token: "access-token-2", refresh_token: "refresh-token-3" } },
  );
  const { scope: _, ...options } = userOptions({ authority, refreshToken: "refresh-token-1", onRefreshToken() {} });
  const credential = appUserToken(options);
  const tokens = [credential.getToken(`${partnerCenter}/.default`), credential.getToken(`${china}/.default`)];
  await request();
  await flushPromises();
  assert.is(forms.length, 1);
  isReady.resolve();
  assert.equal(
    (await Promise.all(tokens)).map((token) => token?.token),
    ["access-token-1", "access-token-2"],
  );
  assert.equal(
    forms.map(({ refresh_token: sent }) => sent),
    ["refresh-token-1", "refresh-token-2"],
  );
});

test("a scope whose request fails does not keep another one from its token", async ({ authority, server }) => {
  replyWith(server, { status: 400, body: { error: "invalid_scope" } }, {});
  const { scope: _, ...options } = userOptions({ authority, refreshToken: "refresh-token-1", onRefreshToken() {} });
  const credential = appUserToken(options);
  const [first, second] = await Promise.allSettled([credential.getToken("a/.default"), credential.getToken("b/.default")]);
  assert.is(first?.status, "rejected");
  assert.is(second?.status, "fulfilled");
});

test("a token endpoint's 503 is retried as it asks, up to three times", async ({ authority, server }) => {
  const busy = { status: 503, body: "busy", headers: { "Retry-After": "0" } };
  const { forms } = replyWith(server, busy, busy, busy, {});
  assert.is((await appToken({ ...app, authority }).getToken(""))?.token, "access-token-1");
  assert.is(forms.length, 4);
  const { forms: all } = replyWith(server, busy);
  const error = await rejection(appToken({ ...app, authority }).getToken(""), TokenError);
  assert.is(error.status, 503);
  assert.is(all.length, 4);
});

test("a token endpoint's 400 is not retried", async ({ authority, server }) => {
  const { forms } = replyWith(server, { status: 400, body: { error: "invalid_client" } }, {});
  await rejection(appToken({ ...app, authority }).getToken(""), TokenError);
  assert.is(forms.length, 1);
});

test("a token request without a response within 10 s is sent again", async ({ authority, server }) => {
  await inStoppedTime(async (clock) => {
    const { forms, request } = replyWith(server, { sendAfter: new Promise(() => {}) }, {});
    const pending = appToken({ ...app, authority }).getToken("");
    await request();
    clock.tick(10_000);
    await flushPromises();
    assert.is(forms.length, 1);
    clock.tick(500);
    assert.is((await pending)?.token, "access-token-1");
    assert.is(forms.length, 2);
    assert.is(clock.countTimers(), 0);
  });
});

test("a token of another type than Bearer is refused", async ({ authority, server }) => {
  for (const type of ["DPoP", "mac", "", 1, null, undefined]) {
    replyWith(server, { body: { ...issued, token_type: type } });
    const error = await rejection(appToken({ ...app, authority }).getToken(""), TokenError);
    assert.is(error.message, "No access token was issued: the server responded with 200 and no valid token");
  }
  replyWith(server, { body: { ...issued, token_type: "bearer" } });
  assert.is((await appToken({ ...app, authority }).getToken(""))?.token, "access-token-1");
});

test("a client secret is masked in every form in which the server may repeat it", async ({ authority, server }) => {
  const clientSecret = `client "secret" 8Q~x!'()+&</>`;
  const forms = [
    clientSecret,
    JSON.stringify(clientSecret),
    encodeURIComponent(clientSecret),
    new URLSearchParams({ clientSecret }).toString(),
    clientSecret.replace(/\W/g, (character) => `&#${character.charCodeAt(0)};`),
  ];
  for (const form of forms) {
    replyWith(server, { status: 400, body: { error: form, error_description: `the secret ${form} is wrong` } });
    const error = await rejection(appToken({ ...app, authority, clientSecret }).getToken(""), TokenError);
    assert.match(error.message, /\[secret\].*: the secret .*\[secret\].* is wrong/);
    assert.not.match(`${error.message}${error.error}${error.stack}`, /8Q|secret"/);
  }
});

test("reads each option once", async ({ authority, server }) => {
  replyWith(server, {});
  const reads: string[] = [];
  const options = new Proxy(
    { ...app, authority, refreshToken: "refresh-token-1", onRefreshToken() {} },
    {
      get(target, name, receiver) {
        reads.push(String(name));
        return Reflect.get(target, name, receiver);
      },
    },
  );
  for (const credential of [appToken(options), appUserToken(options)]) {
    await credential.getToken("");
    await credential.getToken("");
  }
  const names = ["tenantId", "clientId", "scope", "authority", "fetch", "clientSecret"];
  assert.equal([...reads].sort(), [...names, ...names, "refreshToken", "onRefreshToken"].sort());
});

const wrongOptions: Record<string, [options: object, message: RegExp]> = {
  "no tenant": [{ tenantId: "" }, /^"tenantId" must/],
  "a tenant with a slash": [{ tenantId: "../common" }, /^"tenantId" must/],
  "no client": [{ clientId: "" }, /^"clientId" must/],
  "no secret": [{ clientSecret: undefined }, /^"clientSecret" must/],
  "an empty scope": [{ scope: "" }, /^"scope" must/],
  "a fetch that is not a function": [{ fetch: "fetch" }, /^"fetch" must be a function$/],
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
