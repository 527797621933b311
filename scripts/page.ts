/** The parts of the emulator's page, from src/page: what the server shows at its address, and the playground. */
import { readFileSync } from "node:fs";
import { build, type Metafile } from "esbuild";

export interface PageScript {
  text: string;
  inputs: Metafile["outputs"][string]["inputs"];
}

export async function bundleScript(entryPoint: string): Promise<PageScript> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entryPoint],
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
    metafile: true,
  });
  const [text] = outputFiles.map((file) => file.text);
  const [inputs] = Object.values(metafile.outputs).map((output) => output.inputs);
  if (text === undefined || inputs === undefined) throw new Error(`esbuild made no script of ${entryPoint}`);
  return { text, inputs };
}

export async function minifyStyle(): Promise<string> {
  const { outputFiles } = await build({ entryPoints: ["src/page/page.css"], minify: true, write: false });
  const [text] = outputFiles.map((file) => file.text);
  if (text === undefined) throw new Error("esbuild made no style sheet");
  return text;
}

/** Without the indentation, which the page never shows. */
export function readHtml(): string {
  return readFileSync("src/page/index.html", "utf8").replace(/\n +/g, "\n");
}
