import { ApiError, createBatchStatusClient, type Fetch, NetworkError, type TokenSource } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { flushPromises, inStoppedTime } from "./clock.ts";
import { deferred } from "./deferred.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("tokens");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};

/** A client and its emulator, which rejects tokens that begin with "old". */
function setUp(token: TokenSource, options: { timeout?: number } = {}) {
  const emulator = createEmulator({ refuseToken: (token) => (token.startsWith("old") ? "expired" : undefined) });
  const client = createBatchStatusClient({ token, fetch: emulator.fetch, retry: false, ...options });
  const fingerprints = () => emulator.requests.map(({ headers }) => headers["authorization"]);
  return { client, emulator, fingerprints, get: () => client.getBatchUploadStatus(upload) };
}

test("a function that returns a string is called for each attempt", async () => {
  let requested = 0;
  const { get, fingerprints } = setUp(() => `token-${++requested}`);
  await get();
  await get();
  assert.is(requested, 2);
  assert.is(new Set(fingerprints()).size, 2);
});

test("an access token is cached until two minutes before it expires", async () => {
  await inStoppedTime(async (clock) => {
    let requested = 0;
    const { get } = setUp(() => ({ token: `token-${++requested}`, expiresOnTimestamp: Date.now() + 600_000 }));
    await get();
    clock.tick(479_999);
    await get();
    assert.is(requested, 1);
    clock.tick(1);
    await get();
    assert.is(requested, 2);
  });
});

test("a credential receives Partner Center's scope, and its token is cached", async () => {
  const scopes: string[] = [];
  const credential = {
    async getToken(scope: string) {
      scopes.push(scope);
      return { token: "token-1", expiresOnTimestamp: Date.now() + 600_000 };
    },
  };
  const { get } = setUp(credential);
  await get();
  await get();
  assert.equal(scopes, ["https://api.partnercenter.microsoft.com/.default"]);
});

test("a credential receives another scope for the base URL in China", async () => {
  let requested = "";
  const token = {
    async getToken(scope: string) {
      requested = scope;
      return { token: "token-1", expiresOnTimestamp: 0 };
    },
  };
  const baseUrl = "https://partner.partnercenterapi.microsoftonline.cn";
  await createBatchStatusClient({ token, baseUrl, fetch: createEmulator().fetch }).getBatchUploadStatus(upload);
  assert.is(requested, `${baseUrl}/.default`);
});

test("concurrent calls share one token request", async () => {
  let requested = 0;
  const { get } = setUp(async () => {
    requested += 1;
    await Promise.resolve();
    return { token: "token-1", expiresOnTimestamp: Date.now() + 600_000 };
  });
  await Promise.all(Array.from({ length: 50 }, get));
  assert.is(requested, 1);
});

test("a failed token request is not cached, and the next call requests a token again", async () => {
  let requested = 0;
  const failure = new Error("vault is sealed");
  const { get, emulator } = setUp(() => {
    if (++requested === 1) throw failure;
    return "token-1";
  });
  assert.is(await reasonOf(get()), failure);
  assert.is(emulator.requests.length, 0);
  assert.is((await get()).status, "finished");
});

test("a 401 is retried once with another token", async () => {
  const forced: boolean[] = [];
  const { get, emulator } = setUp(({ forceRefresh }) => {
    forced.push(forceRefresh);
    return { token: forceRefresh ? "new-1" : "old-1", expiresOnTimestamp: Date.now() + 600_000 };
  });
  assert.is((await get()).status, "finished");
  await get();
  assert.equal(forced, [false, true]);
  assert.is(emulator.requests.length, 3);
  const ids = emulator.requests.map(({ headers }) => headers["ms-requestid"]);
  assert.is(new Set(ids).size, 3);
});

test("a 401 is not retried with the same token", async () => {
  for (const source of ["old-1", () => "old-1", { getToken: async () => ({ token: "old-1", expiresOnTimestamp: Infinity }) }]) {
    const { get, emulator } = setUp(source);
    await rejection(get(), ApiError);
    assert.is(emulator.requests.length, 1);
  }
});

test("a second 401 is final", async () => {
  let requested = 0;
  const { get, emulator } = setUp(() => `old-${++requested}`);
  const error = await rejection(get(), ApiError);
  assert.is(error.status, 401);
  assert.is(emulator.requests.length, 2);
});

test("a 401 is retried with the token that another call has obtained meanwhile, without another token request", async () => {
  let requested = 0;
  const { get } = setUp(() => {
    requested += 1;
    return { token: requested === 1 ? "old-1" : "new-1", expiresOnTimestamp: Date.now() + 600_000 };
  });
  await Promise.all([get(), get(), get()]);
  assert.is(requested, 2);
});

test("an abort ends a call that waits for a token, but not the other calls that wait for it", async () => {
  const isRequested = deferred();
  const token = deferred<string>();
  let requested = 0;
  const { client, get } = setUp(() => {
    requested += 1;
    isRequested.resolve();
    return token.promise;
  });
  const controller = new AbortController();
  const aborted = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  const waiting = get();
  await isRequested.promise;
  controller.abort("enough");
  assert.is(await aborted, "enough");
  token.resolve("token-1");
  assert.is((await waiting).status, "finished");
  assert.is(requested, 1);
});

test("a token that is not issued within the timeout is a network error", async () => {
  await inStoppedTime(async (clock) => {
    const { get, emulator } = setUp(() => new Promise(() => {}), { timeout: 5_000 });
    const pending = rejection(get(), NetworkError);
    await clock.tickAsync(5_000);
    assert.match((await pending).message, /^No access token within 5 s/);
    assert.is(emulator.requests.length, 0);
    assert.is(clock.countTimers(), 0);
  });
});

test("later calls do not wait for a token request that timed out", async () => {
  await inStoppedTime(async (clock) => {
    let requested = 0;
    const { get } = setUp(() => (++requested === 1 ? new Promise<string>(() => {}) : "token-2"), { timeout: 5_000 });
    const pending = rejection(get(), NetworkError);
    await clock.tickAsync(5_000);
    await pending;
    assert.is((await get()).status, "finished");
  });
});

test("a call that times out late does not discard a newer token request", async () => {
  await inStoppedTime(async (clock) => {
    const tokens = [deferred<string>(), deferred<string>(), deferred<string>()];
    let requested = 0;
    const { get } = setUp(() => tokens[requested++]?.promise ?? "", { timeout: 5_000 });
    const first = rejection(get(), NetworkError);
    await clock.tickAsync(4_000);
    const joined = rejection(get(), NetworkError);
    await clock.tickAsync(1_000);
    await first;
    const newer = get();
    await clock.tickAsync(4_000);
    await joined;
    const last = get();
    await flushPromises();
    assert.is(requested, 2);
    tokens[1]?.resolve("token-2");
    assert.is((await newer).status, "finished");
    assert.is((await last).status, "finished");
    assert.is(requested, 2);
  });
});

test("after a 401, a token requested before it is used only if it differs from the rejected one", async () => {
  const forced: boolean[] = [];
  const isRequestedAgain = deferred();
  const slowToken = deferred<string>();
  const source: TokenSource = ({ forceRefresh }) => {
    forced.push(forceRefresh);
    if (forceRefresh) return "new-1";
    if (forced.length === 1) return "old-1";
    isRequestedAgain.resolve();
    return slowToken.promise;
  };
  const isSent = deferred();
  const isRejected = deferred();
  let attempts = 0;
  const fetch: Fetch = async (_url, { headers }) => {
    attempts += 1;
    isSent.resolve();
    if (new Headers(headers).get("Authorization") === "Bearer new-1") return new Response('{"status":"finished"}');
    await isRejected.promise;
    // Without a body, so that flushPromises takes the call to its request for another token.
    return new Response(null, { status: 401 });
  };
  const client = createBatchStatusClient({ token: source, fetch, retry: false });
  const first = client.getBatchUploadStatus(upload);
  await isSent.promise;
  const second = client.getBatchUploadStatus(upload);
  await isRequestedAgain.promise;
  isRejected.resolve();
  await flushPromises();
  slowToken.resolve("old-1");
  assert.is((await first).status, "finished");
  assert.is((await second).status, "finished");
  assert.is(attempts, 4);
  assert.equal(forced.slice(0, 3), [false, false, true]);
});

const wrongTokens: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  "an empty string": "",
  "a line break": "hunter2\nX-Evil: 1",
  "Bearer before it": "Bearer hunter2",
  "an object without a token": {},
  "a token without an expiry": { token: "hunter2" },
  "an expiry that is not a number": { token: "hunter2", expiresOnTimestamp: "2026-01-01" },
  "an expiry that is NaN": { token: "hunter2", expiresOnTimestamp: Number.NaN },
};
for (const [what, returned] of Object.entries(wrongTokens)) {
  test(`a token function that returns ${what} causes a TypeError that hides the value, and nothing is sent`, async () => {
    // Safe: an untyped caller can pass such a function.
    const { get, emulator } = setUp((() => returned) as () => string);
    const error = await rejection(get(), TypeError);
    assert.match(error.message, /^"token" must \w+/);
    assert.not.match(error.message, "hunter2");
    assert.is(emulator.requests.length, 0);
  });
}

test("a call that starts during a token request waits for that request", async () => {
  let requested = 0;
  const token = deferred<string>();
  const { get, emulator } = setUp(() => {
    requested += 1;
    return token.promise;
  });
  const first = get();
  await flushPromises();
  assert.is(requested, 1);
  const second = get();
  await flushPromises();
  token.resolve("token-1");
  await Promise.all([first, second]);
  assert.is(requested, 1);
  assert.is(emulator.requests.length, 2);
});

test("a token is used until its last millisecond if its renewal fails", async () => {
  await inStoppedTime(async (clock) => {
    let requested = 0;
    const { get } = setUp(() => {
      if (++requested > 1) throw new Error("vault is sealed");
      return { token: "token-1", expiresOnTimestamp: Date.now() + 600_000 };
    });
    await get();
    clock.tick(599_999);
    assert.is((await get()).status, "finished");
    assert.is(requested, 2);
    clock.tick(1);
    assert.match(String(await reasonOf(get())), "vault is sealed");
  });
});

test("all calls that wait for a renewal use the cached token as soon as the renewal times out", async () => {
  await inStoppedTime(async (clock) => {
    let requested = 0;
    const source = () =>
      ++requested > 1 ? new Promise<never>(() => {}) : { token: "token-1", expiresOnTimestamp: 600_000 + Date.now() };
    const { get, emulator } = setUp(source, { timeout: 5_000 });
    await get();
    clock.tick(500_000);
    const first = get();
    await clock.tickAsync(4_000);
    const joined = get();
    await clock.tickAsync(1_000);
    assert.is((await first).status, "finished");
    assert.is(requested, 2);
    assert.is((await joined).status, "finished");
    assert.is(emulator.requests.length, 3);
  });
});

test("a token that was rejected is not used if its renewal fails", async () => {
  let requested = 0;
  const { get, emulator } = setUp(() => {
    if (++requested > 1) throw new Error("vault is sealed");
    return { token: "old-1", expiresOnTimestamp: Date.now() + 600_000 };
  });
  assert.match(String(await reasonOf(get())), "vault is sealed");
  assert.is(emulator.requests.length, 1);
});

test.run();
