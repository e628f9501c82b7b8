//! Interfaces: what several types have in common.

use super::argument::{Argument, Arguments};
use super::label::{history_arguments, label_language};
use super::object::Object;

/// An interface.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// Its name in the schema.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// The interface that all that have this one have as well.
    pub extends: Option<&'static str>,
    fields: &'static [Shared],
    members: Members,
}

/// Which types have an interface.
#[derive(Clone, Copy, Debug)]
enum Members {
    /// Those of all records.
    Records,
    /// Those of records that cite sources.
    Facts,
    /// These.
    Types(&'static [&'static str]),
}

/// A field of an interface.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its type.
    pub ty: &'static str,
    arguments: fn() -> Vec<Argument>,
}

const fn shared(name: &'static str, ty: &'static str, doc: &'static str) -> Shared {
    Shared {
        name,
        doc,
        ty,
        arguments: Vec::new,
    }
}

const ID: Shared = shared(
    "id",
    "ID!",
    "The id: unique among all nodes, the same in every installation and version. Opaque.",
);
pub(super) const TYPE: Shared = shared("type", "NodeType!", "The type of the node.");
pub(super) const LABEL: Shared = Shared {
    arguments: language,
    ..shared(
        "label",
        "String!",
        "What people call it: its name or title, or else a few words that tell what it is.",
    )
};
const NAME: Shared = Shared {
    arguments: language,
    ..shared("name", "String!", "The name.")
};
pub(super) const CHANGED_IN: Shared = shared(
    "changedIn",
    "Int!",
    "The number of the newest version that changed the node, or a part or a citation of it. To find what is new\nsince a version, filter by it: `changedIn: { gte: 13 }` is what changed after version 12.",
);
pub(super) const HISTORY: Shared = Shared {
    arguments: history,
    ..shared(
        "history",
        "ChangeConnection!",
        "What versions changed of the node, newest first.",
    )
};
const CITATIONS: Shared = shared(
    "citations",
    "[Citation!]!",
    "Where the fact was found: at least one source.",
);

/// All interfaces.
pub const INTERFACES: [Interface; 4] = [
    Interface {
        name: "Cited",
        doc: "A fact: it tells where it was found.",
        extends: Some("Node"),
        fields: &[ID, TYPE, LABEL, CHANGED_IN, HISTORY, CITATIONS],
        members: Members::Facts,
    },
    Interface {
        name: "Node",
        doc: "What has an id: it can be fetched again with `node`.",
        extends: None,
        fields: &[ID, TYPE, LABEL, CHANGED_IN, HISTORY],
        members: Members::Records,
    },
    Interface {
        name: "Party",
        doc: "A country or an organization.",
        extends: Some("Node"),
        fields: &[ID, TYPE, LABEL, CHANGED_IN, HISTORY, NAME],
        members: Members::Types(&["Country", "Organization"]),
    },
    Interface {
        name: "Partner",
        doc: "An ISCM or an organization that an ISCM works with.",
        extends: Some("Node"),
        fields: &[ID, TYPE, LABEL, CHANGED_IN, HISTORY, NAME],
        members: Members::Types(&["Iscm", "Organization"]),
    },
];

impl Interface {
    /// Its fields.
    #[must_use]
    pub const fn fields(&self) -> &'static [Shared] {
        self.fields
    }

    /// Whether a type has it.
    #[must_use]
    pub fn is_of(&self, of: &Object) -> bool {
        let rows = of.rows.filter(|rows| rows.record.is_some());
        match self.members {
            Members::Records => rows.is_some(),
            Members::Facts => rows.is_some_and(|rows| rows.are_facts),
            Members::Types(names) => names.contains(&&*of.name),
        }
    }
}

impl Shared {
    /// Its arguments.
    #[must_use]
    pub fn arguments(&self) -> Vec<Argument> {
        (self.arguments)()
    }
}

fn language() -> Vec<Argument> {
    vec![label_language()]
}

fn history() -> Vec<Argument> {
    history_arguments().declared()
}
