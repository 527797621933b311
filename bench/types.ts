/** What the types of each client cost the compiler in a program that uses them. */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { type CompilerCosts, compile } from "../scripts/measure.ts";
import { BARE_FETCH, LIBRARIES, OPENAPI_FETCH, OURS } from "./clients.ts";
import { table } from "./markdown.ts";
import { inSequence, spreadOf } from "./measuring.ts";

/** Only for the memory: instantiations are the same in each round. */
const ROUNDS = 3;

const FOLDER = resolve(import.meta.dirname, ".work/types");
const COMPILERS = { "5.9": "typescript", "7": "typescript-7" };
type Version = keyof typeof COMPILERS;

const COMPILER_OPTIONS = {
  ...{ strict: true, skipLibCheck: true, noEmit: true, types: [] },
  ...{ target: "es2022", lib: ["es2022", "dom", "dom.iterable"], module: "esnext", moduleResolution: "bundler" },
  paths: { [OURS]: [resolve(import.meta.dirname, "../dist/index.d.ts")] },
};

/** The output of openapi-typescript and hey-api for the contract, where a user would have it. */
const GENERATED = "../../../../dist/generated/openapi.js";
const HEY_API = "../../hey-api/index.js";

/** Every program ends with this declaration, which compiles only if the details are typed. */
const CODES = "export const codes: (string | null | undefined)[] =";
const EMPTY = `${CODES} [];`;
const PATH = "/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}";
const UPLOAD = `{ customerId: "1", batchTrackingId: "2" }`;

const PROGRAMS: Record<string, string> = {
  [OURS]: `import { createBatchStatusClient } from "${OURS}";
    const client = createBatchStatusClient({ token: "any" });
    const details = await client.getBatchUploadStatus(${UPLOAD});
    ${CODES} (details.devicesStatus ?? []).map(({ errorCode }) => errorCode);`,

  [BARE_FETCH]: `import type { BatchUploadDetails } from "${GENERATED}";
    const response = await fetch("/v1", { headers: { Authorization: "Bearer any" } });
    const details: BatchUploadDetails = await response.json();
    ${CODES} (details.devicesStatus ?? []).map(({ errorCode }) => errorCode);`,

  [OPENAPI_FETCH]: `import createClient from "openapi-fetch";
    import type { paths } from "${GENERATED}";
    const client = createClient<paths>({ headers: { Authorization: "Bearer any" } });
    const { data } = await client.GET("${PATH}", { params: { path: ${UPLOAD} } });
    ${CODES} (data?.devicesStatus ?? []).map(({ errorCode }) => errorCode);`,

  "hey-api": `import { getBatchUploadStatus } from "${HEY_API}";
    const { data } = await getBatchUploadStatus({ auth: "any", path: ${UPLOAD} });
    ${CODES} (data?.devicesStatus ?? []).map(({ errorCode }) => errorCode);`,

  ky: `import ky from "ky";
    import type { BatchUploadDetails } from "${GENERATED}";
    const client = ky.create({ headers: { Authorization: "Bearer any" } });
    const details = await client.get("v1").json<BatchUploadDetails>();
    ${CODES} (details.devicesStatus ?? []).map(({ errorCode }) => errorCode);`,

  ofetch: `import { ofetch } from "ofetch";
    import type { BatchUploadDetails } from "${GENERATED}";
    const client = ofetch.create({ headers: { Authorization: "Bearer any" } });
    const details = await client<BatchUploadDetails>("/v1");
    ${CODES} (details.devicesStatus ?? []).map(({ errorCode }) => errorCode);`,

  axios: `import axios from "axios";
    import type { BatchUploadDetails } from "${GENERATED}";
    const client = axios.create({ headers: { Authorization: "Bearer any" } });
    const { data } = await client.get<BatchUploadDetails>("/v1");
    ${CODES} (data.devicesStatus ?? []).map(({ errorCode }) => errorCode);`,
};

rmSync(FOLDER, { recursive: true, force: true });
const empty = await costsOf("empty", EMPTY);
const rows: string[][] = [];
for (const { name } of LIBRARIES) rows.push(row(name, await costsOf(name, programOf(name))));

console.log(`Each program creates a client, requests a batch and reads the error codes of its devices. The figures are the difference from an
empty program that declares the same result. The compiler options are \`strict\`, \`skipLibCheck\`, the libraries ES2022 and DOM, and
\`moduleResolution: "bundler"\`. Generated code counts as part of the program; bare fetch, ky, ofetch and axios use the type that
openapi-typescript generates. Instantiations are exact. Memory is the median of ${ROUNDS} runs, in MB as the compiler reports it; the
empty program takes
${empty["5.9"].memory.toFixed(0)} MB with TypeScript 5.9 and ${empty["7"].memory.toFixed(0)} MB with 7.
`);
console.log(table(["client", "instantiations, 5.9", "memory, 5.9", "instantiations, 7", "memory, 7"], rows));

function programOf(name: string): string {
  const source = PROGRAMS[name];
  if (source === undefined) throw new Error(`there is no program for "${name}"`);
  return source;
}

function row(name: string, costs: Record<Version, CompilerCosts>): string[] {
  const cells = (version: Version) => [
    String(costs[version].instantiations - empty[version].instantiations),
    formatMemory(costs[version].memory - empty[version].memory),
  ];
  return [name, ...cells("5.9"), ...cells("7")];
}

function formatMemory(megabytes: number): string {
  const rounded = Math.round(megabytes);
  return rounded > 0 ? `+${rounded}` : `${rounded || 0}`;
}

async function costsOf(name: string, source: string): Promise<Record<Version, CompilerCosts>> {
  return { "5.9": await medianOf(name, source, "5.9"), "7": await medianOf(name, source, "7") };
}

async function medianOf(name: string, source: string, version: Version): Promise<CompilerCosts> {
  const compiler = resolve(import.meta.dirname, "node_modules", COMPILERS[version]);
  const runs = await inSequence(ROUNDS, () => compile(source, COMPILER_OPTIONS, compiler, `${FOLDER}/${name}`));
  const counts = new Set(runs.map(({ instantiations }) => instantiations));
  if (counts.size > 1) throw new Error(`instantiations differ from run to run: ${[...counts].join(", ")}`);
  return { instantiations: runs[0]?.instantiations ?? NaN, memory: spreadOf(runs.map(({ memory }) => memory)).median };
}
