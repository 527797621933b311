import { ArgumentError } from "../argument-error.ts";
import type { ClockChange, EmulatorState, FaultList, InjectedFault, paths, Refusal, Submission } from "../generated/emulator.ts";
import { checkClockChange, checkFaultList, checkSubmission } from "./check.ts";
import type { IncomingRequest } from "./request.ts";

/** What the paths of the routes begin with. */
export const CONTROL_PATH = "/_emulator/";

/** What can be controlled of an emulator. */
interface Controlled {
  submit(submission: Submission): string;
  fail(...faults: readonly InjectedFault[]): void;
  pause(): void;
  advance(milliseconds: number): void;
  resume(): void;
  state(): EmulatorState;
  reset(): void;
}

type Route =
  | { method: "GET" | "POST"; respond(emulator: Controlled): Response }
  | {
      method: "POST";
      /** @throws ArgumentError that names the invalid place in the body. */
      respondTo(body: unknown, emulator: Controlled): Response;
    };

/** The routes that emulator.yaml describes. */
const ROUTES: { readonly [path in keyof paths]: Route } = {
  "/_emulator/state": { method: "GET", respond: (emulator) => json(200, emulator.state()) },
  "/_emulator/batches": {
    method: "POST",
    respondTo(body, emulator) {
      checkSubmission(body, "body");
      // Safe: it has just been checked.
      return respond(201, { Location: emulator.submit(body as Submission) });
    },
  },
  "/_emulator/faults": {
    method: "POST",
    respondTo(body, emulator) {
      checkFaultList(body, "body");
      // Safe: it has just been checked. One by one, because a call cannot have as many arguments as a body can have faults.
      for (const fault of (body as FaultList).faults) emulator.fail(fault);
      return respond(204);
    },
  },
  "/_emulator/clock": {
    method: "POST",
    respondTo(body, emulator) {
      checkClockChange(body, "body");
      // Safe: it has just been checked.
      const { paused, advance } = body as ClockChange;
      if (paused === true) emulator.pause();
      if (paused === false) emulator.resume();
      if (advance !== undefined) emulator.advance(advance);
      return respond(204);
    },
  },
  "/_emulator/reset": {
    method: "POST",
    respond(emulator) {
      emulator.reset();
      return respond(204);
    },
  },
};

/** Responds to a request that controls the emulator. */
export async function control(emulator: Controlled, { url, method, headers, text }: IncomingRequest): Promise<Response> {
  const route = new Map<string, Route>(Object.entries(ROUTES)).get(url.pathname);
  if (route === undefined) return refuse(404, `there is no such route; the routes are ${Object.keys(ROUTES).join(", ")}`);
  if (method !== route.method) return refuse(405, `the method must be ${route.method}`, { Allow: route.method });
  if ("respond" in route) return route.respond(emulator);
  if (!/^application\/json *(;|$)/i.test(headers.get("Content-Type") ?? "")) {
    return refuse(415, "the content type must be application/json");
  }
  try {
    return route.respondTo(parse(await text()), emulator);
  } catch (error) {
    if (error instanceof ArgumentError) return refuse(400, error.message);
    throw error;
  }
}

/** A response that says why a request is refused. */
export function refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return json(status, { message } satisfies Refusal, headers);
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", ...headers },
  });
}

function respond(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

/** Deeper values cannot be written as JSON again on every runtime. */
const MAX_DEPTH = 100;

function parse(text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The error would quote the body, which may contain product keys.
    throw new ArgumentError("body", "must be JSON");
  }
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new ArgumentError("body", `must not be nested more than ${MAX_DEPTH} levels deep`);
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return body;
}
