//! The field of the root for digests by mail.

use std::sync::Arc;

use entity::office::DigestFrequency;
use entity::values::Language;

use crate::error::Result;
use crate::model::{Field, Loaded, Object, Out, Word, arg, language_argument, loaded, value};
use crate::office::{DigestRequest, OfficeRequest, UserError};

/// What became of a digest.
struct DigestPayload {
    errors: Vec<UserError>,
}

#[rustfmt::skip] // tables: a line for each field
pub(super) fn table() -> Object {
    Object::told("DigestPayload", "What became of a digest that was asked for.", vec![
        value("userErrors", "What is wrong; empty where it was asked for.", "[UserError!]!", |of: &DigestPayload| Out::inner(&of.errors)).at_most(20),
    ])
}

type Text = Arc<str>;
type Asked = Arc<OfficeRequest>;

#[rustfmt::skip] // tables: a line for each field
pub(super) fn mutation() -> Field {
    loaded("subscribeByEmail", "Asks a person by mail whether they want a digest of what changed; it takes no key. Nothing more comes unless they confirm\nit, and each mail has a link to end it. What is answered does not tell whether the address has one already.", "DigestPayload!", || (
        arg("email", "The mail address."),
        arg("every", "How often."),
        arg("iscms", "Only changes of these ISCMs and of what is theirs, by acronym, slug or `id`; all changes when it is not given.").at_most(20, "ISCMs"),
        arg("question", "What changed of the answer to this public saved question, named as `@account/name`, instead of what changed of ISCMs.\nWhere it is removed or made private, the digest ends."),
        language_argument("The language of the mails. English, Spanish or French; for others they are in English, with names in that\nlanguage where they are known in it."),
    ), subscribe).costing(5_000)
}

type Given = (
    Text,
    Word<DigestFrequency>,
    Option<Vec<Text>>,
    Option<Text>,
    Word<Language>,
);

async fn subscribe(
    asked: Asked,
    (email, Word(every), iscms, question, Word(language)): Given,
) -> Result<Loaded> {
    let request = DigestRequest {
        email,
        every,
        iscms: iscms.unwrap_or_default(),
        question,
        language,
    };
    let errors = asked.subscribe_by_email(request).await?;
    Ok(Loaded::value(DigestPayload { errors }))
}
