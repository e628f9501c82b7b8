//! What a provider tells of itself: where its keys are, and its keys.

use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde::Deserialize;

use super::keys::Keys;
use crate::config::OpenId;

/// The most that is read of a document.
const MOST: usize = 256 << 10;

/// A client that goes where it is sent and nowhere else.
pub(super) fn client(openid: &OpenId) -> reqwest::Result<Client> {
    // An error says that there is one already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().timeout(openid.times.patience);
    client.redirect(Policy::none()).build()
}

/// Fetches the keys of a provider, or tells why not; for the log alone.
pub(super) async fn keys(client: &Client, openid: &OpenId) -> Result<Keys, String> {
    #[derive(Deserialize)]
    struct Discovery {
        issuer: String,
        jwks_uri: String,
    }
    let base = openid.issuer.trim_end_matches('/');
    let document = format!("{base}/.well-known/openid-configuration");
    let document = get(client, &document).await;
    let document = document.map_err(|why| format!("its discovery document: {why}"))?;
    let document: Discovery = serde_json::from_slice(&document)
        .map_err(|_no| "its discovery document has no `issuer` and `jwks_uri`".to_owned())?;
    if document.issuer != openid.issuer {
        return Err("its discovery document is of another issuer".to_owned());
    }
    let place = Url::parse(&document.jwks_uri).ok();
    let place = place.filter(OpenId::is_safe);
    let place = place.ok_or("its `jwks_uri` is no address by HTTPS")?;
    let keys = get(client, place.as_str()).await;
    Keys::read(&keys.map_err(|why| format!("its keys: {why}"))?)
}

/// The body of a document.
async fn get(client: &Client, address: &str) -> Result<Vec<u8>, String> {
    // Addresses may hold more than is to be in the log.
    let failed = |error: reqwest::Error| {
        let error = error.without_url();
        let mut told = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(deeper) = cause {
            told = format!("{told}: {deeper}");
            cause = deeper.source();
        }
        told
    };
    let mut response = client.get(address).send().await.map_err(failed)?;
    if !response.status().is_success() {
        return Err(format!(
            "it answers with the status {}",
            response.status().as_u16()
        ));
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > MOST {
            return Err(format!("it has more than {MOST} bytes"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
