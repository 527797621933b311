import type { CreateCall } from "./client.ts";

/** The lower limit for every client. */
export const createCall: CreateCall = ({ baseUrl, token, locale, fetch = (...request) => globalThis.fetch(...request) }) => {
  return async ({ customerId, batchTrackingId }) => {
    const response = await fetch(`${baseUrl}/v1/customers/${customerId}/batchJobStatus/${batchTrackingId}`, {
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: "application/json",
        "MS-RequestId": crypto.randomUUID(),
        "X-Locale": locale,
      },
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  };
};
