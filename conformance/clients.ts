import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";

/** How a client is made and run: the client.yaml of a folder in conformance/clients. Commands are those of bash. */
export interface Client {
  /** The folder's name: the language, and the generator where it is not OpenAPI Generator. */
  name: string;
  title: string;
  /** What has to be there: a command that succeeds then, and what to install on Debian. */
  needs?: { test: string; debian: string }[];
  /** Commands that print versions, for the matrix. */
  versions: string[];
  /** Run once, in the folder above the modes: installs what is pinned beside client.yaml. */
  prepare?: string;
  /** Run in a folder of the mode's own, which has openapi.yaml, generators/ and all of the client's folder. */
  generate: Partial<Record<Mode, string>>;
  compile?: string;
  /** Reads a batch tracking id from each line of its input, and prints what it knows then, a line of JSON each. */
  run?: string;
  /** What generated files have to contain, where the client can be read but not run. */
  reads?: { file: string; contains: string[] }[];
}

/** With the configuration that we recommend, or without any. */
export type Mode = "recommended" | "defaults";

const root = resolve(import.meta.dirname, "..");
const clientsFolder = resolve(import.meta.dirname, "clients");
const work = resolve(import.meta.dirname, ".work");
const GENERATOR_VERSION = "7.25.0";

export function readClients(): Client[] {
  return readdirSync(clientsFolder)
    .sort()
    .map((name) => ({ name, ...parse(readFileSync(`${clientsFolder}/${name}/client.yaml`, "utf8")) }));
}

/** What the machine lacks, in words. */
export async function missing({ needs = [] }: Pick<Client, "needs">): Promise<string[]> {
  const lacking = [];
  for (const { test, debian } of needs) {
    const { exitCode } = await bash(test, root);
    if (exitCode !== 0) lacking.push(`"${test}" fails; on Debian: apt-get install ${debian}`);
  }
  return lacking;
}

/** The folder in which a client was built. */
export interface Build {
  client: Client;
  mode: Mode;
  folder: string;
  /** Why it could not be generated or compiled. */
  problem?: string;
}

/**
 * Generates and compiles a client, from nothing but the contract.
 *
 * @param variant - Names the contract where it is not the published one.
 */
export async function build(client: Client, mode: Mode, contract: string, variant?: string): Promise<Build> {
  const folder = `${work}/${client.name}/${variant === undefined ? mode : `${mode}-${variant}`}`;
  rmSync(folder, { recursive: true, force: true });
  cpSync(`${clientsFolder}/${client.name}`, folder, { recursive: true });
  cpSync(`${root}/generators`, `${folder}/generators`, { recursive: true });
  writeFileSync(`${folder}/openapi.yaml`, contract);
  for (const command of [client.generate[mode], client.compile]) {
    if (command === undefined) continue;
    const { exitCode, output } = await bash(command, folder);
    if (exitCode !== 0) return { client, mode, folder, problem: `${command.trim()}\n${output.slice(-3000)}` };
  }
  return { client, mode, folder };
}

/** What a client that is read, not run, ought to contain and does not. */
export function unread({ client: { name, reads = [] }, folder }: Build): string[] {
  return reads.flatMap(({ file, contains }) => {
    const text = readFileSync(`${folder}/${file}`, "utf8");
    return contains.filter((line) => !text.includes(line)).map((line) => `${name}: ${file} does not contain "${line}"`);
  });
}

/** Installs what all builds of a client share. */
export async function prepare({ name, prepare: command }: Client): Promise<void> {
  mkdirSync(`${work}/${name}`, { recursive: true });
  if (command === undefined) return;
  cpSync(`${clientsFolder}/${name}`, `${work}/${name}`, { recursive: true });
  const { exitCode, output } = await bash(command, `${work}/${name}`);
  if (exitCode !== 0) throw new Error(`${name}: ${command.trim()}\n${output.slice(-3000)}`);
}

/** The first line that each of the commands prints. */
export async function versions(client: Client): Promise<string[]> {
  const lines = [];
  for (const command of client.versions) {
    const { output } = await bash(command, `${work}/${client.name}`);
    lines.push(output.trim().split("\n")[0] ?? "");
  }
  return lines;
}

/** What a client printed for each batch tracking id. */
export async function run({ client, mode, folder }: Build, url: string, ids: string[], environment: NodeJS.ProcessEnv) {
  const { exitCode, stdout, output } = await bash(`${client.run} ${url} ${mode}`, folder, {
    environment,
    input: ids.map((id) => `${id}\n`).join(""),
    seconds: 120,
  });
  return {
    answers: new Map(stdout.split("\n").flatMap(answerOf)),
    problem: exitCode === 0 ? undefined : `it ended with ${exitCode}: ${output.slice(-1000)}`,
  };
}

/** None in a line that is not what a driver ought to print. */
function answerOf(line: string): [id: string, answer: object][] {
  try {
    const answer = JSON.parse(line);
    return [[String(answer.id), answer]];
  } catch {
    return [];
  }
}

/** Puts OpenAPI Generator, which is a Java archive, on the path of the commands under its usual name. */
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
    if (exitCode !== 0) throw new Error(`OpenAPI Generator ${GENERATOR_VERSION} cannot be had: ${output.slice(-1000)}`);
  }
  writeFileSync(command, `#!/bin/sh\nexec java -jar ${jar} "$@"\n`);
  chmodSync(command, 0o755);
}

/**
 * Turkish for whatever asks the C library for its letter case: Debian installs no locale of its own accord.
 *
 * @returns The variables that switch it on; undefined where it cannot be had.
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

/** Runs commands as bash does, in a neutral place and language, and ends whatever is left of them when the time is up. */
export function bash(command: string, cwd: string, { environment, input = "", seconds = 900 }: Options = {}) {
  return new Promise<{ exitCode: number | string; stdout: string; output: string }>((done, fail) => {
    const PATH = `${work}/tools:${process.env["PATH"]}`;
    const shell = spawn("bash", ["-e", "-c", command], {
      cwd,
      env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8", ROOT: root, ...environment, PATH },
      // A group of its own, to be ended as a whole.
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
    // A driver that ends early closes its input; its exit code tells why.
    shell.stdin.on("error", () => {});
    shell.stdin.end(input);
    shell.once("error", fail);
    shell.once("close", (exitCode, signal) => {
      clearTimeout(timer);
      done({ exitCode: isLate ? `nothing after ${seconds} s` : (exitCode ?? `signal ${signal}`), stdout, output });
    });
  });
}
