//! A collector of traces: what is secret in its address is known here alone.

use std::future::Future;
use std::pin::Pin;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Uri};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use percent_encoding::percent_decode_str;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;

use crate::config::CollectorUrl;

/// How long a collector may take to receive spans.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends requests to a collector.
pub(super) struct Collector {
    client: Client,
    /// Where they go, with the query and without user and password.
    target: Uri,
    /// User and password.
    authorization: Option<HeaderValue>,
}

impl Collector {
    pub(super) fn new(url: &CollectorUrl) -> anyhow::Result<Self> {
        let mut url = url.url().clone();
        let path = format!("{}/v1/traces", url.path().trim_end_matches('/'));
        url.set_path(&path);
        url.set_fragment(None);
        let authorization = authorization(&url)?;
        let is_set = url.set_username("").and_then(|()| url.set_password(None));
        is_set.map_err(|()| anyhow!("the address has no host"))?;
        Ok(Self {
            client: client()?,
            target: url.as_str().parse().context("the address is none")?,
            authorization,
        })
    }

    /// The address as it may be shown.
    pub(super) fn shown(&self) -> String {
        let target = self.target.to_string();
        let end = target.find('?').unwrap_or(target.len());
        target[..end].to_owned()
    }
}

/// User and password of an address as a header.
fn authorization(url: &url::Url) -> anyhow::Result<Option<HeaderValue>> {
    if url.username().is_empty() && url.password().is_none() {
        return Ok(None);
    }
    let user = percent_decode_str(url.username()).collect::<Vec<_>>();
    let password = percent_decode_str(url.password().unwrap_or_default()).collect::<Vec<_>>();
    let both = STANDARD.encode([user, password].join(&b':'));
    let mut header = HeaderValue::from_str(&format!("Basic {both}"))?;
    header.set_sensitive(true);
    Ok(Some(header))
}

/// A client for a thread that may wait.
fn client() -> anyhow::Result<Client> {
    // An error says that there is one already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // Such a client is not to be made where others are waited for.
    let made = thread::spawn(|| {
        let client = Client::builder().timeout(PATIENCE);
        client.redirect(Policy::none()).build()
    });
    let made = made
        .join()
        .map_err(|_panic| anyhow!("no client can be made"))?;
    made.context("no client can be made")
}

impl std::fmt::Debug for Collector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Collector").field(&self.shown()).finish()
    }
}

type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'a>>;

impl HttpClient for Collector {
    // As the trait's macro writes it.
    fn send_bytes<'life0, 'async_trait>(
        &'life0 self,
        mut request: Request<Bytes>,
    ) -> Sending<'async_trait>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        *request.uri_mut() = self.target.clone();
        if let Some(authorization) = &self.authorization {
            let headers = request.headers_mut();
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        let sending = self.client.send_bytes(request);
        Box::pin(async move {
            // The error is logged; the address in it is not to be.
            sending
                .await
                .map_err(|error| match error.downcast::<reqwest::Error>() {
                    Ok(error) => error.without_url().into(),
                    Err(other) => other,
                })
        })
    }
}
