//! What a plan costs: an upper bound of the work that it takes, told before it is executed.
//!
//! A field without fields of its own costs a tenth of a point, one with fields a point and what it holds;
//! what is in a list counts as often as the list can be long. What goes through a whole list costs a
//! thousandth of a point for each row and step.

use std::sync::Arc;

use super::plan::{Call, CallId, Entry, Plan, Priced, SetId, Step, Target};
use crate::graph::Scope;
use crate::input::{Given, Input, Variables};
use crate::model::{Field, Form, Kind, ListField, Measure, Object, Relation, SLICING, Scan};
use crate::query::{DEFAULT_PAGE, MAX_GROUPS, SORTING, Spread, most_text_units};
use crate::search::{DOCUMENTS, MAX_WORDS};
use crate::work::POINT;

/// A field without fields of its own.
const LEAF: u64 = POINT / 10;

impl Plan {
    /// What the plan costs at most over what a request sees, in units of work.
    #[must_use]
    pub fn cost(&self, scope: &Scope, variables: &Variables) -> u64 {
        if !variables.is_empty() {
            return self.price(scope, variables);
        }
        let digest = self.reads(variables).digest(scope);
        let priced = self.priced.load();
        if let Some(priced) = &*priced
            && priced.digest == digest
        {
            return priced.units;
        }
        let units = self.price(scope, variables);
        self.priced.store(Some(Arc::new(Priced { digest, units })));
        units
    }

    fn price(&self, scope: &Scope, variables: &Variables) -> u64 {
        let mut pricing = Pricing {
            plan: self,
            scope,
            variables,
            known: vec![None; self.sets.len()],
            shared: 0,
            once: 0,
        };
        let all = pricing.set(self.root);
        all.saturating_add(pricing.once)
            .saturating_add(pricing.shared)
    }
}

struct Pricing<'p> {
    plan: &'p Plan,
    scope: &'p Scope,
    variables: &'p Variables,
    /// What each set costs each time, and what it adds to what is shared.
    known: Vec<Option<(u64, u64)>>,
    /// What lists inside lists cost that one function gives: all together, and not each time.
    shared: u64,
    /// What is done once in an operation, however often its field is answered.
    once: u64,
}

/// A list that is priced: what is asked of its connection depends on it.
#[derive(Clone, Copy)]
struct Listed {
    /// The type of its rows; nothing for what search finds.
    of: Option<&'static Object>,
    /// How many rows a page has.
    page: u64,
    /// How many rows the list has.
    rows: u64,
}

impl<'p> Pricing<'p> {
    /// What a selection costs on each object.
    fn set(&mut self, id: SetId) -> u64 {
        if let Some((known, shared)) = self.known[id] {
            self.shared = self.shared.saturating_add(shared);
            return known;
        }
        let before = std::mem::take(&mut self.shared);
        // A set is compiled before those that lead to it are, so that none leads back to itself.
        let plan = self.plan;
        let entries = plan.sets[id].entries.iter();
        let price = entries
            .map(|entry| self.entry(entry, None))
            .fold(0, u64::saturating_add);
        self.known[id] = Some((price, self.shared));
        self.shared = self.shared.saturating_add(before);
        price
    }

    /// What a selection costs on the connection of a list.
    fn connection(&mut self, target: &Target, list: Listed) -> u64 {
        let Target::Object(id) = target else {
            return 0;
        };
        let plan = self.plan;
        let entries = plan.sets[*id].entries.iter();
        entries
            .map(|entry| self.entry(entry, Some(list)))
            .fold(0, u64::saturating_add)
    }

    /// What each object of a target costs.
    fn target(&mut self, target: &Target) -> u64 {
        match target {
            Target::Leaf => LEAF,
            Target::Object(id) => POINT.saturating_add(self.set(*id)),
            // A record is of one of the types: the dearest counts.
            Target::Records(by_kind) => {
                let sets = by_kind.iter().flatten();
                let dearest = sets.map(|id| self.set(*id)).max();
                POINT.saturating_add(dearest.unwrap_or_default())
            }
        }
    }

    fn entry(&mut self, entry: &Entry, inside: Option<Listed>) -> u64 {
        match &entry.step {
            Step::Known(_) | Step::Column(_) | Step::Named(..) | Step::Introspected => LEAF,
            Step::One(_, set) => POINT.saturating_add(self.set(*set)),
            Step::List(field, call, target) => match &field.kind {
                Kind::Many(list) => self.list(field, list, *call, target),
                _ => 0,
            },
            Step::Told(field, call, target) => self.told(field, *call, target, inside),
        }
    }

    fn list(&mut self, field: &Field, list: &ListField, call: CallId, target: &Target) -> u64 {
        let plan = self.plan;
        let call = &plan.calls[call];
        let of = list.target.of();
        let rows = match list.form {
            Form::Whole(at_most) => at_most as u64,
            Form::Pages => {
                let longest = list.relation.longest(self.scope);
                longest.map_or_else(|| length(self.scope, of), |longest| longest as u64)
            }
        };
        let is_narrowed = field
            .arguments
            .iter()
            .any(|argument| self.given(call, argument.name).is_some());
        let mut scanned = if is_narrowed { rows } else { 0 };
        if let Some(order) = self.given(call, "orderBy") {
            let terms = order.items().len() as u64;
            scanned = scanned.saturating_add(rows.saturating_mul(SORTING * terms));
        }
        if let Some(filter) = self.given(call, "filter") {
            let (each, once) = conditions(self.scope, of, filter, rows);
            scanned = scanned.saturating_add(each);
            self.once = self.once.saturating_add(once);
        }
        let inside = match list.form {
            Form::Whole(_) => self.target(target).saturating_mul(rows),
            Form::Pages => {
                let listed = Listed {
                    of: Some(of),
                    page: self.size(call, DEFAULT_PAGE),
                    rows,
                };
                POINT.saturating_add(self.connection(target, listed))
            }
        };
        scanned.saturating_add(inside)
    }

    fn told(
        &mut self,
        field: &Field,
        call: CallId,
        target: &Target,
        inside: Option<Listed>,
    ) -> u64 {
        let plan = self.plan;
        let call = &plan.calls[call];
        let Kind::Told(told) = &field.kind else {
            return 0;
        };
        let mut price = field.units(self.scope);
        if field.scan == Scan::Documents {
            let passes = MAX_WORDS as u64 + 1;
            let documents: usize = self.scope.snapshot.counts().values().sum();
            price = price.saturating_add((documents as u64).saturating_mul(passes) / DOCUMENTS + 1);
        }
        if told.is_page() {
            let listed = Listed {
                of: None,
                page: self.size(call, field.at_most),
                rows: 0,
            };
            let connection = self.connection(target, listed);
            return price.saturating_add(POINT).saturating_add(connection);
        }
        if field.scan == Scan::Groups
            && let Some(Listed {
                of: Some(of), rows, ..
            }) = inside
        {
            return price.saturating_add(self.groups(call, target, of, rows));
        }
        let size = if !told.is_list() {
            1
        } else if let (Some(list), "nodes" | "edges") = (inside, field.name) {
            list.page
        } else {
            self.size(call, field.at_most)
        };
        let before = std::mem::take(&mut self.shared);
        let each = self.target(target);
        if let Some(in_all) = field.in_all {
            let all = each.saturating_mul(in_all as u64);
            self.shared = self.shared.saturating_add(all).saturating_add(before);
            return price;
        }
        // What a function works out of much is what its lists are inside.
        let mut inside = each.saturating_mul(size);
        if field.cost.is_some() {
            inside = inside.saturating_add(std::mem::replace(&mut self.shared, before));
        } else {
            self.shared = self.shared.saturating_add(before);
        }
        price.saturating_add(inside)
    }

    /// What `groupBy` costs on a list.
    fn groups(&mut self, call: &'p Call, target: &Target, of: &'static Object, rows: u64) -> u64 {
        let keys = self.given(call, "keys").map(Given::items);
        let measure = |given: Given<'_>| {
            let word = given.text()?;
            of.facets().iter().find(|facet| facet.name == **word)
        };
        let keys: Vec<&'static Measure> = keys.into_iter().flatten().filter_map(measure).collect();
        let spreads = keys.iter().map(|key| Spread::of(self.scope, of, key));
        let spreads: Vec<_> = spreads.collect();
        let product = |of: fn(&Spread) -> usize| {
            let numbers = spreads.iter().map(|spread| of(spread) as u64);
            numbers.fold(1, u64::saturating_mul)
        };
        // Each row is put into a group for each of its values.
        let grouped = rows.saturating_mul(product(|spread| spread.of_row));
        let groups = product(|spread| spread.values).min(grouped);
        let groups = groups.min(self.size(call, MAX_GROUPS));
        let mut price = grouped.saturating_add(rows.saturating_mul(keys.len() as u64));
        let Target::Object(set) = target else {
            return price;
        };
        let plan = self.plan;
        let mut each = POINT;
        for entry in &plan.sets[*set].entries {
            // What goes through a group's rows goes, in all groups, through all that are in groups.
            if let Step::Told(field, ..) = &entry.step
                && field.scan == Scan::Rows
            {
                price = price.saturating_add(grouped);
            }
            each = each.saturating_add(self.entry(entry, None));
        }
        price.saturating_add(each.saturating_mul(groups))
    }

    /// The value that is given for an argument; nothing for null.
    fn given(&self, call: &'p Call, name: &str) -> Option<Given<'p>> {
        call.given(name, self.variables)
    }

    /// How long a list is: what its arguments tell, or else a default.
    fn size(&self, call: &'p Call, default: usize) -> u64 {
        let sizes = SLICING.iter().filter_map(|name| {
            Some(match self.given(call, name)?.value() {
                Input::Int(number) => u64::try_from(*number).unwrap_or_default(),
                Input::List(items) => items.len() as u64,
                _ => 1,
            })
        });
        sizes.max().unwrap_or(default as u64)
    }
}

/// How many rows a type has.
fn length(scope: &Scope, of: &Object) -> u64 {
    of.rows.map_or(0, |rows| scope.snapshot.len(rows.table)) as u64
}

/// What conditions cost on a list of so many rows: each time, and once in an operation, as what they say
/// of related rows is kept.
fn conditions(scope: &Scope, of: &Object, given: Given<'_>, rows: u64) -> (u64, u64) {
    /// What one input comes to at most: a condition, and one that turns it around.
    const STEPS: u64 = 3;
    let (mut steps, mut each, mut once) = (STEPS, 0_u64, 0_u64);
    for (name, given) in given.inputs() {
        match (name, of.asked_by(name)) {
            ("and" | "or" | "not", _) => {
                steps += STEPS;
                for item in given.items() {
                    let inside = conditions(scope, of, item, rows);
                    each = each.saturating_add(inside.0);
                    once = once.saturating_add(inside.1);
                }
            }
            (_, Some(field)) => {
                let nested = match &field.kind {
                    Kind::One(..) => given.inputs().find(|(name, _)| *name == "is"),
                    _ => None,
                };
                let many = match &field.kind {
                    Kind::Many(list) => Some(list),
                    _ => None,
                };
                let inputs: Vec<_> = match (&nested, many) {
                    (Some(nested), _) => vec![*nested],
                    (None, Some(_)) => given
                        .inputs()
                        .filter(|(name, _)| *name != "count")
                        .collect(),
                    _ => Vec::new(),
                };
                steps += STEPS * (1 + given.inputs().count() as u64);
                let tests: usize = match &field.kind {
                    Kind::Texts(_) => given
                        .inputs()
                        .map(|(_, given)| given.inputs().count())
                        .sum(),
                    _ => given.inputs().count(),
                };
                let compared = most_text_units(scope, of, field).saturating_mul(tests as u64);
                each = each.saturating_add(compared.saturating_mul(rows));
                let Some(target) = field.target() else {
                    continue;
                };
                let target = target.of();
                let related = length(scope, target);
                let pairs = many.map_or(rows, |list| pairs(scope, of, list, related));
                for (_, given) in inputs {
                    let inside = conditions(scope, target, given, related);
                    each = each.saturating_add(pairs.saturating_mul(2));
                    once = once.saturating_add(inside.0).saturating_add(inside.1);
                }
            }
            _ => {}
        }
    }
    (each.saturating_add(steps.saturating_mul(rows)), once)
}

/// How many rows all lists of a field have together at most.
fn pairs(scope: &Scope, of: &Object, list: &ListField, related: u64) -> u64 {
    let snapshot = &scope.snapshot;
    match &list.relation {
        Relation::Through(from, _) => snapshot.len(from.table) as u64,
        Relation::Told(_) => related.saturating_mul(length(scope, of)),
        _ => related,
    }
}
