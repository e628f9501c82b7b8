//! Orders and cursors, for every type in lists and everything it can be ordered by: whatever the page
//! size, and whatever rows come and go, a walk meets each row once, in one order.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use entity::tables::{Table, Visitor, each};
use entity::values::Language;
use iscm::dataset::{Files, tables};
use iscm::graph::catalog::{Measure, Type, Value, types};
use iscm::graph::{Cursor, List, Order, PageRequest, Row, Snapshot, Term, View, collation_key};
use iscm::store::{Loaded, Version};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// The data set, seen.
static VIEW: LazyLock<View> = LazyLock::new(|| {
    let tables = tables(&Files::embedded()).expect("sound files");
    let loaded = Loaded::new(Version::default(), tables);
    View {
        snapshot: Arc::new(Snapshot::new(loaded).expect("a sound graph")),
        today: NaiveDate::default(),
    }
});

/// How a list is walked.
#[derive(Clone, Debug)]
struct Walk {
    descending: bool,
    unknown_first: bool,
    language: Language,
    /// Which rows are in the list at first, and which later.
    before: u64,
    after: u64,
    /// The sizes of the pages, over and over.
    sizes: Vec<i32>,
}

fn walks() -> impl Strategy<Value = Walk> {
    let language = prop::sample::select(vec![
        Language::En,
        Language::Es,
        Language::Fr,
        Language::Pt,
        Language::Ru,
        Language::Ar,
    ]);
    let sizes = prop::collection::vec(1..40_i32, 1..4);
    (
        any::<bool>(),
        any::<bool>(),
        language,
        any::<u64>(),
        any::<u64>(),
        sizes,
    )
        .prop_map(
            |(descending, unknown_first, language, before, after, sizes)| Walk {
                descending,
                unknown_first,
                language,
                before,
                after,
                sizes,
            },
        )
}

/// Some of a table's rows, not more than a hundred.
fn some<E: Table>(mask: u64) -> List<'static, E> {
    let rows: Vec<_> = VIEW.all::<E>().iter().collect();
    let every = rows.len() / 60 + 1;
    let chosen = rows.iter().enumerate().filter(|(number, _)| {
        let bit = u32::try_from(number % 61).expect("small");
        number % every == 0 && mask.rotate_right(bit) & 1 == 1
    });
    List::of_rows(&VIEW, chosen.map(|(_, row)| *row))
}

fn name<E: Table>(row: &Row<'_, E>) -> String {
    let (kind, id) = E::subject(row.model());
    format!("{kind:?} {id} {}", E::position(row.model()))
}

/// A walk over pages from one end to the other, each page of the next size.
fn walk<E: Table>(list: &List<'_, E>, order: &Order, sizes: &[i32], forwards: bool) -> Vec<String> {
    let mut met: Vec<String> = Vec::new();
    let mut at = None;
    for size in sizes.iter().cycle() {
        let request = if forwards {
            PageRequest::new(Some(*size), at, None, None)
        } else {
            PageRequest::new(None, None, Some(*size), at)
        };
        let page = list
            .page(&request.expect("a request"), order)
            .expect("a page");
        assert_eq!(page.total, list.len());
        let here = page.rows.iter().map(name);
        if forwards {
            met.extend(here);
        } else {
            met.splice(0..0, here);
        }
        let (more, end) = if forwards {
            (page.has_next, page.rows.last())
        } else {
            (page.has_previous, page.rows.first())
        };
        match end {
            Some(row) if more => at = Some(Cursor::of(row, order).0),
            _ => break,
        }
    }
    met
}

/// Checks one way to order a table's rows; without a measure, their table's own order.
fn check<E: Table>(by: Option<&'static Measure>, walking: &Walk) {
    let order = Order(
        by.into_iter()
            .map(|by| Term {
                by,
                descending: walking.descending,
                unknown_first: walking.unknown_first,
                language: walking.language,
            })
            .collect(),
    );
    let list = some::<E>(walking.before);
    let all: Vec<_> = list.ordered(&order);
    let names: Vec<_> = all.iter().map(name).collect();
    assert_eq!(walk(&list, &order, &walking.sizes, true), names);
    assert_eq!(walk(&list, &order, &walking.sizes, false), names);
    let once: BTreeSet<_> = names.iter().collect();
    assert_eq!(once.len(), list.len(), "each row once");

    // The order is what it says.
    for (pair, by) in all.windows(2).filter_map(|pair| Some((pair, by?))) {
        let value = |row: &Row<'_, E>| {
            let place = VIEW
                .all::<E>()
                .iter()
                .position(|other| name(&other) == name(row));
            let place = u32::try_from(place.expect("a row")).expect("small");
            by.value(&VIEW, place, walking.language)
        };
        let (one, other) = (value(&pair[0]), value(&pair[1]));
        let in_order = match (one, other) {
            (Value::Unknown, Value::Unknown) => true,
            (Value::Unknown, _) => walking.unknown_first,
            (_, Value::Unknown) => !walking.unknown_first,
            (Value::Number(one), Value::Number(other)) if walking.descending => one >= other,
            (Value::Number(one), Value::Number(other)) => one <= other,
            (Value::Text(one), Value::Text(other)) => {
                let key = |text| collation_key(text, walking.language);
                let (one, other) = (key(one), key(other));
                if walking.descending {
                    one >= other
                } else {
                    one <= other
                }
            }
            (one, other) => panic!("{one:?} and {other:?} are of one field"),
        };
        assert!(in_order, "{}: {one:?} before {other:?}", by.name);
    }

    // A cursor keeps its place among other rows.
    if let Some(row) = all.get(all.len() / 2) {
        let cursor = Cursor::of(row, &order).0;
        let later = some::<E>(walking.after);
        let mut together: Vec<_> = later.iter().collect();
        together.push(*row);
        let together = List::of_rows(&VIEW, together.into_iter()).ordered(&order);
        let place = together.iter().position(|other| name(other) == name(row));
        let place = place.expect("the cursor's row");
        let expected: Vec<_> = together[place + 1..].iter().take(7).map(name).collect();
        let request = PageRequest::new(Some(7), Some(cursor), None, None).expect("a request");
        let page = later.page(&request, &order).expect("a page");
        assert_eq!(page.rows.iter().map(name).collect::<Vec<_>>(), expected);
    }
}

/// Checks every way to order the rows of every table that lists are of.
struct Checker {
    runner: TestRunner,
    checked: usize,
}

impl Visitor for Checker {
    fn visit<E: Table>(&mut self) {
        let of_table = |of: &&'static Type| of.table == E::INDEX;
        let Some(of) = types().iter().find(of_table) else {
            return;
        };
        for by in std::iter::once(None).chain(of.orders().iter().map(Some)) {
            let checked = self.runner.run(&walks(), |walking| {
                check::<E>(by, &walking);
                Ok(())
            });
            let name = by.map_or("default", |by| by.name.as_str());
            checked.unwrap_or_else(|error| panic!("{} by {name}: {error}", of.name));
            self.checked += 1;
        }
    }
}

#[test]
fn every_order_of_every_type_is_walked_both_ways_and_keeps_its_place() {
    let config = Config {
        cases: 4,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut checker = Checker {
        runner: TestRunner::new_with_rng(config, rng),
        checked: 0,
    };
    each(&mut checker);
    assert!(checker.checked > 300, "{} orders", checker.checked);
}

#[test]
fn every_relation_leads_to_a_described_type_with_something_to_be_called_by() {
    for of in types() {
        for target in of
            .fields
            .iter()
            .filter_map(iscm::graph::catalog::Field::target)
        {
            assert_ne!(target.of().name, "Nothing", "{}", of.name);
        }
        assert!(!of.numbers().is_empty() || of.name.contains("Party") || of.name == "Contributor");
        let mut names: Vec<_> = of.orders().iter().map(|measure| &measure.name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), of.orders().len(), "{}", of.name);
    }
}

#[test]
fn a_cursor_keeps_its_place_when_its_row_goes_and_others_come() {
    let tables = tables(&Files::embedded()).expect("sound files");
    let view = |rows: Vec<entity::topic::Model>| {
        let tables = entity::tables::Tables {
            topic: rows,
            ..Default::default()
        };
        let loaded = Loaded::new(Version::default(), tables);
        View {
            snapshot: Arc::new(Snapshot::new(loaded).expect("a sound graph")),
            today: NaiveDate::default(),
        }
    };
    let order = Order::default();
    let labels = |view: &View, after: Cursor| -> Vec<String> {
        let request = PageRequest::new(Some(2), Some(after.0), None, None).expect("a request");
        let all = view.all::<entity::topic::Entity>();
        let page = all.page(&request, &order).expect("a page");
        page.rows.iter().map(|row| row.label.clone()).collect()
    };
    let before = view(tables.topic.clone());
    let all = before.all::<entity::topic::Entity>();
    let tenth = all.iter().nth(9).expect("a topic");
    let cursor = Cursor::of(&tenth, &order);
    let next = labels(&before, cursor.clone());
    assert_eq!(next.len(), 2);
    let rest = tables.topic.into_iter().filter(|row| row.id != tenth.id);
    let mut rows: Vec<_> = rest.collect();
    rows.push(entity::topic::Model {
        id: "aaa".into(),
        label: "Aaa".into(),
    });
    assert_eq!(labels(&view(rows), cursor), next);
}
