// Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"time"

	"batchstatus/partnercenter"
)

func main() {
	baseURL, mode := os.Args[1], os.Args[2]
	configuration := partnercenter.NewConfiguration()
	configuration.Servers = partnercenter.ServerConfigurations{{URL: baseURL}}
	if mode == "recommended" {
		configuration.HTTPClient = &http.Client{Transport: withoutMark{http.DefaultTransport}, Timeout: time.Minute}
		// Matches nothing. Without this line XML would be read partially and without an error.
		partnercenter.XmlCheck = regexp.MustCompile("$.")
	}
	client := partnercenter.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), partnercenter.ContextAccessToken, "conformance-token")

	output := json.NewEncoder(os.Stdout)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		result := fetchResult(ctx, client, lines.Text())
		result["id"] = lines.Text()
		if err := output.Encode(result); err != nil {
			log.Fatal(err)
		}
	}
}

func fetchResult(ctx context.Context, client *partnercenter.APIClient, id string) map[string]any {
	details, response, err := client.DeviceBatchUploadsAPI.
		GetBatchUploadStatus(ctx, "47021739-3426-40bf-9601-61b4b6d7c793", id).
		MSRequestId(id).
		MSCorrelationId(id).
		XLocale("de-DE").
		Execute()
	switch {
	case response != nil && response.StatusCode != http.StatusOK:
		return map[string]any{"apiFault": map[string]any{"status": response.StatusCode, "code": apiFaultCode(err)}}
	case err != nil:
		return map[string]any{"failure": err.Error()}
	case details == nil: // This client returns no error for an empty body.
		return map[string]any{"failure": "no details"}
	}
	return map[string]any{"facts": facts(details)}
}

func facts(details *partnercenter.BatchUploadDetails) map[string]any {
	var first, last partnercenter.DeviceUploadDetails
	if count := len(details.DevicesStatus); count > 0 {
		first, last = details.DevicesStatus[0], details.DevicesStatus[count-1]
	}
	ofBatch := cmp.Or(details.Attributes.Get(), &partnercenter.ResourceAttributes{})
	ofFirst := cmp.Or(first.Attributes.Get(), &partnercenter.ResourceAttributes{})
	return map[string]any{
		"/batchTrackingId":                       details.BatchTrackingId.Get(),
		"/status":                                details.Status,
		"/startedTime":                           details.StartedTime.Get(),
		"/completedTime":                         details.CompletedTime.Get(),
		"/attributes/objectType":                 ofBatch.ObjectType.Get(),
		"/attributes/etag":                       ofBatch.Etag.Get(),
		"/devicesStatus/length":                  len(details.DevicesStatus),
		"/devicesStatus/0/deviceId":              first.DeviceId.Get(),
		"/devicesStatus/0/serialNumber":          first.SerialNumber.Get(),
		"/devicesStatus/0/productKey":            first.ProductKey.Get(),
		"/devicesStatus/0/status":                first.Status.Get(),
		"/devicesStatus/0/errorCode":             first.ErrorCode.Get(),
		"/devicesStatus/0/errorDescription":      first.ErrorDescription.Get(),
		"/devicesStatus/0/attributes/objectType": ofFirst.ObjectType.Get(),
		"/devicesStatus/last/serialNumber":       last.SerialNumber.Get(),
		"/devicesStatus/last/errorCode":          last.ErrorCode.Get(),
	}
}

// apiFaultCode returns the code as a string, or nil if the body has none or is not an ApiFault.
func apiFaultCode(err error) any {
	var failed *partnercenter.GenericOpenAPIError
	if !errors.As(err, &failed) {
		return nil
	}
	apiFault, _ := failed.Model().(partnercenter.ApiFault)
	if number, ok := apiFault.Code.(float64); ok {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return apiFault.Code
}
