//! What of a plan is fixed: the same for a row in each answer of a version, as no variable, no argument
//! and no function has a part in it. It is worth rendering once.

use super::plan::{Entry, Plan, SetId, Step, Target};
use super::rendered::Rendered;
use crate::model::{Form, Kind, ListField, Relation};

impl Plan {
    /// Numbers what is fixed and inside of what is not: objects, and whole lists of them.
    pub(super) fn number_rendered(&mut self) {
        let mut known = vec![None; self.sets.len()];
        let fixed: Vec<_> = (0..self.sets.len())
            .map(|set| self.is_fixed(set, &mut known))
            .collect();
        let is_fixed = |set: SetId| fixed[set];
        let mut rendered = Rendered::default();
        let mut objects = Vec::new();
        for at in (0..self.sets.len()).filter(|at| !fixed[*at]) {
            let table = self.sets[at].table;
            for number in 0..self.sets[at].entries.len() {
                let entry = &self.sets[at].entries[number];
                if let (Some(set), Some(table)) = (self.whole_list(entry), table)
                    && is_fixed(set)
                {
                    self.sets[at].entries[number].rendered = Some(rendered.add(table));
                } else {
                    objects.extend(entry.sets().filter(|set| is_fixed(*set)));
                }
            }
        }
        objects.sort_unstable();
        objects.dedup();
        for set in objects {
            let set = &mut self.sets[set];
            set.rendered = set.table.map(|table| rendered.add(table));
        }
        self.rendered = rendered;
    }

    /// Whether objects that a set is asked of are the same in each answer.
    fn is_fixed(&self, id: SetId, known: &mut [Option<bool>]) -> bool {
        if let Some(known) = known[id] {
            return known;
        }
        let set = &self.sets[id];
        let is_fixed = set.table.is_some()
            && set.entries.iter().all(|entry| {
                let inside = match &entry.step {
                    Step::Known(_) | Step::Column(_) => None,
                    Step::One(_, set) => Some(*set),
                    _ => match self.whole_list(entry) {
                        Some(set) => Some(set),
                        None => return false,
                    },
                };
                entry.when.is_none() && inside.is_none_or(|set| self.is_fixed(set, known))
            });
        known[id] = Some(is_fixed);
        is_fixed
    }

    /// The set that is asked of the rows of a list, if the list is whole and nothing is given for it.
    fn whole_list(&self, entry: &Entry) -> Option<SetId> {
        let Step::List(field, call, Target::Object(set)) = &entry.step else {
            return None;
        };
        let is_whole = |list: &ListField| {
            matches!(list.form, Form::Whole(_)) && !matches!(list.relation, Relation::Told(_))
        };
        let is_given = !self.calls[*call].arguments.is_empty();
        let is_list = matches!(&field.kind, Kind::Many(list) if is_whole(list));
        (is_list && !is_given).then_some(*set)
    }
}
