import { suite } from "uvu";
import * as assert from "uvu/assert";
import { abortable, onAbort, pause, startTimer } from "../../src/abort.ts";
import { inStoppedTime } from "./clock.ts";
import { reasonOf } from "./rejection.ts";

const test = suite("aborts and timers");

/** A signal, its controller, and how many listeners it has. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const count = { listeners: 0 };
  const { addEventListener, removeEventListener } = signal;
  Object.assign(signal, {
    addEventListener(...parameters: Parameters<typeof addEventListener>) {
      if (parameters[0] === "abort") count.listeners += 1;
      addEventListener.apply(signal, parameters);
    },
    removeEventListener(...parameters: Parameters<typeof removeEventListener>) {
      if (parameters[0] === "abort") count.listeners -= 1;
      removeEventListener.apply(signal, parameters);
    },
  });
  return { controller, signal, count };
}

const never = () => new Promise<never>(() => {});
const limit = { milliseconds: 1_000, result: () => "too late" };

test("a timer for a negative time fires without waiting", async () => {
  await inStoppedTime(async (clock) => {
    let fired = 0;
    startTimer(() => {
      fired += 1;
    }, -5);
    clock.tick(0);
    assert.is(fired, 1);
  });
});

test("a timer that was stopped does not fire", async () => {
  await inStoppedTime(async (clock) => {
    const stop = startTimer(() => assert.unreachable(), 10);
    assert.is(clock.countTimers(), 1);
    stop();
    assert.is(clock.countTimers(), 0);
  });
});

test("a pause of no time sets no timer", async () => {
  await inStoppedTime(async (clock) => {
    const paused = pause(0, undefined);
    assert.is(clock.countTimers(), 0);
    await paused;
  });
});

test("a pause of one millisecond waits for it", async () => {
  await inStoppedTime(async (clock) => {
    const paused = pause(1, undefined);
    assert.is(clock.countTimers(), 1);
    clock.tick(1);
    await paused;
  });
});

test("a pause leaves neither a listener nor a timer, whether it ends or is aborted", async () => {
  await inStoppedTime(async (clock) => {
    const { controller, signal, count } = countedSignal();
    const ended = pause(100, signal);
    assert.is(count.listeners, 1);
    clock.tick(100);
    await ended;
    assert.is(count.listeners, 0);
    const aborted = reasonOf(pause(100, signal));
    controller.abort("enough");
    assert.is(await aborted, "enough");
    assert.equal([count.listeners, clock.countTimers()], [0, 0]);
    assert.is(await reasonOf(pause(0, signal)), "enough");
  });
});

test("work that never settles leaves neither a listener nor a timer after its time limit", async () => {
  await inStoppedTime(async (clock) => {
    const { signal, count } = countedSignal();
    const result = abortable(never, signal, limit);
    assert.equal([count.listeners, clock.countTimers()], [1, 1]);
    clock.tick(1_000);
    assert.is(await result, "too late");
    assert.equal([count.listeners, clock.countTimers()], [0, 0]);
  });
});

test("work that never settles leaves neither a listener nor a timer after an abort", async () => {
  await inStoppedTime(async (clock) => {
    const { controller, signal, count } = countedSignal();
    const reason = reasonOf(abortable(never, signal, limit));
    controller.abort("enough");
    assert.is(await reason, "enough");
    assert.equal([count.listeners, clock.countTimers()], [0, 0]);
  });
});

test("work does not start if the signal is already aborted", async () => {
  const work = () => assert.unreachable() as never;
  assert.is(await reasonOf(abortable(work, AbortSignal.abort("before"), limit)), "before");
});

test("the signal of the work aborts with the caller's reason, or at the time limit", async () => {
  await inStoppedTime(async (clock) => {
    const signals: AbortSignal[] = [];
    const work = (signal: AbortSignal) => {
      signals.push(signal);
      return never();
    };
    const controller = new AbortController();
    const aborted = reasonOf(abortable(work, controller.signal, limit));
    const late = abortable<string>(work, undefined, limit);
    controller.abort("enough");
    clock.tick(1_000);
    await Promise.all([aborted, late]);
    assert.is(signals[0]?.reason, "enough");
    assert.ok(signals[1]?.aborted);
  });
});

test("listeners of one signal share one, which is removed with the last of them", () => {
  const { controller, signal, count } = countedSignal();
  const called: string[] = [];
  const remove = ["first", "second"].map((name) => onAbort(signal, () => called.push(name)));
  assert.is(count.listeners, 1);
  remove[0]?.();
  assert.is(count.listeners, 1);
  remove[1]?.();
  assert.is(count.listeners, 0);
  onAbort(signal, () => called.push("third"));
  // The group of the first two is gone: removing them again must not affect the third.
  for (const again of remove) again();
  assert.is(count.listeners, 1);
  controller.abort();
  assert.equal(called, ["third"]);
});

test.run();
