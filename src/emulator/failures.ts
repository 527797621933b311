import { type Example, examples } from "../generated/examples.ts";

/** An error response of the contract, by the name of its example. */
export function failure(name: string): { status: number; body: object } {
  const example = examples.find((example) => example.name === name);
  if (example === undefined) throw new Error(`openapi.yaml has no example "${name}"`);
  return example;
}

/** The body Partner Center sends with a status: the contract's first example for it, if any. */
export function bodyOf(status: number): Example["body"] | undefined {
  return examples.find((example) => example.status === status)?.body;
}

/** Reasons to reject a token, and the contract's example for each. */
export const TOKEN_REFUSALS = {
  expired: "tokenRefused",
  "wrong-audience": "wrongAudience",
  "missing-role": "missingRole",
  "no-relationship": "noRelationship",
  "conditional-access": "conditionalAccess",
  "app-only": "appOnlyRefused",
};

export type TokenRefusal = keyof typeof TOKEN_REFUSALS;

/** Accepts any token except one named after a refusal reason. */
export function refuseByName(token: string): TokenRefusal | undefined {
  return isTokenRefusal(token) ? token : undefined;
}

function isTokenRefusal(token: string): token is TokenRefusal {
  return Object.hasOwn(TOKEN_REFUSALS, token);
}

export function tokenFailure(refusal: TokenRefusal): { status: number; body: object } {
  return failure(TOKEN_REFUSALS[refusal]);
}
