"""Every code is an exception that carries its data."""

from __future__ import annotations

import asyncio
import datetime as dt
import pickle
import re
from pathlib import Path

import pytest
from conftest import Shelf

import kitaab
from kitaab import _errors

GOLDEN = Path(__file__).parents[2] / "api.golden"


def test_there_is_an_exception_for_every_code() -> None:
    told = re.findall(r"^error (\w+) (\w+)\((.*)\)$", GOLDEN.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(told) >= 10
    for code, name, data in told:
        carried = {field: f"a {field}" for field in data.split(", ") if field}
        raised = _errors.of_code(code, "it says so", carried)
        assert type(raised).__name__ == f"{name}Error"
        assert (raised.code, str(raised), raised.data) == (code, "it says so", carried)
        assert all(getattr(raised, field) == value for field, value in carried.items())
        again = pickle.loads(pickle.dumps(raised))
        assert (type(again), str(again), again.data) == (type(raised), str(raised), raised.data)


def test_invalid(shelf: Shelf) -> None:
    with pytest.raises(kitaab.InvalidError) as raised:
        shelf.book.entries.put(shelf.fajr, shelf.today, "sometimes")
    assert raised.value.code == "invalid"
    assert raised.value.rule == "must be one of: missed, late, on time"
    assert raised.value.value == "sometimes"
    assert isinstance(raised.value, ValueError)


def test_not_found(shelf: Shelf) -> None:
    with pytest.raises(kitaab.NotFoundError) as raised:
        shelf.book.deeds.get("00000000-0000-0000-0000-00000000dead")
    assert raised.value.data == {"kind": "deed", "id": "00000000-0000-0000-0000-00000000dead"}


def test_conflict(shelf: Shelf) -> None:
    with pytest.raises(kitaab.ConflictError) as raised:
        shelf.book.items.add(shelf.book.items.find("Salah"), "Fajr")
    assert raised.value.kind == "item"
    assert raised.value.what == "there is already an item named Fajr here"


def test_unavailable(tmp_path: Path) -> None:
    with pytest.raises(kitaab.UnavailableError):
        kitaab.Client.open(tmp_path / "nowhere" / "book.db")


def test_corrupt(tmp_path: Path) -> None:
    (tmp_path / "book.db").write_bytes(b"This is no database, and never was. " * 200)
    with pytest.raises(kitaab.CorruptError) as raised:
        kitaab.Client.open(tmp_path / "book.db")
    assert raised.value.place


def test_unsupported(shelf: Shelf) -> None:
    now = shelf.book.ledger.commits()[0].at
    with pytest.raises(kitaab.UnsupportedError) as raised:
        shelf.client.set_now(now)
    assert raised.value.what


def test_closed(shelf: Shelf) -> None:
    entries = shelf.book.entries
    shelf.client.close()
    shelf.client.close()
    now = dt.datetime(2024, 2, 10, tzinfo=dt.timezone.utc)
    for call in (
        shelf.book.deeds.list,
        entries.list,
        shelf.client.my_book,
        entries.table,
        lambda: shelf.client.set_now(now),
    ):
        with pytest.raises(kitaab.ClosedError):
            call()


def test_internal(shelf: Shelf) -> None:
    # What tests are built with panics on this book.
    broken = shelf.client.book("ffffffff-ffff-ffff-ffff-ffffffffffff")
    before = shelf.book.deeds.list()
    for call in (broken.deeds.list, lambda: broken.groups.add("Prayer"), broken.entries.table):
        with pytest.raises(kitaab.InternalError) as raised:
            call()
        assert raised.value.code == "internal"
        assert "secret" not in str(raised.value)
    assert shelf.book.deeds.list() == before


def test_internal_that_is_awaited() -> None:
    async def story() -> None:
        async with await kitaab.aio.Client.open("memory:") as client:
            with pytest.raises(kitaab.InternalError):
                await client.book("ffffffff-ffff-ffff-ffff-ffffffffffff").deeds.list()
            assert await (await client.my_book()).deeds.list() == []

    asyncio.run(story())


def test_what_is_private_is_in_no_message_and_no_repr(shelf: Shelf) -> None:
    secret = "a secret of mine "
    with pytest.raises(kitaab.InvalidError) as raised:
        shelf.book.reflections.write(shelf.today, "saiyyiaat", secret * 2000)
    assert secret not in str(raised.value)
    assert raised.value.value == f"{len(secret) * 2000} characters"
    shelf.book.reflections.write(shelf.today, "saiyyiaat", secret)
    read = shelf.book.reflections.read(shelf.today, "saiyyiaat")
    assert read is not None
    assert read.text.strip() == secret.strip()
    assert secret.strip() not in repr(read)


def test_the_words_of_an_exemption_are_in_no_repr(shelf: Shelf) -> None:
    reason = kitaab.Reason.Other(words="a secret of mine")
    new = kitaab.NewExemption(scope=kitaab.Scope.Hasanaat(), reason=reason, first_day=shelf.today)
    added = shelf.book.exemptions.add(new)
    assert added.exemption.reason == reason
    edit = kitaab.ExemptionEdit(reason=reason)
    for shown in (reason, new, edit, added, shelf.book.exemptions.list()):
        assert "secret" not in repr(shown)
        assert "<16 characters>" in repr(shown)
