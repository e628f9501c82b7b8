//! Commitments made in ISCMs, and what is reported on them.

use entity::enums::CommitmentStatus;

use super::instrument::InstrumentTitle;
use crate::domain::build::Here;
use crate::domain::column::{Acronym, Cite, CountryCode, Key, OptionalKey, Topic};
use crate::domain::record::Rules;
use crate::domain::statement::records;
use crate::domain::value::{Day, NonEmpty, Word, Year};

records! {
    /// `[[commitments]]`.
    Commitment of commitment(iscm_id = owner) by title {
        @key: OptionalKey,
        title: String => title,
        instrument: Option<InstrumentTitle> => instrument_id,
        year: Year => year,
        topics: NonEmpty<Topic> => [commitment_topic: commitment_id, topic_id],
        summary: String => summary,
        due: Option<Day> => due,
        status: Option<Word<CommitmentStatus>> => status,
        @cite: Cite;
        inputs: [Input]
    }
    /// `[[commitments.inputs]]`.
    Input of commitment_input(commitment_id = owner) {
        @key: Key,
        country: Option<CountryCode> => country_id,
        organization: Option<Acronym> => organization_id,
        summary: String => summary,
        received: Option<Day> => received,
        @cite: Cite
    }
}

impl Rules for Input {
    fn name(&self) -> String {
        self.key.clone()
    }

    fn check(&self, here: &mut Here<'_, '_>) {
        here.one_party(self.country.is_some(), self.organization.is_some());
    }
}
