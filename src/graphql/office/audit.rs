//! The audit.

use entity::office::audit;

use super::changeset::moment;
use crate::model::{Object, Out, value};

#[rustfmt::skip] // tables: a line for each field
pub(super) fn tables() -> [Object; 1] {
    [
        Object::told("AuditEntry", "A write, or an attempt at one that was refused.", vec![
            value("at", "When.", "DateTime", |of: &audit::Model| moment(of.at)),
            value("account", "The account; null where nobody was known, and for what is done on the command line.", "String", |of: &audit::Model| Out::maybe(of.account_id.as_deref(), Out::text)),
            value("key", "The part of the key that is shown; null where it was by none.", "String", |of: &audit::Model| Out::maybe(of.key_prefix.as_deref(), Out::text)),
            value("requestId", "The id of the request, as the server's log has it.", "String!", |of: &audit::Model| Out::text(&of.request_id)),
            value("action", "What was to be done: the mutation.", "String!", |of: &audit::Model| Out::text(&of.action)),
            value("subject", "To what, by its id; null where there was none yet.", "String", |of: &audit::Model| Out::maybe(of.subject.as_deref(), Out::text)),
            value("refused", "The code of the error that it was refused with; null where it was done.", "String", |of: &audit::Model| Out::maybe(of.refused.as_deref(), Out::text)),
            value("version", "The version that it published; null where it published none.", "Int", |of: &audit::Model| Out::maybe(of.version, Out::Int)),
        ]),
    ]
}
