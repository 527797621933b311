//! The client that progenitor makes of openapi.yaml, once `"200":` has become `2XX:` there:
//! progenitor takes `default` for a success, too, unless it follows a range, and panics where
//! successes have two types.
progenitor::generate_api!(spec = "openapi.yaml", hooks = Expected);

impl ClientHooks for Client {
    /// Strips the byte order mark, which serde_json refuses, and makes an empty fault of an error
    /// that is a web page or nothing: progenitor does not tell the HTTP status of what it cannot read.
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
