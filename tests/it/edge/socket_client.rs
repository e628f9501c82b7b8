//! A client of sockets.

use std::time::Duration;

use async_graphql::futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::support::TestServer;

/// A socket that speaks `graphql-transport-ws`.
pub(crate) struct Socket(pub(super) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub(crate) async fn open(server: &TestServer) -> Self {
        Self::with(
            server,
            &[("sec-websocket-protocol", "graphql-transport-ws")],
        )
        .await
        .expect("a socket")
    }

    pub(crate) async fn with(
        server: &TestServer,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let mut request = format!("ws://{}/graphql", server.address())
            .into_client_request()
            .expect("a request");
        for (name, value) in headers {
            request
                .headers_mut()
                .insert(*name, value.parse().expect("a header"));
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self(stream)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(Error::Io(_)) => Err(0),
            Err(error) => panic!("{error}"),
        }
    }

    /// One that asks for the protocol before this one, and takes that it is not confirmed.
    pub(crate) async fn with_old_protocol(server: &TestServer) -> Self {
        let mut stream = TcpStream::connect(server.address())
            .await
            .expect("a connection");
        let head = "GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
            sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-ws\r\n\r\n";
        stream.write_all(head.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.expect("an answer"));
        }
        assert!(answer.starts_with(b"HTTP/1.1 101 "));
        let stream = MaybeTlsStream::Plain(stream);
        Self(WebSocketStream::from_raw_socket(stream, Role::Client, None).await)
    }

    pub(crate) async fn begun(server: &TestServer) -> Self {
        let mut socket = Self::open(server).await;
        socket.send(json!({ "type": "connection_init" })).await;
        assert_eq!(socket.next().await, json!({ "type": "connection_ack" }));
        socket
    }

    pub(crate) async fn send(&mut self, message: Value) {
        self.0
            .send(Message::text(message.to_string()))
            .await
            .expect("sent");
    }

    pub(crate) async fn subscribe(&mut self, id: &str, query: &str) {
        self.send(json!({ "id": id, "type": "subscribe", "payload": { "query": query } }))
            .await;
    }

    pub(crate) async fn message(&mut self) -> Message {
        let next = timeout(Duration::from_secs(20), self.0.next())
            .await
            .expect("a message in time");
        next.expect("no end").expect("a message")
    }

    /// The next message of the protocol.
    pub(crate) async fn next(&mut self) -> Value {
        loop {
            match self.message().await {
                Message::Text(text) => return serde_json::from_str(&text).expect("JSON"),
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The code that the socket is closed with.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            match self.message().await {
                Message::Close(frame) => return frame.expect("a code").code.into(),
                Message::Ping(_) | Message::Text(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
