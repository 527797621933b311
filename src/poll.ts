import { type Attempt, type Call, type MakeAttempt, notify } from "./attempt.ts";
import { isFinished } from "./details.ts";
import { type AttemptError, WatchDeadlineError } from "./errors.ts";
import type { BatchUploadDetails } from "./generated/openapi.ts";
import type { BatchUploadPoll, ClientSettings, PollState, WatchSettings } from "./options.ts";
import { isTransient } from "./retry.ts";

/** How to poll: the options of the watch or poll, and those of its client. */
export type PollPlan = WatchSettings & Pick<ClientSettings, "retry" | "onAttempt">;

/** How one poll ended, and when: `elapsed` milliseconds after the first poll began. */
export type Poll = { elapsed: number } & (
  | { details: BatchUploadDetails; error: undefined; pause: undefined }
  // Without details and error, the response was identical to the last one.
  | { details: BatchUploadDetails | undefined; error: AttemptError | undefined; pause: number }
);

/**
 * Polls once, and chooses the pause before the next poll: none if the batch is finished. Rejects with any error that is not
 * transient.
 *
 * @param clock - Returns the milliseconds since the first poll began.
 * @param isLast - Whether no poll follows, although the batch is not finished.
 */
export async function poll(
  makeAttempt: MakeAttempt,
  call: Call,
  plan: PollPlan,
  clock: () => number,
  isLast: (elapsed: number, pause: number) => boolean,
): Promise<Poll> {
  let attempt = await makeAttempt(call, undefined);
  if (attempt.newToken !== undefined) {
    notify(plan.onAttempt, attempt, 0);
    attempt = await makeAttempt(call, attempt.newToken);
  }
  const { details, error, rejection } = attempt;
  const elapsed = clock();
  const pause = pauseAfter(attempt, plan, elapsed);
  notify(plan.onAttempt, attempt, pause === undefined || isLast(elapsed, pause) ? undefined : pause);
  if (rejection !== undefined) throw rejection.reason;
  if (pause !== undefined) return { elapsed, details, error, pause };
  if (details === undefined) throw error;
  return { elapsed, details, error: undefined, pause };
}

/** Polls once for a wait that may have begun in another process: all that it needs to know is in `state`, by the wall clock. */
export async function pollFrom(state: PollState, makeAttempt: MakeAttempt, call: Call, plan: PollPlan): Promise<BatchUploadPoll> {
  const { correlationId } = state;
  // A clock that was set back must not prolong the wait by more than its own length.
  const startedAt = Math.min(state.startedAt, Date.now());
  const isOver = (elapsed: number) => elapsed >= plan.totalTimeout;
  const { elapsed, ...result } = await poll(makeAttempt, call, plan, () => Date.now() - startedAt, isOver);
  if (result.pause !== undefined && isOver(elapsed)) throw new WatchDeadlineError(plan.totalTimeout, call, result);
  return { state: { startedAt, attempts: call.attempts, correlationId, requestId: call.requestId }, ...result };
}

/** Milliseconds until the next poll; undefined if this one was the last. */
function pauseAfter({ details, error, rejection }: Attempt, plan: PollPlan, elapsed: number): number | undefined {
  if (rejection !== undefined) return undefined;
  if (error !== undefined && (plan.retry === false || !isTransient(error))) return undefined;
  if (details !== undefined && isFinished(details)) return undefined;
  const retryAfter = error?.code === "ERR_API" ? error.retryAfter : undefined;
  return choosePause(elapsed, retryAfter, plan.interval, Math.random);
}

/**
 * Chooses a pause: a share of the time waited so far, so that the end of a batch is detected quickly relative to how long it took,
 * with few requests however long that is.
 *
 * @param elapsed - Milliseconds since the first poll.
 * @param retryAfter - The server's Retry-After in milliseconds. It only lengthens the pause.
 * @param random - Returns numbers from 0 up to 1, which vary the pause by a tenth.
 */
export function choosePause(
  elapsed: number,
  retryAfter: number | undefined,
  { min, growth, max }: WatchSettings["interval"],
  random: () => number,
): number {
  const share = Math.max(elapsed * growth, min) * (0.9 + 0.2 * random());
  return Math.max(Math.min(Math.max(share, min), max), retryAfter ?? 0);
}
