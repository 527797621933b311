/**
 * Partner Center as durable engines meet it: the emulator over HTTP, with random faults and a throttle. It runs in the test's own
 * process, which nothing kills, and so it knows every request.
 */
import { createEmulator, type InjectedFault } from "../../src/emulator/emulator.ts";
import { createRandom, randomGuid } from "../../src/emulator/random.ts";
import { startServer } from "../../src/emulator/server.ts";
import { type BatchUpload, parseBatchLocation } from "../../src/location.ts";
import { measureBusyTime } from "./busy-time.ts";

/** What the workers send as their token. Nothing may store it. */
export const TOKEN = "token-that-no-engine-may-store";
/** Part of every response. Nothing may store it. */
export const PRODUCT_KEY = "ABCDE-FGHJK-LMNPQ-RTVWX-YZ234";

/** More requests than this within a second start a hold: until it ends, every request gets a 429 with Retry-After. */
const LIMIT = 30;
/** Each request may also start a hold, so that every run has some. */
const HOLD_SHARE = 1 / 100;
const HOLDS = [2_000, 3_000];
const FAULT_SHARE = 0.08;
const FAULTS: readonly InjectedFault[] = [
  "reset",
  { status: 503 },
  { status: 200, body: "<html>garbage" },
  { slowBody: 1_000 },
  { cutBody: 20 },
];
/** How long requests may still arrive after a hold began: they were on their way, and the word had to spread. */
const GRACE = 250;

/** What happened so far. */
export interface TrafficReport {
  requests: number;
  /** Requests that got a 429. */
  refused: number;
  holds: number;
  /** How far into a hold the requests came that an engine must not have sent, in milliseconds. */
  late: number[];
}

/** The throttled emulator over HTTP. */
export interface PartnerCenter {
  /** Base URL for clients. */
  url: string;
  /** Accepts uploads whose batches take between `shortest` and `longest` milliseconds from their first poll. */
  submit(count: number, shortest: number, longest: number): BatchUpload[];
  /**
   * Call this after a process was killed, and again when it runs again. What it knew of a hold may be lost with it, so the next
   * requests may still arrive for a moment.
   */
  allowForKill(): void;
  report(): TrafficReport;
  close(): Promise<void>;
}

/**
 * @param seed - Determines durations, faults and holds.
 * @param startUp - For how many milliseconds a new process has work that delays no request, because it only starts.
 */
export async function startPartnerCenter(seed: number, startUp = 0): Promise<PartnerCenter> {
  const random = createRandom(seed);
  const emulator = createEmulator({ seed });
  const recent: number[] = [];
  const late: number[] = [];
  const busyTime = measureBusyTime(startUp);
  const traffic = { requests: 0, refused: 0, holds: 0 };
  let heldSince = 0;
  let heldUntil = 0;
  let allowedSince = 0;

  async function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const now = Date.now();
    traffic.requests += 1;
    if (now < heldUntil) {
      const elapsed = now - allowedSince;
      // The word spreads behind other work, which takes longer on a slow machine: time with any does not count.
      if (elapsed > GRACE + busyTime.ofLast(elapsed)) late.push(now - heldSince);
      return refuse(now);
    }
    recent.push(now);
    while ((recent[0] ?? now) < now - 1_000) recent.shift();
    if (recent.length > LIMIT || random() < HOLD_SHARE) {
      traffic.holds += 1;
      heldSince = now;
      heldUntil = now + pick(HOLDS, random);
      allowForKill();
      return refuse(now);
    }
    if (random() < FAULT_SHARE) emulator.fail(pick(FAULTS, random));
    return emulator.fetch(input, init);
  }

  function refuse(now: number): Response {
    traffic.refused += 1;
    return new Response(null, { status: 429, headers: { "Retry-After": String(Math.ceil((heldUntil - now) / 1_000)) } });
  }

  function submit(count: number, shortest: number, longest: number): BatchUpload[] {
    return Array.from({ length: count }, () =>
      parseBatchLocation(
        emulator.submit({
          customerId: randomGuid(random),
          devices: [
            { serialNumber: "1", productKey: PRODUCT_KEY },
            { serialNumber: "2", result: random() < 0.2 ? "808" : "success" },
          ],
          begins: "first-request",
          duration: shortest + random() * (longest - shortest),
        }),
      ),
    );
  }

  function allowForKill() {
    allowedSince = Date.now();
  }

  const server = await startServer({ fetch }, 0);
  return {
    url: server.url,
    submit,
    allowForKill,
    report: () => ({ ...traffic, late: [...late] }),
    async close() {
      busyTime.stop();
      await server.close();
    },
  };
}

function pick<T>(list: readonly T[], random: () => number): T {
  // Safe: no list here is empty.
  return list[Math.floor(random() * list.length)] as T;
}
