import { ApiError, createBatchStatusClient, type Fetch, NetworkError, type TokenSource } from "partner-center-batch-status";
import { createEmulator } from "partner-center-batch-status/emulator";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inStoppedTime } from "./clock.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("tokens");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};

/** A client and its emulator, which refuses tokens that begin with "old". */
function setUp(token: TokenSource, options: { timeout?: number; answersAfter?: Promise<void> } = {}) {
  const { answersAfter, timeout } = options;
  const emulator = createEmulator({ refuseToken: (token) => (token.startsWith("old") ? "expired" : undefined) });
  const fetch: Fetch = async (...request) => {
    const response = emulator.fetch(...request);
    await answersAfter;
    return response;
  };
  const client = createBatchStatusClient({ token, fetch, retry: false, timeout });
  const fingerprints = () => emulator.requests.map(({ headers }) => headers["authorization"]);
  return { client, emulator, fingerprints, ask: () => client.getBatchUploadStatus(upload) };
}

test("a string from a function is asked for at each attempt", async () => {
  let asked = 0;
  const { ask, fingerprints } = setUp(() => `token-${++asked}`);
  await ask();
  await ask();
  assert.is(asked, 2);
  assert.is(new Set(fingerprints()).size, 2);
});

test("an access token is kept until two minutes before it expires", async () => {
  await inStoppedTime(async (clock) => {
    let asked = 0;
    const { ask } = setUp(() => ({ token: `token-${++asked}`, expiresOnTimestamp: Date.now() + 600_000 }));
    await ask();
    clock.tick(479_999);
    await ask();
    assert.is(asked, 1);
    clock.tick(1);
    await ask();
    assert.is(asked, 2);
  });
});

test("a credential is asked for Partner Center's scope, and its token kept", async () => {
  const scopes: string[] = [];
  const credential = {
    async getToken(scope: string) {
      scopes.push(scope);
      return { token: "token-1", expiresOnTimestamp: Date.now() + 600_000 };
    },
  };
  const { ask } = setUp(credential);
  await ask();
  await ask();
  assert.equal(scopes, ["https://api.partnercenter.microsoft.com/.default"]);
});

test("in China the scope is another", async () => {
  let asked = "";
  const token = {
    async getToken(scope: string) {
      asked = scope;
      return { token: "token-1", expiresOnTimestamp: 0 };
    },
  };
  const baseUrl = "https://partner.partnercenterapi.microsoftonline.cn";
  await createBatchStatusClient({ token, baseUrl, fetch: createEmulator().fetch }).getBatchUploadStatus(upload);
  assert.is(asked, `${baseUrl}/.default`);
});

test("however many calls wait, one token is asked for at a time", async () => {
  let asked = 0;
  const { ask } = setUp(async () => {
    asked += 1;
    await Promise.resolve();
    return { token: "token-1", expiresOnTimestamp: Date.now() + 600_000 };
  });
  await Promise.all(Array.from({ length: 50 }, ask));
  assert.is(asked, 1);
});

test("a failed refresh is not kept: the next call asks again", async () => {
  let asked = 0;
  const failure = new Error("vault is sealed");
  const { ask, emulator } = setUp(() => {
    if (++asked === 1) throw failure;
    return "token-1";
  });
  assert.is(await reasonOf(ask()), failure);
  assert.is(emulator.requests.length, 0);
  assert.is((await ask()).status, "finished");
});

test("after 401 the attempt is repeated once, with another token", async () => {
  const forced: boolean[] = [];
  const { ask, emulator } = setUp(({ forceRefresh }) => {
    forced.push(forceRefresh);
    return { token: forceRefresh ? "new-1" : "old-1", expiresOnTimestamp: Date.now() + 600_000 };
  });
  assert.is((await ask()).status, "finished");
  await ask();
  assert.equal(forced, [false, true]);
  assert.is(emulator.requests.length, 3);
  const ids = emulator.requests.map(({ headers }) => headers["ms-requestid"]);
  assert.is(new Set(ids).size, 3);
});

test("after 401 the attempt is not repeated with the same token", async () => {
  for (const source of ["old-1", () => "old-1", { getToken: async () => ({ token: "old-1", expiresOnTimestamp: Infinity }) }]) {
    const { ask, emulator } = setUp(source);
    await rejection(ask(), ApiError);
    assert.is(emulator.requests.length, 1);
  }
});

test("a second 401 is final", async () => {
  let asked = 0;
  const { ask, emulator } = setUp(() => `old-${++asked}`);
  const error = await rejection(ask(), ApiError);
  assert.is(error.status, 401);
  assert.is(emulator.requests.length, 2);
});

test("a token that another call has renewed meanwhile is taken without asking again", async () => {
  let asked = 0;
  const { ask } = setUp(() => {
    asked += 1;
    return { token: asked === 1 ? "old-1" : "new-1", expiresOnTimestamp: Date.now() + 600_000 };
  });
  await Promise.all([ask(), ask(), ask()]);
  assert.is(asked, 2);
});

test("an abort leaves the wait for a token, and not the others who wait for it", async () => {
  let give: (token: string) => void = () => {};
  let asked = 0;
  const { client, ask } = setUp(() => {
    asked += 1;
    return new Promise<string>((resolve) => {
      give = resolve;
    });
  });
  const controller = new AbortController();
  const aborted = reasonOf(client.getBatchUploadStatus(upload, { signal: controller.signal }));
  const waiting = ask();
  await Promise.resolve();
  controller.abort("enough");
  assert.is(await aborted, "enough");
  give("token-1");
  assert.is((await waiting).status, "finished");
  assert.is(asked, 1);
});

test("a token that does not come in time is a network error", async () => {
  const { ask, emulator } = setUp(() => new Promise(() => {}), { timeout: 20 });
  const error = await rejection(ask(), NetworkError);
  assert.match(error.message, /^No access token within 0.02 s/);
  assert.is(emulator.requests.length, 0);
});

test("a request for a token that hangs is not what later calls wait for", async () => {
  let asked = 0;
  const { ask } = setUp(() => (++asked === 1 ? new Promise<string>(() => {}) : "token-2"), { timeout: 20 });
  await rejection(ask(), NetworkError);
  assert.is((await ask()).status, "finished");
});

test("after 401, a token that was asked for before the refusal will not do if it is the refused one", async () => {
  const forced: boolean[] = [];
  let giveSlowly: (token: string) => void = () => {};
  let refuse = () => {};
  const answersAfter = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  const source: TokenSource = ({ forceRefresh }) => {
    forced.push(forceRefresh);
    if (forceRefresh) return "new-1";
    if (forced.length === 1) return "old-1";
    return new Promise<string>((resolve) => {
      giveSlowly = resolve;
    });
  };
  const { ask, emulator } = setUp(source, { answersAfter });
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
  const refused = ask();
  while (emulator.requests.length < 1) await turn();
  const slow = ask();
  while (forced.length < 2) await turn();
  refuse();
  for (let turns = 0; turns < 50; turns++) await turn();
  giveSlowly("old-1");
  assert.is((await refused).status, "finished");
  assert.is((await slow).status, "finished");
});

test("where a renewal fails, a token that is still good is used", async () => {
  await inStoppedTime(async (clock) => {
    let asked = 0;
    const { ask } = setUp(() => {
      if (++asked > 1) throw new Error("vault is sealed");
      return { token: "token-1", expiresOnTimestamp: Date.now() + 600_000 };
    });
    await ask();
    clock.tick(500_000);
    assert.is((await ask()).status, "finished");
    assert.is(asked, 2);
    clock.tick(100_000);
    assert.match(String(await reasonOf(ask())), "vault is sealed");
  });
});

const wrong: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  "an empty string": "",
  "a line break": "hunter2\nX-Evil: 1",
  "Bearer before it": "Bearer hunter2",
  "an object without a token": {},
  "a token without its expiry": { token: "hunter2" },
  "an expiry that is no number": { token: "hunter2", expiresOnTimestamp: "2026-01-01" },
  "an expiry that is NaN": { token: "hunter2", expiresOnTimestamp: Number.NaN },
};
for (const [what, given] of Object.entries(wrong)) {
  test(`a function that gives ${what} is told so, without the value, and nothing is sent`, async () => {
    // Sound for the test alone: this is what an untyped caller may do.
    const { ask, emulator } = setUp((() => given) as () => string);
    const error = await rejection(ask(), TypeError);
    assert.match(error.message, /^"token" must give/);
    assert.not.match(error.message, "hunter2");
    assert.is(emulator.requests.length, 0);
  });
}

test.run();
