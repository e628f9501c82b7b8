//! The rows of each table, grouped by the record they belong to.

use std::collections::HashMap;

use entity::tables::Tables;

/// Rows by the record they belong to, in the tables' order.
#[derive(Debug)]
pub(super) struct Group<'t, M>(HashMap<&'t str, Vec<&'t M>>);

impl<'t, M> Group<'t, M> {
    /// Groups rows by one of their columns.
    fn by(rows: &'t [M], owner: impl Fn(&M) -> &String) -> Self {
        let mut groups: HashMap<_, Vec<_>> = HashMap::new();
        for row in rows {
            groups.entry(owner(row).as_str()).or_default().push(row);
        }
        Self(groups)
    }

    /// What each row of a record becomes.
    pub(super) fn map<R>(&self, owner: &str, record: impl FnMut(&'t M) -> R) -> Vec<R> {
        let rows = self.0.get(owner).into_iter().flatten().copied();
        rows.map(record).collect()
    }
}

/// Declares [`Groups`]: a table and the column it is grouped by.
macro_rules! groups {
    ($($table:ident by $owner:ident;)*) => {
        /// Every table that belongs to another, grouped.
        #[derive(Debug)]
        pub(super) struct Groups<'t> {
            $(pub(super) $table: Group<'t, entity::$table::Model>,)*
        }

        impl<'t> Groups<'t> {
            /// Groups the rows.
            pub(super) fn new(tables: &'t Tables) -> Self {
                Self { $($table: Group::by(&tables.$table, |row| &row.$owner),)* }
            }
        }
    };
}

groups! {
    theme by iscm_id;
    theme_topic by theme_id;
    membership by iscm_id;
    chairmanship by iscm_id;
    structure by iscm_id;
    structure_supporter by structure_id;
    funding by iscm_id;
    funding_contributor by funding_id;
    fund by iscm_id;
    fund_figure by fund_id;
    event by iscm_id;
    instrument by iscm_id;
    instrument_topic by instrument_id;
    contribution by iscm_id;
    contribution_instrument by contribution_id;
    partnership by iscm_id;
    added_value by iscm_id;
    added_value_party by added_value_id;
    uptake by iscm_id;
    activity by iscm_id;
    commitment by iscm_id;
    commitment_topic by commitment_id;
    commitment_input by commitment_id;
    objective_topic by objective_id;
    global_meeting by series_id;
    global_meeting_party by global_meeting_id;
    related_event by series_id;
    assessment_respondent by assessment_id;
    assessment_section by assessment_id;
    assessment_question by assessment_id;
    finding by assessment_id;
    finding_topic by finding_id;
    recommendation by assessment_id;
    recommendation_topic by recommendation_id;
    earlier_review by assessment_id;
    organization by file;
    source by file;
}
