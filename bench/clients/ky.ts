import ky from "ky";
import type { CreateCall } from "./client.ts";

export const createCall: CreateCall = ({ baseUrl, token, locale, fetch = (...request) => globalThis.fetch(...request) }) => {
  const api = ky.create({ prefixUrl: baseUrl, fetch, headers: { Authorization: `Bearer ${token}`, "X-Locale": locale } });
  return ({ customerId, batchTrackingId }) =>
    api
      .get(`v1/customers/${customerId}/batchJobStatus/${batchTrackingId}`, { headers: { "MS-RequestId": crypto.randomUUID() } })
      .json();
};
