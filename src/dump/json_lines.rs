//! The records as lines of JSON.

use std::fs::File;
use std::io::Write;

use entity::tables::{AllTables, NodeType};
use serde::Serialize;
use zstd::stream::write::Encoder;

use super::error::DumpError;
use super::format::LEVEL;
use super::stop::Stop;
use crate::clock::written;
use crate::store::{Document, Documents, Version};
use crate::terms::{DISCLAIMER, LICENCE, TITLE, citation};

/// The first line.
#[derive(Serialize)]
struct First {
    about: About,
}

/// What the lines are of.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct About {
    title: &'static str,
    version: i64,
    published_at: Option<String>,
    licence: Terms,
    citation: String,
    disclaimer: &'static str,
    /// How many lines follow.
    records: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Terms {
    name: &'static str,
    spdx_id: &'static str,
    url: &'static str,
}

/// A line.
#[derive(Serialize)]
struct Line<'r> {
    #[serde(rename = "type")]
    kind: NodeType,
    /// The id as the API has it.
    id: String,
    record: &'r Document,
}

/// Writes what is told of the version, and a line for each record: the types in the order of the tables, of one type
/// by id.
pub(super) fn write(
    file: File,
    version: Version,
    tables: &impl AllTables,
    stop: &Stop,
) -> Result<(), DumpError> {
    let documents = Documents::new(tables, |_, _| true);
    let records = documents.records();
    let mut lines = Encoder::new(file, LEVEL)?;
    lines.include_checksum(true)?;
    let published_at = version.published();
    let about = About {
        title: TITLE,
        version: version.number,
        published_at: published_at.map(written),
        licence: Terms {
            name: LICENCE.name,
            spdx_id: LICENCE.spdx_id,
            url: LICENCE.url,
        },
        citation: citation(version.number, published_at),
        disclaimer: DISCLAIMER,
        records: records.len(),
    };
    line(&mut lines, &First { about })?;
    for (kind, id) in records {
        stop.check()?;
        if let Some(record) = documents.of(kind, id)? {
            let id = format!("{}:{id}", kind.name());
            let record = &record;
            line(&mut lines, &Line { kind, id, record })?;
        }
    }
    lines.finish()?.flush()?;
    Ok(())
}

fn line(lines: &mut impl Write, of: &impl Serialize) -> Result<(), DumpError> {
    let mut line = serde_json::to_vec(of)?;
    line.push(b'\n');
    Ok(lines.write_all(&line)?)
}
