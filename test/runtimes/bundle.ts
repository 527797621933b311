import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { build, type Plugin } from "esbuild";

/**
 * Bundles test files, and the package as it was installed, into one script for every runtime. It defines
 * `runPortableTests(log)`, which gives `{ passed, failed }`.
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
    // As a bundler for browsers and workers sees the packages.
    platform: "browser",
    plugins: [fromPackage(installed), withoutNode],
    logLevel: "warning",
  });
}

/** The fake timers ask for these where they see a `process`, and do without. */
const withoutNode: Plugin = {
  name: "without-node",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(util|timers|timers\/promises)$/ }, ({ path }) => ({ path, namespace: "nothing" }));
    onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "module.exports = {};" }));
  },
};

export function portableTests(): string[] {
  return readdirSync("test/portable")
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `test/portable/${file}`);
}

/** Takes the package, and the sources in it that tests look into, from where the tarball was installed. */
function fromPackage(installed: string): Plugin {
  const folder = resolve(installed, "node_modules/partner-center-batch-status");
  return {
    name: "from-package",
    setup({ onResolve, resolve: resolveWith }) {
      // To resolve it asks once more, which the mark tells from the first time.
      onResolve({ filter: /^partner-center-batch-status/ }, ({ path, kind, pluginData }) =>
        pluginData === folder ? undefined : resolveWith(path, { kind, resolveDir: installed, pluginData: folder }),
      );
      onResolve({ filter: /^\.\.\/\.\.\/src\// }, ({ path }) => ({
        path: path.replace("../../src", `${folder}/src`),
      }));
    },
  };
}
