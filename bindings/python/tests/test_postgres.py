"""Books on a PostgreSQL server: the same answers as from a file, and what becomes of servers that are wrong or gone."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl
import pytest
from conftest import Shelf, shelf_in
from gate import Gate
from polars.testing import assert_frame_equal
from server import SUPERUSER, Database, url
from test_scenarios import STORIES, run

import kitaab

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not SUPERUSER, reason="KITAAB_TEST_PG names no server: cargo xtask python starts one"),
]

#: Somebody with whom the owner shares something.
UMAR = uuid.UUID(int=2)


@pytest.fixture
def databases() -> Iterator[Callable[[], Database]]:
    """Makes databases, which go with the test."""
    made: list[Database] = []

    def make() -> Database:
        made.append(Database())
        return made[-1]

    yield make
    for database in made:
        database.drop()


@pytest.fixture
def served(databases: Callable[[], Database]) -> Iterator[Shelf]:
    """A book on a server."""
    made = shelf_in(databases().url)
    yield made
    made.client.close()


@pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
def test_stories(
    file: Path, tmp_path: Path, databases: Callable[[], Database], open_client: Callable[..., Any]
) -> None:
    run(file, tmp_path, lambda options: open_client(databases().url, options))


def fill(book: kitaab.Book, today: dt.date) -> None:
    """Entries of all kinds: counted, of two versions of a scale, hidden, archived, and written out of order."""
    days = [today - dt.timedelta(days=number) for number in (*range(0, 300, 3), *range(299, 0, -3))]
    started = today - dt.timedelta(days=400)
    values = ["missed", "late", "on time"]
    salah = book.deeds.add(
        kitaab.NewDeed(name="Salah", category="hasanaat", values=values, items=["Fajr", "Isha"], starts_on=started)
    ).deed
    lying = book.deeds.add(kitaab.NewDeed(name="Lying", category="saiyyiaat", values=["no", "yes"], starts_on=started)).deed
    quran = book.deeds.add(kitaab.NewDeed(name="Qur'an", category="hasanaat", measure="count", starts_on=started)).deed
    fajr, isha = (item.id for item in salah.items if item.leaf)
    entries = [kitaab.NewEntry(item=fajr, day=day, value=values[day.day % 3]) for day in days]
    entries += [kitaab.NewEntry(item=lying.items[0].id, day=day, value="no") for day in days[:150]]
    amounts = [Decimal(number) / 4 for number in range(len(days))]
    entries += [
        kitaab.NewEntry(item=quran.items[0].id, day=day, value=amount, note="so many")
        for day, amount in zip(days, amounts, strict=True)
    ]
    book.entries.put_many(entries)
    book.scales.redefine(salah.id, [kitaab.ScaleValue(label=label, score=score) for score, label in enumerate("abcd")])
    book.entries.put_many([kitaab.NewEntry(item=fajr, day=day, value="abcd"[day.day % 4]) for day in days[::7]])
    book.entries.put_many([kitaab.NewEntry(item=isha, day=day, value="d") for day in days[:40]])
    book.items.hide(isha, "hide_from_all")
    book.items.archive(lying.items[0].id, today)


def test_tables_are_those_of_a_file(tmp_path: Path, databases: Callable[[], Database]) -> None:
    with kitaab.Client.open(tmp_path / "book.db") as file, kitaab.Client.open(databases().url) as server:
        book = file.my_book()
        today = book.calendar.today()
        fill(book, today)
        book.ledger.export(str(tmp_path / "book.kitaab"))
        same = server.book(server.restore(str(tmp_path / "book.kitaab")))
        assert book.ledger.checkpoint() == same.ledger.checkpoint()
        first, last = today - dt.timedelta(days=200), today - dt.timedelta(days=20)
        nothing = (dt.date(1990, 1, 1), dt.date(1990, 1, 2))
        for days in (None, (first, last), (last, last), nothing):
            ours = pl.DataFrame(same.entries.table(days))
            assert_frame_equal(ours, pl.DataFrame(book.entries.table(days)))
            assert ours.height > 0 or days == nothing
        table = pl.DataFrame(same.entries.table())
        assert set(table["path"]) == {"Salah/Fajr", "Salah/Isha", "Lying", "Qur'an"}
        assert table["label"].n_unique() > 5 and table["amount"].n_unique() > 100
        for subject in (
            kitaab.Subject.OfItem(item=book.items.find("Qur'an")),
            kitaab.Subject.OfItem(item=book.items.find("Salah/Fajr")),
        ):
            figures = [pl.DataFrame(of.insights.series_table(subject, "week", (first, last))) for of in (same, book)]
            assert_frame_equal(*figures)
            assert figures[0]["entries"].sum() > 0
        summaries = [pl.DataFrame(of.insights.summary_table((first, last), True)) for of in (same, book)]
        assert_frame_equal(*summaries)


def test_a_table_shows_others_what_they_may_see(databases: Callable[[], Database], tmp_path: Path) -> None:
    tables = []
    for location in (databases().url, str(tmp_path / "book.db")):
        with kitaab.Client.open(location) as client:
            book = client.book(uuid.UUID(int=1))
            today = book.calendar.today()
            fill(book, today)
            theirs = client.book(UMAR)
            theirs.settings.edit(kitaab.SettingsEdit(first_weekday="sun"))
            relation = theirs.people.request("friend", book.owner).relation.id
            seen = book.acting_as(UMAR)
            with pytest.raises(kitaab.NotFoundError):
                seen.entries.table()
            book.people.accept(relation)
            assert len(seen.entries.table()) == 0
            salah = next(deed.id for deed in book.deeds.list() if deed.name == "Salah")
            permission = book.people.grant(
                kitaab.NewPermission(relation=relation, shared=kitaab.Shared.OfDeed(deed=salah), level="read")
            ).permission
            frame = pl.DataFrame(seen.entries.table())
            # Isha is hidden.
            assert set(frame["path"]) == {"Salah/Fajr"}
            tables.append(frame.select("path", "category", "day", "label", "score", "amount"))
            assert [line.deed for line in book.people.accesses().accesses] == [salah]
            book.people.revoke(permission.id)
            assert len(seen.entries.table()) == 0
    assert_frame_equal(*tables, categorical_as_str=True)


def test_wrong_places_are_told_apart_and_show_no_secret(databases: Callable[[], Database]) -> None:
    database = databases()
    wrong: list[tuple[str, type[kitaab.KitaabError]]] = [
        ("postgres://me:secret@[half/book", kitaab.InvalidError),
        ("postgres://me:secret@127.0.0.1:1/book", kitaab.UnavailableError),
        ("postgres://me:secret@no.such.host.invalid/book", kitaab.UnavailableError),
        (url("no_such_database", "test_app"), kitaab.UnavailableError),
        (url("template1", "test_app"), kitaab.UnsupportedError),
        (database.url_of("test_owner"), kitaab.DeniedError),
        (database.url_of("test_readonly"), kitaab.DeniedError),
        (database.url_of(urlsplit(SUPERUSER).username or ""), kitaab.DeniedError),
    ]
    for location, error in wrong:
        with pytest.raises(error) as raised:
            kitaab.Client.open(location)
        assert "secret" not in f"{raised.value} {raised.value!r} {raised.value.data}"


def test_a_url_says_how_its_server_is_reached(databases: Callable[[], Database]) -> None:
    location = databases().url
    location += "&" if "?" in location else "?"
    with kitaab.Client.open(f"{location}kitaab.connections=2&kitaab.pooler=on&kitaab.lock_timeout=500") as client:
        assert client.my_book().deeds.list() == []
    for parameter, field in (("pooler=secret", "pooler"), ("connections=0", "connections"), ("secrets=1", "secrets")):
        with pytest.raises(kitaab.InvalidError) as raised:
            kitaab.Client.open(f"{location}kitaab.{parameter}")
        assert raised.value.field == f"location.kitaab.{field}"
        assert "=secret" not in f"{raised.value} {raised.value!r} {raised.value.data}"


def test_a_server_goes_down_and_comes_back(databases: Callable[[], Database]) -> None:
    gate = Gate(databases().url)
    shelf = shelf_in(gate.url)
    shelf.book.entries.put(shelf.quran, shelf.today, 1)
    gate.shut()
    for call in (
        lambda: shelf.book.entries.put(shelf.quran, shelf.today, 2),
        lambda: shelf.book.entries.table(),
        lambda: shelf.book.insights.summary((shelf.today, shelf.today)),
        lambda: kitaab.Client.open(gate.url),
    ):
        with pytest.raises(kitaab.UnavailableError):
            call()
    gate.open()
    entry = shelf.book.entries.get(shelf.quran, shelf.today)
    assert entry is not None and isinstance(entry.value, kitaab.EntryValue.Counted)
    assert entry.value.amount == 1
    shelf.book.entries.put(shelf.quran, shelf.today, 3)
    assert len(shelf.book.entries.table()) == 1
    shelf.book.ledger.verify()
    shelf.client.close()
    gate.shut()


def test_many_threads(served: Shelf) -> None:
    def add() -> None:
        for _ in range(10):
            served.book.entries.add(served.quran, served.today, 1)
            assert len(served.book.entries.table()) == 1

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entry = served.book.entries.get(served.quran, served.today)
    assert entry is not None and isinstance(entry.value, kitaab.EntryValue.Counted)
    assert entry.value.amount == 80


def test_a_table_that_is_cancelled_leaves_the_connection_to_others(served: Shelf) -> None:
    days = [served.today - dt.timedelta(days=number) for number in range(400)]
    served.book.entries.put_many([kitaab.NewEntry(item=served.quran, day=day, value=1) for day in days])

    async def main(book: kitaab.aio.Book) -> None:
        for number in range(40):
            task = asyncio.create_task(book.entries.table())
            await asyncio.sleep(number / 4000)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                pass
            assert (await book.entries.list(kitaab.EntryQuery(limit=3))).entries[0].day == served.today
            assert len(await book.entries.table()) == 400

    async def opened(location: str) -> None:
        async with await kitaab.aio.Client.open(location) as client:
            await main(await client.my_book())

    asyncio.run(opened(served.location))
