import { createEmulator, type InjectedFault } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inVirtualTime } from "../portable/clock.ts";
import { locationOf, runCommand, signedIn } from "./batch-status.ts";
import { closeLater, releaseAll } from "./resources.ts";
import { app, consent, startTokenServer } from "./token-server.ts";

const test = suite("hints of the command");

const location = locationOf("a0000000-0000-4000-8000-000000000003");

test.after.each(releaseAll);

/** The environments of the three ways to sign in, with a real token server. */
async function environments() {
  const { authority, provider } = closeLater(await startTokenServer());
  const asApp = {
    AZURE_TENANT_ID: app.tenantId,
    AZURE_CLIENT_ID: app.clientId,
    AZURE_CLIENT_SECRET: app.clientSecret,
    AZURE_AUTHORITY_HOST: authority,
  };
  return { token: signedIn, app: asApp, user: { ...asApp, PARTNER_CENTER_REFRESH_TOKEN: await consent(provider) } };
}

type Method = keyof Awaited<ReturnType<typeof environments>>;

const fault = (status: number, code?: number) => ({ status, body: code === undefined ? "" : { code, description: "no." } });

const SET_REFRESH_TOKEN = /(Sign in as a user \(App\+User\): set PARTNER_CENTER_REFRESH_TOKEN as well\.)$/;

const faults: Record<string, [fault: InjectedFault, hints: Record<Method, RegExp>]> = {
  "an expired token": [
    fault(401, 400),
    {
      token: /Set PARTNER_CENTER_TOKEN to a new one\.$/,
      app: /^Check that AZURE_TENANT_ID/,
      user: /^Check that AZURE_TENANT_ID/,
    },
  ],
  "an app-only refusal": [
    fault(403, 900329),
    { token: /^Set PARTNER_CENTER_TOKEN to the token of a user/, app: /^Sign in as a user/, user: /^Signed in, / },
  ],
  "a missing role": [
    fault(403, 900150),
    {
      token: /^The user whose token is in PARTNER_CENTER_TOKEN needs/,
      app: SET_REFRESH_TOKEN,
      user: /consent .* needs the Admin agent/,
    },
  ],
  "an unknown refusal": [
    fault(403),
    { token: /^Signed in, .* with the customer\.$/, app: SET_REFRESH_TOKEN, user: /^Signed in, .* with the customer\.$/ },
  ],
};
for (const [what, [injected, hints]] of Object.entries(faults)) {
  test(`about ${what} depend on how the user signed in`, async () => {
    const all = await environments();
    for (const method of ["token", "app", "user"] as const) {
      const emulator = createEmulator();
      emulator.fail(injected, injected);
      // In real time: the token server answers over HTTP.
      const { code, stderr } = await runCommand(["get", location], { env: all[method], fetch: emulator.fetch });
      assert.is(code, 3);
      assert.match(hintIn(stderr), hints[method]);
      if (method !== "token") assert.not.match(stderr, "PARTNER_CENTER_TOKEN");
    }
  });
}

function hintIn(stderr: string): string {
  return /^hint: (.*)$/m.exec(stderr)?.[1] ?? "";
}

async function hintFor(...injected: InjectedFault[]): Promise<string> {
  const emulator = createEmulator();
  emulator.fail(...injected);
  const { code, stderr } = await inVirtualTime(() => runCommand(["get", location], { fetch: emulator.fetch }));
  assert.is(code, 3);
  return hintIn(stderr);
}

const others: Record<string, [fault: InjectedFault, hint: RegExp]> = {
  "no relationship with the customer": [fault(403, 20002), /^Check the customer id: the partner/],
  "a conditional access policy": [fault(403, 900309), /conditional access policy/],
  "an unknown tenant": [fault(404, 60003), /^Check the customer id: no tenant has it\.$/],
  "an unknown batch": [fault(404, 1000), /^Check both ids\. .* undocumented\.$/],
  throttling: [{ status: 429, headers: { "Retry-After": "60" } }, /^`wait` waits/],
  "no response": ["reset", /^Check the network\. If it requires a proxy, set HTTPS_PROXY\.$/],
  "a sign-in page": [{ status: 200, body: "<html>" }, /sign-in page/],
};
for (const [what, [injected, hint]] of Object.entries(others)) {
  test(`say what to do about ${what}`, async () => {
    assert.match(await hintFor(injected, injected, injected, injected), hint);
  });
}

test("name the base URL if the user set one", async () => {
  const url = "http://127.0.0.1:1/gateway";
  for (const [injected, hint] of [
    [fault(404), `Check both ids, and the base URL ${url}.`],
    ["reset" as const, `Check the network, and the base URL ${url}.`],
  ] as const) {
    for (const [args, env] of [
      [["--base-url", url], signedIn],
      [[], { ...signedIn, PARTNER_CENTER_BASE_URL: url }],
    ] as const) {
      const emulator = createEmulator();
      emulator.fail(injected, injected, injected, injected);
      const { stderr } = await inVirtualTime(() => runCommand(["get", location, ...args], { fetch: emulator.fetch, env }));
      assert.ok(hintIn(stderr).startsWith(hint), stderr);
    }
  }
});

test("are not printed if the message is enough", async () => {
  assert.is(await hintFor(fault(400, 2000)), "");
});

test("are printed once for several uploads", async () => {
  const emulator = createEmulator();
  emulator.fail(fault(403, 20002), fault(403, 20002));
  const { stderr } = await inVirtualTime(() =>
    runCommand(["wait", location, locationOf("a0000000-0000-4000-8000-000000000004")], { fetch: emulator.fetch }),
  );
  assert.is(stderr.split("error: ").length, 3);
  assert.is(stderr.split("hint: ").length, 2);
});

test("after the time limit are about what went wrong last", async () => {
  const fetch = () => Promise.reject(new Error("getaddrinfo ENOTFOUND"));
  const { code, stderr } = await inVirtualTime(() => runCommand(["wait", location, "--timeout", "10"], { fetch }));
  assert.is(code, 4);
  assert.match(hintIn(stderr), /^Check the network/);
});

const refusals: Record<string, [changed: Record<string, string>, hint: RegExp]> = {
  "a wrong or expired secret": [
    { AZURE_CLIENT_SECRET: "expired-secret" },
    /^AZURE_CLIENT_SECRET is wrong or has expired\. Create/,
  ],
  "a refresh token that was revoked": [
    { PARTNER_CENTER_REFRESH_TOKEN: "revoked-token" },
    /^The refresh token may have expired or been revoked\./,
  ],
  "an identity provider that cannot be reached": [{ AZURE_AUTHORITY_HOST: "http://127.0.0.1:1" }, /^Check the network/],
  "a tenant that does not exist": [{ AZURE_TENANT_ID: "other.example" }, /^Check AZURE_TENANT_ID, AZURE_CLIENT_ID/],
};
for (const [what, [changed, hint]] of Object.entries(refusals)) {
  test(`never suggest a token in place of ${what}`, async () => {
    const { user } = await environments();
    const { code, stderr } = await runCommand(["get", location], { env: { ...user, ...changed }, fetch: createEmulator().fetch });
    assert.is(code, 3);
    assert.match(hintIn(stderr), hint);
    assert.not.match(stderr, "PARTNER_CENTER_TOKEN");
  });
}

test.run();
