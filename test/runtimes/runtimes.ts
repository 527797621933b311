import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { installInto } from "../../scripts/package.ts";
import { launchChromium } from "../chromium.ts";
import { startEmulator } from "../emulator-on-http.ts";

/** A JavaScript runtime. */
export interface Runtime {
  name: string;
  /** Whether npm ci installs it. */
  isQuick: boolean;
  /** Installs the runtime if it is missing, and returns its version. */
  version(): Promise<string>;
  /** Runs a bundle of tests and returns its output, which contains a line `RESULT {"passed":1,"failed":0}`. */
  run(script: string): Promise<string>;
}

export const CACHE = resolve("test/runtimes/.cache");

/** Milliseconds that a runtime may take for all tests. */
const TIMEOUT = 300_000;

const harness = (name: string) => resolve("test/runtimes", name);

export const RUNTIMES: readonly Runtime[] = [
  command("node", true, async () => process.execPath, ["--disallow-code-generation-from-strings", harness("in-node.mjs")]),
  ...[20, 22, 24, 26].map((major) =>
    command(`node-${major}`, false, () => node(major), ["--disallow-code-generation-from-strings", harness("in-node.mjs")]),
  ),
  command("bun", true, async () => resolve("node_modules/.bin/bun"), [harness("in-node.mjs")]),
  {
    ...command("edge-vm", true, async () => process.execPath, [harness("in-edge-vm.mjs")]),
    version: async () => createRequire(import.meta.url)("@edge-runtime/vm/package.json").version,
  },
  // Before and after the compatibility date since which text() removes a byte order mark.
  workerd("2025-06-01"),
  workerd("2026-10-01"),
  chromium(),
];

/** A command that is started with the script and the emulator's URL as arguments. */
function command(name: string, isQuick: boolean, executable: () => Promise<string>, options: string[]): Runtime {
  return {
    name,
    isQuick,
    version: async () => (await output(await executable(), ["--version"])).trim(),
    run: async (script) => {
      const { url, close } = await startEmulator();
      return output(await executable(), [...options, script, url]).finally(close);
    },
  };
}

/** Installs the newest release of a major version. The npm package gets its binary from an install script. */
async function node(major: number): Promise<string> {
  const folder = `${CACHE}/node-${major}`;
  const executable = `${folder}/node_modules/node/bin/node`;
  if (!existsSync(executable)) await installInto(folder, [`node@${major}`]);
  if (!existsSync(executable)) throw new Error(`npm did not install Node ${major}; check that install scripts are allowed`);
  return executable;
}

function workerd(compatibilityDate: string): Runtime {
  const executable = resolve("node_modules/.bin/workerd");
  return {
    name: `workerd-${compatibilityDate}`,
    isQuick: true,
    version: async () => (await output(executable, ["--version"])).trim(),
    async run(script) {
      const { url, close } = await startEmulator();
      const config = `${CACHE}/workerd-${compatibilityDate}.capnp`;
      writeFileSync(
        config,
        `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [
        (name = "worker", esModule = embed "../in-worker.mjs"),
        (name = "tests", esModule = embed ${JSON.stringify(script.replace(`${CACHE}/`, ""))}),
      ],
      compatibilityDate = "${compatibilityDate}",
      bindings = [(name = "EMULATOR_URL", text = "${url}")],
    )),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
);
`,
      );
      return output(executable, ["test", config]).finally(close);
    },
  };
}

/** Chromium, with a page on the emulator's origin whose Content-Security-Policy forbids eval and other origins. */
function chromium(): Runtime {
  return {
    name: "chromium",
    isQuick: false,
    async version() {
      const browser = await launchChromium();
      return Promise.resolve(browser.version()).finally(() => browser.close());
    },
    async run(script) {
      const javascript = { headers: { "Content-Type": "text/javascript" } };
      const { url, close } = await startEmulator(
        new Map([
          ["/tests.html", () => page()],
          ["/tests.js", () => new Response(readFileSync(script, "utf8"), javascript)],
          ["/run.js", () => new Response(RUN_IN_PAGE, javascript)],
        ]),
      );
      const browser = await launchChromium();
      try {
        const tab = await browser.newPage();
        const printed: string[] = [];
        const finished = new Promise<void>((done, fail) => {
          tab.on("pageerror", fail);
          tab.on("crash", () => fail(new Error("the page crashed")));
          setTimeout(() => fail(new Error(`no result after ${TIMEOUT / 1000} s`)), TIMEOUT);
          tab.on("console", (message) => {
            printed.push(message.text());
            if (message.text().startsWith("RESULT")) done();
          });
        });
        await Promise.all([tab.goto(`${url}/tests.html`), finished]);
        return printed.join("\n");
      } finally {
        await browser.close();
        await close();
      }
    },
  };
}

const RUN_IN_PAGE = `
  globalThis.EMULATOR_URL = location.origin;
  runPortableTests(console.error).then((result) => console.log("RESULT " + JSON.stringify(result)));
`;

function page(): Response {
  return new Response('<!doctype html><title>Tests</title><script src="/tests.js"></script><script src="/run.js"></script>', {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'",
    },
  });
}

/** Returns what a command prints, even if it fails, because the output contains the result. */
async function output(executable: string, options: readonly string[]): Promise<string> {
  const printed = await promisify(execFile)(executable, options, { timeout: TIMEOUT, maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: { stdout?: string; stderr?: string; message: string }) => ({
      stdout: error.stdout ?? "",
      stderr: `${error.stderr ?? ""}\n${error.message}`,
    }),
  );
  return printed.stdout + printed.stderr;
}
