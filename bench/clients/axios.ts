import axios from "axios";
import type { CreateCall } from "./client.ts";

/** Uses its own adapter for Node, or its fetch adapter if a `fetch` is passed. */
export const createCall: CreateCall = ({ baseUrl, token, locale, fetch }) => {
  const api = axios.create({
    baseURL: baseUrl,
    headers: { Authorization: `Bearer ${token}`, Accept: "application/json", "X-Locale": locale },
    ...(fetch && { adapter: "fetch", env: { fetch } }),
  });
  return async ({ customerId, batchTrackingId }) => {
    const headers = { "MS-RequestId": crypto.randomUUID() };
    return (await api.get(`/v1/customers/${customerId}/batchJobStatus/${batchTrackingId}`, { headers })).data;
  };
};
