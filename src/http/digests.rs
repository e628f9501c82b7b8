//! `/digests`, by POST: what the forms of the pages and the buttons of mail programs do.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use entity::enums::Vocabulary;
use entity::values::Language;
use http_body_util::{BodyExt as _, Limited};

use super::asker::Asker;
use super::connection::Connection;
use super::error::refusal;
use super::html;
use super::request_id::RequestId;
use super::state::SharedState;
use crate::error::{Error, ErrorCode, Result};
use crate::office::{DigestRequest, OfficeRequest};
use crate::pages;

/// The largest form, in bytes.
const MAX_FORM: usize = 16 << 10;
/// What asking for a digest costs, in points: a mail is sent to somebody.
const COST: u64 = 5_000;
/// What else costs.
const LINK_COST: u64 = 100;

/// What a form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Ask,
    Confirm,
    Unsubscribe,
}

/// A page, or what its form does.
pub(super) async fn any(
    form: Form,
    State(state): State<SharedState>,
    connection: Extension<Connection>,
    id: Extension<RequestId>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    if head.method != axum::http::Method::POST || !state.office.sends_mail() {
        return html::page(&state, &connection, &id, &head).await;
    }
    let cost = if form == Form::Ask { COST } else { LINK_COST };
    let payer = Asker::nobody(&state, connection.peer(), &head.headers).payer;
    let left = match state.charge(&payer, cost) {
        Ok(left) => left,
        Err(refusal) => return refusal,
    };
    let done = async {
        let mut fields = fields(body).await?;
        // The link of a mail has them in its address, as one-click programs send it.
        let query = head.uri.query().unwrap_or_default();
        fields.extend(form_urlencoded::parse(query.as_bytes()).into_owned());
        let asked = OfficeRequest {
            office: Arc::clone(&state.office),
            viewer: None,
            id: id.as_str().unwrap_or_default().into(),
            budget: None,
        };
        done(form, &asked, &fields).await
    };
    let mut response = match done.await {
        Ok(page) => {
            let place = [(header::LOCATION, page)];
            (StatusCode::SEE_OTHER, place).into_response()
        }
        Err(error) => refusal(error, &id),
    };
    left.add_to(response.headers_mut());
    response
}

/// The fields of a form.
async fn fields(body: Body) -> Result<Vec<(String, String)>> {
    let wrong = |message: &str| Error::new(ErrorCode::BadRequest, message);
    let read = Limited::new(body, MAX_FORM).collect().await;
    let bytes = read.map_err(|_fault| wrong("the form is longer than 16 kB, or breaks off"))?;
    let bytes = bytes.to_bytes();
    let fields = form_urlencoded::parse(&bytes).into_owned();
    Ok(fields.collect())
}

/// The value of a vocabulary that a field of a form has.
fn word<V: Vocabulary>(name: &str, text: &str) -> Result<V> {
    let found = V::iter().find(|one| one.word() == text);
    found.ok_or_else(|| {
        let words: Vec<_> = V::iter().map(V::word).collect();
        Error::bad_input(name, &format!("takes {}", words.join(" or ")))
    })
}

/// Does what a form asks for; the page that tells it, beside the form's and in its language.
async fn done(form: Form, asked: &OfficeRequest, fields: &[(String, String)]) -> Result<String> {
    let once = |name: &str| {
        let mut values = fields.iter().filter(|(of, _)| of == name);
        let value = values.next().map(|(_, value)| value.as_str());
        match values.next() {
            None => Ok(value),
            Some(_) => Err(Error::bad_input(name, "stands more than once")),
        }
    };
    let field = |name: &str| once(name)?.ok_or_else(|| Error::bad_input(name, "takes a value"));
    let lang = once("lang")?.and_then(pages::Language::named);
    let page = |path: &str| match lang {
        Some(lang) => format!("{path}?lang={}", lang.code()),
        None => path.to_owned(),
    };
    if form == Form::Ask {
        let iscms = fields.iter().filter(|(name, _)| name == "iscm");
        let request = DigestRequest {
            email: field("email")?.into(),
            every: word("every", field("every")?)?,
            iscms: iscms.map(|(_, slug)| slug.as_str().into()).collect(),
            question: once("question")?.map(Into::into),
            language: match once("language")? {
                Some(text) => word("language", text)?,
                None => Language::En,
            },
        };
        let errors = asked.subscribe_by_email(request).await?;
        return match errors.first() {
            Some(error) => {
                let field = error.path.first().map_or("email", String::as_str);
                Err(Error::bad_input(field, &error.message))
            }
            None => Ok(page("digests/asked")),
        };
    }
    let (id, token) = (field("id")?, field("token")?);
    if form == Form::Unsubscribe {
        asked.unsubscribe_digest(id, token).await?;
        return Ok(page("unsubscribed"));
    }
    let is_done = asked.confirm_digest(id, token).await?;
    Ok(page(if is_done { "confirmed" } else { "old" }))
}
