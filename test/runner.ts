/**
 * Runs uvu's suites on any runtime. uvu's own runner ends well on a hook that throws, a test that throws something else than an
 * error, a forgotten `.run()`, a left-in `.only`, and when there is nothing to run. Here each of them is a failure.
 */

// Real ones, whatever clock a test installs.
const { setTimeout, clearTimeout } = globalThis;

/** A file of tests: its name, and what imports it. */
export type TestFile = readonly [name: string, load: () => Promise<unknown>];

/** What uvu puts in its queue: errors as text or `true`, then how many tests passed, were skipped, and were there. */
type Suite = () => Promise<[errors: string | true, passed: number, skipped: number, total: number]>;

// uvu looks for these, and then leaves it to us to run what is queued.
const uvu = globalThis as { UVU_DEFER?: number; UVU_QUEUE?: [name: string | null, ...suites: Suite[]][]; UVU_INDEX?: number };

/**
 * @param patience - How many milliseconds a suite may take.
 * @returns How many tests passed and failed. Whatever keeps tests from running counts as a failure.
 */
export async function runTests(
  files: readonly TestFile[],
  log: (text: string) => void,
  patience = 120_000,
): Promise<{ passed: number; failed: number }> {
  uvu.UVU_DEFER = 1;
  uvu.UVU_QUEUE = [];
  const result = { passed: 0, failed: 0 };
  const fail = (name: string, problem: string, count = 1) => {
    result.failed += count;
    log(`FAIL ${name}: ${problem}`);
  };
  for (const [index, [name, load]] of files.entries()) {
    const group: [string | null, ...Suite[]] = [null];
    uvu.UVU_QUEUE.push(group);
    uvu.UVU_INDEX = index;
    try {
      await inTime(load, patience);
    } catch (error) {
      fail(name, `could not be loaded: ${describe(error)}`);
    }
    const [, ...suites] = group;
    if (suites.length === 0) fail(name, "runs no test. Is .run() missing?");
    for (const suite of suites) {
      try {
        const [errors, passed, skipped, total] = await inTime(suite, patience);
        result.passed += passed;
        if (errors !== true) log(errors);
        if (passed < total) fail(name, `${total - passed} of ${total} tests did not pass`, total - passed);
        if (total === 0) fail(name, "a suite holds no test");
        if (skipped > 0) fail(name, `${skipped} tests are skipped, by .skip or .only`);
      } catch (error) {
        fail(name, `a suite broke off: ${describe(error)}`);
      }
    }
  }
  return result;
}

/** A test that never settles must not keep the rest from being told. */
function inTime<T>(work: () => Promise<T>, patience: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not settled after ${patience / 1000} s`)), patience);
  });
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
