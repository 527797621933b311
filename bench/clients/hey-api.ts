import { getBatchUploadStatus } from "../.work/hey-api";
import { createClient } from "../.work/hey-api/client";
import type { CreateCall } from "./client.ts";

/** As `openapi-ts` generates it from openapi.yaml by default. */
export const createCall: CreateCall = ({ baseUrl, token, locale, fetch }) => {
  const client = createClient({ baseUrl, auth: token, ...(fetch && { fetch }) });
  return async (upload) => {
    const headers = { Accept: "application/json", "MS-RequestId": crypto.randomUUID(), "X-Locale": locale };
    const { data } = await getBatchUploadStatus({ client, path: upload, headers });
    if (data === undefined) throw new Error("no data");
    return data;
  };
};
