"""The operations that a step can ask for, as calls of the package."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kitaab as k

from . import answers, inputs
from .answers import Json
from .inputs import day

OWNER = uuid.UUID(int=1)

#: By name, what performs it: given the world, the book, and the inputs of the step.
OPERATIONS: dict[str, Callable[..., Json]] = {}


class World:
    """The books of a story, and the files that it wrote. A book that was restored has a store of its own.

    ``open_client`` makes a client on an empty store.
    """

    def __init__(self, folder: Path, open_client: Callable[[k.OpenOptions], Any], seed: int, now: dt.datetime) -> None:
        self.folder = folder
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


def operation(name: str) -> Callable[[Callable[..., Json]], Callable[..., Json]]:
    def registered(perform: Callable[..., Json]) -> Callable[..., Json]:
        OPERATIONS[name] = perform
        return perform

    return registered


def done(book: Any, committed: k.Committed | None, **made: Any) -> Json:
    """What a write made, with what became of it."""
    turned = committed is not None and committed.turned
    titles = {merit.id: merit.title for merit in book.merits.list()} if turned else {}
    return answers.written(committed, titles, **made)


@operation("settings.edit")
def settings_edit(
    world: World, book: Any, zone: str | None = None, day_start: int | None = None, first_weekday: int | None = None
) -> Json:
    weekday: Any = None if first_weekday is None else inputs.WEEK[first_weekday]
    return done(book, book.settings.edit(k.SettingsEdit(zone=zone, day_start=day_start, first_weekday=weekday)))


@operation("deeds.add")
def deeds_add(
    world: World,
    book: Any,
    name: str,
    category: Any,
    measure: Any,
    values: list[str] | None = None,
    unit: str | None = None,
    items: list[str] | None = None,
    starts_on: str | None = None,
    goal: Any = None,
    schedule: Any = None,
    excuses: Any = None,
    make_up: Any = None,
    fast: bool | None = None,
) -> Json:
    added = book.deeds.add(
        k.NewDeed(
            name=name,
            category=category,
            measure=measure,
            values=values,
            unit=unit,
            items=items and [k.NewItem(name=below) for below in items],
            starts_on=inputs.day_or_none(starts_on),
            goal=goal and inputs.goal(goal),
            schedule=schedule and inputs.schedule(schedule),
            excuses=excuses and inputs.excuses(excuses),
            make_up=make_up and inputs.make_up(make_up),
            fast=fast,
        )
    )
    return done(book, added.committed, **answers.deed(added.deed))


@operation("deeds.list")
def deeds_list(world: World, book: Any) -> Json:
    return {"deeds": [answers.deed(deed) for deed in book.deeds.list()]}


@operation("items.add")
def items_add(world: World, book: Any, parent: str, name: str, starts_on: str | None = None) -> Json:
    added = book.items.add(parent, k.NewItem(name=name, starts_on=inputs.day_or_none(starts_on)))
    return done(book, added.committed, **answers.fields(added.item, "id", "path", "starts_on"))


@operation("items.set_schedule")
def items_set_schedule(world: World, book: Any, item: str, from_day: str, schedule: Any) -> Json:
    return done(book, book.items.set_schedule(item, day(from_day), inputs.schedule(schedule)))


@operation("items.set_goal")
def items_set_goal(world: World, book: Any, item: str, from_day: str, goal: Any) -> Json:
    return done(book, book.items.set_goal(item, day(from_day), inputs.goal(goal)))


@operation("items.hide")
def items_hide(world: World, book: Any, item: str, hide: str) -> Json:
    return done(book, book.items.hide(item, hide))


@operation("items.archive")
def items_archive(world: World, book: Any, item: str, from_: str) -> Json:
    return done(book, book.items.archive(item, day(from_)))


@operation("scales.redefine")
def scales_redefine(
    world: World, book: Any, deed: str, values: list[str], mapping: list[int | None] | None = None
) -> Json:
    scored = [k.ScaleValue(label=label, score=score) for score, label in enumerate(values)]
    added = book.scales.redefine(deed, scored, mapping)
    return done(book, added.committed, **answers.scale(added.scale))


@operation("entries.put")
def entries_put(
    world: World, book: Any, item: str, day: str, value: str | None = None, amount: str | None = None
) -> Json:
    return done(book, book.entries.put(item, inputs.day(day), inputs.value(value, amount)))


@operation("entries.add")
def entries_add(world: World, book: Any, item: str, day: str, amount: str) -> Json:
    return done(book, book.entries.add(item, inputs.day(day), inputs.amount(amount)))


@operation("entries.note")
def entries_note(world: World, book: Any, item: str, day: str, note: str | None = None) -> Json:
    return done(book, book.entries.note(item, inputs.day(day), note))


@operation("entries.put_many")
def entries_put_many(world: World, book: Any, entries: list[Json]) -> Json:
    return done(book, book.entries.put_many([inputs.entry(**entry) for entry in entries]))


@operation("entries.batch")
def entries_batch(
    world: World, book: Any, request: str, put: list[Json] | None = None, add: list[Json] | None = None
) -> Json:
    entries = [inputs.entry(**entry) for entry in put or []]
    counts = [inputs.count(**count) for count in add or []]
    return done(book, book.entries.batch(request, entries, counts))


@operation("entries.remove")
def entries_remove(world: World, book: Any, item: str, day: str) -> Json:
    return done(book, book.entries.remove(item, inputs.day(day)))


@operation("entries.get")
def entries_get(world: World, book: Any, item: str, day: str) -> Json:
    entry = book.entries.get(item, inputs.day(day))
    return {"entry": entry and answers.entry(entry)}


@operation("entries.day")
def entries_day(world: World, book: Any, day: str) -> Json:
    return answers.page(book.entries.day(inputs.day(day)))


@operation("entries.set_reviewed")
def entries_set_reviewed(world: World, book: Any, day: str, reviewed: bool) -> Json:
    return done(book, book.entries.set_reviewed(inputs.day(day), reviewed))


@operation("entries.make_up")
def entries_make_up(world: World, book: Any, item: str, day: str, count: int) -> Json:
    return done(book, book.make_ups.add(item, inputs.day(day), count))


@operation("entries.confirm_missed")
def entries_confirm_missed(world: World, book: Any, item: str, until: str) -> Json:
    return done(book, book.make_ups.confirm_missed(item, day(until)))


@operation("entries.make_up_balance")
def entries_make_up_balance(world: World, book: Any, item: str) -> Json:
    return answers.balance(book.make_ups.balance(item))


@operation("exemptions.add")
def exemptions_add(
    world: World, book: Any, scope: Any, reason: Any, first_day: str, last_day: str | None = None
) -> Json:
    new = k.NewExemption(
        scope=inputs.scope(scope),
        reason=inputs.reason(reason),
        first_day=day(first_day),
        last_day=inputs.day_or_none(last_day),
    )
    added = book.exemptions.add(new)
    return done(book, added.committed, **answers.exemption(added.exemption))


@operation("exemptions.end")
def exemptions_end(world: World, book: Any, exemption: str, last_day: str) -> Json:
    return done(book, book.exemptions.end(exemption, day(last_day)))


@operation("merits.add")
def merits_add(world: World, book: Any, title: str, category: Any, days: int, rule: Json) -> Json:
    added = book.merits.add(k.NewMerit(title=title, category=category, days=days, rule=inputs.rule(rule)))
    return done(book, added.committed, **answers.fields(added.merit, "id", "title"))


@operation("merits.evaluate")
def merits_evaluate(world: World, book: Any, merit: str, day: str) -> Json:
    return answers.verdict(book.merits.evaluate(merit, inputs.day(day)))


@operation("merits.record")
def merits_record(world: World, book: Any, merit: str, day: str) -> Json:
    return answers.verdict(book.merits.record(merit, inputs.day(day)))


@operation("targets.add")
def targets_add(world: World, book: Any, title: str, first_day: str, last_day: str, items: list[Json]) -> Json:
    new = k.NewTarget(
        title=title,
        first_day=day(first_day),
        last_day=day(last_day),
        items=[inputs.condition(**item) for item in items],
    )
    added = book.targets.add(new)
    return done(book, added.committed, **answers.fields(added.target, "id", "title"))


@operation("targets.progress")
def targets_progress(world: World, book: Any, target: str) -> Json:
    return answers.progress(book.targets.progress(target))


@operation("reflections.write")
def reflections_write(world: World, book: Any, day: str, category: str, text: str) -> Json:
    return done(book, book.reflections.write(inputs.day(day), category, text))


@operation("reflections.read")
def reflections_read(world: World, book: Any, day: str, category: str) -> Json:
    read = book.reflections.read(inputs.day(day), category)
    return {"reflection": read and answers.fields(read, "day", "category", "text")}


@operation("reflections.search")
def reflections_search(world: World, book: Any, words: str) -> Json:
    found = book.reflections.search(words).reflections
    return {"reflections": [answers.fields(one, "day", "category", "text") for one in found]}


@operation("calendar.day")
def calendar_day(world: World, book: Any, day: str) -> Json:
    return answers.calendar_day(book.calendar.day(inputs.day(day)))


@operation("calendar.set_sighting")
def calendar_set_sighting(world: World, book: Any, month: str, first_day: str) -> Json:
    return done(book, book.calendar.set_sighting(inputs.hijri_month(month), day(first_day)))


@operation("insights.summary")
def insights_summary(world: World, book: Any, first_day: str, last_day: str) -> Json:
    return answers.summary(book.insights.summary(inputs.span(first_day, last_day)))


@operation("insights.distribution")
def insights_distribution(world: World, book: Any, item: str, first_day: str, last_day: str) -> Json:
    return answers.distribution(book.insights.distribution(item, inputs.span(first_day, last_day)))


@operation("insights.streaks")
def insights_streaks(world: World, book: Any, item: str) -> Json:
    return answers.streaks(book.insights.streaks(item))


@operation("reports.page")
def reports_page(
    world: World,
    book: Any,
    first_day: str,
    last_day: str,
    look_for: list[str],
    language: str | None = None,
    saiyyiaat: bool | None = None,
    reflections: bool | None = None,
) -> Json:
    options = k.ReportOptions(language=language, saiyyiaat=saiyyiaat, reflections=reflections)
    return answers.document(book.reports.page(inputs.span(first_day, last_day), options), look_for)


@operation("reports.plot")
def reports_plot(
    world: World,
    book: Any,
    item: str,
    first_day: str,
    last_day: str,
    look_for: list[str],
    bucket: Any = None,
    language: str | None = None,
) -> Json:
    options = k.PlotOptions(bucket=bucket, language=language)
    return answers.document(book.reports.plot(item, inputs.span(first_day, last_day), options), look_for)


@operation("people.request")
def people_request(world: World, book: Any, kind: str, user: str) -> Json:
    added = book.people.request(kind, user)
    return done(book, added.committed, **answers.relation(added.relation))


@operation("people.accept")
def people_accept(world: World, book: Any, relation: str) -> Json:
    return done(book, book.people.accept(relation))


@operation("people.reject")
def people_reject(world: World, book: Any, relation: str) -> Json:
    return done(book, book.people.reject(relation))


@operation("people.end")
def people_end(world: World, book: Any, relation: str) -> Json:
    return done(book, book.people.end(relation))


@operation("people.block")
def people_block(world: World, book: Any, user: str) -> Json:
    return done(book, book.people.block(user))


@operation("people.unblock")
def people_unblock(world: World, book: Any, user: str) -> Json:
    return done(book, book.people.unblock(user))


@operation("people.relations")
def people_relations(world: World, book: Any) -> Json:
    return {"relations": [answers.relation(relation) for relation in book.people.relations()]}


@operation("people.grant")
def people_grant(
    world: World, book: Any, relation: str, shared: Json, level: Any, confirmed: bool | None = None
) -> Json:
    new = k.NewPermission(relation=relation, shared=inputs.shared(shared), level=level, confirmed=confirmed)
    added = book.people.grant(new)
    return done(book, added.committed, **answers.permission(added.permission))


@operation("people.revoke")
def people_revoke(world: World, book: Any, permission: str) -> Json:
    return done(book, book.people.revoke(permission))


@operation("people.permissions")
def people_permissions(world: World, book: Any) -> Json:
    return {"permissions": [answers.permission(permission) for permission in book.people.permissions()]}


@operation("people.may")
def people_may(world: World, book: Any, user: str, wish: Any) -> Json:
    return answers.access(book.people.may(user, inputs.wish(wish)))


@operation("people.accesses")
def people_accesses(world: World, book: Any) -> Json:
    return {"accesses": [answers.logged_access(line) for line in book.people.accesses().accesses]}


@operation("people.shared_with")
def people_shared_with(world: World, book: Any, user: str) -> Json:
    return {"owners": answers.plain(world.shared_with(uuid.UUID(user)))}


def _undone(book: Any, undone: k.Undone | None) -> Json:
    return done(book, undone and undone.committed, of=undone and undone.of)


@operation("ledger.undo")
def ledger_undo(world: World, book: Any) -> Json:
    return _undone(book, book.ledger.undo())


@operation("ledger.undo_commit")
def ledger_undo_commit(world: World, book: Any, seq: int) -> Json:
    return _undone(book, book.ledger.undo_commit(seq))


@operation("ledger.redo")
def ledger_redo(world: World, book: Any) -> Json:
    return _undone(book, book.ledger.redo())


@operation("ledger.history")
def ledger_history(world: World, book: Any, record: Json) -> Json:
    return {"events": [answers.event(event) for event in book.ledger.history(inputs.record(record))]}


@operation("ledger.verify")
def ledger_verify(world: World, book: Any, expected: Json | None = None) -> Json:
    report = book.ledger.verify(expected and k.Checkpoint(**expected))
    told = answers.fields(report, "commits", "changes", "erased")
    return {**told, "checkpoint": answers.fields(report.head, "seq", "link")}


@operation("ledger.export")
def ledger_export(world: World, book: Any, file: str, passphrase: str | None = None) -> Json:
    checkpoint = book.ledger.export(str(world.folder / file), passphrase)
    return {"checkpoint": answers.fields(checkpoint, "seq", "link")}


@operation("ledger.restore")
def ledger_restore(world: World, book: Any, file: str, into: str, passphrase: str | None = None) -> Json:
    client = world.client()
    owner = client.restore(str(world.folder / file), passphrase)
    world.add_book(into, client.book(owner))
    return {"owner": str(owner)}


@operation("import")
def import_file(world: World, book: Any, lines: list[str]) -> Json:
    file = world.folder / "import.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = book.imports.file(str(file))
    return done(book, report.committed, **answers.imported(report))
