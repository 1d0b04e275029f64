"""What the tests share."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import kitaab


@dataclass(frozen=True)
class Shelf:
    """A book with a counted deed and one of a scale."""

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
    return Shelf(client, book, quran.deed.items[0].id, book.items.find("Salah/Fajr"))


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
