"""Opens workbooks and CSV files in LibreOffice, and compares all cells: python office.py FOLDER NAME…

FOLDER has NAME.xlsx, NAME.csv and NAME.json, which the server wrote of the same rows. What LibreOffice has read it writes
as a workbook of its own, whose cells are held against the JSON.
"""

import json
import math
import subprocess
import sys
import warnings
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

# Days that LibreOffice has and a workbook cannot hold.
warnings.filterwarnings("ignore", message=".*outside the limits for dates.*")

# Columns of CSV as the guide says: texts as texts, days as year, month and day, the rest as LibreOffice takes it.
KINDS = {"string": 2, "boolean": 2, "dateTime": 2, "date": 5}
FIRST_DAY = date(1900, 3, 1)
ANYTHING = object()


def convert(file: Path, to: Path, *options: str) -> Any:
    """What LibreOffice reads in a file: the cells of its first sheet."""
    profile = f"-env:UserInstallation={(to / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", *options]
    command += ["--convert-to", "xlsx", "--outdir", str(to), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    book = openpyxl.load_workbook(to / f"{file.stem}.xlsx")
    return list(book.worksheets[0].iter_rows())


def expected(value: Any, kind: str, is_workbook: bool) -> Any:
    """What a cell is to hold. Lines end as LibreOffice has them."""
    if value is None or value == "":
        return None
    if kind == "string":
        return value.replace("\r\n", "\n")
    if kind in ("integer", "double", "decimal"):
        digits = str(value).lstrip("-0.").replace(".", "")
        # More than Excel keeps stand in the workbook as texts.
        return str(value) if is_workbook and kind != "double" and len(digits) > 15 else float(value)
    if kind == "boolean":
        return value if is_workbook else str(value).lower()
    day = date.fromisoformat(value[:10])
    if kind == "date":
        if day < FIRST_DAY:
            return value if is_workbook else ANYTHING
        return datetime(day.year, day.month, day.day)
    if is_workbook and day >= FIRST_DAY:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).replace(tzinfo=None)
    return value


def is_same(cell: Any, known: Any) -> bool:
    value = {"=TRUE()": True, "=FALSE()": False}.get(cell.value, cell.value)
    if known is ANYTHING:
        return value is not None
    if isinstance(known, float):
        # It keeps 15 digits; one that is too long for it is a text.
        return not isinstance(value, bool) and value is not None and math.isclose(float(value), known, rel_tol=1e-14)
    is_formula = cell.data_type == "f" and not isinstance(value, bool)
    return not is_formula and type(value) is type(known) and value == known


def check(folder: Path, name: str) -> None:
    document = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    kinds = {column["name"]: column["type"] for column in document["columns"]}
    formats = "/".join(f"{at}/{KINDS.get(kind, 1)}" for at, kind in enumerate(kinds.values(), 1))
    comma, quote, utf_8, english = 44, 34, 76, 1033
    options = f"CSV:{comma},{quote},{utf_8},1,{formats},{english},false,false"
    for file, *filters in ((f"{name}.xlsx",), (f"{name}.csv", f"--infilter={options}")):
        to = folder / f"of-{file}"
        to.mkdir()
        head, *rows = convert(folder / file, to, *filters)
        assert [cell.value for cell in head] == list(kinds), f"{file}: {[cell.value for cell in head]}"
        assert len(rows) == len(document["rows"]) > 0, f"{file}: {len(rows)} rows"
        for cells, row in zip(rows, document["rows"], strict=True):
            for cell, (column, kind) in zip(cells, kinds.items(), strict=True):
                known = expected(row[column], kind, file.endswith(".xlsx"))
                what = f"{file}: {row['_key']!r}, {column}: {cell.value!r:.100}, and not {known!r:.100}"
                assert is_same(cell, known), what
        print(f"{file}: {len(rows)} rows")


if __name__ == "__main__":
    for name in sys.argv[2:]:
        check(Path(sys.argv[1]), name)
    print("office: all cells are as they were written")
