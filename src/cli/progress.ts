import { createLogUpdate } from "log-update";
import sliceAnsi from "slice-ansi";
import stringWidth from "string-width";
import { type AttemptEvent, type BatchUpload, type BatchUploadDetails, countDevices } from "../index.ts";
import type { Output } from "./context.ts";
import { formatDuration } from "./duration.ts";
import { printable, printableStart } from "./printable.ts";
import { keyOf } from "./uploads.ts";

/** Shows the progress of a wait on standard error. */
export interface Progress {
  changed(upload: BatchUpload, details: BatchUploadDetails): void;
  attempted(event: AttemptEvent): void;
  settled(upload: BatchUpload, state: SettledState): void;
  /** Prints a separate line. */
  log(line: string): void;
  close(): void;
}

export type SettledState = "finished" | "failed" | "still running";

/** Prints a line for each change: for pipes, logs, and terminals without live progress. */
export function plainProgress(output: Output): Progress {
  const log = (line: string) => void output.write(`${line}\n`);
  return {
    changed(upload, details) {
      const { total, pending, failed } = countDevices(details);
      const devices = total === 0 ? "" : `, ${total - pending} of ${total} devices done${failed > 0 ? `, ${failed} failed` : ""}`;
      log(`${upload.batchTrackingId} ${printableStart(details.status)}${devices}`);
    },
    attempted({ batchTrackingId, error, pause }) {
      if (error === undefined || pause === undefined) return;
      log(`${batchTrackingId} ${printable(error.message)} Next poll in ${formatDuration(pause)}.`);
    },
    settled(upload, state) {
      // Its last change has already shown that it is finished.
      if (state !== "finished") log(`${upload.batchTrackingId} ${state}`);
    },
    log,
    close() {},
  };
}

interface Line {
  label: string;
  began: number;
  details?: BatchUploadDetails;
  /** When the next poll is due. */
  next?: number | undefined;
  problem?: string | undefined;
  settled?: { at: number; state: SettledState };
}

/** Keeps a line for each upload up to date, on a terminal. */
export function liveProgress(uploads: readonly BatchUpload[], terminal: Output): Progress {
  const screen = createLogUpdate(withSize(terminal));
  const labels = labelsOf(uploads);
  const lines = new Map(
    uploads.map((upload, index): [string, Line] => [keyOf(upload), { label: labels[index] ?? "", began: Date.now() }]),
  );
  const lineOf = (upload: BatchUpload): Line => {
    const line = lines.get(keyOf(upload));
    if (line === undefined) throw new Error(`${upload.batchTrackingId} is not one of the uploads`);
    return line;
  };
  let shown = "";
  const render = () => {
    shown = screenOf([...lines.values()], sizeOf(terminal));
    screen(shown);
  };
  // A terminal that becomes narrower wraps the lines on it, which log-update does not account for.
  const redraw = () => {
    const { columns } = sizeOf(terminal);
    const height = shown.split("\n").reduce((rows, line) => rows + Math.max(1, Math.ceil(stringWidth(line) / columns)), 0);
    screen.done();
    terminal.write(`\u001b[${height}A\u001b[J`);
    render();
  };
  const timer = setInterval(render, 1000);
  terminal.on("resize", redraw);
  render();
  return {
    changed(upload, details) {
      lineOf(upload).details = details;
      render();
    },
    attempted(event) {
      const { error, pause } = event;
      Object.assign(lineOf(event), {
        next: pause === undefined ? undefined : Date.now() + pause,
        problem: error && problemOf(error),
      });
      render();
    },
    settled(upload, state) {
      lineOf(upload).settled = { at: Date.now(), state };
      render();
    },
    log(line) {
      screen.clear();
      terminal.write(`${line}\n`);
      render();
    },
    close() {
      clearInterval(timer);
      terminal.off("resize", redraw);
      render();
      screen.done();
    },
  };
}

/** Some terminals, such as serial consoles, report 0 columns and 0 rows. */
function sizeOf({ columns, rows }: Output): { columns: number; rows: number } {
  return { columns: columns || 80, rows: rows || 24 };
}

/** log-update would believe a terminal that reports 0 columns. */
function withSize(terminal: Output): Output {
  const sized: Partial<Output> = {
    write: (text: string | Uint8Array) => terminal.write(text),
    get columns() {
      return sizeOf(terminal).columns;
    },
    get rows() {
      return sizeOf(terminal).rows;
    },
  };
  // Safe: log-update uses nothing else.
  return sized as Output;
}

/** The first digits of each id, its last digits if others start alike, or the whole id, padded to the same width. */
function labelsOf(uploads: readonly BatchUpload[]): string[] {
  const ids = uploads.map(({ batchTrackingId }) => batchTrackingId);
  const shortLabels = (id: string) => [id.slice(0, 8), `…${id.slice(-8)}`];
  const counts = new Map<string, number>();
  for (const label of ids.flatMap(shortLabels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = ids.map((id) => shortLabels(id).find((label) => counts.get(label) === 1) ?? id);
  const width = labels.reduce((width, { length }) => Math.max(width, length), 0);
  return labels.map((label) => label.padEnd(width));
}

/** As many lines as fit the terminal. If they do not all fit, unfinished uploads come first. */
function screenOf(lines: readonly Line[], { columns, rows }: { columns: number; rows: number }): string {
  const room = Math.max(1, rows - 1);
  const shown =
    lines.length <= room ? lines : [...lines].sort((a, b) => Number(!!a.settled) - Number(!!b.settled)).slice(0, room - 1);
  const hidden = lines.length - shown.length;
  const texts = shown.map((line) => lineText(line, columns));
  return [...texts, ...(hidden > 0 ? [`… and ${hidden} more`] : [])].join("\n");
}

/** A few characters only: the whole message is printed at the end. */
function problemOf(error: NonNullable<AttemptEvent["error"]>): string {
  if (error.code === "ERR_API") return String(error.status);
  return error.code === "ERR_NETWORK" ? "no response" : "invalid response";
}

const BAR_WIDTH = 10;

/** The least important parts come last, because a line that is too long for the terminal is truncated. */
function lineText({ label, began, details, next, problem, settled }: Line, columns: number): string {
  const { total, pending, failed } = details ? countDevices(details) : { total: 0, pending: 0, failed: 0 };
  const done = total - pending;
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR_WIDTH);
  const parts = [
    label,
    formatDuration((settled?.at ?? Date.now()) - began).padStart(7),
    fit(details ? printableStart(details.status) : "requesting", 20),
    "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled),
    (total === 0 ? "" : `${done}/${total}`).padStart(11),
    failed > 0 ? `${failed} failed` : "",
    settled && settled.state !== "finished" ? settled.state : "",
    settled === undefined && problem !== undefined ? problem : "",
    // Rounded up, so that it shows 0 s only when the poll is due.
    settled === undefined && next !== undefined ? `next ${formatDuration(Math.max(0, next - Date.now()) + 999)}` : "",
  ];
  return sliceAnsi(parts.filter(Boolean).join(" ").trimEnd(), 0, columns);
}

/** Pads or truncates to a width on the terminal, where some characters take two columns. */
function fit(text: string, columns: number): string {
  const truncated = sliceAnsi(text, 0, columns);
  return truncated + " ".repeat(Math.max(0, columns - stringWidth(truncated)));
}
