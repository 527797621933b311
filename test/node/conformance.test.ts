import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse, stringify } from "yaml";
import { type RecordedAttempt, recordAttempts } from "../../conformance/attempts.ts";
import type { Vector } from "../../conformance/cases.ts";
import { type Build, bash, readClients } from "../../conformance/clients.ts";
import { COMPILES, compareWithVectors, ENVIRONMENT, EXITS, REQUEST } from "../../conformance/compare.ts";
import { DOCUMENTED_PROGRAMS } from "../../conformance/documented-programs.ts";
import { knownFailures, unexpectedResults } from "../../conformance/known-failures.ts";
import { MUTATIONS } from "../../conformance/mutations.ts";
import { readVectors, startVectorServer } from "../../conformance/server.ts";
import { compareViolations } from "../../conformance/violations.ts";
import { validateApiFault, validateBatchUploadDetails } from "../../src/generated/validators.ts";
import { createBatchStatusClient } from "../../src/index.ts";

const test = suite("conformance");

const vectors = readVectors();
const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";

test("gives every vector a unique id", () => {
  const ids = [...vectors.values()].map(({ batchTrackingId }) => batchTrackingId);
  assert.is(new Set(ids).size, ids.length);
  assert.ok(vectors.size >= 100);
});

test("sends the status, headers and bytes of each vector and records the requests", async () => {
  const server = await startVectorServer(vectors.values());
  const path = (id: string) => `/v1/customers/${customerId}/batchJobStatus/${id}`;
  try {
    for (const { batchTrackingId, response: expected } of vectors.values()) {
      if (expected === "reset" || expected.cut) continue;
      const response = await fetch(server.url + path(batchTrackingId), { headers: { "X-Locale": "de-DE" } });
      assert.is(response.status, expected.status);
      for (const [name, value] of Object.entries(expected.headers)) assert.is(response.headers.get(name), value);
      assert.equal(Buffer.from(await response.arrayBuffer()), Buffer.from(expected.body));
      const [request, ...others] = server.takeRequests(batchTrackingId);
      assert.is(others.length, 0);
      assert.is(request?.method, "GET");
      assert.is(request?.path, path(batchTrackingId));
      assert.is(request?.headers["x-locale"], "de-DE");
      assert.equal(server.takeRequests(batchTrackingId), []);
    }
  } finally {
    await server.close();
  }
});

for (const name of ["reset", "cutBody"]) {
  test(`closes the connection for ${name}`, async () => {
    const vector = named(name);
    const server = await startVectorServer([vector]);
    try {
      const client = createBatchStatusClient({ token: "any", baseUrl: server.url, retry: false });
      const error = await client.getBatchUploadStatus({ customerId, batchTrackingId: vector.batchTrackingId }).then(
        () => undefined,
        (error) => error,
      );
      assert.is(error?.code, "ERR_NETWORK");
    } finally {
      await server.close();
    }
  });
}

// A client that consists of a short script.
const createBuild = (script: string): Build => ({
  mode: "recommended",
  folder: ".",
  client: { name: "test", title: "Test", versions: [], generate: {}, run: `node -e '${script}' --` },
});
/** A driver that sends the right requests, with these headers replaced, and prints the same result for every batch. */
const driverPrinting = (result: string, headers = "", path = "/batchJobStatus/") => `
  const ids = require("fs").readFileSync(0, "utf8").trim().split("\\n");
  const headers = { Authorization: "Bearer conformance-token", Accept: "application/json", "X-Locale": "de-DE" };
  (async () => { for (const id of ids) {
    await fetch(process.argv[1] + "/v1/customers/${customerId}" + "${path}" + id,
      { headers: { ...headers, "MS-RequestId": id, "MS-CorrelationId": id, ${headers} } });
    console.log(JSON.stringify({ id, ...${result} }));
  } })();`;
const apiFault = `{ apiFault: { status: 403, code: "20002" } }`;
const failuresOf = async (script: string, names: string[], environments = {}) => [
  ...(await compareWithVectors(createBuild(script), new Map(names.map((name) => [name, named(name)])), environments)).keys(),
];

test("reports no failure of a client that reads what the vector expects", async () => {
  assert.equal(await failuresOf(driverPrinting(apiFault), ["noRelationship"]), []);
});

const failing: Record<string, [script: string, name: string, failure: string]> = {
  "a wrong code": [driverPrinting(`{ apiFault: { status: 403, code: 20002 } }`), "noRelationship", "noRelationship"],
  "a wrong status": [driverPrinting(`{ apiFault: { status: 400, code: "20002" } }`), "noRelationship", "noRelationship"],
  "facts instead of an ApiFault": [driverPrinting(`{ facts: { "/status": "finished" } }`), "noRelationship", "noRelationship"],
  "a failure instead of an ApiFault": [driverPrinting(`{ failure: "broken" }`), "noRelationship", "noRelationship"],
  "a missing fact": [driverPrinting(`{ facts: { "/status": "processing" } }`), "onlyStatus", "onlyStatus"],
  "a missing result": [`process.exit(1)`, "onlyStatus", "onlyStatus"],
  "a wrong path": [driverPrinting(apiFault, "", "/batchjobstatus/"), "noRelationship", REQUEST],
  "a missing token": [driverPrinting(apiFault, `Authorization: ""`), "noRelationship", REQUEST],
  "a wrong locale": [driverPrinting(apiFault, `"X-Locale": "en-US"`), "noRelationship", REQUEST],
  "a request id that is not a GUID": [driverPrinting(apiFault, `"MS-RequestId": "1"`), "noRelationship", REQUEST],
  "an Accept header without JSON": [driverPrinting(apiFault, `Accept: "*/*"`), "noRelationship", REQUEST],
};
for (const [what, [script, name, failure]] of Object.entries(failing)) {
  test(`reports ${what}`, async () => {
    assert.ok((await failuresOf(script, [name])).includes(failure));
  });
}

test("reports a client that reads something else in another environment", async () => {
  const script = driverPrinting(`{ facts: { "/status": "processing", "/startedTime": process.env.TZ } }`);
  assert.ok((await failuresOf(script, ["onlyStatus"], { Kolkata: { TZ: "Asia/Kolkata" } })).includes(ENVIRONMENT));
});

test("reports a client that does not compile", async () => {
  const failures = await compareWithVectors({ ...createBuild(""), problem: "line 1: error" }, vectors, {});
  assert.equal([...failures], [[COMPILES, "line 1: error"]]);
});

test("documents the commands that generate each client", () => {
  const documented = readFileSync("docs/other-languages.md", "utf8");
  for (const { name, generate } of readClients()) {
    // What all builds of a client share is in the parent folder.
    const commands = (generate.recommended ?? "").trim().replaceAll("../", "").split("\n");
    // Our own client needs no generator, and activating a virtual environment is not part of generating.
    for (const command of commands.filter((command) => name !== "typescript" && !command.startsWith(". "))) {
      assert.ok(documented.includes(`\n${command}\n`), `${name}: ${command}`);
    }
  }
});

test("documents a program for every client that runs, except for four", () => {
  const undocumented = readClients().filter(
    ({ name, run }) => run !== undefined && !DOCUMENTED_PROGRAMS.some(({ client }) => client.name === name),
  );
  assert.equal(
    undocumented.map(({ name }) => name),
    ["java-native", "java-swagger-codegen", "typescript", "typescript-fetch"],
  );
});

test("reports a client that exits with an error after its last result", async () => {
  assert.equal(await failuresOf(`${driverPrinting(apiFault)} process.on("exit", () => process.exit(3));`, ["noRelationship"]), [
    EXITS,
  ]);
});

test("treats output that is not JSON as a missing result", async () => {
  assert.equal(await failuresOf('console.log("{not json")', ["noRelationship"]), ["noRelationship", REQUEST]);
});

test("reports an unlisted failure, and a listed one that passes", () => {
  const [known] = knownFailures("java");
  assert.ok(known !== undefined);
  const [first, ...others] = known.vectors;
  assert.ok(first !== undefined && others.length > 0);
  const failing = new Map(known.vectors.map((name) => [name, "wrong"]));
  assert.equal(unexpectedResults("java", "defaults", failing), []);
  assert.equal(unexpectedResults("java", "defaults", new Map([...failing, ["timeUtc", "wrong"]])), [
    "java (defaults) fails timeUtc: wrong",
  ]);
  failing.delete(first);
  assert.equal(unexpectedResults("java", "defaults", failing), [
    `java (defaults) passes ${first}: remove it from its known-failures.yaml`,
  ]);
  assert.equal(unexpectedResults("java", "defaults", new Map([[COMPILES, "line 1"]])), [
    "java (defaults) fails (compiles): line 1",
  ]);
});

test("kills a command that takes too long, with its child processes", async () => {
  const began = performance.now();
  const { exitCode } = await bash("sleep 20; true", ".", { seconds: 0.2 });
  assert.is(exitCode, "timeout after 0.2 s");
  assert.ok(performance.now() - began < 10_000);
});

test("gives a reason for each known failure", () => {
  for (const { name, generate } of readClients()) {
    for (const { vectors: failing, mode, reason } of knownFailures(name)) {
      assert.ok(reason.length > 20);
      assert.ok(mode in generate, `${name}: ${mode}`);
      for (const vector of failing) assert.ok(vectors.has(vector) || vector.startsWith("("), `${name}: ${vector}`);
    }
  }
});

test("changes only the intended parts of the contract in each mutation", () => {
  const time = { type: "string", nullable: true };
  const status = { type: "string", "x-extensible-enum": ["finished"] };
  const contract = (schemas: object) => ({ openapi: "3.0.3", components: { schemas } });
  const batch = (properties: object) => ({ type: "object", properties });
  const mutated = Object.fromEntries(
    MUTATIONS.map(({ name, mutate }) => [
      name,
      parse(mutate(stringify(contract({ Batch: batch({ startedTime: time, status }) })))),
    ]),
  );
  assert.equal(mutated, {
    "times-as-date-time": contract({ Batch: batch({ startedTime: { ...time, format: "date-time" }, status }) }),
    "closed-enum": contract({
      Batch: batch({ startedTime: time, status: { $ref: "#/components/schemas/Added1" } }),
      Added1: { type: "string", enum: ["finished"] },
    }),
    "everything-required": contract({ Batch: { ...batch({ startedTime: time, status }), required: ["startedTime", "status"] } }),
    "additional-properties": contract({ Batch: { ...batch({ startedTime: time, status }), additionalProperties: true } }),
    "nothing-nullable": contract({ Batch: batch({ startedTime: { type: "string" }, status }) }),
  });
});

test("records attempts that our validators accept, except for those that violate the contract on purpose", async () => {
  const attempts = await recordAttempts();
  assert.is(new Set(attempts.map(({ name }) => name)).size, attempts.length);
  for (const { name, violates, response } of attempts) {
    if (violates !== "request") assert.is(matchesContract(response), violates === undefined, name);
  }
});

test("reports each attempt that a validator accepts or rejects by mistake, or does not validate", async () => {
  const attempts = await recordAttempts();
  const problems = (violates: (attempt: RecordedAttempt) => boolean) => attempts.filter(violates).map(({ name }) => name);
  const rejected = problems(({ violates }) => violates !== undefined);
  const accepted = problems(({ violates }) => violates === undefined);
  assert.equal(await namesOfProblems("({ name: one.name, request: [], response: [] })"), rejected);
  // It rejects every response, and no request.
  const requests = problems(({ violates }) => violates === "request");
  const all = '({ name: one.name, request: [], response: ["wrong"] })';
  assert.equal((await namesOfProblems(all)).sort(), [...accepted, ...requests].sort());
  assert.equal(
    await namesOfProblems("undefined"),
    problems(() => true),
  );
});

test.run();

/** The names of the attempts with which a validator has problems. Its code is an expression, given `one` attempt. */
async function namesOfProblems(validator: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "violations-"));
  const program = `for (const one of JSON.parse(fs.readFileSync("attempts.json"))) {
    const line = ${validator};
    if (line !== undefined) console.log(JSON.stringify(line));
  }`;
  try {
    const problems = await compareViolations("validator", `node -e '${program}'`, folder);
    return problems.map((problem) => /^validator: (.*): [^:]+$/.exec(problem)?.[1] ?? problem);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function matchesContract({ status, headers, body }: RecordedAttempt["response"]): boolean {
  if (!headers["content-type"]?.startsWith("application/json")) return false;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(Buffer.from(body, "base64")));
    return status === 200 ? validateBatchUploadDetails(value) : validateApiFault(value);
  } catch {
    return false;
  }
}

function named(name: string): Vector {
  const vector = vectors.get(name);
  if (vector === undefined) throw new Error(`there is no vector ${name}`);
  return vector;
}
