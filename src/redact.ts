/** Characters that nobody sees, and that would hide a secret from a search. Soft hyphens may also separate the groups of a key. */
const INVISIBLE = /(?!\xAD)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Characters that control a terminal, or break a line in a log. */
export const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Five groups of five characters, joined by dashes anywhere in a text. A dash is any character that could be one: outside of ASCII,
 * where text was decoded wrongly, up to three of them. Or an escape of JSON, which is not part of a key: the digits of one before the
 * first dash would be taken for the first group. More groups, such as a prefix, could belong to the key.
 */
const PRODUCT_KEY = /\\u[0-9A-F]{4}|[A-Z0-9]{5}(?: ?[-_\x80-\u{10FFFF}]{1,3} ?[A-Z0-9]{5}){4,}/giu;

/** A key without dashes, in a member called `productKey`. */
const PRODUCT_KEY_MEMBER = /(product[ _-]?key[^A-Z0-9]{1,12})([A-Z0-9]{25})/gi;

/** The encodings in which a server may repeat a text: percent, JSON and HTML. */
const ENCODED = /((?:%[0-9A-F]{2})+)|\\u([0-9A-F]{4})|\\(["\\/])|&#(\d{1,7});|&#x([0-9A-F]{1,6});|&([a-z]{2,9});/gi;

/** Any other entity may be a dash. */
const ENTITIES: { readonly [name: string]: string } = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", shy: "\xAD" },
  // PHP writes these by name. Tokens contain them.
  ...{ period: ".", lowbar: "_", plus: "+", sol: "/", equals: "=" },
};

/** Anything shorter is not treated as a secret: masking it would only garble messages. */
const SHORTEST_SECRET = 8;

/** How many characters an encoding makes of one, at most. */
const LONGEST_ENCODING = 10;

/** How often a text may have been encoded, including what looks encoded in a secret itself. */
const LAYERS = 5;

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
  const isTruncated = text.length > limit + margin;
  const masked = maskEncoded(withSoftHyphens(text.slice(0, limit + margin)), parts);
  const shown = isTruncated ? masked.slice(0, -margin) : masked;
  return isTruncated || shown.length > limit ? `${shown.slice(0, limit)}…` : shown;
}

/** A secret, and the credentials in it if it starts with an authentication scheme, such as `Basic`. Forms encode a space as `+`. */
function partsOf(secret: string): string[] {
  const credentials = /^\s*[\w-]+ (.+)/.exec(secret)?.slice(1) ?? [];
  const parts = [secret, ...credentials].map((part) => part.trim()).flatMap((part) => [part, part.replaceAll(" ", "+")]);
  return parts.flatMap(decodings).filter(({ length }) => length >= SHORTEST_SECRET);
}

/** A text as it is, and decoded again and again: parts of a secret may look encoded, too. */
function decodings(text: string): string[] {
  const texts = new Set([normalize(text)]);
  // Visits what it adds.
  for (const last of texts) if (texts.size <= LAYERS) texts.add(normalize(decode(last)));
  return [...texts];
}

/** Masks product keys, then secrets. */
function maskEncoded(text: string, parts: readonly string[]): string {
  const masked = throughLayers(text, withSoftHyphens, maskProductKeys);
  return throughLayers(normalize(masked), normalize, (plain) => maskPlain(plain, parts));
}

/** Masks a text as it is, and shows it decoded if only that reveals something to mask. */
function throughLayers(text: string, normalized: (text: string) => string, mask: (text: string) => string): string {
  let shown = mask(text);
  let decoded = shown;
  for (let layer = 0; layer < LAYERS; layer++) {
    const plain = normalized(decode(decoded));
    decoded = mask(plain);
    if (decoded !== plain) shown = decoded;
  }
  return shown;
}

function maskPlain(text: string, parts: readonly string[]): string {
  return maskProductKeys(parts.reduce((masked, part) => masked.replaceAll(part, "[secret]"), text));
}

function decode(text: string): string {
  return text.replace(ENCODED, (encoded: string, ...groups: (string | undefined)[]) => {
    const [percent, unicode, escaped, decimal, hexadecimal, entity] = groups;
    if (percent !== undefined) return decodePercent(percent);
    if (escaped !== undefined) return escaped;
    if (entity !== undefined) return ENTITIES[entity.toLowerCase()] ?? "-";
    const code = Number(decimal ?? `0x${unicode ?? hexadecimal}`);
    return code <= 0x10ffff ? String.fromCodePoint(code) : encoded;
  });
}

function decodePercent(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    // Not UTF-8, but an encoding of one byte for a character.
    return bytes.replace(/%(..)/g, (_byte, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
}

/** Quotes a wrong argument in a message, if it is short enough to be an id or a path. */
export function quote(value: unknown): string {
  const text = value instanceof URL ? value.href : value;
  if (typeof text !== "string") return text === null || text === undefined ? String(text) : `of type ${typeof text}`;
  return text.length > 200 ? `a string of ${text.length} characters` : JSON.stringify(redact(text, []));
}
