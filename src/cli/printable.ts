import { CONTROLS, FORMATS, maskProductKey, maskProductKeys } from "../redact.ts";

/** Somebody else's text, harmless for a terminal and without a product key. */
export function printable(text: string | null | undefined): string {
  // What nobody sees goes first, lest it hide a product key.
  return maskProductKeys((text ?? "").replace(FORMATS, ""))
    .replace(CONTROLS, "\uFFFD")
    .trim();
}

/** JSON for programs, as it came but for the product keys, and harmless for a terminal. */
export function printableJson(value: unknown, indent = 2): string {
  const json = JSON.stringify(value, (key, member) => (typeof member === "string" ? masked(key, member) : member), indent);
  // Only strings hold them, where their escapes mean the same; the line breaks between members are JSON's own.
  return json.replace(CONTROLS, (character) => (character === "\n" ? "\n" : escapesOf(character)));
}

/** The same in one line, one of many. */
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
