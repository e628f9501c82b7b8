//! The records of the data files, as FORMAT.md describes them, and nothing else.

use entity::enums::{
    ActivityKind, AddedValueKind, CommitmentStatus, EventKind, FundingKind, GovernanceLevel,
    InstrumentKind, IscmKind, IscmStatus, MembershipRole, Modality, OrganizationKind,
    PartnerCategory, QuestionAudience, QuestionBasis, RespondentKind, SourceKind, StructureKind,
};
use entity::values::Names;
use serde::Serialize;

use super::fault::{Fault, Place};
use super::read::{Day, Fields, FromTable, NonEmpty, Number, Year, is_blank};

/// Declares records. `name: Type,` before the `;` are keys, `name: [Record],` after it tables of
/// records. One record becomes a struct that writes itself with serde, leaving out what is blank, and
/// reads itself key by key, going on after a fault:
///
/// ```text
/// struct Theme { title: String, … }
/// impl FromTable for Theme { fn from_table(…) { let title = fields.take("title"); … Some(Theme { title: title?, … }) } }
/// ```
macro_rules! records {
    ($($(#[doc = $doc:literal])* $name:ident { $($key:ident: $type:ty),*; $($table:ident: [$record:ident]),* })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Serialize)]
        pub(super) struct $name {
            $(#[serde(skip_serializing_if = "is_blank")] pub(super) $key: $type,)*
            $(#[serde(skip_serializing_if = "Vec::is_empty")] pub(super) $table: Vec<$record>,)*
        }

        impl FromTable for $name {
            fn from_table(table: toml::Table, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
                let known = &[$(stringify!($key),)* $(stringify!($table),)*];
                let mut fields = Fields::new(table, place, faults, known);
                $(let $key = fields.take(stringify!($key));)*
                $(let $table = fields.take_records(stringify!($table));)*
                Some(Self { $($key: $key?,)* $($table: $table?,)* })
            }
        }
    )*};
}

type Key = Option<String>;
type Cite = NonEmpty<String>;
type Topics = NonEmpty<String>;

records! {
    /// `iscm/<slug>.toml`.
    IscmFile {
        acronym: String, name: Names, aliases: Vec<String>, kind: IscmKind, status: IscmStatus,
        established: Year, region: String, summary: String, website: Option<String>, cite: Cite;
        themes: [Theme], members: [Member], chairs: [Chair], structures: [Structure],
        funding: [Funding], funds: [Fund], instruments: [Instrument], events: [Event],
        contributions: [Contribution], partnerships: [Partnership], added_value: [AddedValue],
        uptakes: [Uptake], activities: [Activity], commitments: [Commitment],
        organizations: [Organization], sources: [Source]
    }
    /// `[[themes]]`.
    Theme {
        key: Key, title: String, topics: Topics, parent: Option<String>, from: Option<Year>,
        to: Option<Year>, cite: Cite;
    }
    /// `[[members]]`.
    Member {
        key: Key, country: Option<String>, organization: Option<String>, role: MembershipRole,
        from: Option<Year>, to: Option<Year>, cite: Cite;
    }
    /// `[[chairs]]`.
    Chair {
        key: Key, country: Option<String>, organization: Option<String>, from: Year,
        to: Option<Year>, co_chair: Option<bool>, cite: Cite;
    }
    /// `[[structures]]`.
    Structure {
        key: Key, name: String, kind: StructureKind, summary: String, established: Option<Year>,
        supported_by: Vec<String>, cite: Cite;
    }
    /// `[[funding]]`.
    Funding {
        key: String, kind: FundingKind, contributors: NonEmpty<String>, summary: String,
        amount: Option<Number>, currency: Option<String>, year: Option<Year>, cite: Cite;
    }
    /// `[[funds]]`.
    Fund {
        key: Key, name: String, established: Year, purpose: String,
        beneficiaries: NonEmpty<String>, summary: String, cite: Cite;
        figures: [Figure]
    }
    /// `[[funds.figures]]`.
    Figure {
        key: Key, label: String, value: Number, unit: String, from: Option<Year>,
        to: Option<Year>, cite: Cite;
    }
    /// `[[instruments]]`.
    Instrument {
        key: Key, title: String, kind: InstrumentKind, year: Year, topics: Topics,
        adopted_at: Option<String>, summary: Option<String>, url: Option<String>, cite: Cite;
    }
    /// `[[events]]`.
    Event {
        key: Key, name: String, kind: EventKind, year: Year, start: Option<Day>,
        end: Option<Day>, city: Option<String>, country: Option<String>, theme: Option<String>,
        cite: Cite;
    }
    /// `[[contributions]]`.
    Contribution {
        key: String, level: GovernanceLevel, summary: String, instruments: Vec<String>, cite: Cite;
    }
    /// `[[partnerships]]`.
    Partnership {
        key: String, iscm: Option<String>, organization: Option<String>,
        category: Option<PartnerCategory>, modalities: NonEmpty<Modality>, summary: String,
        cite: Cite;
    }
    /// `[[added_value]]`.
    AddedValue {
        key: String, by: NonEmpty<String>, values: NonEmpty<AddedValueKind>, summary: String,
        cite: Cite;
    }
    /// `[[uptakes]]`.
    Uptake {
        key: String, country: String, instrument: Option<String>, summary: String,
        year: Option<Year>, cite: Cite;
    }
    /// `[[activities]]`.
    Activity {
        key: String, kind: ActivityKind, summary: String, year: Option<Year>, cite: Cite;
    }
    /// `[[commitments]]`.
    Commitment {
        key: Key, title: String, instrument: Option<String>, year: Year, topics: Topics,
        summary: String, due: Option<Day>, status: Option<CommitmentStatus>, cite: Cite;
        inputs: [Input]
    }
    /// `[[commitments.inputs]]`.
    Input {
        key: String, country: Option<String>, organization: Option<String>, summary: String,
        received: Option<Day>, cite: Cite;
    }
    /// `[[organizations]]` of any file.
    Organization { acronym: String, name: String, kind: OrganizationKind; }
    /// `[[sources]]` of any file.
    Source {
        id: String, title: String, publisher: String, year: Option<Year>, url: Option<String>,
        kind: SourceKind;
    }

    /// `frameworks.toml`.
    FrameworksFile {; frameworks: [Framework], objectives: [Objective], organizations: [Organization], sources: [Source] }
    /// `[[frameworks]]`.
    Framework { slug: String, name: String, adopted: Year, summary: String, cite: Cite; }
    /// `[[objectives]]`.
    Objective { framework: String, code: String, title: String, topics: Topics, cite: Cite; }

    /// `assessment-<key>.toml`.
    AssessmentFile {
        assessment: Assessment;
        respondents: [Respondent], sections: [Section], questions: [Question],
        findings: [Point], recommendations: [Point], earlier_reviews: [EarlierReview],
        organizations: [Organization], sources: [Source]
    }
    /// `[assessment]`.
    Assessment {
        title: String, year: Year, conducted_by: String, purpose: String,
        presented_at: Option<String>, methods: NonEmpty<String>, published: Option<Day>,
        pages: Option<u16>, isbn: Option<String>, reference: Option<String>, summary: String,
        cite: Cite;
    }
    /// `[[respondents]]`.
    Respondent { kind: RespondentKind, count: u16, cite: Cite; }
    /// `[[sections]]`.
    Section { number: u16, title: String, covers: String, cite: Cite; }
    /// `[[questions]]`.
    Question {
        number: u16, section: u16, audience: QuestionAudience, text: String,
        basis: QuestionBasis, cite: Cite;
    }
    /// `[[findings]]` and `[[recommendations]]`.
    Point { key: Key, summary: String, topics: Vec<String>, cite: Cite; }
    /// `[[earlier_reviews]]`.
    EarlierReview {
        key: Key, title: String, series: String, year: Year, iscms: Option<u16>,
        summary: String, cite: Cite;
    }

    /// `global-meetings.toml`.
    GlobalMeetingsFile {
        series: Series;
        meetings: [Meeting], related_events: [RelatedEvent], organizations: [Organization],
        sources: [Source]
    }
    /// `[series]`.
    Series {
        name: String, acronym: String, former_name: Option<String>, since: Year,
        frequency: Option<String>, secretariat: String, aims: NonEmpty<String>,
        participants: String, cite: Cite;
    }
    /// `[[meetings]]`.
    Meeting {
        number: u16, name: String, year: Year, start: Option<Day>, end: Option<Day>,
        city: Option<String>, country: Option<String>, online: Option<bool>,
        theme: Option<String>, organizers: Vec<String>, hosts: Vec<String>,
        participants: Option<String>, summary: String, outcomes: Option<String>, cite: Cite;
    }
    /// `[[related_events]]`.
    RelatedEvent {
        key: Key, name: String, year: Year, start: Option<Day>, city: Option<String>,
        country: Option<String>, online: Option<bool>, participants: Option<String>,
        summary: String, cite: Cite;
    }
}

/// `[assessment]` and `[series]` stand as one table in their file.
macro_rules! single {
    ($($name:ident),*) => {$(
        impl super::read::Read for $name {
            fn read(value: toml::Value, place: &Place<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
                match value {
                    toml::Value::Table(table) => Self::from_table(table, place, faults),
                    _ => {
                        faults.push(place.fault("is no table"));
                        None
                    }
                }
            }
        }
    )*};
}

single!(Assessment, Series);
