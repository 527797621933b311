/** A client that is measured: what tables call it, and its module, as the sections import it. */
export interface Client {
  name: string;
  file: string;
  /** The library of the one before, used in another way. */
  isVariant?: true;
}

export const OURS = "partner-center-batch-status";
export const BASE = "bare fetch";
export const WITH_TIMEOUT = "bare fetch, AbortSignal.timeout";

/** In the order in which tables show them. */
export const CLIENTS: readonly Client[] = [
  { name: OURS, file: "./clients/ours.ts" },
  { name: BASE, file: "./clients/bare-fetch.ts" },
  { name: WITH_TIMEOUT, file: "./clients/bare-fetch-timeout.ts", isVariant: true },
  { name: "openapi-fetch", file: "./clients/openapi-fetch.ts" },
  { name: "openapi-fetch, two middlewares", file: "./clients/openapi-fetch-middlewares.ts", isVariant: true },
  { name: "hey-api", file: "./clients/hey-api.ts" },
  { name: "ky", file: "./clients/ky.ts" },
  { name: "ofetch", file: "./clients/ofetch.ts" },
  { name: "axios", file: "./clients/axios.ts" },
  { name: "Kiota", file: "./clients/kiota.ts" },
];

/** Each library once: what is loaded is the same however it is used. */
export const LIBRARIES = CLIENTS.filter(({ isVariant }) => !isVariant);
