import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { createEmulator } from "../src/emulator/emulator.ts";
import { bash, type Client } from "./clients.ts";
import { withEmulator } from "./emulator.ts";

/** A test in docs/other-languages.md that controls the emulator. */
export interface DocumentedTest extends Pick<Client, "needs"> {
  /** The language, and `-emulator`. */
  name: string;
  title: string;
  /** The language of its code block, which is the first one that contains the emulator's routes. */
  language: string;
  file: string;
  /** Succeeds if the test runs and passes. */
  command: string;
}

export const DOCUMENTED_TESTS: readonly DocumentedTest[] = [
  {
    name: "go-emulator",
    title: "The documented test in Go, which controls the emulator",
    needs: [{ test: "go version", debian: "golang-go" }],
    language: "go",
    file: "upload_test.go",
    command: "go mod init upload && go vet && go test -v | tee result && grep -q '^--- PASS: TestReports' result",
  },
  {
    name: "python-emulator",
    title: "The documented test in Python, which controls the emulator",
    needs: [{ test: "python3 --version", debian: "python3" }],
    language: "python",
    file: "test_upload.py",
    command: "python3 -W error -m unittest -v 2>&1 | tee result && grep -q '^Ran 1 test' result && grep -qx OK result",
  },
];

/** Runs a test as it is documented, but against an emulator with an address of its own. Returns its problems. */
export function runDocumentedTest({ name, language, file, command }: DocumentedTest): Promise<string[]> {
  const folder = resolve(import.meta.dirname, ".work/documented-tests", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return withEmulator(createEmulator(), async (url) => {
    writeFileSync(`${folder}/${file}`, codeOf(language).replaceAll("http://127.0.0.1:4010", url));
    const { exitCode, output } = await bash(command, folder, { seconds: 300 });
    return exitCode === 0 ? [] : [`${name}: exit code ${exitCode}\n${output.slice(-3000)}`];
  });
}

function codeOf(language: string): string {
  const blocks = readFileSync(resolve(import.meta.dirname, "../docs/other-languages.md"), "utf8").matchAll(
    /^```(\w+)\n(.*?)^```$/gms,
  );
  for (const [, fence, code = ""] of blocks) if (fence === language && code.includes("/_emulator/")) return code;
  throw new Error(`docs/other-languages.md contains no test in ${language}`);
}
