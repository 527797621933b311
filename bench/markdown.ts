import type { Ratios } from "./measuring.ts";

/** A table in Markdown: a first column of names, and figures. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = headings.map((_, index) => (index === 0 ? "---" : "---:"));
  return [headings, rule, ...rows].map(line).join("\n");
}

export function writeRatio({ median, low, high }: Ratios): string {
  return `${digits(median)} (${digits(low)}–${digits(high)})`;
}

/** Three digits, as far as they are before the point or tell anything. */
export function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
