import { createEmulator, type Emulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("the emulator's token endpoint");

const endpoint = "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token";
const scope = "https://api.partnercenter.microsoft.com/.default";
const app = { grant_type: "client_credentials", client_id: "client-1", client_secret: "secret-8Q~x", scope };
const user = {
  ...{ grant_type: "refresh_token", client_id: "client-1", refresh_token: "refresh-0.AX" },
  scope: "https://api.partnercenter.microsoft.com/user_impersonation offline_access",
};

async function post(emulator: Emulator, form: Record<string, string>, url = endpoint) {
  const response = await emulator.fetch(url, { method: "POST", body: new URLSearchParams(form) });
  assert.is(response.headers.get("Content-Type"), "application/json; charset=utf-8");
  assert.is(response.headers.get("Cache-Control"), "no-store");
  return { status: response.status, ...JSON.parse(await response.text()) };
}

test("issues an access token for client credentials, in any tenant", async () => {
  const emulator = createEmulator();
  for (const tenant of ["contoso.onmicrosoft.com", "47021739-3426-40bf-9601-61b4b6d7c793", "common"]) {
    const { access_token, ...response } = await post(emulator, app, endpoint.replace("contoso.onmicrosoft.com", tenant));
    assert.equal(response, { status: 200, token_type: "Bearer", scope, expires_in: 3599, ext_expires_in: 3599 });
    const authorized = { headers: { Authorization: `Bearer ${access_token}` } };
    const { samples } = emulator.state();
    const url = `https://api.partnercenter.microsoft.com/v1/customers/${samples[0]?.customerId}/batchJobStatus/${samples[0]?.batchTrackingId}`;
    assert.is((await emulator.fetch(url, authorized)).status, 200);
  }
});

test("issues different tokens, determined by its seed", async () => {
  const issue = async (emulator: Emulator) => [
    (await post(emulator, app)).access_token,
    (await post(emulator, app)).access_token,
  ];
  const [first, second] = await issue(createEmulator());
  assert.is.not(first, second);
  assert.equal(await issue(createEmulator()), [first, second]);
});

test("replaces a refresh token on request, and the old one stays valid", async () => {
  const emulator = createEmulator();
  const first = await post(emulator, user);
  assert.is(first.status, 200);
  assert.match(first.refresh_token, /^refresh-/);
  assert.is.not(first.refresh_token, user.refresh_token);
  assert.is((await post(emulator, { ...user, refresh_token: first.refresh_token })).status, 200);
  assert.is((await post(emulator, user)).status, 200);
  for (const scope of ["https://api.partnercenter.microsoft.com/user_impersonation", "not_offline_access", ""]) {
    const { status, refresh_token } = await post(emulator, { ...user, scope });
    assert.equal([status, refresh_token], [200, undefined]);
  }
  assert.is((await post(emulator, { ...app, scope: user.scope })).refresh_token, undefined);
});

test("accepts a refresh token only once on request, until it is reset", async () => {
  const emulator = createEmulator({ quirks: { singleUseRefreshTokens: true } });
  const { refresh_token } = await post(emulator, user);
  const description = "The refresh token has been used before.";
  assert.equal(await post(emulator, user), { status: 400, error: "invalid_grant", error_description: description });
  assert.is((await post(emulator, { ...user, refresh_token })).status, 200);
  emulator.reset();
  assert.is((await post(emulator, user)).status, 200);
});

test("remembers the last 1,000 refresh tokens that were used", async () => {
  const emulator = createEmulator({ quirks: { singleUseRefreshTokens: true } });
  const use = async (number: number) => (await post(emulator, { ...user, refresh_token: `refresh-${number}` })).status;
  for (let number = 0; number <= 1000; number++) assert.is(await use(number), 200);
  assert.equal([await use(1), await use(0)], [400, 200]);
});

const without = (form: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(form).filter(([key]) => key !== name));
const refusals: [what: string, form: Record<string, string>, status: number, error: string, description: string][] = [
  [
    "a secret named expired",
    { ...app, client_secret: "expired" },
    401,
    "invalid_client",
    "The client secret is refused: expired.",
  ],
  [
    "a user's app with such a secret",
    { ...user, client_secret: "wrong-audience" },
    401,
    "invalid_client",
    "The client secret is",
  ],
  [
    "a refresh token named expired",
    { ...user, refresh_token: "expired" },
    400,
    "invalid_grant",
    "The refresh token is refused: exp",
  ],
  [
    "such a token",
    { ...user, refresh_token: "conditional-access" },
    400,
    "invalid_grant",
    "The refresh token is refused: conditio",
  ],
  ["no client id", without(app, "client_id"), 400, "invalid_request", 'The request has no "client_id".'],
  ["no secret", without(app, "client_secret"), 400, "invalid_request", 'The request has no "client_secret".'],
  ["no scope", { ...app, scope: "" }, 400, "invalid_request", 'The request has no "scope".'],
  ["no refresh token", without(user, "refresh_token"), 400, "invalid_request", 'The request has no "refresh_token".'],
  ["no grant type", without(app, "grant_type"), 400, "unsupported_grant_type", "The grant type must be client_credentials or"],
  [
    "another grant type",
    { ...app, grant_type: "password" },
    400,
    "unsupported_grant_type",
    "The grant type must be client_creden",
  ],
];
for (const [what, form, status, error, description] of refusals) {
  test(`refuses ${what} with ${error}, as OAuth does`, async () => {
    const response = await post(createEmulator(), form);
    assert.equal([response.status, response.error], [status, error]);
    assert.ok(response.error_description.startsWith(description), response.error_description);
  });
}

test("refuses a body that is not a form, and another method", async () => {
  const emulator = createEmulator();
  const headers = { "Content-Type": "application/json" };
  const json = await emulator.fetch(endpoint, { method: "POST", headers, body: JSON.stringify(app) });
  assert.equal([json.status, JSON.parse(await json.text()).error], [400, "invalid_request"]);
  const get = await emulator.fetch(endpoint);
  assert.equal([get.status, get.headers.get("Allow")], [405, "POST"]);
});

test("lists the requests without their bodies, and leaves faults to the API's requests", async () => {
  const emulator = createEmulator();
  emulator.fail({ status: 503 });
  assert.is((await post(emulator, app)).status, 200);
  assert.is((await post(emulator, { ...user, refresh_token: "expired" })).status, 400);
  assert.equal(
    emulator.requests.map(({ method, url, status }) => [method, url, status]),
    [
      ["POST", endpoint, 200],
      ["POST", endpoint, 400],
    ],
  );
  assert.not.match(JSON.stringify(emulator.state()), /secret-8Q|refresh-0/);
  assert.equal(emulator.state().faults, [{ status: 503 }]);
});

test.run();
