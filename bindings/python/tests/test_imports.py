"""How far an import has come, for whoever asks meanwhile."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Shelf

import kitaab

# How long the files are. Where one is imported before anybody has asked, the next is twice as long.
ROWS = (5_000, 10_000, 20_000, 40_000)

Watched = tuple[kitaab.ImportReport, list[kitaab.ImportProgress]]


def habits(folder: Path, rows: int) -> str:
    """A file of another program, with so many days of one habit."""
    last = dt.date(2024, 2, 10)
    days = (f"Walk,,,{last - dt.timedelta(days=back)},1,\n" for back in range(rows))
    file = folder / f"habits-{rows}.csv"
    file.write_text("HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n" + "".join(days))
    return str(file)


def assert_is_told(watched: Callable[[str], Watched], folder: Path) -> None:
    """While a file is imported, it is told how far that has come, which only rises."""
    for rows in ROWS:
        report, seen = watched(habits(folder, rows))
        assert report.entries_added == rows
        told = [one.rows for one in seen]
        assert told == sorted(told)
        assert all(0 <= one.rows <= rows and one.total in (None, rows) for one in seen)
        if any(told):
            return
    pytest.fail(f"of {ROWS[-1]} rows, it was never told how many were read")


def test_how_far_an_import_has_come_is_told_while_it_is_under_way(tmp_path: Path) -> None:
    def watched(file: str) -> Watched:
        with kitaab.Client.open("memory:") as client, ThreadPoolExecutor(1) as pool:
            imports = client.my_book().imports
            assert imports.progress() is None
            importing = pool.submit(imports.file, file)
            seen = []
            while not importing.done():
                if (now := imports.progress()) is not None:
                    seen.append(now)
            report = importing.result()
            assert imports.progress() is None
            return report, seen

    assert_is_told(watched, tmp_path)


def test_the_same_is_told_while_it_is_awaited(tmp_path: Path) -> None:
    async def watched(file: str) -> Watched:
        async with await kitaab.aio.Client.open("memory:") as client:
            imports = (await client.my_book()).imports
            importing = asyncio.create_task(imports.file(file))
            seen = []
            while not importing.done():
                if (now := await imports.progress()) is not None:
                    seen.append(now)
            report = await importing
            assert await imports.progress() is None
            return report, seen

    assert_is_told(lambda file: asyncio.run(watched(file)), tmp_path)


def test_an_import_that_fails_is_under_way_no_more(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(kitaab.UnavailableError):
        shelf.book.imports.file(tmp_path / "nothing.csv")
    assert shelf.book.imports.progress() is None


def test_a_file_may_be_told_as_a_path(filed: Shelf, tmp_path: Path) -> None:
    book, client = filed.book, filed.client
    assert book.exports.csv(tmp_path / "book.csv") == 0
    book.ledger.export(tmp_path / "book.jsonl")
    client.backup(tmp_path / "copy.db")
    book.exports.calendar(tmp_path / "book.ics", kitaab.CalendarExport(days=(filed.today, filed.today)))
    assert all((tmp_path / name).is_file() for name in ("book.csv", "book.jsonl", "copy.db", "book.ics"))
    assert book.imports.file(Path(habits(tmp_path, 3)), dry_run=True).entries_added == 3
    takers: list[Callable[[str | Path], object]] = [
        book.exports.csv,
        book.ledger.export,
        book.imports.file,
        client.backup,
        client.restore,
    ]
    for take in takers:
        for path in ("a\0b", Path("a\0b")):
            with pytest.raises(kitaab.InvalidError):
                take(path)
