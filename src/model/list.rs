//! Fields that are lists of rows.

use std::any::Any;
use std::borrow::Cow;

use super::argument::Values;
use super::relation::{Relation, Target};
use crate::error::Result;
use crate::graph::Scope;

/// A list of the rows that a row has.
pub struct ListField {
    /// How the row leads to them.
    pub relation: Relation,
    /// The type that they are of.
    pub target: Target,
    /// Their name in the singular, for what counts them.
    pub singular: &'static str,
    /// How the list is answered.
    pub form: Form,
    /// What arguments of its own leave of it.
    pub narrowed: Option<Narrowed>,
}

/// How a list is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Whole: it is short, and never longer than this.
    Whole(usize),
    /// Page by page.
    Pages,
}

/// How the values of arguments are read.
type Read = Box<dyn Fn(&Values<'_>) -> Result<Box<dyn Any>> + Send + Sync>;
/// Those of some rows that the arguments leave.
type Narrow = Box<
    dyn for<'v> Fn(&'v Scope, Cow<'v, [u32]>, &dyn Any) -> Result<Cow<'v, [u32]>> + Send + Sync,
>;

/// What arguments of its own leave of a list.
pub struct Narrowed {
    pub(super) read: Read,
    pub(super) narrow: Narrow,
}

impl Narrowed {
    /// Reads the values of the arguments.
    pub fn read(&self, values: &Values<'_>) -> Result<Box<dyn Any>> {
        (self.read)(values)
    }

    /// Those of the rows that are left.
    pub fn narrow<'v>(
        &self,
        scope: &'v Scope,
        places: Cow<'v, [u32]>,
        values: &dyn Any,
    ) -> Result<Cow<'v, [u32]>> {
        (self.narrow)(scope, places, values)
    }
}

impl ListField {
    /// Its type in the schema.
    #[must_use]
    pub fn ty(&self) -> String {
        let name = &self.target.of().name;
        match self.form {
            Form::Whole(_) => format!("[{name}!]!"),
            Form::Pages => format!("{name}Connection!"),
        }
    }
}
