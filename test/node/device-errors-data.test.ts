import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deviceErrorsModule, parseDeviceErrors, readDeviceErrors } from "../../scripts/device-errors.ts";
import { KNOWN_ERRORS } from "../../src/generated/device-errors.ts";

const test = suite("device-errors.yaml");

const yaml = readFileSync("device-errors.yaml", "utf8");

test("is the source of the table that explains device errors", () => {
  const entries = readDeviceErrors().errors.map(({ code, otherNames: _, ...known }) => [code, known]);
  assert.equal(KNOWN_ERRORS, Object.fromEntries(entries));
});

test("describes only actions that an error has", () => {
  const { actions, errors } = readDeviceErrors();
  const used = errors.map(({ action }) => action);
  for (const action of Object.keys(actions)) assert.ok(used.includes(action), action);
});

test("keeps its other names out of the client", () => {
  assert.match(yaml, "ZtdDeviceAssignedToAnotherTenant");
  assert.not.match(deviceErrorsModule(readDeviceErrors()), "ZtdDeviceAssignedToAnotherTenant");
});

const mistakes: Record<string, [from: string | RegExp, to: string, message: string]> = {
  "an unknown member of an error": [
    "name: StorageError",
    "name: StorageError\n    advise: x",
    'error 640: unknown member "advise"',
  ],
  "an unknown member of the file": ["errors:", "version: 1\nerrors:", 'unknown member "version"'],
  "a code that is listed twice": ['"807"', '"806"', "the code 806 is listed twice"],
  "an unknown action": [
    "action: ask-owner",
    "action: ask",
    'error 808: unknown action "ask"; use fix-and-upload-again, wait, ask-owner, nothing',
  ],
  "an action called like a property of every object": [
    "action: ask-owner",
    "action: constructor",
    'error 808: unknown action "constructor"; use fix-and-upload-again, wait, ask-owner, nothing',
  ],
  "advice without a source": [/^ +source: .*$/m, "", 'error 801: "source" is missing'],
  "advice without an action": ["    action: nothing\n", "", 'error 806: "action" is missing'],
  "an error without a name": ["name: StorageError", "otherNames: [Other]", 'error 640: "name" is missing'],
  "a code that is a number": ['"640"', "640", "errors/0/code: it must be string"],
  "a source that is not a link": [
    /source: https.*/,
    "source: a blog",
    'error 801, source: it must match pattern "^https://\\S+$"',
  ],
  "empty advice": [/advice: Provide.*/, 'advice: ""', "error 803, advice: it must NOT have fewer than 1 characters"],
  "a file without errors": [/^errors:.*/ms, "", '"errors" is missing'],
};
for (const [what, [from, to, message]] of Object.entries(mistakes)) {
  test(`is rejected with ${what}`, () => {
    const changed = yaml.replace(from, to);
    assert.is.not(changed, yaml);
    assert.throws(
      () => parseDeviceErrors(changed),
      (error: Error) => error.message === `device-errors.yaml: ${message}`,
    );
  });
}

test("is rejected with the line of a syntax error", () => {
  assert.throws(() => parseDeviceErrors('errors:\n  - code: "1\n'), /^device-errors\.yaml: .*at line \d/);
});

test.run();
