import fc from "fast-check";
import {
  type AttemptEvent,
  createBatchStatusClient,
  type Fetch,
  isBatchStatusError,
  WatchDeadlineError,
} from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { maskProductKey, maskProductKeys, normalize, quote, redact } from "../../src/redact.ts";
import { inStoppedTime } from "./clock.ts";
import { reasonOf, rejection } from "./rejection.ts";

const test = suite("redaction");

const upload = {
  customerId: "47021739-3426-40bf-9601-61b4b6d7c793",
  batchTrackingId: "0127ed8e-ff72-4983-a3d8-e8d8bd378932",
};

/** How a server may repeat a text. */
type Form = (text: string) => string;

const eachSpecial = (text: string, encode: (character: string) => string) => text.replace(/[^A-Za-z0-9]/gu, encode);
const hexOf = (character: string) => character.codePointAt(0)?.toString(16) ?? "";
const unicodeEscape = (character: string) =>
  Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`).join(
    "",
  );
const NAMED: Record<string, string> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" },
  ...{ "‐": "&dash;", "−": "&minus;", "–": "&ndash;", "—": "&mdash;" },
};

const forms: Record<string, Form> = {
  "as is": (text) => text,
  trimmed: (text) => text.trim(),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  "JSON with escaped slashes": (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
  "JSON with every special character escaped": (text) => eachSpecial(text, unicodeEscape),
  encodeURIComponent,
  "percent encoding of every special character": (text) =>
    eachSpecial(text, (character) => encodeURIComponent(character).replace(/^[!'()*~._-]$/, (plain) => `%${hexOf(plain)}`)),
  URLSearchParams: (text) => new URLSearchParams([["", text]]).toString().slice(1),
  "decimal entities": (text) => eachSpecial(text, (character) => `&#${character.codePointAt(0)};`),
  "hexadecimal entities": (text) => eachSpecial(text, (character) => `&#x${hexOf(character)};`),
  "decimal entities throughout": (text) => Array.from(text, (character) => `&#${character.codePointAt(0)};`).join(""),
  "named entities": (text) => eachSpecial(text, (character) => NAMED[character] ?? character),
};

// Soft hyphen, zero-width space and joiner, direction marks, word joiner, byte order mark, variation selectors, a language tag.
const INVISIBLE = [
  "\u00AD",
  "\u200B",
  "\u200D",
  "\u202E",
  "\u2060",
  "\u2066",
  "\uFEFF",
  "\uFE0E",
  "\uFE0F",
  "\u{E0100}",
  "\u{E0041}",
];
const DASHES = [..."-\u02D7\u058A\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207B\u208B\u2212\u2796\u2E3A\uFE58\uFE63\uFF0D"];

/** Inserts invisible characters into a text. */
const hideWith = (invisible: readonly string[]) =>
  fc.array(fc.tuple(fc.nat(60), fc.constantFrom(...invisible)), { maxLength: 3 }).map(
    (insertions): Form =>
      (text) => {
        const characters = Array.from(text);
        for (const [index, character] of insertions) {
          if (characters.length > 0) characters.splice(1 + (index % characters.length), 0, character);
        }
        return characters.join("");
      },
  );
const hide = hideWith(INVISIBLE);
/** A soft hyphen within an encoding hides it as long as soft hyphens may separate the groups of a key. */
const hideEncoded = hideWith(INVISIBLE.filter((character) => character !== "\u00AD"));

/** One or two encodings, with invisible characters before or after them. */
const form = fc.tuple(hide, fc.constantFrom(...Object.values(forms)), fc.constantFrom(...Object.values(forms)), hideEncoded).map(
  ([before, first, second, after]): Form =>
    (text) =>
      after(second(first(before(text)))),
);

const special = fc.constantFrom(..."~!'()*-._%&;+#\"\\<>/=:,?@[]{}|^`$ ");
/** What looks encoded in a secret itself. */
const encoded = fc.constantFrom("%41", "%2541", "&amp;", "&lt;", "\\\\", '\\"');
const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
const secretUnit = fc.oneof(
  { arbitrary: letter, weight: 8 },
  { arbitrary: special, weight: 8 },
  { arbitrary: encoded, weight: 1 },
);
const text = (unit: fc.Arbitrary<string>, minLength: number, maxLength: number) =>
  fc.array(unit, { minLength, maxLength }).map((characters) => characters.join(""));
const isLongEnough = (secret: string) => normalize(secret).length >= 8;

const token = text(secretUnit, 10, 40)
  .map((value) => value.replaceAll(" ", "~"))
  .filter(isLongEnough);
const credentials = text(letter, 10, 30).map((value) => `${value}==`);
const basic = fc.tuple(fc.constantFrom("Basic", "Bearer", "ApiKey"), credentials).map((parts) => parts.join(" "));
const headerValue = fc.oneof(basic, text(secretUnit, 10, 40).filter(isLongEnough));
const clientSecret = text(fc.oneof(secretUnit, fc.constantFrom("é", "ß", "日")), 10, 40).filter(isLongEnough);

const group = text(fc.constantFrom(..."BCDFGHJKMPQRTVWXY2346789"), 5, 5);
const productKey = fc
  .tuple(fc.array(group, { minLength: 5, maxLength: 5 }), fc.array(fc.constantFrom(...DASHES), { minLength: 4, maxLength: 4 }))
  .map(([groups, dashes]) => groups.map((group, index) => group + (dashes[index] ?? "")).join(""));

const around = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom("", " ", "the secret ", "%", "%C3", "\\", "&#4", '{"a":"', "<p>", "x".repeat(480), " ".repeat(900)),
);

/** Removes all encodings from a text, independently of the code under test: what a determined reader would do. */
function readingsOf(shown: string): string[] {
  const readings = [shown];
  for (const last of readings) {
    const decoded = decoders.reduce((text, decode) => decode(text), last);
    if (decoded !== last && readings.length < 5) readings.push(decoded);
  }
  return readings.flatMap((reading) => [reading, reading.replaceAll("+", " ")]).map(visible);
}

const decoders: Form[] = [
  (text) => text.replace(/&#(\d{1,6});/g, (_match, code: string) => String.fromCodePoint(Number(code))),
  (text) => text.replace(/&#x([0-9a-f]{1,5});/gi, (_match, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
  (text) => Object.entries(NAMED).reduce((decoded, [character, name]) => decoded.replaceAll(name, character), text),
  (text) => text.replace(/\\u([0-9a-f]{4})/gi, (_match, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replace(/\\(["\\/])/g, "$1"),
  (text) => text.replace(/(%[0-9a-f]{2})+/gi, (bytes) => decodeURIComponent(bytes.replace(/%[89a-f][0-9a-f]/gi, "?"))),
];

function visible(text: string): string {
  return text.replace(/[\p{Cf}\p{Mn}\p{Cc}]/gu, "").replace(/\s+/g, " ");
}

function assertHidden(shown: string, secrets: readonly string[], keys: readonly string[]) {
  const readings = readingsOf(shown);
  for (const secret of secrets) {
    const needle = visible(secret).trim();
    const part = /^[A-Za-z]+ (\w+==)$/.exec(needle)?.[1] ?? needle;
    for (const reading of readings) assert.not(reading.includes(part), `${JSON.stringify(secret)} in ${shown}`);
  }
  for (const key of keys) {
    const needle = key.replace(/[^A-Z0-9]/g, "").slice(0, 20);
    for (const reading of readings) {
      assert.not(reading.replace(/[^A-Z0-9]/g, "").includes(needle), `${JSON.stringify(key)} in ${shown}`);
    }
  }
}

for (const [name, encode] of Object.entries(forms)) {
  test(`a secret and a product key are masked in this form: ${name}`, () => {
    fc.assert(
      fc.property(clientSecret, productKey, hide, around, around, (secret, key, hide, before, after) => {
        const shown = redact(`${before}${encode(hide(secret))}${after} ${encode(hide(key))}`, [secret]);
        assertHidden(shown, [secret], [key]);
      }),
      { numRuns: 150 },
    );
  });
}

test("a secret is masked if it has been encoded five times, but not six times", () => {
  const encode = (times: number) => Array.from({ length: times }).reduce<string>(encodeURIComponent, "client/secret");
  assert.is(redact(`x ${encode(5)} y`, ["client/secret"]), "x [secret] y");
  assert.is(redact(`x ${encode(6)} y`, ["client/secret"]), `x ${encode(6)} y`);
});

test("a secret that looks encoded five times is masked decoded, too, but not one that looks encoded six times", () => {
  assert.is(redact("x clientAsecret y", ["client%2525252541secret"]), "x [secret] y");
  assert.is(redact("x clientAsecret y", ["client%252525252541secret"]), "x clientAsecret y");
});

test("a secret is masked although it and what is next to it look like another encoding", () => {
  for (const [secret, text] of [
    ["a/client-secret&", "a%2Fclient-secret&AA;"],
    ["a\\client-secret&", "a\\\\client-secret&lt;"],
    ["a/client-secret%", "a&#47;client-secret%41"],
    ["a&client-secret%", "a&amp;client-secret%41"],
    ["a/client-secret\\", "a%2Fclient-secret\\u0041"],
    ["41client/secret", "%41client\\/secret"],
    ["#65;client/secret", "&#65;client%2Fsecret"],
  ] as const) {
    assert.not.match(redact(`x ${text} y`, [secret]), "client", text);
  }
});

test("secrets in different encodings are masked in the same text", () => {
  const text = "x one%2Fclient-secret and another\\/client-secret and a&amp;third-secret y";
  const secrets = ["one/client-secret", "another/client-secret", "a&third-secret"];
  assert.is(redact(text, secrets), "x [secret] and [secret] and [secret] y");
  // Only without its percent encoding is the first one a secret, and only without JSON's escapes the second one.
  const endingInBackslash = "one/client-secret\\";
  const beside = "x one%2Fclient-secret\\u0041 another\\/client-secret y";
  assert.is(redact(beside, [endingInBackslash, "another/client-secret"]), "x [secret]u0041 [secret] y");
});

test("an unknown entity may be a dash in a product key, but not in a secret", () => {
  assert.is(redact("x BCDFG&dash;HJKMP-QRTVW-XY234-6789B y", []), "x *****-*****-*****-*****-6789B y");
  assert.is(redact("x client&dash;secret y", ["client-secret"]), "x client&dash;secret y");
  assert.is(redact("x &constructor;client%2Dsecret y", ["client-secret"]), "x &constructor;[secret] y");
});

test("a text that can be decoded in more than a hundred ways is withheld", () => {
  const encodings: Form[] = [
    encodeURIComponent,
    (text) => eachSpecial(text, unicodeEscape),
    (text) => eachSpecial(text, (character) => `&#${character.codePointAt(0)};`),
  ];
  // A slash in each sequence of so many encodings.
  const slashes = (length: number): string[] =>
    length === 0 ? ["/"] : slashes(length - 1).flatMap((text) => encodings.map((encode) => encode(text)));
  assert.is(redact(slashes(1).join(" "), ["client-secret"]), slashes(1).join(" "));
  assert.is(redact(slashes(3).join(" "), ["client-secret"]), "[secret]");
});

test("a secret that looks encoded is masked in a text that consists of its decoded form", () => {
  assert.is(redact("AAAAAAAA", ["&#0000065;".repeat(8)]), "[secret]");
});

test("the last character of Unicode is decoded, and what lies beyond it stays as it is", () => {
  for (const last of ["&#1114111;", "&#x10FFFF;"]) {
    assert.is(redact(`x client${last}secret y`, ["client\u{10FFFF}secret"]), "x [secret] y");
  }
  for (const beyond of ["&#1114112;", "&#x110000;"]) {
    assert.is(redact(`${beyond} client&#45;secret`, ["client-secret"]), `${beyond} [secret]`);
  }
});

test("invisible and control characters are removed, and white space becomes one space", () => {
  assert.is(normalize("\u200Ba\u2060b\x07\x1b[2J \r\n\tc\u2028"), "ab[2J c");
  assert.is(redact("x client\u200B-\x07secret y", ["client-secret"]), "x [secret] y");
});

test("a secret is masked if its slashes, quotes and backslashes are escaped", () => {
  assert.is(redact(String.raw`x client\/\"\\secret y`, [String.raw`client/"\secret`]), "x [secret] y");
});

test("a secret is masked after a byte that is not UTF-8, which is read as Latin-1", () => {
  assert.is(redact("x %C3%63lient%2Dsecret y", ["client-secret"]), "x Ã[secret] y");
});

test("every named entity is decoded in a secret, and between the groups of a product key if it is a dash", () => {
  assert.is(redact("x a&amp;b&lt;c&gt;d&quot;e&APOS;f y", [`a&b<c>d"e'f`]), "x [secret] y");
  for (const name of ["hyphen", "dash", "minus", "ndash", "mdash", "shy"]) {
    const key = ["BCDFG", "HJKMP", "QRTVW", "XY234", "6789B"].join(`&${name};`);
    assert.is(redact(`x ${key} y`, []), "x *****-*****-*****-*****-6789B y");
  }
});

test("a secret of eight characters is masked, and a shorter one is not", () => {
  assert.is(redact("x 8-Q~secr y", ["8-Q~secr"]), "x [secret] y");
  assert.is(redact("x 8-Q~sec y", ["8-Q~sec"]), "x 8-Q~sec y");
});

test("the credentials after an authentication scheme are a secret, but not any word after a space", () => {
  assert.is(redact("x dXNlcjpwYXNz y", [" Basic dXNlcjpwYXNz"]), "x [secret] y");
  assert.is(redact("x with-a-space y", ["p@ss with-a-space"]), "x with-a-space y");
});

test("a soft hyphen is invisible in a secret, and a dash in a product key", () => {
  for (const softHyphen of ["\xAD", "&shy;", "&#173;", "%C2%AD", "\\u00ad"]) {
    assert.is(redact(`x client-${softHyphen}secret-${softHyphen}8Q~x y`, ["client-secret-8Q~x"]), "x [secret] y");
    const key = `BCDFG${softHyphen}HJKMP-QRTVW${softHyphen}XY234${softHyphen}6789B`;
    assert.is(redact(`x ${key} y`, []), "x *****-*****-*****-*****-6789B y");
  }
});

test("of several secrets the longest is masked first, so that nothing of it remains", () => {
  const secret = "client-secret-8Q~x";
  assert.is(redact(`x ${secret}-and-more y`, [secret, `${secret}-and-more`]), "x [secret] y");
  assert.is(redact("x Basic dXNlcjpwYXNz y", ["Basic dXNlcjpwYXNz"]), "x [secret] y");
  assert.is(redact("x dXNlcjpwYXNz y", ["Basic dXNlcjpwYXNz"]), "x [secret] y");
});

test("a text without secrets stays as it is, encodings included", () => {
  for (const plain of ["50%25 of A &amp; B", '{"a":"\\u0041"}', "a+b", "100% sure"])
    assert.is(redact(plain, ["another-secret"]), plain);
});

test("nothing of a secret or a key is shown where the text is truncated", () => {
  const secret = "client-secret-8Q~x with spaces";
  const key = "BCDFG-HJKMP-QRTVW-XY234-6789B";
  for (let length = 440; length <= 500; length++) {
    for (const encode of Object.values(forms)) {
      for (const hidden of [secret, key]) {
        const shown = redact(`${".".repeat(length)}${encode(hidden)}${"!".repeat(5_000)}`, [secret]);
        assert.not.match(shown, /client|BCDFG-HJ/, `${length} characters before`);
        assert.ok(shown.length <= 501);
      }
    }
  }
});

test("nothing of a secret is shown that is itself cut off by the truncation, however many secrets come before it", () => {
  const secret = "client-secret-8Q~x with spaces";
  for (let size = 500; size < 3_000; size += 7) {
    const shown = redact(`${secret} `.repeat(200).slice(0, size), [secret]);
    assert.not.match(shown.replace(/[\w~ -]{0,29}$/, ""), "client", `${size} characters`);
  }
});

test("of a text that is searched to its end, everything is shown if masking makes it short enough", () => {
  assert.is(redact("client-secret-8Q~x-of-25-".repeat(40), ["client-secret-8Q~x-of-25-"]), "[secret]".repeat(40));
});

test("a text is truncated after 500 characters", () => {
  assert.is(redact("x".repeat(500), []), "x".repeat(500));
  for (const length of [501, 1_000, 1_001, 5_000]) assert.is(redact("x".repeat(length), []), `${"x".repeat(500)}…`);
});

test("of a text that is too long to be searched, what may be the beginning of a cut secret is not shown", () => {
  const before = `word${" ".repeat(9_300)}`;
  const shownOf = (length: number, secret: string) => redact(before.padEnd(length, "x"), [secret]);
  // A space, and everything after it.
  assert.is(shownOf(10_000, "a-short-secret"), `word ${"x".repeat(495)}…`);
  assert.is(shownOf(10_001, "a-short-secret"), `word ${"x".repeat(196)}…`);
  assert.is(shownOf(10_100, "s".repeat(51)), `word ${"x".repeat(495)}…`);
  assert.is(shownOf(10_101, "s".repeat(51)), `word ${"x".repeat(286)}…`);
});

test("the last five characters of a key are shown only if they are letters or digits", () => {
  assert.is(maskProductKey("ABCDE-FGHJK-LMNPQ-RTVWX-YZ234"), "*****-*****-*****-*****-YZ234");
  assert.is(maskProductKey("ABCDEFGHJKLMNPQRTVWXYZ234"), "*****-*****-*****-*****-YZ234");
  for (const key of ["ABCDE-FGHJK-LMNPQ-RTVWX-MNPQ\u001b[2J", "ABCDE-FGHJK-LMNPQ-RTVWX-YZ23\u202E", "12345", "", "ABCDE-FGHJK"]) {
    assert.not.match(maskProductKey(key), /[^*A-Z0-9-]/);
  }
  assert.is(maskProductKey("ABCDE-FGHJK-LMNPQ-RTVWX-MNPQ!"), "*****-*****-*****-*****-*****");
  assert.is(maskProductKey("ABCDE-FGHJK"), "*****-*****-*****-*****-FGHJK");
  assert.is(maskProductKey("ABCDEFGHIJ"), "*****-*****-*****-*****-*****");
  assert.is(maskProductKeys('"productKey":"ABCDEFGHJKLMNPQRTVWXYZ234"'), '"productKey":"*****-*****-*****-*****-YZ234"');
});

test("a wrong argument is quoted without secrets if it is a short string or URL, and is otherwise described", () => {
  assert.is(quote('a\n"b'), '"a \\"b"');
  assert.is(
    quote(new URL("https://example.com/BCDFG-HJKMP-QRTVW-XY234-6789B")),
    '"https://example.com/*****-*****-*****-*****-6789B"',
  );
  assert.is(quote("x".repeat(200)), `"${"x".repeat(200)}"`);
  assert.is(quote("x".repeat(201)), "a string of 201 characters");
  assert.is(quote(null), "null");
  assert.is(quote(undefined), "undefined");
  assert.is(quote(5), "of type number");
});

/** A place in a response, or in what `fetch` throws, at which a text arrives. */
const places: Record<string, (text: string) => Response> = {
  "a description": (text) => failure({ code: 1, description: text }),
  "a message": (text) => failure({ message: text }),
  "a code": (text) => failure({ code: text, description: "x" }),
  "an undocumented member": (text) => failure({ error: { inner: [text] } }),
  "a member name": (text) => failure({ [text]: 1 }),
  "a member name next to a description": (text) => failure({ [text]: 1, description: `${text}:` }),
  "an array": (text) => failure([[text]]),
  "JSON in a description": (text) => failure({ description: JSON.stringify({ text }) }),
  "plain text": (text) => new Response(text, { status: 500 }),
  "an HTML title": (text) => new Response(`<!doctype html><title>${text}</title>`, { status: 502 }),
  "an HTML title that does not end": (text) => new Response(`<title>${text}`, { status: 502 }),
  "an HTML page": (text) => new Response(`<html><body>${text}`, { status: 502 }),
  "a success that is not JSON": (text) => new Response(text),
  "an invalid success": (text) => new Response(JSON.stringify({ [text]: text, status: 1, devicesStatus: [{ [text]: 1 }] })),
  "a device of the wrong type": (text) => new Response(JSON.stringify({ status: "finished", devicesStatus: [text] })),
  "the headers of a failure": (text) => new Response(null, { status: 403, headers: headersWith(text) }),
  "the headers of an invalid success": (text) => new Response("<", { headers: headersWith(text) }),
  "a thrown error": (text) => {
    throw new TypeError(text);
  },
  "the cause of a thrown error": (text) => {
    throw new TypeError("fetch failed", { cause: new Error(text, { cause: text }) });
  },
  "the name and the code of a thrown error": (text) => {
    throw Object.assign(new Error(""), { name: text, cause: Object.assign(new Error(""), { code: text }) });
  },
  "a thrown string": (text) => {
    throw text;
  },
};

const failure = (body: unknown) => new Response(JSON.stringify(body), { status: 400 });

/** Header values are ASCII. */
function headersWith(text: string): Headers {
  const value = /^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text);
  return new Headers(["MS-RequestId", "MS-CorrelationId", "MS-CV", "MS-ServerId"].map((name): [string, string] => [name, value]));
}

for (const [place, respond] of Object.entries(places)) {
  test(`errors and events never show a secret or a product key from ${place}`, async () => {
    const property = fc.asyncProperty(
      fc.record({ token, headerValue, productKey, form, before: around, after: around }),
      async ({ token, headerValue, productKey, form, before, after }) => {
        const events: AttemptEvent[] = [];
        const fetch: Fetch = async () => respond(`${before}${form(token)}${after} ${form(headerValue)} ${form(productKey)}`);
        const options = { token, fetch, headers: { "X-Key": headerValue }, retry: false, onAttempt } as const;
        function onAttempt(event: AttemptEvent) {
          events.push(event);
        }
        const error = await reasonOf(createBatchStatusClient(options).getBatchUploadStatus(upload));
        assert.ok(isBatchStatusError(error), String(error));
        const shown = [error.message, error.stack, String(error), JSON.stringify(error), JSON.stringify(events)].join("\n");
        assertHidden(shown, [token, headerValue], [productKey]);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
}

test("a missed deadline never shows a status that could be a secret or a product key", async () => {
  for (const status of ["BCDFG-HJKMP-QRTVW-XYZZZ-BCDFG", "test-token-Zm9vYmFy", "my_gateway_key", "a b"]) {
    await inStoppedTime(async (clock) => {
      const fetch = async () => new Response(JSON.stringify({ status }));
      const client = createBatchStatusClient({ token: "test-token-Zm9vYmFy", fetch, headers: { "X-Key": "my_gateway_key" } });
      const watch = client.watchBatchUpload(upload, { totalTimeout: 1_000, interval: 10_000 });
      await watch.next();
      const step = rejection(watch.next(), WatchDeadlineError);
      await clock.tickAsync(1_000);
      const error = await step;
      assert.is(error.lastDetails?.status, status);
      for (const shown of [error.message, String(error.stack), JSON.stringify(error)]) assert.not(shown.includes(status), shown);
    });
  }
});

test("a product key is masked with whatever looks like a dash, or is one in the wrong encoding", () => {
  const groups = ["BCDFG", "HJKMP", "QRTVW", "XY234", "6789B"];
  const windows1252 = ["\x96", "&#150;", "&#x97;", "%96", "\\u0096"];
  // As UTF-8, as Windows-1252 in place of UTF-8, and as UTF-8 in place of Windows-1252.
  const misread = ["%E2%80%93", "\u00E2\u20AC\u201C", "\uFFFD"];
  const alike = ["\u2500", "\u30FC", "\uFF70", "\u4E00", "\u{10191}", "_", "--", " - ", "-\r\n", "&horbar;", "&boxh;"];
  for (const dash of [...windows1252, ...misread, ...alike]) {
    assert.is(redact(`x ${groups.join(dash)} y`, []), "x *****-*****-*****-*****-6789B y", JSON.stringify(dash));
  }
});

test("letters are not dashes, in either case", () => {
  for (const letter of ["s", "S", "k", "K"]) {
    const text = ["BCDFG", "HJKMP", "QRTVW", "XY234", "6789B"].join(letter);
    assert.is(redact(text, []), text);
  }
});

test("of a product key next to other groups of five characters, no more than the last five are shown", () => {
  assert.is(redact("win11-BCDFG-HJKMP-QRTVW-XY234-6789B", []), "*****-*****-*****-*****-6789B");
  assert.is(redact("00001-00002-BCDFG-HJKMP-QRTVW-XY234-6789B.", []), "*****-*****-*****-*****-6789B.");
});

test("a token is masked whose punctuation is written as named entities", () => {
  const token = "eyJhbGci.eyJ_dWQi.c2lnbg+/==";
  const encoded = "eyJhbGci&period;eyJ&lowbar;dWQi&period;c2lnbg&plus;&sol;&equals;&equals;";
  assert.is(redact(`x ${encoded} y`, [token]), "x [secret] y");
});

test.run();
