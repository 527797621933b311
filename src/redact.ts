/** A product key, five groups of five characters with any dash between them, wherever it stands in a text. */
const PRODUCT_KEY = /[A-Z0-9]{5}(?:\p{Pd}[A-Z0-9]{5}){4}/giu;

/** What a terminal or a log would take for something else than text. */
export const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What nobody sees, and what would hide a secret from the eye that looks for it. */
export const FORMATS = /\p{Cf}/gu;

/** Shorter than this a secret is none, and masking it would only garble messages. */
const SHORTEST_SECRET = 8;

/** Leaves of each product key in a text its last five characters, as Microsoft's own tools show it. */
export function maskProductKeys(text: string): string {
  return text.replace(PRODUCT_KEY, (key) => maskProductKey(key));
}

/** Masks what is known to be a product key, however it is written. */
export function maskProductKey(key: string): string {
  return `*****-*****-*****-*****-${key.length > 10 ? key.slice(-5) : "*****"}`;
}

/** Makes somebody else's words fit for a message: no secret, no control character, not longer than `limit`. */
export function redact(text: string, secrets: readonly string[], limit = 500): string {
  // To cut comes last: the beginning of a secret would not be recognised.
  const clean = maskSecrets(text.replace(FORMATS, ""), secrets).replace(CONTROLS, " ").replace(/\s+/g, " ").trim();
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean;
}

function maskSecrets(text: string, secrets: readonly string[]): string {
  const long = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return maskProductKeys(long.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text));
}

/** Quotes a wrong argument in a message, so far as it is short enough to be an id or a path. */
export function quote(value: unknown): string {
  const text = value instanceof URL ? value.href : value;
  if (typeof text !== "string") return text === null || text === undefined ? String(text) : `of type ${typeof text}`;
  return text.length > 200 ? `a string of ${text.length} characters` : JSON.stringify(maskProductKeys(text));
}
