//! Serves one connection, from its first request to its end.

use std::cell::RefCell;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::FutureExt as _;
use async_graphql::futures_util::future::Either;
use axum::http::{Method, Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tower::{Layer as _, Service as _};
use tracing::debug;

use super::base_path;
use super::connection::Connection;
use super::dispatch::{Dispatch, direct, is_direct};
use super::host;
use super::linger::linger;
use super::observe::RequestObserver;
use super::open_connections::OpenConnection;
use super::peer::Peer;
use super::refusal::{MAX_HEAD, unreadable};
use super::routes::Routes;
use super::timeouts::{TimeoutStream, Timeouts, Turns};

/// Serves one connection to its end.
pub(super) fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: OpenConnection,
    routes: &Routes,
) -> impl Future<Output = ()> + Send + use<> {
    let state = &routes.state;
    let seconds = |count: u32| Duration::from_secs(count.into());
    let timeouts = Timeouts {
        head: seconds(state.edge.header_timeout),
        reader: seconds(state.edge.write_timeout),
    };
    let stopping = state.stopping.clone();
    let _ = stream.set_nodelay(true);
    let turns = Turns::default();
    let io = TokioIo::new(TimeoutStream::new(stream, turns.clone(), timeouts));
    let connection = Connection::new(Arc::clone(state), Peer(peer), place);
    let dispatch = Dispatch::new(connection.clone(), routes.router.clone());
    let way = RefCell::new(routes.cors.layer(dispatch));
    let service = service_fn(move |mut request: Request<Incoming>| {
        let turn = turns.take();
        base_path::strip(&connection.state().edge.base_path, &mut request);
        let observer = RequestObserver::of(&request, &connection);
        if *request.method() == Method::OPTIONS && !host::is_named(&request) {
            // CORS is not to answer it: it is refused behind.
            *request.method_mut() = Method::GET;
        }
        let answer = if is_direct(&request) {
            // Boxed: the future is large, and is moved several times.
            Either::Left(Box::pin(direct(
                connection.clone(),
                observer.id().clone(),
                request,
            )))
        } else {
            request.extensions_mut().insert(observer.id().clone());
            Either::Right(way.borrow_mut().call(request))
        };
        let connection = connection.clone();
        async move {
            let answer = AssertUnwindSafe(answer).catch_unwind().await;
            let mut response = observer.finish(answer, connection.state());
            if response.status() == StatusCode::SWITCHING_PROTOCOLS {
                turn.keep();
            } else {
                response.body_mut().turn = Some(turn);
            }
            Ok::<_, Infallible>(response)
        }
    });
    let mut http = http1::Builder::new();
    http.max_buf_size(MAX_HEAD).max_header_size(MAX_HEAD);
    let routes = routes.clone();
    async move {
        let mut connection = http.serve_connection(io, service).with_upgrades();
        let ended = tokio::select! {
            biased;
            ended = &mut connection => ended,
            () = stopping.wait() => {
                std::pin::Pin::new(&mut connection).graceful_shutdown();
                (&mut connection).await
            }
        };
        // An upgraded connection is a socket's.
        let Some(parts) = connection.into_parts() else {
            return;
        };
        let (stream, rest) = (parts.io.into_inner(), parts.read_buf);
        let has_refused = stream.has_refused();
        let mut stream = stream.into_inner();
        match ended {
            Ok(()) => linger(&mut stream).await,
            // Or it closes without a response, when the head is one of HTTP/2.
            Err(error) if has_refused || error.is_parse() => {
                let response = unreadable(&routes, &error, &rest);
                if let Ok(Ok(())) = timeout(timeouts.reader, stream.write_all(&response)).await {
                    linger(&mut stream).await;
                }
            }
            Err(error) => debug!(%peer, %error, "a connection was broken off"),
        }
    }
}
