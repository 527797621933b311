import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checks } from "../portable/readings.ts";

const test = suite("time zones");

const zone = process.env["TZ"];
test.after.each(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

for (const [name, hour] of [
  ["UTC", 10],
  ["America/Los_Angeles", 3],
  ["Asia/Kolkata", 15],
] as const) {
  test(`all readings are the same in ${name}`, () => {
    process.env["TZ"] = name;
    assert.is(new Date("2017-07-25T10:00:00Z").getHours(), hour);
    for (const [, check] of checks()) check();
  });
}

test.run();
