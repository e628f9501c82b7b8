//! Apache Parquet: typed columns, compressed with Snappy, which every reader has.
//!
//! What the columns and the file are is in the file's metadata, and what a column is in that of its field for programs
//! that read Arrow's.

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder,
    StringBuilder, TimestampMillisecondBuilder,
};
use arrow_array::types::Date32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::layout::{KEY, Layout};
use super::writer::{Row, Writer};
use crate::error::{Error, Result};
use crate::execute::{Cell, CellType};
use crate::money::Money;

/// How many rows are put into columns before they are encoded, or how many bytes of texts.
const BATCH_ROWS: usize = 1_024;
const BATCH_BYTES: usize = 1 << 18;

/// How many rows are encoded before they are written, or how many bytes they are then.
const GROUP_ROWS: usize = 20_000;
const GROUP_BYTES: usize = 4 << 20;

/// The most bytes of a page, and of a column's dictionary.
const PAGE_BYTES: usize = 128 << 10;

/// The digits of an amount of money, and how many of them stand behind the point.
const PRECISION: u8 = 38;
const SCALE: u8 = 4;

/// Writes Parquet.
pub(super) struct Parquet<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: SchemaRef,
    columns: Vec<Values>,
    /// How many rows, and bytes of texts, are in the columns.
    rows: usize,
    bytes: usize,
    names: Vec<String>,
}

/// The values of a column that are not encoded yet.
enum Values {
    Text(StringBuilder),
    Int(Int64Builder),
    Float(Float64Builder),
    Decimal(Decimal128Builder),
    Date(Date32Builder),
    Moment(TimestampMillisecondBuilder),
    Flag(BooleanBuilder),
}

impl<W: Write + Send> Parquet<W> {
    /// Begins a file.
    pub(super) fn begin(layout: &Layout, out: W) -> Result<Self> {
        let fields = layout.heads.iter().map(|head| {
            let doc = ("description".to_owned(), head.doc.clone());
            let field = Field::new(&head.name, data_type(head.ty), head.name != KEY);
            field.with_metadata([doc])
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let facts = layout.about.facts().into_iter();
        let facts = facts.map(|fact| KeyValue::new(fact.name.to_owned(), fact.value));
        let columns = KeyValue::new("columns".to_owned(), layout.columns_json().to_string());
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_max_row_group_bytes(Some(GROUP_BYTES))
            .set_data_page_size_limit(PAGE_BYTES)
            .set_dictionary_page_size_limit(PAGE_BYTES)
            .set_key_value_metadata(Some(facts.chain([columns]).collect()))
            .build();
        let writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties));
        let heads = layout.heads.iter();
        Ok(Self {
            writer: writer.map_err(|error| failed(&error))?,
            schema,
            columns: heads.clone().map(|head| Values::of(head.ty)).collect(),
            rows: 0,
            bytes: 0,
            names: heads.map(|head| head.name.clone()).collect(),
        })
    }

    /// Encodes the rows that are in the columns.
    fn encode(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let columns: Vec<_> = self.columns.iter_mut().map(Values::finish).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)
            .map_err(|error| failed(&error.into()))?;
        (self.rows, self.bytes) = (0, 0);
        self.writer.write(&batch).map_err(|error| failed(&error))
    }
}

impl<W: Write + Send> Writer for Parquet<W> {
    fn row(&mut self, row: Row<'_>) -> Result<()> {
        let mut given = 0;
        row.each(|place, cell| {
            let Some(column) = self.columns.get_mut(place) else {
                return Err(Error::internal("a row has more values than columns"));
            };
            given = place + 1;
            if let Cell::Text(text) = cell {
                self.bytes += text.len();
            }
            column.push(cell).ok_or_else(|| {
                let name = &self.names[place];
                Error::internal(format!("`{name}` has a value of another type: {cell:?}"))
            })
        })?;
        for column in self.columns.iter_mut().skip(given) {
            column.push(&Cell::Null);
        }
        self.rows += 1;
        if self.rows >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
            self.encode()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.encode()?;
        self.writer.finish().map_err(|error| failed(&error))?;
        let flushed = self.writer.inner_mut().flush();
        flushed.map_err(|error| failed(&error.into()))
    }
}

impl Values {
    fn of(ty: CellType) -> Self {
        match ty {
            CellType::Text => Self::Text(StringBuilder::new()),
            CellType::Int => Self::Int(Int64Builder::new()),
            CellType::Float => Self::Float(Float64Builder::new()),
            CellType::Decimal => {
                let values = Decimal128Builder::new();
                Self::Decimal(values.with_data_type(data_type(ty)))
            }
            CellType::Date => Self::Date(Date32Builder::new()),
            CellType::Moment => {
                let values = TimestampMillisecondBuilder::new();
                Self::Moment(values.with_data_type(data_type(ty)))
            }
            CellType::Flag => Self::Flag(BooleanBuilder::new()),
        }
    }

    /// Adds a value; nothing where it is of another type.
    fn push(&mut self, cell: &Cell<'_>) -> Option<()> {
        match (self, cell) {
            (Self::Text(values), cell) => values.append_option(cell.text()),
            (Self::Int(values), Cell::Int(number)) => values.append_value(*number),
            (Self::Int(values), Cell::Null) => values.append_null(),
            (Self::Float(values), Cell::Float(number)) => {
                values.append_option(Some(*number).filter(|number| number.is_finite()));
            }
            (Self::Float(values), Cell::Null) => values.append_null(),
            (Self::Decimal(values), Cell::Money(money)) => values.append_value(scaled(*money)?),
            (Self::Decimal(values), Cell::Null) => values.append_null(),
            (Self::Date(values), Cell::Date(day)) => {
                values.append_value(Date32Type::from_naive_date(*day));
            }
            (Self::Date(values), Cell::Null) => values.append_null(),
            (Self::Moment(values), Cell::Moment(moment)) => {
                values.append_value(moment.timestamp_millis());
            }
            (Self::Moment(values), Cell::Null) => values.append_null(),
            (Self::Flag(values), Cell::Flag(flag)) => values.append_value(*flag),
            (Self::Flag(values), Cell::Null) => values.append_null(),
            _ => return None,
        }
        Some(())
    }

    /// The values that were added, which are taken out.
    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(values) => ArrayBuilder::finish(values),
            Self::Int(values) => ArrayBuilder::finish(values),
            Self::Float(values) => ArrayBuilder::finish(values),
            Self::Decimal(values) => ArrayBuilder::finish(values),
            Self::Date(values) => ArrayBuilder::finish(values),
            Self::Moment(values) => ArrayBuilder::finish(values),
            Self::Flag(values) => ArrayBuilder::finish(values),
        }
    }
}

/// How the values of a column are kept.
fn data_type(ty: CellType) -> DataType {
    match ty {
        CellType::Text => DataType::Utf8,
        CellType::Int => DataType::Int64,
        CellType::Float => DataType::Float64,
        CellType::Decimal => DataType::Decimal128(PRECISION, SCALE.cast_signed()),
        CellType::Date => DataType::Date32,
        CellType::Moment => DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
        CellType::Flag => DataType::Boolean,
    }
}

/// An amount in units of its fourth decimal; nothing, where it has more decimals.
fn scaled(money: Money) -> Option<i128> {
    let missing = u32::from(SCALE).checked_sub(money.digits)?;
    i128::from(money.minor).checked_mul(10_i128.checked_pow(missing)?)
}

/// What went wrong.
fn failed(error: &ParquetError) -> Error {
    Error::internal(format!("writing Parquet: {error}"))
}
