//! Objects: what has fields.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::LazyLock;

use chrono::NaiveDate;
use entity::tables::{Dated, NodeType, Record, Table, Visitor, each};
use entity::values::Language;

use super::argument::Arguments;
use super::field::{Field, Kind, SearchedAs};
use super::fields::FieldOf;
use super::measure::Measures;
use super::natural::Natural;
use super::out::Out;
use super::related::All;
use super::relation::Target;
use super::timeline::Happening;
use super::told::root;
use super::value::{GetText, Value};
use crate::error::Result;
use crate::graph::{Certainty, Reads, Row, Scope, Years, period_reads};
use crate::store::OrderKey;

/// A type of objects.
pub struct Object {
    /// Its name in the schema.
    pub name: Cow<'static, str>,
    /// What it is.
    pub doc: Cow<'static, str>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The rows that its objects are; nothing where functions make them.
    pub rows: Option<Rows>,
    /// How much its records count in searches, whatever is searched for.
    pub weight: f32,
    /// Whether search suggests its records' names.
    pub is_suggested: bool,
    /// When its rows hold, where they are facts that hold for a time.
    pub valid: Option<Valid>,
    label: Option<(GetText, Reads)>,
    roots: Vec<MakeField>,
    happenings: Vec<Happening>,
    measures: Measures,
}

/// How a field is made.
type MakeField = Box<dyn Fn() -> Field + Send + Sync>;

/// How much records count in searches of whose type nobody has said it.
const WEIGHT: f32 = 0.95;

/// The rows that the objects of a type are.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// What relations to them lead to.
    pub target: Target,
    /// Their table's place in the list of tables.
    pub table: usize,
    /// The type of their records, if they are records.
    pub record: Option<NodeType>,
    /// Whether they are facts: whether they cite sources.
    pub are_facts: bool,
    /// The table's name.
    pub name: &'static str,
    /// The record that the row at a place is, or is part of.
    pub subject: fn(&Scope, u32) -> Option<super::out::Record>,
    /// What the row at a place is ordered by in its table.
    pub order_key: fn(&Scope, u32) -> Option<OrderKey>,
}

/// The field that tells how certain it is that a row holds on a date, and the argument and the condition on
/// it.
pub const CERTAINTY: &str = "certainty";

/// When the rows of a type hold, once their table is forgotten.
#[derive(Clone, Copy, Debug)]
pub struct Valid {
    /// How certain it is that a row holds on a date; nothing where it does not.
    pub holds: fn(&Scope, u32, NaiveDate) -> Option<Certainty>,
    /// The first and the last year in which a row may hold, or did not hold yet and was adopted; nothing
    /// where there is no bound.
    pub years: fn(&Scope, u32) -> Years,
    /// What that depends on.
    pub reads: Reads,
}

impl Valid {
    /// What it depends on when facts of a table hold.
    pub(super) const fn reads<E: Dated>() -> Reads {
        period_reads::<E>()
    }

    /// That of a table.
    pub(super) fn of<E: Dated>() -> Self {
        Self {
            holds: |scope, place, date| scope.row::<E>(place)?.holds(date),
            years: |scope, place| {
                let row = scope.row::<E>(place);
                row.map_or((None, None), |row| {
                    let (first, last) = row.period().bounds();
                    (
                        E::not_before(&row)
                            .map_or(first, |year| first.map(|first| first.min(year))),
                        last,
                    )
                })
            },
            reads: Self::reads::<E>(),
        }
    }
}

/// An object whose rows are of a table, while it is written down.
pub struct ObjectOf<E> {
    object: Object,
    table: PhantomData<fn() -> E>,
}

/// A type of objects that are rows of a table.
pub(super) fn object<E: Table>(name: &'static str, doc: &'static str) -> ObjectOf<E> {
    ObjectOf {
        object: Object {
            rows: Some(Rows {
                target: Target::table::<E>(),
                table: E::INDEX,
                record: E::RECORD,
                are_facts: false,
                name: table_name::<E>(),
                subject: |scope, place| {
                    let (kind, id) = E::subject(scope.row::<E>(place)?.model());
                    super::out::Record::find(scope, kind, id)
                },
                order_key: |scope, place| scope.row::<E>(place).map(|row| row.order_key()),
            }),
            ..Object::told(name, doc, Vec::new())
        },
        table: PhantomData,
    }
}

/// The name of a table: that of its entity, which never changes.
fn table_name<E: Table>() -> &'static str {
    struct Names(Vec<String>);
    impl Visitor for Names {
        fn visit<E: Table>(&mut self) {
            self.0.push(E::default().table_name().to_owned());
        }
    }
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let mut names = Names(Vec::new());
        each(&mut names);
        names.0
    });
    &NAMES[E::INDEX]
}

impl<E: Table> ObjectOf<E> {
    /// The same with one more field.
    #[must_use]
    pub(crate) fn field(mut self, field: FieldOf<E>) -> Self {
        let field = field.into_field();
        if let (Kind::Many(list), Some(rows)) = (&field.kind, &mut self.object.rows)
            && matches!(list.relation, super::relation::Relation::Citations(_))
        {
            rows.are_facts = true;
        }
        self.object.fields.push(field);
        self
    }

    /// The same with a field of the root that lists all rows.
    #[must_use]
    pub(super) fn listed(mut self, list: fn() -> FieldOf<All<E>>) -> Self {
        let make = move || list().into_field();
        self.object.roots.push(Box::new(make));
        self
    }

    /// The same with a field of the root that looks one row up; it is null when there is none, and an
    /// error says so.
    #[must_use]
    pub(super) fn found<A: Arguments + Clone>(
        mut self,
        name: &'static str,
        doc: &'static str,
        arguments: A,
        find: for<'s> fn(&'s Scope, &A::Values) -> Result<Row<'s, E>>,
    ) -> Self {
        let ty = self.object.name.clone();
        let make = move || {
            root(
                name,
                doc,
                &*ty,
                arguments.clone(),
                move |scope, _, values| Ok(Out::Row(find(scope, values)?.place())),
            )
            .reading(Reads::tables(&[E::INDEX]))
        };
        self.object.roots.push(Box::new(make));
        self
    }

    /// The same with records that people call so, by their places.
    #[must_use]
    pub(super) fn with_label(mut self, label: GetText, reads: Reads) -> Self {
        self.object.label = Some((label, reads));
        self
    }

    /// The same with facts that hold for a time.
    #[must_use]
    pub(super) const fn valid(mut self, valid: Valid) -> Self {
        self.object.valid = Some(valid);
        self
    }

    /// The same with something that its rows tell of the life of ISCMs.
    #[must_use]
    pub(super) fn happening(mut self, happening: Happening) -> Self {
        self.object.happenings.push(happening);
        self
    }

    /// The same standing for what relations to another target lead to.
    #[must_use]
    pub fn standing_for(mut self, target: Target) -> Self {
        if let Some(rows) = &mut self.object.rows {
            rows.target = target;
        }
        self
    }
}

impl<E: Record> ObjectOf<E> {
    /// The same with records that count so much in searches, whatever is searched for.
    #[must_use]
    pub(super) const fn weighing(mut self, weight: f32) -> Self {
        self.object.weight = weight;
        self
    }

    /// The same with names that search suggests.
    #[must_use]
    pub(super) const fn suggested(mut self) -> Self {
        self.object.is_suggested = true;
        self
    }
}

impl<E> From<ObjectOf<E>> for Object {
    fn from(of: ObjectOf<E>) -> Self {
        of.object
    }
}

impl Object {
    /// A type of objects that functions make.
    pub fn told(
        name: impl Into<Cow<'static, str>>,
        doc: impl Into<Cow<'static, str>>,
        fields: Vec<Field>,
    ) -> Self {
        Self {
            name: name.into(),
            doc: doc.into(),
            fields,
            rows: None,
            weight: WEIGHT,
            is_suggested: false,
            valid: None,
            label: None,
            roots: Vec::new(),
            happenings: Vec::new(),
            measures: Measures::default(),
        }
    }

    /// The fields of the root that start from its rows.
    pub fn roots(&self) -> impl Iterator<Item = Field> {
        self.roots.iter().map(|make| make())
    }

    /// The field with a name that can be asked for.
    #[must_use]
    pub fn answered(&self, name: &str) -> Option<&Field> {
        let mut fields = self.fields.iter();
        fields.find(|field| field.uses.answered && field.name == name)
    }

    /// The fields that rows can be asked by.
    pub fn asked(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.uses.asked)
    }

    /// The field with a name that rows can be asked by.
    #[must_use]
    pub fn asked_by(&self, name: &str) -> Option<&Field> {
        self.asked().find(|field| field.name == name)
    }

    /// What rows are called by: their natural key, or else their id.
    #[must_use]
    pub fn natural(&self) -> Option<&'static Natural> {
        self.asked().find_map(|field| match &field.kind {
            Kind::Key(_, natural) => Some(*natural),
            _ => None,
        })
    }

    /// A row's key, as conditions take it: its natural one, or else the id of its node.
    #[must_use]
    pub fn key_of<'v>(&self, scope: &'v Scope, place: u32) -> Cow<'v, str> {
        let is_key = |field: &&Field| matches!(field.kind, Kind::Key(..));
        match self.asked().find(is_key) {
            Some(key) => text_of(Some(key), scope, place, Language::En).into(),
            None => self.node_id(scope, place).into(),
        }
    }

    /// The id of a row's node, e.g. `iscm:rcm`.
    #[must_use]
    pub fn node_id(&self, scope: &Scope, place: u32) -> String {
        let kind = self.rows.and_then(|rows| rows.record);
        let kind = kind.map(NodeType::name).unwrap_or_default();
        format!("{kind}:{}", self.id_of(scope, place))
    }

    /// A row's id in its table.
    #[must_use]
    pub fn id_of<'v>(&self, scope: &'v Scope, place: u32) -> &'v str {
        text_of(self.asked_by("id"), scope, place, Language::En)
    }

    /// What people read as a row's name.
    #[must_use]
    pub fn label_of<'v>(&self, scope: &'v Scope, place: u32, language: Language) -> &'v str {
        if let Some((label, _)) = &self.label {
            return label(scope, place).unwrap_or_default();
        }
        let title = self.asked().find(|field| field.uses.label);
        let field = title.or_else(|| self.asked_by("id"));
        text_of(field, scope, place, language)
    }

    /// What people call rows by depends on this, besides the row.
    pub(super) fn label_reads(&self) -> Reads {
        self.label
            .as_ref()
            .map_or(Reads::NOTHING, |(_, reads)| *reads)
    }

    /// The fields that search finds rows by, as names or as other texts.
    pub fn searched(&self, as_what: SearchedAs) -> impl Iterator<Item = &Field> {
        let fields = self.fields.iter();
        fields.filter(move |field| field.uses.searched == Some(as_what))
    }

    /// Whether its rows tell of something in the life of ISCMs.
    #[must_use]
    pub const fn is_in_timelines(&self) -> bool {
        !self.happenings.is_empty()
    }

    /// What its rows tell of the life of ISCMs.
    pub(super) fn happenings(&self) -> &[Happening] {
        &self.happenings
    }

    pub(super) const fn measures(&self) -> &Measures {
        &self.measures
    }
}

fn text_of<'v>(field: Option<&Field>, scope: &'v Scope, place: u32, language: Language) -> &'v str {
    match field.map(|field| field.value(scope, place, language)) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}
