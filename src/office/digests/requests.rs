//! Digests that are asked for, confirmed and taken back.

use std::sync::Arc;

use entity::office::{DigestFrequency, digest, saved_question};
use entity::values::Language;

use super::super::audit;
use super::super::desk::{Office, OfficeRequest};
use super::super::failed::within;
use super::super::policy::{Action, Subject, Target};
use super::super::user_error::{UserError, UserErrorCode};
use super::due::after;
use super::letters::Writer;
use super::rows::{self, Wish};
use crate::error::{Error, ErrorCode, Result};
use crate::mail::{self, Letter};
use crate::model::Only;

/// A digest that is asked for.
#[derive(Clone, Debug)]
pub struct DigestRequest {
    /// The mail address.
    pub email: Arc<str>,
    /// How often.
    pub every: DigestFrequency,
    /// The ISCMs, by acronym, slug or id; none for all.
    pub iscms: Vec<Arc<str>>,
    /// The public saved question whose answer's changes are told instead, as `@account/name`.
    pub question: Option<Arc<str>>,
    /// The language of the mails.
    pub language: Language,
}

impl Office {
    /// The question that a digest is asked for of, if it is of one; or what is wrong with that.
    async fn asked_question(
        &self,
        request: &DigestRequest,
    ) -> Result<std::result::Result<Option<Arc<saved_question::Model>>, UserError>> {
        let wrong =
            |code: UserErrorCode, message: &str| UserError::new(code, &["question"], message);
        let Some(named) = &request.question else {
            return Ok(Ok(None));
        };
        if !request.iscms.is_empty() {
            let takes = "is not taken with `iscms`: its document says what it is about";
            return Ok(Err(wrong(UserErrorCode::Invalid, takes)));
        }
        let found = self.public_question(named).await?;
        let absent =
            "there is no public saved question of this name: it is named as `@account/name`";
        Ok(found
            .map(Some)
            .ok_or_else(|| wrong(UserErrorCode::NotFound, absent)))
    }
}

impl OfficeRequest {
    /// Asks an address whether it wants a digest. What is answered does not tell whether it has one already.
    pub async fn subscribe_by_email(&self, request: DigestRequest) -> Result<Vec<UserError>> {
        let (_, published_at) = self.mails()?;
        let published_at = published_at.to_owned();
        let grant = self.may(Action::Create, Subject::Digest, &Target::default())?;
        let Some(email) = mail::address(&request.email) else {
            let takes = "takes a mail address, such as ana@example.org";
            return Ok(vec![UserError::new(
                UserErrorCode::Invalid,
                &["email"],
                takes,
            )]);
        };
        let question = match self.office.asked_question(&request).await? {
            Ok(question) => question,
            Err(wrong) => return Ok(vec![wrong]),
        };
        let scope = self.office.graph.scope();
        let names = (!request.iscms.is_empty()).then_some(&request.iscms[..]);
        let mut iscms = Only::read(&scope, None, names)?.iscms().to_vec();
        iscms.sort();
        iscms.dedup();
        let every = request.every;
        let wish = Wish {
            email,
            every,
            iscms,
            question: request.question.as_deref().map(str::to_owned),
            language: request.language,
        };
        let (version, now) = (scope.snapshot.version().number, self.office.now());
        let made = within!(self.office, Write, |transaction| {
            let made = rows::create(grant, transaction, wish, version, now).await?;
            if let Some(digest) = &made {
                // The id, not the address.
                let entry = self.entry("subscribeByEmail", &digest.id, None);
                audit::note(transaction, entry).await?;
            }
            made
        });
        if let Some(digest) = made {
            let writer = Writer::new(&self.office, &digest, &published_at);
            self.post(writer.confirming(&scope, question.as_deref()));
        }
        Ok(Vec::new())
    }

    /// What sends mail, and where the pages are published; an error where none is sent.
    fn mails(&self) -> Result<(&mail::Mailer, &str)> {
        let mailer = self.office.services.mailer.as_ref();
        let both = mailer.zip(self.office.services.published_at.as_deref());
        both.ok_or_else(|| Error::new(ErrorCode::Unavailable, "this server sends no mail"))
    }

    /// Sends a letter by the way: how long it takes would tell whether there is one.
    fn post(&self, letter: Letter) {
        let office = Arc::clone(&self.office);
        tokio::spawn(async move {
            if let Some(mailer) = &office.services.mailer {
                // What is wrong is in the log; who asks again has another.
                let _ = mailer.send(&letter).await;
            }
        });
    }

    /// Confirms the digest that a link is for; false where the link is none, or old.
    pub async fn confirm_digest(&self, id: &str, token: &str) -> Result<bool> {
        let (version, now) = (
            self.office.graph.snapshot().version().number,
            self.office.graph.now(),
        );
        let done = within!(self.office, Write, |transaction| {
            match rows::linked(transaction, id, token).await? {
                Some(digest) => {
                    let times = (now.timestamp_millis(), after(now, digest.every));
                    rows::confirm(transaction, &digest, version, times).await?;
                    true
                }
                None => false,
            }
        });
        Ok(done)
    }

    /// Takes back the digest that a link is for. One that is taken back already, or never was, is as if it had been now.
    pub async fn unsubscribe_digest(&self, id: &str, token: &str) -> Result<()> {
        within!(self.office, Write, |transaction| {
            let linked: Option<digest::Model> = rows::linked(transaction, id, token).await?;
            if linked.is_some() {
                rows::delete(transaction, id).await?;
                let entry = self.entry("unsubscribeDigest", id, None);
                audit::note(transaction, entry).await?;
            }
        });
        Ok(())
    }
}
