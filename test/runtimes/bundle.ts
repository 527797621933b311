import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { build, type Plugin } from "esbuild";

/**
 * Bundles test files and the installed package into one script for every runtime. The script defines `runPortableTests(log)`, which
 * resolves to `{ passed, failed }`.
 */
export async function bundle(installed: string, files: readonly string[], outfile: string): Promise<void> {
  const list = files.map((file) => `[${JSON.stringify(basename(file))}, () => import(${JSON.stringify(resolve(file))})]`);
  await build({
    stdin: {
      contents: `import { runTests } from "./test/runner.ts";
        globalThis.runPortableTests = (log) => runTests([${list.join(",")}], log);`,
      resolveDir: ".",
      loader: "ts",
    },
    outfile,
    bundle: true,
    format: "iife",
    target: "es2022",
    // Resolves packages like a bundler for browsers and workers.
    platform: "browser",
    plugins: [fromPackage(installed), withoutNode],
    logLevel: "warning",
  });
}

/** Replaces modules that the fake timers load if there is a `process`, but do not need. */
const withoutNode: Plugin = {
  name: "without-node",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(util|timers|timers\/promises)$/ }, ({ path }) => ({ path, namespace: "empty" }));
    onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "module.exports = {};" }));
  },
};

export function portableTests(): string[] {
  return readdirSync("test/portable")
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `test/portable/${file}`);
}

/** Resolves the package, and the sources in it that tests import, to the folder in which the tarball was installed. */
function fromPackage(installed: string): Plugin {
  const folder = resolve(installed, "node_modules/partner-center-batch-status");
  return {
    name: "from-package",
    setup({ onResolve, resolve: resolveWith }) {
      // resolveWith calls this hook again; pluginData marks that call.
      onResolve({ filter: /^partner-center-batch-status/ }, ({ path, kind, pluginData }) =>
        pluginData === folder ? undefined : resolveWith(path, { kind, resolveDir: installed, pluginData: folder }),
      );
      onResolve({ filter: /^\.\.\/\.\.\/src\// }, ({ path }) => ({
        path: path.replace("../../src", `${folder}/src`),
      }));
    },
  };
}
