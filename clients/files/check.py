"""Reads files of all formats as their users do, and compares all values: python check.py FOLDER

FOLDER has rows.csv, rows.csv-metadata.json, rows.jsonl, rows.json, rows.xlsx and rows.parquet, which the server's
writers made of the rows in rows.json beside this program.
"""

import csv
import json
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet
from csvw import Table
from openpyxl.utils.escape import unescape

MADE = json.loads((Path(__file__).parent / "rows.json").read_text(encoding="utf-8"))
TYPES = {"_key": "string"} | {column["name"]: column["type"] for column in MADE["columns"]}
NAMES = list(TYPES)


def value(given: Any, type_: str) -> Any:
    """A value of rows.json as Python has it."""
    if given is None:
        return None
    if isinstance(given, dict):
        return given["repeat"] * given["times"]
    return PARSE[type_](given)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


PARSE: dict[str, Callable[[Any], Any]] = {
    "string": str,
    "integer": int,
    "double": float,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "dateTime": moment,
    "boolean": bool,
}

ROWS = [{name: value(given, TYPES[name]) for name, given in zip(NAMES, row, strict=True)} for row in MADE["rows"]]


def same(what: str, read: Iterable[dict[str, Any]], expected: Callable[[Any, str], Any] = lambda known, _: known) -> None:
    """Compares rows that were read with those that were written, as `expected` says that a reader has them."""
    read = list(read)
    assert len(read) == len(ROWS), f"{what}: {len(read)} rows of {len(ROWS)}"
    for row, known in zip(read, ROWS, strict=True):
        assert list(row) == NAMES, f"{what}: columns {list(row)}"
        for name in NAMES:
            wanted = expected(known[name], TYPES[name])
            is_same = type(row[name]) is type(wanted) and row[name] == wanted
            assert is_same, f"{what}: {known['_key']!r}, {name}: {row[name]!r:.200}, and not {wanted!r:.200}"
    print(f"{what}: {len(read)} rows")


def written(known: Any, type_: str) -> str:
    """A value as CSV has it: nothing is an empty text to readers that know texts alone."""
    if known is None:
        return ""
    if type_ == "boolean":
        return str(known).lower()
    if type_ == "dateTime":
        return known.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if type_ == "double":
        return format(Decimal(repr(known)), "f").removesuffix(".0")
    if type_ == "decimal":
        return format(known, "f")
    return str(known)


def check_csv(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        same("csv", csv.DictReader(file, strict=True), written)
    # The guide's way: nothing is taken for "not available" that is a text, as the code of Namibia.
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    same("pandas, CSV as texts", frame.to_dict("records"), written)
    dtypes = {name: "Int64" for name, type_ in TYPES.items() if type_ == "integer"}
    dtypes |= {name: "string" for name, type_ in TYPES.items() if type_ == "string"}
    numbers = {name: [""] for name, type_ in TYPES.items() if type_ != "string"}
    frame = pandas.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=numbers)
    assert str(frame["established"].dtype) == "Int64" and frame["established"].isna().sum() > 0
    assert "NA" in set(frame["text"]), "pandas takes NA for nothing"
    # Arrow's reader tells an empty text from nothing, and knows the types by itself.
    options = pyarrow.csv.ConvertOptions(
        column_types={name: ARROW[type_] for name, type_ in TYPES.items()},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["true"],
        false_values=["false"],
    )
    table = pyarrow.csv.read_csv(
        path, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True), convert_options=options
    )
    same("pyarrow, CSV", table.to_pylist(), in_fours)


ARROW = {
    "string": pyarrow.string(),
    "integer": pyarrow.int64(),
    "double": pyarrow.float64(),
    "decimal": pyarrow.decimal128(38, 4),
    "date": pyarrow.date32(),
    "dateTime": pyarrow.timestamp("ms", tz="UTC"),
    "boolean": pyarrow.bool_(),
}


def in_fours(known: Any, type_: str) -> Any:
    """A value as Arrow has it: amounts with four decimals."""
    return known.quantize(Decimal("0.0001")) if type_ == "decimal" and known is not None else known


def check_csvw(path: Path) -> None:
    table = Table.from_file(path)
    assert table.tableSchema.primaryKey == ["%5Fkey"], table.tableSchema.primaryKey
    assert str(table.common_props["dc:license"]["@id"]).startswith("https://creativecommons.org/")
    titles = {column.name: column.titles.getfirst() for column in table.tableSchema.columns}
    rows = ({titles[name]: value for name, value in row.items()} for row in table.iterdicts())
    same("csvw", rows, in_csvw)


def in_csvw(known: Any, type_: str) -> Any:
    """A value as the reader of metadata has it: an empty text is nothing, and a day begins at midnight."""
    if known == "":
        return None
    return datetime(known.year, known.month, known.day) if type_ == "date" and known is not None else known


def in_json(known: Any, type_: str) -> Any:
    """A value as JSON has it."""
    return written(known, type_) if type_ in ("decimal", "date", "dateTime") and known is not None else known


def check_json(lines: Path, whole: Path) -> None:
    text = lines.read_text(encoding="utf-8")
    same("json lines", (json.loads(line) for line in text.split("\n")[:-1]), in_json)
    document = json.loads(whole.read_text(encoding="utf-8"))
    same("json", document["rows"], in_json)
    assert [(column["name"], column["type"]) for column in document["columns"]] == list(TYPES.items())
    assert document["about"]["licence"]["spdxId"] == "CC-BY-4.0", document["about"]
    frame = pandas.read_json(lines, lines=True, dtype=False)
    assert len(frame) == len(ROWS) and list(frame.columns) == NAMES


def in_excel(known: Any, type_: str) -> Any:
    """A value as a workbook has it: an empty text is an empty cell; what Excel would alter is text."""
    if known is None or known == "":
        return None
    if type_ in ("integer", "decimal"):
        digits = written(known, type_).lstrip("-0.").replace(".", "")
        if len(digits) > 15:
            return written(known, type_)
        number = Decimal(known)
        return int(number) if number == number.to_integral_value() else float(number)
    if type_ == "double":
        return int(Decimal(repr(known))) if known.is_integer() else known
    if type_ == "date":
        is_day = known >= date(1900, 3, 1)
        return datetime(known.year, known.month, known.day) if is_day else written(known, type_)
    if type_ == "dateTime":
        is_day = known >= datetime(1900, 3, 1, tzinfo=timezone.utc)
        return known.replace(tzinfo=None) if is_day else written(known, type_)
    return known


def check_xlsx(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=False)
    assert book.sheetnames == ["Data", "Columns", "About"], book.sheetnames
    sheet = book["Data"]
    assert sheet.freeze_panes == "A2", sheet.freeze_panes
    assert sheet.auto_filter.ref == sheet.dimensions, (sheet.auto_filter.ref, sheet.dimensions)
    formulas = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not formulas, f"formulas: {formulas}"
    head, *rows = sheet.iter_rows(values_only=True)
    # The standard's escapes of characters that XML has not, which Excel reads, are left to openpyxl's users.
    rows = ([unescape(value) if isinstance(value, str) else value for value in row] for row in rows)
    same("openpyxl", (dict(zip(head, row, strict=True)) for row in rows), in_excel)
    columns = list(book["Columns"].iter_rows(values_only=True))
    assert [row[:2] for row in columns[1:]] == list(TYPES.items()), columns
    about = dict(book["About"].iter_rows(values_only=True, min_row=2))
    assert about["Licence"] == "CC BY 4.0" and about["Version"] == "7", about
    assert book.properties.created == datetime(2026, 11, 30), book.properties.created
    frame = pandas.read_excel(path, keep_default_na=False, dtype={"text": str})
    assert len(frame) == len(ROWS) and "NA" in set(frame["text"])


def check_parquet(path: Path) -> None:
    file = pyarrow.parquet.ParquetFile(path)
    schema = file.schema_arrow
    assert {field.name: field.type for field in schema} == {name: ARROW[type_] for name, type_ in TYPES.items()}
    for column in MADE["columns"]:
        doc = schema.field(column["name"]).metadata[b"description"].decode()
        assert doc.startswith(column["doc"]), doc
    facts = {name.decode(): fact.decode() for name, fact in file.metadata.metadata.items()}
    assert facts["licenceSpdxId"] == "CC-BY-4.0" and facts["version"] == "7", facts
    assert [column["name"] for column in json.loads(facts["columns"])] == NAMES
    assert file.metadata.row_group(0).column(0).compression == "SNAPPY"
    same("pyarrow", file.read().to_pylist(), in_fours)
    frame = pandas.read_parquet(path)
    assert len(frame) == len(ROWS) and "NA" in set(frame["text"])


def main() -> None:
    folder = Path(sys.argv[1])
    check_csv(folder / "rows.csv")
    check_csvw(folder / "rows.csv-metadata.json")
    check_json(folder / "rows.jsonl", folder / "rows.json")
    check_xlsx(folder / "rows.xlsx")
    check_parquet(folder / "rows.parquet")
    print("files: all values are read as they were written")


if __name__ == "__main__":
    main()
