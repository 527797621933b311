import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Failure, isTransient, parseRetryAfter, retryDelay } from "../../src/retry.ts";

const test = suite("retries");

const policy = { limit: 3, maxDelay: 120_000 };
const api = (status: number, retryAfter?: number): Failure => ({ code: "ERR_API", status, retryAfter });
const half = () => 0.5;

test("six statuses are transient", () => {
  const transient = Array.from({ length: 600 }, (_, status) => status).filter((status) => isTransient(api(status)));
  assert.equal(transient, [408, 429, 500, 502, 503, 504]);
});

test("a missing response and an invalid response are transient; a deadline and errors of other origin are not", () => {
  for (const code of ["ERR_NETWORK", "ERR_INVALID_RESPONSE"]) assert.ok(isTransient({ code, status: 200 }));
  for (const code of ["ERR_DEADLINE", "ERR_TOKEN", "ABORT_ERR", ""]) assert.not(isTransient({ code, status: 500 }));
});

test("the delay doubles with each retry, half of it random", () => {
  const delays = (random: () => number) => [0, 1, 2].map((retries) => retryDelay(api(500), retries, policy, random));
  assert.equal(
    delays(() => 0),
    [250, 500, 1000],
  );
  assert.equal(delays(half), [375, 750, 1500]);
  assert.equal(
    delays(() => 0.999),
    [499.75, 999.5, 1999],
  );
});

test("there is no delay beyond the limit of retries, or for an error that is not transient", () => {
  assert.type(retryDelay(api(500), 2, policy, half), "number");
  assert.is(retryDelay(api(500), 3, policy, half), undefined);
  assert.is(retryDelay(api(500), 0, { limit: 0, maxDelay: 1 }, half), undefined);
  assert.is(retryDelay(api(404), 0, policy, half), undefined);
});

test("the delay never exceeds maxDelay", () => {
  assert.is(
    retryDelay(api(500), 900, { limit: Infinity, maxDelay: 8000 }, () => 1),
    8000,
  );
  assert.is(
    retryDelay(api(500), 5000, { limit: Infinity, maxDelay: 8000 }, () => 1),
    8000,
  );
});

test("Retry-After replaces the delay, and ends the retries if it exceeds maxDelay", () => {
  assert.is(retryDelay(api(429, 57_000), 0, policy, half), 57_000);
  assert.is(retryDelay(api(503, 0), 0, policy, half), 0);
  assert.is(retryDelay(api(429, 120_000), 0, policy, half), 120_000);
  assert.is(retryDelay(api(429, 120_001), 0, policy, half), undefined);
});

// conformance/readings.json has the other cases; readings.test.ts runs them.
const now = Date.UTC(2026, 10, 21, 12, 0, 0);
const imf = "Sat, 21 Nov 2026 12:01:00 GMT";
const rfc850 = "Saturday, 21-Nov-26 12:01:00 GMT";
const asctime = "Sat Nov 21 12:01:00 2026";
test("Retry-After is malformed if anything precedes or follows the date", () => {
  for (const date of [imf, rfc850, asctime]) {
    assert.is(parseRetryAfter(date, now), 60_000);
    for (const header of [`${date}+0100`, `${date}, 57`, `on ${date}`, `.${date}`, `57 ${date}`]) {
      assert.is(parseRetryAfter(header, now), undefined, header);
    }
  }
});

test("a failure without a status is not transient", () => {
  assert.not(isTransient({ code: "ERR_API" }));
});

test.run();
