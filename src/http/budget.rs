//! Clients' budgets: points by the cost of operations, as a token bucket.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::error::error;
use super::peer::{Peer, network};
use crate::config::Edge;
pub(super) use crate::config::REFUSED_COST;
use crate::error::ErrorCode;

/// Points for a cached response.
pub(super) const CACHED_COST: u32 = 1;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

type Limiter =
    RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// After so many requests, budgets that are full again are removed.
const CLEANUP_EVERY: u64 = 10_000;

/// The budgets of all clients.
pub(super) struct Budgets {
    limiter: Limiter,
    rate: u32,
    policy: HeaderValue,
    proxies: usize,
    taken: AtomicU64,
}

/// What is left of a client's budget, as headers.
#[derive(Debug)]
pub(super) struct RateLimitHeaders(Option<HeaderValue>, Option<HeaderValue>);

impl Budgets {
    /// The configured budgets; none without a limit.
    pub(super) fn new(edge: &Edge) -> Option<Self> {
        let rate = NonZeroU32::new(edge.rate_limit)?;
        let burst = NonZeroU32::new(edge.rate_burst)?;
        let quota = Quota::per_second(rate).allow_burst(burst);
        let policy = format!("\"cost\";q={burst};w={}", burst.get().div_ceil(rate.get()));
        Some(Self {
            limiter: RateLimiter::keyed(quota).with_middleware(),
            rate: rate.get(),
            policy: HeaderValue::try_from(policy).ok()?,
            proxies: edge.trusted_proxies as usize,
            taken: AtomicU64::new(0),
        })
    }

    /// Takes points off a client's budget: how many are left, or in how many seconds there are
    /// enough.
    pub(super) fn take(&self, client: IpAddr, points: u64) -> Result<u32, u64> {
        if self
            .taken
            .fetch_add(1, Ordering::Relaxed)
            .is_multiple_of(CLEANUP_EVERY)
        {
            // A full budget need not be kept.
            self.limiter.retain_recent();
        }
        let points = u32::try_from(points).unwrap_or(u32::MAX);
        let points = NonZeroU32::new(points).unwrap_or(NonZeroU32::MIN);
        match self.limiter.check_key_n(&client, points) {
            Ok(Ok(state)) => Ok(state.remaining_burst_capacity()),
            Ok(Err(until)) => Err(until
                .wait_time_from(DefaultClock::default().now())
                .as_secs()
                + 1),
            // More than a bucket holds: the configuration rules out such a cost.
            Err(_more_than_all) => Err(3600),
        }
    }

    /// Takes points off a client's budget for what is done already: as many as there are.
    pub(super) fn settle(&self, client: IpAddr, points: u64) {
        let mut points = points;
        while points > 0 && self.take(client, points).is_err() {
            points /= 2;
        }
    }

    /// The same over HTTP: the headers to send, or the 429.
    pub(super) fn spend(&self, client: IpAddr, points: u64) -> Result<RateLimitHeaders, Response> {
        let taken = self.take(client, points);
        taken
            .map(|left| self.headers(left))
            .map_err(|seconds| self.refusal(seconds))
    }

    fn headers(&self, points: u32) -> RateLimitHeaders {
        let text = format!("\"cost\";r={points};t=1");
        RateLimitHeaders(Some(self.policy.clone()), HeaderValue::try_from(text).ok())
    }

    fn refusal(&self, seconds: u64) -> Response {
        let message = format!(
            "your budget is spent: {} points come back each second; try again in {seconds} s",
            self.rate
        );
        let mut response = error(
            StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::RateLimited,
            &message,
        );
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
        let text = format!("\"cost\";r=0;t={seconds}");
        RateLimitHeaders(Some(self.policy.clone()), HeaderValue::try_from(text).ok())
            .add_to(response.headers_mut());
        response
    }

    /// The client whose budget a request uses.
    pub(super) fn client(&self, peer: Peer, headers: &HeaderMap) -> IpAddr {
        network(peer.client(headers, self.proxies))
    }
}

impl RateLimitHeaders {
    /// No headers: there is no limit.
    pub(super) const fn unlimited() -> Self {
        Self(None, None)
    }

    /// Adds the `RateLimit` headers.
    pub(super) fn add_to(self, headers: &mut HeaderMap) {
        if let Self(Some(policy), Some(left)) = self {
            headers.insert(POLICY, policy);
            headers.insert(LEFT, left);
        }
    }
}
