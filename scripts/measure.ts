/** Measures what the package costs its users: bytes to download, and work for their compiler. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, type Metafile, type Plugin } from "esbuild";

/** In bytes. */
export interface Size {
  minified: number;
  gzip: number;
  brotli: number;
}

export interface PageBundle extends Size {
  modules: Metafile["outputs"][string]["inputs"];
}

/** Bundles a program as a page would download it. Its imports are resolved from a folder. */
export async function bundleForPage(program: string, resolveDir: string, plugins: Plugin[] = []): Promise<PageBundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    write: false,
    metafile: true,
    plugins,
  });
  const bytes = outputFiles[0]?.contents;
  const modules = Object.values(metafile.outputs)[0]?.inputs;
  if (bytes === undefined || modules === undefined) throw new Error("esbuild produced no bundle");
  return {
    modules,
    minified: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  };
}

export interface CompilerCosts {
  instantiations: number;
  /** In megabytes. */
  memory: number;
}

/**
 * Compiles a program that consists of one file.
 *
 * @param compiler - The folder of the package typescript.
 * @param folder - Where the program is written.
 */
export async function compile(
  program: string,
  compilerOptions: Readonly<Record<string, unknown>>,
  compiler: string,
  folder: string,
): Promise<CompilerCosts> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "type": "module" }');
  writeFileSync(`${folder}/program.ts`, program);
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files: ["program.ts"] }));
  const options = [resolve(compiler, "bin/tsc"), "--project", folder, "--extendedDiagnostics"];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  return { instantiations: figure(stdout, "Instantiations"), memory: figure(stdout, "Memory used") / 1_000 };
}

/** Reads a figure from the compiler's diagnostics. Memory is in kilobytes. */
function figure(printed: string, name: string): number {
  const [, digits] = new RegExp(`^${name}:\\s+(\\d+)K?$`, "m").exec(printed) ?? [];
  if (digits === undefined) throw new Error(`tsc printed no "${name}":\n${printed}`);
  return Number(digits);
}
