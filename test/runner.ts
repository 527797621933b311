/**
 * Runs uvu's suites on any runtime. uvu's own runner succeeds if a hook throws, a test throws something other than an error, a
 * `.run()` is missing, a `.only` was left in, or there are no tests. Here each of these is a failure.
 */

// The real ones: tests may install fake timers.
const { setTimeout, clearTimeout } = globalThis;

/** A test file: its name and the function that imports it. */
export type TestFile = readonly [name: string, load: () => Promise<unknown>];

/** An entry of uvu's queue. It resolves to the errors as text or `true`, and the numbers of passed, skipped and all tests. */
type Suite = () => Promise<[errors: string | true, passed: number, skipped: number, total: number]>;

// If these are set, uvu only queues its suites, for us to run.
const uvu = globalThis as { UVU_DEFER?: number; UVU_QUEUE?: [name: string | null, ...suites: Suite[]][]; UVU_INDEX?: number };

/**
 * @param patience - The time limit for a suite, in milliseconds.
 * @returns The numbers of passed and failed tests. Anything that prevents tests from running counts as a failure.
 */
export async function runTests(
  files: readonly TestFile[],
  log: (text: string) => void,
  patience = 600_000,
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
    if (suites.length === 0) fail(name, "runs no tests. Is .run() missing?");
    for (const suite of suites) {
      try {
        const [errors, passed, skipped, total] = await inTime(suite, patience);
        result.passed += passed;
        if (errors !== true) log(errors);
        if (passed < total) fail(name, `${total - passed} of ${total} tests did not pass`, total - passed);
        if (total === 0) fail(name, "a suite contains no tests");
        if (skipped > 0) fail(name, `${skipped} tests are skipped, by .skip or .only`);
      } catch (error) {
        fail(name, `a suite did not complete: ${describe(error)}`);
      }
    }
  }
  return result;
}

/** Rejects after a time limit, so that a test that never settles does not hide the others. */
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
