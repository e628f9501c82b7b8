//! The data set's vocabularies as GraphQL enums, names and descriptions taken from the entities.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaEnumValue, MetaType, MetaTypeId, Registry};
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
    registry.create_input_type::<Word<V>, _>(MetaTypeId::Enum, |_| MetaType::Enum {
        name: V::NAME.to_owned(),
        description: Some(V::DOC.trim().to_owned()),
        enum_values: V::iter().map(meta_value).collect::<IndexMap<_, _>>(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some(std::any::type_name::<Word<V>>()),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    })
}

fn meta_value<V: Vocabulary>(value: V) -> (String, MetaEnumValue) {
    let meta = MetaEnumValue {
        name: value.word(),
        description: Some(value.doc().trim().to_owned()),
        deprecation: async_graphql::registry::Deprecation::NoDeprecated,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        directive_invocations: Vec::new(),
    };
    (value.word(), meta)
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
        let given = match &value {
            Value::Enum(name) => name.as_str(),
            // Variables carry values of enums as strings.
            Value::String(text) => text,
            _ => return Err(InputValueError::expected_type(value)),
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
