//! How a table is declared: what it is narrowed by, its columns and their order.

use crate::texts::Texts;

/// A text of the pages, in whatever language.
pub(super) type Words = fn(&Texts) -> &str;

/// A table.
pub(in super::super) struct Table {
    /// Its address, and the name of the data set of its rows.
    pub(in super::super) name: &'static str,
    /// The field of the root that lists its rows.
    pub(super) list: &'static str,
    /// The type of its rows, as the schema's `NodeType` has it.
    pub(super) of: &'static str,
    /// What its rows are, in a sentence.
    pub(super) lead: Words,
    pub(in super::super) document: &'static str,
    pub(super) facets: &'static [Facet],
    /// The paths of conditions on the texts that are searched.
    pub(super) texts: &'static [&'static str],
    pub(super) columns: &'static [Column],
    /// The column that it is ordered by, and whether from the last to the first.
    pub(super) order: (&'static str, bool),
    /// Whether its data set has names in the reader's language.
    pub(super) is_translated: bool,
}

/// What a table can be narrowed by.
pub(super) struct Facet {
    /// The parameter of the address.
    pub(super) name: &'static str,
    pub(super) title: Words,
    /// The path of its condition in the filter.
    pub(super) path: &'static str,
    pub(super) takes: Takes,
    /// Whether the document counts its values; else a value is written into the form.
    pub(super) is_counted: bool,
    /// Whether rows without a value are those of which it is not known. Of parties they are those of the other kind.
    pub(super) has_unknown: bool,
}

/// What the values of a facet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// A key or a name, which the API finds out.
    Name,
    /// A word of a vocabulary.
    Word(&'static str),
    /// A year.
    Year,
    /// A year in which it held.
    During,
}

/// A column.
pub(super) struct Column {
    /// What it is called in the address.
    pub(super) name: &'static str,
    pub(super) title: Words,
    pub(super) cell: Cell,
    /// What the API calls its order, where rows can be ordered by it.
    pub(super) order: Option<&'static str>,
}

/// What a cell is made of: fields of the row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell {
    /// The row is an ISCM.
    Itself,
    /// The ISCM that it is of.
    Iscm,
    /// A country or an organization.
    Party,
    /// A country.
    Country(&'static str),
    /// Organizations.
    Organizations(&'static str),
    /// Who contributes.
    Contributors,
    /// Topics.
    Topics,
    /// A word of a vocabulary.
    Word(&'static str, &'static str),
    /// The role of a member, and what became of it.
    Role,
    /// A text.
    Text(&'static str),
    /// A date.
    Date(&'static str),
    /// A number.
    Number(&'static str),
    /// An amount and its currency.
    Amount,
    /// How many there are.
    Count(&'static str),
    /// From the first day to the last, or else the year.
    Days,
    /// A title that leads to where it is.
    Title,
    /// A source, which has a page.
    Source,
}

impl Facet {
    /// One whose values the document counts.
    pub(super) const fn counted(
        name: &'static str,
        title: Words,
        path: &'static str,
        takes: Takes,
    ) -> Self {
        Self {
            name,
            title,
            path,
            takes,
            is_counted: true,
            has_unknown: true,
        }
    }

    /// One whose values are written.
    pub(super) const fn written(
        name: &'static str,
        title: Words,
        path: &'static str,
        takes: Takes,
    ) -> Self {
        Self {
            is_counted: false,
            has_unknown: false,
            ..Self::counted(name, title, path, takes)
        }
    }

    /// The same of parties, which are countries or organizations.
    const fn of_parties(mut self) -> Self {
        self.has_unknown = false;
        self
    }

    /// By ISCM.
    pub(super) const ISCM: Self = Self::counted("iscm", |t| &t.common.iscm, "iscm", Takes::Name);

    /// By country.
    pub(super) const COUNTRY: Self =
        Self::counted("country", |t| &t.common.country, "country", Takes::Name);

    /// By a party's country.
    pub(super) const OF_COUNTRY: Self = Self::COUNTRY.of_parties();

    /// By the region of a party's country.
    pub(super) const OF_REGION: Self = Self::counted(
        "region",
        |t| &t.common.region,
        "country.is.region",
        Takes::Name,
    )
    .of_parties();

    /// By a party's organization.
    pub(super) const OF_ORGANIZATION: Self = Self::counted(
        "organization",
        |t| &t.common.organization,
        "organization",
        Takes::Name,
    )
    .of_parties();

    /// By topic.
    pub(super) const TOPIC: Self = Self::counted(
        "topic",
        |t| &t.common.topics,
        "topics.some.slug",
        Takes::Name,
    );

    /// By year.
    pub(super) const YEAR: Self = Self::counted("year", |t| &t.common.year, "year", Takes::Year);

    /// By a year in which it held.
    pub(super) const DURING: Self =
        Self::written("year", |t| &t.table.in_the_year, "certainty", Takes::During);

    /// By a vocabulary.
    pub(super) const fn word(name: &'static str, title: Words, vocabulary: &'static str) -> Self {
        Self::counted(name, title, name, Takes::Word(vocabulary))
    }
}

impl Column {
    /// One that rows can be ordered by.
    pub(super) const fn ordered(
        name: &'static str,
        title: Words,
        cell: Cell,
        order: &'static str,
    ) -> Self {
        Self {
            name,
            title,
            cell,
            order: Some(order),
        }
    }

    /// One that they cannot be ordered by.
    pub(super) const fn plain(name: &'static str, title: Words, cell: Cell) -> Self {
        Self {
            name,
            title,
            cell,
            order: None,
        }
    }

    /// The ISCM.
    pub(super) const ISCM: Self =
        Self::ordered("iscm", |t| &t.common.iscm, Cell::Iscm, "ISCM_ACRONYM");

    /// The topics.
    pub(super) const TOPICS: Self = Self::plain("topics", |t| &t.common.topics, Cell::Topics);

    /// The year.
    pub(super) const YEAR: Self =
        Self::ordered("year", |t| &t.common.year, Cell::Number("year"), "YEAR");

    /// The kind, by its vocabulary.
    pub(super) const fn kind(vocabulary: &'static str) -> Self {
        Self::ordered(
            "kind",
            |t| &t.common.kind,
            Cell::Word("kind", vocabulary),
            "KIND",
        )
    }

    /// The status, by its vocabulary.
    pub(super) const fn status(vocabulary: &'static str) -> Self {
        Self::ordered(
            "status",
            |t| &t.common.status,
            Cell::Word("status", vocabulary),
            "STATUS",
        )
    }

    /// The first year.
    pub(super) const FROM: Self =
        Self::ordered("from", |t| &t.common.from, Cell::Number("from"), "FROM");

    /// The last year.
    pub(super) const TO: Self = Self::ordered("to", |t| &t.common.to, Cell::Number("to"), "TO");
}

impl Table {
    /// The parameters of its address.
    pub(in super::super) fn params(&self) -> Vec<&'static str> {
        let facets = self.facets.iter().map(|facet| facet.name);
        facets.chain(["text", "order", "after", "before"]).collect()
    }

    /// The columns that rows can be ordered by, each with what the API calls it.
    pub(super) fn orders(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let columns = self.columns.iter();
        columns.filter_map(|column| Some((column.name, column.order?)))
    }
}
