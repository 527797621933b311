import { spawnSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("with code generation from strings disabled");

test("the client and the validators work", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--disallow-code-generation-from-strings", "test/node/no-eval.mjs"],
    { encoding: "utf8" },
  );
  assert.is(stderr, "");
  assert.is(stdout, "finished, ERR_INVALID_RESPONSE, true, false\n");
  assert.is(status, 0);
});

test.run();
