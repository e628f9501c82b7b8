//! A file is made: its rows are counted and paid for, then written on a thread of their own while they are sent.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::Extension;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::time::timeout;

use super::super::budget::{CACHED_COST, RateLimitHeaders};
use super::super::cache::{has, not_modified};
use super::super::encode::Encoding;
use super::super::peer::Peer;
use super::super::report::{CacheStatus, RequestReport};
use super::super::request_id::RequestId;
use super::super::state::{SharedState, State};
use super::error::refusal;
use super::headers::{headers, is_unmodified, tell};
use super::params::FileParams;
use super::question::Question;
use super::range::Range;
use super::seen::{before, next};
use super::stream::{Counter, body};
use crate::apart::apart;
use crate::error::{Error, ErrorCode, Result};
use crate::execute::{Cell, Table};
use crate::files::{Format, Layout, Row, begin, changes};
use crate::graph::Scope;
use crate::request::Operation;
use crate::work::{Bound, POINT, Work, exceeded};

/// How long the rows of a file may take to be written, whoever reads them.
const LONGEST: Duration = Duration::from_hours(1);
/// How long a request waits while others' files are made.
const WAIT: Duration = Duration::from_secs(10);

/// A file as it is asked for.
pub(super) struct File<'r> {
    pub(super) state: &'r SharedState,
    pub(super) peer: Peer,
    pub(super) id: &'r RequestId,
    /// The headers of the request.
    pub(super) head: &'r HeaderMap,
    pub(super) format: Format,
    pub(super) params: FileParams,
}

/// All that a file is written from.
struct Source {
    operation: Operation,
    table: Arc<Table>,
    scope: Scope,
    layout: Layout,
    format: Format,
    units: u64,
    /// What was had before, where there are changes since then, if they are asked for.
    before: Option<Scope>,
    /// What is to be asked from next, where the changes are asked for.
    next: Option<String>,
}

/// The column that says what became of a row.
const OPERATION: (&str, &str) = (
    "_op",
    "What became of the row: `upsert`, it is new or has other values; `delete`, it is gone. Of the last line `next`: its key is what to ask from next.",
);

impl File<'_> {
    pub(super) async fn response(&self, question: Question, scope: Scope) -> Response {
        let made = self.make(question, scope).await;
        made.unwrap_or_else(|error| refusal(&error, self.format, self.id))
    }

    async fn make(&self, question: Question, scope: Scope) -> Result<Response> {
        let state = self.state;
        let before = self.before(&scope)?;
        let reads = question.operation.reads();
        let next = before.as_ref().map(|_| next(&scope, &reads));
        let is_same = before
            .as_ref()
            .is_some_and(|before| reads.digest(before) == reads.digest(&scope));
        let is_packed = matches!(self.format, Format::Xlsx | Format::Parquet);
        let encoding = if self.head.contains_key(header::RANGE) || is_packed {
            Encoding::Identity
        } else {
            Encoding::of(self.head)
        };
        let asked = (&question, &self.params, self.format);
        let mut headers = headers(asked, encoding, (&state.edge, &scope, before.as_ref()));
        let tag = headers.get(header::ETAG).cloned();
        let tag = tag.unwrap_or(HeaderValue::from_static("\"\""));
        let mut report = RequestReport {
            operation: question.operation.name.clone(),
            kind: Some(question.operation.kind()),
            ..RequestReport::default()
        };
        if has(Some(self.head), &tag) || is_unmodified(self.head, &headers) {
            report.from = CacheStatus::NotModified;
            let left = match self.charge(state, CACHED_COST.into()) {
                Ok(left) => left,
                Err(refusal) => return Ok(refusal),
            };
            let mut response = not_modified(&headers);
            left.add_to(response.headers_mut());
            return Ok((Extension(report), response).into_response());
        }
        let place = timeout(WAIT, Arc::clone(&state.files).acquire_owned()).await;
        let Ok(Ok(place)) = place else {
            let message = "as many files are made as may be at once; try again in some seconds";
            let mut response = refusal(
                &Error::new(ErrorCode::Timeout, message),
                self.format,
                self.id,
            );
            response.headers_mut().insert(header::RETRY_AFTER, 5.into());
            return Ok(response);
        };
        let leading: &[(&str, &str)] = if before.is_some() { &[OPERATION] } else { &[] };
        let layout = question.layout(leading, self.params.has_bom)?;
        // Where all is as it was, no row is looked at.
        let (mut rows, mut units) = (0, 0);
        let seen = [Some(&scope), before.as_ref()].into_iter().flatten();
        for scope in seen.filter(|_| !is_same) {
            let (more, work) = self.count(&question, scope).await?;
            rows = rows.max(more);
            units += work;
        }
        let cost = units.div_ceil(POINT).max(1);
        report.cost = cost;
        // No file costs more than a client can save up.
        let left = match self.charge(state, cost.min(state.edge.rate_burst.into())) {
            Ok(left) => left,
            Err(refusal) => return Ok(refusal),
        };
        tell(&mut headers, rows, cost);
        let source = Source {
            operation: question.operation,
            table: question.table,
            scope,
            layout,
            format: self.format,
            units,
            before: before.filter(|_| !is_same),
            next,
        };
        let source = Arc::new(source);
        let mut status = StatusCode::OK;
        let mut part = (0, u64::MAX);
        if let Some(range) = Range::of(self.head, &tag) {
            let length = source.length().await?;
            if let Some((first, count)) = range.within(length) {
                status = StatusCode::PARTIAL_CONTENT;
                part = (first, count);
                headers.insert(header::CONTENT_LENGTH, count.into());
                let range = format!("bytes {first}-{}/{length}", first + count - 1);
                headers.insert(header::CONTENT_RANGE, value(&range));
            } else {
                let message = format!("the file has {length} bytes, and none of the range");
                let error = Error::bad_input("Range", &message);
                let mut response = refusal(&error, self.format, self.id);
                *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
                let range = value(&format!("bytes */{length}"));
                response.headers_mut().insert(header::CONTENT_RANGE, range);
                return Ok(response);
            }
        }
        if let Some(encoding) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, encoding);
        }
        let id = self.id.as_str().unwrap_or_default().to_owned();
        let body = body(part, move |outlet| {
            let _place = place;
            let is_all = part.1 == u64::MAX;
            let written = encoding.writing(outlet, |out| source.write(out));
            match written {
                // The part that was asked for is there.
                Err(_) if !is_all && outlet.is_done() => Ok(()),
                Err(fault) if fault.kind() != io::ErrorKind::BrokenPipe => {
                    tracing::error!(request_id = id, cause = %fault, "a file broke off");
                    Err(fault)
                }
                other => other,
            }
        });
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        left.add_to(response.headers_mut());
        Ok((Extension(report), response).into_response())
    }

    /// What was had before, if only the changes are asked for.
    fn before(&self, scope: &Scope) -> Result<Option<Scope>> {
        let Some(since) = &self.params.since else {
            return Ok(None);
        };
        if !matches!(self.format, Format::Csv | Format::JsonLines) {
            let takes = "is taken by `csv` and `jsonl` alone: other formats have whole files";
            return Err(Error::bad_input("since", takes));
        }
        before(&self.state.graph, scope, since).map(Some)
    }

    /// How many rows there are, and what they come to.
    async fn count(&self, question: &Question, scope: &Scope) -> Result<(u64, u64)> {
        let edge = &self.state.edge;
        let most = u64::from(edge.max_file_cost);
        let bound = bound(
            most * POINT,
            Duration::from_secs(edge.request_timeout.into()),
        );
        let (operation, table) = (question.operation.clone(), Arc::clone(&question.table));
        let scope = scope.clone();
        let counted = apart(move || operation.rows(&table, &scope).count(&Work::begin(bound)));
        let counted = counted
            .await
            .map_err(|stopping| Error::internal(stopping.to_string()))?;
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

    fn charge(
        &self,
        state: &State,
        points: u64,
    ) -> std::result::Result<RateLimitHeaders, Response> {
        match &state.budgets {
            Some(budgets) => {
                let client = budgets.client(self.peer, self.head);
                budgets.spend(client, points)
            }
            None => Ok(RateLimitHeaders::unlimited()),
        }
    }
}

impl Source {
    /// Writes the file.
    fn write(&self, out: &mut (dyn Write + Send)) -> io::Result<()> {
        let rows = self.operation.rows(&self.table, &self.scope);
        let written = || -> Result<()> {
            let mut writer = begin(self.format, &self.layout, out)?;
            // What was counted is less than what is done: texts are written, too.
            let units = self.units.saturating_mul(4).saturating_add(1_000 * POINT);
            let work = Work::begin(bound(units, LONGEST));
            let mut write = |leading: &[&str], key: &str, cells: &[Cell<'_>]| {
                writer.row(Row {
                    leading,
                    key,
                    cells,
                })
            };
            match (&self.before, &self.next) {
                (_, None) => rows.each(&work, &mut |key, cells| write(&[], key, cells))?,
                (before, Some(next)) => {
                    if let Some(before) = before {
                        let old = self.operation.rows(&self.table, before);
                        changes((&old, &rows), &work, &mut |operation, key, cells| {
                            write(&[operation.name()], key, cells)
                        })?;
                    }
                    write(&["next"], next, &[])?;
                }
            }
            writer.finish()
        };
        written().map_err(|mut error| {
            let cause = error.take_cause();
            io::Error::other(cause.unwrap_or(error.message))
        })
    }

    /// How many bytes the file has.
    async fn length(self: &Arc<Self>) -> Result<u64> {
        let source = Arc::clone(self);
        let counted = apart(move || {
            let mut counter = Counter::default();
            source.write(&mut counter).map(|()| counter.0)
        });
        let counted = counted
            .await
            .map_err(|stopping| Error::internal(stopping.to_string()))?;
        counted.map_err(|fault| Error::internal(fault.to_string()))
    }
}

fn bound(units: u64, time: Duration) -> Bound {
    Bound {
        units,
        bytes: usize::MAX,
        time,
        abandoned: Arc::new(AtomicBool::new(false)),
    }
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}
