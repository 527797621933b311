import {
  allSucceeded,
  countDevices,
  deviceOutcome,
  explainDeviceError,
  isFinished,
  parseBatchLocation,
  parseTimestamp,
} from "partner-center-batch-status";
import * as assert from "uvu/assert";
import readings from "../../conformance/readings.json" with { type: "json" };
import { choosePause } from "../../src/poll.ts";
import { isTransient, parseRetryAfter } from "../../src/retry.ts";

interface Reading {
  note?: string;
  expected: unknown;
}

/** Returns the checks of all readings in conformance/readings.json, by name. */
export function checks(): [name: string, check: () => void][] {
  const { timestamps, outcomes, counts, successes, finished, explanations, transient, retryAfter, pauses, locations } = readings;
  return [
    ...named("timestamp", timestamps, ({ timestamp }) => parseTimestamp(timestamp)?.toISOString()),
    ...named("outcome", outcomes, ({ device }) => deviceOutcome(device)),
    ...named("counts", counts, ({ batch }) => countDevices(batch)),
    ...named("success", successes, ({ batch }) => allSucceeded(batch)),
    ...named("finished", finished, ({ status }) => isFinished({ status })),
    ...named("explanation", explanations, ({ device }) => explanation(device)),
    ...named("transient", transient, ({ status }) => isTransient({ code: "ERR_API", status })),
    ...named("Retry-After", retryAfter, ({ header, now }) => parseRetryAfter(header, Date.parse(now))),
    ...named("pause", pauses, ({ elapsed, interval, retryAfter, random }) =>
      choosePause(elapsed, retryAfter ?? undefined, interval, () => random),
    ),
    ...named("location", locations, ({ location }) => locationOrNothing(location)),
  ];
}

function named<T extends Reading>(what: string, list: readonly T[], read: (reading: T) => unknown): [string, () => void][] {
  return list.map((reading) => {
    const { expected, note, ...input } = reading;
    const name = `${what} ${JSON.stringify(input).slice(0, 150)}${note === undefined ? "" : `: ${note}`}`;
    return [name, () => assert.equal(read(reading) ?? null, expected)];
  });
}

function explanation(device: Parameters<typeof explainDeviceError>[0]) {
  const error = explainDeviceError(device);
  return error && { code: error.code ?? null, name: error.name ?? null, action: error.action ?? null };
}

function locationOrNothing(location: string | null) {
  try {
    return parseBatchLocation(location);
  } catch (error) {
    assert.instance(error, TypeError);
    return undefined;
  }
}
