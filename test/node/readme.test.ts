import { execFileSync, execFile as execFileWithCallback } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createEmulator } from "../../src/emulator/emulator.ts";
import { startServer } from "../../src/emulator/server.ts";
import { parseBatchLocation } from "../../src/location.ts";
import { inVirtualTime } from "../portable/clock.ts";

const test = suite("README and docs");

const execFile = promisify(execFileWithCallback);

/** Variables that every code block may use. */
const GIVEN = "declare const token: string;\ndeclare const response: Response;\n";

const documents = [
  "README.md",
  ...readdirSync("docs")
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

// Blocks of code for a package that we do not install are marked `typescript`, and not compiled here.
test("contain code that compiles", () => {
  const folder = mkdtempSync(join("test", ".readme-"));
  try {
    let count = 0;
    for (const document of documents) {
      for (const [, code = ""] of readFileSync(document, "utf8").matchAll(/^```ts\n(.*?)^```$/gms)) {
        writeFileSync(join(folder, `${++count}.ts`), `${GIVEN}${code}\nexport {};\n`);
      }
    }
    assert.ok(count > 0);
    const config = { extends: "../../tsconfig.node.json", compilerOptions: { rootDir: "../.." }, include: ["*.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    execFileSync(process.execPath, [resolve("node_modules/typescript-7/bin/tsc"), "--project", folder], { encoding: "utf8" });
  } catch (error) {
    // tsc prints errors to standard output.
    throw new Error(error instanceof Error && "stdout" in error ? String(error.stdout) : String(error));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("contain the output of the program for many uploads", async () => {
  const page = readFileSync("docs/many-uploads.md", "utf8");
  const [, code = "", output] = /^```ts\n(.*?)^```\n\n```\n(.*?)^```$/ms.exec(page) ?? [];
  const folder = mkdtempSync(join("test", ".readme-"));
  const { log } = console;
  const printed: string[] = [];
  try {
    const file = join(folder, "program.ts");
    writeFileSync(file, code);
    console.log = (line: string) => void printed.push(`${line}\n`);
    await inVirtualTime(() => import(pathToFileURL(resolve(file)).href));
  } finally {
    console.log = log;
    rmSync(folder, { recursive: true });
  }
  assert.is(printed.join(""), output);
});

test("contain a program with openapi-fetch that prints the failed device, and accepts JSON only", async () => {
  const page = readFileSync("docs/other-languages.md", "utf8");
  const [, code = ""] = /^```ts\n(.*?)^```$/ms.exec(page) ?? [];
  const folder = mkdtempSync(join("test", ".readme-"));
  const emulator = createEmulator();
  const { url, close } = await startServer(emulator, 0);
  try {
    const file = join(folder, "program.ts");
    writeFileSync(file, code.replaceAll("http://127.0.0.1:4010", url));
    const { customerId, batchTrackingId } = parseBatchLocation(
      emulator.submit({ devices: [{ serialNumber: "1" }, { serialNumber: "2", result: "808" }], duration: 0 }),
    );
    const program = execFile(process.execPath, ["--import", "tsx", file, customerId, batchTrackingId], {
      env: { ...process.env, PARTNER_CENTER_TOKEN: "any" },
    });
    assert.is((await program).stdout, "status: finished\n2 808 ZtdDeviceAssignedToOtherTenant\n");
    assert.equal(
      emulator.requests.map(({ headers }) => [headers["accept"], headers["authorization"]?.startsWith("Bearer ")]),
      [["application/json", true]],
    );
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
});

test("quote BENCHMARKS.md literally", () => {
  const benchmarks = readFileSync("BENCHMARKS.md", "utf8");
  const [, quoted = ""] = /^## Benchmarks\n\n((?:- .*\n)+)/m.exec(readFileSync("README.md", "utf8")) ?? [];
  const lines = quoted.trim().split("\n");
  assert.is(lines.length, 3);
  for (const line of lines) assert.ok(benchmarks.includes(`\n**${line.slice(2)}**\n`), line);
});

test.run();
