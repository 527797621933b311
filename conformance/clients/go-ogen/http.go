package main

import (
	"bytes"
	"io"
	"net/http"

	"batchstatus/partnercenter"
)

// httpClient gives the generated client what it can read.
type httpClient struct{ http.Client }

func (client httpClient) Do(request *http.Request) (*http.Response, error) {
	request.Header.Set("Accept", "application/json") // the generated client sends none
	response, err := client.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff")) // the byte order mark that an answer may begin with
	// Of an error that is a web page or nothing an empty fault, or the generated client forgets the status.
	if response.StatusCode >= 400 && new(partnercenter.ApiFault).UnmarshalJSON(body) != nil {
		response.Header.Set("Content-Type", "application/json")
		body = []byte("{}")
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}
