"""What the tests share."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import kitaab


@dataclass(frozen=True)
class Shelf:
    """A book with a counted deed and one of a scale."""

    location: str
    client: kitaab.Client
    book: kitaab.Book
    quran: uuid.UUID
    fajr: uuid.UUID

    @property
    def today(self) -> dt.date:
        return self.book.calendar.today()


def shelf_in(location: str | Path) -> Shelf:
    """A new book at a place."""
    client = kitaab.Client.open(location)
    book = client.my_book()
    started = book.calendar.today() - dt.timedelta(days=400)
    quran = book.deeds.add(
        kitaab.NewDeed(name="Qur'an", category="hasanaat", measure="count", unit="pages", starts_on=started)
    )
    values = ["missed", "late", "on time"]
    book.deeds.add(
        kitaab.NewDeed(name="Salah", category="hasanaat", values=values, items=["Fajr", "Isha"], starts_on=started)
    )
    return Shelf(str(location), client, book, quran.deed.items[0].id, book.items.find("Salah/Fajr"))


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    made = shelf_in("memory:")
    yield made
    made.client.close()


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Shelf]:
    """The same in a SQLite file."""
    made = shelf_in(tmp_path / "book.db")
    yield made
    made.client.close()


class Waiting:
    """What is awaited, as if it waited."""

    def __init__(self, awaited: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._awaited, self._loop = awaited, loop

    def __getattr__(self, name: str) -> Any:
        return self._wrapped(getattr(self._awaited, name))

    def _wrapped(self, value: Any) -> Any:
        if inspect.iscoroutine(value):
            return self._wrapped(self._loop.run_until_complete(value))
        if callable(value):
            return lambda *args, **kwargs: self._wrapped(value(*args, **kwargs))
        return Waiting(value, self._loop) if type(value).__module__ == "kitaab.aio" else value


@pytest.fixture(params=["waits", "is awaited"])
def open_client(request: pytest.FixtureRequest) -> Iterator[Callable[[str, kitaab.OpenOptions], Any]]:
    if request.param == "waits":
        yield kitaab.Client.open
        return
    loop = asyncio.new_event_loop()
    yield lambda *given: Waiting(kitaab.aio.Client, loop).open(*given)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
