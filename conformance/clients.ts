import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";

/** How a client is built and run: the client.yaml of a folder in conformance/clients. Commands are run by bash. */
export interface Client {
  /** The folder's name: the language, with the generator unless it is OpenAPI Generator. */
  name: string;
  title: string;
  /** Requirements: a command that succeeds if one is met, and the Debian packages that meet it. */
  needs?: { test: string; debian: string }[];
  /** Commands that print the versions for the matrix. */
  versions: string[];
  /** Run once in the parent folder of the modes. Installs the dependencies that are pinned beside client.yaml. */
  prepare?: string;
  /** Run in the folder of a mode, which contains openapi.yaml, generators/ and a copy of the client's folder. */
  generate: Partial<Record<Mode, string>>;
  compile?: string;
  /** The driver: reads batch tracking ids from standard input, one per line, and prints a line of JSON with the result of each. */
  run?: string;
  /** Text that generated files must contain, for a client that cannot be run. */
  contains?: { file: string; texts: string[] }[];
}

/** With the configuration that we recommend, or with the defaults of the generator. */
export type Mode = "recommended" | "defaults";

const root = resolve(import.meta.dirname, "..");
const clientsFolder = resolve(import.meta.dirname, "clients");
const work = resolve(import.meta.dirname, ".work");
const GENERATOR_VERSION = "7.25.0";
/** Java's optimizing compiler costs short runs more time than it saves. */
const SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

export function readClients(): Client[] {
  return readdirSync(clientsFolder)
    .sort()
    .map((name) => ({ name, ...parse(readFileSync(`${clientsFolder}/${name}/client.yaml`, "utf8")) }));
}

/** Describes the requirements that this machine does not meet. */
export async function missing({ needs = [] }: Pick<Client, "needs">): Promise<string[]> {
  const unmet = [];
  for (const { test, debian } of needs) {
    const { exitCode } = await bash(test, root);
    if (exitCode !== 0) unmet.push(`"${test}" fails; on Debian: apt-get install ${debian}`);
  }
  return unmet;
}

/** A client that was built in a folder. */
export interface Build {
  client: Client;
  mode: Mode;
  folder: string;
  /** Set if it could not be generated or compiled. */
  problem?: string;
}

/**
 * Generates and compiles a client from a contract.
 *
 * @param variant - The name of the variant, if the contract is not the published one or there are other sources.
 * @param sources - Sources that are added to those of the client's folder, or take their place.
 */
export async function build(
  client: Client,
  mode: Mode,
  contract: string,
  variant?: string,
  sources: Readonly<Record<string, string>> = {},
): Promise<Build> {
  const folder = `${work}/${client.name}/${variant === undefined ? mode : `${mode}-${variant}`}`;
  rmSync(folder, { recursive: true, force: true });
  cpSync(`${clientsFolder}/${client.name}`, folder, { recursive: true });
  cpSync(`${root}/generators`, `${folder}/generators`, { recursive: true });
  writeFileSync(`${folder}/openapi.yaml`, contract);
  for (const [file, text] of Object.entries(sources)) writeFileSync(`${folder}/${file}`, text);
  for (const command of [client.generate[mode], client.compile]) {
    if (command === undefined) continue;
    const { exitCode, output } = await bash(command, folder);
    if (exitCode !== 0) return { client, mode, folder, problem: `${command.trim()}\n${output.slice(-3000)}` };
  }
  return { client, mode, folder };
}

/** Describes the text that the generated files should contain, but do not. */
export function missingTexts({ client: { name, contains = [] }, folder }: Build): string[] {
  return contains.flatMap(({ file, texts }) => {
    const text = readFileSync(`${folder}/${file}`, "utf8");
    return texts.filter((line) => !text.includes(line)).map((line) => `${name}: ${file} does not contain "${line}"`);
  });
}

/** Installs the dependencies that all builds of a client share. */
export async function prepare({ name, prepare: command }: Client): Promise<void> {
  mkdirSync(`${work}/${name}`, { recursive: true });
  if (command === undefined) return;
  cpSync(`${clientsFolder}/${name}`, `${work}/${name}`, { recursive: true });
  const { exitCode, output } = await bash(command, `${work}/${name}`);
  if (exitCode !== 0) throw new Error(`${name}: ${command.trim()}\n${output.slice(-3000)}`);
}

/** Returns the first line that each command prints. */
export async function versions(client: Client): Promise<string[]> {
  const lines = [];
  for (const command of client.versions) {
    const { output } = await bash(command, `${work}/${client.name}`);
    lines.push(output.trim().split("\n")[0] ?? "");
  }
  return lines;
}

/** Runs the driver of a client. Returns the result that it printed for each batch tracking id. */
export async function runDriver({ client, mode, folder }: Build, url: string, ids: string[], environment: NodeJS.ProcessEnv) {
  const { exitCode, stdout, output } = await bash(`${client.run} ${url} ${mode}`, folder, {
    environment,
    input: ids.map((id) => `${id}\n`).join(""),
    seconds: 120,
  });
  return {
    results: new Map(stdout.split("\n").flatMap(parseResult)),
    problem: exitCode === 0 ? undefined : `it exited with ${exitCode}: ${output.slice(-1000)}`,
  };
}

/** Returns an empty list for a line that is not JSON. */
function parseResult(line: string): [id: string, result: object][] {
  try {
    const result = JSON.parse(line);
    return [[String(result.id), result]];
  } catch {
    return [];
  }
}

/** Installs OpenAPI Generator, a Java archive, as a command with its usual name on the path of the commands. */
export async function installOpenApiGenerator(): Promise<void> {
  const jar = `${work}/tools/openapi-generator-cli-${GENERATOR_VERSION}.jar`;
  const command = `${work}/tools/openapi-generator-cli`;
  mkdirSync(`${work}/tools`, { recursive: true });
  if (!existsSync(jar)) {
    const artifact = `org.openapitools:openapi-generator-cli:${GENERATOR_VERSION}`;
    const { exitCode, output } = await bash(
      `mvn -q -B dependency:copy -Dartifact=${artifact} -DoutputDirectory=${work}/tools -Dmdep.useBaseVersion=true`,
      root,
    );
    if (exitCode !== 0) throw new Error(`OpenAPI Generator ${GENERATOR_VERSION} cannot be downloaded: ${output.slice(-1000)}`);
  }
  writeFileSync(command, `#!/bin/sh\nexec java ${SHORT_RUN} -jar ${jar} "$@"\n`);
  chmodSync(command, 0o755);
}

/**
 * Compiles a Turkish locale, in which the C library converts letter case differently. Debian does not install one by default.
 *
 * @returns The environment variables that select it, or undefined if it cannot be compiled.
 */
export async function installTurkish(): Promise<NodeJS.ProcessEnv | undefined> {
  const locales = `${work}/locales`;
  mkdirSync(locales, { recursive: true });
  if (!existsSync(`${locales}/tr_TR.UTF-8`)) {
    const { exitCode } = await bash(`localedef -i tr_TR -f UTF-8 ${locales}/tr_TR.UTF-8`, root);
    if (exitCode !== 0) return undefined;
  }
  return { LOCPATH: locales, LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
}

interface Options {
  environment?: NodeJS.ProcessEnv;
  input?: string;
  seconds?: number;
}

/** Runs commands in bash, in UTC and a neutral locale. Kills them, including their child processes, when the time is up. */
export function bash(command: string, cwd: string, { environment, input = "", seconds = 900 }: Options = {}) {
  return new Promise<{ exitCode: number | string; stdout: string; output: string }>((done, fail) => {
    const PATH = `${work}/tools:${process.env["PATH"]}`;
    const shell = spawn("bash", ["-e", "-c", command], {
      cwd,
      env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8", MAVEN_OPTS: SHORT_RUN, ROOT: root, ...environment, PATH },
      // Its own process group, which can be killed as a whole.
      detached: true,
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      if (shell.pid !== undefined) process.kill(-shell.pid);
    }, seconds * 1000);
    let stdout = "";
    let output = "";
    shell.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    shell.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    // A driver that exits early closes its input. Its exit code is reported anyway.
    shell.stdin.on("error", () => {});
    shell.stdin.end(input);
    shell.once("error", fail);
    shell.once("close", (exitCode, signal) => {
      clearTimeout(timer);
      done({ exitCode: isLate ? `timeout after ${seconds} s` : (exitCode ?? `signal ${signal}`), stdout, output });
    });
  });
}
