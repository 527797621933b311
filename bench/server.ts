/** Sends the documented batch to every client, from a separate process, so that no client is charged for the work of the server. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BODY, CONTENT_TYPE, LOCALE, TOKEN } from "./fixture.ts";

const body = Buffer.from(BODY);

const server = createServer(({ headers }, response) => {
  // A client that sent less than the others would be cheaper.
  const isComplete =
    headers.authorization === `Bearer ${TOKEN}` &&
    headers.accept === "application/json" &&
    headers["x-locale"] === LOCALE &&
    "ms-requestid" in headers;
  response.writeHead(isComplete ? 200 : 400, { "Content-Type": CONTENT_TYPE, "Content-Length": body.length });
  response.end(body);
});

server.listen(0, "127.0.0.1", () => {
  // Safe: a server that listens on TCP has an AddressInfo.
  process.send?.((server.address() as AddressInfo).port);
});
process.once("disconnect", () => process.exit());
