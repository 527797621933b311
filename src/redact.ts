/** A product key anywhere in a text: five groups of five characters, joined by any dash. */
const PRODUCT_KEY = /[A-Z0-9]{5}(?:\p{Pd}[A-Z0-9]{5}){4}/giu;

/** Characters that control a terminal or break a line in a log. */
export const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Invisible characters, which would hide a secret from a search. */
export const FORMATS = /\p{Cf}/gu;

/** Anything shorter is not treated as a secret: masking it would only garble messages. */
const SHORTEST_SECRET = 8;

/** Masks the product keys in a text except for their last five characters, as Microsoft's own tools do. */
export function maskProductKeys(text: string): string {
  return text.replace(PRODUCT_KEY, (key) => maskProductKey(key));
}

/** Masks a value that is known to be a product key, in any notation. */
export function maskProductKey(key: string): string {
  return `*****-*****-*****-*****-${key.length > 10 ? key.slice(-5) : "*****"}`;
}

/** Prepares untrusted text for a message: masks secrets, replaces control characters, and truncates to `limit` characters. */
export function redact(text: string, secrets: readonly string[], limit = 500): string {
  // Truncate last: a truncated secret would go unrecognized.
  const clean = maskSecrets(text.replace(FORMATS, ""), secrets).replace(CONTROLS, " ").replace(/\s+/g, " ").trim();
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean;
}

function maskSecrets(text: string, secrets: readonly string[]): string {
  const long = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return maskProductKeys(long.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text));
}

/** Quotes a wrong argument in a message, if it is short enough to be an id or a path. */
export function quote(value: unknown): string {
  const text = value instanceof URL ? value.href : value;
  if (typeof text !== "string") return text === null || text === undefined ? String(text) : `of type ${typeof text}`;
  return text.length > 200 ? `a string of ${text.length} characters` : JSON.stringify(maskProductKeys(text));
}
