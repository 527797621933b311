import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { asJson } from "../scripts/contract.ts";
import { readDeviceErrors } from "../scripts/device-errors.ts";
import { bash, type Client } from "./clients.ts";
import { PYTHON } from "./needs.ts";

/** A reader in readers/, with its tests in conformance/readers. */
export interface Reader extends Pick<Client, "needs"> {
  /** The language, and `-reader`. */
  name: string;
  title: string;
  /** Its folder in readers/ and in conformance/readers. */
  language: string;
  /** Installs the dependencies of the tests. */
  prepare?: string;
  /** Compares what it reads with readings.json. Run in each time zone. */
  compare: string;
  /** Passes a bounded number of arbitrary inputs to it. */
  fuzz: string;
}

export const READERS: readonly Reader[] = [
  {
    name: "go-reader",
    title: "The reader in Go",
    needs: [{ test: "go version", debian: "golang-go" }],
    language: "go",
    prepare: `test -z "$(gofmt -l .)" && go vet`,
    compare: "go test -count=1",
    fuzz: "go test -run='^$' -fuzz=FuzzReader -fuzztime=20000x -parallel=2",
  },
  {
    name: "python-reader",
    title: "The reader in Python",
    needs: PYTHON,
    language: "python",
    prepare: "python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt",
    compare: "venv/bin/python -W error -m unittest test_readings",
    fuzz: "venv/bin/python -W error -m unittest test_any_input",
  },
];

const TIME_ZONES = ["UTC", "America/Los_Angeles", "Asia/Kolkata"];

/** Compares what a reader reads with conformance/readings.json in three time zones, then fuzzes it. Returns the problems. */
export async function checkReader({ name, language, prepare = "", compare, fuzz }: Reader): Promise<string[]> {
  const folder = resolve(import.meta.dirname, ".work/readers", name);
  mkdirSync(folder, { recursive: true });
  for (const source of [`../readers/${language}`, `readers/${language}`]) {
    cpSync(resolve(import.meta.dirname, source), folder, { recursive: true });
  }
  cpSync(resolve(import.meta.dirname, "readings.json"), `${folder}/readings.json`);
  writeFileSync(`${folder}/device-errors.json`, asJson(readDeviceErrors()));
  const steps = [{ command: prepare }, ...TIME_ZONES.map((TZ) => ({ command: compare, environment: { TZ } })), { command: fuzz }];
  for (const { command, ...options } of steps) {
    const { exitCode, output } = await bash(command, folder, { seconds: 300, ...options });
    if (exitCode !== 0) return [`${name}: ${command}: exit code ${exitCode}\n${output.slice(-3000)}`];
  }
  return [];
}
