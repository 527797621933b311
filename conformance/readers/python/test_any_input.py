"""Passes anything to readers/python. Each function must return, and what it returns must be plausible."""

import json
import string
import unittest
from datetime import datetime, timedelta, timezone

from hypothesis import example, given, settings
from hypothesis import strategies as st

import batch_status

# Time is not measured, and the same inputs are generated in each run.
settings.register_profile("bounded", deadline=None, max_examples=200, derandomize=True, database=None)
settings.load_profile("bounded")

with open("device-errors.json", encoding="utf-8") as file:
    DEVICE_ERRORS = json.load(file)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
STATUSES = st.sampled_from(["finished", "Finished_With_Errors", "queued", " processing", "in-progress", "unknown"]) | VALUES
CODES = st.sampled_from(["0", "808", " 806 ", 0, 808, ""]) | VALUES
DEVICES = st.fixed_dictionaries({}, optional={"status": STATUSES, "errorCode": CODES, "errorDescription": VALUES}) | VALUES
BATCHES = st.fixed_dictionaries({}, optional={"status": STATUSES, "devicesStatus": st.lists(DEVICES) | VALUES}) | VALUES


def shaped(*parts):
    """Texts that resemble valid ones: in each part, something may be wrong."""
    pieces = [st.from_regex(part, fullmatch=True) | st.text(max_size=3) for part in parts]
    return st.tuples(*pieces).map("".join)


DIGITS = "[0-9٣]{2}"
TIMES = shaped("[0-9]{4}", "-", DIGITS, "-", DIGITS, "T", DIGITS, ":", DIGITS, ":", DIGITS, r"(\.[0-9]*)?", "(Z|[+-][0-9]{2}:?[0-9]{2})?")
DATES = (
    shaped("[A-Z][a-z]{2}, ", DIGITS, " (Nov|Feb|Foo) ", "[0-9]{4}", " [0-9]{2}:", DIGITS, ":", DIGITS, " GMT")
    | shaped("[A-Z][a-z]{6}, ", DIGITS, "-(Nov|Feb|Foo)-", DIGITS, " [0-9]{2}:", DIGITS, ":", DIGITS, " GMT")
    | shaped("[A-Z][a-z]{2} ", "(Nov|Feb|Foo)", " [ 0-9][0-9] ", DIGITS, ":", DIGITS, ":", DIGITS, " [0-9]{4}")
)
SECONDS = st.text(string.digits + ".", max_size=5000)
IDS = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LOCATIONS = shaped("(https?://[a-z]*)?", "(/v1)?", "/customers/", IDS, "/batchJobStatu[sſ]/", IDS, r"/?(\?[a-z]*)?")
MOMENTS = st.datetimes(timezones=st.just(timezone.utc) | st.timezones())
ANY_FLOAT = st.floats(width=64)


class AnyInput(unittest.TestCase):
    @given(BATCHES)
    def test_of_a_batch(self, batch):
        counts = batch_status.count_devices(batch)
        self.assertEqual(counts["total"], counts["succeeded"] + counts["failed"] + counts["pending"] + counts["unknown"])
        if batch_status.all_succeeded(batch):
            self.assertTrue(batch_status.is_finished(batch))
            self.assertEqual(counts["succeeded"], len(batch["devicesStatus"]))

    @given(DEVICES)
    def test_of_a_device(self, device):
        explanation = batch_status.explain_device_error(device, DEVICE_ERRORS)
        self.assertEqual(explanation is not None, batch_status.device_outcome(device) == "failed")

    @given(st.none() | st.text() | TIMES)
    def test_of_a_timestamp(self, text):
        time = batch_status.parse_timestamp(text)
        if time is not None:
            self.assertEqual((time.utcoffset(), time.microsecond % 1000), (timezone.utc.utcoffset(None), 0))

    @given(st.none() | st.text() | SECONDS | DATES, MOMENTS)
    @example("Sat Nov 21 12:01:00 2026", datetime.min.replace(tzinfo=timezone(timedelta(hours=1))))
    def test_of_retry_after(self, header, now):
        seconds = batch_status.parse_retry_after(header, now)
        self.assertTrue(seconds is None or 0 <= seconds < 1e13)

    @given(ANY_FLOAT, st.none() | ANY_FLOAT, ANY_FLOAT, ANY_FLOAT, ANY_FLOAT, st.floats(0, 1, exclude_max=True))
    def test_of_a_pause(self, elapsed, retry_after, shortest, growth, longest, random):
        options = {"shortest": shortest, "growth": growth, "longest": longest, "random": lambda: random}
        self.assertIsInstance(float(batch_status.next_pause(elapsed, retry_after, **options)), float)

    @given(st.floats(0, 1e9), st.floats(0, 1e6))
    def test_of_the_default_pause(self, elapsed, retry_after):
        self.assertTrue(5 <= batch_status.next_pause(elapsed) <= 45)
        self.assertGreaterEqual(batch_status.next_pause(elapsed, retry_after), retry_after)

    @given(st.none() | st.text() | LOCATIONS)
    def test_of_a_location(self, text):
        ids = batch_status.parse_location(text)
        self.assertTrue(ids is None or [len(one) for one in ids] == [36, 36])

    @given(st.integers())
    def test_of_a_status(self, status):
        self.assertEqual(batch_status.is_transient(status), status in [408, 429, 500, 502, 503, 504])


if __name__ == "__main__":
    unittest.main()
