import { isBatchStatusError } from "../index.ts";

const HINTS = new Map([
  [
    401,
    "The token may have expired, or may be for another resource. Set PARTNER_CENTER_TOKEN to a new token, or sign in as an app.",
  ],
  [403, "Signed in, but not authorized: you need the Admin agent or Sales agent role and a relationship with the customer."],
]);

/** What to do about an authorization error; undefined if the error message is enough. */
export function hintFor(error: unknown): string | undefined {
  return isBatchStatusError(error) && error.code === "ERR_API" ? HINTS.get(error.status) : undefined;
}
