//! Clients' budgets: points by the cost of operations, as token buckets.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::account_budgets::{AccountBudgets, Rate};
use super::error::error;
use super::payer::Payer;
use crate::config::Edge;
pub(super) use crate::config::REFUSED_COST;
use crate::error::ErrorCode;
use crate::office::Budget;

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
    addresses: Limiter,
    accounts: AccountBudgets,
    /// Those of addresses, and of accounts that are no partners'.
    common: Kind,
    /// Those of partners; nothing where these have no limit.
    partners: Option<Kind>,
    taken: AtomicU64,
}

/// A kind of budgets.
struct Kind {
    rate: Rate,
    policy: HeaderValue,
}

/// What is left of a client's budget.
#[derive(Clone, Copy, Debug)]
struct Left {
    rate: Rate,
    points: u32,
}

/// What is left of a client's budget, as headers; nothing where there is no limit.
#[derive(Debug)]
pub(super) struct RateLimitHeaders(Option<(HeaderValue, Left)>);

impl Kind {
    fn new(per_second: u32, burst: u32) -> Option<Self> {
        let rate = Rate {
            per_second: NonZeroU32::new(per_second)?.get(),
            burst: NonZeroU32::new(burst)?.get(),
        };
        let policy = format!("\"cost\";q={burst};w={}", burst.div_ceil(per_second));
        Some(Self {
            rate,
            policy: HeaderValue::try_from(policy).ok()?,
        })
    }
}

impl Budgets {
    /// The configured budgets; none without a limit.
    pub(super) fn new(edge: &Edge) -> Option<Self> {
        let rate = NonZeroU32::new(edge.rate_limit)?;
        let burst = NonZeroU32::new(edge.rate_burst)?;
        let quota = Quota::per_second(rate).allow_burst(burst);
        Some(Self {
            addresses: RateLimiter::keyed(quota).with_middleware(),
            accounts: AccountBudgets::default(),
            common: Kind::new(edge.rate_limit, edge.rate_burst)?,
            partners: Kind::new(edge.partner_rate_limit, edge.partner_rate_burst),
            taken: AtomicU64::new(0),
        })
    }

    /// Those of accounts.
    pub(super) const fn accounts(&self) -> &AccountBudgets {
        &self.accounts
    }

    /// The kind of budget that somebody has; nothing without a limit.
    const fn kind(&self, payer: &Payer) -> Option<&Kind> {
        match payer {
            Payer::Account {
                is_partner: true, ..
            } => self.partners.as_ref(),
            Payer::Account { .. } | Payer::Address(_) => Some(&self.common),
        }
    }

    /// How many points somebody saves up at most; nothing without a limit.
    pub(super) fn burst(&self, payer: &Payer) -> Option<u64> {
        self.kind(payer).map(|kind| kind.rate.burst.into())
    }

    /// Takes points off a budget: how many are left, or in how many seconds there are enough.
    pub(super) fn take(&self, payer: &Payer, points: u64) -> Result<(), u64> {
        match self.kind(payer) {
            Some(kind) => self.take_of(payer, kind.rate, points).map(drop),
            None => Ok(()),
        }
    }

    fn take_of(&self, payer: &Payer, rate: Rate, points: u64) -> Result<u32, u64> {
        if self
            .taken
            .fetch_add(1, Ordering::Relaxed)
            .is_multiple_of(CLEANUP_EVERY)
        {
            // A full budget need not be kept.
            self.addresses.retain_recent();
            self.accounts.tidy(Instant::now());
        }
        match payer {
            Payer::Address(address) => self.take_of_address(*address, points),
            Payer::Account { id, .. } => self.accounts.take(id, rate, points, Instant::now()),
        }
    }

    fn take_of_address(&self, address: IpAddr, points: u64) -> Result<u32, u64> {
        let points = u32::try_from(points).unwrap_or(u32::MAX);
        let points = NonZeroU32::new(points).unwrap_or(NonZeroU32::MIN);
        match self.addresses.check_key_n(&address, points) {
            Ok(Ok(state)) => Ok(state.remaining_burst_capacity()),
            Ok(Err(until)) => Err(until
                .wait_time_from(DefaultClock::default().now())
                .as_secs()
                + 1),
            // More than a bucket holds: the configuration rules out such a cost.
            Err(_more_than_all) => Err(3600),
        }
    }

    /// Takes points off a budget for what is done already: as many as there are.
    pub(super) fn settle(&self, payer: &Payer, points: u64) {
        let mut points = points;
        while points > 0 && self.take(payer, points).is_err() {
            points /= 2;
        }
    }

    /// The same over HTTP: the headers to send, or the 429.
    pub(super) fn spend(&self, payer: &Payer, points: u64) -> Result<RateLimitHeaders, Response> {
        let Some(kind) = self.kind(payer) else {
            return Ok(RateLimitHeaders::unlimited());
        };
        let rate = kind.rate;
        match self.take_of(payer, rate, points) {
            Ok(points) => {
                let left = Left { rate, points };
                Ok(RateLimitHeaders(Some((kind.policy.clone(), left))))
            }
            Err(seconds) => Err(kind.refusal(seconds)),
        }
    }
}

impl Kind {
    fn refusal(&self, seconds: u64) -> Response {
        let message = format!(
            "your budget is spent: {} points come back each second; try again in {seconds} s",
            self.rate.per_second
        );
        let mut response = error(
            StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::RateLimited,
            &message,
        );
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, seconds.into());
        add(headers, self.policy.clone(), 0, seconds);
        response
    }
}

impl RateLimitHeaders {
    /// No headers: there is no limit.
    pub(super) const fn unlimited() -> Self {
        Self(None)
    }

    /// Adds the `RateLimit` headers.
    pub(super) fn add_to(self, headers: &mut HeaderMap) {
        if let Self(Some((policy, left))) = self {
            add(headers, policy, left.points, 1);
        }
    }

    /// What they tell, for who asks for it.
    pub(super) fn budget(&self) -> Option<Budget> {
        let (_, left) = self.0.as_ref()?;
        Some(Budget {
            limit: left.rate.burst,
            per_second: left.rate.per_second,
            remaining: left.points,
        })
    }
}

fn add(headers: &mut HeaderMap, policy: HeaderValue, points: u32, seconds: u64) {
    let left = format!("\"cost\";r={points};t={seconds}");
    if let Ok(left) = HeaderValue::try_from(left) {
        headers.insert(POLICY, policy);
        headers.insert(LEFT, left);
    }
}
