import { ArgumentError } from "./argument-error.ts";

/**
 * Checks a URL that a token or a secret is sent to. It must be https, or http on loopback, so that neither is sent in clear text.
 *
 * @returns The URL as the runtime normalizes it, without slashes at its end.
 * @throws ArgumentError, which does not quote the URL: it may contain a password or a signature.
 */
export function checkAddress(name: string, value: unknown): string {
  const isUrl = (typeof value === "string" || value instanceof URL) && URL.canParse(String(value));
  const url = isUrl ? new URL(String(value)) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "" || /[?#]/.test(url.href) || !isSafe(url)) {
    throw new ArgumentError(
      name,
      "must be an absolute https URL without user name, password, query or fragment (http only on loopback)",
    );
  }
  return url.href.replace(/\/+$/, "");
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

/** Whether a host name is this machine by its name, whatever any DNS says. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
