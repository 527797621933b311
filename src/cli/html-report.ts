import {
  allSucceeded,
  type BatchUpload,
  type BatchUploadDetails,
  countDevices,
  type DeviceCounts,
  type DeviceOutcome,
  type DeviceUploadDetails,
  deviceOutcome,
  explainDeviceError,
  isFinished,
  parseTimestamp,
} from "../index.ts";
import { maskProductKey } from "../redact.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { printable } from "./printable.ts";
import { POLICY, STYLE_ELEMENT } from "./report-style.ts";

/** An upload, and what is known of it so far. */
export interface ReportedUpload {
  upload: BatchUpload;
  /** The last status received. */
  details?: BatchUploadDetails | undefined;
  /** Why no newer status was received. */
  error?: Error | undefined;
}

export interface ReportOptions {
  /** The time of the report. */
  at: Date;
  /** Whether a later report will replace this one. */
  isWaiting: boolean;
  /** The version of the command. */
  version: string;
}

interface Batch extends ReportedUpload {
  /** Its position among the uploads, from 1. */
  number: number;
  counts: DeviceCounts;
  devices: readonly ReportedDevice[];
}

interface ReportedDevice extends DeviceUploadDetails {
  batch: Batch;
  /** Its position in the upload, from 1. */
  position: number;
  outcome: DeviceOutcome;
}

/** The devices that failed with the same code. */
interface ErrorGroup {
  /** The target of links to it. */
  anchor: string;
  /** The code and, if all devices have the same, the name of the error. */
  title: string;
  advice: string | undefined;
  source: string | undefined;
  devices: readonly ReportedDevice[];
  /** The number of its devices in each batch that has any. */
  counts: ReadonlyMap<Batch, number>;
  columns: readonly Column[];
}

/** One HTML page for someone who was not there. It needs no other file and runs no script. */
export function htmlReport(uploads: readonly ReportedUpload[], options: ReportOptions): string {
  const batches = uploads.map(toBatch);
  const errors = groupErrors(devicesOf(batches, "failed"));
  const title = verdict(batches, options);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${STYLE_ELEMENT}
</head>
<body>
<header class="${worstOutcome(batches)}">
<h1>${title}</h1>
<p>${occasion(batches, options)}</p>
</header>
<main>
${batches.length > 1 && overview(batches)}
${batches.map((batch) => batchSection(batch, batches, errors))}
${errors.length > 0 && errorSection(errors, batches)}
${unknownSection(batches)}
${foldedSection("pending", batches)}
${foldedSection("succeeded", batches)}
</main>
<footer>
<p>Position is the device's place in the upload, from 1. Product keys are masked except for their last five characters.</p>
<p>Created by partner-center-batch-status ${options.version}.</p>
</footer>
</body>
</html>
`;
  return page.text;
}

function toBatch(reported: ReportedUpload, index: number): Batch {
  const devices: ReportedDevice[] = [];
  const batch = { ...reported, number: index + 1, counts: countDevices(reported.details ?? {}), devices };
  for (const device of reported.details?.devicesStatus ?? []) {
    devices.push({ ...device, batch, position: devices.length + 1, outcome: deviceOutcome(device) });
  }
  return batch;
}

function devicesOf(batches: readonly Batch[], outcome: DeviceOutcome): ReportedDevice[] {
  return batches.flatMap(({ devices }) => devices.filter((device) => device.outcome === outcome));
}

/** Most devices first. */
function groupErrors(failed: readonly ReportedDevice[]): ErrorGroup[] {
  const byCode = [...groupBy(failed, (device) => printable(explainDeviceError(device)?.code))];
  byCode.sort(([, one], [, other]) => other.length - one.length);
  return byCode.map(([code, devices], index) => {
    const names = new Set(devices.map(nameOf));
    const [first] = devices;
    const { advice, source } = (first && explainDeviceError(first)) ?? {};
    return {
      anchor: `error-${index + 1}`,
      title: [code || "No error code", ...(names.size === 1 ? names : [])].filter(Boolean).join(" "),
      ...{ advice, source, devices },
      counts: new Map([...groupBy(devices, ({ batch }) => batch)].map(([batch, { length }]) => [batch, length])),
      columns: names.size === 1 ? IDENTIFIERS : [...IDENTIFIERS, ERROR_NAME],
    };
  });
}

function nameOf(device: DeviceUploadDetails): string {
  return printable(explainDeviceError(device)?.name);
}

/** The title: what a reader wants to know first. */
function verdict(batches: readonly Batch[], { isWaiting }: ReportOptions): string {
  const unread = batches.filter(isUnread).length;
  const missing =
    batches.length === 1 ? "The status could not be read" : `${unread} of ${batches.length} batches could not be read`;
  if (batches.every(({ details }) => details === undefined)) return unread > 0 ? missing : "No status yet";
  const counts = totalOf(batches);
  const state = batches.every(hasEnded) ? "" : isWaiting ? "In progress: " : "Not finished: ";
  const sentence = counts.total > 0 ? sentenceOf(counts) : "No devices are listed";
  return `${state}${sentence}${unread > 0 ? `; ${missing}` : ""}`;
}

function occasion(batches: readonly Batch[], { at, isWaiting }: ReportOptions): Markup {
  const what = batches.length === 1 ? "a device batch upload" : `${batches.length} device batch uploads`;
  const beginning = html`Result of ${what} to Microsoft Partner Center`;
  if (isWaiting) return html`${beginning}. <strong>Still in progress as of ${formatTime(at)}. Reload this page.</strong>`;
  const ending = batches.every(hasEnded) ? "" : " Partner Center continues to process what was not finished then.";
  return html`${beginning}, as of ${formatTime(at)}.${ending && html` ${ending}`}`;
}

/** Whether its status is final, or no status will follow because of an error. */
function hasEnded({ details, error }: Batch): boolean {
  return details === undefined ? error !== undefined : isFinished(details);
}

function isUnread({ details, error }: Batch): boolean {
  return details === undefined && error !== undefined;
}

function totalOf(batches: readonly Batch[]): DeviceCounts {
  const counts = { total: 0, succeeded: 0, failed: 0, pending: 0, unknown: 0 };
  for (const batch of batches) for (const name of ["total", ...OUTCOMES] as const) counts[name] += batch.counts[name];
  return counts;
}

/** In the order of the verdict. */
const OUTCOMES = ["succeeded", "failed", "unknown", "pending"] as const satisfies readonly DeviceOutcome[];

/** Colors the header. */
function worstOutcome(batches: readonly Batch[]): DeviceOutcome {
  if (batches.some((batch) => batch.counts.failed > 0 || isUnread(batch))) return "failed";
  if (batches.some((batch) => batch.counts.unknown > 0)) return "unknown";
  if (!batches.every(hasEnded)) return "pending";
  return batches.every(({ details }) => details && allSucceeded(details)) ? "succeeded" : "unknown";
}

function overview(batches: readonly Batch[]): Markup {
  const counts = totalOf(batches);
  const hasCustomers = new Set(batches.map(({ upload }) => upload.customerId.toLowerCase())).size > 1;
  return html`<section>
<h2>Overview</h2>
${counts.total > 0 && [bar(counts), legend(counts)]}
<table class="overview">
<thead><tr><th scope="col">Batch</th><th scope="col">Status</th><th scope="col">Devices</th></tr></thead>
<tbody>
${batches.map((batch) => {
  const { number, upload, details, counts } = batch;
  return html`<tr><td><a href="#batch-${number}">Batch ${number}</a><br>${id(upload.batchTrackingId)}
${hasCustomers && html`<br><span class="note">Customer</span> ${id(upload.customerId)}`}</td>
<td>${details ? name(details.status) : isUnread(batch) ? "Could not be read" : "Not read yet"}</td>
<td>${counts.total > 0 ? [sentenceOf(counts), bar(counts)] : details && "None listed"}</td></tr>
`;
})}</tbody>
</table>
</section>`;
}

function batchSection(batch: Batch, { length: batches }: readonly Batch[], errors: readonly ErrorGroup[]): Markup {
  const { number, upload, details, counts, error } = batch;
  const [started, completed] = [parseTimestamp(details?.startedTime), parseTimestamp(details?.completedTime)];
  return html`<section id="batch-${number}">
<h2>${batches === 1 ? "Batch" : `Batch ${number} of ${batches}`}</h2>
${error !== undefined && html`<p class="problem">${error.message}</p>`}
<dl>
<dt>Batch tracking id</dt><dd>${id(upload.batchTrackingId)}</dd>
<dt>Customer id</dt><dd>${id(upload.customerId)}</dd>
${details && html`<dt>Status</dt><dd>${name(details.status)} <span class="note">(${meaningOf(details)})</span></dd>`}
${started && html`<dt>Started</dt><dd>${formatTime(started)}</dd>`}
${completed && html`<dt>Completed</dt><dd>${formatTime(completed)}</dd>`}
</dl>
${counts.total > 0 && [bar(counts), legend(counts)]}
${batchLinks(batch, batches, errors)}
</section>
`;
}

/** What the batch's status says, and what it does not: administrators take `finished` for a success. */
function meaningOf(details: BatchUploadDetails): string {
  const { total, succeeded } = countDevices(details);
  if (!isFinished(details)) return "not final";
  if (allSucceeded(details)) return "every device succeeded";
  if (total === 0) return "processed, but no devices are listed";
  return succeeded < total ? "processed, but not every device succeeded" : "although every device succeeded";
}

/** Links to the batch's errors. */
function batchLinks(batch: Batch, batches: number, errors: readonly ErrorGroup[]): Content {
  const { number, counts } = batch;
  const links = errors.flatMap((group) => {
    const { anchor, title } = group;
    const count = group.counts.get(batch) ?? 0;
    return count > 0
      ? [html`<li><a href="#${anchorIn(anchor, number, batches)}">${name(title)}</a>: ${devicesText(count)}</li>`]
      : [];
  });
  if (counts.unknown > 0) {
    const anchor = anchorIn("unknown", number, batches);
    links.push(html`<li><a href="#${anchor}">Unknown outcome</a>: ${devicesText(counts.unknown)}</li>`);
  }
  return links.length > 0 && html`<ul>${links}</ul>`;
}

/** Several batches share a section; each has its own place there. */
function anchorIn(section: string, number: number, batches: number): string {
  return batches === 1 ? section : `${section}-batch-${number}`;
}

function errorSection(errors: readonly ErrorGroup[], { length: batches }: readonly Batch[]): Markup {
  return html`<section>
<h2>Errors</h2>
${errors.map(
  ({ anchor, title, advice, source, devices, columns }) => html`<section id="${anchor}">
<h3>${name(title)} <small>${devicesText(devices.length)}</small></h3>
${advice !== undefined && html`<p>${advice}</p>`}
${source !== undefined && html`<p class="note">Source: <a href="${source}" rel="noreferrer">${new URL(source).hostname}</a></p>`}
${deviceTable(devices, columns, { anchor, batches })}
</section>
`,
)}</section>`;
}

function unknownSection(batches: readonly Batch[]): Content {
  const devices = devicesOf(batches, "unknown");
  return (
    devices.length > 0 &&
    html`<section id="unknown">
<h2>Unknown outcome</h2>
<p>Partner Center returned no status for ${devices.length === 1 ? "this device" : "these devices"}, or one that is not documented.
That is neither a success nor a failure.</p>
${deviceTable(devices, [...IDENTIFIERS, STATUS, DESCRIPTION], { anchor: "unknown", batches: batches.length })}
</section>`
  );
}

function foldedSection(outcome: "pending" | "succeeded", batches: readonly Batch[]): Content {
  const devices = devicesOf(batches, outcome);
  const columns = outcome === "pending" ? [...IDENTIFIERS, STATUS] : IDENTIFIERS;
  return (
    devices.length > 0 &&
    html`<details>
<summary>${outcome === "pending" ? "Pending" : "Succeeded"}: ${devicesText(devices.length)}</summary>
${deviceTable(devices, columns, { anchor: outcome, batches: batches.length })}
</details>`
  );
}

interface Column {
  heading: string;
  /** Its width, if it is not an equal share of the rest. */
  className?: string;
  text(device: ReportedDevice): string | null | undefined;
}

const IDENTIFIERS: readonly Column[] = [
  { heading: "Serial number", text: ({ serialNumber }) => serialNumber },
  { heading: "Product key", className: "key", text: ({ productKey }) => productKey && maskProductKey(productKey) },
  { heading: "Device id", className: "device", text: ({ deviceId }) => deviceId },
];
const STATUS: Column = { heading: "Status", text: ({ status }) => status };
const DESCRIPTION: Column = { heading: "Description", text: ({ errorDescription }) => errorDescription };
const ERROR_NAME: Column = { heading: "Error", text: nameOf };

/** Without columns that would be empty. End tags that HTML implies are left out: there may be thousands of rows. */
function deviceTable(
  devices: readonly ReportedDevice[],
  columns: readonly Column[],
  { anchor, batches }: { anchor: string; batches: number },
): Markup {
  const filled = columns.filter(({ text }) => devices.some((device) => printable(text(device)) !== ""));
  const rows = (rowDevices: readonly ReportedDevice[]) =>
    rowDevices.map((device) => html`<tr><td>${device.position}${filled.map(({ text }) => html`<td>${text(device) ?? ""}`)}\n`);
  const bodies = [...groupBy(devices, ({ batch }) => batch)].map(
    ([{ number, upload }, rowDevices]) => html`<tbody id="${anchor}-batch-${number}" class="ids" translate="no">
<tr><th scope="rowgroup" colspan="${filled.length + 1}"><a href="#batch-${number}">Batch ${number}</a> ${id(upload.batchTrackingId)}
${rows(rowDevices)}</tbody>`,
  );
  return html`<table class="devices">
<thead><tr><th scope="col" class="position">Position${filled.map(({ heading, className }) => html`<th scope="col"${className && html` class="${className}"`}>${heading}`)}</thead>
${batches > 1 ? bodies : html`<tbody class="ids" translate="no">\n${rows(devices)}</tbody>`}
</table>`;
}

function groupBy<Key>(devices: readonly ReportedDevice[], keyOf: (device: ReportedDevice) => Key): Map<Key, ReportedDevice[]> {
  const groups = new Map<Key, ReportedDevice[]>();
  for (const device of devices) {
    const group = groups.get(keyOf(device));
    if (group === undefined) groups.set(keyOf(device), [device]);
    else group.push(device);
  }
  return groups;
}

/** The colors without the style, on any background. */
const COLORS: { readonly [outcome in DeviceOutcome]: string } = {
  succeeded: "#2a8f60",
  failed: "#d2405a",
  unknown: "#b07a10",
  pending: "#7c8793",
};

/** The share of each outcome, drawn with attributes: a policy may drop the style. The legend says the same in text. */
function bar(counts: DeviceCounts): Markup {
  const shown = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  // Even one of 5,000 devices must be visible.
  const shares = shown.map((outcome) => Math.max(counts[outcome] / counts.total, 0.01));
  const scale = BAR_WIDTH / shares.reduce((sum, share) => sum + share, 0);
  const parts = shown.map((outcome, index) => {
    const x = scale * shares.slice(0, index).reduce((sum, share) => sum + share, 0);
    const gap = index < shown.length - 1 ? 3 : 0;
    const width = Math.round(scale * (shares[index] ?? 0)) - gap;
    return html`<rect class="${outcome}" fill="${COLORS[outcome]}" x="${Math.round(x)}" width="${width}" height="12"/>`;
  });
  return html`<svg class="bar" aria-hidden="true" width="100%" height="12" viewBox="0 0 ${BAR_WIDTH} 12" preserveAspectRatio="none">${parts}</svg>
`;
}

const BAR_WIDTH = 1000;

function legend(counts: DeviceCounts): Markup {
  const items = OUTCOMES.filter((outcome) => counts[outcome] > 0).map(
    (
      outcome,
    ) => html`<li><svg aria-hidden="true" width="10" height="10"><rect class="${outcome}" fill="${COLORS[outcome]}" width="10" height="10"/></svg>
${countText(counts[outcome])} ${outcome}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}

/** `31 of 40 devices succeeded, 7 failed, 2 unknown`. */
function sentenceOf(counts: DeviceCounts): string {
  const { total, succeeded } = counts;
  const others = OUTCOMES.slice(1).filter((outcome) => counts[outcome] > 0);
  return [
    `${countText(succeeded)} of ${devicesText(total)} succeeded`,
    ...others.map((outcome) => `${countText(counts[outcome])} ${outcome}`),
  ].join(", ");
}

function devicesText(count: number): string {
  return `${countText(count)} ${count === 1 ? "device" : "devices"}`;
}

/** `5,000`. */
function countText(count: number): string {
  return count.toLocaleString("en-US");
}

/** A word of the server, whatever its language and direction. */
function name(text: string): Markup {
  return html`<bdi translate="no">${text}</bdi>`;
}

function id(text: string): Markup {
  return html`<span class="id" translate="no">${text}</span>`;
}

function formatTime(time: Date): Markup {
  const iso = time.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace("T", " ")} UTC</time>`;
}
