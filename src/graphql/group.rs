//! Groups of a connection's nodes: facets.

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::{Enum, Object, OutputType, TypeName};

use super::args::Language;
use super::ask::{GroupKeyOf, NumberOf, described};
use super::error::{Error, Result};
use super::node::Node;
use crate::graph::catalog::{Kind, Measure, Target};
use crate::graph::{Group, InCommon, MAX_KEYS, Numbers, View, groups as group_rows, numbers};

/// The most groups.
const MAX_GROUPS: usize = 1000;

/// The order of groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(super) enum GroupOrder {
    /// By the number of nodes, from the greatest to the least; ties by key.
    #[default]
    Count,
    /// By what the nodes have in common: years from early to late, words in their vocabulary's order,
    /// texts by code point, nodes in their list's order; what is not known last.
    Key,
}

/// Groups the nodes at places.
pub(super) fn groups<'a, T: OutputType>(
    view: &'a View,
    places: &[u32],
    keys: &[GroupKeyOf<T>],
    order: GroupOrder,
    first: Option<i32>,
) -> Result<Vec<GroupOf<'a, T>>> {
    if keys.len() > MAX_KEYS {
        let message = format!("takes at most {MAX_KEYS} keys, not {}", keys.len());
        return Err(Error::bad_input("keys", message));
    }
    let most = match first.map(usize::try_from) {
        Some(Ok(count)) if count <= MAX_GROUPS => Some(count),
        None => None,
        Some(_) => {
            let message = format!("takes a number from 0 to {MAX_GROUPS}");
            return Err(Error::bad_input("first", message));
        }
    };
    let measures: Vec<_> = keys.iter().map(GroupKeyOf::measure).collect();
    let mut groups = group_rows(view, places, &measures);
    if order == GroupOrder::Count {
        groups.sort_by_key(|group| std::cmp::Reverse(group.places.len()));
    }
    if most.is_none() && groups.len() > MAX_GROUPS {
        let message = format!(
            "is needed for the {} groups that these keys make: ask for up to {MAX_GROUPS}",
            groups.len()
        );
        return Err(Error::bad_input("first", message));
    }
    groups.truncate(most.unwrap_or(MAX_GROUPS));
    let wrapped = groups.into_iter().map(|group| GroupOf {
        view,
        group,
        keys: measures.clone(),
        of: PhantomData,
    });
    Ok(wrapped.collect())
}

/// A group.
pub(super) struct GroupOf<'a, T> {
    view: &'a View,
    group: Group<'a>,
    keys: Vec<&'static Measure>,
    of: PhantomData<fn() -> T>,
}

impl<T: OutputType> TypeName for GroupOf<'_, T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Group", T::type_name()).into()
    }
}

/// Nodes that have something in common, counted.
#[Object(name_type)]
impl<'a, T: OutputType> GroupOf<'a, T> {
    /// What they have in common, by each key in the keys' order.
    async fn values(&self) -> Vec<GroupValue<'a>> {
        let values = self.keys.iter().zip(self.group.values);
        values
            .map(|(key, value)| GroupValue {
                view: self.view,
                key,
                value,
            })
            .collect()
    }

    /// How many nodes there are.
    async fn count(&self) -> usize {
        self.group.places.len()
    }

    /// The least of a number that they have; null when none has it.
    async fn min(&self, #[graphql(desc = "The number.")] of: NumberOf<T>) -> Option<Result<f64>> {
        self.number(&of, |numbers| numbers.min)
    }

    /// The greatest of a number that they have; null when none has it.
    async fn max(&self, #[graphql(desc = "The number.")] of: NumberOf<T>) -> Option<Result<f64>> {
        self.number(&of, |numbers| numbers.max)
    }

    /// The sum of a number that they have; null when none has it. What is not known is not in it.
    async fn sum(&self, #[graphql(desc = "The number.")] of: NumberOf<T>) -> Option<Result<f64>> {
        self.number(&of, |numbers| numbers.sum)
    }
}

impl<T: OutputType> GroupOf<'_, T> {
    fn number(&self, of: &NumberOf<T>, which: fn(Numbers) -> f64) -> Option<Result<f64>> {
        let found = numbers(
            self.view,
            described::<T>(),
            &self.group.places,
            of.measure(),
        );
        match found {
            Ok(numbers) => numbers.map(which).map(Ok),
            Err(unit) => {
                let message = format!(
                    "names a number in units that differ: group by `{unit}`, or filter for one"
                );
                Some(Err(Error::bad_input("of", message)))
            }
        }
    }
}

/// What the nodes of a group have in common.
pub(super) struct GroupValue<'a> {
    view: &'a View,
    key: &'static Measure,
    value: InCommon<'a>,
}

/// What the nodes of a group have in common, by one key.
#[Object]
impl<'a> GroupValue<'a> {
    /// The key, e.g. `KIND`.
    async fn key(&self) -> &str {
        &self.key.name
    }

    /// The value as text: a word of a vocabulary, a year (of a decade its first), a text, of a node its
    /// natural key (a country's code, an ISCM's or organization's acronym, a topic's slug) or else its
    /// id. Null for the group of nodes for which it is not known or which have none.
    async fn value(&self) -> Option<Cow<'_, str>> {
        match (self.value, &self.key.field().kind) {
            (InCommon::Unknown, _) => None,
            (InCommon::Row(place), _) => Some(self.target()?.of().key_of(self.view, place).into()),
            (InCommon::Text(text), _) => Some(text.into()),
            (InCommon::Number(word), Kind::Word(_, words) | Kind::Words(_, words)) => {
                let (word, _) = words.words.get(usize::try_from(word).ok()?)?;
                Some(word.as_str().into())
            }
            (InCommon::Number(flag), Kind::Flag(_)) => Some((flag == 1).to_string().into()),
            (InCommon::Number(number), _) => Some(number.to_string().into()),
        }
    }

    /// The name or title of the node; null for a value that is not a node.
    async fn label(
        &self,
        #[graphql(desc = "The language of the name.", default)] language: Language,
    ) -> Option<&str> {
        match self.value {
            InCommon::Row(place) => {
                let of = self.target()?.of();
                Some(of.label_of(self.view, place, language.into()))
            }
            _ => None,
        }
    }

    /// The node; null for a value that is not one.
    async fn node(&self) -> Option<Node<'a>> {
        match self.value {
            InCommon::Row(place) => Node::at(self.view, self.target()?, place),
            _ => None,
        }
    }
}

impl GroupValue<'_> {
    const fn target(&self) -> Option<Target> {
        self.key.field().target()
    }
}
