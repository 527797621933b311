/** Contracts that are wrong on purpose. If they turned nothing red, the vectors would prove nothing. */
import { parse, stringify } from "yaml";
import { asNode, at } from "../scripts/contract.ts";

export interface Mutation {
  name: string;
  mutate(contract: string): string;
  /** The vectors that have to be read wrong then, by client; or the compiler's words where it does not compile then. */
  red: Record<string, string[] | RegExp>;
  /** The vectors that have to be read right all the same: a client that merely died would read none. */
  green: string[];
}

export const MUTATIONS: Mutation[] = [
  {
    name: "times-as-date-time",
    mutate: (contract) => changed(contract, (name, schema) => (/Time$/.test(name) ? { ...schema, format: "date-time" } : schema)),
    red: {
      go: ["documented", "timeWithoutOffset", "timeEmpty", "timeYear0001", "timeSevenDigits"],
      "go-oapi-codegen": ["documented", "timeWithoutOffset", "timeEmpty", "timeYear0001", "timeSevenDigits"],
      python: ["timeEmpty", "timeSevenDigits"],
      "python-datamodel-code-generator": ["documented", "timeWithoutOffset", "timeEmpty", "timeYear0001"],
      "typescript-hey-api": ["documented", "timeWithoutOffset", "timeEmpty", "timeYear0001", "timeOffset"],
    },
    green: ["timeAbsent", "noRelationship"],
  },
  {
    // As a schema of its own, since some generators make a mere string of a closed enum in its place. Of the batch alone, whose status
    // is never null: two enums with a value in common do not compile in Go.
    name: "closed-enum",
    mutate: (contract) =>
      changed(contract, (_name, { "x-extensible-enum": values, ...schema }, addSchema) =>
        values === undefined || schema["nullable"]
          ? { ...schema, "x-extensible-enum": values }
          : { $ref: addSchema({ ...schema, enum: values }) },
      ),
    red: {
      go: ["unknownBatchStatus", "statusCapitalized", "statusUpperCase"],
      python: ["unknownBatchStatus", "statusCapitalized", "statusUpperCase"],
      "typescript-hey-api": ["unknownBatchStatus", "statusCapitalized", "statusUpperCase"],
      // Our own generator wants the list of known values where it was.
      typescript: /BatchUploadDetails.status has no x-extensible-enum/,
    },
    green: ["documented", "noRelationship"],
  },
  {
    name: "everything-required",
    mutate: (contract) =>
      changed(contract, (_name, schema) =>
        schema["properties"] === undefined ? schema : { ...schema, required: Object.keys(asNode(schema["properties"])) },
      ),
    red: {
      go: ["documented", "queued", "onlyStatus", "emptyDevice", "accessDenied"],
      "python-datamodel-code-generator": ["documented", "queued", "onlyStatus", "emptyDevice"],
      "typescript-hey-api": ["documented", "queued", "onlyStatus", "emptyDevice"],
      typescript: ["documented", "queued", "onlyStatus", "emptyDevice"],
    },
    green: ["htmlBadGateway", "reset"],
  },
  {
    // Nothing in Python: whatever may be absent there may be null as well.
    name: "nothing-nullable",
    mutate: (contract) => changed(contract, (_name, { nullable: _, ...schema }) => schema),
    red: {
      // The driver reads each member as one that may be null.
      go: /no field or method Get/,
      "typescript-hey-api": ["timeNull", "nullBatchDevicesStatus", "nullDeviceErrorCode"],
      typescript: ["timeNull", "nullBatchDevicesStatus", "nullDeviceErrorCode"],
    },
    green: ["documented", "noRelationship"],
  },
];

type Schema = Readonly<Record<string, unknown>>;

/** The contract with each of its schemas changed, properties before what they belong to. */
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
