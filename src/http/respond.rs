//! A request, from what was asked to what is answered: kept answers first, then the front, the client's
//! budget, the engine.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::answer::Answer;
use super::budget::{self, Left};
use super::cache::{Answers, Kept, Question, cacheable, has, tag};
use super::connection::Peer;
use super::encode::Encoding;
use super::negotiate::Form;
use super::params::Params;
use super::payload::{Answered, from_route, to_route};
use super::told::{Source, Step, Told};
use super::{Served, error};
use crate::front::{Document, Operation, Refused};
use crate::graph::View;
use crate::graphql::ErrorCode;

/// What was asked, and how.
pub(super) struct Asked<'r> {
    /// Whether by an address: then caches may keep the answer, and a mutation is not executed.
    pub(super) is_get: bool,
    pub(super) form: Form,
    pub(super) peer: Peer,
    pub(super) head: &'r Parts,
    /// The body, or what the address asks.
    pub(super) bytes: &'r [u8],
}

impl Asked<'_> {
    /// The answer.
    pub(super) async fn answer(&self, served: &Served) -> Answered {
        let view = served.graph.view();
        let encoding = Encoding::of(&self.head.headers);
        let kept = Answers::of(&view.snapshot, &served.edge);
        let question = Question {
            is_get: self.is_get,
            form: self.form,
            encoding,
            today: view.today,
            bytes: self.bytes,
        };
        if let Some(kept) = kept.and_then(|kept| kept.get(&question)) {
            return self.spend(served, budget::KEPT.into(), || {
                kept.response(self.conditions(), Source::Kept)
            });
        }
        // On the heap: it is large, and kept answers are to be found without it.
        let made = Box::pin(self.make(served, &view, question)).await;
        made.unwrap_or_else(from_route)
    }

    /// The answer that was not made before; or the one that refuses it.
    async fn make(
        &self,
        served: &Served,
        view: &View,
        question: Question<'_>,
    ) -> Result<Answered, Response> {
        let mut steps = Steps::begin();
        let (document, params, operation) = self.operation(served)?;
        let mut told = Told::of(served, &document, &operation);
        steps.end("graphql.prepare");
        let tag = self
            .is_get
            .then(|| tag(view, self.form, &document.text, &params));
        if let Some(tag) = tag.as_ref().filter(|tag| has(self.conditions(), tag)) {
            // What the client has is the answer, without its being made.
            let known = Kept::new(
                cacheable(&served.edge, tag.clone()),
                Bytes::new(),
                Some(tag.clone()),
                told,
            );
            return Ok(self.spend(served, budget::KEPT.into(), || {
                known.response(self.conditions(), Source::Client)
            }));
        }
        let left = self.charge(served, operation.cost)?;
        let is_query = operation.is_query();
        let answer = Answer::to(served, view.clone(), operation).await;
        let answer = answer.map_err(|late| {
            let mut refusal = Answer::refused(late).response(self.form);
            *refusal.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            refusal
        })?;
        steps.end("graphql.execute");
        told.codes = answer.codes();
        let is_whole = answer.is_whole();
        // An answer with an error says so each time it is asked for.
        let tag = tag.filter(|_| is_whole);
        let mut headers = match tag.clone() {
            Some(tag) => cacheable(&served.edge, tag),
            None => uncacheable(),
        };
        headers.insert(header::CONTENT_TYPE, self.form.header());
        let (body, encoding) = question.encoding.encode(answer.text().into_bytes());
        if let Some(encoding) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, encoding);
        }
        steps.end("graphql.encode");
        let finished = Arc::new(Kept::new(headers, body.into(), tag, told));
        let answers = Answers::of(&view.snapshot, &served.edge);
        if let Some(answers) = answers.filter(|_| is_whole && is_query) {
            answers.keep(question, &finished);
        }
        let mut answered = finished.response(self.conditions(), Source::Made);
        left.tell(answered.headers_mut());
        if let Some(told) = &mut answered.body_mut().told {
            told.steps = steps.done;
        }
        Ok(answered)
    }

    /// The operation that is asked for; or the answer that refuses it.
    fn operation(&self, served: &Served) -> Result<(Arc<Document>, Params, Operation), Response> {
        let params = if self.is_get {
            Params::from_address(std::str::from_utf8(self.bytes).unwrap_or_default())
        } else {
            Params::from_json(self.bytes)
        };
        let malformed = |message: &str| {
            let refused = Refused::because(ErrorCode::BadRequest, message);
            self.refuse(served, refused)
        };
        let params = params.map_err(|message| malformed(&message))?;
        let document = served.front.document(params.named());
        let document = document.map_err(|refused| self.refuse(served, refused))?;
        let name = params.operation_name.as_deref();
        let operation = served.front.operation(&document, name, &params.variables);
        let operation = operation.map_err(|refused| self.refuse(served, refused))?;
        if operation.is_subscription() {
            let message = "a subscription is answered over a WebSocket (graphql-transport-ws), or as events at /graphql/stream";
            return Err(malformed(message));
        }
        if self.is_get && !operation.is_query() {
            let message = "a GET answers queries; a mutation is to be sent by POST";
            let refusal = error(
                StatusCode::METHOD_NOT_ALLOWED,
                ErrorCode::BadRequest,
                message,
            );
            return Err(([(header::ALLOW, "POST")], self.formed(refusal)).into_response());
        }
        Ok((document, params, operation))
    }

    /// The answer to what is not executed.
    fn refuse(&self, served: &Served, refused: Refused) -> Response {
        let refusal = || {
            let mut response = Answer::refused(refused).response(self.form);
            response.headers_mut().extend(uncacheable());
            from_route(response)
        };
        let points = budget::REFUSED.into();
        to_route(self.spend(served, points, refusal))
    }

    /// Takes points off the client's budget.
    fn charge(&self, served: &Served, points: u64) -> Result<Left, Response> {
        match &served.budgets {
            Some(budgets) => {
                let client = budgets.client(self.peer, &self.head.headers);
                budgets.spend(client, points)
            }
            None => Ok(Left::unlimited()),
        }
    }

    /// An answer for points, if the client has them.
    fn spend(&self, served: &Served, points: u64, answer: impl FnOnce() -> Answered) -> Answered {
        match self.charge(served, points) {
            Ok(left) => {
                let mut answered = answer();
                left.tell(answered.headers_mut());
                answered
            }
            Err(refusal) => from_route(refusal),
        }
    }

    /// The headers in which a client tells what it has: with a GET alone.
    fn conditions(&self) -> Option<&HeaderMap> {
        self.is_get.then_some(&self.head.headers)
    }

    fn formed(&self, mut response: Response) -> Response {
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, self.form.header());
        response
    }
}

/// The steps of making an answer, one after the other.
struct Steps {
    began: Instant,
    done: Vec<Step>,
}

impl Steps {
    fn begin() -> Self {
        Self {
            began: Instant::now(),
            done: Vec::new(),
        }
    }

    fn end(&mut self, name: &'static str) {
        let ended = Instant::now();
        let began = std::mem::replace(&mut self.began, ended);
        self.done.push(Step { name, began, ended });
    }
}

/// The headers of an answer that no cache may keep.
fn uncacheable() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers
}
