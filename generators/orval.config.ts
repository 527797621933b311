// Paths are relative to this file.
const input = "../openapi.yaml";

export default {
  client: {
    input,
    output: {
      target: "../generated/client.ts",
      client: "fetch",
      // Sends the token and Accept, and keeps the status of an error that is not JSON.
      override: { mutator: { path: "./orval-fetch.ts", name: "partnerCenterFetch" } },
    },
  },
  // Responses are not validated by the client. These schemas can.
  schemas: { input, output: { target: "../generated/schemas.ts", client: "zod" } },
};
