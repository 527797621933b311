"""Compares what readers/python reads with conformance/readings.json."""

import json
import math
import os
import unittest
from datetime import datetime, timezone

import batch_status

with open("readings.json", encoding="utf-8") as file:
    READINGS = json.load(file)
with open("device-errors.json", encoding="utf-8") as file:
    DEVICE_ERRORS = json.load(file)


def timestamp(reading):
    time = batch_status.parse_timestamp(reading["timestamp"])
    # Not strftime, whose years before 1000 depend on the platform.
    return time and time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def explanation(reading):
    error = batch_status.explain_device_error(reading["device"], DEVICE_ERRORS)
    return error and {name: error[name] for name in ("code", "name", "action")}


def retry_after(reading):
    seconds = batch_status.parse_retry_after(reading["header"], datetime.fromisoformat(reading["now"].replace("Z", "+00:00")))
    return None if seconds is None else seconds * 1000


def pause(reading):
    interval = reading["interval"]
    server = reading["retryAfter"]
    return 1000 * batch_status.next_pause(
        reading["elapsed"] / 1000,
        None if server is None else server / 1000,
        shortest=interval["min"] / 1000,
        growth=interval["growth"],
        longest=interval["max"] / 1000,
        random=lambda: reading["random"],
    )


def location(reading):
    ids = batch_status.parse_location(reading["location"])
    return ids and {"customerId": ids[0], "batchTrackingId": ids[1]}


READERS = {
    "timestamps": timestamp,
    "outcomes": lambda reading: batch_status.device_outcome(reading["device"]),
    "counts": lambda reading: batch_status.count_devices(reading["batch"]),
    "successes": lambda reading: batch_status.all_succeeded(reading["batch"]),
    "finished": batch_status.is_finished,
    "explanations": explanation,
    "transient": lambda reading: batch_status.is_transient(reading["status"]),
    "retryAfter": retry_after,
    "pauses": pause,
    "locations": location,
}


class Readings(unittest.TestCase):
    def test_all_are_as_expected(self):
        self.assertEqual(READERS.keys(), READINGS.keys())
        for kind, readings in READINGS.items():
            self.assertGreater(len(readings), 0)
            for reading in readings:
                with self.subTest(kind, **reading):
                    actual, expected = READERS[kind](reading), reading["expected"]
                    if isinstance(actual, float) and isinstance(expected, (int, float)):
                        self.assertTrue(math.isclose(actual, expected, rel_tol=1e-12), f"{actual} ms")
                    else:
                        self.assertEqual(actual, expected)

    def test_advice_and_source_are_those_of_the_data(self):
        for known in DEVICE_ERRORS["errors"]:
            error = batch_status.explain_device_error({"errorCode": known["code"]}, DEVICE_ERRORS)
            self.assertEqual((error["advice"], error["source"]), (known.get("advice"), known.get("source")))

    def test_values_of_another_type_are_never_a_success(self):
        for device in [{"status": "finished", "errorCode": code} for code in (808, 0.5, True, [], {}, ["0"])]:
            self.assertEqual(batch_status.device_outcome(device), "failed")
        for device in (None, [], "finished", 5, {"status": ["finished"]}, {"status": 5}):
            self.assertEqual(batch_status.device_outcome(device), "unknown")
        self.assertEqual(batch_status.device_outcome({"status": "finished", "errorCode": 0}), "succeeded")
        for batch in (None, [], {"status": "finished", "devicesStatus": {"status": "finished"}}):
            self.assertFalse(batch_status.all_succeeded(batch))

    def test_the_time_zone_is_the_one_that_was_asked_for(self):
        hours = {"UTC": 10, "America/Los_Angeles": 3, "Asia/Kolkata": 15}
        time = datetime(2017, 7, 25, 10, tzinfo=timezone.utc)
        self.assertEqual(time.astimezone().hour, hours[os.environ["TZ"]])


if __name__ == "__main__":
    unittest.main()
