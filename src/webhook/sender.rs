//! Sending messages: each by one POST, which is followed nowhere else.

use std::error::Error as _;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER, USER_AGENT};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

use super::address::{AddressFault, WebhookAddress};
use super::keys::WebhookKeys;
use super::message::Message;
use super::networks::Networks;
use super::resolver::{NotAllowed, Resolver};

/// How long a receiver may take, from the look for its address to the head of its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Who sends.
const AGENT: &str = concat!("iscm/", env!("CARGO_PKG_VERSION"));

/// What a receiver answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status, e.g. 204.
    pub status: u16,
    /// After how many seconds it is to be tried again, if it says so.
    pub retry_after: Option<u64>,
}

/// Why nothing was answered, or not by the receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendFault {
    /// The address is none, or leads where messages do not go.
    NotAllowed,
    /// Nobody is there: the name is unknown, the connection is refused or breaks, or is not encrypted as it should be.
    Unreachable,
    /// It took too long.
    TimedOut,
}

/// Sends messages.
#[derive(Debug, Default)]
pub struct Sender {
    networks: Networks,
    /// One for `https`, and one for `http`.
    clients: [OnceLock<Client>; 2],
}

impl Sender {
    /// One that reaches the public internet and some networks.
    #[must_use]
    pub fn new(networks: Networks) -> Self {
        Self {
            networks,
            ..Self::default()
        }
    }

    /// An address, if messages may be sent there.
    pub fn address(&self, text: &str) -> Result<WebhookAddress, AddressFault> {
        WebhookAddress::read(text, &self.networks)
    }

    /// Sends a message, signed with each of some keys.
    pub async fn send(
        &self,
        address: &str,
        message: &Message,
        keys: &[WebhookKeys],
    ) -> Result<Answer, SendFault> {
        // What was let through when it was given may not be any more.
        let address = self
            .address(address)
            .map_err(|_fault| SendFault::NotAllowed)?;
        let client = self.client(address.url().scheme() == "http")?;
        let signatures = keys.iter().flat_map(|keys| keys.signatures(message));
        let signatures: Vec<_> = signatures.collect();
        let request = client
            .post(address.url().clone())
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, AGENT)
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", signatures.join(" "))
            .body(message.body.clone());
        let response = request.send().await.map_err(|error| fault(&error))?;
        Ok(Answer {
            status: response.status().as_u16(),
            retry_after: retry_after(response.status(), response.headers()),
        })
    }

    fn client(&self, is_inside: bool) -> Result<&Client, SendFault> {
        let kept = &self.clients[usize::from(is_inside)];
        if let Some(client) = kept.get() {
            return Ok(client);
        }
        // An error says that there is one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let resolver = Resolver {
            networks: self.networks.clone(),
            is_inside,
        };
        let client = Client::builder()
            .timeout(PATIENCE)
            .redirect(Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(1)
            .dns_resolver(resolver)
            .build();
        let client = client.map_err(|error| {
            tracing::warn!(%error, "no client for webhooks can be made");
            SendFault::Unreachable
        })?;
        Ok(kept.get_or_init(|| client))
    }
}

/// What a failure comes to. The address in it is nobody else's business, and is not told.
fn fault(error: &reqwest::Error) -> SendFault {
    if error.is_timeout() {
        return SendFault::TimedOut;
    }
    let mut cause = error.source();
    while let Some(one) = cause {
        if one.is::<NotAllowed>() {
            return SendFault::NotAllowed;
        }
        cause = one.source();
    }
    SendFault::Unreachable
}

/// After how many seconds it is to be tried again: RFC 9110, 10.2.3, in seconds.
fn retry_after(status: StatusCode, headers: &HeaderMap) -> Option<u64> {
    let is_later =
        status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE;
    let header = headers.get(RETRY_AFTER).filter(|_| is_later)?;
    header.to_str().ok()?.trim().parse().ok()
}
