//! The feed of versions as Atom (RFC 4287), in pages (RFC 5005).

use std::fmt::Write as _;
use std::io;

use chrono::{DateTime, Utc};
use entity::enums::Operation;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use sha2::{Digest as _, Sha256};

use super::feed_params::FeedParams;
use super::xml::begun;
use crate::clock::written;
use crate::store::ChangesetSummary;
use crate::terms::{LICENCE, TITLE};

/// How long a text of an entry may be, in characters.
const LONGEST: usize = 2_000;

/// A page of the feed.
pub(super) struct Page<'p> {
    /// What was asked for.
    pub(super) params: FeedParams,
    /// The newest first.
    pub(super) changesets: &'p [ChangesetSummary],
    /// Whether there are older ones.
    pub(super) has_more: bool,
    /// When the version that is served was published.
    pub(super) published: Option<DateTime<Utc>>,
    /// When the first version was written, by which feeds are told apart.
    pub(super) first_written: Option<DateTime<Utc>>,
}

type Xml = Writer<Vec<u8>>;

impl Page<'_> {
    /// The page as XML.
    pub(super) fn xml(&self) -> io::Result<Vec<u8>> {
        let mut xml = begun()?;
        let feed = xml
            .create_element("feed")
            .with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "en")]);
        feed.write_inner_content(|xml| self.inside(xml))?;
        let mut bytes = xml.into_inner();
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn inside(&self, xml: &mut Xml) -> io::Result<()> {
        let newest = self.changesets.first();
        let updated = newest.map_or(self.published, |newest| newest.version.published());
        text(xml, "id", &self.id("feed"))?;
        text(xml, "title", &format!("{TITLE}: its versions"))?;
        text(xml, "updated", &moment(updated))?;
        link(xml, "self", "application/atom+xml", &self.params.address())?;
        let oldest = self.changesets.last().filter(|_| self.has_more);
        if let Some(oldest) = oldest {
            let before = Some(oldest.version.number);
            let next = FeedParams {
                before,
                ..self.params
            };
            link(xml, "next", "application/atom+xml", &next.address())?;
        }
        if self.params.before.is_some() {
            let before = None;
            let first = FeedParams {
                before,
                ..self.params
            };
            link(xml, "first", "application/atom+xml", &first.address())?;
        }
        link(xml, "alternate", "text/html", "about")?;
        link(xml, "license", "text/html", LICENCE.url)?;
        text(xml, "rights", LICENCE.name)?;
        let generator = xml
            .create_element("generator")
            .with_attribute(("version", env!("CARGO_PKG_VERSION")));
        generator.write_text_content(BytesText::new("ISCM Graph"))?;
        for changeset in self.changesets {
            let entry = xml.create_element("entry");
            entry.write_inner_content(|xml| self.entry(xml, changeset))?;
        }
        Ok(())
    }

    fn entry(&self, xml: &mut Xml, changeset: &ChangesetSummary) -> io::Result<()> {
        let version = changeset.version;
        let number = version.number;
        let its = format!("{number} {}", version.published_at);
        text(xml, "id", &self.id(&its))?;
        text(xml, "title", &format!("Version {number}"))?;
        text(xml, "updated", &moment(version.published()))?;
        let author = xml.create_element("author");
        author.write_inner_content(|xml| {
            let actor = shown(&changeset.actor);
            let is_blank = actor.trim().is_empty();
            text(xml, "name", if is_blank { "unknown" } else { &actor })
        })?;
        let (in_all, by_type) = counts(changeset);
        let message = shown(&changeset.message);
        typed(xml, "summary", &format!("{message} ({in_all})"))?;
        typed(xml, "content", &format!("{message}\n{by_type}"))
    }

    /// An id that is the same on all servers over this data set, and on none over another.
    fn id(&self, of: &str) -> String {
        let first = self.first_written.map_or(0, |at| at.timestamp_millis());
        let hash: [u8; 32] = Sha256::digest(format!("{TITLE} {first} {of}")).into();
        let mut hex = String::new();
        for (at, byte) in hash.iter().take(16).enumerate() {
            // The bits that say how it was made (RFC 9562, 5.8).
            let byte = match at {
                6 => byte & 0x0f | 0x80,
                8 => byte & 0x3f | 0x80,
                _ => *byte,
            };
            let dash = if [4, 6, 8, 10].contains(&at) { "-" } else { "" };
            // Writing to memory does not fail.
            let _ = write!(hex, "{dash}{byte:02x}");
        }
        format!("urn:uuid:{hex}")
    }
}

/// How many records something was done to: in one line, and in a line for each thing done, by type.
fn counts(changeset: &ChangesetSummary) -> (String, String) {
    let mut in_all = Vec::new();
    let mut by_type = String::new();
    for (operation, word) in [
        (Operation::Insert, "added"),
        (Operation::Update, "changed"),
        (Operation::Delete, "removed"),
    ] {
        let Some(kinds) = changeset.counts.get(&operation) else {
            continue;
        };
        in_all.push(format!("{} {word}", kinds.values().sum::<u64>()));
        let kinds = kinds
            .iter()
            .map(|(kind, count)| format!("{count} {}", kind.name()));
        let kinds: Vec<_> = kinds.collect();
        let _ = writeln!(by_type, "{word}: {}", kinds.join(", "));
    }
    if in_all.is_empty() {
        in_all.push("no record changed".to_owned());
    }
    (in_all.join(", "), by_type)
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    let element = xml.create_element(name);
    element.write_text_content(BytesText::new(text)).map(drop)
}

fn typed(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    let element = xml.create_element(name).with_attribute(("type", "text"));
    element.write_text_content(BytesText::new(text)).map(drop)
}

fn link(xml: &mut Xml, rel: &str, media_type: &str, href: &str) -> io::Result<()> {
    let element = xml.create_element("link").with_attributes([
        ("rel", rel),
        ("type", media_type),
        ("href", href),
    ]);
    element.write_empty().map(drop)
}

/// A moment as Atom has it; the first that there is where none is known, for it has to have one.
fn moment(at: Option<DateTime<Utc>>) -> String {
    written(at.unwrap_or_default())
}

/// A text with nothing in it that XML does not take (XML 1.0, 2.2), cut off where it is long.
fn shown(text: &str) -> String {
    let is_taken = |letter: char| {
        !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')
            || matches!(letter, '\t' | '\n')
    };
    let mut letters = text.chars().map(|letter| {
        if is_taken(letter) {
            letter
        } else {
            char::REPLACEMENT_CHARACTER
        }
    });
    let mut shown: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}
