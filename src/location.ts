import { ArgumentError } from "./argument-error.ts";
import { quote } from "./redact.ts";

/** Identifies a batch upload. Store these two ids to resume later. */
export interface BatchUpload {
  /** The customer's tenant id, GUID-formatted. */
  customerId: string;
  /** The batch's id, GUID-formatted, from the `Location` header of the upload's response. */
  batchTrackingId: string;
}

// 8-4-4-4-12 and nothing more: even the documentation uses ids that are not valid RFC 9562 UUIDs.
const GUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const PATH = /* @__PURE__ */ new RegExp(`^(?:/v1(?:\\.0)?)?/customers/(${GUID})/batchJobStatus/(${GUID})/?$`, "i");
const WHOLE_GUID = /* @__PURE__ */ new RegExp(`^${GUID}$`, "i");

/** Whether a value is a GUID-formatted string: 8-4-4-4-12 hexadecimal digits, any case. */
export function isGuid(value: unknown): value is string {
  return typeof value === "string" && WHOLE_GUID.test(value);
}

/**
 * Parses the `Location` header in the response to a device batch upload (or to a device policy update).
 *
 * Partner Center sends `/customers/{customer-id}/batchJobStatus/{batchtracking-id}`, relative and without `/v1`. Also accepted: a
 * `/v1` or `/v1.0` prefix, an absolute http or https URL, any letter case, a trailing slash, a query.
 *
 * @param location - The value of the header. `null`, which `headers.get("location")` returns without one, is rejected.
 * @throws {@link ArgumentError} if it is not such a location. The message quotes it, without password and query.
 *
 * @example
 * ```ts
 * const upload = parseBatchLocation(response.headers.get("location"));
 * ```
 *
 * @see https://learn.microsoft.com/en-us/partner-center/developer/upload-a-list-of-devices-to-create-a-new-batch-for-the-specified-customer
 */
export function parseBatchLocation(location: string | URL | null): BatchUpload {
  const [, customerId, batchTrackingId] = PATH.exec(pathOf(location)) ?? [];
  if (customerId === undefined || batchTrackingId === undefined) {
    throw new ArgumentError(
      "location",
      `must look like /customers/{customer-id}/batchJobStatus/{batchtracking-id}, with two GUID-formatted ids, but is ${quote(withoutSecrets(location))}`,
    );
  }
  return { customerId, batchTrackingId };
}

/** People paste any URL: without password, query and fragment. */
function withoutSecrets(location: unknown): unknown {
  const text = location instanceof URL ? location.href : location;
  return typeof text === "string" ? text.replace(/\/\/[^/]*@|[?#].*/gs, "…") : text;
}

function pathOf(location: unknown): string {
  if (typeof location !== "string" && !(location instanceof URL)) return "";
  try {
    const url = new URL(location, "https://api.partnercenter.microsoft.com");
    return /^https?:$/.test(url.protocol) ? url.pathname : "";
  } catch {
    return "";
  }
}
