import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { startProcess } from "./processes.ts";

/** The version of Debian's Redis, which is installed if it is missing. */
export function prepareRedis(): string {
  const version = () => /v=([\d.]+)/.exec(execFileSync("redis-server", ["--version"], { encoding: "utf8" }))?.[1];
  try {
    return `Redis ${version()}`;
  } catch {
    try {
      execFileSync("sh", ["-c", "apt-get update && apt-get install -y redis-server"], { stdio: "ignore" });
      return `Redis ${version()}`;
    } catch {
      throw new Error(
        "redis-server is missing, and apt-get could not install it. Install it as root: apt-get install redis-server",
      );
    }
  }
}

/** Starts Redis on loopback with its data in a folder, and waits until it has loaded them. */
export async function startRedis(port: number, folder: string, options: readonly string[]): Promise<ChildProcess> {
  const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  const redis = startProcess("redis-server", [...place, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  redis.stdout?.on("data", (chunk) => {
    printed += chunk;
  });
  while (!(await responds(port))) {
    if (redis.exitCode !== null) throw new Error(`redis-server ended:\n${printed}`);
    await sleep(50);
  }
  return redis;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("the system assigned no port");
  return address.port;
}

/** Whether Redis is ready: while it loads its data, it responds with an error. */
function responds(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.once("data", (data) => {
      resolve(String(data).startsWith("+PONG"));
      socket.destroy();
    });
    socket.once("error", () => {});
    socket.once("close", () => resolve(false));
  });
}
