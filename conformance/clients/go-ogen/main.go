// Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/go-faster/jx"

	"batchstatus/partnercenter"
)

func main() {
	baseURL, mode := os.Args[1], os.Args[2]
	var options []partnercenter.ClientOption
	if mode == "recommended" {
		options = append(options, partnercenter.WithClient(httpClient{http.Client{Timeout: time.Minute}}))
	}
	client, err := partnercenter.NewClient(baseURL, token("conformance-token"), options...)
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

type token string

func (token token) Bearer(context.Context, partnercenter.OperationName) (partnercenter.Bearer, error) {
	return partnercenter.Bearer{Token: string(token)}, nil
}

func fetchResult(client *partnercenter.Client, id string) map[string]any {
	response, err := client.GetBatchUploadStatus(context.Background(), partnercenter.GetBatchUploadStatusParams{
		CustomerId:      "47021739-3426-40bf-9601-61b4b6d7c793",
		BatchTrackingId: id,
		MSRequestId:     partnercenter.NewOptString(id),
		MSCorrelationId: partnercenter.NewOptString(id),
		XLocale:         partnercenter.NewOptString("de-DE"),
	})
	// Each status in the contract has its own type, all others are an error.
	var unexpected *partnercenter.UnexpectedErrorStatusCodeWithHeaders
	if errors.As(err, &unexpected) {
		return apiFaultResult(unexpected.StatusCode, unexpected.Response)
	}
	if err != nil {
		return map[string]any{"failure": err.Error()}
	}
	switch response := response.(type) {
	case *partnercenter.BadRequestHeaders:
		return apiFaultResult(400, response.Response)
	case *partnercenter.UnauthorizedHeaders:
		return apiFaultResult(401, response.Response)
	case *partnercenter.ForbiddenHeaders:
		return apiFaultResult(403, response.Response)
	case *partnercenter.NotFoundHeaders:
		return apiFaultResult(404, response.Response)
	case *partnercenter.TooManyRequestsHeaders:
		return apiFaultResult(429, response.Response)
	case *partnercenter.InternalServerErrorHeaders:
		return apiFaultResult(500, response.Response)
	case *partnercenter.ServiceUnavailableHeaders:
		return apiFaultResult(503, response.Response)
	}
	return facts(response.(*partnercenter.BatchUploadDetailsHeaders).Response)
}

func facts(details partnercenter.BatchUploadDetails) map[string]any {
	var first, last partnercenter.DeviceUploadDetails
	devices := details.DevicesStatus.Value
	if len(devices) > 0 {
		first, last = devices[0], devices[len(devices)-1]
	}
	return map[string]any{"facts": map[string]any{
		"/batchTrackingId":                       text(details.BatchTrackingId),
		"/status":                                details.Status,
		"/startedTime":                           text(details.StartedTime),
		"/completedTime":                         text(details.CompletedTime),
		"/attributes/objectType":                 text(details.Attributes.Value.ObjectType),
		"/attributes/etag":                       text(details.Attributes.Value.Etag),
		"/devicesStatus/length":                  len(devices),
		"/devicesStatus/0/deviceId":              text(first.DeviceId),
		"/devicesStatus/0/serialNumber":          text(first.SerialNumber),
		"/devicesStatus/0/productKey":            text(first.ProductKey),
		"/devicesStatus/0/status":                text(first.Status),
		"/devicesStatus/0/errorCode":             text(first.ErrorCode),
		"/devicesStatus/0/errorDescription":      text(first.ErrorDescription),
		"/devicesStatus/0/attributes/objectType": text(first.Attributes.Value.ObjectType),
		"/devicesStatus/last/serialNumber":       text(last.SerialNumber),
		"/devicesStatus/last/errorCode":          text(last.ErrorCode),
	}}
}

func text(value partnercenter.OptNilString) any {
	if text, ok := value.Get(); ok {
		return text
	}
	return nil
}

func apiFaultResult(status int, apiFault partnercenter.ApiFault) map[string]any {
	var code any
	switch apiFault.Code.Type() {
	case jx.Number:
		code = apiFault.Code.String()
	case jx.String:
		code, _ = jx.DecodeBytes(apiFault.Code).Str()
	}
	return map[string]any{"apiFault": map[string]any{"status": status, "code": code}}
}
