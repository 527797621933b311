import { readFileSync } from "node:fs";

interface LockedPackage {
  version: string;
  integrity: string;
  license: string;
  dev?: true;
  dependencies?: Record<string, string>;
}

interface Lock {
  packages: Record<string, LockedPackage>;
}

const purlOf = (name: string, version: string) => `pkg:npm/${name.replace("@", "%40")}@${version}`;

/**
 * Describes in CycloneDX whose code the package runs: that of its runtime dependencies, and of the packages bundled into the
 * command. Without time and serial number, so that equal sources build equal packages.
 *
 * @param command - The bundled file.
 * @param bundled - The folders of the packages in it.
 */
export function createSbom(command: string, bundled: readonly string[]): object {
  const { name, version, license, dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  const { packages }: Lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const runtime = Object.keys(packages).filter((folder) => folder !== "" && packages[folder]?.dev === undefined);
  const folders = [...new Set([...runtime, ...bundled])].sort();

  const component = (folder: string) => {
    const { version, integrity, license } = locked(folder);
    return {
      type: "library",
      "bom-ref": refOf(folder),
      name: nameOf(folder),
      version,
      hashes: [{ alg: "SHA-512", content: Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex") }],
      licenses: licensesOf(license),
      purl: refOf(folder),
      ...(bundled.includes(folder) && { evidence: { occurrences: [{ location: command }] } }),
    };
  };

  const dependency = (ref: string, folder: string, names: readonly string[]) => ({
    ref,
    dependsOn: names
      .map((name) => resolve(folder, name))
      .filter((found) => folders.includes(found))
      .map(refOf)
      .sort(),
  });

  function locked(folder: string): LockedPackage {
    const found = packages[folder];
    if (found === undefined) throw new Error(`package-lock.json does not contain ${folder}`);
    return found;
  }

  function refOf(folder: string): string {
    return purlOf(nameOf(folder), locked(folder).version);
  }

  /** Finds a dependency as Node does: next to the package, or in a folder above. */
  function resolve(folder: string, name: string): string {
    const nested = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (folder === "" || nested in packages) return nested;
    return resolve(folder.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, ""), name);
  }

  const root = purlOf(name, version);
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      lifecycles: [{ phase: "build" }],
      component: { type: "library", "bom-ref": root, name, version, licenses: licensesOf(license), purl: root },
    },
    components: distinct(folders.map(component)),
    dependencies: distinct([
      dependency(root, "", Object.keys({ ...dependencies, ...devDependencies })),
      ...folders.map((folder) => dependency(refOf(folder), folder, Object.keys(locked(folder).dependencies ?? {}))),
    ]),
  };
}

/** The same version of a package may be installed in several folders. */
function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** `node_modules/a/node_modules/@b/c` contains `@b/c`. */
function nameOf(folder: string): string {
  return folder.replace(/^.*node_modules\//, "");
}

function licensesOf(license: string) {
  return license.includes(" ") ? [{ expression: license }] : [{ license: { id: license } }];
}
