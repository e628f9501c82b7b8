//! `GET /graphql` as a WebSocket: the protocol `graphql-transport-ws` to the letter, close codes
//! included.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::stream::{self, Stream, StreamExt};
use async_graphql::futures_util::{FutureExt as _, SinkExt as _};
use serde_json::{Map, Value, json};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_stream::StreamMap;
use tokio_tungstenite::tungstenite::error::{CapacityError, Error as Failure, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message};

use super::budget::REFUSED_COST;
use super::error::logged;
use super::handshake::Socket;
use super::linger::linger;
use super::panicked::panicked;
use super::params::{self, Params};
use super::payer::Payer;
use super::request_body::MAX_BODY;
use super::response::Response;
use super::state::SharedState;
use super::streams::{Caller, responses};
use crate::error::{Error, ErrorCode};
use crate::request::Refused;

/// Why a socket is closed.
#[derive(Clone, Debug)]
struct Close(u16, String);

impl Close {
    fn invalid(reason: impl Into<String>) -> Self {
        Self(4400, reason.into())
    }
}

/// Serves a socket to its end; one whose client does not speak the protocol ends at once.
pub(super) async fn serve(
    mut socket: Socket,
    state: SharedState,
    caller: Arc<Caller>,
    has_protocol: bool,
) {
    let session = Session::new(state, caller);
    let limit = session.times.write;
    let close = if has_protocol {
        let id = session.caller.id.clone();
        let ended = AssertUnwindSafe(session.run(&mut socket))
            .catch_unwind()
            .await;
        ended.unwrap_or_else(|cause| {
            panicked(cause.as_ref(), &id);
            Some(Close(4500, "Internal server error".to_owned()))
        })
    } else {
        Some(Close(4406, "Subprotocol not acceptable".to_owned()))
    };
    // The server closes the connection, once both sides have sent that the socket is closed (RFC 6455, 7.1.1).
    let closed = async {
        if let Some(Close(code, mut reason)) = close {
            // A close reason has room for 123 bytes.
            reason.truncate(reason.floor_char_boundary(123));
            let frame = CloseFrame {
                code: code.into(),
                reason: reason.into(),
            };
            let _ = socket.send(Message::Close(Some(frame))).await;
        }
        // The answer to what the client sent is sent where its next message is read.
        while let Some(Ok(_passed_over)) = socket.next().await {}
    };
    let _ = timeout(limit, closed).await;
    linger(socket.get_mut()).await;
}

/// Why a socket is closed whose client breaks the rules of sockets; none when there is no client any more.
fn broken(failure: &Failure) -> Option<Close> {
    match failure {
        Failure::Capacity(CapacityError::MessageTooLong { .. }) => Some(Close(
            1009,
            format!("A message has {MAX_BODY} bytes at most"),
        )),
        Failure::Utf8(_) => Some(Close(1007, "Messages are to be in UTF-8".to_owned())),
        Failure::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Failure::Protocol(rule) => Some(Close(1002, rule.to_string())),
        _ => None,
    }
}

/// The timeouts of a socket.
struct Times {
    init: Duration,
    idle: Duration,
    write: Duration,
}

/// The responses to an operation, then `None`.
type Responding = Pin<Box<dyn Stream<Item = Option<Response>> + Send>>;

/// The state of a socket.
struct Session {
    state: SharedState,
    caller: Arc<Caller>,
    times: Times,
    is_acknowledged: bool,
    is_begun: bool,
    /// The operations under way, by the client's ids.
    operations: StreamMap<String, Responding>,
}

impl Session {
    fn new(state: SharedState, caller: Arc<Caller>) -> Self {
        let seconds = |count: u32| Duration::from_secs(count.into());
        let edge = &state.edge;
        let times = Times {
            init: seconds(edge.socket_init_timeout),
            idle: seconds(edge.socket_idle_timeout),
            write: seconds(edge.write_timeout),
        };
        Self {
            state,
            caller,
            times,
            is_acknowledged: false,
            is_begun: false,
            operations: StreamMap::new(),
        }
    }

    /// Runs until the socket ends; with a reason when the server closes it.
    async fn run(mut self, socket: &mut Socket) -> Option<Close> {
        let begun = Instant::now();
        let mut heard = begun;
        let mut pinged = begun;
        let stopping = self.state.stopping.clone();
        let stopped = stopping.wait();
        tokio::pin!(stopped);
        loop {
            let silent_until = if self.is_acknowledged {
                heard + self.times.idle
            } else {
                begun + self.times.init
            };
            let ping_at = pinged.max(heard) + self.times.idle / 2;
            let reply = tokio::select! {
                message = socket.next() => {
                    heard = Instant::now();
                    match message {
                        None | Some(Ok(Message::Close(_))) => return None,
                        Some(Err(failure)) => return broken(&failure),
                        Some(Ok(Message::Text(text))) => self.message(&text).await,
                        Some(Ok(Message::Binary(_))) => Err(Close::invalid("Messages are to be text")),
                        Some(Ok(_ping_or_pong)) => Ok(Vec::new()),
                    }
                }
                Some((id, response)) = self.operations.next(), if !self.operations.is_empty() => Ok(response.map_or_else(
                    || vec![json!({ "id": id, "type": "complete" }).to_string()],
                    |response| vec![format!("{{\"id\":{},\"type\":\"next\",\"payload\":{}}}", Value::from(id.as_str()), response.text())],
                )),
                () = sleep_until(silent_until) => Err(if self.is_acknowledged {
                    Close(1001, "No sign of life".to_owned())
                } else {
                    Close(4408, "Connection initialisation timeout".to_owned())
                }),
                () = sleep_until(ping_at), if self.is_acknowledged => {
                    pinged = Instant::now();
                    match timeout(self.times.write, socket.send(Message::Ping(Vec::new().into()))).await {
                        Ok(Ok(())) => continue,
                        _ => return None,
                    }
                }
                () = &mut stopped => Err(Close(1001, "The server is stopped".to_owned())),
            };
            let texts = match reply {
                Ok(texts) => texts,
                Err(close) => return Some(close),
            };
            for text in texts {
                // A client that does not read is not waited for.
                match timeout(self.times.write, socket.send(Message::Text(text.into()))).await {
                    Ok(Ok(())) => {}
                    _ => return None,
                }
            }
        }
    }

    /// The replies to a message, or why the socket is closed.
    async fn message(&mut self, text: &str) -> Result<Vec<String>, Close> {
        let message = params::json("the message", text.as_bytes()).map_err(Close::invalid)?;
        let Value::Object(mut message) = message else {
            return Err(Close::invalid("Messages are to be JSON objects"));
        };
        if message
            .get("payload")
            .is_some_and(|payload| !payload.is_null() && !payload.is_object())
        {
            return Err(Close::invalid("`payload` is to be an object"));
        }
        let kind = message
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        match kind.as_str() {
            "connection_init" if self.is_begun => {
                Err(Close(4429, "Too many initialisation requests".to_owned()))
            }
            "connection_init" => {
                self.is_begun = true;
                self.authenticate(&message).await?;
                self.is_acknowledged = true;
                Ok(vec![json!({ "type": "connection_ack" }).to_string()])
            }
            "ping" => Ok(vec![json!({ "type": "pong" }).to_string()]),
            "pong" => Ok(Vec::new()),
            "subscribe" if !self.is_acknowledged => Err(Close(4401, "Unauthorized".to_owned())),
            "subscribe" => {
                let id = id(&message)?;
                let Some(Value::Object(payload)) = message.remove("payload") else {
                    return Err(Close::invalid("`subscribe` is to have a `payload`"));
                };
                self.subscribe(id, payload)
            }
            "complete" => {
                self.operations.remove(&id(&message)?);
                Ok(Vec::new())
            }
            _ => Err(Close::invalid("`type` is none of the protocol's")),
        }
    }

    /// Knows the client by `Authorization` in the payload of `connection_init`, which a page of a browser can send
    /// where it can send no header.
    async fn authenticate(&mut self, init: &Map<String, Value>) -> Result<(), Close> {
        let payload = init.get("payload").and_then(Value::as_object);
        let sent = payload.into_iter().flatten();
        let mut sent = sent.filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let Some((name, value)) = sent.next() else {
            return Ok(());
        };
        let (Some(text), None) = (value.as_str(), sent.next()) else {
            return Err(Close::invalid(format!(
                "`payload.{name}` is to be a text, once: `Bearer` and a key or a token"
            )));
        };
        match Box::pin(self.state.office.authenticate(text)).await {
            Ok(viewer) => {
                self.caller = self.caller.paid_by(Payer::account(&viewer));
                Ok(())
            }
            Err(error) => Err(self.not_known(error)),
        }
    }

    /// That what was sent is no key nor token, for which the client pays.
    fn not_known(&self, error: Error) -> Close {
        let caller = &self.caller;
        if let Err(seconds) = self.state.take(&caller.payer, REFUSED_COST.into()) {
            let reason = format!("Too many requests: there may be more in {seconds} s");
            return Close(4403, reason);
        }
        let is_refused = error.code == ErrorCode::Unauthenticated;
        let message = logged(error, caller.id.as_str()).message;
        Close(if is_refused { 4403 } else { 4500 }, message)
    }

    fn subscribe(&mut self, id: String, payload: Map<String, Value>) -> Result<Vec<String>, Close> {
        if self.operations.contains_key(&id) {
            return Err(Close(4409, format!("Subscriber for {id} already exists")));
        }
        let params = Params::from_object(payload);
        let most = self.state.edge.subscriptions_per_socket;
        let responses = if self.operations.len() < most as usize {
            responses(&self.state, &self.caller, params)
        } else {
            let message = format!("{most} operations at most are answered on a socket at once");
            Err(Refused::because(ErrorCode::LimitExceeded, message))
        };
        match responses {
            Ok(responses) => {
                self.operations.insert(
                    id,
                    Box::pin(responses.map(Some).chain(stream::once(async { None }))),
                );
                Ok(Vec::new())
            }
            // What is no request is no message of the protocol.
            Err(refused) if refused.is_malformed() => {
                let reasons = refused.0.into_iter().map(|error| error.message);
                Err(Close::invalid(reasons.collect::<Vec<_>>().join("; ")))
            }
            Err(refused) => Ok(vec![
                json!({ "id": id, "type": "error", "payload": refused.0 }).to_string(),
            ]),
        }
    }
}

/// The id in a message.
fn id(message: &Map<String, Value>) -> Result<String, Close> {
    match message.get("id").and_then(Value::as_str) {
        Some(id) if !id.is_empty() && id.len() <= 1_000 => Ok(id.to_owned()),
        _ => Err(Close::invalid("`id` is to be a text of 1 to 1000 bytes")),
    }
}
