//! A subscriber: one operation on a socket, by `graphql-transport-ws`.

use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use async_graphql::futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a message is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// An open subscription.
pub(super) struct Subscription {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// What came while it was opened, the newest first.
    early: Vec<Value>,
}

impl Subscription {
    /// Subscribes; the server has read it when this comes back.
    pub(super) async fn open(endpoint: &str, query: &str, variables: &Value) -> Result<Self> {
        let address = endpoint.replacen("http", "ws", 1);
        let mut request = address.into_client_request()?;
        let protocol = "graphql-transport-ws".parse()?;
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", protocol);
        let (stream, _) = connect_async(request).await?;
        let mut socket = Self {
            stream,
            early: Vec::new(),
        };
        socket.send(&json!({ "type": "connection_init" })).await?;
        let acknowledged = socket.message().await?;
        ensure!(acknowledged["type"] == "connection_ack", "{acknowledged:#}");
        let payload = json!({ "query": query, "variables": variables });
        let subscribe = json!({ "type": "subscribe", "id": "1", "payload": payload });
        socket.send(&subscribe).await?;
        socket.send(&json!({ "type": "ping" })).await?;
        loop {
            let message = socket.message().await?;
            if message["type"] == "pong" {
                return Ok(socket);
            }
            ensure!(message["type"] == "next", "{message:#}");
            socket.early.insert(0, message);
        }
    }

    async fn send(&mut self, message: &Value) -> Result<()> {
        Ok(self.stream.send(Message::text(message.to_string())).await?)
    }

    async fn message(&mut self) -> Result<Value> {
        loop {
            let message = timeout(PATIENCE, self.stream.next()).await;
            let message = message.context("no message in time")?;
            match message.context("the socket is closed")?? {
                Message::Text(text) => return Ok(serde_json::from_str(&text)?),
                Message::Ping(_) | Message::Pong(_) => {}
                other => bail!("{other:?}"),
            }
        }
    }

    /// The next data.
    pub(super) async fn next(&mut self) -> Result<Value> {
        let mut message = match self.early.pop() {
            Some(message) => message,
            None => self.message().await?,
        };
        let payload = &mut message["payload"];
        ensure!(payload.get("errors").is_none(), "{payload:#}");
        Ok(payload["data"].take())
    }

    /// Whether nothing comes for some time.
    pub(super) async fn is_silent(&mut self, time: Duration) -> bool {
        timeout(time, self.next()).await.is_err()
    }
}
