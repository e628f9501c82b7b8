"""A nightly pull into a table of pandas: python pull.py SERVER DATASET FOLDER

FOLDER keeps the table and what to ask from next. The first time the whole file is taken, from then on what changed, as long
as the server can tell it (410: no longer).
"""

import csv
import io
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pandas


def take(url: str) -> tuple[pandas.DataFrame, str]:
    """A file, all values as they are written, and what to ask from next."""
    with urllib.request.urlopen(url) as answer:
        text = answer.read().decode()
        since = answer.headers["ISCM-Next-Since"]
    # `NA` is Namibia, and not "not available".
    return pandas.read_csv(io.StringIO(text), dtype=str, keep_default_na=False), since


def pull(server: str, dataset: str, folder: Path) -> pandas.DataFrame:
    """The table of now."""
    folder.mkdir(parents=True, exist_ok=True)
    address = f"{server.rstrip('/')}/d/{dataset}.csv"
    kept, state = folder / f"{dataset}.csv", folder / f"{dataset}.since"
    table, since = None, None
    if kept.exists() and state.exists():
        table = pandas.read_csv(kept, dtype=str, keep_default_na=False)
        try:
            changes, since = take(f"{address}?since={state.read_text().strip()}")
            changes = changes[changes["_op"] != "next"]
            table = table[~table["_key"].isin(changes["_key"])]
            upserts = changes[changes["_op"] == "upsert"].drop(columns="_op")
            table = pandas.concat([table, upserts], ignore_index=True)
        except urllib.error.HTTPError as error:
            if error.code != 410:
                raise
            table = None
    if table is None:
        table, since = take(address)
    # First the table, whole, then from where to go on: a pull that is broken off is done again.
    new = kept.with_suffix(".new")
    table.to_csv(new, index=False, quoting=csv.QUOTE_MINIMAL)
    new.replace(kept)
    state.write_text(since)
    return table


if __name__ == "__main__":
    server, dataset, folder = sys.argv[1:]
    print(f"{len(pull(server, dataset, Path(folder)))} rows")
