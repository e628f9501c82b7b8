//! What goes wrong with a workbook while it is made.

use std::error::Error as _;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::XlsxError;

use crate::error::{Error, NO_ROOM, Result};

/// What went wrong with a workbook.
pub(super) fn failed(error: &XlsxError) -> Error {
    let fault = match error {
        XlsxError::IoError(fault) => Some(fault),
        error => error
            .source()
            .and_then(<dyn std::error::Error>::downcast_ref),
    };
    let is_full = fault.is_some_and(|fault: &io::Error| NO_ROOM.contains(&fault.kind()));
    unmade(error.to_string(), is_full)
}

/// The error of a workbook that was not made; whether for want of room.
fn unmade(cause: String, is_full: bool) -> Error {
    if is_full {
        return Error::no_room("to make the file", Some(cause));
    }
    Error::internal(format!("writing a workbook: {cause}"))
}

/// Does what may fail as the crate does.
pub(super) fn guarded<T>(work: impl FnOnce() -> std::result::Result<T, XlsxError>) -> Result<T> {
    contained(|| work().map_err(|error| failed(&error)))
}

/// Does something with a sheet: where its temporary file cannot be written, the crate panics with the error's text.
pub(super) fn contained<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|panic| {
        let cause = panic
            .downcast_ref::<String>()
            .map_or("a panic", |text| text);
        let mut kinds = NO_ROOM.iter().map(|kind| format!("kind: {kind:?}"));
        let is_full = kinds.any(|kind| cause.contains(&kind));
        Err(unmade(cause.to_owned(), is_full))
    })
}
