//! Saved questions.

use async_graphql::registry::Registry;
use entity::office::OtherLists;

use super::super::input_object::{input, object, with_default};
use super::super::inputs::vocabulary_type;
use super::changeset::moment;
use crate::model::{Object, Out, Vocabulary, value, word_value};
use crate::office::{SavedQuestion, UserError, question_path};

/// What became of a question.
pub(super) struct QuestionPayload {
    pub(super) question: Option<SavedQuestion>,
    pub(super) errors: Vec<UserError>,
}

/// Adds the input.
pub(super) fn register(registry: &mut Registry) {
    vocabulary_type(registry, &Vocabulary::of::<OtherLists>());
    let inputs = vec![
        input(
            "name",
            "The name in its address, of which an account has one question: lower-case letters (`a` to `z`), digits and hyphens.",
            "String!".to_owned(),
        ),
        input(
            "title",
            "What people call it; the name when it is not given.",
            "String".to_owned(),
        ),
        input(
            "description",
            "What it holds, in sentences.",
            "String".to_owned(),
        ),
        input(
            "document",
            "The document: one query of what is public, of 100,000 bytes at most.",
            "String!".to_owned(),
        ),
        input(
            "variables",
            "Values of the document's variables, by name; they take the place of its own defaults. An address gives others.",
            "JSON".to_owned(),
        ),
        input(
            "rows",
            "The path of the list whose items are the rows of the file, e.g. `iscms.members`; not needed where the document has\none list.",
            "String".to_owned(),
        ),
        with_default(
            input(
                "lists",
                "What becomes of other lists.",
                "OtherLists!".to_owned(),
            ),
            "REFUSE",
        ),
        with_default(
            input(
                "isPublic",
                "Whether everybody may ask it.",
                "Boolean!".to_owned(),
            ),
            "false",
        ),
    ];
    let doc = "A question that is to be saved.";
    object(registry, "SaveQuestionInput", doc, inputs);
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> Vec<Object> {
    type Of = SavedQuestion;
    vec![
        Object::told("SavedQuestion", "A query that an account saved under a name. Its answer is had as a file.", vec![
            value("account", "The account that saved it.", "String!", |of: &Of| Out::text(&of.row.account_id)),
            value("name", "Its name, of which the account has one.", "String!", |of: &Of| Out::text(&of.row.name)),
            value("title", "What people call it.", "String!", |of: &Of| Out::text(&of.row.title)),
            value("description", "What it holds, in sentences; empty when nothing is said.", "String!", |of: &Of| Out::text(&of.row.description)),
            value("document", "The document.", "String!", |of: &Of| Out::text(&of.row.document)),
            value("variables", "The values of the document's variables that are saved with it, by name.", "JSON!", |of: &Of| Out::Json(of.row.variables.clone())),
            value("rows", "The path of the list whose items are the rows of the file; null where none is named.", "String", |of: &Of| Out::maybe(of.row.rows.as_deref(), Out::text)),
            word_value("lists", "What becomes of other lists.", |of: &Of| of.row.lists),
            value("isPublic", "Whether everybody may ask it.", "Boolean!", |of: &Of| Out::Flag(of.row.is_public)),
            value("columns", "The columns of the file beside `_key`; none where the schema does not take the question any more (`userErrors`).", "[String!]!", |of: &Of| Out::list(of.columns(), Out::text)).at_most(200),
            value("userErrors", "Why the schema does not take the question any more; empty where it does.", "[UserError!]!", |of: &Of| Out::inner(of.errors())).at_most(20),
            value("address", "Where the file is, from where the server's first page is: it ends with a format, `csv` or one of the others. Of a\nquestion that is not public the account's key is to be sent.", "String!", |of: &Of| Out::text(question_path(&of.row.account_id, &of.row.name))),
            value("createdAt", "When it was saved first.", "DateTime", |of: &Of| moment(of.row.created_at)),
            value("updatedAt", "When it was saved last.", "DateTime", |of: &Of| moment(of.row.updated_at)),
        ]),
        Object::told("QuestionPayload", "What became of a saved question.", vec![
            value("question", "The question; of one that is removed, as it was. Null where nothing was done.", "SavedQuestion", |of: &QuestionPayload| Out::maybe(of.question.as_ref(), |one| Out::Inner(one))),
            value("userErrors", "What is wrong; empty where it was done.", "[UserError!]!", |of: &QuestionPayload| Out::inner(&of.errors)).at_most(100),
        ]),
    ]
}
