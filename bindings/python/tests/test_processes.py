"""Forks, exits of the interpreter, Ctrl-C, and calls that are cancelled."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from conftest import Shelf, shelf_in
from test_imports import habits

import kitaab
from kitaab._kitaab import _Stop

EXITS = int(os.environ.get("KITAAB_EXITS", "100"))

#: Ways to end while calls are pending.
ENDS = {
    "threads that are left behind": """
        for _ in range(4):
            threading.Thread(target=forever, daemon=True).start()
        time.sleep(0.01)
    """,
    "tasks that are cancelled by the end of the loop": """
        async def main():
            async with await kitaab.aio.Client.open(sys.argv[1]) as client:
                book = await client.my_book()
                tasks = [asyncio.create_task(book.entries.add(quran, today, 1)) for _ in range(20)]
                await asyncio.sleep(0.005)
        asyncio.run(main())
    """,
    "an error while threads wait": """
        pool = concurrent.futures.ThreadPoolExecutor()
        for _ in range(8):
            pool.submit(book.entries.add, quran, today, 1)
        for _ in range(4):
            threading.Thread(target=forever, daemon=True).start()
        sys.exit(0)
    """,
    "a table that nobody released": """
        threading.Thread(target=forever, daemon=True).start()
        kept = book.entries.table().__arrow_c_stream__()
        keep = sys.modules["kitaab"].kept = kept
    """,
}

BEFORE = """
    import asyncio, concurrent.futures, sys, threading, time
    import kitaab
    client = kitaab.Client.open(sys.argv[1])
    book = client.my_book()
    today = book.calendar.today()
    quran = book.items.find("Qur'an")
    def forever():
        while True:
            book.entries.add(quran, today, 1)
            book.insights.summary((today, today))
"""


@pytest.mark.parametrize("end", ENDS)
def test_an_interpreter_ends_while_calls_are_pending(tmp_path: Path, end: str) -> None:
    shelf_in(tmp_path / "book.db").client.close()
    program = textwrap.dedent(BEFORE) + textwrap.dedent(ENDS[end])

    def run(_: int) -> None:
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "book.db")], capture_output=True, timeout=60, check=False
        )
        assert done.returncode == 0, (done.returncode, done.stderr.decode())

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(run, range(-(-EXITS // len(ENDS)))))
    with kitaab.Client.open(tmp_path / "book.db") as client:
        client.my_book().ledger.verify()


def _in_a_fork(shelf: Shelf, location: str, answers: Connection) -> None:
    told = []
    for call in (lambda: shelf.book.deeds.list(), shelf.client.my_book, lambda: kitaab.Client.open(location)):
        try:
            call()
            told.append("answered")
        except kitaab.UnsupportedError as raised:
            told.append(raised.code)
    answers.send(told)


def _opens(location: str, answers: Connection) -> None:
    with kitaab.Client.open(location) as client:
        book = client.my_book()
        book.entries.add(book.items.find("Qur'an"), book.calendar.today(), 1)
        answers.send(book.ledger.verify().commits)


def asked(kind: str, target: object, *args: object) -> object:
    context = multiprocessing.get_context(kind)
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(*args, theirs))  # type: ignore[attr-defined]
    process.start()
    # So that the end of the child is seen here.
    theirs.close()
    assert ours.poll(60), "the child does not answer"
    answer = ours.recv()
    process.join(60)
    assert process.exitcode == 0
    return answer


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_fork_is_told_that_it_is_one(filed: Shelf, tmp_path: Path) -> None:
    location = str(tmp_path / "book.db")
    assert asked("fork", _in_a_fork, filed, location) == ["unsupported"] * 3
    filed.book.entries.add(filed.quran, filed.today, 1)
    assert asked("spawn", _opens, location) == 4
    filed.book.ledger.verify()


def test_a_fork_opens_what_was_closed_before(tmp_path: Path) -> None:
    location = str(tmp_path / "book.db")
    program = f"""
        import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
        import test_processes as here
        shelf = here.shelf_in({location!r})
        shelf.client.close()
        del shelf
        assert here.asked("fork", here._opens, {location!r}) == 3
        assert here.asked("fork", here._opens, {location!r}) == 4
    """
    subprocess.run([sys.executable, "-W", "ignore", "-c", textwrap.dedent(program)], check=True, timeout=60)


def test_ctrl_c_ends_a_call(tmp_path: Path) -> None:
    file = habits(tmp_path, 40_000)
    shelf = shelf_in(tmp_path / "book.db")
    before = shelf.book.ledger.checkpoint()
    ended = False

    def interrupt() -> None:
        # Only what is under way can be ended.
        while not ended and shelf.book.imports.progress() is None:
            time.sleep(0.001)
        os.kill(os.getpid(), signal.SIGINT)

    # Whoever runs the tests in the background may have told them to ignore it.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    thread = threading.Thread(target=interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            thread.start()
            shelf.book.imports.file(file)
            ended = True
            thread.join()
    finally:
        signal.signal(signal.SIGINT, handler)
    assert not ended, "the import came to its end before it was interrupted"
    thread.join()
    assert shelf.book.imports.progress() is None
    assert shelf.book.ledger.checkpoint() == before
    shelf.book.ledger.verify()
    shelf.client.close()


def test_a_call_that_is_cancelled_leaves_nothing_half_done(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path / "book.db")
    days = [shelf.today - shelf.today.resolution * number for number in range(300)]
    rounds = 30

    def batch(amount: int) -> list[kitaab.NewEntry]:
        return [kitaab.NewEntry(item=shelf.quran, day=day, value=amount) for day in days]

    async def main() -> int:
        cancelled = 0
        async with await kitaab.aio.Client.open(tmp_path / "book.db") as client:
            book = await client.my_book()
            start = time.monotonic()
            await book.entries.put_many(batch(1))
            whole = time.monotonic() - start
            for number in range(rounds):
                amount = number + 2
                task = asyncio.create_task(book.entries.put_many(batch(amount)))
                # The last ones come too late.
                await asyncio.sleep(whole * 2 * number / rounds)
                task.cancel()
                try:
                    await task
                except asyncio.CancelledError:
                    cancelled += 1
                entries = (await book.entries.list(kitaab.EntryQuery(items=[shelf.quran], limit=1000))).entries
                amounts = {one.value.amount for one in entries if isinstance(one.value, kitaab.EntryValue.Counted)}
                assert len(entries) == 300
                assert len(amounts) == 1, f"of several batches: {amounts}"
                if not task.cancelled():
                    assert amounts == {amount}
        return cancelled

    assert asyncio.run(main()) > 0
    shelf.book.ledger.verify()
    shelf.client.close()


def test_a_call_that_was_stopped_says_so(shelf: Shelf) -> None:
    stop = _Stop()
    assert stop.call(shelf.book.items.find, "Qur'an") == shelf.quran
    stop.set()
    before = shelf.book.ledger.checkpoint()
    with pytest.raises(kitaab.CancelledError) as raised:
        stop.call(shelf.book.entries.put, shelf.quran, shelf.today, 1)
    assert (raised.value.code, raised.value.data) == ("cancelled", {})
    assert shelf.book.ledger.checkpoint() == before


#: Holds a book's file so that nobody else can write, until it is told to let go. In a process of its own: SQLite's locks part
#: processes.
HOLDS = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
file.execute("ROLLBACK")
"""


def test_other_threads_run_while_a_call_waits(filed: Shelf) -> None:
    program = [sys.executable, "-c", HOLDS, filed.location]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None and holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        stdin, let_go = holder.stdin, threading.Event()

        def release() -> None:
            time.sleep(0.3)
            let_go.set()
            stdin.write("\n")
            stdin.flush()

        thread = threading.Thread(target=release)
        thread.start()
        # It can't come to its end before the other thread has run.
        filed.book.entries.add(filed.quran, filed.today, 1)
        assert let_go.is_set()
        thread.join()
    assert holder.returncode == 0
