//! Orders and cursors, for every type in lists and everything it can be ordered by: whatever the page
//! size, and whatever rows come and go, a walk meets each row once, in one order.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use chrono::DateTime;
use entity::values::Language;
use iscm::dataset::embedded;
use iscm::graph::{Scope, Snapshot};
use iscm::model::{Field, Measure, Object, Value, types};
use iscm::query::{Order, PageRequest, Sorted, Term, collation_key, cursor};
use iscm::store::{Loaded, Version};
use iscm::work::Work;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// The data set, seen.
static SCOPE: LazyLock<Scope> = LazyLock::new(|| {
    let tables = embedded().expect("sound files");
    scope(tables)
});

fn scope(tables: entity::tables::Tables) -> Scope {
    let loaded = Loaded::new(Version::default(), tables);
    let snapshot = Snapshot::new(loaded).expect("a sound graph");
    Scope::new(Arc::new(snapshot), DateTime::UNIX_EPOCH)
}

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

/// The places of some of a type's rows, not more than a hundred, in their table's order.
fn some(of: &Object, mask: u64) -> Vec<u32> {
    let places = all(of);
    let every = places.len() / 60 + 1;
    let chosen = places.iter().enumerate().filter(|(number, _)| {
        let bit = u32::try_from(number % 61).expect("small");
        number % every == 0 && mask.rotate_right(bit) & 1 == 1
    });
    chosen.map(|(_, place)| *place).collect()
}

/// The places of all of a type's rows.
fn all(of: &Object) -> Vec<u32> {
    let rows = of.rows.as_ref().expect("a type of rows");
    let count = SCOPE.snapshot.len(rows.table);
    (0..u32::try_from(count).expect("small")).collect()
}

/// Rows in an order.
fn sorted<'l>(scope: &Scope, places: &'l [u32], order: &Order) -> Sorted<'l> {
    Sorted::new(scope, places.into(), order, &Work::unbounded()).expect("an order")
}

/// A walk over pages from one end to the other, each page of the next size.
fn walk(of: &Object, list: &[u32], order: &Order, sizes: &[i32], forwards: bool) -> Vec<u32> {
    let list = sorted(&SCOPE, list, order);
    let mut met: Vec<u32> = Vec::new();
    let mut at: Option<String> = None;
    for size in sizes.iter().cycle() {
        let request = if forwards {
            PageRequest::new(Some(*size), at.as_deref(), None, None)
        } else {
            PageRequest::new(None, None, Some(*size), at.as_deref())
        };
        let page = list.page(&SCOPE, of, &request.expect("a request"), order);
        let page = page.expect("a page");
        let here: Vec<_> = page.range.map(|number| list.place(number)).collect();
        if forwards {
            met.extend(&here);
        } else {
            met.splice(0..0, here.iter().copied());
        }
        let (more, end) = if forwards {
            (page.has_next, here.last())
        } else {
            (page.has_previous, here.first())
        };
        match end {
            Some(place) if more => at = Some(cursor(&SCOPE, of, order, *place)),
            _ => break,
        }
    }
    met
}

/// Checks one way to order a type's rows; without a measure, their table's own order.
fn check(of: &Object, by: Option<&'static Measure>, walking: &Walk) {
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
    let list = some(of, walking.before);
    let in_order = sorted(&SCOPE, &list, &order).places().into_owned();
    assert_eq!(walk(of, &list, &order, &walking.sizes, true), in_order);
    assert_eq!(walk(of, &list, &order, &walking.sizes, false), in_order);
    let once: BTreeSet<_> = in_order.iter().collect();
    assert_eq!(once.len(), list.len(), "each row once");

    // The order is what it says.
    for (pair, by) in in_order.windows(2).filter_map(|pair| Some((pair, by?))) {
        let value = |place| by.value(&SCOPE, place, walking.language);
        let (one, other) = (value(pair[0]), value(pair[1]));
        assert!(
            is_in_order(&one, &other, walking),
            "{}: {one:?} before {other:?}",
            by.name
        );
    }

    // A cursor keeps its place among other rows.
    if let Some(place) = in_order.get(in_order.len() / 2) {
        let at = cursor(&SCOPE, of, &order, *place);
        let later = some(of, walking.after);
        let mut together: BTreeSet<_> = later.iter().copied().collect();
        together.insert(*place);
        let together: Vec<_> = together.into_iter().collect();
        let together = sorted(&SCOPE, &together, &order).places().into_owned();
        let number = together.iter().position(|other| other == place);
        let number = number.expect("the cursor's row");
        let expected = together[number + 1..].iter().take(7).copied();
        let request = PageRequest::new(Some(7), Some(&at), None, None).expect("a request");
        let later = sorted(&SCOPE, &later, &order);
        let page = later.page(&SCOPE, of, &request, &order).expect("a page");
        let met = page.range.map(|number| later.place(number));
        assert_eq!(met.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }
}

fn is_in_order(one: &Value<'_>, other: &Value<'_>, walking: &Walk) -> bool {
    let ordering = match (one, other) {
        (Value::Unknown, Value::Unknown) => return true,
        (Value::Unknown, _) => return walking.unknown_first,
        (_, Value::Unknown) => return !walking.unknown_first,
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        (Value::Count(one), Value::Count(other)) | (Value::Word(one), Value::Word(other)) => {
            one.cmp(other)
        }
        (Value::Flag(one), Value::Flag(other)) => one.cmp(other),
        (Value::Float(one), Value::Float(other)) => one.total_cmp(other),
        (Value::Money(one), Value::Money(other)) => {
            let units =
                |money: &iscm::money::Money| money.to_string().parse::<f64>().expect("a number");
            units(one).total_cmp(&units(other))
        }
        (Value::Date(one), Value::Date(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => {
            let key = |text| collation_key(text, walking.language);
            key(one).cmp(&key(other))
        }
        (one, other) => panic!("{one:?} and {other:?} are of one field"),
    };
    if walking.descending {
        ordering.is_ge()
    } else {
        ordering.is_le()
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
    let mut runner = TestRunner::new_with_rng(config, rng);
    let mut checked = 0;
    for of in types() {
        for by in std::iter::once(None).chain(of.orders().iter().map(Some)) {
            let walked = runner.run(&walks(), |walking| {
                check(of, by, &walking);
                Ok(())
            });
            let name = by.map_or("default", |by| by.name.as_str());
            walked.unwrap_or_else(|error| panic!("{} by {name}: {error}", of.name));
            checked += 1;
        }
    }
    assert!(checked > 300, "{checked} orders");
}

#[test]
fn every_relation_leads_to_a_described_type_with_something_to_be_called_by() {
    for of in types() {
        for target in of.fields.iter().filter_map(Field::target) {
            assert!(target.of().rows.is_some(), "{}", of.name);
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
    let tables = embedded().expect("sound files");
    let seen = |rows: Vec<entity::topic::Model>| {
        scope(entity::tables::Tables {
            topic: rows,
            ..Default::default()
        })
    };
    let of = types().iter().find(|of| of.name == "Topic").expect("Topic");
    let order = Order::default();
    let labels = |scope: &Scope, after: &str| -> Vec<String> {
        let all = scope.all::<entity::topic::Entity>();
        let places: Vec<_> = all.iter().map(|row| row.place()).collect();
        let list = sorted(scope, &places, &order);
        let request = PageRequest::new(Some(2), Some(after), None, None).expect("a request");
        let page = list.page(scope, of, &request, &order).expect("a page");
        let rows = page.range.map(|number| list.place(number));
        let label = |place| scope.model::<entity::topic::Entity>(place).label.clone();
        rows.map(label).collect()
    };
    let before = seen(tables.topic.clone());
    let all = before.all::<entity::topic::Entity>();
    let tenth = all.iter().nth(9).expect("a topic");
    let cursor = cursor(&before, of, &order, tenth.place());
    let next = labels(&before, &cursor);
    assert_eq!(next.len(), 2);
    let rest = tables.topic.into_iter().filter(|row| row.id != tenth.id);
    let mut rows: Vec<_> = rest.collect();
    rows.push(entity::topic::Model {
        id: "aaa".into(),
        label: "Aaa".into(),
    });
    assert_eq!(labels(&seen(rows), &cursor), next);
}
