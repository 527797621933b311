/** Contracts that are wrong on purpose. If they turned nothing red, the vectors would prove nothing. */
import { parse, stringify } from "yaml";
import { asNode, at } from "../scripts/contract.ts";

export interface Mutation {
  name: string;
  mutate(contract: string): string;
  /** The vectors that have to fail then, by client. */
  red: Record<string, string[]>;
}

export const MUTATIONS: Mutation[] = [
  {
    name: "times-as-date-time",
    mutate: (contract) => changed(contract, (name, schema) => (/Time$/.test(name) ? { ...schema, format: "date-time" } : schema)),
    red: {},
  },
  {
    name: "closed-enum",
    mutate: (contract) =>
      changed(contract, (_name, schema) => {
        const values = schema["x-extensible-enum"];
        return values === undefined ? schema : { ...schema, enum: structuredClone(values) };
      }),
    red: {},
  },
  {
    name: "everything-required",
    mutate: (contract) =>
      changed(contract, (_name, schema) =>
        schema["properties"] === undefined ? schema : { ...schema, required: Object.keys(asNode(schema["properties"])) },
      ),
    red: {},
  },
  {
    name: "nothing-nullable",
    mutate: (contract) => changed(contract, (_name, { nullable: _, ...schema }) => schema),
    red: {},
  },
];

type Schema = Readonly<Record<string, unknown>>;

/** The contract with each of its schemas changed, properties before what they belong to. */
function changed(contract: string, change: (name: string, schema: Schema) => Schema): string {
  const walk = (name: string, schema: Schema): Schema =>
    change(name, { ...schema, ...(schema["properties"] !== undefined && { properties: each(schema["properties"]) }) });
  const each = (schemas: unknown) =>
    Object.fromEntries(Object.entries(asNode(schemas)).map(([name, schema]) => [name, walk(name, asNode(schema))]));
  const document = parse(contract);
  return stringify({
    ...document,
    components: { ...document.components, schemas: each(at(document, "components", "schemas")) },
  });
}
