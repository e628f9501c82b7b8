//! The beginning of a file in a format.

use std::io::Write;
use std::path::Path;

use super::csv::Csv;
use super::format::Format;
use super::json::Json;
use super::layout::Layout;
#[cfg(feature = "parquet")]
use super::parquet::Parquet;
use super::writer::Writer;
use super::xlsx::Xlsx;
use crate::error::Result;

/// Begins a file. What is wrong with it as a whole (a sheet of Excel has not as many columns) is told here, and nothing
/// is written then. A workbook is made in `temporary`, a folder.
pub fn begin<'w, W: Write + Send + 'w>(
    format: Format,
    layout: &Layout,
    temporary: &Path,
    out: W,
) -> Result<Box<dyn Writer + Send + 'w>> {
    Ok(match format {
        Format::Json => Box::new(Json::whole(layout, out)?),
        Format::JsonLines => Box::new(Json::lines(layout, out)),
        Format::Csv => Box::new(Csv::begin(layout, out)?),
        Format::Xlsx => Box::new(Xlsx::begin(layout, temporary, out)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(Parquet::begin(layout, out)?),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => {
            let message =
                "This server was built without Parquet: ask for `csv`, `jsonl`, `json` or `xlsx`.";
            return Err(crate::error::Error::new(
                crate::error::ErrorCode::BadRequest,
                message,
            ));
        }
    })
}
