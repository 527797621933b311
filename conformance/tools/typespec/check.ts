import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { asNode, at } from "../../../scripts/contract.ts";
import { bash } from "../../clients.ts";
import type { Tool } from "../../tools.ts";

/**
 * Imports the contract into TypeSpec, and emits OpenAPI from the result. This fails because of a defect of the importer, which report.md
 * describes. Without the nullable object that triggers it, the emitted schemas must be those of the contract.
 */
export const typespec: Tool = {
  name: "typespec",
  title: "TypeSpec's import of the contract, with its known failure",
  async check(folder) {
    const report = readFileSync(`${folder}/report.md`, "utf8");
    const contract = readFileSync("openapi.yaml", "utf8");
    return [
      ...checkVersions(folder, report),
      ...(await checkKnownFailure(
        "the document of report.md",
        folder,
        codeOf(report, "yaml"),
        codeOf(report, "typespec"),
        report,
      )),
      ...(await checkKnownFailure("openapi.yaml", folder, contract, "union ResourceAttributes {\n  null,\n}\n", report)),
      ...(await checkSchemas(folder, parse(contract))),
    ];
  },
};

/** The report must be about the versions that are installed. */
function checkVersions(folder: string, report: string): string[] {
  const { dependencies } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return ["@typespec/openapi3", "@typespec/compiler"]
    .map((name) => `\`${name}\` ${dependencies[name]}`)
    .filter((version) => !report.includes(version))
    .map((version) => `TypeSpec: report.md does not contain ${version}`);
}

/** Checks that an import is as wrong as the report says, and that it cannot be compiled for the reason in the report. */
async function checkKnownFailure(name: string, folder: string, document: string, imported: string, report: string) {
  const { isCompiled, output, source } = await importAndEmit(folder, document);
  if (isCompiled) return [`TypeSpec passes ${name}: remove report.md and the known failure from its check`];
  const isAsReported = source.includes(imported) && output.includes(codeOf(report, "text").trim());
  return isAsReported ? [] : [`TypeSpec fails ${name} in another way than report.md says: ${output}\n${source}`];
}

async function checkSchemas(folder: string, contract: unknown): Promise<string[]> {
  const schemas = Object.entries(asNode(at(contract, "components", "schemas")));
  const imported = Object.fromEntries(schemas.map(([name, schema]) => [name, notNullable(schema)]));
  const { isCompiled, output, emitted } = await importAndEmit(
    folder,
    JSON.stringify({ ...asNode(contract), components: { ...asNode(at(contract, "components")), schemas: imported } }),
  );
  if (!isCompiled) return [`TypeSpec fails the contract without nullable objects: ${output}`];
  const changed = Object.keys(imported).filter(
    (name) => !isDeepStrictEqual(at(emitted, "components", "schemas", name), imported[name]),
  );
  return changed.map(
    (name) => `TypeSpec changed the schema ${name}: ${JSON.stringify(at(emitted, "components", "schemas", name))}`,
  );
}

/** The workaround of report.md. */
function notNullable(schema: unknown): object {
  const { nullable, ...others } = asNode(schema);
  return others;
}

async function importAndEmit(folder: string, document: string) {
  for (const name of ["imported", "emitted"]) rmSync(`${folder}/${name}`, { recursive: true, force: true });
  writeFileSync(`${folder}/openapi.yaml`, document);
  const read = (file: string) => (existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, "utf8") : "");
  const { exitCode, output } = await bash(
    `node_modules/.bin/tsp-openapi3 openapi.yaml --output-dir imported
     node_modules/.bin/tsp compile imported/main.tsp --emit @typespec/openapi3 --output-dir emitted`,
    folder,
  );
  return {
    isCompiled: exitCode === 0,
    output,
    source: read("imported/main.tsp"),
    emitted: parse(read("emitted/@typespec/openapi3/openapi.yaml")),
  };
}

function codeOf(report: string, language: string): string {
  const [, code] = report.match(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms")) ?? [];
  if (code === undefined) throw new Error(`report.md contains no ${language}`);
  return code;
}
