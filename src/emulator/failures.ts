import { type Example, examples } from "../generated/examples.ts";

/** A failure that the contract shows, by the name of its example. */
export function failure(name: string): { status: number; body: object } {
  const example = examples.find((example) => example.name === name);
  if (example === undefined) throw new Error(`openapi.yaml has no example "${name}"`);
  return example;
}

/** What Partner Center says along with a status: the contract's first example of it, if there is one. */
export function bodyOf(status: number): Example["body"] | undefined {
  return examples.find((example) => example.status === status)?.body;
}

/** Why a token is refused, and the contract's example that says so. */
export const TOKEN_REFUSALS = {
  expired: "tokenRefused",
  "wrong-audience": "wrongAudience",
  "missing-role": "missingRole",
  "no-relationship": "noRelationship",
  "conditional-access": "conditionalAccess",
  "app-only": "appOnlyRefused",
};

export type TokenRefusal = keyof typeof TOKEN_REFUSALS;

/** Takes any token but those that are called like a reason to refuse them. */
export function refuseByName(token: string): TokenRefusal | undefined {
  return isTokenRefusal(token) ? token : undefined;
}

function isTokenRefusal(token: string): token is TokenRefusal {
  return Object.hasOwn(TOKEN_REFUSALS, token);
}

export function tokenFailure(refusal: TokenRefusal): { status: number; body: object } {
  return failure(TOKEN_REFUSALS[refusal]);
}
