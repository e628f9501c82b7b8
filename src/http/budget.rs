//! What a client may spend: points by the cost of what it asks, as a bucket that leaks.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::error::error;
use super::peer::Peer;
use crate::config::Edge;
use crate::error::ErrorCode;

/// The points of an answer that was made before.
pub(super) const KEPT: u32 = 1;
/// The points of a document that is refused: it was read for nothing.
pub(super) const REFUSED: u32 = 10;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

type Limiter =
    RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// After so many times budgets are looked through for those that are full again.
const TIDY: u64 = 10_000;

/// The budgets of all clients.
pub(super) struct Budgets {
    limiter: Limiter,
    rate: u32,
    policy: HeaderValue,
    proxies: usize,
    taken: AtomicU64,
}

/// What is left of a client's budget.
#[derive(Debug)]
pub(super) struct Left(Option<HeaderValue>, Option<HeaderValue>);

impl Budgets {
    /// Budgets as they are configured; none without a limit.
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

    /// Takes points off a client's budget, and tells how many are left; or after how many seconds it has
    /// as many.
    pub(super) fn take(&self, client: IpAddr, points: u64) -> Result<u32, u64> {
        if self
            .taken
            .fetch_add(1, Ordering::Relaxed)
            .is_multiple_of(TIDY)
        {
            // Clients whose budgets are full again need not be known.
            self.limiter.retain_recent();
        }
        let points = u32::try_from(points).unwrap_or(u32::MAX).max(1);
        let points = NonZeroU32::new(points).unwrap_or(NonZeroU32::MIN);
        match self.limiter.check_key_n(&client, points) {
            Ok(Ok(state)) => Ok(state.remaining_burst_capacity()),
            Ok(Err(until)) => Err(until
                .wait_time_from(DefaultClock::default().now())
                .as_secs()
                + 1),
            // More than a bucket holds: the configuration sees to it that no operation costs so much.
            Err(_more_than_all) => Err(3600),
        }
    }

    /// The same for an answer over HTTP: what to tell of the budget, or the refusal.
    pub(super) fn spend(&self, client: IpAddr, points: u64) -> Result<Left, Response> {
        let taken = self.take(client, points);
        taken
            .map(|left| self.left(left))
            .map_err(|seconds| self.refusal(seconds))
    }

    fn left(&self, points: u32) -> Left {
        let text = format!("\"cost\";r={points};t=1");
        Left(Some(self.policy.clone()), HeaderValue::try_from(text).ok())
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
        Left(Some(self.policy.clone()), HeaderValue::try_from(text).ok())
            .tell(response.headers_mut());
        response
    }

    /// Whose budget a request is on.
    pub(super) fn client(&self, peer: Peer, headers: &HeaderMap) -> IpAddr {
        network(peer.client(headers, self.proxies))
    }
}

/// An address as budgets are kept: of IPv6 the network, which is all one client's.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

impl Left {
    /// Without a limit there is nothing to tell.
    pub(super) const fn unlimited() -> Self {
        Self(None, None)
    }

    /// Tells a client what it has left.
    pub(super) fn tell(self, headers: &mut HeaderMap) {
        if let Self(Some(policy), Some(left)) = self {
            headers.insert(POLICY, policy);
            headers.insert(LEFT, left);
        }
    }
}
