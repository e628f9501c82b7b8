//! The data set's vocabularies as GraphQL enums, names and descriptions taken from the entities.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{Deprecation, MetaEnumValue, MetaType, Registry};
use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, Name, OutputType,
    Positioned, ServerResult, Value,
};
use entity::enums::Vocabulary;

/// A value of a vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<V>(pub(super) V);

impl<V> From<V> for Word<V> {
    fn from(value: V) -> Self {
        Self(value)
    }
}

/// The values of a list.
pub(super) fn words<V: Copy>(values: &[V]) -> Vec<Word<V>> {
    values.iter().copied().map(Word).collect()
}

/// Whether a value is among those asked for; all are where none are asked for.
pub(super) fn is_asked<V: PartialEq>(asked: Option<&Vec<Word<V>>>, value: V) -> bool {
    asked.is_none_or(|asked| asked.contains(&Word(value)))
}

fn create_type_info<V: Vocabulary + 'static>(registry: &mut Registry) -> String {
    let words = V::iter().map(|word| (word.word(), word.doc().trim().to_owned()));
    register_enum(registry, V::NAME, V::DOC.trim(), words);
    <Word<V> as InputType>::qualified_type_name()
}

/// Adds an enum to the schema, if it is not there yet.
pub(super) fn register_enum(
    registry: &mut Registry,
    name: &str,
    doc: &str,
    values: impl Iterator<Item = (String, String)>,
) {
    let values = values.map(|(name, doc)| (name.clone(), enum_value(name, doc)));
    let entry = registry.types.entry(name.to_owned());
    entry.or_insert_with(|| MetaType::Enum {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        enum_values: values.collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    });
}

fn enum_value(name: String, doc: String) -> MetaEnumValue {
    MetaEnumValue {
        name,
        description: Some(doc),
        deprecation: Deprecation::NoDeprecated,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        directive_invocations: Vec::new(),
    }
}

/// The text of an enum's value: variables carry them as strings.
pub(super) fn enum_text(value: &Value) -> Option<&str> {
    match value {
        Value::Enum(name) => Some(name.as_str()),
        Value::String(text) => Some(text),
        _ => None,
    }
}

impl<V: Vocabulary + 'static> InputType for Word<V> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        V::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        create_type_info::<V>(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let Some(given) = enum_text(&value) else {
            return Err(InputValueError::expected_type(value));
        };
        let known = V::iter().find(|known| known.word() == given);
        known.map(Self).ok_or_else(|| {
            let words: Vec<_> = V::iter().map(V::word).collect();
            InputValueError::custom(format!("{given:?} is none of {}", words.join(", ")))
        })
    }

    fn to_value(&self) -> Value {
        Value::Enum(Name::new(self.0.word()))
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

impl<V: Vocabulary + 'static> OutputType for Word<V> {
    fn type_name() -> Cow<'static, str> {
        V::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        create_type_info::<V>(registry)
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(InputType::to_value(self))
    }
}
