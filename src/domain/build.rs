//! Rows in the making, and what is checked of a record beside its values.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use entity::citation;
use entity::tables::{NodeType, Table, Tables};

use super::fault::{Fault, Place};
use super::keys::{is_key, key_in, owner_of};
use super::value::{Citation, Day, Year};
use super::web::web_fault;

/// What there is beside the records that rows are made of: those of other aggregates.
pub trait Others {
    /// Whether there is a record.
    fn has(&self, kind: NodeType, id: &str) -> bool;

    /// The id of the ISCM with an acronym in small letters.
    fn iscm(&self, acronym: &str) -> Option<String>;

    /// The id of the global meeting with a name.
    fn global_meeting(&self, name: &str) -> Option<String>;

    /// The slugs of the ISCMs that one grew out of.
    fn predecessors(&self, slug: &str) -> Vec<String>;

    /// The name of the aggregate that lists an organization or a source, be it one of those that are edited.
    fn listed_in(&self, kind: NodeType, id: &str) -> Option<String>;
}

/// The rows and faults so far. References are resolved on the way: what does not resolve is a fault,
/// and the rows are then thrown away.
pub(super) struct Builder<'b> {
    others: Option<&'b dyn Others>,
    /// The day on which it is checked: what has happened is not after it.
    pub(super) today: NaiveDate,
    pub(super) tables: Tables,
    pub(super) faults: Vec<Fault>,
    ids: HashMap<NodeType, HashSet<String>>,
    /// Ids of records that others name: by type, by the record they belong to, by name.
    names: HashMap<(NodeType, String, String), String>,
}

impl<'b> Builder<'b> {
    /// Nothing yet, beside other records if these are not all.
    pub(super) fn new(today: NaiveDate, others: Option<&'b dyn Others>) -> Self {
        Self {
            others,
            today,
            tables: Tables::default(),
            faults: Vec::new(),
            ids: HashMap::new(),
            names: HashMap::new(),
        }
    }

    /// The slugs of the ISCMs that one grew out of which is not among these.
    pub(super) fn predecessors(&self, slug: &str) -> Vec<String> {
        self.others
            .map_or_else(Vec::new, |others| others.predecessors(slug))
    }

    /// Notes that a record has an id; whether none had it before.
    pub(super) fn add(&mut self, kind: NodeType, id: &str) -> bool {
        let is_new = self.ids.entry(kind).or_default().insert(id.to_owned());
        is_new && !self.others.is_some_and(|others| others.has(kind, id))
    }

    /// Whether a record has the id.
    pub(super) fn has(&self, kind: NodeType, id: &str) -> bool {
        let is_here = self.ids.get(&kind).is_some_and(|ids| ids.contains(id));
        is_here || self.others.is_some_and(|others| others.has(kind, id))
    }

    /// Notes what a record is named by; the id of the last one before it with this name.
    pub(super) fn name(
        &mut self,
        kind: NodeType,
        owner: &str,
        name: &str,
        id: &str,
    ) -> Option<String> {
        let before = self.named(kind, owner, name);
        let key = (kind, owner.to_owned(), name.to_owned());
        self.names.insert(key, id.to_owned());
        before
    }

    /// The id of the record that is named so.
    pub(super) fn named(&self, kind: NodeType, owner: &str, name: &str) -> Option<String> {
        let key = (kind, owner.to_owned(), name.to_owned());
        let other = || match kind {
            NodeType::Iscm => self.others?.iscm(name),
            NodeType::GlobalMeeting => self.others?.global_meeting(name),
            _ => None,
        };
        self.names.get(&key).cloned().or_else(other)
    }
}

/// The record that a row is being made of.
pub(super) struct Here<'h, 'b> {
    pub(super) kind: NodeType,
    pub(super) place: &'h Place<'h>,
    /// The id of the record that this one belongs to, or nothing.
    pub(super) owner: &'h str,
    /// Its number in its list, from 0.
    pub(super) number: usize,
    /// Its id, once it is known.
    pub(super) id: String,
    pub(super) builder: &'h mut Builder<'b>,
}

impl Here<'_, '_> {
    /// Notes a fault at a key.
    pub(super) fn fault(&mut self, key: &str, message: impl Into<String>) {
        self.builder.faults.push(self.place.key(key).fault(message));
    }

    /// The id with a key, under the owner's id; a fault if another record has it, at where the key comes from
    /// and with what may be done.
    pub(super) fn id(&mut self, owner: &str, key: &str, from: &str, advice: &str) -> String {
        if !is_key(key) {
            let message =
                format!("{key:?} is no key: lower-case letters, digits and single hyphens");
            self.fault(from, message);
        }
        let id = if owner.is_empty() {
            key.to_owned()
        } else {
            format!("{owner}/{key}")
        };
        if !self.builder.add(self.kind, &id) {
            let message = format!("{key:?} is another record's key too; {advice}");
            self.fault(from, message);
        }
        id
    }

    /// Notes what the record is named by in others that belong to the same; whether it is the first
    /// of that name.
    pub(super) fn name(&mut self, name: &str) -> bool {
        let before = self.builder.name(self.kind, self.owner, name, &self.id);
        before.is_none()
    }

    /// The place of the next row that is part of this record.
    pub(super) fn next<E: Table>(&self) -> i32 {
        let last = E::rows(&self.builder.tables).last();
        let last = last.filter(|row| E::subject(row) == (self.kind, &*self.id));
        last.map_or(0, |row| E::position(row) + 1)
    }

    /// The id of a record of the same owner, by its id or by its name.
    pub(super) fn sibling(&self, kind: NodeType, text: &str) -> Option<String> {
        let key = key_in(kind, text);
        let is_id = key != text && owner_of(key) == self.owner && self.builder.has(kind, key);
        if is_id {
            Some(key.to_owned())
        } else {
            self.builder.named(kind, self.owner, text)
        }
    }

    /// The record's citations.
    pub(super) fn cite(&mut self, citations: &[Citation]) {
        for (position, Citation(citation)) in (0..).zip(citations) {
            let (source, locator) = match citation.split_once('#') {
                Some((source, locator)) => (source, Some(locator)),
                None => (citation.as_str(), None),
            };
            let source = key_in(NodeType::Source, source);
            if !self.builder.has(NodeType::Source, source) {
                self.fault("cite", format!("{source:?} is the id of no source"));
            }
            if locator.is_some_and(str::is_empty) {
                self.fault("cite", format!("{citation:?} names no place after the #"));
            }
            self.builder.tables.citation.push(citation::Model {
                subject_type: self.kind,
                subject_id: self.id.clone(),
                position,
                source_id: source.to_owned(),
                locator: locator.map(str::to_owned),
            });
        }
    }

    /// A first and a last year, in order.
    pub(super) fn period(&mut self, from: Option<Year>, to: Option<Year>) {
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            self.fault("to", format!("{} is before `from`, {}", to.0, from.0));
        }
    }

    /// The first and the last day of what was held in a year.
    pub(super) fn days(&mut self, year: Year, start: Option<Day>, end: Option<Day>) {
        if let (Some(start), Some(end)) = (start, end)
            && start > end
        {
            self.fault("end", "is before `start`");
        }
        if let Some(first) = start.or(end)
            && first.0.year() != year.0
        {
            let key = if start.is_some() { "start" } else { "end" };
            self.fault(key, format!("is in another year than `year`, {}", year.0));
        }
    }

    /// A year, or a day in it, that is not yet to come, as something is told to be over; at its key.
    pub(super) fn not_ahead(&mut self, key: &str, year: Year, day: Option<NaiveDate>, is: &str) {
        let today = self.builder.today;
        if year.0 > today.year() || day.is_some_and(|day| day > today) {
            let ahead = day.map_or_else(|| year.0.to_string(), |day| day.to_string());
            self.fault(key, format!("is {is}, but {ahead} is yet to come"));
        }
    }

    /// An address on the web.
    pub(super) fn web_address(&mut self, key: &str, url: Option<&str>) {
        if let Some(fault) = url.and_then(web_fault) {
            self.fault(key, fault);
        }
    }

    /// A country or an organization, not both.
    pub(super) fn one_party(&mut self, has_country: bool, has_organization: bool) {
        if has_country == has_organization {
            self.fault("country", "takes `country` or `organization`, one of them");
        }
    }
}
