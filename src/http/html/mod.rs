//! Pages for readers, over HTTP: which page an address leads to, in which language and of which version; and errors as
//! pages, where a browser asks.

mod address;
mod fault;
mod kept;

use axum::extract::{Extension, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

use self::address::{language, read};
use self::fault::as_page;
pub(super) use self::fault::{as_page_if_taken, takes_html};
use self::kept::Recorded;
pub(super) use self::kept::kept;
use super::asker::Asker;
use super::body::to_route;
use super::connection::Connection;
use super::error::refusal;
use super::graphql::{Asked, GraphqlRequest, Steps};
use super::negotiate::MediaType;
use super::nothing::{missing, no_method};
use super::params::{Params, pairs};
use super::past::NotSeen;
use super::request_id::RequestId;
use super::state::SharedState;
use super::view::{NotThere, View};
use super::way::Way;
use crate::bibliography::Style;
use crate::config::PublicUrl;
use crate::error::Error;
use crate::graph::Scope;
use crate::pages::{self, Address, Language, Near, Page};
use crate::request::Refused;

/// A request for a page.
#[derive(Clone, Copy)]
struct PageRequest<'r> {
    state: &'r SharedState,
    asker: &'r Asker,
    id: &'r RequestId,
    head: &'r Parts,
    address: &'r Address,
    language: Language,
}

/// What is wrong with a request for a page.
enum Wrong {
    /// What the page is about is not there.
    NotThere,
    /// What is asked for cannot be had.
    Refused(Error),
    /// The response is made.
    Response(Response),
}

/// What no other route has.
pub(super) async fn other(
    State(state): State<SharedState>,
    connection: Extension<Connection>,
    id: Extension<RequestId>,
    request: Request,
) -> Response {
    let (head, _no_body) = request.into_parts();
    page(&state, &connection, &id, &head).await
}

/// The page at an address; or that there is none, as a page where a browser asks.
pub(super) async fn page(
    state: &SharedState,
    connection: &Connection,
    id: &RequestId,
    head: &Parts,
) -> Response {
    if let Some(moved) = moved(&head.uri) {
        return moved;
    }
    let scope = state.graph.scope();
    let (address, unread) = read(&head.uri);
    let page = pages::find(&address, scope.today());
    let is_read = matches!(head.method, Method::GET | Method::HEAD);
    if page.is_some() && !is_read {
        let allowed = [(header::ALLOW, "GET,HEAD")];
        return (allowed, no_method(state)).into_response();
    }
    if page.is_none() && (!is_read || !takes_html(&head.headers)) {
        return missing(state, &head.uri);
    }
    let wanted = language(&address, &head.headers);
    let sent = (connection.peer(), &head.headers);
    let is_private = matches!(&page, Some(Ok(page)) if page.is_private());
    let asker = if is_private {
        Asker::of(state, sent, id).await
    } else {
        Ok(Asker::nobody(state, sent.0, sent.1))
    };
    let asker = match asker {
        Ok(asker) => asker,
        Err(refusal) => {
            let language = *wanted.as_ref().unwrap_or(&Language::En);
            return as_page(state, (language, &address), refusal);
        }
    };
    let request = PageRequest {
        state,
        asker: &asker,
        id,
        head,
        address: &address,
        language: *wanted.as_ref().unwrap_or(&Language::En),
    };
    let answered: Result<Response, Wrong> = match (unread, wanted.err(), page) {
        (Some(error), ..) | (None, Some(error), _) | (None, None, Some(Err(error))) => {
            Err(Wrong::Refused(error))
        }
        (None, None, None) => match missing(state, &head.uri) {
            // The base path without its slash leads on.
            redirect if redirect.status().is_redirection() => Ok(redirect),
            _ => Err(Wrong::NotThere),
        },
        (None, None, Some(Ok(page))) => request.answer(&*page, scope).await,
    };
    match answered {
        Ok(response) => response,
        Err(wrong) => request.wrong(wrong).await,
    }
}

impl PageRequest<'_> {
    /// The page, of the version that is asked for.
    async fn answer(&self, page: &dyn Page, scope: Scope) -> Result<Response, Wrong> {
        let cite = self.address.param("cite");
        let cite = cite.map(Style::named).transpose();
        let cite = cite.map_err(Wrong::Refused)?;
        let scope = self.seen(scope).await?;
        let answered = self.run(self.view(page, cite), &scope, StatusCode::OK);
        let wrong = match answered.await {
            Err(wrong) => wrong,
            answered => return answered,
        };
        let refused = match &wrong {
            Wrong::NotThere => None,
            Wrong::Refused(error) => Some(error),
            Wrong::Response(refusal) => refusal.extensions().get::<Error>(),
        };
        match refused.and_then(|error| page.instead(error)) {
            Some(page) => {
                let view = self.view(&*page, cite);
                Box::pin(self.run(view, &scope, StatusCode::BAD_REQUEST)).await
            }
            None => Err(wrong),
        }
    }

    fn view<'v>(&'v self, page: &'v dyn Page, cite: Option<Style>) -> View<'v> {
        View {
            page,
            address: self.address,
            language: self.language,
            texts: &self.state.texts,
            sends_mail: self.state.office.sends_mail(),
            listings: &self.state.listings,
            public: self.state.edge.public_url.as_ref().map(PublicUrl::as_str),
            cite,
        }
    }

    /// What is seen: the newest version, or the one that the address names.
    async fn seen(&self, scope: Scope) -> Result<Scope, Wrong> {
        let Some(number) = self.address.param("version") else {
            return Ok(scope);
        };
        let number = number.parse::<i64>();
        let number = number.map_err(|_none| {
            let takes = "takes the number of a version";
            Wrong::Refused(Error::bad_input("version", takes))
        })?;
        // The newest is seen as of now.
        if number == scope.snapshot.version().number {
            return Ok(scope);
        }
        let payer = &self.asker.payer;
        let seen = self.state.seen_at(payer, "version", number).await;
        seen.map_err(|why| match why {
            NotSeen::Refused(error) | NotSeen::Failed(error) => Wrong::Refused(error),
            NotSeen::NoPoints(refusal) => Wrong::Response(refusal),
        })
    }

    /// Answers the page's document, and shows the answer.
    async fn run(
        &self,
        view: View<'_>,
        scope: &Scope,
        status: StatusCode,
    ) -> Result<Response, Wrong> {
        let state = self.state;
        let version = self.address.param("version");
        let published = version.map(|_| Recorded {
            published_at: scope.snapshot.version().published_at,
            redacted_in: state.graph.snapshot().log().redacted_in(),
        });
        let key = kept::key(state, self.head, self.language, status, published);
        let request = GraphqlRequest {
            way: Way::Page,
            media_type: MediaType::Json,
            asker: self.asker,
            head: self.head,
            id: self.id,
            bytes: key.as_bytes(),
            view: Some(view),
        };
        if let Some(kept) = request.kept(state, scope) {
            return Ok(with(status, to_route(kept)));
        }
        let steps = Steps::begin(state.tracer.is_some());
        let internal = |message: String| Wrong::Refused(Error::internal(message));
        let document = state.documents.read(&view.page.document().into());
        let told = |refused: Refused| {
            let errors = refused.0.into_iter().map(|error| error.message);
            errors.collect::<Vec<_>>().join("; ")
        };
        let document = document.map_err(|refused| internal(told(refused)))?;
        let params = Params {
            variables: view.variables(),
            ..Params::default()
        };
        let operation = state
            .documents
            .operation(&document, None, &params.variables, scope);
        let operation = match operation {
            // Its own cost is within the limit, so that clients may ask it as well.
            Ok(operation) if view.page.is_citing() => Ok(operation.citing()),
            operation => operation,
        };
        let operation = match operation {
            Ok(operation) => operation,
            Err(refused) => {
                let error = refused.0.into_iter().next();
                let error = error.unwrap_or_else(|| Error::internal("refused without a reason"));
                return Err(Wrong::Refused(view.page.told(error)));
            }
        };
        let asked = Asked {
            document,
            params,
            operation,
        };
        match request.make(state, scope, asked, steps).await {
            Ok(made) => Ok(with(status, to_route(made))),
            Err(mut refusal) => Err(match refusal.extensions_mut().remove() {
                Some(NotThere) => Wrong::NotThere,
                None => Wrong::Response(refusal),
            }),
        }
    }

    /// The response where something is wrong.
    async fn wrong(&self, wrong: Wrong) -> Response {
        let refusal = match wrong {
            Wrong::Response(response) => response,
            Wrong::Refused(error) => refusal(error, self.id),
            Wrong::NotThere => {
                // What is near is so in the newest version.
                let address = self.address.without(&["version"]);
                let request = PageRequest {
                    address: &address,
                    ..*self
                };
                let near = Near::to(&address);
                let view = request.view(&near, None);
                let scope = self.state.graph.scope();
                let shown = Box::pin(request.run(view, &scope, StatusCode::NOT_FOUND));
                match shown.await {
                    Ok(response) | Err(Wrong::Response(response)) => response,
                    Err(Wrong::Refused(error)) => refusal(error, self.id),
                    Err(Wrong::NotThere) => refusal(Error::internal("nothing is near"), self.id),
                }
            }
        };
        as_page(self.state, (self.language, self.address), refusal)
    }
}

/// Until the playground had an address of its own, links to queries led to the first page.
fn moved(uri: &Uri) -> Option<Response> {
    let query = uri.query().filter(|_| uri.path() == "/")?;
    let is_link = |(name, _): (String, Vec<u8>)| name == "query" || name == "example";
    pairs(query).any(is_link).then(|| {
        let place = format!("./playground?{query}");
        (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, place)]).into_response()
    })
}

/// A response with a status, unless it is one that tells of the client's copy.
fn with(status: StatusCode, mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}
