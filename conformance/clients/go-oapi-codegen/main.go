// Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	"batchstatus/partnercenter"
)

func main() {
	baseURL, mode := os.Args[1], os.Args[2]
	options := []partnercenter.ClientOption{withHeader("Authorization", "Bearer conformance-token")}
	if mode == "recommended" {
		options = append(options,
			partnercenter.WithHTTPClient(&http.Client{Transport: withoutMark{http.DefaultTransport}, Timeout: time.Minute}),
			withHeader("Accept", "application/json"), // the generated client does not send it
		)
	}
	client, err := partnercenter.NewClient(baseURL, options...)
	if err != nil {
		log.Fatal(err)
	}

	output := json.NewEncoder(os.Stdout)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		result := fetchResult(client, lines.Text())
		result["id"] = lines.Text()
		if err := output.Encode(result); err != nil {
			log.Fatal(err)
		}
	}
}

func withHeader(name, value string) partnercenter.ClientOption {
	return partnercenter.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
		request.Header.Set(name, value)
		return nil
	})
}

func fetchResult(client *partnercenter.Client, id string) map[string]any {
	locale := "de-DE"
	parameters := &partnercenter.GetBatchUploadStatusParams{MSRequestId: &id, MSCorrelationId: &id, XLocale: &locale}
	response, err := client.GetBatchUploadStatus(context.Background(), "47021739-3426-40bf-9601-61b4b6d7c793", id, parameters)
	if err != nil {
		return map[string]any{"failure": err.Error()}
	}
	// GetBatchUploadStatusWithResponse does both in one step, but loses the status of an error that cannot be parsed.
	parsed, err := partnercenter.ParseGetBatchUploadStatusResponse(response)
	switch {
	case response.StatusCode != http.StatusOK:
		return map[string]any{"apiFault": map[string]any{"status": response.StatusCode, "code": apiFaultCode(parsed)}}
	case err != nil:
		return map[string]any{"failure": err.Error()}
	case parsed.JSON200 == nil: // This client returns no error for a body that is not JSON.
		return map[string]any{"failure": "not JSON"}
	}
	return map[string]any{"facts": facts(parsed.JSON200)}
}

func facts(details *partnercenter.BatchUploadDetails) map[string]any {
	var devices []partnercenter.DeviceUploadDetails
	if details.DevicesStatus != nil {
		devices = *details.DevicesStatus
	}
	var first, last partnercenter.DeviceUploadDetails
	if len(devices) > 0 {
		first, last = devices[0], devices[len(devices)-1]
	}
	ofBatch := cmp.Or(details.Attributes, &partnercenter.ResourceAttributes{})
	ofFirst := cmp.Or(first.Attributes, &partnercenter.ResourceAttributes{})
	return map[string]any{
		"/batchTrackingId":                       details.BatchTrackingId,
		"/status":                                details.Status,
		"/startedTime":                           details.StartedTime,
		"/completedTime":                         details.CompletedTime,
		"/attributes/objectType":                 ofBatch.ObjectType,
		"/attributes/etag":                       ofBatch.Etag,
		"/devicesStatus/length":                  len(devices),
		"/devicesStatus/0/deviceId":              first.DeviceId,
		"/devicesStatus/0/serialNumber":          first.SerialNumber,
		"/devicesStatus/0/productKey":            first.ProductKey,
		"/devicesStatus/0/status":                first.Status,
		"/devicesStatus/0/errorCode":             first.ErrorCode,
		"/devicesStatus/0/errorDescription":      first.ErrorDescription,
		"/devicesStatus/0/attributes/objectType": ofFirst.ObjectType,
		"/devicesStatus/last/serialNumber":       last.SerialNumber,
		"/devicesStatus/last/errorCode":          last.ErrorCode,
	}
}

// apiFaultCode returns the code as a string, or nil if the body has none or is not an ApiFault.
func apiFaultCode(parsed *partnercenter.GetBatchUploadStatusResponse) any {
	if parsed == nil {
		return nil
	}
	apiFault := cmp.Or(parsed.JSON400, parsed.JSON401, parsed.JSON403, parsed.JSON404, parsed.JSON429, parsed.JSON500,
		parsed.JSON503, parsed.JSONDefault, &partnercenter.ApiFault{})
	if number, ok := apiFault.Code.(float64); ok {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return apiFault.Code
}
