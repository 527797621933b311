import type { BatchUploadDetails } from "./generated/openapi.ts";
import { type ValidationError, validateBatchUploadDetails } from "./generated/validators.ts";

export type { BatchUploadDetails, DeviceUploadDetails, ResourceAttributes } from "./generated/openapi.ts";

const MOST_VIOLATIONS = 20;

/** Where a value is not what the contract says. */
export interface Violation {
  /** JSON pointer of the value, such as `/devicesStatus/0/errorCode`; `""` for the whole. */
  pointer: string;
  /** What it had to be, such as `must be string`. Never what it was, which may be a product key. */
  message: string;
}

/** A value is not `BatchUploadDetails`. The message names the first violation and how many there are. */
export class InvalidDetailsError extends TypeError {
  override readonly name = "InvalidDetailsError";
  /** The first twenty. */
  readonly violations: readonly Violation[];
  /** How many there are in all. */
  readonly count: number;

  /** @internal */
  constructor(errors: readonly ValidationError[]) {
    const violations = errors.slice(0, MOST_VIOLATIONS).map(({ instancePath, message }) => ({ pointer: instancePath, message }));
    const [first] = violations;
    const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
    super(`not BatchUploadDetails: ${first?.pointer || "the value"} ${first?.message}${more}`);
    this.violations = violations;
    this.count = errors.length;
  }
}

/**
 * Whether a value, such as parsed JSON, is what the contract calls `BatchUploadDetails`. Unknown members and unknown statuses are
 * fine. Nothing is changed or copied. A getter that throws does so here, too.
 */
export function isBatchUploadDetails(value: unknown): value is BatchUploadDetails {
  return validateBatchUploadDetails(value);
}

/**
 * The same, for those who want to know why not.
 *
 * @throws {InvalidDetailsError} The value is not `BatchUploadDetails`.
 *
 * @example
 * ```ts
 * import { assertBatchUploadDetails } from "partner-center-batch-status/validators";
 *
 * const details: unknown = await response.json();
 * assertBatchUploadDetails(details);
 * console.log(details.status);
 * ```
 */
export function assertBatchUploadDetails(value: unknown): asserts value is BatchUploadDetails {
  if (!validateBatchUploadDetails(value)) throw new InvalidDetailsError(validateBatchUploadDetails.errors ?? []);
}

/** What {@link batchUploadDetails} is to a tool that takes a Standard Schema: https://standardschema.dev */
export interface StandardSchema<T> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => { value: T; issues?: undefined } | { issues: readonly StandardIssue[] };
    readonly types?: { readonly input: T; readonly output: T };
  };
}

export interface StandardIssue {
  readonly message: string;
  /** Names of members, and indices of devices. */
  readonly path: readonly (string | number)[];
}

/**
 * The same as a Standard Schema, for whatever takes one, such as Hono, tRPC or TanStack Form.
 *
 * @example
 * ```ts
 * import { initTRPC } from "@trpc/server";
 * import { batchUploadDetails } from "partner-center-batch-status/validators";
 *
 * const t = initTRPC.create();
 * export const router = t.router({
 *   report: t.procedure.input(batchUploadDetails).mutation(({ input }) => input.devicesStatus?.length ?? 0),
 * });
 * ```
 */
export const batchUploadDetails: StandardSchema<BatchUploadDetails> = {
  "~standard": {
    version: 1,
    vendor: "partner-center-batch-status",
    validate: (value) =>
      validateBatchUploadDetails(value)
        ? { value }
        : {
            issues: (validateBatchUploadDetails.errors ?? []).map(({ instancePath, message }) => ({
              message,
              path: pathOf(instancePath),
            })),
          },
  },
};

/** Nothing in the contract is called by digits, or has a slash in its name. */
function pathOf(pointer: string): (string | number)[] {
  const steps = pointer.split("/").slice(1);
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
