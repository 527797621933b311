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
