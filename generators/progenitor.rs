//! The client that progenitor generates from openapi.yaml after `"200":` has been replaced with
//! `2XX:`. Without the range, progenitor treats `default` as a success as well, and panics because
//! successes have two types.
progenitor::generate_api!(spec = "openapi.yaml", hooks = Expected);

impl ClientHooks for Client {
    /// Removes the byte order mark, which serde_json rejects. Replaces an error that is empty or a
    /// web page with an empty `ApiFault`, because progenitor loses the HTTP status of a body that it
    /// cannot parse.
    async fn exec(
        &self,
        request: reqwest::Request,
        _operation: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let response = self.client().execute(request).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await?;
        let mut body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        if !status.is_success() && serde_json::from_slice::<types::ApiFault>(body).is_err() {
            body = b"{}";
        }
        let mut response = http::Response::new(body.to_vec());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response.into())
    }
}
