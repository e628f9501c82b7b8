//! What the mails say.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use entity::enums::Operation;
use entity::office::{DigestFrequency, digest, saved_question};
use entity::tables::NodeType;
use entity::values::Language;

use super::super::question_reader::AnswerChanges;
use super::super::questions::question_path;
use crate::error::Result;
use crate::graph::Scope;
use crate::mail::Letter;
use crate::model::{Change, Record, of_record};

/// How many changes or rows a mail lists.
pub(super) const LISTED: usize = 100;

/// What a mail needs to know of the server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'p> {
    /// The address that the pages are published at.
    pub(super) base: &'p str,
    /// Where errors in the data are reported to, if anywhere.
    pub(super) contact: Option<&'p str>,
}

impl Places<'_> {
    fn link(&self, what: &str, digest: &digest::Model) -> String {
        let base = self.base;
        format!(
            "{base}/digests/{what}?id={}&token={}",
            digest.id, digest.token
        )
    }

    /// A mail that tells of the versions after one up to another, with what all have.
    fn digest(
        &self,
        digest: &digest::Model,
        (since, version): (i64, i64),
        subject: String,
        mut text: String,
    ) -> Letter {
        let unsubscribe = self.link("unsubscribe", digest);
        let _ = write!(
            text,
            "\n-- \nTo have no more of these mails, open\n{unsubscribe}\n{}",
            self.foot()
        );
        Letter {
            to: digest.email.clone(),
            subject,
            text,
            id: format!("digest.{}.{since}.{version}", digest.id),
            unsubscribe: Some(unsubscribe),
        }
    }

    fn foot(&self) -> String {
        let contact = self
            .contact
            .map(|contact| format!("Errors in the data: {contact}\n"));
        format!("{}{}\n", contact.unwrap_or_default(), self.base)
    }
}

/// The mail that asks to confirm a digest, of a question if it is of one.
pub(super) fn confirming(
    (scope, question): (&Scope, Option<&saved_question::Model>),
    digest: &digest::Model,
    places: Places<'_>,
) -> Letter {
    let (about, short) = match question {
        Some(question) => (answer(question), question.title.clone()),
        None => (about(scope, digest), short(scope, digest)),
    };
    let every = match digest.every {
        DigestFrequency::Daily => "each day",
        DigestFrequency::Weekly => "each week",
    };
    let link = places.link("confirm", digest);
    let text = format!(
        "Somebody, probably you, asked that this address be told by mail {every} what changed in\n{about}.\n\n\
         To confirm it, open\n\n{link}\n\n\
         If it was not you, do nothing: nothing more comes, and the address is forgotten in two days.\n\n-- \n{}",
        places.foot()
    );
    Letter {
        to: digest.email.clone(),
        subject: format!("Please confirm: changes in {short}"),
        text,
        id: format!("confirm.{}", digest.id),
        unsubscribe: Some(places.link("unsubscribe", digest)),
    }
}

/// The mail that tells what changed after a version.
pub(super) fn telling(
    scope: &Scope,
    digest: &digest::Model,
    (since, changes): (i64, &[Change]),
    places: Places<'_>,
) -> Result<Letter> {
    let version = scope.snapshot.version().number;
    let mut of_iscms: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    for change in changes.iter().take(LISTED) {
        let label = change.label(scope)?;
        let label = label.as_deref().unwrap_or(&change.id).to_owned();
        let done = match change.operation {
            Operation::Insert => "new",
            Operation::Update => "changed",
            Operation::Delete => "removed",
        };
        let line = format!("- {} {done}: {label}", words(change.kind));
        of_iscms.entry(iscm_of(change)).or_default().push(line);
    }
    let mut text = format!(
        "What changed in {}, version {since} to {version}:\n",
        about(scope, digest)
    );
    for (iscm, lines) in &of_iscms {
        let heading = match iscm {
            Some(slug) => name(scope, slug),
            None => "What ISCMs share".to_owned(),
        };
        let _ = write!(text, "\n{heading}\n{}\n", lines.join("\n"));
    }
    if changes.len() > LISTED {
        let _ = write!(text, "\n… and {} more.\n", changes.len() - LISTED);
    }
    let base = places.base;
    let _ = write!(
        text,
        "\nWhat was before and after, field by field:\n{base}/changes/{since}..{version}\n"
    );
    let subject = format!("{} changes in {}", changes.len(), short(scope, digest));
    Ok(places.digest(digest, (since, version), subject, text))
}

/// The mail that tells what changed of the answer to a question.
pub(super) fn answering(
    question: &saved_question::Model,
    digest: &digest::Model,
    (since, version): (i64, i64),
    changes: &AnswerChanges,
    places: Places<'_>,
) -> Letter {
    let AnswerChanges {
        rows,
        upserts,
        deletes,
    } = changes;
    let mut text = format!(
        "What changed in {}, version {since} to {version}:\n\n\
         {upserts} rows are new or have other values, {deletes} are gone.\n",
        answer(question)
    );
    for row in rows {
        let _ = write!(text, "\n- {row}");
    }
    if *upserts > rows.len() {
        let _ = write!(text, "\n… and {} more.", upserts - rows.len());
    }
    let file = question_path(&question.account_id, &question.name);
    let base = places.base;
    let _ = write!(
        text,
        "\n\nThe rows that changed, as CSV:\n{base}/{file}?since={since}\nAll rows:\n{base}/{file}\n"
    );
    let subject = format!("{} changes in {}", upserts + deletes, question.title);
    places.digest(digest, (since, version), subject, text)
}

/// The mail that tells that a digest ends, as its question is not public any more, or cannot be asked.
pub(super) fn ending(digest: &digest::Model, why: &str, places: Places<'_>) -> Letter {
    let question = digest.question.as_deref().unwrap_or_default();
    Letter {
        to: digest.email.clone(),
        subject: format!("No more mails about {question}"),
        text: format!(
            "You asked to be told what changes in the answer to the saved question\n{question}.\n\n\
             {why}: no more of these mails come, and the address is forgotten.\n\n-- \n{}",
            places.foot()
        ),
        id: format!("end.{}", digest.id),
        unsubscribe: None,
    }
}

/// The answer to a question, in a sentence.
fn answer(question: &saved_question::Model) -> String {
    let (account, name) = (&question.account_id, &question.name);
    format!("“{}” (@{account}/{name})", question.title)
}

/// The ISCM whose record changed, by its slug.
fn iscm_of(change: &Change) -> Option<String> {
    match change.id.split_once('/') {
        Some((owner, _)) => Some(owner.to_owned()),
        None if change.kind == NodeType::Iscm => Some((*change.id).to_owned()),
        None => None,
    }
}

/// A type in words, e.g. `fund figure`.
fn words(kind: NodeType) -> String {
    kind.name().replace('_', " ")
}

/// What a digest is about, in a sentence.
fn about(scope: &Scope, digest: &digest::Model) -> String {
    let names: Vec<_> = digest
        .iscms
        .0
        .iter()
        .map(|slug| name(scope, slug))
        .collect();
    if names.is_empty() {
        return "the data set on inter-State consultation mechanisms on migration".to_owned();
    }
    names.join(", ")
}

/// The same in a few letters.
fn short(scope: &Scope, digest: &digest::Model) -> String {
    match &digest.iscms.0[..] {
        [] => "ISCM Graph".to_owned(),
        [slug] => name(scope, slug),
        many => format!("{} ISCMs", many.len()),
    }
}

/// What people call an ISCM.
fn name(scope: &Scope, slug: &str) -> String {
    match Record::find(scope, NodeType::Iscm, slug) {
        Some(record) => of_record(NodeType::Iscm)
            .label_of(scope, record.place, Language::En)
            .to_owned(),
        None => slug.to_owned(),
    }
}
