//! The closed vocabularies of the data set, stored and written as `SCREAMING_SNAKE_CASE` text.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

pub use crate::vocabulary::Vocabulary;
use crate::vocabulary::vocabularies;

vocabularies! {
    /// IOM's taxonomy of ISCMs.
    IscmKind {
        /// A regional consultative process on migration (RCP).
        RegionalConsultativeProcess,
        /// A forum that joins States of several regions (IRF).
        InterregionalForum,
        /// A process open to all States.
        GlobalProcess,
    }

    /// Whether an ISCM is at work, at the newest source.
    IscmStatus {
        /// It meets or works.
        Active,
        /// It has not met for years but was not ended.
        Dormant,
        /// It was ended or went over into another.
        Ended,
    }

    /// The part a party has in an ISCM.
    MembershipRole {
        /// A member.
        Member,
        /// An observer.
        Observer,
        /// A partner that is neither.
        Partner,
    }

    /// What became of a membership.
    MembershipStatus {
        /// The party's membership is suspended.
        Suspended,
        /// The party has withdrawn.
        Withdrawn,
    }

    /// Kinds of structures of an ISCM.
    StructureKind {
        /// The chair or presidency.
        Chair,
        /// Past, present and next chair together.
        Troika,
        /// A meeting of ministers or vice-ministers.
        MinisterialMeeting,
        /// A meeting of senior officials.
        SeniorOfficialsMeeting,
        /// A group that steers the work.
        SteeringGroup,
        /// A working or technical group.
        WorkingGroup,
        /// A network of liaison officers.
        LiaisonNetwork,
        /// The secretariat, or who does its work.
        Secretariat,
        /// The place where civil society takes part.
        CivilSociety,
        /// A network of focal points.
        FocalPoints,
        /// A training centre.
        TrainingCentre,
        /// Any other structure.
        Other,
    }

    /// How often a structure meets or works.
    MeetingFrequency {
        /// Each month.
        Monthly,
        /// Each quarter of a year.
        Quarterly,
        /// Twice a year.
        Semiannual,
        /// Once a year.
        Annual,
        /// Every two years.
        Biennial,
        /// Every three years.
        Triennial,
        /// Every four years.
        Quadrennial,
        /// When there is need, in no fixed interval.
        Irregular,
        /// It works all the time, as a secretariat does.
        Continuous,
    }

    /// Kinds of funding of an ISCM.
    FundingKind {
        /// Fees that members pay.
        MemberFees,
        /// Money given voluntarily.
        VoluntaryContribution,
        /// Staff, premises or services instead of money.
        InKind,
        /// A donor's money for a project.
        ProjectDonor,
        /// Paid by the host of a meeting.
        HostFunded,
        /// Any other funding.
        Other,
    }

    /// Kinds of standing funds of an ISCM.
    FundKind {
        /// A reserve, kept for what may come.
        Reserve,
        /// A trust fund, to which donors give.
        Trust,
        /// A fund for a programme of work.
        Programme,
        /// Any other fund.
        Other,
    }

    /// Categories of contributors to funding.
    ContributorCategory {
        /// The member States.
        MemberStates,
        /// The chair.
        Chair,
        /// The member organizations.
        MemberOrganizations,
        /// Donors.
        Donors,
        /// The host.
        Host,
    }

    /// Kinds of documents an ISCM adopts or publishes.
    InstrumentKind {
        /// A declaration, statement or communiqué.
        Declaration,
        /// Guidelines, principles or recommendations for members.
        Guidelines,
        /// A guide to practice.
        Guide,
        /// A manual for training or work.
        Manual,
        /// An action or work plan.
        ActionPlan,
        /// A strategy.
        Strategy,
        /// A charter, terms of reference or rules of procedure.
        Charter,
        /// A framework for cooperation.
        Framework,
        /// An agreement or memorandum.
        Agreement,
        /// A report.
        Report,
        /// A study.
        Study,
        /// A tool, e.g. a matrix or a platform.
        Tool,
    }

    /// Kinds of events of an ISCM.
    EventKind {
        /// A meeting of ministers or vice-ministers.
        Ministerial,
        /// A meeting of senior officials.
        SeniorOfficials,
        /// A meeting of a working group.
        WorkingGroup,
        /// A workshop.
        Workshop,
        /// A seminar or conference.
        Seminar,
        /// A meeting with another region or ISCM.
        BiRegional,
        /// A panel or side event.
        Panel,
        /// A meeting of heads of State or government.
        Summit,
        /// A technical or expert meeting.
        Technical,
        /// Any other event.
        Other,
    }

    /// Whether an event was held.
    EventStatus {
        /// It is announced.
        Announced,
        /// It was held.
        Held,
        /// It was put off, to a day that is not known.
        Postponed,
        /// It was cancelled.
        Cancelled,
    }

    /// Levels of migration governance.
    GovernanceLevel {
        /// Within a State.
        National,
        /// Within a region.
        Regional,
        /// Between regions.
        Interregional,
        /// Worldwide.
        Global,
    }

    /// Categories of partners.
    PartnerCategory {
        /// Civil society.
        CivilSociety,
        /// The private sector.
        PrivateSector,
        /// Universities and research institutes.
        Academia,
        /// States.
        States,
        /// Regional processes and organizations.
        RegionalProcesses,
        /// International organizations.
        InternationalOrganizations,
    }

    /// Forms a partnership takes.
    Modality {
        /// Exchange of information.
        InformationExchange,
        /// Training.
        Training,
        /// Studies.
        Studies,
        /// Joint meetings.
        JointMeetings,
        /// Technical assistance.
        TechnicalAssistance,
        /// Funding.
        Funding,
        /// Taking part in meetings.
        Participation,
        /// The status of observer.
        ObserverStatus,
    }

    /// Kinds of value that members see in membership.
    AddedValueKind {
        /// Trust among States.
        TrustBuilding,
        /// Contacts and networks.
        Networking,
        /// Partnerships.
        Partnerships,
        /// Open dialogue.
        OpenDialogue,
        /// Capacity building.
        CapacityBuilding,
        /// A common understanding of migration.
        CommonUnderstanding,
        /// Guidance for policy.
        Guidance,
        /// Carrying out global agreements.
        GlobalImplementation,
    }

    /// Kinds of activities of an ISCM.
    ActivityKind {
        /// Cooperation among members.
        Cooperation,
        /// Assistance to migrants.
        Assistance,
        /// Training.
        Training,
        /// Technical assistance to members.
        TechnicalAssistance,
        /// Research and analysis.
        Analysis,
        /// A campaign.
        Campaign,
    }

    /// How far a commitment is.
    CommitmentStatus {
        /// Nothing is reported yet.
        Open,
        /// Work on it is reported.
        InProgress,
        /// It is done.
        Fulfilled,
        /// It was given up or replaced.
        Withdrawn,
    }

    /// Kinds of organizations.
    OrganizationKind {
        /// An entity of the United Nations.
        Un,
        /// Another inter-governmental organization.
        Intergovernmental,
        /// A regional organization.
        Regional,
        /// A non-governmental organization.
        Ngo,
        /// A university or research institute.
        Academia,
        /// A private body.
        Private,
        /// A body of a government.
        Government,
        /// Any other organization.
        Other,
    }

    /// Kinds of sources.
    SourceKind {
        /// A report.
        Report,
        /// A web page.
        WebPage,
        /// A declaration or other adopted text.
        Declaration,
        /// A book.
        Book,
        /// News.
        News,
    }

    /// Parts in the holding of a global meeting.
    MeetingRole {
        /// It organized the meeting.
        Organizer,
        /// It hosted the meeting.
        Host,
    }

    /// Kinds of respondents of an assessment.
    RespondentKind {
        /// States.
        State,
        /// ISCMs.
        Iscm,
        /// Inter-governmental organizations.
        IntergovernmentalOrganization,
    }

    /// Whom a question of an assessment was put to.
    QuestionAudience {
        /// States.
        State,
        /// ISCMs.
        Iscm,
        /// Inter-governmental organizations.
        Igo,
    }

    /// How a question of an assessment is known.
    QuestionBasis {
        /// A source tells the question.
        Stated,
        /// It is inferred from the heading of a section.
        SectionHeading,
    }

    /// What a change did to a record.
    Operation {
        /// The record was added.
        Insert,
        /// The record was changed.
        Update,
        /// The record was removed.
        Delete,
    }
}
