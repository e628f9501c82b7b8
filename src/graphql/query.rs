//! The root of the schema: what a query can start from.

use async_graphql::{Context, ID, Object};
use entity::tables::NodeType;

use super::connection::{connections, wrap};
use super::error::{Error, Result};
use super::node::{self, Node};
use super::scalar::DateTime;
use super::search::Search;
use super::types::{
    Assessment, Commitment, Country, Event, Framework, GlobalMeeting, Instrument, Iscm, Objective,
    Organization, Source, Topic,
};
use super::word::Word;
use crate::graph::View;

/// The most nodes that one `nodes` fetches.
const MAX_NODES: usize = 100;

/// The root.
#[derive(Clone, Copy, Debug)]
pub struct Query;

connections! {
    QueryConnections<'a> over &'a View {
        /// All ISCMs, by acronym.
        iscms: Iscm = |view| view.all();
        /// All countries and areas of ISO 3166-1, and Kosovo; by code. Those without a part in any
        /// ISCM are among them.
        countries: Country = |view| view.all();
        /// All organizations that facts name, by acronym.
        organizations: Organization = |view| view.all();
        /// The instruments of all ISCMs, by year, then title.
        instruments: Instrument = |view| view.all();
        /// The events of all ISCMs, by date.
        events: Event = |view| view.all();
        /// The commitments of all ISCMs, by year, then title.
        commitments: Commitment = |view| view.all();
        /// All sources, by key.
        sources: Source = |view| view.all();
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

    /// All topics, by label.
    async fn topics<'c>(&self, ctx: &Context<'c>) -> Vec<Topic<'c>> {
        wrap(view(ctx).all().iter())
    }

    /// The connections.
    #[graphql(flatten)]
    async fn connections<'c>(&self, ctx: &Context<'c>) -> QueryConnections<'c> {
        QueryConnections(view(ctx))
    }

    /// Search and suggestions.
    #[graphql(flatten)]
    async fn search_fields<'c>(&self, ctx: &Context<'c>) -> Search<'c> {
        Search(view(ctx))
    }

    /// The global frameworks on migration, by year of adoption.
    async fn frameworks<'c>(&self, ctx: &Context<'c>) -> Vec<Framework<'c>> {
        wrap(view(ctx).all().iter())
    }

    /// The objectives and targets of all frameworks, in their frameworks' orders.
    async fn objectives<'c>(&self, ctx: &Context<'c>) -> Vec<Objective<'c>> {
        let frameworks = view(ctx).all::<entity::framework::Entity>();
        let objectives = frameworks
            .iter()
            .flat_map(|framework| framework.many().iter().collect::<Vec<_>>());
        wrap(objectives)
    }

    /// The assessments of ISCMs, by year.
    async fn assessments<'c>(&self, ctx: &Context<'c>) -> Vec<Assessment<'c>> {
        wrap(view(ctx).all().iter())
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

    /// The Global Meetings of ISCMs, by number.
    async fn global_meetings<'c>(&self, ctx: &Context<'c>) -> Vec<GlobalMeeting<'c>> {
        wrap(view(ctx).all().iter())
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

    /// The data set: its version and what it holds.
    async fn dataset<'c>(&self, ctx: &Context<'c>) -> Dataset<'c> {
        Dataset(view(ctx))
    }
}

/// The data set.
pub(super) struct Dataset<'a>(&'a View);

/// The data set that the answer is taken from. One answer is always from one version.
#[Object]
impl Dataset<'_> {
    /// The version: 1, 2, 3… without gaps, one more with each changeset.
    async fn version(&self) -> i64 {
        self.0.snapshot.version().number
    }

    /// When the version was published; null in a data set that nothing was ever imported into.
    async fn published_at(&self) -> Option<DateTime> {
        let version = self.0.snapshot.version();
        DateTime::from_millis(version.published_at).filter(|_| version.number > 0)
    }

    /// How many nodes of each type there are.
    async fn counts(&self) -> Vec<TypeCount> {
        let counts = self.0.snapshot.counts().into_iter();
        counts.map(|(kind, count)| TypeCount(kind, count)).collect()
    }
}

/// A count.
pub(super) struct TypeCount(pub(super) NodeType, pub(super) usize);

/// How many nodes of one type there are.
#[Object]
impl TypeCount {
    /// The type.
    #[graphql(name = "type")]
    async fn kind(&self) -> Word<NodeType> {
        Word(self.0)
    }

    /// The number of nodes.
    async fn count(&self) -> usize {
        self.1
    }
}
