import fc from "fast-check";
import { type BatchUploadDetails, type DeviceUploadDetails, parseBatchLocation } from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { htmlReport, type ReportedUpload } from "../../src/cli/html-report.ts";
import { printable } from "../../src/cli/printable.ts";
import { customerId, locationOf, productKey } from "./batch-status.ts";

const test = suite("the HTML report's text");

const at = new Date("2026-03-02T10:24:31.123Z");

function upload(number = 1) {
  return parseBatchLocation(locationOf(`d0000000-0000-4000-8000-00000000000${number}`));
}

/** A finished batch of devices, and members of the batch to replace. */
function batch(devicesStatus: DeviceUploadDetails[] | undefined, details: Partial<BatchUploadDetails> = {}, number = 1) {
  const known: BatchUploadDetails = { status: "finished", ...(devicesStatus && { devicesStatus }), ...details };
  return { upload: upload(number), details: known } satisfies ReportedUpload;
}

function report(uploads: readonly ReportedUpload[], isWaiting = false): string {
  return htmlReport(uploads, { at, isWaiting, version: "1.2.3" });
}

/** What a reader sees, line by line. Each element is a line, except for those within a line. */
function textOf(html: string): string {
  const body = html.slice(html.indexOf("<body>"));
  return unescaped(body.replace(/<\/?(?:bdi|small|strong|span|time|a)\b[^>]*>/g, "").replace(/<[^>]*>/g, "\n"))
    .replace(/\s*\n\s*/g, "\n")
    .trim();
}

function unescaped(text: string): string {
  const characters: { [entity: string]: string } = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_entity, name: string) => characters[name] ?? "");
}

const SUCCEEDED = { status: "finished" };
const PENDING = { status: "queued" };
const UNKNOWN = { status: "archived" };
const failed = (errorCode: string) => ({ status: "finished_with_errors", errorCode });
const error = new Error("Partner Center responded with 403.");

const verdicts: [uploads: ReportedUpload[], isWaiting: boolean, verdict: string][] = [
  [[batch([SUCCEEDED])], false, "1 of 1 device succeeded"],
  [[batch([SUCCEEDED, failed("808"), UNKNOWN, PENDING])], false, "1 of 4 devices succeeded, 1 failed, 1 unknown, 1 pending"],
  [[batch(Array.from({ length: 1200 }, () => failed("808")))], false, "0 of 1,200 devices succeeded, 1,200 failed"],
  [[batch(undefined)], false, "No devices are listed"],
  [[batch([SUCCEEDED, PENDING], { status: "processing" })], true, "In progress: 1 of 2 devices succeeded, 1 pending"],
  [[batch([SUCCEEDED, PENDING], { status: "processing" })], false, "Not finished: 1 of 2 devices succeeded, 1 pending"],
  [[batch(undefined, { status: "queued" })], true, "In progress: No devices are listed"],
  [[batch([SUCCEEDED], { status: "finished_with_errors" })], false, "1 of 1 device succeeded; the batch did not fully succeed"],
  [[batch([SUCCEEDED]), batch(undefined, {}, 2)], false, "1 of 1 device succeeded; 1 of 2 batches did not fully succeed"],
  [[{ upload: upload() }], true, "No status yet"],
  [[{ upload: upload(), error }], false, "The status could not be read"],
  [
    [
      { upload: upload(1), error },
      { upload: upload(2), error },
    ],
    false,
    "2 of 2 batches could not be read",
  ],
  [
    [batch([SUCCEEDED, failed("808")], {}, 1), batch([SUCCEEDED], {}, 2), { upload: upload(3), error }],
    false,
    "2 of 3 devices succeeded, 1 failed; 1 of 3 batches could not be read",
  ],
];
for (const [uploads, isWaiting, verdict] of verdicts) {
  test(`starts with its verdict, in the title as well: ${verdict}`, () => {
    const html = report(uploads, isWaiting);
    assert.match(html, `<title>${verdict}</title>`);
    assert.match(html, `<h1>${verdict}</h1>`);
  });
}

test("tells its time, and whether to reload it", () => {
  const running = batch([PENDING], { status: "processing" });
  const beginning = "Result of a device batch upload to Microsoft Partner Center";
  for (const [uploads, isWaiting, expected] of [
    [[batch([SUCCEEDED])], false, `${beginning}, as of 2026-03-02 10:24:31 UTC.`],
    [[running], true, `${beginning}. Still in progress as of 2026-03-02 10:24:31 UTC. Reload this page.`],
    [
      [running],
      false,
      `${beginning}, as of 2026-03-02 10:24:31 UTC. Partner Center continues to process what was not finished then.`,
    ],
  ] as const) {
    assert.is(textOf(report(uploads, isWaiting)).split("\n")[1], expected);
  }
});

test("tells what a single batch is and how its devices did, errors with most devices first", () => {
  const name = "ZtdDeviceAssignedToOtherTenant";
  const devices = [
    { serialNumber: "A", ...failed("806") },
    { serialNumber: "B", ...failed("808"), errorDescription: name },
    { serialNumber: "C", productKey, ...UNKNOWN },
    { serialNumber: "D", ...SUCCEEDED },
    { serialNumber: "E", ...failed("808"), errorDescription: name },
    { serialNumber: "F", ...PENDING },
  ];
  const times = { startedTime: "2017-07-25T10:00:00", completedTime: "0001-01-01T00:00:00" };
  const lines = `1 of 6 devices succeeded, 3 failed, 1 unknown, 1 pending
Result of a device batch upload to Microsoft Partner Center, as of 2026-03-02 10:24:31 UTC.
Batch
Batch tracking id
d0000000-0000-4000-8000-000000000001
Customer id
${customerId}
Status
finished (processed, but not every device succeeded)
Started
2017-07-25 10:00:00 UTC
1 succeeded
3 failed
1 unknown
1 pending
808 ${name}: 2 devices
806 ZtdDeviceAlreadyAssigned: 1 device
Unknown outcome: 1 device
Errors
808 ${name} 2 devices
The device is registered to another tenant. The owner there, or Microsoft support with proof of ownership, must remove it first.
Source: learn.microsoft.com
Position
Serial number
2
B
5
E
806 ZtdDeviceAlreadyAssigned 1 device
The device is already registered to this tenant. To register it again, remove the old record first.
Source: learn.microsoft.com
Position
Serial number
1
A
Unknown outcome
Partner Center returned no status for this device, or one that is not documented.
That is neither a success nor a failure.
Position
Serial number
Product key
Status
3
C
*****-*****-*****-*****-13579
archived
Pending: 1 device
Position
Serial number
Status
6
F
queued
Succeeded: 1 device
Position
Serial number
4
D
Position is the device's place in the upload, from 1. Product keys are masked except for their last five characters.
Created by partner-center-batch-status 1.2.3.`;
  assert.is(textOf(report([batch(devices, times)])), lines);
});

test("starts with an overview of several batches, and names the customers if they differ", () => {
  const other = { ...upload(2), customerId: "c0000000-0000-4000-8000-000000000002" };
  const overviewOf = (uploads: ReportedUpload[]) => /\nOverview\n((?:.*\n)*?)Batch 1 of/.exec(textOf(report(uploads)))?.[1];
  assert.is(
    overviewOf([batch([SUCCEEDED, failed("808")]), { upload: other, error }]),
    `1 succeeded
1 failed
Batch
Status
Devices
Batch 1
d0000000-0000-4000-8000-000000000001
Customer ${customerId}
finished
1 of 2 devices succeeded, 1 failed
Batch 2
d0000000-0000-4000-8000-000000000002
Customer c0000000-0000-4000-8000-000000000002
Could not be read
`,
  );
  assert.not.match(overviewOf([batch([SUCCEEDED]), batch(undefined, {}, 2)]) ?? "", "Customer");
  assert.match(overviewOf([batch([SUCCEEDED]), batch(undefined, {}, 2)]) ?? "", "finished\nNone listed\n");
});

test("groups the devices of several batches by error, then by batch", () => {
  const uploads = [batch([failed("808"), SUCCEEDED]), batch([SUCCEEDED], {}, 2), batch([SUCCEEDED, failed("808")], {}, 3)];
  const text = textOf(report(uploads));
  assert.is(text.split("must remove it first.").length, 2);
  assert.match(text, /\n808 .* 2 devices\n.*\n.*\nPosition\nBatch 1 d0.*01\n1\nBatch 3 d0.*03\n2\n/);
});

test("names an error per device if its devices disagree on the name", () => {
  const devices = [
    { ...failed("808"), errorDescription: "ZtdDeviceAssignedToOtherTenant" },
    { ...failed("808"), errorDescription: "ZtdDeviceAssignedToAnotherTenant" },
  ];
  assert.match(textOf(report([batch(devices)])), /\n808 2 devices\n(.*\n)*Error\n1\nZtd.*OtherTenant\n2\nZtd.*AnotherTenant\n/);
  assert.match(textOf(report([batch([{ status: "finished_with_errors" }])])), "\nNo error code 1 device\n");
});

test("shows the message of an error with the last status", () => {
  const running = batch([PENDING], { status: "processing" });
  const text = textOf(report([{ ...running, error: new Error("The batch was not finished within 60 s.") }]));
  assert.match(text, "\nBatch\nThe batch was not finished within 60 s.\nBatch tracking id\n");
  assert.match(text, "\nprocessing (not final)\n");
});

for (const [details, meaning] of [
  [{ devicesStatus: [SUCCEEDED] }, "finished (every device succeeded)"],
  [{ devicesStatus: [] }, "finished (processed, but no devices are listed)"],
  [{ status: "finished_with_errors", devicesStatus: [SUCCEEDED] }, "finished_with_errors (although every device succeeded)"],
  [{ status: "archived", devicesStatus: [SUCCEEDED] }, "archived (not final)"],
] as const) {
  test(`explains the status: ${meaning}`, () => {
    assert.match(textOf(report([batch(undefined, { ...details, devicesStatus: [...details.devicesStatus] })])), `\n${meaning}\n`);
  });
}

/** Parts of markup, and other text that may break out of an element or an attribute. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom("<", ">", '"', "'", "&", "`", "=", "/", "<!--", "-->", "</style>", "</title>", "</td>", "<![CDATA[", "]]>"),
      fc.constantFrom(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&lt;",
        "&#60;",
        "\\u003c",
        "%3C",
        "\u202e",
        "\0",
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  // Never empty, because an empty column would be left out.
  .map((parts) => `x${parts.join("")}`);

test("never contains a tag or an attribute of the server", () => {
  const reportWith = (text: string) => {
    const members = { serialNumber: text, productKey: text, deviceId: text, errorDescription: text };
    const devices = [
      { ...members, status: text },
      { ...members, ...failed(text) },
      { ...members, ...PENDING },
      { ...members, ...SUCCEEDED },
    ];
    const details = { status: text, batchTrackingId: text, startedTime: text, completedTime: text };
    return report([batch(devices, details), { upload: upload(2), error: new Error(text) }]);
  };
  const tagsOf = (html: string) => html.match(/<[^>]*>/g);
  const expected = tagsOf(reportWith("harmless"));
  fc.assert(
    fc.property(hostileText, (text) => {
      const html = reportWith(text);
      assert.equal(tagsOf(html), expected);
      assert.is(unescaped(/<dt>Status<\/dt><dd><bdi translate="no">([^<]*)</.exec(html)?.[1] ?? ""), printable(text));
    }),
    { numRuns: 500 },
  );
});

test("never contains control characters or characters that change the direction of text", () => {
  const text = "1\u0007\u009b\u202e\u2066\u2028\u200f2";
  assert.not.match(report([batch([{ serialNumber: text, ...failed(text) }])]), /[^\P{C}\n]/u);
});

test("stays below 1 MB for 5,000 failed devices, and shows even one of them in the bar", () => {
  const devices = Array.from({ length: 5000 }, (_, index) => ({
    serialNumber: `SERIAL-${index}`,
    productKey,
    deviceId: "de000000-0000-4000-8000-000000000000",
    ...(index === 0 ? SUCCEEDED : failed("808")),
  }));
  const html = report([batch(devices)]);
  assert.ok(Buffer.byteLength(html) < 1_000_000, `${Buffer.byteLength(html)} bytes`);
  assert.ok(Number(/<rect class="succeeded"[^>]* width="(\d+)" height="12"/.exec(html)?.[1]) >= 5);
});

test.run();
