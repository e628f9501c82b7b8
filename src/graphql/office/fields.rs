//! The fields of the roots that are loaded: what is private, and what is done.

use std::sync::Arc;

use entity::office::ChangesetStatus;

use super::changeset::{Changeset, Changesets, Payload};
use super::key::KeyPayload;
use super::question::QuestionPayload;
use super::viewer::Asking;
use crate::error::Result;
use crate::input::{Given, Place, count};
use crate::model::{Argued, Field, Id, Loaded, MAX_LIST, Vocabulary, Word, arg, loaded};
use crate::office::{
    ChangesetPayload, KeyRequest, ListRequest, OfficeRequest, ProposeInput, QuestionInput, Revert,
    argument_text,
};

/// What is given to propose a changeset.
#[derive(Clone, Debug)]
struct Proposal(ProposeInput);

impl Argued for Proposal {
    fn ty() -> String {
        "ProposeChangesetInput!".to_owned()
    }

    fn vocabulary() -> Option<fn() -> Vocabulary> {
        None
    }

    fn read(given: Option<Given<'_>>, at: Place<'_>) -> Result<Self> {
        let given = given.ok_or_else(|| at.wrong("takes a changeset"))?;
        ProposeInput::read(given, at).map(Self)
    }
}

/// What is given to save a question.
#[derive(Clone, Debug)]
struct Question(QuestionInput);

impl Argued for Question {
    fn ty() -> String {
        "SaveQuestionInput!".to_owned()
    }

    fn read(given: Option<Given<'_>>, at: Place<'_>) -> Result<Self> {
        let given = given.ok_or_else(|| at.wrong("takes a question"))?;
        QuestionInput::read(given, at).map(Self)
    }
}

/// How many changesets a page has unless `first` says otherwise.
const PAGE: usize = 20;

type Text = Arc<str>;
type Asked = Arc<OfficeRequest>;

#[rustfmt::skip] // tables: a line for each field
pub(super) fn queries() -> Vec<Field> {
    vec![
        loaded("viewer", "Who asks; null when nobody in particular does. Private.", "Viewer", || (), viewer),
        loaded("changeset", "The changeset with an id, if who asks may see it; null when not. Private.", "Changeset", || (arg("id", "The `id` of the changeset."),), changeset).costing(20),
        loaded("changesets", "The changesets that who asks may see, newest first; none for nobody in particular. Private.", "ChangesetConnection!", || (
            arg("status", "Only those that stand so."),
            arg("author", "Only those that this account proposed."),
            arg("iscms", "Only those that change one of these ISCMs, or what is theirs; by acronym, slug or `id`.").at_most(20, "ISCMs"),
            arg("first", "How many at most; 0 to 100. 20 when it is not given."),
            arg("after", "Only those behind this cursor."),
        ), changesets).costing(50).at_most(MAX_LIST),
        loaded("keys", "The keys of the account that asks, newest first. With `all`, those of all accounts, which takes the role `ADMIN`.\nPrivate.", "[ApiKey!]!", || (arg("all", "Whether those of all accounts are meant.").or("false"),), keys).costing(20).at_most(MAX_LIST),
        loaded("questions", "The saved questions of the account that asks, by name. With `all`, those of all accounts, which takes the role\n`ADMIN`. Private.", "[SavedQuestion!]!", || (
            arg("all", "Whether those of all accounts are meant.").or("false"),
            arg("first", "How many at most; 0 to 100. 100 when it is not given."),
        ), questions).costing(20).at_most(MAX_LIST),
        loaded("question", "A saved question, if it is public or the account's that asks; null when not. Private.", "SavedQuestion", || (
            arg("account", "The account that saved it."),
            arg("name", "Its name."),
        ), question).costing(20),
        loaded("audit", "What was written, and what was refused, newest first. It takes the role `ADMIN`. Private.", "[AuditEntry!]!", || (arg("first", "How many at most; 0 to 100. 20 when it is not given."),), audit).costing(20).at_most(MAX_LIST),
    ]
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn mutations() -> Vec<Field> {
    vec![
        loaded("proposeChangeset", "Proposes changes of records, or publishes them in one step. With `publish` they are, where all of them may be. All is held to the\nrules of the data set; where anything is wrong, all that is wrong is told, and nothing is kept.", "ChangesetPayload!", || (arg("input", "The changes, and what they are for."),), propose).costing(200),
        loaded("publishChangeset", "Publishes a changeset that waits, as the next version.", "ChangesetPayload!", || (of_id(), of_revision()), publish).costing(200),
        loaded("rejectChangeset", "Rejects a changeset that waits.", "ChangesetPayload!", || (of_id(), of_revision(), arg("reason", "Why, in words.")), reject).costing(50),
        loaded("withdrawChangeset", "Withdraws a changeset that waits.", "ChangesetPayload!", || (of_id(), of_revision()), withdraw).costing(50),
        loaded("amendChangeset", "Makes another revision of a changeset that waits: what was said of the one before counts no more.", "ChangesetPayload!", || (of_id(), of_revision(), arg("input", "The changes, and what they are for, all anew.")), amend).costing(200),
        loaded("commentOnChangeset", "Says something of a changeset.", "ChangesetPayload!", || (of_id(), arg("text", "What is said.")), comment).costing(50),
        loaded("revertVersion", "Proposes, or publishes in one step, that what a version did be taken back: its records are to be what they were before it.\nWhat somebody changed since is a conflict, told field by field. With `dryRun` it is only shown.", "ChangesetPayload!", || (
            arg("version", "The number of the version."),
            arg("message", "Why, in words."),
            arg("dryRun", "Whether nothing is kept.").or("false"),
            arg("publish", "Whether it is published in one step.").or("false"),
        ), revert).costing(200),
        loaded("createKey", "Makes a key of the account that asks, or of another one. The latter takes the role `ADMIN`. The key itself is told once.", "KeyPayload!", || (
            arg("name", "What it is for, in words."),
            arg("account", "The account; the one that asks when it is not given."),
            arg("roles", "The roles that it has of those of the account, e.g. `SECRETARIAT:rcm`; all of them when it is not given.").at_most(20, "roles"),
            arg("days", "After how many days it ends, 1 to 3650; never when it is not given."),
        ), create_key).costing(50),
        loaded("saveQuestion", "Saves a question under a name. It takes the place of the account's one of that name, if there is one. Its answer is had as\na file at `SavedQuestion.address`.", "QuestionPayload!", || (arg("input", "The question."),), save_question).costing(50),
        loaded("deleteQuestion", "Removes a saved question. It is one of the account that asks, or of another one, which takes the role `ADMIN`.", "QuestionPayload!", || (
            arg("name", "Its name."),
            arg("account", "The account that saved it; the one that asks when it is not given."),
        ), delete_question).costing(50),
        loaded("revokeKey", "Ends a key. What comes with it later is refused.", "KeyPayload!", || (arg("prefix", "The part of the key that is shown."),), revoke_key).costing(50),
    ]
}

fn of_id() -> crate::model::Arg<Id> {
    arg("id", "The `id` of the changeset.")
}

fn of_revision() -> crate::model::Arg<i32> {
    arg(
        "revision",
        "The revision that is meant: the newest one that was read. Where there is a newer one, nothing is done.",
    )
}

async fn viewer(asked: Asked, (): ()) -> Result<Loaded> {
    let asking = asked.viewer.clone().map(|viewer| Asking {
        viewer,
        budget: asked.budget,
    });
    Ok(Loaded::maybe(asking))
}

async fn changeset(asked: Asked, (Id(id),): (Id,)) -> Result<Loaded> {
    let Some(proposal) = asked.seen(&id).await? else {
        return Ok(Loaded::Null);
    };
    Ok(Loaded::value(Arc::new(Changeset::new(proposal))))
}

type Listing = (
    Option<Word<ChangesetStatus>>,
    Option<Text>,
    Option<Vec<Text>>,
    Option<i32>,
    Option<Text>,
);

async fn changesets(
    asked: Asked,
    (status, author, iscms, first, after): Listing,
) -> Result<Loaded> {
    let has_previous = after.is_some();
    let request = ListRequest {
        status: status.map(|Word(status)| status),
        author,
        iscms,
        after,
        count: first.map_or(Ok(PAGE), |first| count("first", first, MAX_LIST))?,
    };
    let listed = asked.list(&request).await?;
    let nodes = listed.proposals.into_iter();
    let nodes = nodes.map(|proposal| Arc::new(Changeset::new(proposal)));
    Ok(Loaded::value(Changesets {
        nodes: nodes.collect(),
        has_previous,
        last: listed.last,
        has_next: listed.has_next,
    }))
}

async fn keys(asked: Asked, (all,): (bool,)) -> Result<Loaded> {
    Ok(Loaded::values(asked.keys(all).await?))
}

async fn audit(asked: Asked, (first,): (Option<i32>,)) -> Result<Loaded> {
    let first = first.map_or(Ok(PAGE), |first| count("first", first, MAX_LIST))?;
    Ok(Loaded::values(asked.audit(first).await?))
}

fn payload(payload: ChangesetPayload) -> Loaded {
    Loaded::value(Payload::new(payload))
}

async fn propose(asked: Asked, (Proposal(input),): (Proposal,)) -> Result<Loaded> {
    asked.propose(input).await.map(payload)
}

async fn publish(asked: Asked, (Id(id), revision): (Id, i32)) -> Result<Loaded> {
    asked.publish_proposal(&id, revision).await.map(payload)
}

async fn reject(asked: Asked, (Id(id), revision, reason): (Id, i32, Text)) -> Result<Loaded> {
    let reason = argument_text("reason", &reason)?;
    asked.reject(&id, revision, reason).await.map(payload)
}

async fn withdraw(asked: Asked, (Id(id), revision): (Id, i32)) -> Result<Loaded> {
    asked.withdraw(&id, revision).await.map(payload)
}

async fn amend(
    asked: Asked,
    (Id(id), revision, Proposal(input)): (Id, i32, Proposal),
) -> Result<Loaded> {
    asked.amend(&id, revision, input).await.map(payload)
}

async fn comment(asked: Asked, (Id(id), text): (Id, Text)) -> Result<Loaded> {
    let text = argument_text("text", &text)?;
    asked.comment(&id, text).await.map(payload)
}

type Reverted = (i32, Option<Text>, bool, bool);

async fn revert(asked: Asked, (version, message, is_dry, publishes): Reverted) -> Result<Loaded> {
    let message = message.map(|text| argument_text("message", &text));
    let revert = Revert {
        version,
        message: message.transpose()?,
        is_dry,
        publishes,
    };
    asked.revert(revert).await.map(payload)
}

type NewKey = (Text, Option<Text>, Option<Vec<Text>>, Option<i32>);

async fn create_key(asked: Asked, (name, account, roles, days): NewKey) -> Result<Loaded> {
    let request = KeyRequest {
        name: argument_text("name", &name)?,
        account: account.map(|account| account.to_string()),
        roles: roles.map(|roles| roles.iter().map(ToString::to_string).collect()),
        days: days.map(|days| count("days", days, 3_650)).transpose()?,
    };
    let (text, key) = asked.create_key(request).await?;
    Ok(Loaded::value(KeyPayload {
        text: Some(text),
        key: Some(key),
        errors: Vec::new(),
    }))
}

async fn revoke_key(asked: Asked, (prefix,): (Text,)) -> Result<Loaded> {
    let (key, errors) = asked.revoke_key(&prefix).await?;
    Ok(Loaded::value(KeyPayload {
        text: None,
        key,
        errors,
    }))
}

async fn questions(asked: Asked, (all, first): (bool, Option<i32>)) -> Result<Loaded> {
    let first = first.map_or(Ok(MAX_LIST), |first| count("first", first, MAX_LIST))?;
    Ok(Loaded::values(asked.questions(all, first).await?))
}

async fn question(asked: Asked, (account, name): (Text, Text)) -> Result<Loaded> {
    Ok(Loaded::maybe(asked.question(&account, &name).await?))
}

async fn save_question(asked: Asked, (Question(input),): (Question,)) -> Result<Loaded> {
    let (question, errors) = asked.save_question(input).await?;
    Ok(Loaded::value(QuestionPayload { question, errors }))
}

async fn delete_question(asked: Asked, (name, account): (Text, Option<Text>)) -> Result<Loaded> {
    let done = asked.delete_question(account.as_deref(), &name);
    let (question, errors) = done.await?;
    Ok(Loaded::value(QuestionPayload { question, errors }))
}
