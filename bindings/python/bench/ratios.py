"""How fast Kitaab is from Python, as ratios to other ways to the same, measured in turns in one run.

``cargo xtask python --bench``. Against Rust: one batch of 10,000 entries, and a dashboard, as ``benches/examples/baseline.rs`` tells.
Against ``sqlite3`` and pandas: a million entries of a SQLite file as a data frame. Against ADBC's driver, and psycopg and pandas: a
million entries of a PostgreSQL server as a data frame. The others read the bare numbers, from a table of four columns without
policies and partitions; ours are checked for who may see them, and come with names and labels.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import adbc_driver_postgresql.dbapi as adbc
import pandas as pd
import polars as pl
import psycopg
from server import Database, run

import kitaab

ENTRIES = int(os.environ.get("KITAAB_BENCH_ENTRIES", "1000000"))
TURNS = 5
ROOT = Path(__file__).parents[3]
LABELS = ["missed", "late", "on time", "in congregation"]
FIRST = dt.date(2023, 1, 1)
#: Of the ratios that were promised, whether each holds.
kept: list[bool] = []


def told(what: str, ratio: float, promise: float, *, at_least: bool) -> None:
    """Prints a ratio beside what was promised."""
    holds = ratio >= promise if at_least else ratio <= promise
    kept.append(holds)
    word = "at least" if at_least else "at most"
    print(f"figure: {what}: {ratio:.2f} (promised: {word} {promise}){'' if holds else ' MISSED'}", flush=True)


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def in_turns(*calls: Callable[[], object]) -> list[float]:
    """The fastest of some turns of each: what else the machine does only makes a call slower."""
    turns = [[seconds(call) for call in calls] for _ in range(TURNS)]
    return [min(times) for times in zip(*turns, strict=True)]


def against_rust(folder: Path) -> None:
    """A batch and a dashboard."""
    program = ROOT / "target" / "release" / "examples" / "baseline"
    days = [FIRST + dt.timedelta(days=number) for number in range(500)]
    batches: list[float] = []
    dashboards: list[float] = []
    rust: list[tuple[float, float]] = []
    for turn in range(3):
        own = folder / f"turn-{turn}"
        own.mkdir()
        printed = subprocess.run([program, own], capture_output=True, text=True, check=True).stdout.split()
        rust.append((float(printed[1]), float(printed[3])))
        for number in range(5):
            with kitaab.Client.open(own / f"python-{number}.db") as client:
                book = client.book(uuid.UUID(int=1))
                batches.append(_batch(book, days))
                if number == 4:
                    dashboards.append(_dashboard(book, days))
    batch, dashboard = min(one for one, _ in rust), min(one for _, one in rust)
    print(f"batch: {min(batches):.1f} ms, in Rust {batch:.1f}; dashboard: {min(dashboards):.2f} ms, in Rust {dashboard:.2f}")
    told("10,000 entries in one batch, as a multiple of Rust's time", min(batches) / batch, 1.3, at_least=False)
    told("a dashboard, as a multiple of Rust's time", min(dashboards) / dashboard, 1.5, at_least=False)


def _batch(book: kitaab.Book, days: list[dt.date]) -> float:
    items = [item for deed in range(4) for item in _deed(book, deed)]
    entries = [
        kitaab.NewEntry(item=item, day=day, value=LABELS[(at + place) % 4])
        for at, day in enumerate(days)
        for place, item in enumerate(items)
    ]
    assert len(entries) == 10_000
    return seconds(lambda: book.entries.put_many(entries)) * 1e3


def _dashboard(book: kitaab.Book, days: list[dt.date]) -> float:
    request = kitaab.DashboardRequest(days=(days[0], days[-1]))
    return statistics.median(seconds(lambda: book.insights.dashboard(request)) * 1e3 for _ in range(41))


def _deed(book: kitaab.Book, number: int) -> list[uuid.UUID]:
    new = kitaab.NewDeed(
        name=f"Deed {number}",
        category="hasanaat",
        values=LABELS,
        items=[f"Item {place}" for place in range(5)],
        starts_on=FIRST,
    )
    return [item.id for item in book.deeds.add(new).deed.items if item.leaf]


def fill(book: kitaab.Book) -> None:
    """Many entries: half of them amounts, half of them values of a scale."""
    days = 2000
    first = dt.date(2019, 1, 1)
    names = [f"Item {place}" for place in range(ENTRIES // days // 2)]
    counted = kitaab.NewDeed(name="Counted", category="hasanaat", measure="count", items=names, starts_on=first)
    scaled = kitaab.NewDeed(name="Scaled", category="hasanaat", values=LABELS, items=names, starts_on=first)
    leaves = [item.id for deed in book.deeds.add_all([counted, scaled]).deeds for item in deed.items if item.leaf]
    # Day by day, as people do. A commit reckons the days that it touches anew, with all that was recorded on them before.
    for begin in range(0, days, 10):
        new = [
            kitaab.NewEntry(
                item=item,
                day=first + dt.timedelta(days=day),
                value=day % 4 + 1 if place < len(names) else LABELS[day % 4],
            )
            for day in range(begin, begin + 10)
            for place, item in enumerate(leaves)
        ]
        book.entries.put_many(new)


def against_sqlite3(folder: Path) -> None:
    """A million entries as a data frame."""
    file = folder / "many.db"
    with kitaab.Client.open(file) as client:
        book = client.my_book()
        print(f"{ENTRIES} entries were written in {seconds(lambda: fill(book)):.0f} s", flush=True)

        def ours() -> None:
            assert pl.DataFrame(book.entries.table()).height == ENTRIES

        def theirs() -> None:
            connection = sqlite3.connect(file)
            frame = pd.read_sql_query("SELECT item_no, day, value, scale_no FROM entries", connection)
            assert len(frame) == ENTRIES
            connection.close()

        own, other = in_turns(ours, theirs)
    print(f"{ENTRIES} entries from SQLite: {own:.2f} s into polars, {other:.2f} s by sqlite3 and pandas")
    told("entries from SQLite into polars, as a multiple of sqlite3's and pandas' speed", other / own, 3, at_least=True)


def against_postgres() -> None:
    """The same from a server."""
    database = Database()
    with kitaab.Client.open(database.url) as client:
        book = client.my_book()
        print(f"{ENTRIES} entries were written to a server in {seconds(lambda: fill(book)):.0f} s", flush=True)
        run("CREATE TABLE bare AS SELECT item_no, day, value, scale_no FROM kitaab.entries", database.name)
        run("GRANT SELECT ON bare TO PUBLIC", database.name)
        for table in ("bare", "kitaab.entries"):
            run(f"VACUUM ANALYZE {table}", database.name)

        def ours() -> None:
            assert pl.DataFrame(book.entries.table()).height == ENTRIES

        with adbc.connect(database.url) as arrow, psycopg.connect(database.url) as rows:

            def by_adbc() -> None:
                with arrow.cursor() as cursor:
                    cursor.execute("SELECT * FROM bare")
                    frame = pl.from_arrow(cursor.fetch_arrow_table())
                    assert isinstance(frame, pl.DataFrame) and frame.height == ENTRIES

            def by_psycopg() -> None:
                with rows.cursor() as cursor:
                    frame = pd.DataFrame(cursor.execute("SELECT * FROM bare").fetchall(), columns=list("abcd"))
                    assert len(frame) == ENTRIES

            own, by_arrow, by_rows = in_turns(ours, by_adbc, by_psycopg)
    database.drop()
    print(f"{ENTRIES} entries from PostgreSQL: {own:.2f} s into polars, {by_arrow:.2f} s by ADBC, {by_rows:.2f} s by psycopg and pandas")
    told("entries from PostgreSQL into polars, as a multiple of ADBC's speed", by_arrow / own, 1.1, at_least=True)
    told("entries from PostgreSQL into polars, as a multiple of psycopg's and pandas' speed", by_rows / own, 6, at_least=True)


def main() -> int:
    """Measures all; fails if something that was promised is missed."""
    with tempfile.TemporaryDirectory() as folder:
        against_rust(Path(folder))
        against_sqlite3(Path(folder))
    against_postgres()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
