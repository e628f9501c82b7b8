"""Compares what changed since a version, as workbooks and Parquet tell it, with JSON: python changes.py FOLDER NAME…

FOLDER has NAME.json, NAME.xlsx and NAME.parquet, asked for with the same `since`.
"""

import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet

LABEL = "What to ask from next, as since"


def check(folder: Path, name: str) -> int:
    """How many rows changed, which are the same in all formats."""
    told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    rows, about = told["rows"], told["about"]
    columns = [column["name"] for column in told["columns"]]
    assert columns[:2] == ["_op", "_key"], columns

    file = pyarrow.parquet.ParquetFile(folder / f"{name}.parquet")
    metadata = {key.decode(): fact.decode() for key, fact in file.metadata.metadata.items()}
    same(f"{name}: next", metadata["nextSince"], about["nextSince"])
    same(f"{name}: address", metadata["url"].replace(".parquet?", ".json?"), about["url"])
    # What is gone has no values; JSON leaves out what is not there.
    padded = [{column: row.get(column) for column in columns} for row in rows]
    same(f"{name}: Parquet", [texts(row) for row in file.read().to_pylist()], [texts(row) for row in padded])

    book = openpyxl.load_workbook(folder / f"{name}.xlsx", read_only=True)
    facts = dict(row[:2] for row in book["About"].iter_rows(min_row=2, values_only=True))
    same(f"{name}: next in the workbook", facts[LABEL], about["nextSince"])
    head, *sheet = book["Data"].iter_rows(values_only=True)
    same(f"{name}: columns", list(head), columns)
    same(f"{name}: keys", [row[:2] for row in sheet], [(row["_op"], row["_key"]) for row in rows])
    return len(rows)


def texts(row: dict[str, Any]) -> dict[str, str | None]:
    """Values as texts: amounts and days are texts in JSON."""
    return {name: None if value is None else str(value).rstrip("0").rstrip(".") for name, value in row.items()}


def same(what: str, read: object, expected: object) -> None:
    assert read == expected, f"{what}: {read!r:.500}, and not {expected!r:.500}"


def main() -> None:
    folder, *names = sys.argv[1:]
    changed = {name: check(Path(folder), name) for name in names}
    print("changes:", json.dumps(changed))


if __name__ == "__main__":
    main()
