//! A receiver of webhooks of the tests' own, which does as it is told.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

/// What it does with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    Take,
    /// Taken after some milliseconds.
    TakeLate(u64),
    Fail(u16),
    /// Nothing is answered.
    Hang,
    /// The answer leads somewhere else.
    Redirect,
}

/// A message that came.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    headers: HeaderMap,
    bytes: Bytes,
    pub(crate) body: Value,
}

/// A receiver.
pub(crate) struct Sink {
    pub(crate) url: String,
    manner: watch::Sender<Manner>,
    messages: mpsc::UnboundedReceiver<Received>,
    task: JoinHandle<()>,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Shared = Arc<(watch::Receiver<Manner>, mpsc::UnboundedSender<Received>)>;

async fn take(State(shared): State<Shared>, headers: HeaderMap, bytes: Bytes) -> Response {
    let body = serde_json::from_slice(&bytes).expect("JSON");
    let received = Received {
        headers,
        bytes,
        body,
    };
    let manner = *shared.0.borrow();
    let _ = shared.1.send(received);
    match manner {
        Manner::Take => StatusCode::NO_CONTENT.into_response(),
        Manner::TakeLate(milliseconds) => {
            sleep(Duration::from_millis(milliseconds)).await;
            StatusCode::OK.into_response()
        }
        Manner::Fail(status) => StatusCode::from_u16(status)
            .expect("a status")
            .into_response(),
        Manner::Hang => std::future::pending().await,
        Manner::Redirect => {
            let place = [(header::LOCATION, "http://169.254.169.254/latest/meta-data/")];
            (StatusCode::TEMPORARY_REDIRECT, place).into_response()
        }
    }
}

impl Sink {
    pub(crate) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let (manner, told) = watch::channel(manner);
        let (sender, messages) = mpsc::unbounded_channel();
        let router = Router::new()
            .route("/hook", axum::routing::post(take))
            .with_state(Arc::new((told, sender)));
        let task = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self {
            url,
            manner,
            messages,
            task,
        }
    }

    pub(crate) fn does(&self, manner: Manner) {
        self.manner.send_replace(manner);
    }

    /// The next message that comes.
    pub(crate) async fn next(&mut self) -> Received {
        let next = timeout(Duration::from_secs(20), self.messages.recv()).await;
        next.expect("a message in time").expect("a sink")
    }

    /// That no message comes for a while.
    pub(crate) async fn is_quiet(&mut self) {
        let next = timeout(Duration::from_millis(400), self.messages.recv()).await;
        assert!(next.is_err(), "{next:?}");
    }
}

impl Received {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().expect("text")
    }

    pub(crate) fn id(&self) -> &str {
        self.header("webhook-id")
    }

    /// The versions that it tells of: since which, and which.
    pub(crate) fn versions(&self) -> (i64, i64) {
        let number = |name: &str| self.body["data"][name].as_i64().expect("a number");
        (number("since"), number("version"))
    }

    /// Of its signatures of a version (`v1`, `v1a`) those that a secret or a public key verifies.
    pub(crate) fn verified(&self, key: &str) -> usize {
        let mut signed =
            format!("{}.{}.", self.id(), self.header("webhook-timestamp")).into_bytes();
        signed.extend_from_slice(&self.bytes);
        let (kind, key) = key.split_once('_').expect("a key");
        let key = STANDARD.decode(key).expect("base 64");
        let verify = |signature: &[u8]| match kind {
            "whsec" => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
                hmac::verify(&key, &signed, signature).is_ok()
            }
            _ => UnparsedPublicKey::new(&ED25519, &key)
                .verify(&signed, signature)
                .is_ok(),
        };
        let version = if kind == "whsec" { "v1" } else { "v1a" };
        let signatures = self.header("webhook-signature").split(' ');
        let of_version = signatures
            .filter_map(|one| one.split_once(','))
            .filter(|one| one.0 == version);
        let signatures = of_version.map(|(_, text)| STANDARD.decode(text).expect("base 64"));
        signatures.filter(|signature| verify(signature)).count()
    }
}
