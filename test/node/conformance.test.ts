import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse, stringify } from "yaml";
import type { Vector } from "../../conformance/cases.ts";
import { type Build, bash, readClients } from "../../conformance/clients.ts";
import { COMPILES, judge, REQUEST } from "../../conformance/judging.ts";
import { knownFailures, surprises } from "../../conformance/known-failures.ts";
import { MUTATIONS } from "../../conformance/mutations.ts";
import { readVectors, startVectorServer } from "../../conformance/server.ts";
import { createBatchStatusClient } from "../../src/index.ts";

const test = suite("conformance");

const vectors = readVectors();
const customerId = "47021739-3426-40bf-9601-61b4b6d7c793";

test("has every vector under an id of its own", () => {
  const ids = [...vectors.values()].map(({ batchTrackingId }) => batchTrackingId);
  assert.is(new Set(ids).size, ids.length);
  assert.ok(vectors.size >= 100);
});

test("sends the bytes, the headers and the status of a vector, and keeps what arrived", async () => {
  const server = await startVectorServer(vectors.values());
  const path = (id: string) => `/v1/customers/${customerId}/batchJobStatus/${id}`;
  try {
    for (const { batchTrackingId, answer } of vectors.values()) {
      if (answer === "reset" || answer.cut) continue;
      const response = await fetch(server.url + path(batchTrackingId), { headers: { "X-Locale": "de-DE" } });
      assert.is(response.status, answer.status);
      for (const [name, value] of Object.entries(answer.headers)) assert.is(response.headers.get(name), value);
      assert.equal(Buffer.from(await response.arrayBuffer()), Buffer.from(answer.body));
      const [arrival, ...others] = server.takeArrivals(batchTrackingId);
      assert.is(others.length, 0);
      assert.is(arrival?.method, "GET");
      assert.is(arrival?.path, path(batchTrackingId));
      assert.is(arrival?.headers["x-locale"], "de-DE");
      assert.equal(server.takeArrivals(batchTrackingId), []);
    }
  } finally {
    await server.close();
  }
});

for (const name of ["reset", "cutBody"]) {
  test(`breaks the connection of ${name}`, async () => {
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

// A client in a few lines of its own: it knows of every batch what it is told to.
const driven = (script: string): Build => ({
  mode: "recommended",
  folder: ".",
  client: { name: "test", title: "Test", versions: [], generate: {}, run: `node -e '${script}' --` },
});
const asking = (answer: string, headers = "", path = "/batchJobStatus/") => `
  const ids = require("fs").readFileSync(0, "utf8").trim().split("\\n");
  const headers = { Authorization: "Bearer conformance-token", Accept: "application/json", "X-Locale": "de-DE" };
  (async () => { for (const id of ids) {
    await fetch(process.argv[1] + "/v1/customers/${customerId}" + "${path}" + id,
      { headers: { ...headers, "MS-RequestId": id, "MS-CorrelationId": id, ${headers} } });
    console.log(JSON.stringify({ id, ...${answer} }));
  } })();`;
const fault = `{ fault: { status: 403, code: "20002" } }`;
const judged = async (script: string, names: string[], places = {}) => [
  ...(await judge(driven(script), new Map(names.map((name) => [name, named(name)])), places)).keys(),
];

test("finds nothing wrong with a client that knows what it must", async () => {
  assert.equal(await judged(asking(fault), ["noRelationship"]), []);
});

const wrong: Record<string, [script: string, name: string, found: string]> = {
  "a wrong code": [asking(`{ fault: { status: 403, code: 20002 } }`), "noRelationship", "noRelationship"],
  "a wrong status": [asking(`{ fault: { status: 400, code: "20002" } }`), "noRelationship", "noRelationship"],
  "facts instead of a fault": [asking(`{ facts: { "/status": "finished" } }`), "noRelationship", "noRelationship"],
  "a failure instead of a fault": [asking(`{ failure: "broken" }`), "noRelationship", "noRelationship"],
  "a fact that is missing": [asking(`{ facts: { "/status": "processing" } }`), "onlyStatus", "onlyStatus"],
  "no answer at all": [`process.exit(1)`, "onlyStatus", "onlyStatus"],
  "a wrong path": [asking(fault, "", "/batchjobstatus/"), "noRelationship", REQUEST],
  "no token": [asking(fault, `Authorization: ""`), "noRelationship", REQUEST],
  "no language": [asking(fault, `"X-Locale": "en-US"`), "noRelationship", REQUEST],
  "a request id that is no GUID": [asking(fault, `"MS-RequestId": "1"`), "noRelationship", REQUEST],
  "any content type": [asking(fault, `Accept: "*/*"`), "noRelationship", REQUEST],
};
for (const [what, [script, name, found]] of Object.entries(wrong)) {
  test(`finds out ${what}`, async () => {
    assert.ok((await judged(script, [name])).includes(found));
  });
}

test("finds out a client that knows something else in another place", async () => {
  const script = asking(`{ facts: { "/status": "processing", "/startedTime": process.env.TZ } }`);
  assert.ok((await judged(script, ["onlyStatus"], { there: { TZ: "Asia/Kolkata" } })).includes("(elsewhere)"));
});

test("finds out a client that does not compile", async () => {
  const findings = await judge({ ...driven(""), problem: "line 1: error" }, vectors, {});
  assert.equal([...findings], [[COMPILES, "line 1: error"]]);
});

test("documents the commands with which it makes each client", () => {
  const documented = readFileSync("docs/other-languages.md", "utf8");
  for (const { name, generate } of readClients()) {
    const commands = (generate.recommended ?? "").trim().split("\n");
    // Our own client needs no generator, and a virtual environment is Python's matter.
    for (const command of commands.filter((command) => name !== "typescript" && !command.startsWith(". "))) {
      assert.ok(documented.includes(`\n${command}\n`), `${name}: ${command}`);
    }
  }
});

test("finds out a client that ends badly after its last answer", async () => {
  assert.equal(await judged(`${asking(fault)} process.on("exit", () => process.exit(3));`, ["noRelationship"]), ["(ends)"]);
});

test("takes what is no JSON for no answer", async () => {
  assert.equal(await judged('console.log("{not json")', ["noRelationship"]), ["noRelationship", REQUEST]);
});

test("is surprised by a failure that is not listed, and by one that is listed and passes", () => {
  const [known] = knownFailures("java");
  assert.ok(known !== undefined);
  const [first, ...others] = known.vectors;
  assert.ok(first !== undefined && others.length > 0);
  const failing = new Map(known.vectors.map((name) => [name, "wrong"]));
  assert.equal(surprises("java", "defaults", failing), []);
  assert.equal(surprises("java", "defaults", new Map([...failing, ["timeUtc", "wrong"]])), [
    "java (defaults) fails timeUtc: wrong",
  ]);
  failing.delete(first);
  assert.equal(surprises("java", "defaults", failing), [`java (defaults) passes ${first}: take it off its known-failures.yaml`]);
  assert.equal(surprises("java", "defaults", new Map([[COMPILES, "line 1"]])), ["java (defaults) fails (compiles): line 1"]);
});

test("ends commands that take too long, and what they have started", async () => {
  const began = performance.now();
  const { exitCode } = await bash("sleep 20; true", ".", { seconds: 0.2 });
  assert.is(exitCode, "nothing after 0.2 s");
  assert.ok(performance.now() - began < 10_000);
});

test("has a reason for each failure that it knows", () => {
  for (const { name, generate } of readClients()) {
    for (const { vectors: failing, mode, reason } of knownFailures(name)) {
      assert.ok(reason.length > 20);
      assert.ok(mode in generate, `${name}: ${mode}`);
      for (const vector of failing) assert.ok(vectors.has(vector) || vector.startsWith("("), `${name}: ${vector}`);
    }
  }
});

test("mutates the contract where it says so, and nowhere else", () => {
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
    "nothing-nullable": contract({ Batch: batch({ startedTime: { type: "string" }, status }) }),
  });
});

test.run();

function named(name: string): Vector {
  const vector = vectors.get(name);
  if (vector === undefined) throw new Error(`no vector is called ${name}`);
  return vector;
}
