/** A client in the comparison: its name in the tables, and its module as the parts of the benchmark import it. */
export interface Client {
  name: string;
  file: string;
  /** The library of the entry above, used in another way. */
  isVariant?: true;
}

export const OURS = "partner-center-batch-status";
export const BARE_FETCH = "bare fetch";
export const BARE_FETCH_WITH_TIMEOUT = "bare fetch, AbortSignal.timeout";
export const OPENAPI_FETCH = "openapi-fetch";

/** In table order. */
export const CLIENTS: readonly Client[] = [
  { name: OURS, file: "./clients/ours.ts" },
  { name: BARE_FETCH, file: "./clients/bare-fetch.ts" },
  { name: BARE_FETCH_WITH_TIMEOUT, file: "./clients/bare-fetch-timeout.ts", isVariant: true },
  { name: OPENAPI_FETCH, file: "./clients/openapi-fetch.ts" },
  { name: "openapi-fetch, two middlewares", file: "./clients/openapi-fetch-middlewares.ts", isVariant: true },
  { name: "hey-api", file: "./clients/hey-api.ts" },
  { name: "ky", file: "./clients/ky.ts" },
  { name: "ofetch", file: "./clients/ofetch.ts" },
  { name: "axios", file: "./clients/axios.ts" },
];

/** One entry per library, for what does not depend on how the library is used. */
export const LIBRARIES = CLIENTS.filter(({ isVariant }) => !isVariant);
