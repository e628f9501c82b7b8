//! Serves one connection, from its first request to its end.

use std::cell::RefCell;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::FutureExt as _;
use async_graphql::futures_util::future::Either;
use axum::http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::{Layer as _, Service as _};
use tracing::debug;

use super::base_path;
use super::connection::Connection;
use super::dispatch::{Dispatch, direct, is_direct};
use super::observe::RequestObserver;
use super::peer::Peer;
use super::routes::Routes;
use super::timeouts::{TimeoutStream, Timeouts, Turns};

/// The largest head of a request, in bytes; its query string can hold a document.
const MAX_HEAD: usize = 64 << 10;

/// Serves one connection to its end.
pub(super) fn connection(
    stream: TcpStream,
    peer: SocketAddr,
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
    let connection = Connection(Arc::new((Arc::clone(state), Peer(peer))));
    let dispatch = Dispatch::new(connection.clone(), routes.router.clone());
    let way = RefCell::new(routes.cors.layer(dispatch));
    let service = service_fn(move |mut request: Request<Incoming>| {
        let turn = turns.take();
        base_path::strip(&connection.state().edge.base_path, &mut request);
        let observer = RequestObserver::of(&request, &connection);
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
    http.max_buf_size(MAX_HEAD);
    async move {
        let connection = http.serve_connection(io, service).with_upgrades();
        tokio::pin!(connection);
        let ended = tokio::select! {
            biased;
            ended = &mut connection => ended,
            () = stopping.wait() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            debug!(%peer, %error, "a connection was broken off");
        }
    }
}
