"""Runs what docs/partners.md shows for the shell, Python and DuckDB, and checks what comes out: python guide.py SERVER

What is read is held against JSON Lines, which has types of its own.
"""

import json
import os
import subprocess
import sys
import urllib.request
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas

SERVER = sys.argv[1].rstrip("/")
GUIDE = (Path(__file__).parents[2] / "docs/partners.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The guide's blocks of a language, about this server."""
    rest = GUIDE.split(f"```{language}\n")[1:]
    return [block.split("\n```")[0].replace("https://SERVER", SERVER) for block in rest]


def rows(dataset: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{SERVER}/d/{dataset}.jsonl") as lines:
        return [json.loads(line) for line in lines]


def check(what: str, holds: object) -> None:
    if not holds:
        sys.exit(f"guide: {what}")


def same(what: str, frame: pandas.DataFrame, expected: list[dict[str, Any]]) -> None:
    """That a table has all values; what is not known, and a text without letters, is missing."""
    check(f"{what}: {len(frame)} rows of {len(expected)}", len(frame) == len(expected) > 0)
    check(f"{what}: {list(frame.columns)}", list(frame.columns) == list(expected[0]))
    for read, row in zip(frame.to_dict("records"), expected, strict=True):
        for name, known in row.items():
            value = read[name]
            value = None if pandas.isna(value) or value == "" else value
            value = str(value.date()) if isinstance(value, pandas.Timestamp) else value
            is_same = value == (None if known == "" else known) and not isinstance(value, float)
            check(f"{what}: {row['_key']}, {name}: {value!r}, and not {known!r}", is_same)


def namibia(what: str, frame: pandas.DataFrame) -> None:
    found = frame[frame["memberships.country.code3"] == "NAM"]["memberships.country.code"]
    check(f"{what}: Namibia is {list(found)}", len(found) > 0 and set(found) == {"NA"})


def check_shell() -> None:
    first, changes = blocks("sh")[:2]
    subprocess.run(["sh", "-ec", first], check=True, capture_output=True)
    lines = Path("memberships.csv").read_bytes().decode("utf-8").split("\r\n")
    check("a file", lines[0].startswith("_key,memberships.") and len(lines) > 1_000)
    told = subprocess.run(["sh", "-ec", changes], check=True, capture_output=True, text=True).stdout
    check(f"what changed: {told}", told.startswith("_op,_key,") and told.splitlines()[-1].startswith("next,"))
    print("curl: a file, and what changed since")


def check_pandas() -> None:
    csv, dates, parquet = blocks("python")
    tables: dict[str, Any] = {}
    for block in (csv, dates, parquet):
        exec(block, tables)  # noqa: S102
        if block is not dates:
            same("pandas", tables["memberships"], rows("memberships"))
            namibia("pandas", tables["memberships"])
            dtype = str(tables["memberships"]["memberships.from"].dtype)
            check(f"years are {dtype}", dtype == "Int64")
    same("pandas, dates", tables["events"], rows("events"))
    dtype = str(tables["events"]["events.start"].dtype)
    check(f"dates are {dtype}", dtype.startswith("datetime64"))
    print(f"pandas {pandas.__version__}: memberships and events, of CSV and Parquet")


def check_duckdb() -> None:
    for name in ("memberships", "events", "funding"):
        urllib.request.urlretrieve(f"{SERVER}/d/{name}.parquet", f"{name}.parquet")
    (query,) = blocks("sql")
    counted = duckdb.sql(query).fetchall()
    known: dict[Any, int] = {}
    for row in rows("memberships"):
        code = row["memberships.country.code3"]
        known[code] = known.get(code, 0) + 1
    check(f"DuckDB counts {counted[:5]}", dict(counted) == known and known["NAM"] > 0)
    namibia("DuckDB", duckdb.sql("FROM 'memberships.parquet'").df())
    for name, column, kind, parse in (
        ("memberships", "memberships.from", "BIGINT", int),
        ("events", "events.start", "DATE", date.fromisoformat),
        ("funding", "fundingSources.amount", "DECIMAL(38,4)", Decimal),
    ):
        types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{name}.parquet')").fetchall())
        check(f"DuckDB: {column} is {types[column]}", types[column] == kind)
        read = [value for (value,) in duckdb.sql(f"SELECT \"{column}\" FROM '{name}.parquet'").fetchall()]
        values = [row[column] for row in rows(name)]
        check(f"DuckDB: {column}", read == [None if value is None else parse(value) for value in values])
    print(f"DuckDB {duckdb.__version__}: memberships, events and funding, of Parquet")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        check_shell()
        check_pandas()
        check_duckdb()
        os.chdir("/")
