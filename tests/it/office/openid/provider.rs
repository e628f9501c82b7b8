//! A provider on this machine, which does what a test has it do.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::signer::Signer;

/// What a document is answered with.
#[derive(Clone)]
pub(super) enum Document {
    /// The body.
    Is(String),
    /// A status, and a header.
    Status(u16, String),
    /// A body without end.
    Endless,
    /// Nothing, ever.
    Silent,
}

/// What it tells.
pub(super) struct Told {
    pub(super) discovery: Document,
    pub(super) keys: Document,
}

/// The provider.
pub(super) struct Provider {
    address: SocketAddr,
    told: Arc<Mutex<Told>>,
    fetched: Arc<AtomicUsize>,
    serving: Option<JoinHandle<()>>,
}

impl Provider {
    /// One that has some keys.
    pub(super) async fn start(keys: &[&Signer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut provider = Self {
            address,
            told: Arc::new(Mutex::new(Told {
                discovery: discovery(&format!("http://{address}"), address),
                keys: Document::Silent,
            })),
            fetched: Arc::default(),
            serving: None,
        };
        provider.has(keys);
        provider.serve(listener);
        provider
    }

    fn serve(&mut self, listener: TcpListener) {
        let (told, fetched) = (Arc::clone(&self.told), Arc::clone(&self.fetched));
        self.serving = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&told), Arc::clone(&fetched)));
            }
        }));
    }

    /// Its name.
    pub(super) fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it tells, to be changed.
    pub(super) fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().expect("no panic")
    }

    /// From now on it has these keys.
    pub(super) fn has(&self, keys: &[&Signer]) {
        let keys: Vec<Value> = keys.iter().map(|key| key.public()).collect();
        self.told().keys = Document::Is(json!({ "keys": keys }).to_string());
    }

    /// It tells that it is another.
    pub(super) fn is_named(&self, issuer: &str) {
        self.told().discovery = discovery(issuer, self.address);
    }

    /// How often its keys were fetched.
    pub(super) fn fetched(&self) -> usize {
        self.fetched.load(Ordering::SeqCst)
    }

    /// Nobody listens anymore.
    pub(super) async fn stop(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            let _aborted = serving.await;
        }
    }

    /// It listens again.
    pub(super) async fn go_on(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("the port");
        self.serve(listener);
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
        }
    }
}

fn discovery(issuer: &str, address: SocketAddr) -> Document {
    let more = json!({ "issuer": issuer, "jwks_uri": format!("http://{address}/keys") });
    Document::Is(more.to_string())
}

/// Answers one request.
async fn answer(mut stream: TcpStream, told: Arc<Mutex<Told>>, fetched: Arc<AtomicUsize>) {
    let mut head = [0; 4096];
    let read = stream.read(&mut head).await.unwrap_or_default();
    let head = String::from_utf8_lossy(&head[..read]).into_owned();
    let document = {
        let told = told.lock().expect("no panic");
        if head.starts_with("GET /keys ") {
            fetched.fetch_add(1, Ordering::SeqCst);
            told.keys.clone()
        } else if head.starts_with("GET /.well-known/openid-configuration ") {
            told.discovery.clone()
        } else {
            Document::Status(404, String::new())
        }
    };
    let begin = match document {
        Document::Is(body) => format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        ),
        Document::Status(status, header) => {
            format!(
                "HTTP/1.1 {status} Told\r\n{header}content-length: 0\r\nconnection: close\r\n\r\n"
            )
        }
        Document::Endless => "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_owned(),
        Document::Silent => std::future::pending().await,
    };
    let mut sent = stream.write_all(begin.as_bytes()).await;
    if begin.ends_with("200 OK\r\nconnection: close\r\n\r\n") {
        while sent.is_ok() {
            sent = stream.write_all(&[b' '; 4096]).await;
        }
    }
}
