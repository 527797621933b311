package main

import (
	"bytes"
	"io"
	"net/http"

	"batchstatus/partnercenter"
)

// httpClient sends Accept and turns every response into one that the generated client can read.
type httpClient struct{ http.Client }

func (client httpClient) Do(request *http.Request) (*http.Response, error) {
	request.Header.Set("Accept", "application/json") // the generated client does not send it
	response, err := client.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff")) // the byte order mark with which a response may begin
	// An error whose body is empty or a web page becomes an empty ApiFault, or the generated client loses its status.
	if response.StatusCode >= 400 && new(partnercenter.ApiFault).UnmarshalJSON(body) != nil {
		response.Header.Set("Content-Type", "application/json")
		body = []byte("{}")
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}
