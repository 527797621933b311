import { CONTROLS, maskProductKey, maskProductKeys, redact } from "../redact.ts";

/** Untrusted text, made safe for a terminal: without control characters, product keys masked. */
export function printable(text: string | null | undefined): string {
  return redact(text ?? "", [], Infinity);
}

/** JSON for programs: unchanged except that product keys are masked and control characters are escaped. */
export function printableJson(value: unknown, indent = 2): string {
  const json = JSON.stringify(
    value,
    (key, property) => (typeof property === "string" ? masked(key, property) : property),
    indent,
  );
  // Control characters occur only within strings, where their escapes are equivalent; line breaks separate JSON's properties.
  return json.replace(CONTROLS, (character) => (character === "\n" ? "\n" : escapesOf(character)));
}

/** The same on one line, for JSON Lines. */
export function printableLine(value: unknown): string {
  return printableJson(value, 0);
}

function masked(name: string, text: string): string {
  return name === "productKey" ? maskProductKey(text) : maskProductKeys(text);
}

function escapesOf(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
