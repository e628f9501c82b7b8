//! The root of the schema: what a query can start from.

use async_graphql::{Context, ID, Object};

use super::connection::lists;
use super::dataset::Dataset;
use super::error::{Error, Result};
use super::node::{self, Node};
use super::scalar::Date;
use super::search::Search;
use super::types::{
    Activity, AddedValue, Assessment, Chairmanship, Commitment, Comparison, Contribution, Country,
    Event, Framework, Fund, FundingSource, GlobalMeeting, Instrument, Iscm, Membership, Objective,
    Organization, Partnership, Source, Structure, Theme, Topic, Uptake,
};
use crate::graph::View;

/// The most nodes that one `nodes` fetches.
const MAX_NODES: usize = 100;

/// The root.
#[derive(Clone, Copy, Debug)]
pub(super) struct Query;

lists! {
    QueryLists<'a> over &'a View {
        connections {
            /// All ISCMs, by acronym.
            iscms: Iscm = |view| view.all();
            /// All countries and areas of ISO 3166-1, and Kosovo; by code. Those without a part in any
            /// ISCM are among them.
            countries: Country = |view| view.all();
            /// All organizations that facts name, by acronym.
            organizations: Organization = |view| view.all();
            /// The themes of all ISCMs, by title.
            themes(on: Option<Date> = "Only themes worked on at this date; a year that is not known does not exclude."): Theme = |view, on| view.all().on(on.map(Into::into));
            /// The parts that countries and organizations have in ISCMs; by role, countries before
            /// organizations, then by code or acronym.
            memberships(on: Option<Date> = "Only parts that a party has at this date; a year that is not known does not exclude."): Membership = |view, on| view.all().on(on.map(Into::into));
            /// The terms of chairs of all ISCMs, by first year.
            chairmanships(on: Option<Date> = "Only terms that this date is in."): Chairmanship = |view, on| view.all().on(on.map(Into::into));
            /// The structures of all ISCMs, by name.
            structures(on: Option<Date> = "Only structures set up by this date; a year that is not known does not exclude."): Structure = |view, on| view.all().on(on.map(Into::into));
            /// The funding sources of all ISCMs, by kind.
            funding_sources: FundingSource = |view| view.all();
            /// The standing funds of all ISCMs, by the year they were set up.
            funds: Fund = |view| view.all();
            /// The instruments of all ISCMs, by year, then title.
            instruments: Instrument = |view| view.all();
            /// The events of all ISCMs, by date.
            events: Event = |view| view.all();
            /// The contributions of all ISCMs to migration governance.
            contributions: Contribution = |view| view.all();
            /// The partnerships of all ISCMs.
            partnerships: Partnership = |view| view.all();
            /// What members of all ISCMs say membership is worth.
            added_values: AddedValue = |view| view.all();
            /// The national measures built on ISCMs' work; by year, those without one last.
            uptakes: Uptake = |view| view.all();
            /// The activities of all ISCMs; by year, those without one last.
            activities: Activity = |view| view.all();
            /// The commitments of all ISCMs, by year, then title.
            commitments: Commitment = |view| view.all();
            /// All sources, by key.
            sources: Source = |view| view.all();
        }
        lists {
            /// All topics, by label.
            topics: Topic = |view| view.all();
            /// The global frameworks on migration, by year of adoption.
            frameworks: Framework = |view| view.all();
            /// The objectives and targets of all frameworks: by framework, then in its order.
            objectives: Objective = |view| view.all();
            /// The assessments of ISCMs, by year.
            assessments: Assessment = |view| view.all();
            /// The Global Meetings of ISCMs, by number.
            global_meetings: GlobalMeeting = |view| view.all();
        }
    }
}

/// What the request sees.
fn view<'c>(ctx: &Context<'c>) -> &'c View {
    ctx.data_unchecked()
}

/// Where a query starts.
#[Object]
impl Query {
    /// The ISCM with an acronym, slug or alias, capital or small letters alike; an acronym goes before
    /// another ISCM's alias. Null when there is none.
    async fn iscm<'c>(
        &self,
        ctx: &Context<'c>,
        #[graphql(desc = "The acronym, slug or an alias, e.g. `RCM` or `Puebla Process`.")]
        acronym: String,
    ) -> Option<Iscm<'c>> {
        view(ctx).iscm_named(&acronym).map(Iscm)
    }

    /// The country with an ISO 3166-1 alpha-2 code, capital or small letters alike. Null when there is
    /// none.
    async fn country<'c>(
        &self,
        ctx: &Context<'c>,
        #[graphql(desc = "The alpha-2 code, e.g. `MX`.")] code: String,
    ) -> Option<Country<'c>> {
        view(ctx).find(&code.to_uppercase()).map(Country)
    }

    /// The organization with an acronym, capital or small letters alike. Null when there is none.
    async fn organization<'c>(
        &self,
        ctx: &Context<'c>,
        #[graphql(desc = "The acronym, e.g. `IOM`.")] acronym: String,
    ) -> Option<Organization<'c>> {
        view(ctx).find(&acronym.to_uppercase()).map(Organization)
    }

    /// The topic with a slug. Null when there is none.
    async fn topic<'c>(
        &self,
        ctx: &Context<'c>,
        #[graphql(desc = "The slug, e.g. `labour-migration`.")] slug: String,
    ) -> Option<Topic<'c>> {
        view(ctx).find(&slug).map(Topic)
    }

    /// The lists.
    #[graphql(flatten)]
    async fn lists<'c>(&self, ctx: &Context<'c>) -> QueryLists<'c> {
        QueryLists(view(ctx))
    }

    /// Search and suggestions.
    #[graphql(flatten)]
    async fn search_fields<'c>(&self, ctx: &Context<'c>) -> Search<'c> {
        Search(view(ctx))
    }

    /// The assessment made in a year. Null when there is none.
    async fn assessment<'c>(
        &self,
        ctx: &Context<'c>,
        #[graphql(desc = "The year, e.g. 2019.")] year: i32,
    ) -> Option<Assessment<'c>> {
        let mut all = view(ctx).all::<entity::assessment::Entity>().iter();
        all.find(|assessment| assessment.year == year)
            .map(Assessment)
    }

    /// The node with an id. Null when there is none any more.
    async fn node<'c>(
        &self,
        ctx: &Context<'c>,
        #[graphql(desc = "An `id` that this API gave.")] id: ID,
    ) -> Option<Result<Node<'c>>> {
        // In this form a failure makes the field null, and not what holds it.
        match node::parse("id", &id) {
            Ok((kind, key)) => Node::find(view(ctx), kind, &key).map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// The nodes with ids, in their order; null in the place of one that is not there any more.
    async fn nodes<'c>(
        &self,
        ctx: &Context<'c>,
        #[graphql(desc = "At most 100 `id`s that this API gave.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node<'c>>>> {
        if ids.len() > MAX_NODES {
            let message = format!("takes at most {MAX_NODES} ids, not {}", ids.len());
            return Err(Error::bad_input("ids", message));
        }
        let find = |id| {
            let (kind, key) = node::parse("ids", id)?;
            Ok(Node::find(view(ctx), kind, &key))
        };
        ids.iter().map(find).collect()
    }

    /// ISCMs side by side: what they share, and what each has alone.
    async fn compare<'c>(
        &self,
        ctx: &Context<'c>,
        #[graphql(
            desc = "From 2 to 10 ISCMs, each once, by acronym, slug or alias, e.g. `[\"RCM\", \"SACM\"]`."
        )]
        iscms: Vec<String>,
    ) -> Result<Comparison<'c>> {
        Comparison::of(view(ctx), &iscms)
    }

    /// The data set: its version and what it holds.
    async fn dataset<'c>(&self, ctx: &Context<'c>) -> Dataset<'c> {
        Dataset(view(ctx))
    }
}
