/**
 * `npm run test:engines`: lets durable engines wait for uploads on a throttled Partner Center with faults, and kills their processes at
 * random meanwhile. Fails if an upload is lost, or if an engine breaks a rule.
 *
 *   npm run test:engines -- --only bullmq
 *   npm run test:engines -- --uploads 1000 --kills 40 --seed 7
 */
import { parseArgs } from "node:util";
import { bullmq } from "./bullmq.ts";
import { cloudflareWorkflows } from "./cloudflare-workflows.ts";
import type { EngineTest } from "./engine.ts";

const ENGINES: readonly EngineTest[] = [bullmq, cloudflareWorkflows];
const COLUMNS = ["engine", "uploads", "kills", "requests", "refused", "duplicates", "lost", "seconds"] as const;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    uploads: { type: "string", default: "300" },
    kills: { type: "string", default: "15" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const settings = { uploads: numberOf("uploads"), kills: numberOf("kills"), seed: numberOf("seed") };
const chosen = values.only?.split(",") ?? ENGINES.map(({ name }) => name);
const unknown = chosen.find((word) => !ENGINES.some(({ name }) => name === word));
if (unknown !== undefined)
  throw new Error(`unknown engine "${unknown}"; the engines are ${ENGINES.map(({ name }) => name).join(", ")}`);

const rows: string[][] = [];
for (const engine of ENGINES.filter(({ name }) => chosen.includes(name))) {
  try {
    console.log(`${engine.name}: ${await engine.prepare()}, seed ${settings.seed}`);
    const began = performance.now();
    const { violations, ...result } = await engine.run(settings);
    const { kills, requests, refused, duplicates, lost } = result;
    const seconds = Math.round((performance.now() - began) / 1_000);
    rows.push([engine.name, ...[settings.uploads, kills, requests, refused, duplicates, lost, seconds].map(String)]);
    if (lost > 0) violations.push(`${lost} uploads were lost`);
    if (kills < settings.kills) violations.push(`only ${kills} processes were killed`);
    if (refused === 0) violations.push("Partner Center refused no request, so nothing is proven about holds");
    for (const violation of violations) fail(engine, violation);
  } catch (error) {
    fail(engine, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
for (const row of [COLUMNS, COLUMNS.map(() => "---"), ...rows]) console.log(`| ${row.join(" | ")} |`);
process.exit();

function numberOf(name: "uploads" | "kills" | "seed"): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} must be a number, but is "${values[name]}"`);
  return value;
}

function fail({ name }: EngineTest, problem: string) {
  process.exitCode = 1;
  console.error(`✗ ${name}: ${problem}`);
}
