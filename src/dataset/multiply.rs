//! The embedded data set many times over, to try the server with more than there is.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::Files;

/// The embedded data set with each ISCM `times` times. The copies have their own slugs, acronyms and
/// sources (`rcm-x2`, `RCM-X2`), and share topics, organizations and everything that is not an
/// ISCM's. The same for the same number, always.
pub fn multiplied(times: u32) -> Result<Files, toml::ser::Error> {
    let originals = Files::embedded();
    let mut files: Vec<_> = originals
        .iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    for (path, text) in originals
        .iter()
        .filter(|(path, _)| path.starts_with("iscm/"))
    {
        let stem = path.trim_end_matches(".toml");
        let file: Table = text.parse().unwrap_or_default();
        for copy in 2..=times {
            let copied = toml::to_string(&copied(file.clone(), copy))?;
            files.push((format!("{stem}-x{copy}.toml"), copied));
        }
    }
    Ok(files.into_iter().collect())
}

/// The copy of an ISCM's file with a number.
fn copied(mut file: Table, copy: u32) -> Table {
    let records = |table: &Table, name: &str| table.get(name).and_then(Value::as_array).cloned();
    let sources = records(&file, "sources").unwrap_or_default();
    let own: BTreeSet<String> = sources
        .iter()
        .filter_map(|source| source.get("id")?.as_str().map(str::to_owned))
        .collect();
    file.remove("aliases");
    file.remove("organizations");
    let mut renamed = Value::Table(file);
    rename(&mut renamed, &mut |key, text| match key {
        "acronym" => *text = format!("{text}-X{copy}"),
        "id" | "iscm" => *text = format!("{text}-x{copy}"),
        "cite" => {
            let end = text.find('#').unwrap_or(text.len());
            if own.contains(&text[..end]) {
                text.insert_str(end, &format!("-x{copy}"));
            }
        }
        _ => {}
    });
    match renamed {
        Value::Table(file) => file,
        _ => Table::new(),
    }
}

/// Changes each text of a table by the key it stands at.
fn rename(value: &mut Value, change: &mut impl FnMut(&str, &mut String)) {
    fn at(key: &str, value: &mut Value, change: &mut impl FnMut(&str, &mut String)) {
        match value {
            Value::String(text) => change(key, text),
            Value::Array(array) => array.iter_mut().for_each(|value| at(key, value, change)),
            Value::Table(table) => {
                for (key, value) in table.iter_mut() {
                    at(key, value, change);
                }
            }
            _ => {}
        }
    }
    at("", value, change);
}
