import axios from "axios";
import type { CreateCall } from "./client.ts";

/** By its own adapter for Node; by fetch where one is given. */
export const createCall: CreateCall = ({ baseUrl, token, locale, fetch }) => {
  const api = axios.create({
    baseURL: baseUrl,
    headers: { Authorization: `Bearer ${token}`, "X-Locale": locale },
    ...(fetch && { adapter: "fetch", env: { fetch } }),
  });
  return async ({ customerId, batchTrackingId }) => {
    const headers = { "MS-RequestId": crypto.randomUUID() };
    return (await api.get(`/v1/customers/${customerId}/batchJobStatus/${batchTrackingId}`, { headers })).data;
  };
};
