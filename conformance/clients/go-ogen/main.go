// Asks for each batch tracking id that it reads, and prints what it knows then.
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
		known := ask(client, lines.Text())
		known["id"] = lines.Text()
		if err := output.Encode(known); err != nil {
			log.Fatal(err)
		}
	}
}

type token string

func (token token) Bearer(context.Context, partnercenter.OperationName) (partnercenter.Bearer, error) {
	return partnercenter.Bearer{Token: string(token)}, nil
}

func ask(client *partnercenter.Client, id string) map[string]any {
	answer, err := client.GetBatchUploadStatus(context.Background(), partnercenter.GetBatchUploadStatusParams{
		CustomerId:      "47021739-3426-40bf-9601-61b4b6d7c793",
		BatchTrackingId: id,
		MSRequestId:     partnercenter.NewOptString(id),
		MSCorrelationId: partnercenter.NewOptString(id),
		XLocale:         partnercenter.NewOptString("de-DE"),
	})
	// Each status that the contract names has a type of its own, all others have an error.
	var unexpected *partnercenter.UnexpectedErrorStatusCodeWithHeaders
	if errors.As(err, &unexpected) {
		return fault(unexpected.StatusCode, unexpected.Response)
	}
	if err != nil {
		return map[string]any{"failure": err.Error()}
	}
	switch answer := answer.(type) {
	case *partnercenter.BadRequestHeaders:
		return fault(400, answer.Response)
	case *partnercenter.UnauthorizedHeaders:
		return fault(401, answer.Response)
	case *partnercenter.ForbiddenHeaders:
		return fault(403, answer.Response)
	case *partnercenter.NotFoundHeaders:
		return fault(404, answer.Response)
	case *partnercenter.TooManyRequestsHeaders:
		return fault(429, answer.Response)
	case *partnercenter.InternalServerErrorHeaders:
		return fault(500, answer.Response)
	case *partnercenter.ServiceUnavailableHeaders:
		return fault(503, answer.Response)
	}
	return facts(answer.(*partnercenter.BatchUploadDetailsHeaders).Response)
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

func fault(status int, fault partnercenter.ApiFault) map[string]any {
	var code any
	switch fault.Code.Type() {
	case jx.Number:
		code = fault.Code.String()
	case jx.String:
		code, _ = jx.DecodeBytes(fault.Code).Str()
	}
	return map[string]any{"fault": map[string]any{"status": status, "code": code}}
}
