import { abortable, type Stop } from "./abort.ts";

/** A token and the moment it expires, in milliseconds since 1970. Azure's shape, and ours. */
export interface AccessToken {
  token: string;
  expiresOnTimestamp: number;
}

/** What `@azure/identity` and `partner-center-batch-status/auth` give: something that gets tokens for a scope. */
export interface TokenCredential {
  getToken(scope: string): Promise<AccessToken | null>;
}

/**
 * Where the access token comes from:
 *
 * - a string: this one, for as long as the client lives;
 * - a function: called when a token is needed. A string that it gives is used for one attempt; an {@link AccessToken} is kept
 *   until two minutes before it expires. `forceRefresh` is true after Partner Center refused the last one: then a token out of a
 *   cache will not do;
 * - a {@link TokenCredential}, kept in the same way.
 *
 * No more than one is asked for at a time, by however many calls. To abort a call does not abort the request for a token, which
 * others may be waiting for.
 */
export type TokenSource =
  | string
  | ((request: { forceRefresh: boolean }) => string | AccessToken | Promise<string | AccessToken>)
  | TokenCredential;

export interface Tokens {
  /** The token at hand, as long as it is good for an attempt. */
  atHand(): string | undefined;
  /** The token for an attempt; another one than `refused`, if there is any. */
  get(signal: Stop | undefined, limit: { milliseconds: number; error: () => Error }, refused?: string): Promise<string>;
}

/** Long enough for a slow request to arrive, as in Microsoft's SDK for Java. */
const EXPIRY_MARGIN = 120_000;

export function createTokens(source: TokenSource, scope: string): Tokens {
  let cached: AccessToken | undefined;
  let refresh: Promise<string> | undefined;

  async function request(forceRefresh: boolean): Promise<string> {
    const given = await ask(source, scope, forceRefresh);
    if (typeof given === "string") return checkToken(given, "give");
    const token = checkToken(given?.token, "give");
    cached = { token, expiresOnTimestamp: checkExpiry(given?.expiresOnTimestamp) };
    return token;
  }

  /** A token that is to be renewed soon is still good: where that fails, the next attempt will try again. */
  function orStillGood(reason: unknown): string {
    if (cached !== undefined && cached.expiresOnTimestamp > Date.now()) return cached.token;
    throw reason;
  }

  function atHand(): string | undefined {
    return cached !== undefined && cached.expiresOnTimestamp - EXPIRY_MARGIN > Date.now() ? cached.token : undefined;
  }

  async function current(refused: string | undefined): Promise<string> {
    if (cached !== undefined && cached.token === refused) cached = undefined;
    const known = atHand();
    if (known !== undefined) return known;
    // One that was asked for before the refusal may turn out to be the refused one.
    const joined = await refresh;
    if (joined !== undefined && joined !== refused) return joined;
    refresh ??= begin(refused !== undefined);
    return refresh;
  }

  function begin(forceRefresh: boolean): Promise<string> {
    const begun = request(forceRefresh)
      .catch(orStillGood)
      .finally(() => {
        if (refresh === begun) refresh = undefined;
      });
    return begun;
  }

  if (typeof source === "string") return { atHand: () => source, get: async () => source };
  return {
    atHand,
    get: (signal, { milliseconds, error }, refused) =>
      abortable(() => current(refused), signal, {
        milliseconds,
        error() {
          // A request that hangs must not be what all later calls wait for.
          refresh = undefined;
          return error();
        },
      }),
  };
}

function ask(source: TokenSource, scope: string, forceRefresh: boolean) {
  if (typeof source === "string") return source;
  return typeof source === "function" ? source({ forceRefresh }) : source.getToken(scope);
}

/** Checked before any header is made of it, since runtimes quote a header's bad value in their error. */
export function checkToken(token: unknown, verb: "be" | "give"): string {
  if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new TypeError(
    `"token" must ${verb} an access token: a string of visible ASCII characters, without white space and without "Bearer"`,
  );
}

function checkExpiry(expiresOnTimestamp: unknown): number {
  if (typeof expiresOnTimestamp === "number" && !Number.isNaN(expiresOnTimestamp)) return expiresOnTimestamp;
  throw new TypeError('"token" must give "expiresOnTimestamp" in milliseconds since 1970 along with "token"');
}
