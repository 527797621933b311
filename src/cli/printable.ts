import { CONTROLS, maskProductKey, normalize, redact } from "../redact.ts";

/** The letters and digits of a product key. A shorter text contains none. */
const SHORTEST_KEY = 25;

/**
 * Untrusted text on one line, made safe for a terminal: without control characters, product keys masked.
 *
 * @param limit - How many characters to print at most.
 */
export function printable(text: string | null | undefined, limit = Infinity): string {
  return text && text.length >= SHORTEST_KEY ? redact(text, [], limit) : normalize(text ?? "");
}

/** The same for people, who read no more of it. */
export function printableStart(text: string | null | undefined): string {
  return printable(text, 500);
}

/** The same for text that keeps its line breaks and its indentation, such as commander's errors, which quote arguments. */
export function printableLines(text: string): string {
  return text
    .split("\n")
    .map((line) => masked(line, () => line.split(" ").map(normalize).join(" ")))
    .join("\n");
}

/** Deeper JSON is not printed: other programs do not read it either, and its indentation would be longer than its content. */
const MAX_DEPTH = 500;

/**
 * JSON for programs: unchanged except that product keys are masked and control characters are escaped.
 *
 * @throws Error if it is nested too deeply or too long.
 */
export function printableJson(value: unknown, indent = 2): string {
  try {
    const json = JSON.stringify(maskedJson(value, { isProductKey: false, depth: 0 }), undefined, indent);
    // Control characters occur only within strings, where their escapes are equivalent; line breaks separate JSON's properties.
    return json.replace(CONTROLS, (character) => (character === "\n" ? "\n" : escapesOf(character)));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error("the response cannot be printed as JSON: it is nested too deeply or too long");
  }
}

/** The same on one line, for JSON Lines. */
export function printableLine(value: unknown): string {
  return printableJson(value, 0);
}

/** A copy in which product keys are masked, in the names of members as well. */
function maskedJson(value: unknown, place: { isProductKey: boolean; depth: number }): unknown {
  const { isProductKey } = place;
  const depth = place.depth + 1;
  if (depth > MAX_DEPTH) throw new RangeError("nested too deeply");
  if (Array.isArray(value)) return value.map((item) => maskedJson(item, { isProductKey, depth }));
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, member]) => [
      masked(name, () => name),
      maskedJson(member, { isProductKey: isProductKey || PRODUCT_KEY_NAME.test(normalize(name)), depth }),
    ]);
    return Object.fromEntries(members);
  }
  if (isProductKey && value && (typeof value === "string" || typeof value === "number")) return maskProductKey(String(value));
  return typeof value === "string" ? masked(value, () => value) : value;
}

/** The names of members that contain nothing but product keys, with or without dashes. */
const PRODUCT_KEY_NAME = /^product[ _-]?keys?$/i;

/** The text made printable if it contains a product key, and otherwise the text that `unmasked` returns. */
function masked(text: string, unmasked: () => string): string {
  const safe = printable(text);
  return safe === normalize(text) ? unmasked() : safe;
}

function escapesOf(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
