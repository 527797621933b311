import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The token endpoint of an identity provider. */
export interface TokenEndpoint {
  /** Base URL for `authority`. */
  url: string;
  /** From now on, refuses requests, or accepts them again. */
  refuse(isRefused: boolean): void;
  requests(): number;
  close(): Promise<void>;
}

/** Starts an endpoint that issues the same token to everyone. */
export async function startTokenEndpoint(token: string): Promise<TokenEndpoint> {
  let isRefusing = false;
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume();
    const body = isRefusing ? { error: "invalid_client" } : { access_token: token, token_type: "Bearer", expires_in: 3600 };
    response.writeHead(isRefusing ? 401 : 200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // Safe: the server listens on TCP.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse(isRefused) {
      isRefusing = isRefused;
    },
    requests: () => requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
