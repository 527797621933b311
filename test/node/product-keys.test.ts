import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inVirtualTime } from "../portable/clock.ts";
import { type CommandResult, locationOf, runCommand } from "./batch-status.ts";
import { makeFolder } from "./resources.ts";

const test = suite("product keys in what the command prints");

const batchTrackingId = "0127ed8e-ff72-4983-a3d8-e8d8bd378932";
const location = locationOf(batchTrackingId);

const HIDDEN_GROUPS = ["BCDFG", "HJKMP", "QRTVW", "XY346"];
const groups = [...HIDDEN_GROUPS, "789BC"];

// Dash-like characters, the soft hyphen among them, as they are and encoded.
const dash = fc.constantFrom(
  ...["-", "\u2010", "\u2011", "\u2013", "\u2014", "\u2015", "\u2212", "\u2043", "\ufe58", "\ufe63", "\uff0d", "\u00ad"],
  ...["%2D", "%2d", "%E2%80%90", "&#45;", "&#x2D;", "&#8722;", "&hyphen;", "\\u002d", "\\u2212"],
);
const invisible = fc.constantFrom(
  ...["\u200b", "\u200d", "\u2060", "\u202e", "\ufeff", "\u115f", "\ufe00", "\ufe0f", "\u{e0101}", "\u{1d173}"],
  ...["\u0001", "\u001b", "\u009b"],
);

const encodings: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toLowerCase(),
  encodeURIComponent,
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  (text) => Array.from(text, (character) => `&#${character.codePointAt(0)};`).join(""),
  (text) => Array.from(text, (character) => `&#x${character.codePointAt(0)?.toString(16)};`).join(""),
  (text) => text.replace(/./gsu, escapesOf),
];

function escapesOf(character: string): string {
  return Array.from(character.split(""), (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}

/** A key as it may be written in any text. */
const writtenKey = fc
  .record({
    dashes: fc.array(dash, { minLength: 4, maxLength: 4 }),
    hidden: fc.array(fc.tuple(fc.nat(), invisible), { maxLength: 4 }),
    encode: fc.constantFrom(...encodings),
    before: fc.constantFrom("", "key: ", "\u001b[1m", "🔑", "\n", '"'),
    after: fc.constantFrom("", " (used)", "\u001b[2J", "\ufe0f", ".", "\\"),
  })
  .map(({ dashes, hidden, encode, before, after }) => {
    const parts = groups.flatMap((group, index) => [...group, ...dashes.slice(index, index + 1)]);
    for (const [position, character] of hidden) parts.splice(position % (parts.length + 1), 0, character);
    return before + encode(parts.join("")) + after;
  });

const members = {
  "the status": (text: string) => ({ status: text }),
  "the id": (text: string) => ({ status: "finished", batchTrackingId: text }),
  "an attribute": (text: string) => ({ status: "finished", attributes: { objectType: text } }),
  "an unknown member": (text: string) => ({ status: "finished", note: [[{ text }]] }),
  "the name of a member": (text: string) => ({ status: "finished", [text]: 1, nested: [{ [text]: { [text]: [] } }] }),
  ...Object.fromEntries(
    ["serialNumber", "productKey", "deviceId", "status", "errorCode", "errorDescription"].map((name) => [
      `the ${name} of a device`,
      (text: string) => ({ status: "finished", devicesStatus: [{ [name]: text }, { errorCode: "1", [name]: text }] }),
    ]),
  ),
};

/** Bodies with a key that is written in any way. */
const bodyWithKey = fc.tuple(writtenKey, fc.constantFrom(...Object.values(members))).map(([text, bodyWith]) => bodyWith(text));

/** Bodies with a key without dashes, or with others in their place, in a member that is named after product keys. */
const bodyWithMember = fc
  .tuple(
    fc.constantFrom("", " ", "_", ".", "\u200b"),
    fc.constantFrom("productKey", "ProductKey", "product_key", "product-key", "product key", "productKeys", "product\u200bKey"),
    fc.constantFrom(
      (text: string): unknown => text,
      (text: string) => [text],
      (text: string) => ({ value: text }),
    ),
  )
  .map(([separator, name, inside]) => ({
    status: "finished",
    devicesStatus: [{ productKey: groups.join(separator) }],
    attributes: { [name]: inside(groups.join(separator)) },
  }));

const folder = makeFolder();
const reports = ["get", "wait"].map((command) => join(folder, `${command}.html`));

const commands = ["get", "wait"].flatMap((command, index) =>
  [["--json"], ["--csv"], ["--all", "--html", reports[index] ?? ""], ["--verbose"]].map((options) => [
    command,
    ...options,
    location,
  ]),
);

/** Runs all commands that print a response or write a report. */
async function runAll(status: number, body: unknown): Promise<CommandResult[]> {
  const fetch = async () => new Response(JSON.stringify(body), { status });
  const results = await inVirtualTime(() =>
    Promise.all(commands.map((args) => runCommand(args[0] === "wait" ? [...args, "--timeout", "1"] : args, { fetch }))),
  );
  return results.map((result, index) => {
    const report = reports.find((file) => commands[index]?.includes(file));
    return report === undefined ? result : { ...result, stdout: result.stdout + readFileSync(report, "utf8") };
  });
}

/** Letters and digits only, after decoding whatever is encoded. */
function reduced(text: string): string {
  let plain = text;
  for (let layer = 0; layer < 4; layer++) {
    plain = plain
      .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString())
      .replace(/&#x([0-9a-f]+);/gi, (_match, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
      .replace(/&#(\d+);/g, (_match, code: string) => String.fromCodePoint(Number(code)))
      .replace(/\\u([0-9a-f]{4})/gi, (_match, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/&amp;/g, "&")
      .replace(/\\\\/g, "\\");
  }
  return plain.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

function assertHidden(results: readonly CommandResult[], body: unknown) {
  for (const [index, { stdout, stderr }] of results.entries()) {
    const printed = reduced(stdout + stderr);
    const shown = HIDDEN_GROUPS.filter((group) => printed.includes(group));
    assert.equal(shown, [], `${commands[index]?.join(" ")} shows ${shown} of ${JSON.stringify(body)}:\n${stdout}${stderr}`);
    assert.not.match(stdout + stderr, /[^\P{Cc}\r\n]/u);
  }
}

test("never appear, however and wherever a response contains them", async () => {
  await fc.assert(
    fc.asyncProperty(bodyWithKey, async (body) => assertHidden(await runAll(200, body), body)),
    { numRuns: 200 },
  );
});

test("never appear if a member is named after them, even without dashes", async () => {
  await fc.assert(
    fc.asyncProperty(bodyWithMember, async (body) => assertHidden(await runAll(200, body), body)),
    { numRuns: 50 },
  );
});

test("never appear in the message of an error, however the server writes them", async () => {
  await fc.assert(
    fc.asyncProperty(writtenKey, fc.constantFrom("code", "description", "message", "data", "other"), async (text, name) =>
      assertHidden(await runAll(400, { [name]: text }), { [name]: text }),
    ),
    // JSON escapes this control character with five letters and digits, right before a dash.
    { numRuns: 100, examples: [[groups.join("-").replace("-", "\u001b-"), "other"]] },
  );
});

test("are masked in JSON without any change to other text", async () => {
  const key = groups.join("-");
  const other = { note: " a%20b &amp; \u200b\ufe0f \u001b[1m  c ", "a  name\u200b": [1, -0.5, null, true, ""], __proto: {} };
  const body = { status: "finished", ...other, productKey: "", [key]: `x ${key}`, nested: { productKey: 123 } };
  const fetch = async () => new Response(JSON.stringify(body));
  const { stdout } = await runCommand(["get", "--json", location], { fetch });
  const masked = "*****-*****-*****-*****-789BC";
  const { customerId: _, batchTrackingId: __, final: ___, summary: ____, devices: _____, ...members } = JSON.parse(stdout);
  assert.equal(members, {
    status: "finished",
    ...other,
    productKey: "",
    [masked]: `x ${masked}`,
    nested: { productKey: "*****-*****-*****-*****-*****" },
  });
});

test.run();
