import { createLogUpdate } from "log-update";
import sliceAnsi from "slice-ansi";
import stringWidth from "string-width";
import { type AttemptEvent, type BatchUpload, type BatchUploadDetails, countDevices } from "../index.ts";
import { writeDuration } from "./duration.ts";
import { printable } from "./printable.ts";
import { keyOf } from "./uploads.ts";

/** Tells on standard error how a wait goes on. */
export interface Progress {
  changed(upload: BatchUpload, details: BatchUploadDetails): void;
  attempted(upload: BatchUpload, event: AttemptEvent): void;
  ended(upload: BatchUpload, how: Ended): void;
  /** Prints a line of its own. */
  say(line: string): void;
  close(): void;
}

export type Ended = "finished" | "failed" | "still running";

/** A line for each change: for pipes, logs, and whoever does not want a screen that moves. */
export function plainProgress(): Progress {
  const say = (line: string) => console.error(line);
  return {
    changed(upload, details) {
      const { total, pending, failed } = countDevices(details);
      const devices = total === 0 ? "" : `, ${total - pending} of ${total} devices done${failed > 0 ? `, ${failed} failed` : ""}`;
      say(`${upload.batchTrackingId} ${printable(details.status)}${devices}`);
    },
    attempted(upload, { error, pause }) {
      if (error === undefined || pause === undefined) return;
      say(`${upload.batchTrackingId} ${printable(error.message)} Next look in ${writeDuration(pause)}.`);
    },
    ended(upload, how) {
      // That it is finished has been told as its last change.
      if (how !== "finished") say(`${upload.batchTrackingId} ${how}`);
    },
    say,
    close() {},
  };
}

interface Line {
  upload: BatchUpload;
  began: number;
  details?: BatchUploadDetails;
  /** When the next look is due. */
  next?: number | undefined;
  trouble?: string | undefined;
  ended?: { at: number; how: Ended };
}

/** A line for each upload, on a terminal. */
export function liveProgress(uploads: readonly BatchUpload[], terminal: NodeJS.WriteStream): Progress {
  const screen = createLogUpdate(terminal);
  const lines = new Map(uploads.map((upload): [string, Line] => [keyOf(upload), { upload, began: Date.now() }]));
  const lineOf = (upload: BatchUpload): Line => {
    const line = lines.get(keyOf(upload));
    if (line === undefined) throw new Error(`${upload.batchTrackingId} is not waited for`);
    return line;
  };
  let shown = "";
  const render = () => {
    shown = screenOf([...lines.values()], terminal.columns || 80, terminal.rows || 24);
    screen(shown);
  };
  // A terminal that has become narrower has broken lines in two, of which log-update does not know.
  const redraw = () => {
    const height = shown
      .split("\n")
      .reduce((rows, line) => rows + Math.max(1, Math.ceil(stringWidth(line) / (terminal.columns || 80))), 0);
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
    attempted(upload, { error, pause }) {
      Object.assign(lineOf(upload), {
        next: pause === undefined ? undefined : Date.now() + pause,
        trouble: error && troubleOf(error),
      });
      render();
    },
    ended(upload, how) {
      lineOf(upload).ended = { at: Date.now(), how };
      render();
    },
    say(line) {
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

/** As many lines as there is room for; those that have not ended come first where there is not enough. */
function screenOf(lines: readonly Line[], columns: number, rows: number): string {
  const room = Math.max(1, rows - 1);
  const shown =
    lines.length <= room ? lines : [...lines].sort((a, b) => Number(!!a.ended) - Number(!!b.ended)).slice(0, room - 1);
  const rest = lines.length - shown.length;
  const texts = shown.map((line) => lineText(line, columns));
  return [...texts, ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n");
}

/** In a few characters: the whole message comes at the end. */
function troubleOf(error: NonNullable<AttemptEvent["error"]>): string {
  if (error.code === "ERR_API") return String(error.status);
  return error.code === "ERR_NETWORK" ? "no answer" : "invalid answer";
}

const BAR = 10;

/** The parts that matter least come last, for what is too long for the terminal is cut. */
function lineText({ upload, began, details, next, trouble, ended }: Line, columns: number): string {
  const { total, pending, failed } = details ? countDevices(details) : { total: 0, pending: 0, failed: 0 };
  const done = total - pending;
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR);
  const parts = [
    upload.batchTrackingId.slice(0, 8),
    writeDuration((ended?.at ?? Date.now()) - began).padStart(7),
    fitted(details ? printable(details.status) : "asking", 20),
    "█".repeat(filled) + "░".repeat(BAR - filled),
    (total === 0 ? "" : `${done}/${total}`).padStart(11),
    failed > 0 ? `${failed} failed` : "",
    ended && ended.how !== "finished" ? ended.how : "",
    ended === undefined && trouble !== undefined ? trouble : "",
    // Rounded up: what is due in less than a second is not due.
    ended === undefined && next !== undefined ? `next ${writeDuration(Math.max(0, next - Date.now()) + 999)}` : "",
  ];
  return sliceAnsi(parts.filter(Boolean).join(" ").trimEnd(), 0, columns);
}

/** By what a terminal shows: some letters take two columns. */
function fitted(text: string, columns: number): string {
  const cut = sliceAnsi(text, 0, columns);
  return cut + " ".repeat(Math.max(0, columns - stringWidth(cut)));
}
