import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  // Most text is, and measuring any other takes a hundred times as long.
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** Breaks a text between words into lines of a width, and words that are longer themselves only if `hard`. */
export function wrap(text: string, width: number, { hard = false } = {}): string[] {
  return widthOf(text) <= width ? [text] : wrapAnsi(text, width, { hard }).split("\n");
}

/** A text behind a label, its further lines indented to the same column. */
export function labelled(label: string, text: string, width: number): string {
  const indent = " ".repeat(widthOf(label));
  return wrap(text, Math.max(width - indent.length, MIN_WIDTH), { hard: true })
    .map((line, index) => (index === 0 ? label : indent) + line)
    .join("\n");
}

/** Narrower text cannot be read. A terminal that is narrower wraps it itself. */
const MIN_WIDTH = 20;

/** Fits any masked product key and most serial numbers, and leaves 80 columns room for the longest documented error. */
const MAX_FIRST_COLUMN = 32;

const GAP = "  ";

/** A row of three cells, the middle one short, with a function that colors it. */
export type Row = readonly [first: string, middle: string, last: string, color?: (text: string) => string];

/** A table with wrapped first and last cells. */
export function table(rows: readonly Row[], width: number): string {
  const widest = (cell: 0 | 1) => rows.reduce((widest, row) => Math.max(widest, widthOf(row[cell])), 0);
  const first = Math.min(widest(0), MAX_FIRST_COLUMN, Math.max(Math.floor(width / 2), MIN_WIDTH));
  const middle = widest(1);
  const last = Math.max(width - first - middle - 2 * GAP.length, MIN_WIDTH);
  return rows.flatMap((row) => linesOf(row, { first, middle, last })).join("\n");
}

function linesOf(
  [firstCell, middleCell, lastCell, color = String]: Row,
  widths: { first: number; middle: number; last: number },
) {
  const first = wrap(firstCell, widths.first, { hard: true });
  const last = wrap(lastCell, widths.last, { hard: true });
  return Array.from({ length: Math.max(first.length, last.length) }, (_, index) => {
    const start = first[index] ?? "";
    const middle = index === 0 ? middleCell : "";
    const cells = [
      start + padding(start, widths.first),
      (middle && color(middle)) + padding(middle, widths.middle),
      last[index] ?? "",
    ];
    return cells.join(GAP).trimEnd();
  });
}

function padding(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - widthOf(text)));
}
