import type { RetryPolicy } from "./options.ts";

/** The part of an error that decides about a retry. */
export interface Failure {
  code: string;
  status?: number | undefined;
  retryAfter?: number | undefined;
}

/** Transient statuses. Retrying any other gives the same result. */
const TRANSIENT_STATUSES = [408, 429, 500, 502, 503, 504];

const FIRST_DELAY = 500;

/** Whether another attempt may succeed: after a network error, a busy server, or a response that was garbled on its way. */
export function isTransient({ code, status }: Failure): boolean {
  return (
    code === "ERR_NETWORK" || code === "ERR_INVALID_RESPONSE" || (code === "ERR_API" && TRANSIENT_STATUSES.includes(status ?? 0))
  );
}

/**
 * Chooses the delay before a retry, in milliseconds.
 *
 * The delay doubles with each retry. Half of it is random, so that many clients do not return at the same moment. Retry-After
 * replaces it; if that is longer than `maxDelay`, a shorter delay would only fail again.
 *
 * @param retries - How many retries were made so far.
 * @param random - Returns numbers from 0 up to 1.
 * @returns Undefined if the error is final.
 */
export function retryDelay(
  failure: Failure,
  retries: number,
  policy: RetryPolicy | false,
  random: () => number,
): number | undefined {
  if (policy === false || retries >= policy.limit || !isTransient(failure)) return undefined;
  if (failure.retryAfter !== undefined) return failure.retryAfter <= policy.maxDelay ? failure.retryAfter : undefined;
  const delay = Math.min(FIRST_DELAY * 2 ** retries, policy.maxDelay);
  return delay / 2 + (random() * delay) / 2;
}

// The three date formats of RFC 9110; senders may only generate the first. `Date.parse` accepts far more.
const IMF_FIXDATE = /^[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Za-z]{6,9}, (\d{2})-([A-Za-z]{3})-(\d{2}) (\d{2}:\d{2}:\d{2}) GMT$/;
const ASCTIME = /^[A-Za-z]{3} ([A-Za-z]{3}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) (\d{4})$/;

/**
 * Parses a `Retry-After` header: seconds, or an HTTP date in any of its three formats.
 *
 * @returns Milliseconds from `now`, 0 for a date in the past; undefined if the header is missing or malformed.
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const value = `${header ?? ""}`.trim();
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), Number.MAX_SAFE_INTEGER);
  const fixed = fixdate(value, now);
  const date = Date.parse(fixed);
  // Date.parse turns February 31 into March 3.
  const exists = new Date(date).getUTCDate() === Number(/\d{1,2}/.exec(fixed)?.[0]);
  return exists ? Math.max(0, date - now) : undefined;
}

function fixdate(value: string, now: number): string {
  if (IMF_FIXDATE.test(value)) return value;
  const [, day, month, shortYear, time] = RFC_850.exec(value) ?? [];
  if (shortYear !== undefined) return `${day} ${month} ${fullYear(Number(shortYear), now)} ${time} GMT`;
  const [, asctimeMonth, asctimeDay, asctimeTime, year] = ASCTIME.exec(value) ?? [];
  return year === undefined ? "" : `${asctimeDay} ${asctimeMonth} ${year} ${asctimeTime} GMT`;
}

/** A two-digit year is at most 50 years in the future. */
function fullYear(shortYear: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + shortYear;
  return year > thisYear + 50 ? year - 100 : year;
}
