import { isDeepStrictEqual } from "node:util";
import type { Expectation, Vector } from "./cases.ts";
import { type Build, runDriver } from "./clients.ts";
import { type ReceivedRequest, startVectorServer } from "./server.ts";

/** Descriptions of what is wrong with a client, by the name of a vector or of one of the four checks below. */
export type Failures = Map<string, string>;

/** Checks of a client as a whole. */
export const COMPILES = "(compiles)";
export const REQUEST = "(request)";
export const EXITS = "(exits)";
export const ENVIRONMENT = "(environment)";

/** The failure of a vector for which a client printed no result, whatever the cause. */
export const NO_RESULT = "no result";

/** Environments in which a client must read the same, without being built again. */
export type Environments = Record<string, NodeJS.ProcessEnv>;

/** Runs a client against every vector, in all environments, and compares its output with the vectors. */
export async function compareWithVectors(
  build: Build,
  vectors: ReadonlyMap<string, Vector>,
  environments: Environments,
): Promise<Failures> {
  if (build.problem !== undefined) return new Map([[COMPILES, build.problem]]);
  const failures: Failures = new Map();
  const server = await startVectorServer(vectors.values());
  try {
    const ids = [...vectors.values()].map(({ batchTrackingId }) => batchTrackingId);
    const output = await runDriver(build, server.url, ids, {});
    for (const [name, { batchTrackingId, expected }] of vectors) {
      const result = output.results.get(batchTrackingId);
      if (result === undefined) failures.set(name, NO_RESULT);
      else if (!expected.some((expectation) => meets(result, expectation))) {
        failures.set(name, `${JSON.stringify(result)} instead of ${expected.map((one) => JSON.stringify(one)).join(" or ")}`);
      }
      const problem = requestProblem(server.takeRequests(batchTrackingId), batchTrackingId);
      if (problem !== undefined && !failures.has(REQUEST)) failures.set(REQUEST, `${name}: ${problem}`);
    }
    if (output.problem !== undefined) failures.set(EXITS, output.problem);
    const differences: string[] = [];
    for (const [environment, variables] of Object.entries(environments)) {
      const other = await runDriver(build, server.url, ids, variables);
      const different = [...vectors].find(
        ([, { batchTrackingId }]) => !isSame(output.results.get(batchTrackingId), other.results.get(batchTrackingId)),
      );
      if (different !== undefined) {
        const [name, { batchTrackingId: id }] = different;
        const [before, after] = [output, other].map(({ results }) => JSON.stringify(results.get(id)));
        differences.push(`${environment}, ${name}: ${after} instead of ${before}`);
      } else if (other.problem !== output.problem) differences.push(`${environment}: ${other.problem}`);
    }
    if (differences.length > 0) failures.set(ENVIRONMENT, differences.join("; "));
  } finally {
    await server.close();
  }
  return failures;
}

/** Checks only what is expected. A failure may have any text. */
function meets(result: object, expected: Expectation): boolean {
  if ("failure" in expected) return "failure" in result;
  if ("apiFault" in expected) return "apiFault" in result && isDeepStrictEqual(result.apiFault, expected.apiFault);
  if (!("facts" in result)) return false;
  const facts = Object(result.facts);
  return Object.entries(expected.facts).every(([pointer, value]) => facts[pointer] === value);
}

function isSame(result: object | undefined, other: object | undefined): boolean {
  // The text of a failure may contain ports and times.
  const withoutText = (one: object | undefined) => (one !== undefined && "failure" in one ? "failure" : one);
  return isDeepStrictEqual(withoutText(result), withoutText(other));
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function requestProblem(requests: ReceivedRequest[], id: string): string | undefined {
  if (requests.length === 0) return "no request was received";
  for (const { method, path, headers } of requests) {
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
