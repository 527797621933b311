import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inVirtualTime } from "../portable/clock.ts";
import { locationOf, type RunOptions, runCommand } from "./batch-status.ts";
import { TextOutput } from "./output.ts";

const test = suite("the command's tables");

const location = locationOf("a0000000-0000-4000-8000-000000000003");

interface Device {
  serialNumber?: string;
  status?: string;
  errorCode?: string;
  errorDescription?: string;
}

function devices(count: number, device: Device): Device[] {
  return Array.from({ length: count }, (_, index) => ({ serialNumber: `SN-${index}`, ...device }));
}

const succeeded = { status: "finished" };
const failed = (errorCode: string, errorDescription = "") => ({ status: "finished_with_errors", errorCode, errorDescription });

/** Runs the command with a batch of these devices. */
async function run(devicesStatus: readonly Device[], args: readonly string[] = [], options: RunOptions = {}) {
  const fetch = async () => new Response(JSON.stringify({ status: "finished", devicesStatus }));
  return (await inVirtualTime(() => runCommand(["get", location, ...args], { fetch, ...options }))).stdout;
}

/** The same on a terminal. */
async function onTerminal(columns: number, devicesStatus: readonly Device[], env: Record<string, string> = { NO_COLOR: "1" }) {
  const stdout = Object.assign(new TextOutput(), { isTTY: true, columns });
  await run(devicesStatus, [], { stdout, env: { PARTNER_CENTER_TOKEN: "any", ...env } });
  return stdout.text;
}

/** The first cells of the rows. */
function labelsIn(text: string): string[] {
  const [, rows = ""] = /^Device .*\n((?:.+\n)*)/m.exec(text) ?? [];
  return rows
    .split("\n")
    .flatMap((line) => /^(\S+|device \d+) +(?:failed|unknown|pending|succeeded)(?!.* not shown)/.exec(line)?.[1] ?? []);
}

const large = [
  ...devices(2299, succeeded),
  ...devices(699, failed("808")),
  { serialNumber: "RARE", ...failed("806") },
  ...devices(2, {}),
];

test("print twenty devices, at least one with each error, and count the others by outcome", async () => {
  const text = await run(large);
  assert.equal(labelsIn(text), [...Array.from({ length: 19 }, (_, index) => `SN-${index}`), "RARE"]);
  assert.match(text, "\n680 failed, 2 unknown and 2,299 succeeded not shown: --all, --failed, --csv, --html\n");
});

test("contain a device with each error even if there are more than twenty errors", async () => {
  const errors = Array.from({ length: 25 }, (_, index) => devices(3, failed(String(index + 1)))).flat();
  const text = await run(errors);
  assert.is(labelsIn(text).length, 25);
  assert.match(text, "\n50 failed not shown: --all, --failed, --csv, --html\n");
});

test("suggest --failed only if a failed device is left out", async () => {
  assert.match(
    await run([...devices(30, succeeded), ...devices(2, failed("808"))]),
    "\n12 succeeded not shown: --all, --csv, --html\n",
  );
});

test("print every failed device and no other with --failed, also as CSV", async () => {
  const text = await run(large, ["--failed"]);
  assert.is(labelsIn(text).length, 700);
  assert.not.match(text, "not shown");
  assert.is((await run(large, ["--failed", "--csv"])).trim().split("\r\n").length, 701);
});

test("print every device with --all", async () => {
  const text = await run(large, ["--all"]);
  assert.is(labelsIn(text).length, large.length);
  assert.not.match(text, "not shown");
});

test("count the devices with each error, most devices first, whatever names the server sends", async () => {
  const text = await run([
    failed("807", "one"),
    failed("807", "two"),
    { status: "finished_with_errors", errorDescription: "NoCode" },
    ...devices(1500, failed("808", "ZtdDeviceAssignedToAnotherTenant")),
    { status: "finished_with_errors" },
    failed("1234567890"),
  ]);
  const [, errors = ""] = text.split("\nErrors\n");
  assert.equal(
    errors.split("\n").filter((line) => / devices?$/.test(line)),
    [
      "808  ZtdDeviceAssignedToAnotherTenant: 1,500 devices",
      "807  one: 2 devices",
      "     NoCode: 1 device",
      "     an error without a name: 1 device",
      "1234567890  an error without a name: 1 device",
    ],
  );
});

test("fit the terminal: text is wrapped between words, and a long serial number widens nothing", async () => {
  const long = "9".repeat(200);
  const text = await onTerminal(80, [
    { serialNumber: long, ...failed("808", "a name of many words, ".repeat(10)) },
    { serialNumber: "1", ...failed("802", "InvalidZtdHardwareHash") },
    { serialNumber: "機器".repeat(30), ...succeeded },
  ]);
  assert.is(
    text.slice(text.indexOf("Device")),
    `Device                            Outcome    Error
${"9".repeat(32)}  failed     808 a name of many words, a name of
${"9".repeat(32)}             many words, a name of many words, a
${"9".repeat(32)}             name of many words, a name of many
${"9".repeat(32)}             words, a name of many words, a name
${"9".repeat(32)}             of many words, a name of many
${"9".repeat(32)}             words, a name of many words, a name
99999999                                     of many words,
1                                 failed     802 InvalidZtdHardwareHash
機器機器機器機器機器機器機器機器  succeeded
機器機器機器機器機器機器機器機器
機器機器機器機器機器機器機器機器
機器機器機器機器機器機器

Errors
808  a name of many words, a name of many words, a name of many words, a name of
     many words, a name of many words, a name of many words, a name of many
     words, a name of many words, a name of many words, a name of many words,: 1
     device
     The device is registered to another tenant. The owner there, or Microsoft
     support with proof of ownership, must remove it first.
     https://learn.microsoft.com/en-us/troubleshoot/mem/intune/device-enrollment/import-windows-autopilot-device-csv-files-errors
802  InvalidZtdHardwareHash: 1 device
     Upload the hardware hash exactly as the collection script returned it. It
     has about 4,000 characters.
     https://oofhours.com/2019/07/07/what-happens-when-you-register-a-device-with-windows-autopilot/

1 of 3 devices succeeded, 2 failed.
`,
  );
});

test("stay readable on a terminal of 30 columns, and on one that reports 0", async () => {
  const list = [{ serialNumber: "9".repeat(50), ...failed("808", "ZtdDeviceAssignedToOtherTenant") }];
  const table = /^Device(?:.|\n)*?\n\n/m;
  assert.is(
    table.exec(await onTerminal(30, list))?.[0],
    `Device                Outcome  Error
99999999999999999999  failed   808 ZtdDeviceAssigne
99999999999999999999           dToOtherTenant
9999999999\n\n`,
  );
  assert.is(await onTerminal(0, list), await onTerminal(80, list));
});

test("are not wrapped in a pipe, except for a long serial number", async () => {
  const text = await run([{ serialNumber: "9".repeat(50), ...failed("808", "word ".repeat(50)) }]);
  assert.match(text, `\n${"9".repeat(32)}  failed   808 ${"word ".repeat(50).trim()}\n${"9".repeat(18)}\n`);
  assert.match(
    text,
    "     The device is registered to another tenant. The owner there, or Microsoft support with proof of ownership, must remove it first.\n",
  );
});

test("are colored on a terminal only", async () => {
  const list = [failed("808"), succeeded, {}];
  const text = await onTerminal(80, list, {});
  for (const [color, outcome] of [
    [31, "failed"],
    [32, "succeeded"],
    [33, "unknown"],
  ]) {
    assert.match(text, `\u001b[${color}m${outcome}\u001b[39m`);
  }
  assert.not.match(await run(list), "\u001b");
  const wrapped = await onTerminal(80, [{ serialNumber: "9".repeat(50), ...failed("808") }], {});
  assert.match(wrapped, "\n999999999999999999\n");
});

test("have room for the longest documented error in 80 columns, however long a serial number is", async () => {
  const text = await onTerminal(80, [
    { serialNumber: "9".repeat(200), ...succeeded },
    failed("808", "ZtdDeviceAssignedToOtherTenant"),
  ]);
  assert.match(text, / failed {5}808 ZtdDeviceAssignedToOtherTenant\n/);
});

const conclusions: Record<string, [devices: Device[], conclusion: string]> = {
  "no source has advice": [
    [failed("807")],
    "0 of 1 device succeeded, 1 failed. Correct the failed devices and upload them again.",
  ],
  "another upload would fail, too": [[failed("808")], "0 of 1 device succeeded, 1 failed."],
  "the advice for one of them is something else": [[failed("807"), failed("801")], "0 of 2 devices succeeded, 2 failed."],
  "none failed": [[{}], "0 of 1 device succeeded, 1 with an unknown outcome. Not every device succeeded."],
};
for (const [what, [list, conclusion]] of Object.entries(conclusions)) {
  test(`suggest another upload of the failed devices only if no advice says otherwise: ${what}`, async () => {
    assert.is((await run(list)).trimEnd().split("\n").at(-1), conclusion);
  });
}

test("name the customers if there are several", async () => {
  const customers = ["10000000-0000-4000-8000-000000000000", "20000000-0000-4000-8000-000000000000"];
  const uploads = ["a", "b", "c"].map((digit) => `${digit}0000000-0000-4000-8000-000000000000`);
  const locations = uploads.map((id, index) => `/customers/${customers[index % 2]}/batchJobStatus/${id}`);
  const fetch = async (url: string) =>
    new Response(JSON.stringify({ status: "finished", devicesStatus: [url.includes("/b0000000") ? failed("807") : succeeded] }));
  const get = async (args: string[]) => (await inVirtualTime(() => runCommand(["get", ...args], { fetch }))).stdout;
  const text = await get(locations);
  assert.ok(
    text.startsWith(`Customer   ${customers[0]}\n${uploads[0]}  all 1 succeeded\n${uploads[2]}  all 1 succeeded\n\n`),
    text,
  );
  assert.match(text, `\n\nBatch      ${uploads[1]}\nCustomer   ${customers[1]}\nStatus     finished\n`);
  assert.not.match(await get([locations[0] ?? "", locations[2] ?? ""]), "Customer");
});

test("count the devices of several batches together", async () => {
  const fetch = async () => new Response(JSON.stringify({ status: "finished", devicesStatus: [failed("808"), succeeded] }));
  const uploads = [location, locationOf("a0000000-0000-4000-8000-000000000004")];
  const { stdout } = await inVirtualTime(() => runCommand(["get", ...uploads], { fetch }));
  assert.equal(labelsIn(stdout), ["device 1"]);
  assert.match(stdout, "\nErrors\n808  ZtdDeviceAssignedToOtherTenant: 2 devices\n");
  assert.ok(stdout.endsWith("\n\n0 of 2 batches fully succeeded.\n"));
});

test("leave nothing out of twenty devices", async () => {
  const text = await run(devices(20, succeeded));
  assert.is(labelsIn(text).length, 20);
  assert.not.match(text, "not shown");
});

test.run();
