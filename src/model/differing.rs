//! What differs in a record between two versions, field by field: worked out of its fields, as it is in each
//! by itself.

use entity::tables::NodeType;
use entity::values::Language;
use sea_orm::Iterable;
use serde_json::{Map, Value as Json, json};

use super::field::{Field, Kind};
use super::history::Change;
use super::object::Object;
use super::of_record;
use super::relation::Relation;
use super::value::Value;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{PastError, Scope};

/// A field of a record that differs.
#[derive(Clone, Debug)]
pub struct FieldChange {
    /// Its name.
    pub field: &'static str,
    /// What it was; null where the record was not there.
    pub before: Json,
    /// What it is after the change; null where the record is not there any more.
    pub after: Json,
}

impl Change {
    /// The record by itself, as it was in a version.
    fn at(&self, scope: &Scope, version: i64) -> Result<Option<(Scope, u32)>> {
        let fragment = scope.fragment(self.kind, &self.id, version);
        fragment.map_err(|error| match error {
            PastError::Gone { oldest } => {
                let message = format!(
                    "what version {} changed is not kept any more: the oldest version that can be asked for is {oldest}",
                    self.version
                );
                Error::new(ErrorCode::VersionGone, message).with("oldest", oldest.into())
            }
            other => Error::internal(other.to_string()),
        })
    }

    /// What people call the record in a language, as it was last.
    pub fn label(&self, scope: &Scope, language: Language) -> Result<Option<String>> {
        let last = match self.at(scope, self.to)? {
            None => self.at(scope, self.from)?,
            last => last,
        };
        let label = |(scope, place): (Scope, u32)| {
            let of = of_record(self.kind);
            of.label_of(&scope, place, language).to_owned()
        };
        Ok(last.map(label))
    }

    /// The fields that differ.
    pub fn fields(&self, scope: &Scope) -> Result<Vec<FieldChange>> {
        let (before, after) = (self.at(scope, self.from)?, self.at(scope, self.to)?);
        let mut differing: Vec<FieldChange> = Vec::new();
        for field in of_record(self.kind).fields.iter().filter(|of| is_own(of)) {
            let value = |at: &Option<(Scope, u32)>| {
                let (scope, place) = at.as_ref()?;
                told(field, scope, *place)
            };
            let (before, after) = (value(&before), value(&after));
            let is_empty = |value: &Option<Json>| {
                let is_none = |json: &Json| json.is_null() || *json == json!([]);
                value.as_ref().is_none_or(is_none)
            };
            let is_known = differing.iter().any(|known| known.field == field.name);
            if before != after && !(is_empty(&before) && is_empty(&after)) && !is_known {
                differing.push(FieldChange {
                    field: field.name,
                    before: before.unwrap_or_default(),
                    after: after.unwrap_or_default(),
                });
            }
        }
        Ok(differing)
    }
}

/// Whether a field is of the record itself or of its parts, and not worked out of others.
fn is_own(field: &Field) -> bool {
    let is_part = |table: usize| table >= NodeType::iter().len();
    match &field.kind {
        Kind::Told(_) | Kind::Id(..) => false,
        Kind::One(relation, _) => matches!(relation, Relation::To(_)),
        Kind::Many(list) => match &list.relation {
            Relation::Citations(_) => true,
            Relation::From(key) | Relation::Sorted(key, _) => is_part(key.table),
            Relation::Through(from, _) => is_part(from.table),
            Relation::To(_) | Relation::All(_) | Relation::Told(_) => false,
        },
        _ => !field.is_of_all_nodes(),
    }
}

/// The value of a field, as the API gives it: of nodes their ids, of parts their fields, of a name the name
/// by language. Nothing for what functions tell.
fn told(field: &Field, scope: &Scope, place: u32) -> Option<Json> {
    let rows = |of: &'static Object, places: &[u32]| -> Json {
        let rows = places.iter().map(|place| row(of, scope, *place));
        rows.collect()
    };
    Some(match &field.kind {
        Kind::Told(_) => return None,
        Kind::Id(_, kind) => of_record(*kind).node_id(scope, place).into(),
        Kind::Name(get) => {
            let names = Language::iter().map(|language| (language, get(scope, place, language)));
            let english = get(scope, place, Language::En);
            let own =
                names.filter(|(language, name)| *language == Language::En || *name != english);
            let own = own.map(|(language, name)| (language.code().to_uppercase(), name.into()));
            Json::Object(own.collect())
        }
        Kind::Texts(get) => get(scope, place).into(),
        Kind::Words(get, words) => {
            let words = get(scope, place).into_iter().map(|at| words.word(at));
            words.collect()
        }
        Kind::Many(list) => rows(list.target.of(), &list.relation.many(scope, place)),
        Kind::One(relation, target) => match relation.one(scope, place) {
            Some(place) => row(target.of(), scope, place),
            None => Json::Null,
        },
        kind => match (field.value(scope, place, Language::En), kind) {
            (Value::Text(text), _) => text.into(),
            (Value::Int(number), _) => number.into(),
            (Value::Float(number), _) => number.into(),
            (Value::Money(money), _) => money.to_string().into(),
            (Value::Date(date), _) => date.format("%Y-%m-%d").to_string().into(),
            (Value::Flag(flag), _) => flag.into(),
            (Value::Word(at), Kind::Word(_, words)) => words.word(at).into(),
            _ => Json::Null,
        },
    })
}

/// A row that a record has or refers to: a node by its id, a part by its fields.
fn row(of: &'static Object, scope: &Scope, place: u32) -> Json {
    if of.rows.is_some_and(|rows| rows.record.is_some()) {
        return of.node_id(scope, place).into();
    }
    let mut part = Map::new();
    for field in &of.fields {
        let is_told = match &field.kind {
            Kind::Many(_) => false,
            Kind::One(relation, _) => matches!(relation, Relation::To(_)),
            _ => true,
        };
        if let Some(value) = told(field, scope, place).filter(|_| is_told) {
            part.entry(field.name).or_insert(value);
        }
    }
    part.into()
}
