//! From a plan to a table: which list the rows are, and what the columns.

use std::ops::Range;

use super::super::plan::{Entry, Plan, SetId, Step};
use super::cell::CellType;
use super::entries::{Of, inner, is_list, is_through, joined, leaf, listed, named};
use super::{Branch, Column, OtherLists, Part, Table, TableOptions};
use crate::error::{Error, ErrorCode, Result};
use crate::input::Variables;
use crate::model::{Field, Scan};

/// Where something is compiled.
#[derive(Clone)]
struct Place<'w> {
    /// The name of the columns before their fields'.
    prefix: String,
    /// The rest of the path to the rows; nothing beside it.
    way: Option<&'w [&'w str]>,
    of: Of,
    /// Whether it is inside a list whose values are joined.
    is_joined: bool,
    /// Whether it is in the rows, and not above them.
    is_of_row: bool,
}

impl Plan {
    /// The plan as a table, with the variables that its operation has.
    pub fn table(&self, variables: &Variables, options: &TableOptions<'_>) -> Result<Table> {
        let mut compiler = Compiler {
            plan: self,
            holds: self.held(variables),
            others: options.lists,
            columns: Vec::new(),
            lists: Vec::new(),
        };
        let candidates = compiler.candidates();
        let path = match (options.rows, candidates.as_slice()) {
            (Some(path), _) => path,
            (None, []) => "",
            (None, [only]) => only,
            (None, _) => {
                let message = format!(
                    "the rows may be those of several lists: name one with `rows`, which takes {}",
                    listed(&candidates, "or")
                );
                return Err(named(ErrorCode::BadRequest, message, candidates));
            }
        };
        let segments: Vec<_> = path.split('.').filter(|name| !name.is_empty()).collect();
        let root = self.root;
        if !segments.is_empty() && compiler.way(root, &segments, Of::Objects).is_none() {
            let message = format!(
                "`rows` takes the path of a list that the document asks for, {}",
                match candidates.as_slice() {
                    [] => "which asks for none".to_owned(),
                    all => format!("{}, not `{}`", listed(all, "or"), crate::error::cut(path)),
                }
            );
            return Err(named(ErrorCode::BadUserInput, message, candidates));
        }
        let root = compiler.branch(
            &[root],
            &Place {
                prefix: String::new(),
                way: Some(&segments),
                of: Of::Objects,
                is_joined: false,
                is_of_row: segments.is_empty(),
            },
        )?;
        if !compiler.lists.is_empty() {
            let message = format!(
                "{} {} in each row: leave {} out, with `lists=omit`, or have the values joined with `lists=join`",
                listed(&compiler.lists, "and"),
                if compiler.lists.len() == 1 {
                    "is a list"
                } else {
                    "are lists"
                },
                if compiler.lists.len() == 1 {
                    "it"
                } else {
                    "them"
                },
            );
            let error = Error::new(ErrorCode::BadRequest, message);
            return Err(error.with("argument", "lists".into()));
        }
        if compiler.columns.is_empty() {
            let message = "the document asks for nothing that is a column";
            return Err(Error::new(ErrorCode::BadRequest, message));
        }
        Ok(Table {
            columns: compiler.columns,
            path: segments.join("."),
            keep_empty: options.keep_empty,
            root,
        })
    }

    /// Which of the plan's conditions hold.
    pub(in super::super) fn held(&self, variables: &Variables) -> Vec<bool> {
        let conditions = self.conditions.iter();
        conditions.map(|one| one.holds(variables)).collect()
    }
}

struct Compiler<'p> {
    plan: &'p Plan,
    holds: Vec<bool>,
    others: OtherLists,
    columns: Vec<Column>,
    /// The lists that are not the rows and not joined.
    lists: Vec<String>,
}

impl<'p> Compiler<'p> {
    /// The entries of a set that are in the answer, by their numbers.
    fn entries(&self, set: SetId) -> impl Iterator<Item = (usize, &'p Entry)> {
        let entries = self.plan.sets[set].entries.iter().enumerate();
        entries.filter(|(_, entry)| entry.when.is_none_or(|when| self.holds[when]))
    }

    /// The paths of all lists of objects.
    fn candidates(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.add_candidates(self.plan.root, "", Of::Objects, &mut found);
        found
    }

    fn add_candidates(&self, set: SetId, prefix: &str, of: Of, found: &mut Vec<String>) {
        let through: Vec<_> = self
            .entries(set)
            .filter(|(_, entry)| is_through(entry, of))
            .collect();
        for (_, entry) in self.entries(set) {
            let is_through = is_through(entry, of);
            let path = match (is_through, of) {
                (true, Of::Connections) if through.len() > 1 => joined(prefix, entry.name()),
                (true, _) => prefix.to_owned(),
                (false, _) => joined(prefix, entry.name()),
            };
            let is_candidate = if is_through {
                of == Of::Connections
            } else {
                is_list(entry)
            };
            if is_candidate && !found.contains(&path) {
                found.push(path.clone());
            }
            for inside in entry.sets() {
                self.add_candidates(inside, &path, inner(entry, of), found);
            }
        }
    }

    /// The entry of a set that a path goes over.
    fn way(&self, set: SetId, path: &[&str], of: Of) -> Option<usize> {
        let mut entries = self.entries(set);
        let leads = |entry: &Entry, rest: &[&str]| {
            let of = inner(entry, of);
            let mut sets = entry.sets();
            match (rest, of) {
                ([], Of::Objects) => sets.next().is_some(),
                ([], Of::Edges) => true,
                _ => sets.any(|set| self.way(set, rest, of).is_some()),
            }
        };
        let way = entries.find(|(_, entry)| {
            let is_named = path.first() == Some(&entry.name());
            if is_through(entry, of) {
                (is_named && leads(entry, &path[1..])) || leads(entry, path)
            } else {
                is_named && leads(entry, &path[1..])
            }
        });
        way.map(|(number, _)| number)
    }

    fn branch(&mut self, sets: &[SetId], at: &Place<'_>) -> Result<Branch> {
        let begin = self.columns.len();
        let mut taken = Vec::new();
        let mut is_row = false;
        for set in sets {
            let way = at.way.and_then(|path| self.way(*set, path, at.of));
            let is_end = at.way.is_some_and(<[_]>::is_empty) && at.of != Of::Connections;
            is_row |= is_end && way.is_none();
            // Columns of the type before are this one's, too.
            let own = self.columns.len();
            let mut parts = Vec::new();
            let entries: Vec<_> = self.entries(*set).collect();
            for (number, entry) in entries {
                if at.of == Of::Connections && entry.model_name() == Some("pageInfo") {
                    continue;
                }
                let is_way = way == Some(number);
                if let Some(part) = self.part(entry, is_way, at, begin..own)? {
                    parts.push((number, part));
                }
            }
            taken.push((*set, parts));
        }
        let columns = (begin..self.columns.len()).collect();
        Ok(Branch {
            sets: taken,
            columns,
            is_row,
        })
    }

    fn part(
        &mut self,
        entry: &'p Entry,
        is_way: bool,
        at: &Place<'_>,
        others: Range<usize>,
    ) -> Result<Option<Part>> {
        let is_through = is_through(entry, at.of);
        let name = if is_through {
            at.prefix.clone()
        } else {
            joined(&at.prefix, entry.name())
        };
        let sets: Vec<_> = entry.sets().collect();
        if sets.is_empty() {
            let Some((field, is_list)) = leaf(entry)? else {
                return self.cell(entry, (None, false), name, at, others).map(Some);
            };
            if is_list && !self.may_join(&name, at)? {
                return Ok(None);
            }
            return self
                .cell(entry, (Some(field), is_list), name, at, others)
                .map(Some);
        }
        if let Step::Told(field, ..) = &entry.step
            && field.scan == Scan::Past
        {
            let message = format!(
                "`{}` is not asked in a file: a file of a version that was is asked for with `version`",
                entry.name()
            );
            return Err(Error::new(ErrorCode::BadRequest, message));
        }
        let is_list = is_list(entry) || (is_through && at.of == Of::Connections);
        let rest = at.way.map(|path| match path {
            [name, rest @ ..]
                if *name == entry.name() && (!is_through || self.goes_over(entry, rest, at.of)) =>
            {
                rest
            }
            path => path,
        });
        let of = inner(entry, at.of);
        let is_pages = of == Of::Connections;
        let mut inside = Place {
            prefix: name.clone(),
            way: rest.filter(|_| is_way),
            of,
            is_joined: at.is_joined,
            is_of_row: at.is_of_row || (is_way && rest.is_some_and(<[_]>::is_empty) && !is_pages),
        };
        if is_way {
            return Ok(Some(Part::Way(self.branch(&sets, &inside)?)));
        }
        if !is_list || is_pages {
            return Ok(Some(Part::Inside(self.branch(&sets, &inside)?)));
        }
        if !self.may_join(&name, at)? {
            return Ok(None);
        }
        inside.is_joined = true;
        Ok(Some(Part::Joined(self.branch(&sets, &inside)?)))
    }

    /// Whether a path leads on over an entry.
    fn goes_over(&self, entry: &Entry, rest: &[&str], of: Of) -> bool {
        let of = inner(entry, of);
        rest.is_empty() || entry.sets().any(|set| self.way(set, rest, of).is_some())
    }

    /// Whether the values of a list are joined; notes one that is not.
    fn may_join(&mut self, name: &str, at: &Place<'_>) -> Result<bool> {
        if at.is_joined {
            let message = format!(
                "`{name}` is a list inside a list whose values are joined: leave it out, or make it the rows with `rows={name}`"
            );
            return Err(Error::new(ErrorCode::BadRequest, message));
        }
        if self.others == OtherLists::Refuse {
            self.lists.push(name.to_owned());
        }
        Ok(self.others == OtherLists::Join)
    }

    fn cell(
        &mut self,
        entry: &'p Entry,
        (field, is_list): (Option<&'static Field>, bool),
        name: String,
        at: &Place<'_>,
        others: Range<usize>,
    ) -> Result<Part> {
        let is_joined = is_list || at.is_joined;
        let ty = match field {
            Some(field) if !is_joined => CellType::of(field),
            _ => CellType::Text,
        };
        let known = self.columns.iter().position(|column| column.name == name);
        match known {
            // Another type's of the same place.
            Some(known) if others.contains(&known) => {
                let column = &mut self.columns[known];
                if column.ty != ty {
                    column.ty = CellType::Text;
                }
                Ok(Part::Cell(known))
            }
            Some(_) => {
                let message = format!(
                    "two columns would be called `{name}`: ask for {} once, or under another name (an alias)",
                    entry.name()
                );
                Err(Error::new(ErrorCode::BadRequest, message))
            }
            None => {
                self.columns.push(Column {
                    name,
                    doc: field.map_or_else(
                        || "The name of the type.".to_owned(),
                        |field| field.doc.to_string(),
                    ),
                    ty,
                    is_joined,
                    is_of_row: at.is_of_row,
                });
                Ok(Part::Cell(self.columns.len() - 1))
            }
        }
    }
}
