/**
 * Cloudflare Workflows, by miniflare: the same Worker, workerd and storage as in production, but not its control plane. In production
 * the engine continues an instance by itself after its machine failed. Miniflare continues one only if it is created again with the
 * same id, so this test enqueues all uploads again after each kill. In production that does nothing.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "../../src/emulator/random.ts";
import type { BatchUpload } from "../../src/location.ts";
import { runTests } from "../runner.ts";
import type { EngineTest, EngineTestResult, EngineTestSettings } from "./engine.ts";
import { startInbox } from "./inbox.ts";
import { bundleExample, startExample, versions } from "./miniflare.ts";
import { PRODUCT_KEY, startPartnerCenter, TOKEN } from "./partner-center.ts";
import { startTokenEndpoint } from "./token-endpoint.ts";

const SECRET = "secret-that-no-engine-may-store";
/** Milliseconds that batches take, and those that workerd runs between two kills. */
const DURATIONS = [1_000, 12_000] as const;
const LIVES = [500, 3_000] as const;
/** Milliseconds without a new result after which the missing ones count as lost. A third delivery comes within 30 s. */
const PATIENCE = 100_000;

export const cloudflareWorkflows: EngineTest = {
  name: "cloudflare-workflows",
  async prepare() {
    bundleExample();
    return versions();
  },
  async run(settings) {
    const { violations, ...result } = await runWithKills(settings);
    return { ...result, violations: [...violations, ...(await brokenTests())] };
  },
};

async function runWithKills({ uploads: count, kills, seed }: EngineTestSettings): Promise<EngineTestResult> {
  const random = createRandom(seed);
  const servers = await Promise.all([startPartnerCenter(seed), startInbox(seed), startTokenEndpoint(TOKEN)]);
  const [partnerCenter, inbox, tokens] = servers;
  const worker = await startExample(bundleExample(), {
    PARTNER_CENTER_URL: partnerCenter.url,
    RESULTS_URL: inbox.url,
    AZURE_AUTHORITY: tokens.url,
    AZURE_TENANT_ID: "contoso.example",
    AZURE_CLIENT_ID: "client",
    AZURE_CLIENT_SECRET: SECRET,
  });
  try {
    const uploads = partnerCenter.submit(count, ...DURATIONS);
    await worker.enqueue(uploads);
    for (let kill = 0; kill < kills; kill++) {
      await sleep(LIVES[0] + random() * (LIVES[1] - LIVES[0]));
      await worker.kill();
      partnerCenter.allowForKill();
      await worker.start();
      partnerCenter.allowForKill();
      await worker.enqueue(uploads);
    }
    const lost = await untilNoneArrives(() => inbox.missing(uploads).length);
    if (lost > 0) console.error(worker.log());
    const { requests, refused, late } = partnerCenter.report();
    const violations = [
      ...(late.length > 0 ? [`requests came ${late.join(", ")} ms into a hold`] : []),
      ...inbox.unexpected(uploads).map((key) => `a result came for ${key}, which is no upload`),
      ...misstored(worker.storedFiles(), uploads[0]),
    ];
    return { kills, requests, refused, duplicates: inbox.duplicates(), lost, violations };
  } finally {
    await Promise.all([worker, ...servers].map(({ close }) => close()));
  }
}

/** Runs the tests of bad input and failures. */
async function brokenTests(): Promise<string[]> {
  const name = "test/engines/cloudflare-workflows.test.ts";
  const { failed } = await runTests([[name, () => import("./cloudflare-workflows.test.ts")]], console.error);
  return failed > 0 ? [`${failed} tests in ${name} failed`] : [];
}

/** Waits until no result is missing, or none has arrived for too long. Returns how many are missing. */
async function untilNoneArrives(countMissing: () => number): Promise<number> {
  let [missing, since] = [countMissing(), performance.now()];
  while (missing > 0 && performance.now() - since < PATIENCE) {
    await sleep(100);
    const now = countMissing();
    if (now < missing) [missing, since] = [now, performance.now()];
  }
  return missing;
}

/** What the stored files contain, and must not. That they contain an upload proves that they are the right files. */
function misstored(files: readonly Buffer[], upload: BatchUpload | undefined): string[] {
  const contain = (text: string) => files.some((file) => file.includes(text) || file.includes(text, 0, "utf16le"));
  const secrets = Object.entries({ token: TOKEN, "product key": PRODUCT_KEY, "client secret": SECRET });
  const violations = secrets.filter(([, text]) => contain(text)).map(([name]) => `the engine stored a ${name}`);
  return contain(upload?.batchTrackingId ?? "none") ? violations : [...violations, "the engine did not store an upload"];
}
