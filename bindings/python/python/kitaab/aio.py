# Written by bindings/python/tools/write.py from the facade's words: change those.
"""The same to be awaited: ``async with await kitaab.aio.Client.open("book.db") as client: …``.

Each call waits on a thread of the loop's default executor, and for one where all of them wait: give the loop a larger one by
``loop.set_default_executor`` to have more calls under way at once. A call that is cancelled ends at once, and has written all of what
it was to write, or nothing.
"""

from __future__ import annotations

import builtins
import datetime
import decimal
import os
import uuid
from collections.abc import Sequence
from types import TracebackType
from typing import final

from . import _kitaab
from ._awaiting import awaited

__all__ = [
    "Book",
    "BookCalendar",
    "BookSettings",
    "Client",
    "Deeds",
    "Entries",
    "Exemptions",
    "Exports",
    "Groups",
    "Imports",
    "Insights",
    "Items",
    "Ledger",
    "MakeUps",
    "Merits",
    "People",
    "Reflections",
    "Reminders",
    "Reports",
    "Scales",
    "Starter",
    "Targets",
]


@final
class Client:
    """The books in one store."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Client) -> None:
        self._waiting = waiting

    @staticmethod
    async def open(location: str | os.PathLike[str], options: _kitaab.OpenOptions | None = None) -> Client:
        """Opens the books at a location, as :meth:`kitaab.Client.open` does."""
        return Client(await awaited(_kitaab.Client.open, location, options))

    def book(self, owner: uuid.UUID | str) -> Book:
        """The book of an owner, who is also the one acting."""
        return Book(self._waiting.book(owner))

    async def my_book(self) -> Book:
        """The one book of a device: the book in the store, or a new one with a new owner id."""
        return Book(await awaited(self._waiting.my_book))

    async def owners(self) -> builtins.list[uuid.UUID]:
        """The owners of the books in the store, in order of their ids."""
        return await awaited(self._waiting.owners)

    async def shared_with(self, user: uuid.UUID | str) -> builtins.list[uuid.UUID]:
        """The owners of the books of others that show something to a user, in order of their ids."""
        return await awaited(self._waiting.shared_with, user)

    async def backup(self, path: str | os.PathLike[str]) -> None:
        """Writes a copy of the whole store, as it is at one moment, to a new file, while others go on."""
        await awaited(self._waiting.backup, path)

    async def restore(self, path: str | os.PathLike[str], passphrase: str | None = None) -> uuid.UUID:
        """Reads a book back from what its ledger's `export` wrote. Answers with its owner."""
        return await awaited(self._waiting.restore, path, passphrase)

    @property
    def device(self) -> uuid.UUID:
        """The device that commits are written on."""
        return self._waiting.device

    def set_now(self, now: datetime.datetime) -> None:
        """For tests: moves the clock of a client that was opened with `now`."""
        self._waiting.set_now(now)

    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
        return self._waiting.is_closed

    async def close(self) -> None:
        """Lets go of the store. What is under way comes to its end; everything later raises `ClosedError`."""
        await awaited(self._waiting.close)

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self,
        raised: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"aio.{self._waiting!r}"


@final
class Book:
    """One book, with its owner acting on it. Its operations are grouped by what they are about."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Book) -> None:
        self._waiting = waiting

    @property
    def owner(self) -> uuid.UUID:
        """The owner."""
        return self._waiting.owner

    @property
    def actor(self) -> uuid.UUID:
        """Who acts on it."""
        return self._waiting.actor

    def acting_as(self, actor: uuid.UUID | str) -> Book:
        """The same book with somebody else acting on it, who sees and may do what the owner allowed them."""
        return Book(self._waiting.acting_as(actor))

    @property
    def settings(self) -> BookSettings:
        """The owner's settings. Changing them moves no entry."""
        return BookSettings(self._waiting.settings)

    @property
    def groups(self) -> Groups:
        """The groups of a book's deeds."""
        return Groups(self._waiting.groups)

    @property
    def deeds(self) -> Deeds:
        """The deeds of a book."""
        return Deeds(self._waiting.deeds)

    @property
    def items(self) -> Items:
        """The items of a book's deeds."""
        return Items(self._waiting.items)

    @property
    def scales(self) -> Scales:
        """The scales of a book's deeds."""
        return Scales(self._waiting.scales)

    @property
    def entries(self) -> Entries:
        """The entries of a book."""
        return Entries(self._waiting.entries)

    @property
    def make_ups(self) -> MakeUps:
        """The make-ups (*qada*) of a book's items."""
        return MakeUps(self._waiting.make_ups)

    @property
    def exemptions(self) -> Exemptions:
        """The exemptions of a book. Never visible to others."""
        return Exemptions(self._waiting.exemptions)

    @property
    def merits(self) -> Merits:
        """The merits and demerits of a book."""
        return Merits(self._waiting.merits)

    @property
    def targets(self) -> Targets:
        """The targets of a book."""
        return Targets(self._waiting.targets)

    @property
    def insights(self) -> Insights:
        """What the owner sees when they look back over a book. Each call reads the store once: for several figures of one
        span, ask for a dashboard. Hidden items are left out, unless `hidden` asks for them.
        """
        return Insights(self._waiting.insights)

    @property
    def reports(self) -> Reports:
        """A book on paper: one page to look back with, and plots. Both hold all that they show, and load nothing. Hidden
        items are never in the page, nor are notes of entries and exemptions.
        """
        return Reports(self._waiting.reports)

    @property
    def reflections(self) -> Reflections:
        """The reflections of a book. Never shared."""
        return Reflections(self._waiting.reflections)

    @property
    def reminders(self) -> Reminders:
        """The reminders of a book: what to be reminded of, and what is due. The host delivers them."""
        return Reminders(self._waiting.reminders)

    @property
    def calendar(self) -> BookCalendar:
        """The calendar of a book: Gregorian days with their Hijri dates and meaning. Hijri months begin by the Umm al-Qura
        tables, unless the owner says on which day one was sighted.
        """
        return BookCalendar(self._waiting.calendar)

    @property
    def starter(self) -> Starter:
        """Deeds that people commonly keep, to pick from."""
        return Starter(self._waiting.starter)

    @property
    def people(self) -> People:
        """The relations of a book's owner, and what they share."""
        return People(self._waiting.people)

    @property
    def ledger(self) -> Ledger:
        """The ledger of a book: every change there was, in a chain that shows what was tampered with."""
        return Ledger(self._waiting.ledger)

    @property
    def exports(self) -> Exports:
        """Exports of a book for other programs. They hold what was asked for and no history."""
        return Exports(self._waiting.exports)

    @property
    def imports(self) -> Imports:
        """Imports of other programs' files."""
        return Imports(self._waiting.imports)

    def __repr__(self) -> str:
        return f"aio.{self._waiting!r}"


@final
class BookSettings:
    """The owner's settings. Changing them moves no entry."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.BookSettings) -> None:
        self._waiting = waiting

    async def get(self) -> _kitaab.Settings:
        """What is set."""
        return await awaited(self._waiting.get)

    async def edit(self, edit: _kitaab.SettingsEdit) -> _kitaab.Committed:
        """Sets several at once; what is left out stays."""
        return await awaited(self._waiting.edit, edit)


@final
class Groups:
    """The groups of a book's deeds."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Groups) -> None:
        self._waiting = waiting

    async def add(self, name: str) -> _kitaab.AddedGroup:
        """Makes a group, after the others."""
        return await awaited(self._waiting.add, name)

    async def list(self) -> builtins.list[_kitaab.Group]:
        """All groups in their order."""
        return await awaited(self._waiting.list)

    async def rename(self, id: uuid.UUID | str, name: str) -> _kitaab.Committed:
        """Renames a group."""
        return await awaited(self._waiting.rename, id, name)

    async def reorder(self, order: Sequence[uuid.UUID | str]) -> _kitaab.Committed:
        """Puts the groups into a complete new order."""
        return await awaited(self._waiting.reorder, order)

    async def remove(self, id: uuid.UUID | str) -> _kitaab.Committed:
        """Removes a group; its deeds are then in none."""
        return await awaited(self._waiting.remove, id)


@final
class Deeds:
    """The deeds of a book."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Deeds) -> None:
        self._waiting = waiting

    async def add(self, deed: _kitaab.NewDeed) -> _kitaab.AddedDeed:
        """Makes a deed with its scale and items, after the others.

        Raises: `invalid` for a part that breaks a rule, named as in `items[2].name`; `not_found` for its group.
        """
        return await awaited(self._waiting.add, deed)

    async def add_all(self, deeds: Sequence[_kitaab.NewDeed]) -> _kitaab.AddedDeeds:
        """Makes several deeds, after the others and in their order, as one commit.

        Raises: As `add`, the place in front: `deeds[3].name`. Nothing is made then.
        """
        return await awaited(self._waiting.add_all, deeds)

    async def get(self, id: uuid.UUID | str) -> _kitaab.Deed:
        """A deed with its items.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.get, id)

    async def list(self) -> builtins.list[_kitaab.Deed]:
        """All deeds in their order, archived and hidden ones too."""
        return await awaited(self._waiting.list)

    async def edit(self, id: uuid.UUID | str, edit: _kitaab.DeedEdit) -> _kitaab.Committed:
        """Edits a deed.

        Raises: `conflict` for another category or measure once there are entries, or while a rule relies on it.
        """
        return await awaited(self._waiting.edit, id, edit)

    async def rename(self, id: uuid.UUID | str, name: str) -> _kitaab.Committed:
        """Renames a deed, and with it its root item."""
        return await awaited(self._waiting.rename, id, name)

    async def assign_group(self, id: uuid.UUID | str, group: uuid.UUID | str | None = None) -> _kitaab.Committed:
        """Shows a deed in a group, or in none."""
        return await awaited(self._waiting.assign_group, id, group)

    async def reorder(self, order: Sequence[uuid.UUID | str]) -> _kitaab.Committed:
        """Puts the deeds into a complete new order. Archived ones may be left out; they come last."""
        return await awaited(self._waiting.reorder, order)

    async def archive(self, id: uuid.UUID | str, from_day: datetime.date) -> _kitaab.Committed:
        """Archives a deed with all its items: not due from that day on, history kept."""
        return await awaited(self._waiting.archive, id, from_day)

    async def restore(self, id: uuid.UUID | str) -> _kitaab.Committed:
        """Makes an archived deed live again."""
        return await awaited(self._waiting.restore, id)


@final
class Items:
    """The items of a book's deeds."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Items) -> None:
        self._waiting = waiting

    async def add(self, parent: uuid.UUID | str, item: _kitaab.NewItemLike) -> _kitaab.AddedItem:
        """Makes an item, with those below it, under another one: after the items there.

        Raises: `invalid` for a part that breaks a rule, or a tree more than 8 levels deep; `conflict` for a name that a
        live sibling has, or an archived parent.
        """
        return await awaited(self._waiting.add, parent, item)

    async def get(self, id: uuid.UUID | str) -> _kitaab.Item:
        """An item.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.get, id)

    async def find(self, path: str) -> uuid.UUID:
        """The item at a path such as `Salah/Fajr`, or the one with this UUID.

        Raises: `not_found`, or `conflict` if several have this path.
        """
        return await awaited(self._waiting.find, path)

    async def edit(self, id: uuid.UUID | str, edit: _kitaab.ItemEdit) -> _kitaab.Committed:
        """Edits an item.

        Raises: `conflict` for a name that a live sibling has.
        """
        return await awaited(self._waiting.edit, id, edit)

    async def hide(self, id: uuid.UUID | str, hide: _kitaab.HideLike) -> _kitaab.Committed:
        """Leaves an item out of insights, or also out of input lists; or shows it again."""
        return await awaited(self._waiting.hide, id, hide)

    async def move_under(self, id: uuid.UUID | str, parent: uuid.UUID | str) -> _kitaab.Committed:
        """Moves an item, with all below it, under another item of the same deed, after those there."""
        return await awaited(self._waiting.move_under, id, parent)

    async def reorder(self, parent: uuid.UUID | str, order: Sequence[uuid.UUID | str]) -> _kitaab.Committed:
        """Puts the items under a parent into a complete new order. Archived ones may be left out; they come last."""
        return await awaited(self._waiting.reorder, parent, order)

    async def archive(self, id: uuid.UUID | str, from_day: datetime.date) -> _kitaab.Committed:
        """Archives an item with all below it: not due from that day on, history kept."""
        return await awaited(self._waiting.archive, id, from_day)

    async def restore(self, id: uuid.UUID | str) -> _kitaab.Committed:
        """Makes an archived item live again, with those below it that were archived from the same day."""
        return await awaited(self._waiting.restore, id)

    async def set_goal(self, id: uuid.UUID | str, from_day: datetime.date, goal: _kitaab.Goal) -> _kitaab.Committed:
        """Sets what makes a day kept, from a day on until the next goal's day."""
        return await awaited(self._waiting.set_goal, id, from_day, goal)

    async def set_schedule(
        self,
        id: uuid.UUID | str,
        from_day: datetime.date,
        schedule: _kitaab.Schedule,
    ) -> _kitaab.Committed:
        """Sets when an item is due, from a day on until the next schedule's day."""
        return await awaited(self._waiting.set_schedule, id, from_day, schedule)

    async def set_make_up(self, id: uuid.UUID | str, policy: _kitaab.MakeUpPolicy | None = None) -> _kitaab.Committed:
        """Sets how an item's make-ups are reckoned; none if missed days are not owed."""
        return await awaited(self._waiting.set_make_up, id, policy)

    async def set_opening(self, id: uuid.UUID | str, opening: int) -> _kitaab.Committed:
        """Sets how many make-ups were owed when their reckoning began. All else about them stays.

        Raises: `conflict` for an item whose missed days are not owed.
        """
        return await awaited(self._waiting.set_opening, id, opening)

    async def set_fidya_rate(self, id: uuid.UUID | str, rate: _kitaab.FidyaRate | None = None) -> _kitaab.Committed:
        """Sets what is given as fidya for one owed day, or that none is. All else about the make-ups stays.

        Raises: `invalid` for an amount of 0, `conflict` for an item whose missed days are not owed.
        """
        return await awaited(self._waiting.set_fidya_rate, id, rate)

    async def set_excuses(
        self,
        items: Sequence[uuid.UUID | str],
        excuses: Sequence[_kitaab.Excuse],
    ) -> _kitaab.Committed:
        """Sets what reasons of exemption do for items: each of them gets these on top of what it has."""
        return await awaited(self._waiting.set_excuses, items, excuses)


@final
class Scales:
    """The scales of a book's deeds."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Scales) -> None:
        self._waiting = waiting

    async def versions(self, deed: uuid.UUID | str) -> builtins.list[_kitaab.Scale]:
        """The versions of a deed's scale, in order of their numbers; none for a counted deed."""
        return await awaited(self._waiting.versions, deed)

    async def redefine(
        self,
        deed: uuid.UUID | str,
        values: Sequence[_kitaab.ScaleValue],
        mapping: Sequence[int | None] | None = None,
    ) -> _kitaab.AddedScale:
        """Makes the next version of a deed's scale, active from today on. Entries keep the values they were given.

        `mapping` tells for each value of the version before, by position, which one it is now, if any; without it, the
        one with the same label.

        Raises: `invalid` for values that are no scale, a mapping that does not fit, or a counted deed.
        """
        return await awaited(self._waiting.redefine, deed, values, mapping)

    async def correct_labels(self, id: uuid.UUID | str, labels: Sequence[str]) -> _kitaab.Committed:
        """Corrects the spelling of a version's labels, in order. Neither version nor scores change."""
        return await awaited(self._waiting.correct_labels, id, labels)


@final
class Entries:
    """The entries of a book."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Entries) -> None:
        self._waiting = waiting

    async def put(self, item: uuid.UUID | str, day: datetime.date, value: _kitaab.ValueInputLike) -> _kitaab.Committed:
        """Records a value for an item on a day, in the place of what stood there. A note that is there stays.

        Raises: `invalid` for a value that is not one of the deed's, an item that is no leaf, or a day after the owner's
        tomorrow; `not_found` for the item.
        """
        return await awaited(self._waiting.put, item, day, value)

    async def put_many(self, entries: Sequence[_kitaab.NewEntry]) -> _kitaab.Committed:
        """Records many entries: all of them, or, if one is refused, none. Safe to repeat.

        Raises: As `put`, with the place of the one that is wrong, as in `entries[17].value`.
        """
        return await awaited(self._waiting.put_many, entries)

    async def add(self, item: uuid.UUID | str, day: datetime.date, amount: decimal.Decimal | int) -> _kitaab.Committed:
        """Adds to the count of an item on a day. Those who add at the same time end at the sum. To be able to send it
        again after a failure without adding twice, use `batch`.

        Raises: As `put`; `invalid` for a deed that is not counted, and for an amount of 0.
        """
        return await awaited(self._waiting.add, item, day, amount)

    async def batch(
        self,
        request: uuid.UUID | str,
        entries: Sequence[_kitaab.NewEntry] | None = None,
        counts: Sequence[_kitaab.CountToAdd] | None = None,
    ) -> _kitaab.Committed:
        """Puts entries and adds to counts: carried out once, however often it is sent with this request id, all of it or
        nothing.

        Raises: As `put_many`; `conflict` for a request id that was carried out with other changes.
        """
        return await awaited(self._waiting.batch, request, entries, counts)

    async def note(self, item: uuid.UUID | str, day: datetime.date, note: str | None = None) -> _kitaab.Committed:
        """Sets the note of an entry, or takes it away.

        Raises: `invalid` for a note that is empty or has more than 4,000 characters; `not_found` without entry.
        """
        return await awaited(self._waiting.note, item, day, note)

    async def remove(self, item: uuid.UUID | str, day: datetime.date) -> _kitaab.Committed:
        """Removes an entry. Its history stays.

        Raises: `not_found` without entry.
        """
        return await awaited(self._waiting.remove, item, day)

    async def get(self, item: uuid.UUID | str, day: datetime.date) -> _kitaab.Entry | None:
        """The entry of an item on a day, if there is one.

        Raises: `not_found` for the item.
        """
        return await awaited(self._waiting.get, item, day)

    async def list(self, query: _kitaab.EntryQuery | None = None) -> _kitaab.EntryPage:
        """Entries by cursor: newest first, stable while others write.

        Raises: `invalid` for a limit that is not from 1 to 10,000.
        """
        return await awaited(self._waiting.list, query)

    async def search(
        self,
        words: str,
        after: _kitaab.EntryCursor | None = None,
        limit: int | None = None,
    ) -> _kitaab.EntryPage:
        """Entries whose notes hold all words of a text, newest first.

        Raises: `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
        """
        return await awaited(self._waiting.search, words, after, limit)

    async def day(self, day: datetime.date) -> _kitaab.DayPage:
        """A day as an input screen shows it: every leaf that is not hidden from all, whether it is due, what was recorded,
        and whether the day was kept.
        """
        return await awaited(self._waiting.day, day)

    async def set_reviewed(self, day: datetime.date, reviewed: bool) -> _kitaab.Committed:
        """Marks a day as reviewed ("nothing to report"), so that blank bad deeds read as clean; or takes the mark away.

        Raises: `invalid` for a day after the owner's tomorrow.
        """
        return await awaited(self._waiting.set_reviewed, day, reviewed)

    async def reviewed(self, days: _kitaab.DaySpanLike) -> builtins.list[datetime.date]:
        """The days within a span that are marked as reviewed, rising."""
        return await awaited(self._waiting.reviewed, days)

    async def table(self, days: _kitaab.DaySpanLike | None = None) -> _kitaab.Table:
        """The entries of some days, or of all, as a table."""
        return await awaited(self._waiting.table, days)


@final
class MakeUps:
    """The make-ups (*qada*) of a book's items."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.MakeUps) -> None:
        self._waiting = waiting

    async def add(self, item: uuid.UUID | str, day: datetime.date, count: int) -> _kitaab.Committed:
        """Records that so many make-ups of an item were done on a day, on top of those recorded for it.

        Raises: `conflict` for an item whose missed days are not owed, `invalid` for a count of 0 or a day after the
        owner's tomorrow.
        """
        return await awaited(self._waiting.add, item, day, count)

    async def put(self, item: uuid.UUID | str, day: datetime.date, count: int) -> _kitaab.Committed:
        """Sets how many make-ups of an item were done on a day."""
        return await awaited(self._waiting.put, item, day, count)

    async def remove(self, item: uuid.UUID | str, day: datetime.date) -> _kitaab.Committed:
        """Removes what was recorded of make-ups for a day.

        Raises: `not_found` if there is nothing.
        """
        return await awaited(self._waiting.remove, item, day)

    async def add_fidya(self, item: uuid.UUID | str, day: datetime.date, count: int) -> _kitaab.Committed:
        """Records that so many owed days of an item were settled by fidya on a day, on top of those recorded for it."""
        return await awaited(self._waiting.add_fidya, item, day, count)

    async def put_fidya(self, item: uuid.UUID | str, day: datetime.date, count: int) -> _kitaab.Committed:
        """Sets how many owed days of an item were settled by fidya on a day."""
        return await awaited(self._waiting.put_fidya, item, day, count)

    async def remove_fidya(self, item: uuid.UUID | str, day: datetime.date) -> _kitaab.Committed:
        """Removes what was recorded of fidya for a day.

        Raises: `not_found` if there is nothing.
        """
        return await awaited(self._waiting.remove_fidya, item, day)

    async def confirm_missed(self, item: uuid.UUID | str, until: datetime.date) -> _kitaab.Committed:
        """Confirms that the due days up to a day on which nothing was logged were missed, so that they are owed.

        Raises: `invalid` for a day that is not over; `conflict` for an item whose missed days are not owed.
        """
        return await awaited(self._waiting.confirm_missed, item, until)

    async def unconfirm_missed(self, item: uuid.UUID | str, from_day: datetime.date) -> _kitaab.Committed:
        """Takes back that the due days from a day on, on which nothing was logged, were missed."""
        return await awaited(self._waiting.unconfirm_missed, item, from_day)

    async def unconfirmed_days(self, item: uuid.UUID | str) -> builtins.list[datetime.date]:
        """The due days before today on which nothing was logged and which are not confirmed as missed, rising."""
        return await awaited(self._waiting.unconfirmed_days, item)

    async def balance(self, item: uuid.UUID | str) -> _kitaab.MakeUpBalance:
        """What is owed of an item today.

        Raises: `conflict` for an item whose missed days are not owed, `not_found` for the item.
        """
        return await awaited(self._waiting.balance, item)

    async def history(self, item: uuid.UUID | str) -> _kitaab.MakeUpHistory:
        """How what is owed of an item came about, day by day up to today."""
        return await awaited(self._waiting.history, item)

    async def settled(self, item: uuid.UUID | str) -> _kitaab.Settled:
        """What was made up of an item, and what was settled by fidya."""
        return await awaited(self._waiting.settled, item)


@final
class Exemptions:
    """The exemptions of a book. Never visible to others."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Exemptions) -> None:
        self._waiting = waiting

    async def add(self, exemption: _kitaab.NewExemption) -> _kitaab.AddedExemption:
        """Makes an exemption: open, unless its last day is given.

        Raises: `invalid` for a last day before the first; `not_found` for the deed or item.
        """
        return await awaited(self._waiting.add, exemption)

    async def list(self) -> builtins.list[_kitaab.Exemption]:
        """All exemptions, the latest first."""
        return await awaited(self._waiting.list)

    async def edit(self, id: uuid.UUID | str, edit: _kitaab.ExemptionEdit) -> _kitaab.Committed:
        """Edits an exemption."""
        return await awaited(self._waiting.edit, id, edit)

    async def end(self, id: uuid.UUID | str, last_day: datetime.date) -> _kitaab.Committed:
        """Ends an exemption with a last day, be it open or not."""
        return await awaited(self._waiting.end, id, last_day)

    async def remove(self, id: uuid.UUID | str) -> _kitaab.Committed:
        """Removes an exemption."""
        return await awaited(self._waiting.remove, id)


@final
class Merits:
    """The merits and demerits of a book."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Merits) -> None:
        self._waiting = waiting

    async def add(self, merit: _kitaab.NewMerit) -> _kitaab.AddedMerit:
        """Makes a merit, after the others.

        Raises: `invalid` for a rule that breaks the rules, named by its part, as in `rule.all[2].days`; `not_found` for
        an item that it names.
        """
        return await awaited(self._waiting.add, merit)

    async def get(self, id: uuid.UUID | str) -> _kitaab.Merit:
        """A merit.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.get, id)

    async def list(self) -> builtins.list[_kitaab.Merit]:
        """All merits in their order."""
        return await awaited(self._waiting.list)

    async def edit(self, id: uuid.UUID | str, edit: _kitaab.MeritEdit) -> _kitaab.Committed:
        """Edits a merit. Verdicts recorded for it follow its new rule.

        Raises: As `add`.
        """
        return await awaited(self._waiting.edit, id, edit)

    async def activate(self, id: uuid.UUID | str, active: bool) -> _kitaab.Committed:
        """Puts a merit into use, or out of it."""
        return await awaited(self._waiting.activate, id, active)

    async def reorder(self, order: Sequence[uuid.UUID | str]) -> _kitaab.Committed:
        """Puts the merits into a complete new order."""
        return await awaited(self._waiting.reorder, order)

    async def remove(self, id: uuid.UUID | str) -> _kitaab.Committed:
        """Removes a merit, and the verdicts recorded for it."""
        return await awaited(self._waiting.remove, id)

    async def evaluate(self, id: uuid.UUID | str, day: datetime.date, language: str | None = None) -> _kitaab.Verdict:
        """How a merit stands on a day, whether it is in use or not: the whole rule, with what each condition has and
        needs. Nothing is recorded. The words of `why` are in a language (`en`, `ar` …); in English, with days as
        `2024-02-10`, if it is left out.

        Raises: `not_found`; `unsupported` for a language without texts, `invalid` for what is no tag of a language.
        """
        return await awaited(self._waiting.evaluate, id, day, language)

    async def evaluate_all(
        self,
        day: datetime.date,
        language: str | None = None,
    ) -> builtins.list[_kitaab.MeritVerdict]:
        """How all merits in use stand on a day, in their order; with the words of `evaluate`.

        Raises: For the language those of `evaluate`.
        """
        return await awaited(self._waiting.evaluate_all, day, language)

    async def outcomes(self, days: _kitaab.DaySpanLike) -> builtins.list[_kitaab.MeritOutcomes]:
        """How all merits in use stand on each day of a span, in their order. Nothing is recorded."""
        return await awaited(self._waiting.outcomes, days)

    async def record(self, id: uuid.UUID | str, day: datetime.date, language: str | None = None) -> _kitaab.Verdict:
        """Evaluates a merit for a day and records the verdict. From then on it is kept current: every write that turns it
        says so. The words are those of `evaluate`.

        Raises: As `evaluate`.
        """
        return await awaited(self._waiting.record, id, day, language)

    async def record_all(self, day: datetime.date, language: str | None = None) -> builtins.list[_kitaab.MeritVerdict]:
        """Evaluates all merits in use for a day and records the verdicts: what a nightly run does. The words are those of
        `evaluate`.

        Raises: For the language those of `evaluate`.
        """
        return await awaited(self._waiting.record_all, day, language)

    async def backfill(self, id: uuid.UUID | str, days: _kitaab.DaySpanLike) -> builtins.list[_kitaab.RecordedVerdict]:
        """Evaluates a merit for each day of a span and records the verdicts.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.backfill, id, days)

    async def history(self, id: uuid.UUID | str, days: _kitaab.DaySpanLike) -> builtins.list[_kitaab.RecordedVerdict]:
        """The verdicts recorded for a merit on days of a span, by day.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.history, id, days)

    async def recompute(self) -> builtins.list[_kitaab.Turned]:
        """Recomputes the recorded verdicts that may be out of date, and tells what turned: after another program wrote to
        the book, or after a crash. Writes and readings do so by themselves.
        """
        return await awaited(self._waiting.recompute)


@final
class Targets:
    """The targets of a book."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Targets) -> None:
        self._waiting = waiting

    async def add(self, target: _kitaab.NewTarget) -> _kitaab.AddedTarget:
        """Makes a target.

        Raises: `invalid` for dates and conditions that break the rules, named as in `items[1].days`; `conflict` for a
        title and first day that another target has.
        """
        return await awaited(self._waiting.add, target)

    async def get(self, id: uuid.UUID | str) -> _kitaab.Target:
        """A target.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.get, id)

    async def list(self) -> builtins.list[_kitaab.Target]:
        """All targets, the latest first."""
        return await awaited(self._waiting.list)

    async def edit(self, id: uuid.UUID | str, edit: _kitaab.TargetEdit) -> _kitaab.Committed:
        """Edits a target.

        Raises: As `add`; whether it is over does not matter.
        """
        return await awaited(self._waiting.edit, id, edit)

    async def remove(self, id: uuid.UUID | str) -> _kitaab.Committed:
        """Removes a target."""
        return await awaited(self._waiting.remove, id)

    async def progress(self, id: uuid.UUID | str) -> _kitaab.TargetProgress:
        """How a target stands today.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.progress, id)

    async def progress_all(self) -> builtins.list[_kitaab.TargetStanding]:
        """How all targets in use stand today, the latest first."""
        return await awaited(self._waiting.progress_all)


@final
class Insights:
    """What the owner sees when they look back over a book. Each call reads the store once: for several figures of one
    span, ask for a dashboard. Hidden items are left out, unless `hidden` asks for them.
    """

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Insights) -> None:
        self._waiting = waiting

    async def summary(self, days: _kitaab.DaySpanLike, hidden: bool | None = None) -> _kitaab.Summary:
        """The figures of each category, deed and item."""
        return await awaited(self._waiting.summary, days, hidden)

    async def figures(
        self,
        subject: _kitaab.Subject,
        days: _kitaab.DaySpanLike,
        hidden: bool | None = None,
    ) -> _kitaab.Figures:
        """The same figures of one category, deed or item.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.figures, subject, days, hidden)

    async def distribution(
        self,
        item: uuid.UUID | str,
        days: _kitaab.DaySpanLike,
        hidden: bool | None = None,
    ) -> _kitaab.Distribution:
        """How often each scale value was given to an item and those below it.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.distribution, item, days, hidden)

    async def series(
        self,
        subject: _kitaab.Subject,
        bucket: _kitaab.BucketLike,
        days: _kitaab.DaySpanLike,
        hidden: bool | None = None,
    ) -> _kitaab.Points:
        """The figures of a category, deed or item bucket by bucket, for charts.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.series, subject, bucket, days, hidden)

    async def heat_map(
        self,
        subject: _kitaab.Subject,
        days: _kitaab.DaySpanLike,
        hidden: bool | None = None,
    ) -> _kitaab.HeatMap:
        """For each day: how much of what was due was kept, and how much was recorded.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.heat_map, subject, days, hidden)

    async def weekdays(
        self,
        subject: _kitaab.Subject,
        days: _kitaab.DaySpanLike,
        hidden: bool | None = None,
    ) -> _kitaab.WeekdayProfile:
        """What was due and kept on each weekday, with the best and the worst one.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.weekdays, subject, days, hidden)

    async def streaks(
        self,
        item: uuid.UUID | str,
        within: _kitaab.DaySpanLike | None = None,
        hidden: bool | None = None,
    ) -> _kitaab.Streaks:
        """The current and the longest run of an item: of all its days, or within some, which cut off those that began
        before.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.streaks, item, within, hidden)

    async def strength(self, item: uuid.UUID | str, hidden: bool | None = None) -> _kitaab.Strength | None:
        """How strong the practice of an item is today; none before it starts.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.strength, item, hidden)

    async def strength_series(
        self,
        item: uuid.UUID | str,
        days: _kitaab.DaySpanLike,
        hidden: bool | None = None,
    ) -> builtins.list[_kitaab.Strength]:
        """How strong it was at the end of each day.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.strength_series, item, days, hidden)

    async def comparison(
        self,
        before: _kitaab.DaySpanLike,
        after: _kitaab.DaySpanLike,
        hidden: bool | None = None,
    ) -> _kitaab.Comparison:
        """The figures of two spans side by side, with the change of each."""
        return await awaited(self._waiting.comparison, before, after, hidden)

    async def correlation(
        self,
        first: uuid.UUID | str,
        second: uuid.UUID | str,
        days: _kitaab.DaySpanLike,
        hidden: bool | None = None,
    ) -> _kitaab.Correlation:
        """Whether two items are kept on the same days, and on how many days that rests.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.correlation, first, second, days, hidden)

    async def dashboard(self, request: _kitaab.DashboardRequest, hidden: bool | None = None) -> _kitaab.Dashboard:
        """Everything that is shown of a span of days, in one value, from one reading of the store."""
        return await awaited(self._waiting.dashboard, request, hidden)

    async def series_table(
        self,
        subject: _kitaab.Subject,
        bucket: _kitaab.BucketLike,
        days: _kitaab.DaySpanLike,
        hidden: bool | None = None,
    ) -> _kitaab.Table:
        """The figures of `series` as a table, a row for each part."""
        return await awaited(self._waiting.series_table, subject, bucket, days, hidden)

    async def summary_table(self, days: _kitaab.DaySpanLike, hidden: bool | None = None) -> _kitaab.Table:
        """The figures of `summary` as a table, a row for each category, deed and item."""
        return await awaited(self._waiting.summary_table, days, hidden)


@final
class Reports:
    """A book on paper: one page to look back with, and plots. Both hold all that they show, and load nothing. Hidden items
    are never in the page, nor are notes of entries and exemptions.
    """

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Reports) -> None:
        self._waiting = waiting

    async def page(self, days: _kitaab.DaySpanLike, options: _kitaab.ReportOptions | None = None) -> str:
        """The report of some days up to today: a whole HTML document.

        Raises: `unsupported` for a language without texts, `invalid` for what is no tag of a language.
        """
        return await awaited(self._waiting.page, days, options)

    async def plot(
        self,
        item: uuid.UUID | str,
        days: _kitaab.DaySpanLike,
        options: _kitaab.PlotOptions | None = None,
    ) -> str:
        """An item (with all below it) over time: a whole SVG document, with a bar for each part of the days. Of a deed
        that is counted it shows the totals, of one with a scale how much of what was due was kept.

        Raises: `not_found` for the item; `invalid` (field `bucket`) for more than 1,000 bars; for the language those of
        `page`.
        """
        return await awaited(self._waiting.plot, item, days, options)


@final
class Reflections:
    """The reflections of a book. Never shared."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Reflections) -> None:
        self._waiting = waiting

    async def write(self, day: datetime.date, category: _kitaab.CategoryLike, text: str) -> _kitaab.Committed:
        """Writes the reflection on a day, in the place of what stood there.

        Raises: `invalid` for a text that is empty or has more than 20,000 characters, or a day after tomorrow.
        """
        return await awaited(self._waiting.write, day, category, text)

    async def remove(self, day: datetime.date, category: _kitaab.CategoryLike) -> _kitaab.Committed:
        """Takes the reflection on a day away; its history stays."""
        return await awaited(self._waiting.remove, day, category)

    async def read(self, day: datetime.date, category: _kitaab.CategoryLike) -> _kitaab.Reflection | None:
        """The reflection on a day, if there is one."""
        return await awaited(self._waiting.read, day, category)

    async def list(self, query: _kitaab.ReflectionQuery | None = None) -> _kitaab.ReflectionPage:
        """Reflections by cursor: newest first.

        Raises: `invalid` for a limit that is not from 1 to 10,000.
        """
        return await awaited(self._waiting.list, query)

    async def search(
        self,
        words: str,
        after: _kitaab.ReflectionCursor | None = None,
        limit: int | None = None,
    ) -> _kitaab.ReflectionPage:
        """Reflections that hold all words of a text, newest first.

        Raises: `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
        """
        return await awaited(self._waiting.search, words, after, limit)


@final
class Reminders:
    """The reminders of a book: what to be reminded of, and what is due. The host delivers them."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Reminders) -> None:
        self._waiting = waiting

    async def add(self, reminder: _kitaab.NewReminder) -> _kitaab.AddedReminder:
        """Makes a reminder."""
        return await awaited(self._waiting.add, reminder)

    async def list(self) -> builtins.list[_kitaab.Reminder]:
        """All reminders, completed ones too: the most urgent first, then by title."""
        return await awaited(self._waiting.list)

    async def edit(self, id: uuid.UUID | str, edit: _kitaab.ReminderEdit) -> _kitaab.Committed:
        """Edits a reminder. A new time makes one that was completed or snoozed due again."""
        return await awaited(self._waiting.edit, id, edit)

    async def complete(self, id: uuid.UUID | str) -> _kitaab.Committed:
        """Marks a reminder for one time as completed.

        Raises: `conflict` for one that recurs or is completed already.
        """
        return await awaited(self._waiting.complete, id)

    async def snooze(self, id: uuid.UUID | str, until: datetime.datetime) -> _kitaab.Committed:
        """Puts a reminder for one time off.

        Raises: `invalid` unless `until` is still to come; `conflict` for one that recurs or is completed.
        """
        return await awaited(self._waiting.snooze, id, until)

    async def remove(self, id: uuid.UUID | str) -> _kitaab.Committed:
        """Removes a reminder."""
        return await awaited(self._waiting.remove, id)

    async def due(self, options: _kitaab.DueOptions | None = None) -> builtins.list[_kitaab.DueReminder]:
        """Takes the reminders that are due, to deliver them: the longest due first. Each occurrence is handed out once,
        however many hosts ask; deliver it, then confirm it. One that is not confirmed within the lease is handed out
        again.

        Raises: `invalid` for a grace or a lease of nothing or above five days.
        """
        return await awaited(self._waiting.due, options)

    async def confirm(self, due: _kitaab.DueReminder) -> None:
        """Notes that a reminder was delivered: nobody gets this occurrence again.

        Raises: `not_found` where it is claimed no more: the reminder was removed since, or it is more than a week ago.
        """
        return await awaited(self._waiting.confirm, due)

    async def release(self, due: _kitaab.DueReminder) -> bool:
        """Gives a reminder back that can't be delivered now, so that it is handed out again at once. Says whether it was
        still the asker's.
        """
        return await awaited(self._waiting.release, due)


@final
class BookCalendar:
    """The calendar of a book: Gregorian days with their Hijri dates and meaning. Hijri months begin by the Umm al-Qura
    tables, unless the owner says on which day one was sighted.
    """

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.BookCalendar) -> None:
        self._waiting = waiting

    async def today(self) -> datetime.date:
        """The owner's today, by their zone and day start."""
        return await awaited(self._waiting.today)

    async def day(self, day: datetime.date) -> _kitaab.CalendarDay:
        """A day with its weekday, Hijri date and meaning."""
        return await awaited(self._waiting.day, day)

    async def days(self, days: _kitaab.DaySpanLike) -> builtins.list[_kitaab.CalendarDay]:
        """The same of all days of a span."""
        return await awaited(self._waiting.days, days)

    async def sightings(self) -> builtins.list[_kitaab.Sighting]:
        """The sightings that are set, in the order of their months."""
        return await awaited(self._waiting.sightings)

    async def set_sighting(self, month: _kitaab.HijriMonth, first_day: datetime.date) -> _kitaab.Committed:
        """Sets on which day a Hijri month began.

        Raises: `invalid` (field `first_day`) for a day more than 2 days from the tables', or if a month would not have
        29 or 30 days: `set_sightings` can move several together.
        """
        return await awaited(self._waiting.set_sighting, month, first_day)

    async def remove_sighting(self, month: _kitaab.HijriMonth) -> _kitaab.Committed:
        """Takes a sighting back, so that the tables hold again."""
        return await awaited(self._waiting.remove_sighting, month)

    async def set_sightings(self, sightings: Sequence[_kitaab.SightingEdit]) -> _kitaab.Committed:
        """Sets or takes back several sightings in one commit."""
        return await awaited(self._waiting.set_sightings, sightings)


@final
class Starter:
    """Deeds that people commonly keep, to pick from."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Starter) -> None:
        self._waiting = waiting

    async def list(self, language: str | None = None) -> builtins.list[_kitaab.StarterDeed]:
        """The whole catalogue, in a language (`en`, `ar` …; English if left out).

        Raises: `unsupported` for a language without texts, `invalid` for what is no tag of a language.
        """
        return await awaited(self._waiting.list, language)

    async def suggested(self) -> builtins.list[str]:
        """The keys of the set that is suggested to beginners."""
        return await awaited(self._waiting.suggested)

    async def add(
        self,
        keys: Sequence[str],
        starts_on: datetime.date,
        language: str | None = None,
    ) -> _kitaab.AddedDeeds:
        """Makes the deeds that keys pick, such as `salah` or `fasting/white-days`, due from a day on.

        Raises: `not_found` for a key that the catalogue does not have, `invalid` if none was picked.
        """
        return await awaited(self._waiting.add, keys, starts_on, language)


@final
class People:
    """The relations of a book's owner, and what they share."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.People) -> None:
        self._waiting = waiting

    async def request(self, kind: _kitaab.RelationKindLike, user: uuid.UUID | str) -> _kitaab.AddedRelation:
        """Asks somebody for a relation. Where they have asked for the same friendship, that is accepted. Whether a block
        keeps it from arriving is not told.

        Raises: `invalid` with oneself; `not_found` if they have no book here; `conflict` where it was asked for already
        or stands, where the owner blocks them, and while a rejected request rests.
        """
        return await awaited(self._waiting.request, kind, user)

    async def accept(self, relation: uuid.UUID | str) -> _kitaab.Committed:
        """Accepts a request. Nothing is shared by that alone.

        Raises: `not_found`; `conflict` unless it waits for the owner's answer, and where it was withdrawn meanwhile.
        """
        return await awaited(self._waiting.accept, relation)

    async def reject(self, relation: uuid.UUID | str) -> _kitaab.Committed:
        """Declines a request.

        Raises: `not_found`; `conflict` unless it waits for the owner's answer.
        """
        return await awaited(self._waiting.reject, relation)

    async def end(self, relation: uuid.UUID | str) -> _kitaab.Committed:
        """Ends a relation, or withdraws a request. What was shared by it, on either side, is shared no more.

        Raises: `not_found`; `conflict` for one that is over, or that waits for the owner's answer.
        """
        return await awaited(self._waiting.end, relation)

    async def block(self, user: uuid.UUID | str) -> _kitaab.Committed:
        """Blocks somebody: what stands between the two is over, and their requests don't arrive any more. They are not
        told.

        Raises: `invalid` for oneself.
        """
        return await awaited(self._waiting.block, user)

    async def unblock(self, user: uuid.UUID | str) -> _kitaab.Committed:
        """Takes a block back. What it ended stays so.

        Raises: `not_found` if they are not blocked.
        """
        return await awaited(self._waiting.unblock, user)

    async def relations(self) -> builtins.list[_kitaab.Relation]:
        """All relations: those that wait for an answer first, then those that stand, then those that are over; the newest
        of each first.
        """
        return await awaited(self._waiting.relations)

    async def blocks(self) -> builtins.list[_kitaab.Block]:
        """Those whom the owner blocks."""
        return await awaited(self._waiting.blocks)

    async def sharing_with(self, user: uuid.UUID | str) -> uuid.UUID:
        """The relation by which something can be shared with somebody.

        Raises: `not_found` if there is none that lets them see the book.
        """
        return await awaited(self._waiting.sharing_with, user)

    async def grant(self, permission: _kitaab.NewPermission) -> _kitaab.AddedPermission:
        """Grants a permission; granted again for the same, it sets how far that goes.

        Raises: `not_found` for the relation, the deed or the item; `conflict` unless the relation is accepted and lets
        the other one see, and where the deed has a writer already; `invalid` for a bad deed that is not confirmed.
        """
        return await awaited(self._waiting.grant, permission)

    async def revoke(self, permission: uuid.UUID | str) -> _kitaab.Committed:
        """Takes a permission back, from the next operation on.

        Raises: `not_found`.
        """
        return await awaited(self._waiting.revoke, permission)

    async def permissions(self) -> builtins.list[_kitaab.Permission]:
        """All permissions, the newest first."""
        return await awaited(self._waiting.permissions)

    async def may(self, user: uuid.UUID | str, wish: _kitaab.Wish) -> _kitaab.Access:
        """Whether somebody may do something with the book, and why. To them, what is hidden reads as not shared."""
        return await awaited(self._waiting.may, user, wish)

    async def accesses(self, after: _kitaab.AccessCursor | None = None, limit: int | None = None) -> _kitaab.AccessPage:
        """The access log: who else read which deed on which day, newest day first; once for each.

        Raises: `invalid` for a limit that is not from 1 to 10,000.
        """
        return await awaited(self._waiting.accesses, after, limit)


@final
class Ledger:
    """The ledger of a book: every change there was, in a chain that shows what was tampered with."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Ledger) -> None:
        self._waiting = waiting

    async def checkpoint(self) -> _kitaab.Checkpoint:
        """Where the ledger stands: to be kept elsewhere, and shown to `verify` later."""
        return await awaited(self._waiting.checkpoint)

    async def commits(self, before: int | None = None, limit: int | None = None) -> builtins.list[_kitaab.CommitHeader]:
        """Who wrote when, newest first: the headers of at most `limit` commits (100 if left out), before a commit if one
        is given.

        Raises: `invalid` for a limit that is not from 1 to 10,000.
        """
        return await awaited(self._waiting.commits, before, limit)

    async def history(self, record: _kitaab.RecordKey) -> builtins.list[_kitaab.LedgerEvent]:
        """The history of a record, newest first: who changed it when, from what to what."""
        return await awaited(self._waiting.history, record)

    async def undo(self) -> _kitaab.Undone | None:
        """Reverses the actor's latest change that is not undone yet; none if there is nothing to undo."""
        return await awaited(self._waiting.undo)

    async def undo_commit(self, seq: int) -> _kitaab.Undone:
        """Reverses one commit."""
        return await awaited(self._waiting.undo_commit, seq)

    async def redo(self) -> _kitaab.Undone | None:
        """Brings back what was undone last; none if there is nothing."""
        return await awaited(self._waiting.redo)

    async def verify(self, expected: _kitaab.Checkpoint | None = None) -> _kitaab.VerifyReport:
        """Walks the whole chain, and holds it to a checkpoint that was kept elsewhere, if one is given.

        Raises: `corrupt`, naming the first commit that does not hold.
        """
        return await awaited(self._waiting.verify, expected)

    async def export(self, path: str | os.PathLike[str], passphrase: str | None = None) -> _kitaab.Checkpoint:
        """Writes the whole book, with all of its history, to a new file that the client's `restore` reads back without
        loss. Notes and reflections are in it; with a passphrase it is locked. Answers where the ledger stood.

        Raises: `invalid` for an empty passphrase, `conflict` for a file that is there, `unavailable` if it can't be
        written.
        """
        return await awaited(self._waiting.export, path, passphrase)

    async def erase(self, record: _kitaab.RecordKey) -> _kitaab.Committed:
        """Erases a record with its whole history, for good: the ledger keeps hashes in its place. A deed goes with its
        items and all of their entries.

        Raises: `not_found` for a record that never was; `conflict` for a deed or an item while a merit or a target uses
        it.
        """
        return await awaited(self._waiting.erase, record)

    async def erase_book(self, owner: uuid.UUID | str) -> None:
        """Erases the whole book with its ledger, for good. Its owner is named once more.

        Raises: `invalid` if another than the book's owner is named.
        """
        return await awaited(self._waiting.erase_book, owner)


@final
class Exports:
    """Exports of a book for other programs. They hold what was asked for and no history."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Exports) -> None:
        self._waiting = waiting

    async def csv(self, path: str | os.PathLike[str], export: _kitaab.CsvExport | None = None) -> int:
        """Writes the entries as a table to a new file, the newest day first: RFC 4180, UTF-8. Answers how many entries
        there were.

        Raises: `not_found` for an item that is asked for; `conflict` for a file that is there, `unavailable` if it
        can't be written.
        """
        return await awaited(self._waiting.csv, path, export)

    async def calendar(self, path: str | os.PathLike[str], export: _kitaab.CalendarExport) -> int:
        """Writes a calendar that other programs read to a new file: iCalendar, RFC 5545. Answers how many events there
        were.

        Raises: `invalid` for more than 3,660 days; `conflict` for a file that is there, `unavailable` if it can't be
        written.
        """
        return await awaited(self._waiting.calendar, path, export)


@final
class Imports:
    """Imports of other programs' files."""

    __slots__ = ("_waiting",)

    def __init__(self, waiting: _kitaab.Imports) -> None:
        self._waiting = waiting

    async def file(self, path: str | os.PathLike[str], dry_run: bool | None = None) -> _kitaab.ImportReport:
        """Imports the file of another program, or a folder that it was unpacked to: all of it, as one commit, or nothing.
        The format is recognised by the content. A dry run only reports what would be imported.

        Raises: `unsupported` for a file of no known format, `corrupt` for a damaged one, `invalid` for one that goes
        beyond the reader's limits, `unavailable` where it can't be read now. Nothing is written then.
        """
        return await awaited(self._waiting.file, path, dry_run)

    async def progress(self) -> _kitaab.ImportProgress | None:
        """How far the import has come that is under way here: into this book, by this client and who acts on it, whatever
        handle it was begun by. It may be asked as often as a screen is painted; each thousand rows it changes. None
        while there is no import; of several, the one that was begun last is told.
        """
        return await awaited(self._waiting.progress)
