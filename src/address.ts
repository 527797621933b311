/**
 * Checks an address that a token or a secret is sent to: it has to be https, or http on loopback, so that none travels in clear.
 *
 * @returns The address as the runtime writes it.
 * @throws TypeError which does not quote the address: it may hold a password or a signature.
 */
export function checkAddress(name: string, value: unknown): string {
  const isAddress = (typeof value === "string" || value instanceof URL) && URL.canParse(String(value));
  const url = isAddress ? new URL(String(value)) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "" || /[?#]/.test(url.href) || !isSafe(url)) {
    throw new TypeError(
      `"${name}" must be an absolute https address, without user name, password, query and fragment (http only on loopback)`,
    );
  }
  return url.href;
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
