/** Runs examples/cloudflare-workflows as deployed, with its wrangler.jsonc, in workerd: the runtime of Cloudflare's Workers. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import type { BatchUpload } from "../../src/location.ts";

const EXAMPLE = resolve("examples/cloudflare-workflows");
const requireInExample = createRequire(join(EXAMPLE, "package.json"));
const MEMORY = "/dev/shm";
/** How many uploads the example accepts at once. */
const MOST_UPLOADS = 100;

/** The part of miniflare that we use. Its types are installed only with the example. */
interface MiniflareModule {
  Miniflare: new (options: object) => Miniflare;
}
interface Miniflare {
  ready: Promise<URL>;
  setOptions(options: object): Promise<void>;
  getBindings(): Promise<{ BATCH_UPLOADS: WorkflowBinding }>;
  dispose(): Promise<void>;
}

/** The part of the Workflow binding that we use, with miniflare's means of testing. */
export interface WorkflowBinding {
  create(options: { id: string; params: unknown }): Promise<unknown>;
  get(id: string): Promise<{ status(): Promise<{ status: string }>; restart(): Promise<void> }>;
  unsafeGetInstanceModifier(id: string): Promise<{ disableSleeps(): Promise<void> }>;
}

/** The example, running in workerd. */
export interface ExampleWorker {
  /** Posts uploads to the Worker, which starts an instance for each. */
  enqueue(uploads: readonly BatchUpload[]): Promise<void>;
  post(body: string): Promise<Response>;
  workflow(): Promise<WorkflowBinding>;
  /** Ends workerd with SIGKILL. */
  kill(): Promise<void>;
  /** Starts workerd again, with what it stored. `script` replaces the Worker's, as a deployment does. */
  start(script?: string): Promise<void>;
  /** What the Worker logged so far. */
  log(): string;
  /** The content of all files that workerd wrote. */
  storedFiles(): Buffer[];
  close(): Promise<void>;
}

/** Installs the example's dependencies, checks its types, and bundles it with wrangler. */
export function bundleExample(): string {
  bundle ??= installAndBundle();
  return bundle;
}

let bundle: string | undefined;

function installAndBundle(): string {
  const folder = temporaryFolder();
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false" };
  const run = (program: string, options: string[], cwd = ".") =>
    execFileSync(program, options, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
  run("npm", ["ci", "--silent", "--no-audit", "--no-fund"], EXAMPLE);
  run(process.execPath, ["node_modules/typescript-7/bin/tsc", "--project", EXAMPLE]);
  const wrangler = requireInExample.resolve("wrangler/bin/wrangler.js");
  run(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", folder], EXAMPLE);
  return readFileSync(join(folder, "worker.js"), "utf8");
}

/** The versions of miniflare and workerd. */
export function versions(): string {
  return ["miniflare", "workerd"].map((name) => `${name} ${requireInExample(`${name}/package.json`).version}`).join(", ");
}

/** @param vars - Variables and secrets of the Worker. */
export async function startExample(script: string, vars: Record<string, string>): Promise<ExampleWorker> {
  // Safe: these are the exports of the installed versions.
  const { Miniflare } = (await import(pathToFileURL(requireInExample.resolve("miniflare")).href)) as MiniflareModule;
  const wrangler = await import(pathToFileURL(requireInExample.resolve("wrangler")).href);
  const { workerOptions } = wrangler.unstable_getMiniflareWorkerOptions(join(EXAMPLE, "wrangler.jsonc"));
  const folder = temporaryFolder();
  const printed: string[] = [];
  const optionsFor = (contents: string) => ({
    ...workerOptions,
    bindings: { ...workerOptions.bindings, ...vars },
    modules: [{ type: "ESModule", path: "worker.js", contents }],
    host: "127.0.0.1",
    defaultPersistRoot: folder,
    handleRuntimeStdio: (...streams: Readable[]) => {
      for (const stream of streams) stream.on("data", (chunk) => printed.push(String(chunk)));
    },
  });

  const miniflare = new Miniflare(optionsFor(script));
  let url = await miniflare.ready;
  // On a connection of its own: workerd resets some that are used again.
  const post = (body: string) => fetch(url, { method: "POST", body, headers: { Connection: "close" } });
  return {
    post,
    async enqueue(uploads) {
      for (let start = 0; start < uploads.length; start += MOST_UPLOADS) {
        const { status } = await post(
          uploads
            .slice(start, start + MOST_UPLOADS)
            .map(locationOf)
            .join("\n"),
        );
        if (status !== 202) throw new Error(`the Worker responded with ${status}`);
      }
    },
    workflow: async () => (await miniflare.getBindings()).BATCH_UPLOADS,
    async kill() {
      const pids = workerdProcesses();
      if (pids.length !== 1) throw new Error(`expected one workerd, but found ${pids.length}`);
      for (const pid of pids) process.kill(pid, "SIGKILL");
      while (workerdProcesses().length > 0) await new Promise((ended) => setTimeout(ended, 5));
    },
    async start(newScript = script) {
      await miniflare.setOptions(optionsFor(newScript));
      url = await miniflare.ready;
    },
    log: () => printed.join(""),
    storedFiles: () => filesIn(folder).map((file) => readFileSync(file)),
    async close() {
      await miniflare.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The processes named workerd that this process started. Miniflare does not tell its pid. */
function workerdProcesses(): number[] {
  return readdirSync("/proc/self/task")
    .flatMap((task) => read(`/proc/self/task/${task}/children`).split(" "))
    .map(Number)
    .filter((pid) => pid > 0 && read(`/proc/${pid}/comm`).trim() === "workerd");
}

/** A file of /proc, which is gone once its process or thread has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

const temporaryFolders: string[] = [];
process.on("exit", () => {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
});

/** In memory, if there is enough: workerd waits for the disk after each write, and each poll takes about ten. */
function temporaryFolder(): string {
  const hasSpace = existsSync(MEMORY) && statfsSync(MEMORY).bavail * statfsSync(MEMORY).bsize > 2 ** 30;
  const folder = mkdtempSync(join(hasSpace ? MEMORY : tmpdir(), "test-engines-"));
  temporaryFolders.push(folder);
  return folder;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function locationOf({ customerId, batchTrackingId }: BatchUpload): string {
  return `/customers/${customerId}/batchJobStatus/${batchTrackingId}`;
}
