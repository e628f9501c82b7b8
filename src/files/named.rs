//! Named data sets: documents in a folder, each with what it is called and how its rows are taken.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use rust_embed::RustEmbed;
use serde_json::{Map, Value};

use super::wrong::Wrong;
use crate::error::{Error, ErrorCode, cut, shown};
use crate::execute::{Column, OtherLists, Table, TableOptions};
use crate::input::utf8;
use crate::request::{Document, Documents, Operation, Refused, Variable};
use crate::secret::shown_path;

/// Those that come with the program.
#[derive(RustEmbed)]
#[folder = "src/files/datasets"]
struct Embedded;

/// Parameters of files that no variable of a data set is called like.
const RESERVED: [&str; 8] = [
    "rows", "lists", "empty", "bom", "since", "version", "format", "cite",
];

/// The most bytes of a document.
const MAX_BYTES: u64 = 100_000;

/// A named data set.
#[derive(Debug)]
pub struct Named {
    /// The name in its address.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it holds, in sentences.
    pub description: String,
    /// The path of its rows, where it is said.
    rows: Option<String>,
    /// What becomes of its other lists.
    lists: OtherLists,
    /// Its document.
    pub document: Arc<Document>,
    /// Its variables, in the document's order.
    pub variables: Vec<Variable>,
    /// Values of them that take the place of the document's own defaults.
    values: Map<String, Value>,
    /// Its columns, as long as no parameter makes them others.
    pub columns: Vec<Column>,
}

/// What is said of a data set beside its document.
#[derive(Debug)]
pub(super) struct Described {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) rows: Option<String>,
    pub(super) lists: OtherLists,
    pub(super) values: Map<String, Value>,
}

/// The named data sets, by name.
#[derive(Debug, Default)]
pub struct NamedSets(BTreeMap<String, Named>);

impl NamedSets {
    /// Those that come with the program, and those of a folder, which take the place of others of the same name.
    pub fn read(documents: &Documents, folder: Option<&Path>) -> anyhow::Result<Self> {
        let mut all = BTreeMap::new();
        for path in Embedded::iter() {
            let file = Embedded::get(&path)
                .map(|file| file.data)
                .unwrap_or_default();
            let named = Named::read(documents, &path, &String::from_utf8_lossy(&file))?;
            all.insert(named.name.clone(), named);
        }
        for (file, text) in folder.map(files).transpose()?.unwrap_or_default() {
            let named = Named::read(documents, &file, &text)?;
            all.insert(named.name.clone(), named);
        }
        Ok(Self(all))
    }

    /// All, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Named> {
        self.0.values()
    }

    /// The one whose document has a text.
    #[must_use]
    pub fn of_document(&self, text: &str) -> Option<&Named> {
        self.iter().find(|named| *named.document.text == *text)
    }

    /// The one with a name.
    pub fn get(&self, name: &str) -> Result<&Named, Error> {
        self.0.get(name).ok_or_else(|| {
            let names: Vec<_> = self.0.keys().map(|name| format!("`{name}`")).collect();
            let message = format!(
                "there is no data set `{}`; there are {}",
                cut(name),
                names.join(", ")
            );
            Error::new(ErrorCode::NotFound, message)
                .with("allowed", self.0.keys().cloned().collect())
        })
    }
}

/// The documents of a folder, by file name. A file that is none is refused, but for those that tell of others.
fn files(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let of_folder = || format!("the data sets in {}", shown_path(folder));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(of_folder)? {
        let path = entry.with_context(of_folder)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || name.ends_with(".md") {
            continue;
        }
        let file = || format!("the data set {}", shown_path(&path));
        if !name.ends_with(".graphql") {
            bail!("{}: its name ends with `.graphql`", file());
        }
        let size = fs::metadata(&path).with_context(file)?.len();
        if size > MAX_BYTES {
            bail!("{}: has {size} bytes, {MAX_BYTES} at most are read", file());
        }
        let text = fs::read(&path).with_context(file)?;
        let text = utf8(&text).map_err(|why| anyhow!("{}: {why}", file()))?;
        files.push((name.into_owned(), text.to_owned()));
    }
    Ok(files)
}

impl Named {
    /// Reads a document with the lines of comment before it: the title, an empty line, the description, and
    /// `rows:` and `lists:`.
    fn read(documents: &Documents, file: &str, text: &str) -> anyhow::Result<Self> {
        let name = file.strip_suffix(".graphql").unwrap_or(file);
        let fault = |why: &str| anyhow!("the data set {file}: {why}");
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || !name.bytes().all(is_name) {
            return Err(fault(
                "its name takes lower-case letters, digits and hyphens",
            ));
        }
        let comments = text
            .lines()
            .map_while(|line| line.trim_start().strip_prefix('#'));
        let comments: Vec<_> = comments.map(str::trim).collect();
        let setting = |key: &str| {
            let mut lines = comments.iter();
            lines.find_map(|line| line.strip_prefix(key)).map(str::trim)
        };
        let lists = setting("lists:").map(|word| {
            let takes = OtherLists::ALL.map(|(word, _)| format!("`{word}`"));
            let takes = format!("`lists:` takes {}", takes.join(", "));
            OtherLists::named(word).ok_or_else(|| fault(&takes))
        });
        let lists = lists.transpose()?.unwrap_or_default();
        let is_setting = |line: &str| line.starts_with("rows:") || line.starts_with("lists:");
        let mut texts = comments
            .iter()
            .filter(|line| !line.is_empty() && !is_setting(line));
        let title = texts.next();
        let title =
            title.ok_or_else(|| fault("its first line is to be a comment with its title"))?;
        let description: Vec<_> = texts.copied().collect();
        let described = Described {
            name: name.to_owned(),
            title: (*title).to_owned(),
            description: description.join(" "),
            rows: setting("rows:").map(str::to_owned),
            lists,
            values: Map::new(),
        };
        let document = documents.document(text).map_err(Wrong::document);
        let named = document.and_then(|document| Self::of(documents, described, document));
        named.map_err(|wrong| {
            let first = wrong.errors.into_iter().next();
            fault(&first.map(|error| error.message).unwrap_or_default())
        })
    }

    /// A document as a data set.
    pub(super) fn of(
        documents: &Documents,
        described: Described,
        document: Arc<Document>,
    ) -> Result<Self, Wrong> {
        let mut variables = document.variables(None).map_err(Wrong::document)?;
        if let Some(of) = variables.iter().find(|of| RESERVED.contains(&&*of.name)) {
            let name = &of.name;
            let message = format!("`${name}` is called like a parameter of all data sets");
            return Err(Wrong::of_document(message));
        }
        for (name, value) in &described.values {
            let Some(of) = variables.iter_mut().find(|of| of.name == *name) else {
                return Err(Wrong::variable(name));
            };
            of.default = Some(value.to_string());
        }
        let Described {
            name,
            title,
            description,
            rows,
            lists,
            values,
        } = described;
        let mut named = Self {
            name,
            title,
            description,
            rows,
            lists,
            document,
            variables,
            values,
            columns: Vec::new(),
        };
        let operation = named.operation(documents, &named.values);
        let operation = operation.map_err(Wrong::operation)?;
        if !operation.is_public_query() {
            return Err(Wrong::of_document("is no query of what is public"));
        }
        let table = named.table(&operation, None, None, false);
        named.columns = table.map_err(Wrong::table)?.columns;
        Ok(named)
    }

    /// Its operation, with values of its variables.
    pub fn operation(
        &self,
        documents: &Documents,
        variables: &Map<String, Value>,
    ) -> Result<Operation, Refused> {
        documents.table_operation(&self.document, (None, variables))
    }

    /// It as a table; what is given of rows and lists takes the place of its own.
    pub fn table(
        &self,
        operation: &Operation,
        rows: Option<&str>,
        lists: Option<OtherLists>,
        keep_empty: bool,
    ) -> Result<Table, Error> {
        operation.table(&TableOptions {
            rows: rows.or(self.rows.as_deref()),
            lists: lists.unwrap_or(self.lists),
            keep_empty,
        })
    }

    /// The values of its variables that parameters of an address give; none of them is given twice.
    pub fn values(&self, given: &[(String, String)]) -> Result<Map<String, Value>, Error> {
        let mut values = self.values.clone();
        for (name, text) in given {
            let Some(of) = self.variables.iter().find(|of| of.name == *name) else {
                let names = self.variables.iter().map(|of| of.name.as_str());
                let names: Vec<_> = names.chain(RESERVED).collect();
                let shown: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
                let message = format!(
                    "`{}` is no parameter of `{}`, which takes {}",
                    cut(name),
                    self.name,
                    shown.join(", ")
                );
                return Err(Error::new(ErrorCode::BadUserInput, message)
                    .with("argument", cut(name).into())
                    .with("allowed", names.into()));
            };
            // Empty is not given.
            if !text.is_empty() {
                values.insert(name.clone(), value(name, &of.ty, text)?);
            }
        }
        Ok(values)
    }
}

/// The value of a variable that a text means: of a list its items, parted by commas, or a JSON list.
fn value(name: &str, ty: &str, text: &str) -> Result<Value, Error> {
    let json = || serde_json::from_str::<Value>(text).ok();
    let takes = |takes: &str| {
        let takes = format!("takes {takes}, not {}", shown(text));
        Error::bad_input(&format!("${name}"), &takes)
    };
    if let Some(item) = ty.strip_prefix('[') {
        if text.starts_with('[') {
            let list = json().filter(Value::is_array);
            return list.ok_or_else(|| takes("values parted by commas, or a JSON list"));
        }
        let items = text.split(',').map(|text| value(name, item, text.trim()));
        return items.collect::<Result<Vec<_>, _>>().map(Value::Array);
    }
    match ty.trim_end_matches(['!', ']']) {
        "Int" | "Float" => json()
            .filter(Value::is_number)
            .ok_or_else(|| takes("a number")),
        "Boolean" => json()
            .filter(Value::is_boolean)
            .ok_or_else(|| takes("`true` or `false`")),
        _ => Ok(json()
            .filter(Value::is_object)
            .unwrap_or_else(|| text.into())),
    }
}
