//! A file is made: its rows are counted and paid for, then written on a thread of their own while they are sent.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, SystemTime};

use axum::Extension;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::time::timeout;

use super::super::budget::{CACHED_COST, REFUSED_COST, RateLimitHeaders};
use super::super::cache::not_modified;
use super::super::conditions::{Known, Wanted, changed, content_range, no_such_part};
use super::super::encode::Encoding;
use super::super::report::{CacheStatus, RequestReport};
use super::caller::Caller;
use super::headers::{headers, tell};
use super::params::FileParams;
use super::question::Question;
use super::seen::is_of;
use super::source::Source;
use super::stream::body;
use crate::apart::apart;
use crate::error::{Error, ErrorCode, Result};
use crate::files::Format;
use crate::graph::Scope;
use crate::work::{POINT, Waiting, Work, exceeded};

/// How long a request waits while others' files are made.
const WAIT: Duration = Duration::from_secs(10);

/// A file as it is asked for.
pub(super) struct File<'r> {
    pub(super) caller: Caller<'r>,
    pub(super) params: FileParams,
    /// What is seen now, and what was had before, if only the changes are asked for.
    pub(super) seen: (Scope, Option<Scope>),
}

impl File<'_> {
    /// The response.
    pub(super) async fn response(self, question: Question) -> Response {
        let made = Box::pin(self.make(question)).await;
        made.unwrap_or_else(|response| response)
    }

    async fn make(&self, question: Question) -> std::result::Result<Response, Response> {
        let (caller, state) = (self.caller, self.caller.state);
        let (scope, before) = &self.seen;
        let told = |error: Error| caller.refusal(&error);
        let request = &caller.head.headers;
        if let Some(since) = &self.params.since {
            let told_of = is_of(since, &question.mark(&self.params));
            told_of.map_err(|error| caller.refuse(&error))?;
        }
        let cite = self.params.cite;
        let is_packed = cite.is_none() && matches!(caller.format, Format::Xlsx | Format::Parquet);
        let encoding = if request.contains_key(header::RANGE) || is_packed {
            Encoding::Identity
        } else {
            Encoding::of(request)
        };
        let asked = (&question, &self.params, caller.format);
        let (mut headers, modified) =
            headers(asked, encoding, (&state.edge, scope, before.as_ref()));
        let mut report = RequestReport {
            operation: question.operation.name.clone(),
            kind: Some(question.operation.kind()),
            ..RequestReport::default()
        };
        let wanted = self.wanted(&headers, modified, u64::MAX);
        let known = match wanted {
            Wanted::NotModified => {
                report.from = CacheStatus::NotModified;
                Some(not_modified(&headers))
            }
            Wanted::Changed => Some(changed()),
            _ if caller.head.method == Method::HEAD => {
                let mut response = Response::new(Body::empty());
                *response.headers_mut() = headers.clone();
                Some(response)
            }
            _ => None,
        };
        if let Some(mut response) = known {
            caller
                .charge(CACHED_COST.into())?
                .add_to(response.headers_mut());
            return Ok((Extension(report), response).into_response());
        }
        let place = timeout(WAIT, Arc::clone(&state.files).acquire_owned()).await;
        let Ok(Ok(place)) = place else {
            return Err(self.busy());
        };
        // Before anything is worked for it; the rest when it is known.
        caller.charge(REFUSED_COST.into())?;
        let source = self.source(question).await.map_err(told)?;
        let cost = source.units.div_ceil(POINT).max(1);
        report.cost = cost;
        let left = self.charge_rest(cost)?;
        tell(
            &mut headers,
            Some(source.rows).filter(|_| cite.is_none() && source.is_whole),
            cost,
        );
        let source = Arc::new(source);
        let mut paid = cost;
        let (mut status, mut part) = (StatusCode::OK, (0, u64::MAX));
        if let Wanted::Part(_) | Wanted::NoSuchPart = wanted {
            // The length is known when the file was written once: that is paid for, too.
            self.charge_rest(cost)?;
            paid += cost;
            let length = source.length().await.map_err(told)?;
            match self.wanted(&headers, modified, length) {
                Wanted::Part(range) => {
                    status = StatusCode::PARTIAL_CONTENT;
                    part = (range.start, range.end - range.start);
                    headers.insert(header::CONTENT_LENGTH, part.1.into());
                    headers.insert(header::CONTENT_RANGE, content_range(&range, length));
                }
                _ => return Ok(no_such_part(length)),
            }
        }
        if let Some(encoding) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, encoding);
        }
        let id = caller.id.as_str().unwrap_or_default().to_owned();
        let (payer, state) = (caller.asker.payer.clone(), Arc::clone(state));
        let writing = body(part, id, move |outlet| {
            let _place = place;
            let written = source.write(encoding, outlet);
            state.settle(&payer, source.unpaid(paid));
            written
        });
        let mut response = Response::new(writing.await.map_err(told)?);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        left.add_to(response.headers_mut());
        Ok((Extension(report), response).into_response())
    }

    /// What a request asks for of a file of a length.
    fn wanted(&self, headers: &HeaderMap, modified: SystemTime, length: u64) -> Wanted {
        let none = HeaderValue::from_static("\"\"");
        let known = Known {
            tag: headers.get(header::ETAG).unwrap_or(&none),
            modified: Some(modified),
            length,
        };
        let head = self.caller.head;
        known.wanted(&head.method, &head.headers)
    }

    /// All that the file is written from: its rows are counted.
    async fn source(&self, question: Question) -> Result<Source> {
        let (scope, before) = &self.seen;
        let reads = question.operation.reads();
        let next = question.next(&self.params, scope);
        let is_same = |before: &Scope| reads.digest(before) == reads.digest(scope);
        let before_of = before.as_ref().filter(|before| !is_same(before));
        let mut layout = question.layout(&self.params)?;
        layout.about.next_since = Some(next.clone());
        // Where all is as it was, no row is looked at.
        let is_looked_at = before.is_none() || before_of.is_some();
        let seen = [Some(scope), before_of].into_iter().flatten();
        let (mut rows, mut units) = (0, 0);
        for scope in seen.filter(|_| is_looked_at) {
            let (more, work) = self.count(&question, scope).await?;
            rows = rows.max(more);
            units += work;
        }
        let cite = self.params.cite;
        // Sources are looked for in all rows, and cost as much again.
        units *= if cite.is_some() { 2 } else { 1 };
        Ok(Source {
            operation: question.operation,
            table: question.table,
            scope: scope.clone(),
            layout,
            format: self.caller.format,
            temporary: self.caller.state.dumps.folder().to_owned(),
            cite,
            rows,
            units,
            is_whole: before.is_none(),
            before: before_of.cloned(),
            next,
            bytes: AtomicU64::default(),
        })
    }

    /// How many rows there are, and what they come to.
    async fn count(&self, question: &Question, scope: &Scope) -> Result<(u64, u64)> {
        let edge = &self.caller.state.edge;
        let most = u64::from(edge.max_file_cost);
        let time = Duration::from_secs(edge.request_timeout.into());
        let waiting = Waiting::default();
        let bound = Source::bound(most * POINT, time, &waiting.0);
        let (operation, table) = (question.operation.clone(), Arc::clone(&question.table));
        let scope = scope.clone();
        let counted = apart(move || operation.rows(&table, &scope).count(&Work::begin(bound)));
        let counted = counted.await;
        let counted = counted.map_err(|stopping| Error::internal(stopping.to_string()))?;
        let too_dear = |is: u64| {
            let message = format!(
                "the file costs {is} points or more, {most} at most are answered: ask for fewer rows (`filter`) or columns"
            );
            exceeded("fileCost", is, most, message)
        };
        match counted {
            Ok((_, units)) if units > most * POINT => Err(too_dear(units.div_ceil(POINT))),
            Err(error) if error.code == ErrorCode::LimitExceeded => Err(too_dear(most)),
            counted => counted,
        }
    }

    /// Takes what a file costs beside what was taken at first. No file costs more than a client can save up.
    fn charge_rest(&self, cost: u64) -> std::result::Result<RateLimitHeaders, Response> {
        let budgets = self.caller.state.budgets.as_ref();
        let burst = budgets.and_then(|budgets| budgets.burst(&self.caller.asker.payer));
        let taken = u64::from(REFUSED_COST);
        let rest = cost.min(burst.unwrap_or(cost)).saturating_sub(taken);
        self.caller.charge(rest.max(1))
    }

    fn busy(&self) -> Response {
        let message = "as many files are made as may be at once; try again in some seconds";
        let error = Error::new(ErrorCode::Timeout, message);
        let mut response = self.caller.refusal(&error);
        response.headers_mut().insert(header::RETRY_AFTER, 5.into());
        response
    }
}
