//! A connection, from its first request to its end.

use std::cell::RefCell;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::FutureExt as _;
use async_graphql::futures_util::future::Either;
use axum::http::{HeaderMap, Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::{Layer as _, Service as _};
use tracing::debug;

use super::dispatch::{Dispatch, direct, is_direct};
use super::observe::Seen;
use super::patience::{Patience, Patient, Turns};
use super::{Http, Served};

/// The largest head of a request, in bytes; its address can hold a document.
const MAX_HEAD: usize = 64 << 10;

/// What all requests of a connection share. Counting its users is cheap, as mostly one core does it;
/// counting those of what all connections share is not.
#[derive(Clone)]
pub(super) struct Connection(Arc<(Served, Peer)>);

/// The address of the peer of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) SocketAddr);

impl Connection {
    pub(super) fn served(&self) -> &Served {
        &self.0.0
    }

    pub(super) fn peer(&self) -> Peer {
        self.0.1
    }
}

impl Peer {
    /// The address of the client: the peer's, or the one that trusted proxies name.
    pub(super) fn client(self, headers: &HeaderMap, proxies: usize) -> IpAddr {
        let peer = self.0.ip();
        let Some(last) = proxies.checked_sub(1) else {
            return peer;
        };
        let forwarded = headers.get_all("x-forwarded-for").iter();
        let forwarded: Vec<_> = forwarded
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        let named = forwarded.iter().rev().nth(last);
        let named = named.and_then(|text| text.trim().parse().ok());
        named.unwrap_or(peer)
    }
}

/// Serves one connection to its end.
pub(super) fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    http: &Http,
) -> impl Future<Output = ()> + Send + use<> {
    let served = &http.served;
    let seconds = |count: u32| Duration::from_secs(count.into());
    let patience = Patience {
        head: seconds(served.edge.header_timeout),
        reader: seconds(served.edge.write_timeout),
    };
    let stopping = served.stopping.clone();
    let _ = stream.set_nodelay(true);
    let turns = Turns::default();
    let io = TokioIo::new(Patient::new(stream, turns.clone(), patience));
    let connection = Connection(Arc::new((Arc::clone(served), Peer(peer))));
    let dispatch = Dispatch::new(connection.clone(), http.routes.clone());
    let way = RefCell::new(http.cors.layer(dispatch));
    let service = service_fn(move |mut request: Request<Incoming>| {
        let turn = turns.take();
        let seen = Seen::of(&request, &connection);
        let answer = if is_direct(&request) {
            // On the heap: it is large, and is handed on several times.
            Either::Left(Box::pin(direct(connection.clone(), request)))
        } else {
            request.extensions_mut().insert(seen.id().clone());
            Either::Right(way.borrow_mut().call(request))
        };
        let connection = connection.clone();
        async move {
            let answer = AssertUnwindSafe(answer).catch_unwind().await;
            let mut response = seen.finish(answer, connection.served());
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
