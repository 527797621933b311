import { createLogUpdate } from "log-update";
import { type AttemptEvent, type BatchUpload, type BatchUploadDetails, countDevices, isFinished } from "../index.ts";
import { writeDuration } from "./duration.ts";
import { printable } from "./printable.ts";
import { keyOf } from "./uploads.ts";

/** Tells on standard error how a wait goes on. */
export interface Progress {
  changed(upload: BatchUpload, details: BatchUploadDetails): void;
  attempted(upload: BatchUpload, event: AttemptEvent): void;
  ended(upload: BatchUpload, how: string): void;
  /** Prints a line of its own. */
  say(line: string): void;
  close(): void;
}

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
      say(`${upload.batchTrackingId} ${how}`);
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
  ended?: { at: number; how: string };
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
  const render = () => screen(screenOf([...lines.values()], terminal.columns || 80, terminal.rows || 24));
  const timer = setInterval(render, 1000);
  terminal.on("resize", render);
  render();
  return {
    changed(upload, details) {
      lineOf(upload).details = details;
      render();
    },
    attempted(upload, { error, pause }) {
      Object.assign(lineOf(upload), {
        next: pause === undefined ? undefined : Date.now() + pause,
        trouble: error && printable(error.message),
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
      terminal.off("resize", render);
      render();
      screen.done();
    },
  };
}

/** As many lines as there is room for; those that have not ended come first where there is not enough. */
export function screenOf(lines: readonly Line[], columns: number, rows: number): string {
  const room = Math.max(1, rows - 1);
  const shown =
    lines.length <= room ? lines : [...lines].sort((a, b) => Number(!!a.ended) - Number(!!b.ended)).slice(0, room - 1);
  const rest = lines.length - shown.length;
  const texts = shown.map((line) => lineText(line, columns));
  return [...texts, ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n");
}

const BAR = 10;

/** The parts that matter least go first where a line is too short. */
function lineText({ upload, began, details, next, trouble, ended }: Line, columns: number): string {
  const { total, pending, failed } = details ? countDevices(details) : { total: 0, pending: 0, failed: 0 };
  const done = total - pending;
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR);
  const left = next === undefined ? undefined : Math.max(0, next - Date.now());
  const parts = [
    upload.batchTrackingId.slice(0, 8),
    writeDuration((ended?.at ?? Date.now()) - began).padStart(7),
    (details ? printable(details.status) : "asking").slice(0, 20).padEnd(20),
    "█".repeat(filled) + "░".repeat(BAR - filled),
    (total === 0 ? "" : `${done}/${total}`).padStart(11),
    failed > 0 ? `${failed} failed` : "",
    ended && !(details && isFinished(details)) ? ended.how : "",
    ended === undefined && trouble !== undefined ? trouble : "",
    ended === undefined && left !== undefined ? `next ${writeDuration(left)}` : "",
  ];
  return parts.filter(Boolean).join(" ").trimEnd().slice(0, columns);
}
