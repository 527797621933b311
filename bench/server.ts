/** A process that answers every client with the documented batch, so that none of the server's work is charged to a client. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BODY, CONTENT_TYPE, LOCALE, TOKEN } from "./exchange.ts";

const body = Buffer.from(BODY);

const server = createServer(({ headers }, response) => {
  // Whoever sent less than the others would be cheaper.
  const isWhole = headers.authorization === `Bearer ${TOKEN}` && headers["x-locale"] === LOCALE && "ms-requestid" in headers;
  response.writeHead(isWhole ? 200 : 400, { "Content-Type": CONTENT_TYPE, "Content-Length": body.length });
  response.end(body);
});

server.listen(0, "127.0.0.1", () => {
  // Sound because the server listens at a port.
  process.send?.((server.address() as AddressInfo).port);
});
process.once("disconnect", () => process.exit());
