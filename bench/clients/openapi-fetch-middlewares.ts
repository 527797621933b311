import createClient from "openapi-fetch";
import type { paths } from "../../dist/index.js";
import type { CreateCall } from "./client.ts";

/** As in its documentation: one middleware sets the token, another one the request id. */
export const createCall: CreateCall = ({ baseUrl, token, locale, fetch = (request) => globalThis.fetch(request) }) => {
  const api = createClient<paths>({ baseUrl, fetch, headers: { Accept: "application/json", "X-Locale": locale } });
  api.use({
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${token}`);
      return request;
    },
  });
  api.use({
    onRequest({ request }) {
      request.headers.set("MS-RequestId", crypto.randomUUID());
      return request;
    },
  });
  return async (upload) => {
    const { data } = await api.GET("/v1/customers/{customerId}/batchJobStatus/{batchTrackingId}", { params: { path: upload } });
    if (data === undefined) throw new Error("no data");
    return data;
  };
};
