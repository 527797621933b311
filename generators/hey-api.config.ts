export default {
  input: "openapi.yaml",
  output: "generated",
  plugins: [
    "@hey-api/client-fetch",
    "zod", // without it responses are not validated
    { name: "@hey-api/sdk", validator: { response: "zod" } },
  ],
};
