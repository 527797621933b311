import { type EventEmitter, once } from "node:events";
import { Writable } from "node:stream";
import xterm from "@xterm/headless";

/** Reads again after each change, until the text is as expected. There is no time limit: the machine may be busy. */
async function waitUntil(changes: EventEmitter, isEnded: () => boolean, read: () => Promise<string>, expected: string | RegExp) {
  for (;;) {
    const change = once(changes, "change");
    // Asked before reading, so that nothing written before the end is missed.
    const wasEnded = isEnded();
    const text = await read();
    if (typeof expected === "string" ? text.includes(expected) : expected.test(text)) return text;
    if (wasEnded) throw new Error(`never showed ${expected}, but:\n${text}`);
    await change;
  }
}

/** Collects the text that a command writes. */
export class TextOutput extends Writable {
  text = "";

  override _write(chunk: unknown, _encoding: string, done: () => void) {
    this.text += String(chunk);
    this.emit("change");
    done();
  }

  override _final(done: () => void) {
    this.emit("change");
    done();
  }

  /** Waits until the output contains the text, however long that takes. Rejects if the output ends without it. */
  shows(expected: string | RegExp): Promise<string> {
    return waitUntil(
      this,
      () => this.writableFinished,
      async () => this.text,
      expected,
    );
  }
}

/** A terminal whose screen xterm.js draws, as a person sees it. Also serves as an output stream of a command in this process. */
export class Screen extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns = 80, rows = 24) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000, convertEol: true });
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void) {
    this.#terminal.write(chunk);
    this.emit("change");
    done();
  }

  override _final(done: () => void) {
    this.emit("change");
    done();
  }

  /** The lines on the screen, without empty ones at the end. */
  async lines(): Promise<string[]> {
    await new Promise<void>((drawn) => this.#terminal.write("", drawn));
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? "");
    while (lines.at(-1) === "") lines.pop();
    return lines;
  }

  /** Waits until the screen shows the text, however long that takes. Rejects if the output ends without it. */
  async shows(expected: string | RegExp): Promise<string[]> {
    const read = async () => (await this.lines()).join("\n");
    return (await waitUntil(this, () => this.writableFinished, read, expected)).split("\n");
  }

  /** Resizes the terminal and, as Node does, emits `resize`. */
  resize(columns: number, rows: number) {
    this.#terminal.resize(columns, rows);
    Object.assign(this, { columns, rows });
    this.emit("resize");
  }
}
