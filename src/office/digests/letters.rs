//! What the mails say, in the language that was asked for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use entity::enums::Vocabulary as _;
use entity::office::{DigestFrequency, digest, saved_question};
use entity::tables::NodeType;

use super::super::desk::Office;
use super::super::question_reader::AnswerChanges;
use super::super::questions::question_path;
use crate::error::Result;
use crate::graph::Scope;
use crate::mail::Letter;
use crate::model::{Change, Record, of_record};
use crate::texts::{Texts, fill};

/// How many changes or rows a mail lists.
pub(super) const LISTED: usize = 100;

/// Why a digest of a question ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    /// The question is not public any more.
    NotPublic,
    /// The server's schema does not take it any more.
    NotAnswered,
}

/// Who writes the mails of a digest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writer<'w> {
    digest: &'w digest::Model,
    /// The address that the pages are published at.
    base: &'w str,
    /// Where errors in the data are reported to, if anywhere.
    contact: Option<&'w str>,
    words: &'w Texts,
}

impl<'w> Writer<'w> {
    pub(super) fn new(office: &'w Office, digest: &'w digest::Model, base: &'w str) -> Self {
        Self {
            digest,
            base,
            contact: office.graph.contact(),
            words: office.services.texts.of(&digest.language.code()),
        }
    }

    /// A page for who has the mail.
    fn link(&self, what: &str) -> String {
        let digest::Model {
            id,
            token,
            language,
            ..
        } = self.digest;
        let lang = language.code();
        format!(
            "{}/digests/{what}?id={id}&token={token}&lang={lang}",
            self.base
        )
    }

    /// A mail, with what stands under all of them.
    fn letter(&self, id: &str, subject: String, text: &str, unsubscribe: Option<String>) -> Letter {
        let errors = self
            .contact
            .map(|contact| format!("{} {contact}\n", self.words.mail.errors));
        let errors = errors.unwrap_or_default();
        Letter {
            to: self.digest.email.clone(),
            subject,
            text: format!("{text}{errors}{}\n", self.base),
            language: self.words.code.clone(),
            id: format!("{id}.{}", self.digest.id),
            unsubscribe,
        }
    }

    /// A mail that tells of the versions after one up to another.
    fn digest(&self, (since, version): (i64, i64), subject: String, text: &str) -> Letter {
        let unsubscribe = self.link("unsubscribe");
        let how = &self.words.mail.unsubscribe;
        let text = format!("{text}\n-- \n{how}\n{unsubscribe}\n");
        let id = format!("digest.{since}.{version}");
        self.letter(&id, subject, &text, Some(unsubscribe))
    }

    /// What it is about, in a sentence and in a few letters.
    fn about(&self, scope: &Scope, question: Option<&saved_question::Model>) -> (String, String) {
        if let Some(question) = question {
            return (self.answer(question), question.title.clone());
        }
        let slugs = &self.digest.iscms.0;
        let names: Vec<_> = slugs.iter().map(|slug| self.name(scope, slug)).collect();
        match &names[..] {
            [] => {
                let site = self.words.common.site.clone();
                (self.words.mail.everything.clone(), site)
            }
            [name] => (name.clone(), name.clone()),
            many => {
                let count = many.len().to_string();
                let several = fill(&self.words.mail.several, &[("count", &count)]);
                (many.join(", "), several)
            }
        }
    }

    /// The answer to a question, in a sentence.
    fn answer(&self, question: &saved_question::Model) -> String {
        let name = format!("@{}/{}", question.account_id, question.name);
        let values = [("title", &*question.title), ("question", &*name)];
        fill(&self.words.mail.question, &values)
    }

    /// What people call an ISCM.
    fn name(&self, scope: &Scope, slug: &str) -> String {
        match Record::find(scope, NodeType::Iscm, slug) {
            Some(record) => of_record(NodeType::Iscm)
                .label_of(scope, record.place, self.digest.language)
                .to_owned(),
            None => slug.to_owned(),
        }
    }

    /// The mail that asks to confirm a digest, of a question if it is of one.
    pub(super) fn confirming(
        &self,
        scope: &Scope,
        question: Option<&saved_question::Model>,
    ) -> Letter {
        let words = &self.words.mail;
        let (about, short) = self.about(scope, question);
        let every = match self.digest.every {
            DigestFrequency::Daily => &words.daily,
            DigestFrequency::Weekly => &words.weekly,
        };
        let link = self.link("confirm");
        let values = [("every", &**every), ("about", &*about), ("link", &*link)];
        let text = fill(&words.confirm, &values);
        let subject = fill(&words.confirm_subject, &[("about", &short)]);
        let unsubscribe = Some(self.link("unsubscribe"));
        self.letter("confirm", subject, &format!("{text}\n-- \n"), unsubscribe)
    }

    fn changed(&self, about: &str, (since, version): (i64, i64)) -> String {
        let (since, version) = (since.to_string(), version.to_string());
        let values = [("about", about), ("since", &*since), ("version", &*version)];
        fill(&self.words.mail.changed, &values)
    }

    fn subject(&self, about: &str, count: usize) -> String {
        let count = count.to_string();
        let values = [("about", about), ("count", &*count)];
        fill(&self.words.mail.subject, &values)
    }

    fn more(&self, count: usize) -> String {
        fill(&self.words.mail.more, &[("count", &count.to_string())])
    }

    /// The mail that tells what changed after a version.
    pub(super) fn telling(
        &self,
        scope: &Scope,
        (since, changes): (i64, &[Change]),
    ) -> Result<Letter> {
        let words = &self.words.mail;
        let version = scope.snapshot.version().number;
        let mut of_iscms: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
        for change in changes.iter().take(LISTED) {
            let label = change.label(scope, self.digest.language)?;
            let (kind, done) = (change.kind.word(), change.operation.word());
            let values = [
                ("type", self.words.word("NodeType", &kind)),
                ("done", self.words.word("Operation", &done)),
                ("label", label.as_deref().unwrap_or(&change.id)),
            ];
            let line = fill(&words.line, &values);
            of_iscms.entry(iscm_of(change)).or_default().push(line);
        }
        let (about, short) = self.about(scope, None);
        let mut text = format!("{}\n", self.changed(&about, (since, version)));
        for (iscm, lines) in &of_iscms {
            let heading = match iscm {
                Some(slug) => self.name(scope, slug),
                None => words.shared.clone(),
            };
            let _ = write!(text, "\n{heading}\n- {}\n", lines.join("\n- "));
        }
        if changes.len() > LISTED {
            let _ = write!(text, "\n{}\n", self.more(changes.len() - LISTED));
        }
        let (base, lang) = (self.base, self.digest.language.code());
        let _ = write!(
            text,
            "\n{}\n{base}/changes/{since}..{version}?lang={lang}\n",
            words.fields
        );
        let subject = self.subject(&short, changes.len());
        Ok(self.digest((since, version), subject, &text))
    }

    /// The mail that tells what changed of the answer to a question.
    pub(super) fn answering(
        &self,
        question: &saved_question::Model,
        (since, version): (i64, i64),
        changes: &AnswerChanges,
    ) -> Letter {
        let AnswerChanges {
            rows,
            upserts,
            deletes,
        } = changes;
        let words = &self.words.mail;
        let (new, gone) = (upserts.to_string(), deletes.to_string());
        let mut text = format!(
            "{}\n\n{}\n",
            self.changed(&self.answer(question), (since, version)),
            fill(&words.rows, &[("upserts", &*new), ("deletes", &*gone)])
        );
        for row in rows {
            let _ = write!(text, "\n- {row}");
        }
        if *upserts > rows.len() {
            let _ = write!(text, "\n{}", self.more(upserts - rows.len()));
        }
        let file = question_path(&question.account_id, &question.name);
        let base = self.base;
        let _ = write!(
            text,
            "\n\n{}\n{base}/{file}?since={since}\n{}\n{base}/{file}\n",
            words.csv, words.all_rows
        );
        let subject = self.subject(&question.title, upserts + deletes);
        self.digest((since, version), subject, &text)
    }

    /// The mail that tells that a digest ends.
    pub(super) fn ending(&self, why: End) -> Letter {
        let words = &self.words.mail;
        let question = self.digest.question.as_deref().unwrap_or_default();
        let why = match why {
            End::NotPublic => &words.not_public,
            End::NotAnswered => &words.not_answered,
        };
        let values = [("question", question), ("why", &**why)];
        let text = format!("{}\n-- \n", fill(&words.end, &values));
        let subject = fill(&words.end_subject, &values);
        self.letter("end", subject, &text, None)
    }
}

/// The ISCM whose record changed, by its slug.
fn iscm_of(change: &Change) -> Option<String> {
    match change.id.split_once('/') {
        Some((owner, _)) => Some(owner.to_owned()),
        None if change.kind == NodeType::Iscm => Some((*change.id).to_owned()),
        None => None,
    }
}
