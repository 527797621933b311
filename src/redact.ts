/** Characters that nobody sees, and that would hide a secret from a search. Soft hyphens may also separate the groups of a key. */
const INVISIBLE = /(?!\xAD)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Characters that control a terminal, or break a line in a log. */
export const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Five groups of five characters, joined by dashes anywhere in a text. A dash is any character that could be one: outside of ASCII,
 * where text was decoded wrongly, up to three of them. Or an escape of JSON, which is not part of a key: the digits of one before the
 * first dash would be taken for the first group. More groups, such as a prefix, could belong to the key. Both cases are listed: with
 * the flag `i`, `s` and `k` would count as dashes, because characters outside of ASCII fold to them.
 */
const PRODUCT_KEY = /\\u[0-9A-Fa-f]{4}|[A-Za-z0-9]{5}(?: ?[-_\x80-\u{10FFFF}]{1,3} ?[A-Za-z0-9]{5}){4,}/gu;

/** A key without dashes, in a member called `productKey`. */
const PRODUCT_KEY_MEMBER = /(product[ _-]?key[^A-Z0-9]{1,12})([A-Z0-9]{25})/gi;

/** Anything shorter is not treated as a secret: masking it would only garble messages. */
const SHORTEST_SECRET = 8;

/** How many characters an encoding makes of one, at most. */
const LONGEST_ENCODING = 10;

/** How often a text may have been encoded, including what looks encoded in a secret itself. */
const LAYERS = 5;

/** How many readings of a text are searched: what it says as it is, and decoded. Ordinary messages have fewer than ten. */
const MOST_READINGS = 100;

/** Removes invisible characters and control characters, and collapses white space. */
export function normalize(text: string): string {
  return withSoftHyphens(text).replace(/\xAD/g, "");
}

/** Normalizes a text except for soft hyphens, which are invisible in a secret, and dashes in a product key. */
function withSoftHyphens(text: string): string {
  return (
    text
      .replace(INVISIBLE, "")
      // The dashes of Windows-1252.
      .replace(/[\x96\x97]/g, "-")
      .replace(/\s+/g, " ")
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "")
      .trim()
  );
}

/** Normalizes a text for the search for product keys: an entity whose name is unknown may be a dash. */
function withDashes(text: string): string {
  return withSoftHyphens(text).replace(/&([a-z]+);/gi, (entity, name: string) =>
    ENTITIES.has(name.toLowerCase()) ? entity : "-",
  );
}

/** Masks the product keys in a normalized text except for their last five characters, as Microsoft's own tools do. */
export function maskProductKeys(text: string): string {
  return text
    .replace(PRODUCT_KEY, (match) => (match.startsWith("\\") ? match : maskProductKey(match)))
    .replace(PRODUCT_KEY_MEMBER, (_match, name: string, key: string) => name + maskProductKey(key));
}

/** Masks a value that is known to be a product key, in any notation. */
export function maskProductKey(key: string): string {
  const shown = key.length > 10 ? /[A-Z0-9]{5}$/i.exec(key)?.[0] : undefined;
  return `*****-*****-*****-*****-${shown ?? "*****"}`;
}

/** Prepares untrusted text for a message: normalizes it, masks secrets and product keys, and truncates it to `limit` characters. */
export function redact(text: string, secrets: readonly string[], limit = 500): string {
  const candidates = secrets.filter(({ length }) => length <= LONGEST_ENCODING * text.length);
  const parts = candidates.flatMap(partsOf).sort((one, other) => other.length - one.length);
  // What is longer is not searched, and what may be the beginning of a truncated secret is not shown.
  const margin = LONGEST_ENCODING * Math.max(50, ...parts.map(({ length }) => length));
  // Much of the rest may be white space: HTML pages are indented.
  const start = text.slice(0, 10 * (limit + margin));
  const normal = withSoftHyphens(start);
  const isTruncated = start.length < text.length || normal.length > limit + margin;
  const masked = maskEncoded(normal.slice(0, limit + margin), parts);
  const shown = isTruncated ? masked.slice(0, -margin) : masked;
  return isTruncated || shown.length > limit ? `${shown.slice(0, limit)}…` : shown;
}

/** A secret, and the credentials in it if it starts with an authentication scheme, such as `Basic`. Forms encode a space as `+`. */
function partsOf(secret: string): string[] {
  const credentials = /^\s*[\w-]+ (.+)/.exec(secret)?.slice(1) ?? [];
  const parts = [secret, ...credentials].map((part) => part.trim()).flatMap((part) => [part, part.replaceAll(" ", "+")]);
  return parts.flatMap((part) => [...readingsOf(normalize(part), normalize)]).filter(({ length }) => length >= SHORTEST_SECRET);
}

/** Masks product keys, with soft hyphens as dashes and then without, and secrets. */
function maskEncoded(text: string, secrets: readonly string[]): string {
  let masked = maskReadings(text, withDashes, maskProductKeys);
  masked = maskReadings(normalize(masked), (reading) => normalize(withDashes(reading)), maskProductKeys);
  return maskReadings(masked, normalize, (reading) => maskSecrets(reading, secrets));
}

/** Masks a text as it is. If decoding it reveals more, shows it decoded. If it has too many readings, shows nothing of it. */
function maskReadings(text: string, normalized: (text: string) => string, mask: (text: string) => string): string {
  let shown = text;
  let readings = readingsOf(shown, normalized);
  for (let count = 0; count < MOST_READINGS; count++) {
    const reading = readings.next();
    if (reading.done) return shown;
    const masked = mask(reading.value);
    if (masked !== reading.value) {
      shown = masked;
      readings = readingsOf(shown, normalized);
    }
  }
  return "[secret]";
}

function maskSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
}

/** A text as it is, and decoded by each decoder, again and again. */
function* readingsOf(text: string, normalized: (text: string) => string): Generator<string, undefined> {
  let latest = [text];
  const known = new Set(latest);
  for (let layer = 0; layer <= LAYERS; layer++) {
    yield* latest;
    const decoded = latest.flatMap((reading) => DECODERS.map((decode) => normalized(decode(reading))));
    latest = [...new Set(decoded)].filter((reading) => !known.has(reading));
    for (const reading of latest) known.add(reading);
  }
}

/** Each encoding is decoded by itself: in `a%2Fb&AA;`, the end of the secret `a/b&` and what follows it look like an HTML entity. */
const DECODERS: readonly ((text: string) => string)[] = [
  (text) => text.replace(/(?:%[0-9A-F]{2})+/gi, decodePercent),
  (text) => text.replace(/\\(?:u([0-9A-F]{4})|(["\\/]))/gi, decodeEscape),
  (text) => text.replace(/&(?:#(\d+|x[0-9A-F]+)|([a-z]+));/gi, decodeEntity),
];

function decodePercent(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    // Not UTF-8, but an encoding of one byte for a character.
    return bytes.replace(/%(..)/g, (_byte, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
}

function decodeEscape(_escape: string, code: string, character?: string): string {
  return character ?? String.fromCharCode(Number.parseInt(code, 16));
}

function decodeEntity(entity: string, number: string | undefined, name: string): string {
  if (number === undefined) return ENTITIES.get(name.toLowerCase()) ?? entity;
  const code = Number(number.replace(/x/i, "0x"));
  return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
}

const ENTITIES = new Map(
  Object.entries({
    ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", shy: "\xAD" },
    // PHP writes these by name. Tokens contain them.
    ...{ period: ".", lowbar: "_", plus: "+", sol: "/", equals: "=" },
  }),
);

/** Quotes a wrong argument in a message, if it is short enough to be an id or a path. */
export function quote(value: unknown): string {
  const text = value instanceof URL ? value.href : value;
  if (typeof text !== "string") return text === null || text === undefined ? String(text) : `of type ${typeof text}`;
  return text.length > 200 ? `a string of ${text.length} characters` : JSON.stringify(redact(text, []));
}
