"""Memory stays as it is over many calls."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from conftest import Shelf

import kitaab

CALLS = int(os.environ.get("KITAAB_CALLS", "100000"))
CLIENTS = 2000
#: What the allocator may keep for itself.
SLACK = 6 * 2**20


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


LINUX = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell of its memory")


@LINUX
def test_memory_is_flat(filed: Shelf) -> None:
    book, today = filed.book, filed.today
    days = [today - dt.timedelta(days=back) for back in (2, 1, 0)]
    for day in days:
        book.entries.put(filed.fajr, day, "late")
    note = "x" * 4001

    def some_calls() -> int:
        book.entries.get(filed.fajr, today)
        book.items.find("Salah/Fajr")
        book.calendar.day(today)
        book.deeds.list()
        assert len(book.entries.list().entries) == 3
        book.entries.day(today)
        book.calendar.days((days[0], today))
        kitaab.NewDeed(name="Prayer", category="hasanaat", items=["Fajr", "Isha"])
        assert len(book.entries.table((today, today))) == 1
        book.entries.table((today, today)).__arrow_c_stream__()
        for refused in (lambda: book.entries.note(filed.fajr, today, note), lambda: book.deeds.get("no id")):
            with pytest.raises(kitaab.InvalidError):
                refused()
        return 13

    done = 0
    while done < CALLS // 5:
        done += some_calls()
    before, done = resident(), 0
    while done < CALLS:
        done += some_calls()
    grown = resident() - before
    print(f"figure: memory grew by {grown / 2**20:.2f} MiB over {done} calls")
    assert grown < SLACK


@LINUX
def test_memory_is_flat_over_clients(tmp_path: Path) -> None:
    def turns(count: int) -> None:
        for turn in range(count):
            with kitaab.Client.open("memory:" if turn % 10 else tmp_path / "book.db") as client:
                client.my_book().deeds.list()

    turns(CLIENTS // 5)
    before = resident()
    turns(CLIENTS)
    grown = resident() - before
    print(f"figure: memory grew by {grown / 2**20:.2f} MiB over {CLIENTS} clients")
    assert grown < SLACK
