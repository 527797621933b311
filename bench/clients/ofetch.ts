import { createFetch } from "ofetch";
import type { CreateCall } from "./client.ts";

export const createCall: CreateCall = ({ baseUrl, token, locale, fetch = (...request) => globalThis.fetch(...request) }) => {
  const api = createFetch({ fetch }).create({
    baseURL: baseUrl,
    headers: { Authorization: `Bearer ${token}`, Accept: "application/json", "X-Locale": locale },
  });
  return ({ customerId, batchTrackingId }) =>
    api(`/v1/customers/${customerId}/batchJobStatus/${batchTrackingId}`, { headers: { "MS-RequestId": crypto.randomUUID() } });
};
