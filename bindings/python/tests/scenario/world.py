"""The books of a story."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kitaab as k

OWNER = uuid.UUID(int=1)


class World:
    """The books of a story, and the files that it wrote. A book that was restored has a store of its own.

    ``open_client`` makes a client on an empty store.
    """

    def __init__(self, folder: Path, open_client: Callable[[k.OpenOptions], Any], seed: int, now: dt.datetime) -> None:
        self.folder = folder
        #: What was handed out of each reminder the last time.
        self.handed_out: dict[uuid.UUID, k.DueReminder] = {}
        self._open = open_client
        self._seed = seed
        self._now = now
        self.clients: list[Any] = []
        #: Those who may act, by their names.
        self.people: dict[str, uuid.UUID] = {"owner": OWNER}
        self._own = self.client()
        self._books: dict[str, Any] = {"": self._own.book(OWNER)}

    def add_people(self, names: list[str]) -> None:
        """Gives each of some others a book in the store of the story's own."""
        for name in names:
            if name in self.people:
                raise ValueError(f"there are two called {name}")
            user = uuid.UUID(int=len(self.people) + 1)
            book = self._own.book(user)
            # A book is there from its first commit on.
            book.settings.edit(k.SettingsEdit(first_weekday="sun"))
            self.people[name] = user
            self.add_book(name, book)

    def client(self) -> Any:
        """A client on an empty store."""
        # Ids of another store may be the same, and those of one never are.
        client = self._open(k.OpenOptions(now=self._now, seed=self._seed + len(self.clients)))
        self.clients.append(client)
        return client

    def set_time(self, now: dt.datetime) -> None:
        self._now = now
        for client in self.clients:
            client.set_now(now)

    def book(self, name: str, by: str | None = None) -> Any:
        """A book, with its owner acting on it or one of the people."""
        if name not in self._books:
            raise ValueError(f"there is no book {name}")
        if by is not None and by not in self.people:
            raise ValueError(f"there is nobody called {by}")
        book = self._books[name]
        return book if by is None else book.acting_as(self.people[by])

    def shared_with(self, user: uuid.UUID) -> list[uuid.UUID]:
        """The owners of the books in the story's store that show something to a user, rising."""
        owners: list[uuid.UUID] = self._own.shared_with(user)
        return owners

    def add_book(self, name: str, book: Any) -> None:
        if name in self._books:
            raise ValueError(f"there is a book {name} already")
        self._books[name] = book
