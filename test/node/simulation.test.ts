import { suite } from "uvu";
import * as assert from "uvu/assert";
import { simulateJob } from "../simulation/simulate-job.ts";

const test = suite("a simulation of jobs");

test("500 jobs, with whatever may happen to them, break no rule", async () => {
  const endings = new Set<string>();
  for (let seed = 1; seed <= 500; seed++) {
    const { ending, violations } = await simulateJob(seed);
    assert.equal(violations, [], `seed ${seed}`);
    endings.add(ending);
  }
  // All that can come of a job came up, or the simulation would prove little.
  const all = ["ERR_API", "ERR_DEADLINE", "ERR_INVALID_RESPONSE", "ERR_NETWORK", "aborted", "broken off", "details"];
  assert.equal([...endings].sort(), all);
});

test("a seed always gives the same job", async () => {
  for (const seed of [7, 77, 777]) assert.equal(await simulateJob(seed), await simulateJob(seed));
});

test.run();
