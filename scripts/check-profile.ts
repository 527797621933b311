/**
 * Holds openapi.yaml to the portable profile: the part of OpenAPI 3.0.3 from which every generator we know makes a client that
 * reads every answer. Prints the path of whatever is outside it. Why it is so narrow: docs/decisions.md.
 */
import { fileURLToPath } from "node:url";
import { asNode, readContract } from "./contract.ts";

type Node = Readonly<Record<string, unknown>>;

const KEYWORDS = ["type", "nullable", "properties", "required", "items", "description", "title", "$ref"];

/** What is outside the profile, a sentence each, that begins with a JSON pointer. */
export function profileViolations(document: unknown): string[] {
  const violations: string[] = [];
  const report = (path: string, problem: string) => violations.push(`#${path} ${problem}`);
  const root = asNode(document);
  if (root["openapi"] !== "3.0.3") report("/openapi", 'must be "3.0.3", which no generator we know rejects');
  checkServers(root, report);
  checkSecurity(root, report);
  checkOperations(root, report);
  checkComponentNames(root, report);
  visit(document, "", report);
  return violations;
}

type Report = (path: string, problem: string) => void;

function checkServers({ servers }: Node, report: Report) {
  if (!Array.isArray(servers) || servers.length !== 1) return report("/servers", "must hold one server");
  const { url, variables } = asNode(servers[0]);
  if (variables !== undefined || /[{}]/.test(String(url))) report("/servers/0", "must be literal, without variables");
}

function checkSecurity({ components }: Node, report: Report) {
  for (const [name, scheme] of Object.entries(asNode(asNode(components)["securitySchemes"]))) {
    const { type, scheme: method } = asNode(scheme);
    if (type !== "http" || method !== "bearer") report(`/components/securitySchemes/${name}`, "must be http bearer");
  }
}

function checkOperations({ paths }: Node, report: Report) {
  for (const [path, item] of Object.entries(asNode(paths))) {
    const pointer = `/paths/${path.replaceAll("/", "~1")}`;
    for (const [name] of path.matchAll(/(?<=\{)[^}]*(?=\})/g)) {
      if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name))
        report(pointer, `names the parameter "${name}", which must be letters and digits (RFC 6570)`);
    }
    for (const [method, operation] of Object.entries(asNode(item))) {
      if (!METHODS.includes(method)) continue;
      const { tags, operationId, servers, security } = asNode(operation);
      if (servers !== undefined) report(`${pointer}/${method}/servers`, "must be left to the document");
      if (security !== undefined) report(`${pointer}/${method}/security`, "must be left to the document");
      if (!Array.isArray(tags) || tags.length !== 1) report(`${pointer}/${method}/tags`, "must hold one tag");
      if (typeof operationId !== "string") report(`${pointer}/${method}/operationId`, "must be there");
    }
  }
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

function checkComponentNames({ components }: Node, report: Report) {
  for (const name of Object.keys(asNode(asNode(components)["schemas"]))) {
    if (!/^([A-Z][a-z0-9]*)+$/.test(name)) report(`/components/schemas/${name}`, "must be named in PascalCase");
  }
}

/** Walks the document and stops at every schema. Examples are data, not document. */
function visit(value: unknown, path: string, report: Report) {
  if (typeof value !== "object" || value === null) return;
  const { $ref } = asNode(value);
  if (typeof $ref === "string" && !$ref.startsWith("#/")) report(`${path}/$ref`, "must stay within this file");
  for (const [key, member] of Object.entries(value)) {
    const memberPath = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (key === "example" || key === "examples") continue;
    if (key === "style" || key === "explode") report(memberPath, "must be left at its default");
    if (key === "content") checkContent(member, memberPath, report);
    if (key === "schema") checkSchema(member, memberPath, report);
    else if (path === "/components/schemas") checkSchema(member, memberPath, report, "named");
    else visit(member, memberPath, report);
  }
}

function checkContent(content: unknown, path: string, report: Report) {
  const types = Object.keys(asNode(content));
  if (types.length !== 1 || types[0] !== "application/json") report(path, "must be application/json alone");
}

function checkSchema(value: unknown, path: string, report: Report, place?: "named" | "property") {
  const schema = asNode(value);
  for (const keyword of Object.keys(schema)) {
    if (!KEYWORDS.includes(keyword) && !keyword.startsWith("x-"))
      report(`${path}/${keyword}`, "is a keyword outside the portable profile");
  }
  const { $ref, type, nullable, properties, required, items } = schema;
  if (typeof $ref === "string") {
    if (!$ref.startsWith("#/")) report(`${path}/$ref`, "must stay within this file");
    if (Object.keys(schema).length > 1) report(`${path}/$ref`, "must stand alone");
    return;
  }
  if (nullable !== undefined && type === undefined) report(`${path}/nullable`, "must stand beside type");
  if ((type === "object" || properties !== undefined) && place !== "named")
    report(path, "must be a schema with a name of its own");
  for (const [name, property] of Object.entries(asNode(properties))) {
    const propertyPath = `${path}/properties/${name}`;
    checkSchema(property, propertyPath, report, "property");
    const isRequired = Array.isArray(required) && required.includes(name);
    const mayBeNull =
      isRequired || ["$ref", "nullable"].some((keyword) => keyword in asNode(property)) || asNode(property)["type"] === undefined;
    if (!mayBeNull) report(propertyPath, "must be nullable, since the server may say null");
  }
  if (items !== undefined) checkSchema(items, `${path}/items`, report);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = profileViolations(readContract());
  for (const violation of violations) console.error(`openapi.yaml ${violation}`);
  if (violations.length > 0) process.exitCode = 1;
}
