/** A product key, five groups of five characters, wherever it stands in a text. */
const PRODUCT_KEY = /[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3}-([A-Z0-9]{5})/gi;

/** Leaves of each product key in a text its last five characters, as Microsoft's own tools show it. */
export function maskProductKeys(text: string): string {
  return text.replace(PRODUCT_KEY, "*****-*****-*****-*****-$1");
}

/** Makes somebody else's words fit for a message: no secret, no control character, not longer than `limit`. */
export function redact(text: string, secrets: readonly string[], limit = 500): string {
  const masked = secrets.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
  const clean = maskProductKeys(masked)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean;
}

/** Quotes a wrong argument in a message, so far as it is short enough to be an id, a path or an address. */
export function quote(value: unknown): string {
  const text = value instanceof URL ? value.href : value;
  if (typeof text !== "string") return text === null || text === undefined ? String(text) : `of type ${typeof text}`;
  return text.length > 200 ? `a string of ${text.length} characters` : JSON.stringify(maskProductKeys(text));
}
