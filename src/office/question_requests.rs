//! Questions that are saved, read and removed over the API.

use std::sync::{Arc, OnceLock};

use entity::office::saved_question;

use super::audit;
use super::desk::{Office, OfficeRequest};
use super::failed::within;
use super::policy::{self, Action, Subject, Target};
use super::question_input::QuestionInput;
use super::question_reader::{QuestionFault, QuestionReader};
use super::questions::{self, MOST, Which};
use super::tokens;
use super::user_error::{UserError, UserErrorCode};
use super::viewer::Viewer;
use crate::error::Result;

/// A question that is saved.
#[derive(Debug)]
pub struct SavedQuestion {
    /// What is kept of it.
    pub row: Arc<saved_question::Model>,
    reader: Arc<dyn QuestionReader>,
    read: OnceLock<(Vec<String>, Vec<UserError>)>,
}

impl SavedQuestion {
    fn read(&self) -> &(Vec<String>, Vec<UserError>) {
        self.read
            .get_or_init(|| match self.reader.columns(&self.row) {
                Ok(columns) => (columns, Vec::new()),
                Err(faults) => (Vec::new(), told(faults, &[])),
            })
    }

    /// The columns of the file that answers it; none where the schema does not take it any more.
    pub fn columns(&self) -> &[String] {
        &self.read().0
    }

    /// Why the schema does not take it.
    pub fn errors(&self) -> &[UserError] {
        &self.read().1
    }
}

fn told(faults: Vec<QuestionFault>, above: &[&str]) -> Vec<UserError> {
    let faults = faults.into_iter();
    faults.map(|fault| fault.told(above)).collect()
}

/// What became of a question: it, and what is wrong.
type Done = (Option<SavedQuestion>, Vec<UserError>);

/// A question as the audit names it.
fn named(account: &str, name: &str) -> String {
    format!("@{account}/{name}")
}

impl Office {
    /// The question of an account with a name, if it is there for who asks.
    pub async fn question(
        &self,
        viewer: Option<&Viewer>,
        account: &str,
        name: &str,
    ) -> Result<Option<Arc<saved_question::Model>>> {
        let (is_known, mut found) = self.questions.get(account, name);
        if !is_known {
            found = within!(self, Read, |transaction| {
                questions::find(transaction, account, name).await?
            });
            self.questions.keep(account, name, found.clone());
        }
        Ok(found.and_then(|found| {
            let grant = policy::may(viewer, Action::Read, Subject::Question, &found.target());
            Some(found.seen(grant.ok()?))
        }))
    }

    /// The public question that is named as `@account/name`; nothing where there is none.
    pub async fn public_question(&self, named: &str) -> Result<Option<Arc<saved_question::Model>>> {
        match named.strip_prefix('@').and_then(|of| of.rsplit_once('/')) {
            Some((account, name)) => self.question(None, account, name).await,
            None => Ok(None),
        }
    }

    /// The questions that an account made public.
    pub async fn public_questions(&self, account: &str) -> Result<Vec<Arc<saved_question::Model>>> {
        let public = Target {
            is_public: true,
            ..Target::of_account(account)
        };
        let grant = policy::may(None, Action::Read, Subject::Question, &public)?;
        let which = Which::PublicOf(account);
        Ok(within!(self, Read, |transaction| {
            questions::list(grant, transaction, which, MOST).await?
        }))
    }

    fn saved(&self, row: Arc<saved_question::Model>) -> SavedQuestion {
        SavedQuestion {
            row,
            reader: Arc::clone(&self.services.reader),
            read: OnceLock::new(),
        }
    }
}

impl OfficeRequest {
    /// The question of an account with a name, if it is there for who asks.
    pub async fn question(&self, account: &str, name: &str) -> Result<Option<SavedQuestion>> {
        let found = self.office.question(self.viewer.as_ref(), account, name);
        Ok(found.await?.map(|row| self.office.saved(row)))
    }

    /// The questions of the account that asks, or of all.
    pub async fn questions(&self, all: bool, count: usize) -> Result<Vec<SavedQuestion>> {
        let viewer = self.known(Action::Read, Subject::Question)?;
        let (meant, which) = if all {
            (Target::default(), Which::All)
        } else {
            (
                Target::of_account(&viewer.account),
                Which::Of(&viewer.account),
            )
        };
        let grant = viewer.may(Action::Read, Subject::Question, &meant)?;
        let found = within!(self.office, Read, |transaction| {
            questions::list(grant, transaction, which, count as u64).await?
        });
        Ok(found
            .into_iter()
            .map(|row| self.office.saved(row))
            .collect())
    }

    /// Saves a question.
    pub async fn save_question(&self, input: QuestionInput) -> Result<Done> {
        let account = self.viewer.as_ref().map_or("", |viewer| &*viewer.account);
        let subject = named(account, input.name());
        let done = self.saving(input).await;
        self.audited("saveQuestion", Some(&subject), done).await
    }

    async fn saving(&self, input: QuestionInput) -> Result<Done> {
        let viewer = self.known(Action::Create, Subject::Question)?;
        let (account, own) = (&*viewer.account, Target::of_account(&viewer.account));
        let create = viewer.may(Action::Create, Subject::Question, &own)?;
        let amend = viewer.may(Action::Amend, Subject::Question, &own)?;
        let (office, now) = (&self.office, self.office.now());
        let mut errors = input.faults().to_vec();
        if errors.is_empty()
            && let Err(faults) = office.services.reader.columns(&input.model(account, now))
        {
            errors = told(faults, &["input"]);
        }
        if !errors.is_empty() {
            return Ok((None, errors));
        }
        let name = input.name.clone();
        let saved = within!(office, Write, |transaction| {
            let grants = (create, amend);
            tokens::known(transaction, viewer, now).await?;
            let saved = questions::save(grants, transaction, account, input, now).await?;
            if saved.is_some() {
                let subject = named(account, &name);
                let entry = self.entry("saveQuestion", &subject, None);
                audit::note(transaction, entry).await?;
            }
            saved
        });
        office.questions.forget(account, &name);
        let Some(saved) = saved else {
            let message = format!("an account saves {MOST} questions at most: delete one first");
            let full = UserError::new(UserErrorCode::Invalid, &["input", "name"], message);
            return Ok((None, vec![full]));
        };
        Ok((Some(office.saved(Arc::new(saved))), Vec::new()))
    }

    /// Removes a question of the account that asks, or of another one.
    pub async fn delete_question(&self, account: Option<&str>, name: &str) -> Result<Done> {
        let own = self.viewer.as_ref().map_or("", |viewer| &*viewer.account);
        let account = account.unwrap_or(own);
        let subject = named(account, name);
        let done = self.deleting(account, name, &subject).await;
        self.audited("deleteQuestion", Some(&subject), done).await
    }

    async fn deleting(&self, account: &str, name: &str, subject: &str) -> Result<Done> {
        let viewer = self.known(Action::Revoke, Subject::Question)?;
        let office = &self.office;
        let found = within!(office, Read, |transaction| {
            questions::find(transaction, account, name).await?
        });
        let meant = found.and_then(|found| {
            let grant = viewer.may(Action::Revoke, Subject::Question, &found.target());
            Some((grant.ok()?, found))
        });
        let Some((grant, found)) = meant else {
            let message = "there is no such question";
            let absent = UserError::new(UserErrorCode::NotFound, &["name"], message);
            return Ok((None, vec![absent]));
        };
        let question = found.seen(grant);
        within!(office, Write, |transaction| {
            questions::delete(grant, transaction, &question).await?;
            let entry = self.entry("deleteQuestion", subject, None);
            audit::note(transaction, entry).await?;
        });
        office.questions.forget(account, name);
        Ok((Some(office.saved(question)), Vec::new()))
    }
}
