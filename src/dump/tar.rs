//! The data set's files in one.

use std::fs::File;
use std::io::Write;

use entity::tables::SharedTables;
use tar::{Builder, EntryType, Header};
use zstd::stream::write::Encoder;

use super::error::DumpError;
use super::format::{LEVEL, stem};
use super::stop::Stop;
use crate::dataset::{self, Exported};
use crate::store::Version;
use crate::terms::{DISCLAIMER, LICENCE, TITLE, citation};

/// Writes the files that an export writes into a folder of a tar, by name, and beside them the terms that they are
/// given on. Owners are root's and times the version's, on all machines.
pub(super) fn write(
    file: File,
    version: Version,
    tables: &SharedTables,
    stop: &Stop,
) -> Result<(), DumpError> {
    let exported = Exported {
        version: version.number,
        published: version.published().unwrap_or_default(),
    };
    let files = dataset::export(&tables.into())?.of_version(exported);
    let mut encoder = Encoder::new(file, LEVEL)?;
    encoder.include_checksum(true)?;
    let mut tar = Builder::new(encoder);
    let about = about(version);
    for (name, text) in std::iter::once(("README.md", &*about)).chain(files.iter()) {
        stop.check()?;
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(version.unix_seconds());
        let path = format!("{}/{name}", stem(version.number));
        tar.append_data(&mut header, path, text.as_bytes())?;
    }
    tar.into_inner()?.finish()?.flush()?;
    Ok(())
}

/// What is told beside the files, which an import passes over.
fn about(version: Version) -> String {
    let cite = citation(version.number, version.published());
    let (name, url) = (LICENCE.name, LICENCE.url);
    format!(
        "# {TITLE}, version {}\n\nCite it as: {cite}\n\nLicence: [{name}]({url})\n\n{DISCLAIMER}\n",
        version.number
    )
}
