package main

import (
	"bytes"
	"io"
	"net/http"
)

// withoutMark removes the byte order mark from the start of a response, because encoding/json rejects it.
type withoutMark struct{ http.RoundTripper }

func (inner withoutMark) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := inner.RoundTripper.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	return response, nil
}
