// Package batchstatus reads the responses of Partner Center's device batch uploads. Copy this file; it requires only Go 1.21.
//
// No function panics, whatever the input. A function that cannot read its input returns false.
package batchstatus

import (
	"bytes"
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Batch is a response of the operation. A member that is absent or null is empty.
type Batch struct {
	BatchTrackingID string   `json:"batchTrackingId"`
	Status          string   `json:"status"`
	StartedTime     string   `json:"startedTime"`
	CompletedTime   string   `json:"completedTime"`
	Devices         []Device `json:"devicesStatus"`
}

// Device is a device of a batch, without its product key, which is a secret.
type Device struct {
	DeviceID         string `json:"deviceId"`
	SerialNumber     string `json:"serialNumber"`
	Status           string `json:"status"`
	ErrorCode        string `json:"errorCode"`
	ErrorDescription string `json:"errorDescription"`
}

// ParseBatch parses the body of a successful response, which may start with a byte order mark.
func ParseBatch(body []byte) (Batch, error) {
	var batch Batch
	err := json.Unmarshal(bytes.TrimPrefix(body, []byte("\uFEFF")), &batch)
	return batch, err
}

// Outcome is what became of a device.
type Outcome string

// Unknown is an undocumented status or none: neither a success nor a failure.
const (
	Succeeded Outcome = "succeeded"
	Failed    Outcome = "failed"
	Pending   Outcome = "pending"
	Unknown   Outcome = "unknown"
)

// Outcome derives the outcome from status and error code. An error code other than "0" is a failure, whatever the status.
func (device Device) Outcome() Outcome {
	if device.errorCode() != "" {
		return Failed
	}
	switch normalize(device.Status) {
	case "finished":
		return Succeeded
	case "finished_with_errors":
		return Failed
	case "queued", "processing", "in-progress":
		return Pending
	}
	return Unknown
}

// errorCode returns "" if there is no error.
func (device Device) errorCode() string {
	code := strings.TrimSpace(device.ErrorCode)
	if code == "0" {
		return ""
	}
	return code
}

// Counts is the number of devices of a batch, in total and by outcome.
type Counts struct {
	Total, Succeeded, Failed, Pending, Unknown int
}

// Counts counts the devices. While a batch is queued, it may list none.
func (batch Batch) Counts() Counts {
	counts := Counts{Total: len(batch.Devices)}
	for _, device := range batch.Devices {
		switch device.Outcome() {
		case Succeeded:
			counts.Succeeded++
		case Failed:
			counts.Failed++
		case Pending:
			counts.Pending++
		default:
			counts.Unknown++
		}
	}
	return counts
}

// AllSucceeded reports whether the batch is finished, lists devices, and each of them succeeded. The status alone promises nothing.
func (batch Batch) AllSucceeded() bool {
	counts := batch.Counts()
	return normalize(batch.Status) == "finished" && counts.Total > 0 && counts.Succeeded == counts.Total
}

// Finished reports whether Partner Center has finished processing the batch. Statuses that are not documented are not final.
func (batch Batch) Finished() bool {
	status := normalize(batch.Status)
	return status == "finished" || status == "finished_with_errors"
}

// DeviceErrors is the content of device-errors.json.
type DeviceErrors struct {
	Errors []DeviceError `json:"errors"`
}

// DeviceError explains why a device failed. What is not known is empty.
type DeviceError struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Advice string `json:"advice"`
	Action string `json:"action"`
	Source string `json:"source"`
}

// Explain explains why a device failed. It returns false if the device did not fail.
func (known DeviceErrors) Explain(device Device) (DeviceError, bool) {
	if device.Outcome() != Failed {
		return DeviceError{}, false
	}
	explanation := DeviceError{Code: device.errorCode()}
	for _, candidate := range known.Errors {
		if candidate.Code == explanation.Code {
			explanation = candidate
		}
	}
	if name := strings.TrimSpace(device.ErrorDescription); name != "" {
		explanation.Name = name
	}
	return explanation, true
}

var timestampPattern = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):?(\d\d))?$`)

// ParseTimestamp parses a time, which is UTC if it has no offset. Fractions are cut off after milliseconds. It returns false for a
// time that is not set (empty, or in the year 0001) or does not exist.
func ParseTimestamp(timestamp string) (time.Time, bool) {
	match := timestampPattern.FindStringSubmatch(strings.TrimSpace(timestamp))
	if match == nil || number(match[1]) <= 1 || number(match[9]) > 23 || number(match[10]) > 59 {
		return time.Time{}, false
	}
	local, exists := date(number(match[1]), number(match[2]), number(match[3]), match[4], match[5], match[6])
	fraction := (match[7] + "000")[:3]
	offset := time.Duration(number(match[9]))*time.Hour + time.Duration(number(match[10]))*time.Minute
	if match[8] != "-" {
		offset = -offset
	}
	return local.Add(time.Duration(number(fraction)) * time.Millisecond).Add(offset), exists
}

// IsTransient reports whether the same request may succeed later, after a response with this HTTP status.
func IsTransient(status int) bool {
	switch status {
	case 408, 429, 500, 502, 503, 504:
		return true
	}
	return false
}

var (
	secondsPattern    = regexp.MustCompile(`^\d+(\.\d+)?$`)
	imfFixdatePattern = regexp.MustCompile(`^[A-Za-z]{3}, (\d{2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$`)
	rfc850Pattern     = regexp.MustCompile(`^[A-Za-z]{6,9}, (\d{2})-([A-Za-z]{3})-(\d{2}) (\d\d):(\d\d):(\d\d) GMT$`)
	asctimePattern    = regexp.MustCompile(`^[A-Za-z]{3} ([A-Za-z]{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})$`)
)

// ParseRetryAfter parses a Retry-After header: seconds, or a date in one of the three formats of HTTP. A date in the past is 0. It
// returns false if the header is missing or malformed.
func ParseRetryAfter(header string, now time.Time) (time.Duration, bool) {
	value := strings.TrimSpace(header)
	if secondsPattern.MatchString(value) {
		// Too large a number is an error, and infinite.
		seconds, _ := strconv.ParseFloat(value, 64)
		milliseconds := math.Ceil(seconds * 1000)
		if milliseconds >= float64(math.MaxInt64/time.Millisecond) {
			return math.MaxInt64, true
		}
		return time.Duration(milliseconds) * time.Millisecond, true
	}
	date, ok := parseHTTPDate(value, now.UTC().Year())
	return max(0, date.Sub(now)), ok
}

func parseHTTPDate(value string, thisYear int) (time.Time, bool) {
	if match := imfFixdatePattern.FindStringSubmatch(value); match != nil {
		return date(number(match[3]), month(match[2]), number(match[1]), match[4], match[5], match[6])
	}
	if match := rfc850Pattern.FindStringSubmatch(value); match != nil {
		year := thisYear - thisYear%100 + number(match[3])
		// A year of two digits is at most 50 years in the future.
		if year > thisYear+50 {
			year -= 100
		}
		return date(year, month(match[2]), number(match[1]), match[4], match[5], match[6])
	}
	if match := asctimePattern.FindStringSubmatch(value); match != nil {
		return date(number(match[6]), month(match[1]), number(strings.TrimSpace(match[2])), match[3], match[4], match[5])
	}
	return time.Time{}, false
}

// Interval is the pause between polls: a share (Growth) of the time waited so far, from Min to Max.
type Interval struct {
	Min    time.Duration
	Growth float64
	Max    time.Duration
}

// DefaultInterval detects the end of a short batch quickly, and that of a long one with few requests.
var DefaultInterval = Interval{Min: 5 * time.Second, Growth: 0.2, Max: 45 * time.Second}

// Pause chooses the pause before the next poll, varied by a tenth.
//
// elapsed is the time since the first poll. retryAfter is the server's Retry-After, or 0; it only lengthens the pause. random returns
// numbers from 0 up to 1, such as rand.Float64.
func (interval Interval) Pause(elapsed, retryAfter time.Duration, random func() float64) time.Duration {
	share := math.Max(float64(elapsed)*interval.Growth, float64(interval.Min)) * (0.9 + 0.2*random())
	pause := interval.Max
	if share < float64(interval.Max) {
		pause = max(time.Duration(share), interval.Min)
	}
	return max(pause, retryAfter)
}

var locationPattern = regexp.MustCompile(
	`(?s)^(?:https?://[^/?#\\]+)?(?:/v1(?:\.0)?)?/customers/(` + guid + `)/batchjobstatus/(` + guid + `)/?(?:[?#].*)?$`)

const guid = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`

// ParseLocation parses the Location header of an upload's response. It returns false if it is not such a location.
func ParseLocation(location string) (customerID, batchTrackingID string, ok bool) {
	location = strings.TrimSpace(location)
	match := locationPattern.FindStringSubmatchIndex(lower(location))
	if match == nil {
		return "", "", false
	}
	return location[match[2]:match[3]], location[match[4]:match[5]], true
}

func normalize(status string) string {
	return lower(strings.TrimSpace(status))
}

// lower changes ASCII letters only. strings.ToLower turns İ into i, and a pattern with (?i) takes ſ for s.
func lower(text string) string {
	letters := []byte(text)
	for index, letter := range letters {
		if 'A' <= letter && letter <= 'Z' {
			letters[index] = letter - 'A' + 'a'
		}
	}
	return string(letters)
}

// number returns 0 for an empty text. All others have at most four digits.
func number(digits string) int {
	value, _ := strconv.Atoi(digits)
	return value
}

// month returns 0 for an unknown name.
func month(name string) int {
	for month := time.January; month <= time.December; month++ {
		if month.String()[:3] == name {
			return int(month)
		}
	}
	return 0
}

// date returns false for a time that does not exist, which time.Date would turn into another one.
func date(year, month, day int, hour, minute, second string) (time.Time, bool) {
	date := time.Date(year, time.Month(month), day, number(hour), number(minute), number(second), 0, time.UTC)
	exists := int(date.Month()) == month && date.Day() == day &&
		number(hour) < 24 && number(minute) < 60 && number(second) < 60
	return date, exists
}
