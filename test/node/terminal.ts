import { readFileSync } from "node:fs";
import { Screen } from "./output.ts";
import { makeFolder, start } from "./resources.ts";

/** A program in a real Linux terminal. */
export interface TerminalSession {
  screen: Screen;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  exitCode: Promise<number | null>;
}

/** util-linux's `script` runs the program in a pseudoterminal. */
export function startInTerminal(command: string, environment: NodeJS.ProcessEnv, columns = 80, rows = 24): TerminalSession {
  const folder = makeFolder();
  const { CI: _, NO_COLOR: __, ...rest } = process.env;
  const setUp = `tty > ${folder}/tty; stty cols ${columns} rows ${rows}`;
  const { child, exitCode } = start("script", ["-qefc", `${setUp}; exec ${command}`, "/dev/null"], {
    env: { ...rest, TERM: "xterm-256color", ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const screen = new Screen(columns, rows);
  child.stdout?.pipe(screen);
  return {
    screen,
    type(keys) {
      child.stdin?.write(keys);
    },
    resize(columns, rows) {
      screen.resize(columns, rows);
      const tty = readFileSync(`${folder}/tty`, "utf8").trim();
      start("stty", ["-F", tty, "cols", String(columns), "rows", String(rows)]);
    },
    exitCode,
  };
}
