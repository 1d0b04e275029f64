"""Memory stays as it is over many calls."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Shelf

import kitaab

CALLS = int(os.environ.get("KITAAB_CALLS", "100000"))
#: What the allocator may keep for itself.
SLACK = 6 * 2**20


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell of its memory")
def test_memory_is_flat(filed: Shelf) -> None:
    book, today = filed.book, filed.today
    book.entries.put(filed.fajr, today, "late")
    note = "x" * 4001

    def some_calls() -> int:
        book.entries.get(filed.fajr, today)
        book.items.find("Salah/Fajr")
        book.calendar.day(today)
        book.deeds.list()
        kitaab.NewDeed(name="Prayer", category="hasanaat", items=["Fajr", "Isha"])
        assert len(book.entries.table((today, today))) == 1
        book.entries.table((today, today)).__arrow_c_stream__()
        for refused in (lambda: book.entries.note(filed.fajr, today, note), lambda: book.deeds.get("no id")):
            with pytest.raises(kitaab.InvalidError):
                refused()
        return 10

    done = 0
    while done < CALLS // 5:
        done += some_calls()
    before, done = resident(), 0
    while done < CALLS:
        done += some_calls()
    grown = resident() - before
    print(f"figure: memory grew by {grown / 2**20:.2f} MiB over {done} calls")
    assert grown < SLACK
