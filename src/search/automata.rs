//! What finds words with typing errors.

use std::sync::LazyLock;

use levenshtein_automata::LevenshteinAutomatonBuilder;

/// The automata for one and for two typing errors, two letters exchanged being one. They take
/// milliseconds to make, once.
pub(super) fn automata() -> &'static [LevenshteinAutomatonBuilder; 2] {
    static AUTOMATA: LazyLock<[LevenshteinAutomatonBuilder; 2]> =
        LazyLock::new(|| [1, 2].map(|errors| LevenshteinAutomatonBuilder::new(errors, true)));
    &AUTOMATA
}
