import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import xterm from "@xterm/headless";

/** A program in a real terminal of Linux, and its screen as a person sees it. */
export interface TerminalSession {
  /** The screen's lines, without what is empty at its end. */
  screen(): Promise<string[]>;
  /** Waits until the screen shows something. */
  shows(text: string | RegExp): Promise<string[]>;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** The exit code. */
  ended: Promise<number | null>;
}

/** util-linux's `script` gives the program a terminal of its own; xterm.js draws what it writes. */
export function inTerminal(command: string, environment: NodeJS.ProcessEnv, columns = 80, rows = 24): TerminalSession {
  const folder = mkdtempSync(join(tmpdir(), "terminal-"));
  const { CI: _, NO_COLOR: __, ...rest } = process.env;
  const child: ChildProcess = spawn(
    "script",
    ["-qefc", `tty > ${folder}/tty; stty cols ${columns} rows ${rows}; exec ${command}`, "/dev/null"],
    { env: { ...rest, TERM: "xterm-256color", ...environment }, stdio: ["pipe", "pipe", "inherit"] },
  );
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  child.stdout?.on("data", (data: Uint8Array) => terminal.write(data));
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      rmSync(folder, { recursive: true });
      resolve(code);
    });
  });

  async function screen(): Promise<string[]> {
    await new Promise<void>((drawn) => terminal.write("", drawn));
    const { buffer } = terminal;
    const lines = Array.from(
      { length: buffer.active.length },
      (_, row) => buffer.active.getLine(row)?.translateToString(true) ?? "",
    );
    while (lines.at(-1) === "") lines.pop();
    return lines;
  }

  return {
    screen,
    async shows(text) {
      for (let tries = 0; tries < 200; tries++) {
        const lines = await screen();
        const whole = lines.join("\n");
        if (typeof text === "string" ? whole.includes(text) : text.test(whole)) return lines;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`the screen never showed ${text}:\n${(await screen()).join("\n")}`);
    },
    type(keys) {
      child.stdin?.write(keys);
    },
    resize(columns, rows) {
      terminal.resize(columns, rows);
      spawn("stty", ["-F", readFileSync(`${folder}/tty`, "utf8").trim(), "cols", String(columns), "rows", String(rows)]);
    },
    ended,
  };
}
