//! Names in messages: what was meant, and what there is.

use crate::fold::nearest;

/// The most names in one message; `extensions.allowed` has all.
const MOST: usize = 30;

/// The names that a place takes.
pub(super) struct Words<'w>(pub(super) &'w [String]);

impl Words<'_> {
    /// `; did you mean …?`, if one is near.
    pub(super) fn nearest(&self, word: &str) -> String {
        match nearest(self.0, word) {
            Some(name) => format!("; did you mean `{name}`?"),
            None => String::new(),
        }
    }

    /// What there is instead of a name that is not among these.
    pub(super) fn instead_of(&self, name: &str) -> String {
        if self.0.is_empty() {
            return "which has none".to_owned();
        }
        format!("which has {}{}", listed(self.0), self.nearest(name))
    }
}

/// Names as messages list them.
pub(super) fn listed(names: &[String]) -> String {
    let rest = names.len().saturating_sub(MOST);
    let shown = names.iter().take(MOST).map(|name| format!("`{name}`"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    if rest == 0 {
        shown
    } else {
        format!("{shown} and {rest} more")
    }
}

/// What was given as messages show it: on one line, a long one cut off.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 200;
    let is_long = text.chars().nth(LONGEST).is_some();
    let start: String = text.chars().take(LONGEST).collect();
    let start = start.replace(char::is_control, "␣");
    if is_long {
        format!("{start}…")
    } else {
        start
    }
}
