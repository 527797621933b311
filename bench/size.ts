/** What a page or a worker downloads to make a call with each client, as a bundler makes it. */
import { resolve } from "node:path";
import type { Plugin } from "esbuild";
import { bundleForPage, type PageBundle, type Size } from "../scripts/measure.ts";
import { LIBRARIES, OURS } from "./clients.ts";
import { table } from "./markdown.ts";

/** What is told apart in our bundle, by the paths of its modules. */
const PARTS: Record<string, RegExp> = {
  "of it openapi-fetch": /node_modules\/openapi-fetch\//,
  "of it the validators": /src\/generated\/validators\.ts$/,
};
const DIST = resolve(import.meta.dirname, "../dist/index.js");
const SOURCES = resolve(import.meta.dirname, "../src/index.ts");

const sizes = Object.fromEntries(await Promise.all(LIBRARIES.map(async ({ name, file }) => [name, await bundle(file)] as const)));

console.log(`**The client adds ${kilobytes(OURS)} (brotli) to a page, including response validation, polling, retries, tokens and errors; openapi-fetch adds ${kilobytes("openapi-fetch")}, hey-api ${kilobytes("hey-api")}, ofetch ${kilobytes("ofetch")}, ky ${kilobytes("ky")} and axios ${kilobytes("axios")}, without validation and polling.**

The bundles contain the function \`createCall\` of each client, made by esbuild (\`minify\`, ES modules, for browsers, ES2022). Only this
package validates responses against the contract and polls; ky and ofetch retry as well. The parts of this package are bundled from
src. Their minified size is counted by esbuild; their compressed size is the reduction when the part is made external.
`);
const rows: string[][] = [];
for (const { name, file } of LIBRARIES) {
  rows.push(row(name, sizes[name]));
  if (name === OURS) rows.push(...(await rowsOfParts(file)));
}
console.log(table(["bytes", "minified", "gzip -9", "brotli"], rows));

function kilobytes(name: string): string {
  return `${(sizes[name].brotli / 1_000).toFixed(1)} kB`;
}

/** From src, since dist is one file in which modules cannot be told apart. */
async function rowsOfParts(file: string): Promise<string[][]> {
  const whole = await bundle(file, [readSources()]);
  const rows: string[][] = [];
  for (const [name, modules] of Object.entries(PARTS)) {
    const minified = bytesOf(whole.modules, modules);
    if (minified === 0) throw new Error(`nothing ${name}: has its path changed?`);
    const rest = await bundle(file, [leaveOut(modules), readSources()]);
    rows.push(row(`… ${name}`, { minified, gzip: whole.gzip - rest.gzip, brotli: whole.brotli - rest.brotli }));
  }
  return rows;
}

function bundle(file: string, plugins: Plugin[] = []): Promise<PageBundle> {
  return bundleForPage(`export { createCall } from "${file}";`, import.meta.dirname, plugins);
}

function readSources(): Plugin {
  return {
    name: "read-sources",
    setup({ onResolve }) {
      onResolve({ filter: /dist\/index\.js$/ }, ({ path, resolveDir }) =>
        resolve(resolveDir, path) === DIST ? { path: SOURCES } : undefined,
      );
    },
  };
}

/** Leaves the import of such modules to whoever loads the bundle. */
function leaveOut(modules: RegExp): Plugin {
  return {
    name: "leave-out",
    setup({ onResolve, resolve: find }) {
      onResolve({ filter: /./ }, async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === "asked") return undefined;
        const found = await find(path, { resolveDir, kind, pluginData: "asked" });
        return modules.test(found.path) ? { path: "outside", external: true } : found;
      });
    },
  };
}

function bytesOf(modules: PageBundle["modules"], wanted: RegExp): number {
  const matching = Object.entries(modules).filter(([path]) => wanted.test(resolve(path)));
  return matching.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
}

function row(name: string, { minified, gzip, brotli }: Size): string[] {
  return [name, String(minified), String(gzip), String(brotli)];
}
