import { suite } from "uvu";
import * as assert from "uvu/assert";
import { simulateJob } from "../simulation/simulate-job.ts";

const test = suite("simulation");

test("200 jobs with random faults break no invariant", async () => {
  const results = new Set<string>();
  for (let seed = 1; seed <= 200; seed++) {
    const { result, violations } = await simulateJob(seed);
    assert.equal(violations, [], `seed ${seed}`);
    results.add(result);
  }
  // If a result never occurred, the simulation would prove little about it.
  const all = ["ERR_API", "ERR_DEADLINE", "ERR_INVALID_RESPONSE", "ERR_NETWORK", "aborted", "ended early", "resolved"];
  assert.equal([...results].sort(), all);
});

test("the same seed always produces the same job", async () => {
  for (const seed of [7, 77, 777]) assert.equal(await simulateJob(seed), await simulateJob(seed));
});

test.run();
