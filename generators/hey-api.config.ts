export default {
  input: "openapi.yaml",
  output: "generated",
  plugins: [
    "@hey-api/client-fetch",
    "zod", // without it an answer that is not what the contract says would pass for one that is
    { name: "@hey-api/sdk", validator: { response: "zod" } },
  ],
};
