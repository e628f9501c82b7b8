//! Types that follow from others, as their names tell: what a type's rows are filtered, ordered and counted by, and
//! how they are paged, made and changed. Nobody need read in the changelog that a new field can be filtered by.

use std::collections::BTreeSet;

use apollo_compiler::Schema;
use apollo_compiler::schema::ExtendedType;
use iscm::model::constant;

/// What names of such types end with, behind the name of the type that they follow from; longer ones first.
const ENDINGS: [&str; 10] = [
    "RelationFilter",
    "ListFilter",
    "Filter",
    "OrderField",
    "Order",
    "Number",
    "Connection",
    "Edge",
    "GroupKey",
    "Group",
];

/// The schemas, the old and the new one.
pub(super) struct Generated<'s> {
    pub(super) schemas: [&'s Schema; 2],
}

impl Generated<'_> {
    /// Whether what is changed follows from what is listed.
    pub(super) fn follows(&self, changed: &str, listed: &BTreeSet<String>) -> bool {
        let (name, member) = changed.split_once('.').unwrap_or((changed, ""));
        let edited = name.strip_suffix("Input").and_then(|name| {
            let created = name.strip_prefix("Create");
            created.or_else(|| name.strip_prefix("Update"))
        });
        let by_ending = || ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
        let base = edited.or_else(by_ending);
        let Some(base) = base.filter(|base| self.types(base).next().is_some()) else {
            return false;
        };
        // One that is new, or gone, is met where something has it that is listed.
        if member.is_empty() {
            return !changed.contains(' ') && self.types(name).count() == 1;
        }
        let described = self.described(name, member);
        let fields = listed.iter().filter_map(|of| of.split_once('.'));
        fields
            .filter(|(_, field)| !field.contains('('))
            .any(|(listed, field)| {
                // What rows are asked by alone is in no type but their filter.
                let of = listed.strip_suffix("Filter").unwrap_or(listed);
                let is_own = of == base
                    && (member == field
                        || member == constant(field)
                        || member.starts_with(&format!("{}_", constant(field)))
                        || described.starts_with(&format!("The number of nodes in `{field}`"))
                        || described.starts_with(&format!("The decade of `{field}`"))
                        || !described.is_empty() && described == self.described(listed, field));
                is_own || self.leads(base, member, of, &constant(field))
            })
    }

    /// Whether a member tells of a field of another type, that a field leads to: `ISCM_ENDED` of `Iscm.ended`.
    fn leads(&self, base: &str, member: &str, of: &str, field: &str) -> bool {
        let Some(through) = member
            .strip_suffix(field)
            .and_then(|rest| rest.strip_suffix('_'))
        else {
            return false;
        };
        let filter = format!("{base}Filter");
        let mut types = self.types(base).chain(self.types(&filter));
        types.any(|base| {
            let fields = fields(base);
            fields
                .iter()
                .any(|(name, ty)| constant(name) == through && *ty == of)
        })
    }

    fn types(&self, name: &str) -> impl Iterator<Item = &ExtendedType> {
        self.schemas
            .into_iter()
            .filter_map(move |schema| schema.types.get(name))
    }

    /// How a member of a type is described.
    fn described(&self, of: &str, member: &str) -> String {
        let texts = self.types(of).filter_map(|of| match of {
            ExtendedType::Object(of) => of.fields.get(member)?.description.clone(),
            ExtendedType::Interface(of) => of.fields.get(member)?.description.clone(),
            ExtendedType::Enum(of) => of.values.get(member)?.description.clone(),
            ExtendedType::InputObject(of) => of.fields.get(member)?.description.clone(),
            _ => None,
        });
        texts
            .last()
            .map(|text| text.to_string())
            .unwrap_or_default()
    }
}

/// The fields of a type, with what they lead to.
fn fields(of: &ExtendedType) -> Vec<(&str, &str)> {
    let fields = match of {
        ExtendedType::Object(of) => &of.fields,
        ExtendedType::Interface(of) => &of.fields,
        ExtendedType::InputObject(of) => {
            let fields = of.fields.iter().map(|(name, field)| {
                let ty = field.ty.inner_named_type().as_str();
                (
                    name.as_str(),
                    ty.strip_suffix("RelationFilter").unwrap_or(ty),
                )
            });
            return fields.collect();
        }
        _ => return Vec::new(),
    };
    let fields = fields.iter();
    fields
        .map(|(name, field)| (name.as_str(), field.ty.inner_named_type().as_str()))
        .collect()
}
