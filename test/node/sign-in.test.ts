import { createBatchStatusClient } from "partner-center-batch-status";
import { appToken, appUserToken, TokenError } from "partner-center-batch-status/auth";
import { createEmulator, type Emulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startServer } from "../../src/emulator/server.ts";
import { rejection } from "../portable/rejection.ts";
import { locationOf, runCommand } from "./batch-status.ts";
import { closeLater, releaseAll } from "./resources.ts";

const test = suite<{ url: string; emulator: Emulator }>("signing in offline, with the emulator as the authority");

const upload = { customerId: "47021739-3426-40bf-9601-61b4b6d7c793", batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932" };
const app = { tenantId: "contoso.onmicrosoft.com", clientId: "client-1", clientSecret: "client-secret-8Q~x" };
const env = { AZURE_TENANT_ID: app.tenantId, AZURE_CLIENT_ID: app.clientId, AZURE_CLIENT_SECRET: app.clientSecret };

test.before.each(async (context) => {
  context.emulator = createEmulator({ quirks: { singleUseRefreshTokens: true } });
  context.url = closeLater(await startServer(context.emulator, 0)).url;
});
test.after.each(releaseAll);

test("appToken gets a token, which the emulator then accepts", async ({ url }) => {
  const credential = appToken({ ...app, authority: url });
  const earliest = Date.now();
  const token = await credential.getToken("");
  assert.ok((token?.expiresOnTimestamp ?? 0) >= earliest + 3_599_000);
  const client = createBatchStatusClient({ token: credential, baseUrl: url, retry: false });
  assert.is((await client.getBatchUploadStatus(upload)).status, "finished");
});

test("appUserToken stores each refresh token that replaces the one before, and goes on with it", async ({ url }) => {
  const stored: string[] = [];
  const onRefreshToken = (refreshToken: string) => void stored.push(refreshToken);
  const credential = appUserToken({ ...app, authority: url, refreshToken: "refresh-0.AX", onRefreshToken });
  for (let round = 1; round <= 3; round++) {
    await credential.getToken("");
    assert.is(stored.length, round);
  }
  assert.is(new Set(stored).size, 3);
  const late = appUserToken({ ...app, authority: url, refreshToken: stored[0] ?? "", onRefreshToken });
  const error = await rejection(late.getToken(""), TokenError);
  assert.equal([error.status, error.error], [400, "invalid_grant"]);
  assert.match(error.message, "The refresh token has been used before.");
});

test("a secret and a refresh token named after a refusal are rejected with OAuth's errors", async ({ url }) => {
  const secret = await rejection(appToken({ ...app, authority: url, clientSecret: "expired" }).getToken(""), TokenError);
  assert.equal([secret.status, secret.error], [401, "invalid_client"]);
  const options = { ...app, authority: url, refreshToken: "conditional-access", onRefreshToken() {} };
  const refresh = await rejection(appUserToken(options).getToken(""), TokenError);
  assert.equal([refresh.status, refresh.error], [400, "invalid_grant"]);
});

for (const [how, more] of Object.entries({ "App-only": {}, "App+User": { PARTNER_CENTER_REFRESH_TOKEN: "refresh-0.AX" } })) {
  test(`the command signs in ${how}`, async ({ url, emulator }) => {
    const args = ["get", "--base-url", url, locationOf(upload.batchTrackingId)];
    const { code, stdout } = await runCommand(args, { env: { ...env, ...more, AZURE_AUTHORITY_HOST: url } });
    assert.is(code, 1);
    assert.match(stdout, "Status     finished");
    assert.equal(
      emulator.requests.map(({ method, status }) => [method, status]),
      [
        ["POST", 200],
        ["GET", 200],
      ],
    );
  });
}

test.run();
