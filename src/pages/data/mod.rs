//! The data sets that are had as files, and the dumps of all.

use askama::Template;
use serde_json::{Map, Value, json};

use super::address::Link;
use super::edition::Edition;
use super::frame::{Frame, Head};
use super::page::{Page, document};
use super::show::{Nothing, Shown, read};
use crate::error::Result;
use crate::files::{Format, Listing};

pub(super) const DOCUMENT: &str = document!("data.graphql", "../edition.graphql");

/// What is had as files.
#[derive(Debug)]
pub(super) struct DataPage;

/// A data set, with links to its files.
#[derive(Debug)]
struct Set<'v> {
    of: &'v Listing,
    files: Vec<File>,
}

/// A file.
#[derive(Debug)]
struct File {
    /// What people call its format.
    label: &'static str,
    media_type: &'static str,
    path: String,
    link: Link,
}

#[derive(Template)]
#[template(path = "data/data.html")]
struct View<'v> {
    frame: &'v Frame<'v>,
    head: &'v Head,
    edition: &'v Edition,
    sets: &'v [Set<'v>],
}

impl<'v> Set<'v> {
    /// A data set in the version that the page is of.
    fn of(of: &'v Listing, frame: &Frame<'_>) -> Self {
        let version = frame.version.map(|version| version.to_string());
        let file = |format: Format| {
            let path = format!("d/{}.{}", of.name, format.extension());
            let params = version.iter().map(|version| ("version", &**version));
            File {
                label: format.label(),
                media_type: format.media_type(),
                link: Link::new(&format!("{}{path}", frame.root), params),
                path,
            }
        };
        let formats = Format::built();
        Self {
            of,
            files: formats.map(file).collect(),
        }
    }

    /// It in the vocabulary of schema.org.
    fn json_ld(&self, frame: &Frame<'_>, edition: &Edition) -> Value {
        let files = self.files.iter().map(|file| {
            json!({
                "@type": "DataDownload",
                "encodingFormat": file.media_type,
                "contentUrl": frame.file(&file.path),
            })
        });
        json!({
            "@type": "Dataset",
            "name": self.of.title,
            "description": self.of.description,
            "version": edition.version.to_string(),
            "dateModified": edition.day(),
            "license": edition.licence.url,
            "isAccessibleForFree": true,
            "distribution": files.collect::<Value>(),
        })
    }
}

impl Page for DataPage {
    fn document(&self) -> &'static str {
        DOCUMENT
    }

    fn variables(&self) -> Map<String, Value> {
        Map::new()
    }

    fn show(&self, frame: &Frame<'_>, data: &[u8]) -> Result<Option<Shown>> {
        let answer = read::<Nothing>(data)?;
        let edition = &answer.edition;
        let sets = frame.listings.iter().map(|of| Set::of(of, frame));
        let sets: Vec<_> = sets.collect();
        let told = sets.iter().map(|set| set.json_ld(frame, edition));
        let t = &frame.t.data;
        let head = Head {
            title: t.title.clone(),
            description: t.lead.clone(),
            json_ld: Some(json!({
                "@context": "https://schema.org",
                "@type": "DataCatalog",
                "name": frame.t.common.site,
                "description": t.lead,
                "dataset": told.collect::<Value>(),
            })),
        };
        let view = View {
            frame,
            head: &head,
            edition,
            sets: &sets,
        };
        Shown::html(head.title.clone(), edition, &view).map(Some)
    }
}
