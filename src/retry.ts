/** How often a call is repeated, and how long it waits at most. */
export interface RetryPolicy {
  limit: number;
  maxDelay: number;
}

/** What the policy has to know of a failure. Every error of this package is one. */
export interface Failure {
  code: string;
  status?: number | undefined;
  retryAfter?: number | undefined;
}

/** Statuses that may pass. All others are answers, and stay the same however often they are asked for. */
const PASSING = [408, 429, 500, 502, 503, 504];

const FIRST_DELAY = 500;

/** Whether another attempt may fare better: the network, a server that is busy, an answer that was garbled on its way. */
export function mayPass({ code, status }: Failure): boolean {
  return code === "ERR_NETWORK" || code === "ERR_INVALID_RESPONSE" || (code === "ERR_API" && PASSING.includes(status ?? 0));
}

/**
 * Decides whether a failure is worth another attempt, and after how many milliseconds.
 *
 * The delay doubles with each retry, half of it by chance, so that many clients do not come back at once. What the server asks
 * for replaces it; where that is longer than `maxDelay`, to wait for less would be of no use.
 *
 * @param retries - How many there have been.
 * @param random - Gives numbers from 0 up to 1.
 * @returns Undefined where the failure is final.
 */
export function retryDelay(failure: Failure, retries: number, policy: RetryPolicy, random: () => number): number | undefined {
  if (!mayPass(failure) || retries >= policy.limit) return undefined;
  if (failure.retryAfter !== undefined) return failure.retryAfter <= policy.maxDelay ? failure.retryAfter : undefined;
  const delay = Math.min(FIRST_DELAY * 2 ** retries, policy.maxDelay);
  return delay / 2 + (random() * delay) / 2;
}

// The three forms of RFC 9110, of which only the first is still to be made. `Date.parse` would take far more.
const IMF_FIXDATE = /^[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Za-z]{6,9}, (\d{2})-([A-Za-z]{3})-(\d{2}) (\d{2}:\d{2}:\d{2}) GMT$/;
const ASCTIME = /^[A-Za-z]{3} ([A-Za-z]{3}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) (\d{4})$/;

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date in any of its three forms.
 *
 * @returns Milliseconds from `now`, 0 for a date that has passed; undefined where the header is missing or makes no sense.
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const value = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), Number.MAX_SAFE_INTEGER);
  const fixed = fixdate(value, now);
  const date = Date.parse(fixed);
  // Date.parse takes the 31st of February for the 3rd of March.
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

/** Two digits mean the year that is at most 50 years ahead. */
function fullYear(shortYear: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + shortYear;
  return year > thisYear + 50 ? year - 100 : year;
}
