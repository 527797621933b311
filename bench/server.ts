/** A process that answers every client with the documented batch, so that none of the server's work is charged to a client. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BODY, CONTENT_TYPE } from "./exchange.ts";

const body = Buffer.from(BODY);

const server = createServer((_, response) => {
  response.writeHead(200, { "Content-Type": CONTENT_TYPE, "Content-Length": body.length });
  response.end(body);
});

server.listen(0, "127.0.0.1", () => {
  // Sound because the server listens at a port.
  process.send?.((server.address() as AddressInfo).port);
});
process.once("disconnect", () => process.exit());
