import { request } from "node:https";
import { Readable } from "node:stream";
import { HttpsProxyAgent } from "https-proxy-agent";
import { isLoopback } from "../address.ts";
import type { TokenFetch } from "../auth.ts";
import type { CommandContext } from "./context.ts";
import { UsageError } from "./exit.ts";

/** Sends requests for statuses, and requests for tokens, which have a body. */
export type Send = (url: string, init: Omit<Parameters<TokenFetch>[1], "body"> & { body?: URLSearchParams }) => Promise<Response>;

/**
 * `fetch` with the proxy that the environment names: the runtime's own supports proxies only from Node 22.21 and 24.5, behind an
 * option.
 *
 * @throws UsageError
 */
export function createFetch(env: CommandContext["env"]): Send {
  // Reports a wrong address before the first request.
  proxyIn(env);
  return (url, init) => {
    const proxy = proxyFor(url, env);
    return proxy === undefined ? globalThis.fetch(url, init) : fetchThrough(proxy, url, init);
  };
}

/** The proxy for a URL; undefined if there is none. Plain http is limited to loopback, which is never reached through a proxy. */
export function proxyFor(url: string, env: CommandContext["env"]): URL | undefined {
  const { hostname, port } = new URL(url);
  return isLoopback(hostname) || isExcluded(hostname, port || "443", env) ? undefined : proxyIn(env);
}

/** Programs disagree about the letter case. Like Node's own proxy support, this takes HTTP_PROXY if there is no HTTPS_PROXY. */
function proxyIn(env: CommandContext["env"]): URL | undefined {
  const name = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].find((name) => env[name]?.trim());
  if (name === undefined) return undefined;
  const value = env[name]?.trim() ?? "";
  const address = /^[a-z0-9+.-]+:\/\//i.test(value) ? value : `http://${value}`;
  if (URL.canParse(address) && /^https?:/i.test(address)) return new URL(address);
  // Not quoted: it may contain a password.
  throw new UsageError(`${name} must be the http or https URL of a proxy, such as http://proxy.example:8080`);
}

/** NO_PROXY lists hosts, with their subdomains, and optionally a port; `*` excludes all. */
function isExcluded(hostname: string, port: string, env: CommandContext["env"]): boolean {
  const entries = (env["no_proxy"] || env["NO_PROXY"] || "").toLowerCase().split(/[\s,]+/);
  return entries.filter(Boolean).some((entry) => {
    const [, host = "", entryPort = port] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    return entryPort === port && (host === "*" || hostname === host || hostname.endsWith(`.${host}`));
  });
}

/** Sends a request through a tunnel, so that the proxy sees the host and nothing else. */
function fetchThrough(proxy: URL, url: string, { method, headers, body, signal }: Parameters<Send>[1]): Promise<Response> {
  const agent = new HttpsProxyAgent(proxy.origin, { headers: authorizationFor(proxy), signal });
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers: Object.fromEntries(headers), signal }, (received) => {
      const { statusCode: status = 0, headersDistinct } = received;
      const pairs = Object.entries(headersDistinct).flatMap(([name, values = []]) => values.map((value) => [name, value]));
      const hasBody = status !== 204 && status !== 205 && status !== 304;
      // Safe: Node's own ReadableStream under another name.
      const stream = Readable.toWeb(received) as ReadableStream<Uint8Array>;
      try {
        resolve(new Response(hasBody ? stream : null, { status, headers: new Headers(pairs as [string, string][]) }));
      } catch (error) {
        reject(error);
      }
    });
    sent.on("error", reject);
    // The agent would present the proxy's refusal as a response to the request.
    sent.on("proxyConnect", ({ statusCode }: { statusCode: number }) => {
      if (statusCode !== 200) sent.destroy(new Error(`the proxy ${proxy.origin} responded with ${statusCode}`));
    });
    sent.end(body?.toString());
  });
}

/** Apart from the address, which the agent writes to its debug log. */
function authorizationFor({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}
