import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("the sources");

/** The command and the emulator's server, with its page's files, need Node. */
const NEEDS_NODE = /^(cli\/|emulator\/(server|page)\.ts$)/;

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const without = (pattern: RegExp, among: readonly string[]) =>
  assert.equal(
    among.filter((file) => pattern.test(readFileSync(`src/${file}`, "utf8"))),
    [],
  );

test("do not mention Deno", () => {
  without(/\bdeno\b/i, files);
  assert.equal(
    readdirSync(".").filter((file) => /^deno/i.test(file)),
    [],
  );
});

test("use no Node API, except in the command and the emulator's server", () => {
  const portable = files.filter((file) => !NEEDS_NODE.test(file));
  assert.ok(portable.length > 20);
  without(/\bfrom "node:|\bprocess\.[a-z]|\bBuffer\b|\brequire\(/, portable);
});

test("do not generate code from strings", () => {
  without(/\beval\(|\bnew Function\b/, files);
});

test("import openapi-fetch in one file only", () => {
  assert.equal(
    files.filter((file) => /\bfrom "openapi-fetch"/.test(readFileSync(`src/${file}`, "utf8"))),
    ["transport.ts"],
  );
});

test.run();
