import type { BatchUploadDetails } from "./generated/openapi.ts";
import { type ValidationError, validateBatchUploadDetails } from "./generated/validators.ts";

export type { BatchUploadDetails, DeviceUploadDetails, ResourceAttributes } from "./generated/openapi.ts";

/** A place where a value does not match the contract. */
export interface Violation {
  /** JSON pointer to the invalid part, such as `/devicesStatus/0/errorCode`; `""` for the whole value. */
  pointer: string;
  /** The violated constraint, such as `must be string`. Never contains the value, which may be a product key. */
  message: string;
}

/** A value is not `BatchUploadDetails`. The message names the first violation. */
export class InvalidDetailsError extends TypeError {
  override readonly name = "InvalidDetailsError";
  /** The first violation. Validation stops there. */
  readonly violations: readonly Violation[];

  /** @internal */
  constructor(errors: readonly ValidationError[]) {
    const violations = errors.map(({ instancePath, message }) => ({ pointer: instancePath, message }));
    const [first] = violations;
    super(`not BatchUploadDetails: ${first?.pointer || "the value"} ${first?.message}`);
    this.violations = violations;
  }
}

/**
 * Reports whether a value, such as parsed JSON, matches the contract's `BatchUploadDetails`. Unknown properties and unknown statuses
 * are valid. The value is neither changed nor copied. An error thrown by a getter is passed on.
 */
export function isBatchUploadDetails(value: unknown): value is BatchUploadDetails {
  return validateBatchUploadDetails(value);
}

/**
 * Checks the same as {@link isBatchUploadDetails}, and throws an error that names the first violation.
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

/** The interface of {@link batchUploadDetails}, as specified at https://standardschema.dev */
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
  /** Property names and device indices. */
  readonly path: readonly (string | number)[];
}

/**
 * The same check as a Standard Schema, for libraries that accept one, such as Hono, tRPC or TanStack Form.
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

/** Safe to split: no property name in the contract contains a slash or consists of digits. */
function pathOf(pointer: string): (string | number)[] {
  const steps = pointer.split("/").slice(1);
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
