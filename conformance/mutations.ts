/** Contracts that are wrong on purpose. If clients generated from them passed, the vectors would prove nothing. */
import { parse, stringify } from "yaml";
import { asNode, at } from "../scripts/contract.ts";

export interface Mutation {
  name: string;
  mutate(contract: string): string;
  /** The vectors that must fail, by client; or the compiler's message if the client must not compile. */
  failing: Record<string, string[] | RegExp>;
  /** The vectors that must pass nevertheless, which shows that the client still runs. */
  passing: string[];
}

export const MUTATIONS: Mutation[] = [
  {
    name: "times-as-date-time",
    mutate: (contract) => changed(contract, (name, schema) => (/Time$/.test(name) ? { ...schema, format: "date-time" } : schema)),
    failing: {
      go: ["documented", "timeWithoutOffset", "timeEmpty", "timeYear0001", "timeSevenDigits"],
      "go-oapi-codegen": ["documented", "timeWithoutOffset", "timeEmpty", "timeYear0001", "timeSevenDigits"],
      python: ["timeEmpty", "timeSevenDigits"],
      "python-datamodel-code-generator": ["documented", "timeWithoutOffset", "timeEmpty", "timeYear0001"],
      "typescript-hey-api": ["documented", "timeWithoutOffset", "timeEmpty", "timeYear0001", "timeOffset"],
    },
    passing: ["timeAbsent", "noRelationship"],
  },
  {
    // The enum is a separate schema, because some generators turn an inline one into a plain string. Only the batch's status, which is
    // never null, becomes an enum: two enums that share a value do not compile in Go.
    name: "closed-enum",
    mutate: (contract) =>
      changed(contract, (_name, { "x-extensible-enum": values, ...schema }, addSchema) =>
        values === undefined || schema["nullable"]
          ? { ...schema, "x-extensible-enum": values }
          : { $ref: addSchema({ ...schema, enum: values }) },
      ),
    failing: {
      go: ["unknownBatchStatus", "statusCapitalized", "statusUpperCase"],
      python: ["unknownBatchStatus", "statusCapitalized", "statusUpperCase"],
      "typescript-hey-api": ["unknownBatchStatus", "statusCapitalized", "statusUpperCase"],
      // Our own generator requires the list of known values.
      typescript: /BatchUploadDetails.status has no x-extensible-enum/,
    },
    passing: ["documented", "noRelationship"],
  },
  {
    name: "everything-required",
    mutate: (contract) =>
      changed(contract, (_name, schema) =>
        schema["properties"] === undefined ? schema : { ...schema, required: Object.keys(asNode(schema["properties"])) },
      ),
    failing: {
      go: ["documented", "queued", "onlyStatus", "emptyDevice", "accessDenied"],
      "python-datamodel-code-generator": ["documented", "queued", "onlyStatus", "emptyDevice"],
      "typescript-hey-api": ["documented", "queued", "onlyStatus", "emptyDevice"],
      typescript: ["documented", "queued", "onlyStatus", "emptyDevice"],
    },
    passing: ["htmlBadGateway", "reset"],
  },
  {
    // Swagger Codegen then generates models that are maps, whose properties Gson does not set.
    name: "additional-properties",
    mutate: (contract) =>
      changed(contract, (_name, schema) =>
        schema["properties"] === undefined ? schema : { ...schema, additionalProperties: true },
      ),
    failing: { "java-swagger-codegen": ["documented", "queued", "onlyStatus", "finishedWithoutErrors"] },
    passing: ["htmlBadGateway", "reset"],
  },
  {
    // Not in Python, whose models accept null for every optional property.
    name: "nothing-nullable",
    mutate: (contract) => changed(contract, (_name, { nullable: _, ...schema }) => schema),
    failing: {
      // The driver calls Get, which only nullable properties have.
      go: /no field or method Get/,
      "typescript-hey-api": ["timeNull", "nullBatchDevicesStatus", "nullDeviceErrorCode"],
      typescript: ["timeNull", "nullBatchDevicesStatus", "nullDeviceErrorCode"],
    },
    passing: ["documented", "noRelationship"],
  },
];

type Schema = Readonly<Record<string, unknown>>;

/** Returns the contract with every schema changed, the properties of a schema before the schema itself. */
function changed(
  contract: string,
  change: (name: string, schema: Schema, addSchema: (schema: Schema) => string) => Schema,
): string {
  const added: Record<string, Schema> = {};
  const addSchema = (schema: Schema) => {
    const name = `Added${Object.keys(added).length + 1}`;
    added[name] = schema;
    return `#/components/schemas/${name}`;
  };
  const walk = (name: string, schema: Schema): Schema =>
    change(name, { ...schema, ...(schema["properties"] !== undefined && { properties: each(schema["properties"]) }) }, addSchema);
  const each = (schemas: unknown) =>
    Object.fromEntries(Object.entries(asNode(schemas)).map(([name, schema]) => [name, walk(name, asNode(schema))]));
  const document = parse(contract);
  const schemas = each(at(document, "components", "schemas"));
  return stringify({ ...document, components: { ...document.components, schemas: { ...schemas, ...added } } });
}
