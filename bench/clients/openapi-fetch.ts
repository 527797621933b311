import createClient from "openapi-fetch";
import type { paths } from "../../dist/index.js";
import type { CreateCall } from "./client.ts";

export const createCall: CreateCall = ({ baseUrl, token, locale, fetch = (request) => globalThis.fetch(request) }) => {
  const api = createClient<paths>({ baseUrl, fetch });
  return async (upload) => {
    const { data } = await api.GET("/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", {
      params: { path: upload },
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: "application/json",
        "MS-RequestId": crypto.randomUUID(),
        "X-Locale": locale,
      },
    });
    if (data === undefined) throw new Error("no data");
    return data;
  };
};
