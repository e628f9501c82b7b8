//! Documents that requests name instead of carrying them: by the hash of one that was sent before
//! (Apollo's automatic persisted queries), or by the id of one that the operator trusts.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::refused::Refused;
use super::words::shown;
use crate::config::PersistedDocuments as Mode;
use crate::error::ErrorCode;
use crate::json;
use crate::secret::shown_path;

/// Memory that documents take at most that clients have sent, in bytes.
const KEPT: u64 = 16 << 20;

/// What a request says of its document.
#[derive(Clone, Copy, Debug)]
pub struct Named<'r> {
    /// The document itself.
    pub query: Option<&'r str>,
    /// The id of one that is known: its own, or `sha256:` and its hash.
    pub id: Option<&'r str>,
    /// The request's extensions, whose `persistedQuery` may have a hash.
    pub extensions: &'r Map<String, Value>,
}

/// The documents that can be named.
#[derive(Debug)]
pub(super) struct Persisted {
    mode: Mode,
    trusted: HashMap<String, Arc<str>>,
    sent: Cache<String, Arc<str>, Bytewise>,
}

/// Weighs documents by the memory that they take.
#[derive(Clone, Debug)]
struct Bytewise;

impl Weighter<String, Arc<str>> for Bytewise {
    fn weight(&self, hash: &String, text: &Arc<str>) -> u64 {
        (hash.len() + text.len() + 100) as u64
    }
}

/// The document that a request means.
pub(super) struct Meant {
    pub(super) text: Arc<str>,
    /// The hash to keep it under, once it was found to follow the rules.
    pub(super) keep: Option<String>,
}

impl Persisted {
    pub(super) fn new(mode: Mode, trusted: Option<&Path>) -> anyhow::Result<Self> {
        let trusted = trusted.map(read).transpose()?.unwrap_or_default();
        if mode == Mode::Require && trusted.is_empty() {
            return Err(anyhow!(
                "--persisted-documents require needs --trusted-documents with a document in it: without, nothing is answered"
            ));
        }
        let sent = Cache::with_weighter(1_000, KEPT, Bytewise);
        Ok(Self {
            mode,
            trusted,
            sent,
        })
    }

    /// The trusted documents with their ids.
    pub(super) fn trusted(&self) -> impl Iterator<Item = (&String, &Arc<str>)> {
        self.trusted.iter()
    }

    /// Whether the trusted documents alone are answered.
    pub(super) fn trusts_alone(&self) -> bool {
        self.mode == Mode::Require
    }

    /// The document that a request means.
    pub(super) fn find(&self, named: Named<'_>) -> Result<Meant, Refused> {
        let hash = hash(named.extensions)?;
        match (named.query, named.id, hash) {
            (Some(_), Some(_), _) => Err(bad("a request has `query` or `documentId`, not both")),
            (None, Some(_), Some(_)) => Err(bad(
                "a request has `documentId` or `extensions.persistedQuery`, not both",
            )),
            (Some(text), None, None) => self.carried(text, None),
            (Some(text), None, Some(hash)) => {
                if sha256(text) == hash {
                    self.carried(text, Some(hash))
                } else {
                    Err(bad(
                        "`extensions.persistedQuery.sha256Hash` is not the hash of `query`",
                    ))
                }
            }
            (None, Some(id), None) => self.known(id.strip_prefix("sha256:").unwrap_or(id)),
            (None, None, Some(hash)) => self.known(&hash),
            (None, None, None) => Err(bad("`query` is missing: it is the document, as a text")),
        }
    }

    /// A document that the request carries.
    fn carried(&self, text: &str, hash: Option<String>) -> Result<Meant, Refused> {
        if self.mode == Mode::Require {
            return self.trusted.get(&sha256(text)).map(meant).ok_or_else(|| {
                let message = "only documents that the operator trusts are answered here, by their `documentId`";
                Refused::because(ErrorCode::DocumentNotTrusted, message)
            });
        }
        let keep = hash.filter(|_| self.mode == Mode::Allow);
        Ok(Meant {
            text: text.into(),
            keep,
        })
    }

    /// A document that the request names.
    fn known(&self, id: &str) -> Result<Meant, Refused> {
        if self.mode == Mode::Off {
            return Err(Refused::because(
                ErrorCode::PersistedQueryNotSupported,
                "PersistedQueryNotSupported",
            ));
        }
        if let Some(text) = self.trusted.get(id) {
            return Ok(meant(text));
        }
        let sent = self.sent.get(id).filter(|_| self.mode == Mode::Allow);
        // The message is a word: clients of the protocol look for it.
        sent.as_ref().map(meant).ok_or_else(|| {
            Refused::because(ErrorCode::PersistedQueryNotFound, "PersistedQueryNotFound")
        })
    }

    /// Keeps a document that was sent with its hash.
    pub(super) fn keep(&self, meant: &Meant) {
        if let Some(hash) = &meant.keep {
            self.sent.insert(hash.clone(), Arc::clone(&meant.text));
        }
    }
}

fn meant(text: &Arc<str>) -> Meant {
    Meant {
        text: Arc::clone(text),
        keep: None,
    }
}

fn bad(message: &str) -> Refused {
    Refused::because(ErrorCode::BadRequest, message)
}

/// The hash in a request's extensions.
fn hash(extensions: &Map<String, Value>) -> Result<Option<String>, Refused> {
    let Some(persisted) = extensions
        .get("persistedQuery")
        .filter(|value| !value.is_null())
    else {
        return Ok(None);
    };
    if persisted["version"] != 1 {
        return Err(bad("`extensions.persistedQuery.version` is to be 1"));
    }
    let hash = persisted["sha256Hash"].as_str().unwrap_or_default();
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash {
        Ok(Some(hash.to_ascii_lowercase()))
    } else {
        Err(bad(
            "`extensions.persistedQuery.sha256Hash` is to be the SHA-256 of the document, in 64 hexadecimal digits",
        ))
    }
}

/// The SHA-256 of a text, in hexadecimal digits.
#[must_use]
pub fn sha256(text: &str) -> String {
    Sha256::digest(text)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// The documents of a file, by id and by hash: `{"id": "document"}`, or a manifest with `operations`,
/// each with `id` and `body`.
fn read(path: &Path) -> anyhow::Result<HashMap<String, Arc<str>>> {
    let place = || format!("the trusted documents {}", shown_path(path));
    let bytes = std::fs::read(path).with_context(place)?;
    let json = json::read(&bytes).map_err(|why| anyhow!("the file {why}"));
    let json = json.with_context(place)?;
    let pairs = pairs(&json).with_context(place)?;
    let mut documents = HashMap::new();
    for (id, text) in pairs {
        let text: Arc<str> = text.into();
        documents.insert(sha256(&text), Arc::clone(&text));
        documents.insert(id.strip_prefix("sha256:").unwrap_or(id).to_owned(), text);
    }
    Ok(documents)
}

fn pairs(json: &Value) -> anyhow::Result<Vec<(&str, &str)>> {
    let object = json
        .as_object()
        .context("the file is to be a JSON object")?;
    let wrong = |what: &str| {
        anyhow!(
            "each document has a text `id` and a text `body`, not so {}",
            shown(what)
        )
    };
    if let Some(operations) = object.get("operations").and_then(Value::as_array) {
        let pairs = operations.iter().map(|of| {
            let pair = of["id"].as_str().zip(of["body"].as_str());
            pair.ok_or_else(|| wrong(&of.to_string()))
        });
        return pairs.collect();
    }
    let pairs = object.iter().map(|(id, text)| {
        let pair = text.as_str().map(|text| (id.as_str(), text));
        pair.ok_or_else(|| wrong(id))
    });
    pairs.collect()
}
