"""How far an import has come, for whoever asks meanwhile."""

from __future__ import annotations

import asyncio
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Shelf

import kitaab

ROWS = 5_000


@pytest.fixture
def habits(tmp_path: Path) -> Path:
    """A file of another program, with so many days of one habit."""
    last = dt.date(2024, 2, 10)
    rows = [f"Walk,,,{last - dt.timedelta(days=back)},1,\n" for back in range(ROWS)]
    file = tmp_path / "habits.csv"
    file.write_text("HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText\n" + "".join(rows))
    return file


def assert_rises(seen: list[kitaab.ImportProgress]) -> None:
    rows = [one.rows for one in seen]
    assert rows == sorted(rows)
    assert all(0 <= one.rows <= ROWS and one.total in (None, ROWS) for one in seen)


def test_how_far_an_import_has_come_is_told_while_it_is_under_way(shelf: Shelf, habits: Path) -> None:
    imports = shelf.book.imports
    assert imports.progress() is None
    seen = []
    with ThreadPoolExecutor(1) as pool:
        importing = pool.submit(imports.file, str(habits))
        while not importing.done():
            if (now := imports.progress()) is not None:
                seen.append(now)
    assert importing.result().entries_added == ROWS
    assert_rises(seen)
    assert imports.progress() is None


def test_the_same_is_told_while_it_is_awaited(habits: Path) -> None:
    async def main() -> None:
        async with await kitaab.aio.Client.open("memory:") as client:
            imports = (await client.my_book()).imports
            importing = asyncio.create_task(imports.file(str(habits)))
            seen = []
            while not importing.done():
                if (now := await imports.progress()) is not None:
                    seen.append(now)
            assert (await importing).entries_added == ROWS
            assert_rises(seen)
            assert await imports.progress() is None

    asyncio.run(main())


def test_an_import_that_fails_is_under_way_no_more(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(kitaab.UnavailableError):
        shelf.book.imports.file(str(tmp_path / "nothing.csv"))
    assert shelf.book.imports.progress() is None
