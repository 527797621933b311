import { isDeepStrictEqual } from "node:util";
import type { Knowledge, Vector } from "./cases.ts";
import { type Build, run } from "./clients.ts";
import { type Arrival, startVectorServer } from "./server.ts";

/** What was found wrong, by the vector's name. Four more stand for the client as a whole. */
export type Findings = Map<string, string>;

export const COMPILES = "(compiles)";
export const REQUEST = "(request)";
export const ENDS = "(ends)";
export const ELSEWHERE = "(elsewhere)";
/** What is found where a client, for whatever reason, said nothing. */
export const SILENT = "no answer";

/** Places where a client must know the same, without being built again. */
export type Places = Record<string, NodeJS.ProcessEnv>;

/** Lets a client ask for every vector, here and elsewhere, and compares what it knows with what it must know. */
export async function judge(built: Build, vectors: ReadonlyMap<string, Vector>, places: Places): Promise<Findings> {
  if (built.problem !== undefined) return new Map([[COMPILES, built.problem]]);
  const findings: Findings = new Map();
  const server = await startVectorServer(vectors.values());
  try {
    const ids = [...vectors.values()].map(({ batchTrackingId }) => batchTrackingId);
    const here = await run(built, server.url, ids, {});
    for (const [name, { batchTrackingId, knows }] of vectors) {
      const answer = here.answers.get(batchTrackingId);
      if (answer === undefined) findings.set(name, SILENT);
      else if (!knows.some((knowledge) => isKnown(answer, knowledge))) {
        findings.set(name, `${JSON.stringify(answer)} instead of ${knows.map((one) => JSON.stringify(one)).join(" or ")}`);
      }
      const wrong = wrongRequest(server.takeArrivals(batchTrackingId), batchTrackingId);
      if (wrong !== undefined && !findings.has(REQUEST)) findings.set(REQUEST, `${name}: ${wrong}`);
    }
    if (here.problem !== undefined) findings.set(ENDS, here.problem);
    const elsewhere: string[] = [];
    for (const [place, environment] of Object.entries(places)) {
      const there = await run(built, server.url, ids, environment);
      const changed = [...vectors].find(
        ([, { batchTrackingId }]) => !isSame(here.answers.get(batchTrackingId), there.answers.get(batchTrackingId)),
      );
      if (changed !== undefined) {
        const [name, { batchTrackingId: id }] = changed;
        const [was, is] = [here, there].map(({ answers }) => JSON.stringify(answers.get(id)));
        elsewhere.push(`${place}, ${name}: ${is} instead of ${was}`);
      } else if (there.problem !== here.problem) elsewhere.push(`${place}: ${there.problem}`);
    }
    if (elsewhere.length > 0) findings.set(ELSEWHERE, elsewhere.join("; "));
  } finally {
    await server.close();
  }
  return findings;
}

/** Looks only at what is expected, in a failure only that there is one. */
function isKnown(answer: object, expected: Knowledge): boolean {
  if ("failure" in expected) return "failure" in answer;
  if ("fault" in expected) return "fault" in answer && isDeepStrictEqual(answer.fault, expected.fault);
  if (!("facts" in answer)) return false;
  const facts = Object(answer.facts);
  return Object.entries(expected.facts).every(([pointer, value]) => facts[pointer] === value);
}

function isSame(here: object | undefined, there: object | undefined): boolean {
  // The words of a failure may name ports and times.
  const essence = (answer: object | undefined) => (answer !== undefined && "failure" in answer ? "failure" : answer);
  return isDeepStrictEqual(essence(here), essence(there));
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function wrongRequest(arrivals: Arrival[], id: string): string | undefined {
  if (arrivals.length === 0) return "no request arrived";
  for (const { method, path, headers } of arrivals) {
    if (method !== "GET") return `the method is ${method}`;
    if (path !== `/v1/customers/47021739-3426-40bf-9601-61b4b6d7c793/batchJobStatus/${id}`) return `the path is ${path}`;
    if (headers.authorization !== "Bearer conformance-token") return "the token is not sent as a bearer token";
    if (!headers.accept?.includes("application/json")) return `Accept is ${headers.accept ?? "not sent"}`;
    if (headers["x-locale"] !== "de-DE") return `X-Locale is ${headers["x-locale"]}`;
    for (const name of ["ms-requestid", "ms-correlationid"]) {
      if (!GUID.test(String(headers[name]))) return `${name} is ${headers[name]}`;
    }
  }
  return undefined;
}
