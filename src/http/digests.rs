//! `/digests`, by POST: what the forms of the pages and the buttons of mail programs do.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use entity::enums::Vocabulary;
use entity::office::DigestFrequency;
use http_body_util::{BodyExt as _, Limited};
use sea_orm::Iterable as _;

use super::asker::Asker;
use super::connection::Connection;
use super::error::refusal;
use super::html;
use super::request_id::RequestId;
use super::state::SharedState;
use crate::error::{Error, ErrorCode, Result};
use crate::office::{DigestRequest, OfficeRequest};

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

/// Does what a form asks for; the page that tells it, beside the form's.
async fn done(
    form: Form,
    asked: &OfficeRequest,
    fields: &[(String, String)],
) -> Result<&'static str> {
    let field = |name: &str| {
        let mut values = fields.iter().filter(|(of, _)| of == name);
        let value = values.next().map(|(_, value)| value.as_str());
        let takes = "takes a value, once";
        value.ok_or_else(|| Error::bad_input(name, takes))
    };
    if form == Form::Ask {
        let words: Vec<_> = DigestFrequency::iter().map(Vocabulary::word).collect();
        let every = field("every")?;
        let every = DigestFrequency::iter().find(|one| one.word() == every);
        let takes = format!("takes {}", words.join(" or "));
        let iscms = fields.iter().filter(|(name, _)| name == "iscm");
        let request = DigestRequest {
            email: field("email")?.into(),
            every: every.ok_or_else(|| Error::bad_input("every", &takes))?,
            iscms: iscms.map(|(_, slug)| slug.as_str().into()).collect(),
            question: field("question").ok().map(Into::into),
        };
        let errors = asked.subscribe_by_email(request).await?;
        return match errors.first() {
            Some(error) => {
                let field = error.path.first().map_or("email", String::as_str);
                Err(Error::bad_input(field, &error.message))
            }
            None => Ok("digests/asked"),
        };
    }
    let (id, token) = (field("id")?, field("token")?);
    if form == Form::Unsubscribe {
        asked.unsubscribe_digest(id, token).await?;
        return Ok("unsubscribed");
    }
    let is_done = asked.confirm_digest(id, token).await?;
    Ok(if is_done { "confirmed" } else { "old" })
}
