//! The handshake of a WebSocket (RFC 6455, 4.2).

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Request as HttpRequest;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, PAD};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::error::error;
use super::list::elements;
use super::request_body::MAX_BODY;
use crate::error::ErrorCode;

/// The name of the protocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";

/// The version of WebSocket.
const VERSION: &str = "13";

/// A socket.
pub(super) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// Whether a request wants a socket. An upgrade to anything else, or one that the request does not ask this
/// server for, is ignored (RFC 9110, 7.8).
pub(super) fn is_wanted<B>(request: &HttpRequest<B>) -> bool {
    let headers = request.headers();
    let mut upgrades = elements(headers, header::UPGRADE);
    *request.method() == Method::GET
        && upgrades.next().is_some_and(|name| name.is("websocket"))
        && upgrades.next().is_none()
        && request.version() >= Version::HTTP_11
        && elements(headers, header::CONNECTION).any(|option| option.is("upgrade"))
}

/// What a client asks for that may have a socket.
pub(super) struct Handshake {
    /// Whether it offers the protocol that is spoken.
    pub(super) has_protocol: bool,
    accept: HeaderValue,
    upgrade: OnUpgrade,
}

impl Handshake {
    /// Reads a request; or refuses it.
    pub(super) fn of(request: &mut Request) -> Result<Self, Response> {
        let headers = request.headers();
        if only(headers, header::SEC_WEBSOCKET_VERSION) != Some(VERSION.as_bytes()) {
            let message = "`Sec-WebSocket-Version` is to be 13";
            let refusal = error(StatusCode::UPGRADE_REQUIRED, ErrorCode::BadRequest, message);
            let right = [
                (header::SEC_WEBSOCKET_VERSION, VERSION),
                (header::UPGRADE, "websocket"),
                (header::CONNECTION, "upgrade"),
            ];
            return Err((right, refusal).into_response());
        }
        let key = only(headers, header::SEC_WEBSOCKET_KEY).filter(|key| is_key(key));
        let accept = key.and_then(|key| HeaderValue::try_from(derive_accept_key(key)).ok());
        let Some(accept) = accept else {
            let message = "`Sec-WebSocket-Key` is to be 16 bytes in base64, once";
            return Err(error(
                StatusCode::BAD_REQUEST,
                ErrorCode::BadRequest,
                message,
            ));
        };
        let has_protocol =
            elements(headers, header::SEC_WEBSOCKET_PROTOCOL).any(|name| name.value() == PROTOCOL);
        Ok(Self {
            has_protocol,
            accept,
            upgrade: hyper::upgrade::on(request),
        })
    }

    /// The response that opens the socket, and the socket once it was sent.
    pub(super) fn accept(self) -> (Response, impl Future<Output = Option<Socket>>) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept);
        if self.has_protocol {
            let protocol = HeaderValue::from_static(PROTOCOL);
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, protocol);
        }
        let limits = WebSocketConfig::default()
            .max_message_size(Some(MAX_BODY))
            .max_frame_size(Some(MAX_BODY));
        let socket = async move {
            let stream = TokioIo::new(self.upgrade.await.ok()?);
            Some(WebSocketStream::from_raw_socket(stream, Role::Server, Some(limits)).await)
        };
        (response, socket)
    }
}

/// The value of a header that stands once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&[u8]> {
    let mut values = headers.get_all(name).into_iter();
    let value = values.next()?;
    values
        .next()
        .is_none()
        .then(|| value.as_bytes().trim_ascii())
}

/// Whether a text is 16 bytes in base64. Bits of its last digit that mean nothing may be any.
fn is_key(text: &[u8]) -> bool {
    const LENIENT: GeneralPurpose =
        GeneralPurpose::new(&STANDARD, PAD.with_decode_allow_trailing_bits(true));
    LENIENT.decode(text).is_ok_and(|key| key.len() == 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_wants_a_socket_when_it_asks_this_server_for_one() {
        let websocket = ("upgrade", "WebSocket");
        for (method, version, fields, right) in [
            (
                "GET",
                Version::HTTP_11,
                &[websocket, ("connection", "Upgrade")][..],
                true,
            ),
            (
                "GET",
                Version::HTTP_11,
                &[
                    websocket,
                    ("connection", "keep-alive"),
                    ("connection", "x,  UPGRADE"),
                ],
                true,
            ),
            ("GET", Version::HTTP_11, &[websocket], false),
            ("GET", Version::HTTP_11, &[("connection", "upgrade")], false),
            (
                "GET",
                Version::HTTP_11,
                &[websocket, ("connection", "xupgrade")],
                false,
            ),
            (
                "GET",
                Version::HTTP_11,
                &[websocket, ("connection", "keep-alive")],
                false,
            ),
            (
                "GET",
                Version::HTTP_10,
                &[websocket, ("connection", "upgrade")],
                false,
            ),
            (
                "POST",
                Version::HTTP_11,
                &[websocket, ("connection", "upgrade")],
                false,
            ),
        ] {
            let mut request = HttpRequest::builder().method(method).version(version);
            for (name, value) in fields {
                request = request.header(*name, *value);
            }
            let request = request.body(()).expect("a request");
            assert_eq!(is_wanted(&request), right, "{request:?}");
        }
    }

    #[test]
    fn a_key_is_16_bytes() {
        for (key, right) in [
            ("dGhlIHNhbXBsZSBub25jZQ==", true),
            ("dGhlIHNhbXBsZSBub25jZR==", true),
            ("dGhlIHNhbXBsZSBub25jZQ", false),
            ("dGhlIHNhbXBsZSBub25jZSE=", false),
            ("dGhlIHNhbXBsZSBub25j", false),
            ("dGhl IHNhbXBsZSBub25jZQ==", false),
            ("x", false),
            ("", false),
        ] {
            assert_eq!(is_key(key.as_bytes()), right, "{key}");
        }
    }
}
