import { isBatchStatusError } from "../index.ts";

const HINTS = new Map([
  [401, "The token may have expired, or be for another resource: set PARTNER_CENTER_TOKEN anew, or sign in as an app."],
  [
    403,
    "The sign-in is good, but not enough: it takes the role Admin agent or Sales agent, and a relationship with the customer.",
  ],
]);

/** What to do about a refusal, once; nothing where the message says it all. */
export function hintAbout(error: unknown): string | undefined {
  return isBatchStatusError(error) && error.code === "ERR_API" ? HINTS.get(error.status) : undefined;
}
