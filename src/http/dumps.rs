//! `/dump.…`: a version to take home.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_graphql::futures_util::stream;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use tokio::time::timeout;

use super::asker::Asker;
use super::attachment::{attachment, last_modified};
use super::budget::{CACHED_COST, REFUSED_COST};
use super::cache::{kept_by_caches, not_modified};
use super::conditions::{Known, Wanted, changed, content_range, no_such_part};
use super::connection::Connection;
use super::error::{error_response, later};
use super::request_id::RequestId;
use super::state::SharedState;
use crate::dump::{DumpError, DumpFile, Format};
use crate::error::{Error, ErrorCode};

/// So many bytes cost a point.
const BYTES_A_POINT: u64 = 16 << 10;

/// A dump of the version that is served, or a part of it. Where it is not made yet, it is waited for.
pub(super) async fn get(
    format: Format,
    State(state): State<SharedState>,
    Extension(connection): Extension<Connection>,
    Extension(id): Extension<RequestId>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let making = state.dumps.of(&state.graph.snapshot(), format);
    let wait = Duration::from_secs(state.edge.request_timeout.into());
    let dump = match timeout(wait, making).await {
        Ok(Ok(dump)) => dump,
        Ok(Err(cause)) => return not_made(&cause, &id),
        Err(_late) => {
            let message = "the file is still being made; ask again";
            return later(ErrorCode::Timeout, message, None);
        }
    };
    let (answer, points) = answer(&state, &dump, &method, &headers);
    let points = points.min(state.edge.max_cost.into());
    let client = (connection.peer(), &headers);
    let charged = async {
        let asker = Asker::of(&state, client, &id).await?;
        state.charge(&asker.payer, points)
    };
    match charged.await {
        Ok(left) => {
            let mut answer = answer;
            left.add_to(answer.headers_mut());
            answer
        }
        Err(refusal) => refusal,
    }
}

/// The answer, and what it costs.
fn answer(
    state: &SharedState,
    dump: &Arc<DumpFile>,
    method: &Method,
    request: &HeaderMap,
) -> (Response, u64) {
    let headers = of_file(state, dump);
    let seconds = dump.version().unix_seconds();
    let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let known = Known {
        tag: &headers[header::ETAG],
        modified: (seconds > 0).then_some(modified),
        length: dump.length(),
    };
    let refused = REFUSED_COST.into();
    match known.wanted(method, request) {
        Wanted::NotModified => (not_modified(&headers), CACHED_COST.into()),
        Wanted::Changed => (changed(), refused),
        Wanted::NoSuchPart => (no_such_part(dump.length()), refused),
        Wanted::Whole => send(dump, headers, 0..dump.length(), method),
        Wanted::Part(part) => {
            let told = content_range(&part, dump.length());
            let (mut answer, points) = send(dump, headers, part, method);
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
            answer.headers_mut().insert(header::CONTENT_RANGE, told);
            (answer, points)
        }
    }
}

/// The headers of a file, whatever is sent of it.
fn of_file(state: &SharedState, dump: &DumpFile) -> HeaderMap {
    let tag = format!("\"{}\"", &dump.digest()[..32]);
    let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
    let mut headers = kept_by_caches(&state.edge, tag);
    attachment(&mut headers, &dump.name(), dump.format().media_type());
    if let Some(modified) = dump.version().published() {
        last_modified(&mut headers, modified);
    }
    headers
}

/// A part of the file, read as it is sent, and what that costs.
fn send(
    dump: &Arc<DumpFile>,
    mut headers: HeaderMap,
    part: Range<u64>,
    method: &Method,
) -> (Response, u64) {
    let length = part.end - part.start;
    headers.insert(header::CONTENT_LENGTH, length.into());
    let (body, points) = if *method == Method::HEAD {
        (Body::empty(), CACHED_COST.into())
    } else {
        let points = length.div_ceil(BYTES_A_POINT).max(1);
        (body(Arc::clone(dump), part), points)
    };
    let mut answer = Response::new(body);
    *answer.headers_mut() = headers;
    (answer, points)
}

fn body(dump: Arc<DumpFile>, part: Range<u64>) -> Body {
    let chunks = stream::try_unfold((dump, part), async |(dump, part)| {
        if part.is_empty() {
            return Ok::<_, std::io::Error>(None);
        }
        let (chunk, rest) = dump.read(part).await?;
        Ok(Some((Bytes::from(chunk), (dump, rest))))
    });
    Body::from_stream(chunks)
}

/// The answer where there is no dump.
fn not_made(cause: &DumpError, id: &RequestId) -> Response {
    match cause {
        DumpError::NoRoom(_) => {
            let error = Error::no_room("to make the file", None);
            error_response(StatusCode::INSUFFICIENT_STORAGE, &error)
        }
        DumpError::OtherVersion(_) => {
            let message = "the database is at another version than is served; ask again";
            later(ErrorCode::InternalServerError, message, None)
        }
        DumpError::Database(cause) => {
            let message = "the history cannot be read now; ask again";
            later(ErrorCode::InternalServerError, message, Some((cause, id)))
        }
        DumpError::Stopping => {
            let message = "the server is stopping; ask again";
            later(ErrorCode::Timeout, message, None)
        }
        DumpError::Failed(cause) => super::error::internal(cause, id),
    }
}
