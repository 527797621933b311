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

/** Leaves a slow request time to arrive, as Microsoft's SDK for Java does. */
const EXPIRY_MARGIN = 120_000;

export function createTokens({ token: source, scope, timeout }: ClientSettings): Tokens {
  let cached: AccessToken | undefined;
  /** The token request in flight. Resolves with undefined if it takes longer than `timeout`. */
  let refresh: Promise<string | undefined> | undefined;

  if (typeof source === "string") return { get: async () => source };
  const request = typeof source === "function" ? source : () => source.getToken(scope);

  async function joinOrRefresh(rejected: string | undefined): Promise<string | undefined> {
    // A request that was in flight before the rejection may return the rejected token.
    const joined = await refresh;
    if (joined !== undefined && joined !== rejected) return joined;
    refresh ??= requestToken(rejected !== undefined).finally(() => {
      refresh = undefined;
    });
    return refresh;
  }

  async function requestToken(forceRefresh: boolean): Promise<string | undefined> {
    try {
      // A response after the time limit is dropped: it must not replace a newer token.
      const response = await abortable(async () => ({ issued: await request({ forceRefresh }) }), undefined, {
        milliseconds: timeout,
        result: () => undefined,
      });
      if (response === undefined) return unexpired();
      const { issued } = response;
      if (typeof issued === "string") return checkToken(issued, "return");
      const token = checkToken(issued?.token, "return");
      cached = { token, expiresOnTimestamp: checkExpiry(issued?.expiresOnTimestamp) };
      return token;
    } catch (error) {
      // If refreshing a token fails that has not expired yet, the next attempt tries again.
      const token = unexpired();
      if (token === undefined) throw error;
      return token;
    }
  }

  function unexpired(margin = 0): string | undefined {
    return cached !== undefined && cached.expiresOnTimestamp - margin > Date.now() ? cached.token : undefined;
  }

  return {
    async get(call, rejected) {
      if (cached?.token === rejected) cached = undefined;
      const current = unexpired(EXPIRY_MARGIN);
      if (current !== undefined) return current;
      const token = await abortable(() => joinOrRefresh(rejected), call.signal, { milliseconds: timeout, result: unexpired });
      return token ?? new NetworkError(`No access token within ${timeout / 1000} s`, { ...call, requestId: undefined });
    },
  };
}

function checkExpiry(expiresOnTimestamp: unknown): number {
  if (typeof expiresOnTimestamp === "number" && !Number.isNaN(expiresOnTimestamp)) return expiresOnTimestamp;
  throw new ArgumentError("token", 'must return "expiresOnTimestamp" in milliseconds since 1970 along with "token"');
}
