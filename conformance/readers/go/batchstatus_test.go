package batchstatus

import (
	"encoding/json"
	"math"
	"os"
	"testing"
	"time"
)

type interval struct {
	Min, Max float64
	Growth   float64
}

// readings is conformance/readings.json. A null text is empty.
type readings struct {
	Timestamps []struct{ Timestamp, Expected string }
	Outcomes   []struct {
		Device   Device
		Expected Outcome
	}
	Counts []struct {
		Batch    Batch
		Expected Counts
	}
	Successes []struct {
		Batch    Batch
		Expected bool
	}
	Finished []struct {
		Status   string
		Expected bool
	}
	Explanations []struct {
		Device   Device
		Expected *DeviceError
	}
	Transient []struct {
		Status   int
		Expected bool
	}
	RetryAfter []struct {
		Header   string
		Now      time.Time
		Expected *float64
	}
	Pauses []struct {
		Elapsed, RetryAfter, Random, Expected float64
		Interval                              interval
	}
	Locations []struct {
		Location string
		Expected *struct{ CustomerID, BatchTrackingID string }
	}
}

func TestReadings(t *testing.T) {
	var expected readings
	var kinds map[string][]json.RawMessage
	parse(t, "readings.json", &expected)
	parse(t, "readings.json", &kinds)
	known := deviceErrors(t)
	compared := map[string]int{}
	compare := func(kind string, reading, actual, expected any) {
		t.Helper()
		compared[kind]++
		if actual != expected {
			t.Errorf("%s %+v: got %v instead of %v", kind, reading, actual, expected)
		}
	}

	for _, reading := range expected.Timestamps {
		actual := ""
		if at, ok := ParseTimestamp(reading.Timestamp); ok {
			actual = at.Format("2006-01-02T15:04:05.000Z07:00")
		}
		compare("timestamps", reading, actual, reading.Expected)
	}
	for _, reading := range expected.Outcomes {
		compare("outcomes", reading, reading.Device.Outcome(), reading.Expected)
	}
	for _, reading := range expected.Counts {
		compare("counts", reading, reading.Batch.Counts(), reading.Expected)
	}
	for _, reading := range expected.Successes {
		compare("successes", reading, reading.Batch.AllSucceeded(), reading.Expected)
	}
	for _, reading := range expected.Finished {
		compare("finished", reading, Batch{Status: reading.Status}.Finished(), reading.Expected)
	}
	for _, reading := range expected.Explanations {
		explanation, failed := known.Explain(reading.Device)
		if compare("explanations", reading, failed, reading.Expected != nil); failed && reading.Expected != nil {
			explanation.Advice, explanation.Source = "", ""
			if explanation != *reading.Expected {
				t.Errorf("explanations %+v: got %+v instead of %+v", reading.Device, explanation, *reading.Expected)
			}
		}
	}
	for _, reading := range expected.Transient {
		compare("transient", reading, IsTransient(reading.Status), reading.Expected)
	}
	for _, reading := range expected.RetryAfter {
		pause, ok := ParseRetryAfter(reading.Header, reading.Now)
		if compare("retryAfter", reading, ok, reading.Expected != nil); ok && reading.Expected != nil {
			if pause != duration(*reading.Expected) {
				t.Errorf("retryAfter %q: got %v instead of %v ms", reading.Header, pause, *reading.Expected)
			}
		}
	}
	for _, reading := range expected.Pauses {
		interval := Interval{duration(reading.Interval.Min), reading.Interval.Growth, duration(reading.Interval.Max)}
		pause := interval.Pause(duration(reading.Elapsed), duration(reading.RetryAfter), func() float64 { return reading.Random })
		// A fraction of a nanosecond is lost.
		compare("pauses", reading, pause.Round(time.Microsecond), duration(reading.Expected))
	}
	for _, reading := range expected.Locations {
		customerID, batchTrackingID, ok := ParseLocation(reading.Location)
		if compare("locations", reading, ok, reading.Expected != nil); ok && reading.Expected != nil {
			if customerID != reading.Expected.CustomerID || batchTrackingID != reading.Expected.BatchTrackingID {
				t.Errorf("locations %q: got %s and %s", reading.Location, customerID, batchTrackingID)
			}
		}
	}

	for kind, list := range kinds {
		if len(list) == 0 || compared[kind] != len(list) {
			t.Errorf("compared %d of %d %s", compared[kind], len(list), kind)
		}
	}
}

func TestAdviceAndSourceAreThoseOfTheData(t *testing.T) {
	known := deviceErrors(t)
	for _, expected := range known.Errors {
		if explanation, _ := known.Explain(Device{ErrorCode: expected.Code}); explanation != expected {
			t.Errorf("got %+v instead of %+v", explanation, expected)
		}
	}
}

func TestABodyMayStartWithAByteOrderMark(t *testing.T) {
	batch, err := ParseBatch([]byte("\uFEFF{\"status\":\"finished\",\"devicesStatus\":[{\"status\":\"finished\"}]}"))
	if err != nil || !batch.AllSucceeded() {
		t.Errorf("got %+v, %v", batch, err)
	}
	if _, err := ParseBatch([]byte(`{"status":"finished","devicesStatus":[{"errorCode":808}]}`)); err == nil {
		t.Error("a number instead of a text is not an error")
	}
}

func TestTheTimeZoneIsTheOneThatWasAskedFor(t *testing.T) {
	hours := map[string]int{"UTC": 10, "America/Los_Angeles": 3, "Asia/Kolkata": 15}
	if hour := time.Date(2017, 7, 25, 10, 0, 0, 0, time.UTC).Local().Hour(); hour != hours[os.Getenv("TZ")] {
		t.Errorf("10:00 in UTC is %d:00 in %s", hour, os.Getenv("TZ"))
	}
}

// FuzzReader passes anything to each function. It must return, and what it returns must be plausible.
func FuzzReader(f *testing.F) {
	var seeds readings
	parse(f, "readings.json", &seeds)
	known := deviceErrors(f)
	body := []byte("\uFEFF{\"status\":\"finished\",\"devicesStatus\":[{\"status\":\"finished\",\"errorCode\":\"0\"},{\"errorCode\":\"808\"}]}")
	for _, reading := range seeds.Timestamps {
		f.Add(body, reading.Timestamp, int64(0), 0.5)
	}
	for _, reading := range seeds.RetryAfter {
		f.Add(body, reading.Header, reading.Now.UnixMilli(), 0.2)
	}
	for _, reading := range seeds.Locations {
		f.Add(body, reading.Location, int64(math.MaxInt64), math.Inf(1))
	}
	for _, reading := range seeds.Outcomes {
		f.Add(body, reading.Device.Status, int64(math.MinInt64), math.NaN())
	}

	f.Fuzz(func(t *testing.T, body []byte, text string, number int64, fraction float64) {
		batch, _ := ParseBatch(body)
		batch.Devices = append(batch.Devices, Device{Status: text}, Device{ErrorCode: text, ErrorDescription: text})
		counts := batch.Counts()
		if counts.Total != counts.Succeeded+counts.Failed+counts.Pending+counts.Unknown {
			t.Errorf("counts: %+v", counts)
		}
		if batch.AllSucceeded() && (!batch.Finished() || counts.Succeeded != len(batch.Devices)) {
			t.Errorf("a success with %+v", counts)
		}
		for _, device := range batch.Devices {
			if _, failed := known.Explain(device); failed != (device.Outcome() == Failed) {
				t.Errorf("%+v: explained: %t", device, failed)
			}
		}
		if at, ok := ParseTimestamp(text); ok && (at.Year() < 1 || at.Year() > 10_000 || at.Location() != time.UTC) {
			t.Errorf("%q is %v", text, at)
		}
		if pause, ok := ParseRetryAfter(text, time.UnixMilli(number)); ok && pause < 0 {
			t.Errorf("Retry-After %q is %v", text, pause)
		}
		if pause := DefaultInterval.Pause(time.Duration(number), 0, func() float64 { return 0.5 }); pause < 5*time.Second || pause > 45*time.Second {
			t.Errorf("the pause after %v is %v", time.Duration(number), pause)
		}
		retryAfter := time.Duration(number)
		if pause := (Interval{time.Duration(number), fraction, time.Hour}).Pause(1, retryAfter, func() float64 { return fraction }); pause < retryAfter {
			t.Errorf("the pause is %v in spite of Retry-After %v", pause, retryAfter)
		}
		if customerID, batchTrackingID, ok := ParseLocation(text); ok && (len(customerID) != 36 || len(batchTrackingID) != 36) {
			t.Errorf("%q has the ids %q and %q", text, customerID, batchTrackingID)
		}
		IsTransient(int(number))
	})
}

// duration saturates.
func duration(milliseconds float64) time.Duration {
	if milliseconds >= float64(math.MaxInt64/time.Millisecond) {
		return math.MaxInt64
	}
	return time.Duration(milliseconds * float64(time.Millisecond))
}

func deviceErrors(t testing.TB) (known DeviceErrors) {
	parse(t, "device-errors.json", &known)
	if len(known.Errors) == 0 {
		t.Fatal("device-errors.json lists no errors")
	}
	return known
}

func parse(t testing.TB, file string, value any) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(content, value)
	}
	if err != nil {
		t.Fatal(err)
	}
}
