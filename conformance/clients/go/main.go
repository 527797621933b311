// Asks for each batch tracking id that it reads, and prints what it knows then.
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
		// Matches nothing. Without this line XML would be read, but only a part of it, and without an error.
		partnercenter.XmlCheck = regexp.MustCompile("$.")
	}
	client := partnercenter.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), partnercenter.ContextAccessToken, "conformance-token")

	output := json.NewEncoder(os.Stdout)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		known := ask(ctx, client, lines.Text())
		known["id"] = lines.Text()
		if err := output.Encode(known); err != nil {
			log.Fatal(err)
		}
	}
}

func ask(ctx context.Context, client *partnercenter.APIClient, id string) map[string]any {
	details, response, err := client.DeviceBatchUploadsAPI.
		GetBatchUploadStatus(ctx, "47021739-3426-40bf-9601-61b4b6d7c793", id).
		MSRequestId(id).
		MSCorrelationId(id).
		XLocale("de-DE").
		Execute()
	switch {
	case response != nil && response.StatusCode != http.StatusOK:
		return map[string]any{"fault": map[string]any{"status": response.StatusCode, "code": faultCode(err)}}
	case err != nil:
		return map[string]any{"failure": err.Error()}
	case details == nil: // An empty body is no error to this client.
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

// faultCode gives the code as a string, or nil where the body told none or was no fault.
func faultCode(err error) any {
	var failed *partnercenter.GenericOpenAPIError
	if !errors.As(err, &failed) {
		return nil
	}
	fault, _ := failed.Model().(partnercenter.ApiFault)
	if number, ok := fault.Code.(float64); ok {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return fault.Code
}
