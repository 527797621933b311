import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createEmulator, type Emulator } from "../src/emulator/emulator.ts";
import { startServer } from "../src/emulator/server.ts";
import { parseBatchLocation } from "../src/location.ts";
import { type Build, bash, build, type Client, prepare, readClients } from "./clients.ts";

/** A program in docs/other-languages.md that waits for a batch with a client of the matrix. */
export interface DocumentedProgram extends Pick<Client, "needs"> {
  /** The name of the client, and `-program`. */
  name: string;
  title: string;
  client: Client;
  /** Where its code blocks are written in the folder of the client, by the names after their fences. */
  sources: Readonly<Record<string, string>>;
  /** Runs it; its arguments are appended. */
  run: string;
}

/** The address of the emulator in all programs. */
const DOCUMENTED_HOST = "127.0.0.1:4010";

/** By the name of the client. The code blocks, and how the program is run unless it takes the place of the client's driver. */
const PROGRAMS: Readonly<Record<string, { sources: Readonly<Record<string, string>>; run?: string }>> = {
  go: { sources: { "go/main.go": "main.go", "go/poll.go": "poll.go" } },
  "go-oapi-codegen": { sources: { "go/main.go": "main.go", "go-oapi-codegen/poll.go": "poll.go" } },
  "go-ogen": { sources: { "go/main.go": "main.go", "go-ogen/poll.go": "poll.go" } },
  python: { sources: { "python/wait.py": "driver.py", "python/poll.py": "poll.py" } },
  "python-openapi-python-client": {
    sources: { "python/wait.py": "driver.py", "python-openapi-python-client/poll.py": "poll.py" },
  },
  "python-datamodel-code-generator": {
    sources: { "python/wait.py": "driver.py", "python-datamodel-code-generator/poll.py": "poll.py" },
  },
  "typescript-hey-api": { sources: { "typescript/wait.ts": "driver.ts", "typescript-hey-api/poll.ts": "poll.ts" } },
  "typescript-kubb": { sources: { "typescript/wait.ts": "driver.ts", "typescript-kubb/poll.ts": "poll.ts" } },
  "typescript-orval": { sources: { "typescript/wait.ts": "driver.ts", "typescript-orval/poll.ts": "poll.ts" } },
  java: { sources: { "java/Wait.java": "Driver.java" }, run: "java -cp target/classes:target/dependency/* Wait" },
  kotlin: { sources: { "kotlin/Wait.kt": "Driver.kt" } },
  csharp: { sources: { "csharp/Wait.cs": "Driver.cs" } },
  "cpp-restsdk": {
    sources: { "cpp/CMakeLists.txt": "CMakeLists.txt", "cpp/wait.cpp": "wait.cpp" },
    run: "../build/wait",
  },
  php: { sources: { "php/wait.php": "driver.php" } },
  "php-nextgen": { sources: { "php/wait.php": "driver.php" } },
  ruby: { sources: { "ruby/wait.rb": "driver.rb" } },
  rust: { sources: { "rust/main.rs": "src/main.rs", "rust/poll.rs": "src/poll.rs" } },
  "rust-progenitor": { sources: { "rust/main.rs": "src/main.rs", "rust-progenitor/poll.rs": "src/poll.rs" } },
};

export const DOCUMENTED_PROGRAMS: readonly DocumentedProgram[] = readClients().flatMap((client) => {
  const program = PROGRAMS[client.name];
  if (program === undefined || client.run === undefined) return [];
  return {
    name: `${client.name}-program`,
    title: `The documented program: ${client.title}`,
    ...(client.needs && { needs: client.needs }),
    client,
    sources: program.sources,
    run: program.run ?? client.run,
  };
});

/** A program that was built for the emulator of its own. */
export interface BuiltProgram {
  program: DocumentedProgram;
  emulator: Emulator;
  /** When each request arrived, in milliseconds. */
  arrivals: number[];
  built: Build;
  close(): Promise<void>;
}

/** Generates the client as it is documented, and compiles the program with it. */
export async function buildProgram(program: DocumentedProgram, contract: string): Promise<BuiltProgram> {
  const emulator = createEmulator();
  const arrivals: number[] = [];
  const fetch: Emulator["fetch"] = (...request) => {
    arrivals.push(performance.now());
    return emulator.fetch(...request);
  };
  const { url, close } = await startServer({ fetch }, 0);
  const blocks = codeBlocks();
  const sources = Object.entries(program.sources).map(([block, file]) => {
    const code = blocks.get(block);
    if (code === undefined) throw new Error(`docs/other-languages.md contains no ${block}`);
    return [file, code.replaceAll(DOCUMENTED_HOST, new URL(url).host)];
  });
  await prepare(program.client);
  const built = await build(program.client, "recommended", contract, "documented", Object.fromEntries(sources));
  return { program, emulator, arrivals, built, close };
}

/** Runs a program on a batch that is throttled at first, on one that takes too long, and with a rejected token. Returns the problems. */
export async function runProgram(built: BuiltProgram): Promise<string[]> {
  try {
    if (built.built.problem !== undefined) return [`${built.program.name}: ${built.built.problem}`];
    return [...(await waits(built)), ...(await stopsAtTheDeadline(built)), ...(await stopsAtARefusal(built))];
  } finally {
    await built.close();
  }
}

/** Throttled, then queued, then finished. Programs may sleep longer than they must, but not shorter. */
async function waits(built: BuiltProgram): Promise<string[]> {
  const { emulator, arrivals } = built;
  emulator.fail({ status: 429, headers: { "Retry-After": "7" } }, { status: 503 });
  const watching = setInterval(() => {
    if (arrivals.length >= 3) emulator.advance(60_000);
  }, 100);
  const { exitCode, output } = await runOn(built, { token: "any", seconds: 600 });
  clearInterval(watching);
  const pauses = arrivals.slice(1).map((arrival, index) => Math.round(arrival - (arrivals[index] ?? 0)));
  return problemsOf(
    built,
    {
      [`it exits with ${exitCode}`]: exitCode === 0,
      "it does not print the status": /^status: finished$/m.test(output),
      "it does not print the failed device": /^2 808 ZtdDeviceAssignedToOtherTenant$/m.test(output),
      "it prints the device that did not fail": !/^1 /m.test(output),
      "it does not send Accept: application/json": emulator.requests.every(({ headers }) =>
        headers["accept"]?.includes("application/json"),
      ),
      [`it sends ${arrivals.length} requests`]: arrivals.length === 4,
      [`it pauses for ${pauses} ms`]: [7000, 5000, 5000].every((pause, index) => (pauses[index] ?? 0) > pause - 50),
    },
    output,
  );
}

async function stopsAtTheDeadline(built: BuiltProgram): Promise<string[]> {
  const { exitCode, output } = await runOn(built, { token: "any", seconds: 3 });
  return problemsOf(
    built,
    {
      "it succeeds after the deadline": exitCode !== 0,
      "it does not print that the batch is not finished": output.includes("not finished"),
      [`it sends ${built.arrivals.length} requests before a deadline of 3 seconds`]: built.arrivals.length === 1,
    },
    output,
  );
}

async function stopsAtARefusal(built: BuiltProgram): Promise<string[]> {
  const { exitCode, output } = await runOn(built, { token: "expired", seconds: 600 });
  return problemsOf(
    built,
    {
      "it succeeds with a rejected token": exitCode !== 0,
      "it does not print the status 401": output.includes("401"),
      [`it sends ${built.arrivals.length} requests with a rejected token`]: built.arrivals.length === 1,
    },
    output,
  );
}

/** Runs it on a batch of two devices that makes no progress until the emulator's time advances. */
function runOn({ program, emulator, arrivals, built }: BuiltProgram, { token, seconds }: { token: string; seconds: number }) {
  arrivals.length = 0;
  emulator.pause();
  const location = emulator.submit({ devices: [{ serialNumber: "1" }, { serialNumber: "2", result: "808" }], duration: 60_000 });
  const { customerId, batchTrackingId } = parseBatchLocation(location);
  return bash(`${program.run} ${customerId} ${batchTrackingId} ${seconds}`, built.folder, {
    environment: { PARTNER_CENTER_TOKEN: token },
    seconds: 120,
  });
}

function problemsOf({ program }: BuiltProgram, checks: Readonly<Record<string, boolean | undefined>>, output: string): string[] {
  const failed = Object.keys(checks).filter((problem) => !checks[problem]);
  return failed.map((problem) => `${program.name}: ${problem}\n${output.slice(-1000)}`);
}

/** The code blocks of the page that have a name after the language, by this name. */
function codeBlocks(): Map<string, string> {
  const page = readFileSync(resolve(import.meta.dirname, "../docs/other-languages.md"), "utf8");
  return new Map([...page.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, name = "", code = ""]) => [name, code]));
}
