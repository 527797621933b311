import { abortable } from "./abort.ts";
import { ArgumentError } from "./argument-error.ts";
import { checkToken } from "./check.ts";
import { NetworkError } from "./errors.ts";
import type { AccessToken, CallSettings, ClientSettings } from "./options.ts";

export interface Tokens {
  /**
   * Gets a token for an attempt: a different one from `rejected`, if the source has one. Returns an error if the source takes longer
   * than `timeout`. Rejects with the signal's reason, or with the source's own error.
   */
  get(call: CallSettings, rejected?: string): Promise<string | NetworkError>;
}

/** What a call waits for. */
interface Wait {
  refresh?: Promise<string> | undefined;
}

/** Leaves a slow request time to arrive, as Microsoft's SDK for Java does. */
const EXPIRY_MARGIN = 120_000;

export function createTokens({ token: source, scope, timeout }: ClientSettings): Tokens {
  let cached: AccessToken | undefined;
  let refresh: Promise<string> | undefined;

  if (typeof source === "string") return { get: async () => source };
  const request = typeof source === "function" ? source : () => source.getToken(scope);

  async function joinOrRefresh(rejected: string | undefined, wait: Wait): Promise<string> {
    // A request that was in flight before the rejection may return the rejected token.
    wait.refresh = refresh;
    const joined = await refresh;
    if (joined !== undefined && joined !== rejected) return joined;
    refresh ??= startRefresh(rejected !== undefined);
    wait.refresh = refresh;
    return refresh;
  }

  function startRefresh(forceRefresh: boolean): Promise<string> {
    const started = requestToken(forceRefresh)
      .catch(useUnexpired)
      .finally(() => {
        if (refresh === started) refresh = undefined;
      });
    return started;
  }

  async function requestToken(forceRefresh: boolean): Promise<string> {
    const issued = await request({ forceRefresh });
    if (typeof issued === "string") return checkToken(issued, "return");
    const token = checkToken(issued?.token, "return");
    cached = { token, expiresOnTimestamp: checkExpiry(issued?.expiresOnTimestamp) };
    return token;
  }

  /** A token that expires soon is still valid. If renewing it fails, the next attempt tries again. */
  function useUnexpired(reason: unknown): string {
    if (cached !== undefined && expiresAfter(cached, 0)) return cached.token;
    throw reason;
  }

  return {
    async get(call, rejected) {
      if (cached !== undefined && cached.token === rejected) cached = undefined;
      if (cached !== undefined && expiresAfter(cached, EXPIRY_MARGIN)) return cached.token;
      const wait: Wait = {};
      return abortable<string | NetworkError>(() => joinOrRefresh(rejected, wait), call.signal, {
        milliseconds: timeout,
        result() {
          // Later calls must not wait for a request that hangs. Another call may have started a newer one.
          if (refresh === wait.refresh) refresh = undefined;
          return new NetworkError(`No access token within ${timeout / 1000} s`, { ...call, requestId: undefined });
        },
      });
    },
  };
}

function expiresAfter({ expiresOnTimestamp }: AccessToken, milliseconds: number): boolean {
  return expiresOnTimestamp - milliseconds > Date.now();
}

function checkExpiry(expiresOnTimestamp: unknown): number {
  if (typeof expiresOnTimestamp === "number" && !Number.isNaN(expiresOnTimestamp)) return expiresOnTimestamp;
  throw new ArgumentError("token", 'must return "expiresOnTimestamp" in milliseconds since 1970 along with "token"');
}
