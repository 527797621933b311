import { once } from "node:events";
import { createServer } from "node:http";

export interface PageServer {
  url: string;
  close(): Promise<void>;
}

/** Serves an HTML page on every path, as a host would that adds its own headers. */
export async function servePage(html: string, headers: Record<string, string> = {}): Promise<PageServer> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...headers }).end(html);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
