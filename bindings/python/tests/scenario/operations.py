"""The operations that a step can ask for, as calls of the package.

Most only hand their inputs on: they stand in tables, by their names, with their inputs in the order in which the call takes
them; ``?`` marks one that may be left out, and ``span`` stands for ``first_day`` and ``last_day``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kitaab as k

from . import answers, inputs
from .answers import Json, plain
from .inputs import day
from .world import World

#: By name, what performs it: given the world, the book, and the inputs of the step.
OPERATIONS: dict[str, Callable[..., Json]] = {}

#: What answers nothing but what became of the write.
WRITES = {
    "groups.rename": "group name",
    "groups.reorder": "order",
    "groups.remove": "group",
    "deeds.rename": "deed name",
    "deeds.assign_group": "deed group?",
    "deeds.reorder": "order",
    "deeds.archive": "deed from",
    "deeds.restore": "deed",
    "items.hide": "item hide",
    "items.move_under": "item parent",
    "items.reorder": "parent order",
    "items.archive": "item from",
    "items.restore": "item",
    "items.set_goal": "item from_day goal",
    "items.set_schedule": "item from_day schedule",
    "items.set_make_up": "item policy?",
    "items.set_opening": "item opening",
    "items.set_fidya_rate": "item rate?",
    "items.set_excuses": "items excuses",
    "scales.correct_labels": "scale labels",
    "entries.add": "item day amount",
    "entries.note": "item day note?",
    "entries.put_many": "entries",
    "entries.batch": "request put? add?",
    "entries.remove": "item day",
    "entries.set_reviewed": "day reviewed",
    "make_ups.add": "item day count",
    "make_ups.put": "item day count",
    "make_ups.remove": "item day",
    "make_ups.add_fidya": "item day count",
    "make_ups.put_fidya": "item day count",
    "make_ups.remove_fidya": "item day",
    "make_ups.confirm_missed": "item until",
    "make_ups.unconfirm_missed": "item from",
    "exemptions.end": "exemption last_day",
    "exemptions.remove": "exemption",
    "merits.activate": "merit active",
    "merits.reorder": "order",
    "merits.remove": "merit",
    "targets.remove": "target",
    "reflections.write": "day category text",
    "reflections.remove": "day category",
    "reminders.complete": "reminder",
    "reminders.remove": "reminder",
    "calendar.set_sighting": "month first_day",
    "calendar.remove_sighting": "month",
    "calendar.set_sightings": "sightings",
    "people.accept": "relation",
    "people.reject": "relation",
    "people.end": "relation",
    "people.block": "user",
    "people.unblock": "user",
    "people.revoke": "permission",
    "ledger.erase": "record",
}

#: What makes something of a type, with the name that the answer has it by.
ADDS: dict[str, tuple[Callable[..., Any], str, str]] = {
    "deeds.add": (
        inputs.deed,
        "name category measure values? unit? group? items? starts_on? goal? schedule? excuses? make_up? fast?",
        "deed",
    ),
    "exemptions.add": (k.NewExemption, "scope reason first_day last_day?", "exemption"),
    "merits.add": (k.NewMerit, "title category days rule description? active?", "merit"),
    "targets.add": (k.NewTarget, "title first_day last_day items=conditions description?", "target"),
    "reminders.add": (k.NewReminder, "title time text? item? priority?", "reminder"),
    "people.grant": (k.NewPermission, "relation shared level confirmed?", "permission"),
}

#: What edits something: the name of its id, and the edit's type.
EDITS: dict[str, tuple[str, Callable[..., Any], str]] = {
    "deeds.edit": ("deed", k.DeedEdit, "category? measure? unit?"),
    "items.edit": ("item", k.ItemEdit, "name? description? hide? excuses? fast? starts_on?"),
    "exemptions.edit": ("exemption", k.ExemptionEdit, "scope? reason? first_day? last_day?"),
    "merits.edit": ("merit", k.MeritEdit, "title? description? category? days? rule?"),
    "targets.edit": ("target", k.TargetEdit, "title? description? first_day? last_day? items=conditions? active?"),
    "reminders.edit": ("reminder", k.ReminderEdit, "title? text? priority? time? active?"),
}

#: What tells something; where that is no object of its own, with the name that the answer has it by.
READS = {
    "settings.get": ("", ""),
    "groups.list": ("", "groups"),
    "deeds.get": ("deed", ""),
    "deeds.list": ("", "deeds"),
    "items.get": ("item", ""),
    "items.find": ("path", "id"),
    "scales.versions": ("deed", "versions"),
    "entries.get": ("item day", "entry"),
    "entries.day": ("day", ""),
    "entries.search": ("words after=entry_cursor? limit?", ""),
    "entries.reviewed": ("span", "days"),
    "make_ups.unconfirmed_days": ("item", "days"),
    "make_ups.balance": ("item", ""),
    "make_ups.history": ("item", ""),
    "make_ups.settled": ("item", ""),
    "exemptions.list": ("", "exemptions"),
    "merits.get": ("merit", ""),
    "merits.list": ("", "merits"),
    "merits.evaluate": ("merit day language?", ""),
    "merits.evaluate_all": ("day language?", "verdicts"),
    "merits.outcomes": ("span", "merits"),
    "merits.record": ("merit day language?", ""),
    "merits.record_all": ("day language?", "verdicts"),
    "merits.backfill": ("merit span", "verdicts"),
    "merits.history": ("merit span", "verdicts"),
    "merits.recompute": ("", "turned"),
    "targets.get": ("target", ""),
    "targets.list": ("", "targets"),
    "targets.progress": ("target", ""),
    "targets.progress_all": ("", "targets"),
    "reflections.read": ("day category", "reflection"),
    "reflections.search": ("words", ""),
    "reminders.list": ("", "reminders"),
    "calendar.today": ("", "day"),
    "calendar.day": ("day", ""),
    "calendar.days": ("span", "days"),
    "calendar.sightings": ("", "sightings"),
    "insights.summary": ("span hidden?", ""),
    "insights.figures": ("subject span hidden?", ""),
    "insights.distribution": ("item span hidden?", ""),
    "insights.series": ("subject bucket span hidden?", ""),
    "insights.heat_map": ("subject span hidden?", ""),
    "insights.weekdays": ("subject span hidden?", ""),
    "insights.streaks": ("item span? hidden?", ""),
    "insights.strength": ("item hidden?", "strength"),
    "insights.strength_series": ("item span hidden?", "strengths"),
    "insights.comparison": ("before=between after=between hidden?", ""),
    "insights.correlation": ("first second span hidden?", ""),
    "starter.list": ("language?", "deeds"),
    "starter.suggested": ("", "keys"),
    "people.relations": ("", "relations"),
    "people.blocks": ("", "blocks"),
    "people.sharing_with": ("user", "relation"),
    "people.permissions": ("", "permissions"),
    "people.accesses": ("", ""),
    "ledger.checkpoint": ("", ""),
    "ledger.commits": ("before? limit?", "commits"),
    "ledger.history": ("record", "events"),
}

#: How an input is read, by its name or by the word that a table gives it; what is not here is handed on as it is.
READERS: dict[str, Callable[[Any], Any]] = {
    "amount": inputs.amount,
    "add": lambda counts: [inputs.count(**count) for count in counts],
    "between": inputs.between,
    "conditions": lambda conditions: [inputs.condition(**condition) for condition in conditions],
    "day": day,
    "entries": lambda entries: [inputs.entry(**entry) for entry in entries],
    "entry_cursor": lambda at: k.EntryCursor(day=day(at["day"]), item=at["item"]),
    "excuses": inputs.excuses,
    "first_day": day,
    "from": day,
    "from_day": day,
    "goal": inputs.goal,
    "last_day": day,
    "month": inputs.hijri_month,
    "policy": inputs.make_up,
    "put": lambda entries: [inputs.entry(**entry) for entry in entries],
    "rate": inputs.rate,
    "reason": inputs.reason,
    "record": inputs.record,
    "rule": inputs.rule,
    "schedule": inputs.schedule,
    "scope": inputs.scope,
    "shared": inputs.shared,
    "sightings": lambda sightings: [inputs.sighting(**sighting) for sighting in sightings],
    "starts_on": day,
    "subject": inputs.subject,
    "time": inputs.time,
    "until": day,
}


def taken(words: str, given: Json) -> dict[str, Any]:
    """The inputs that some words name, as the call takes them; all must be named."""
    read: dict[str, Any] = {}
    left = dict(given)
    for one in words.split():
        optional, (name, _, reader) = one.endswith("?"), one.rstrip("?").partition("=")
        if name == "span":
            first, last = left.pop("first_day", None), left.pop("last_day", None)
            value = None if first is None and optional else inputs.span(str(first), str(last))
        else:
            held = left.pop(name) if name in left or not optional else None
            value = None if held is None else READERS.get(reader or name, lambda same: same)(held)
        read[name] = value
    if left:
        raise TypeError(f"unexpected keyword argument {next(iter(left))!r}")
    return read


def operation(name: str) -> Callable[[Callable[..., Json]], Callable[..., Json]]:
    def registered(perform: Callable[..., Json]) -> Callable[..., Json]:
        OPERATIONS[name] = lambda world, book, given: perform(world, book, **given)
        return perform

    return registered


def call(book: Any, name: str) -> Callable[..., Any]:
    """The call of a book that an operation is named after."""
    group, method = name.split(".")
    called: Callable[..., Any] = getattr(getattr(book, group), method)
    return called


def done(book: Any, committed: k.Committed | None, **made: Any) -> Json:
    """What a write made, with what became of it."""
    turned = committed is not None and committed.turned
    titles = {merit.id: merit.title for merit in book.merits.list()} if turned else {}
    return answers.written(committed, titles, **made)


def _from_tables(name: str) -> Callable[..., Json]:
    def write(world: World, book: Any, given: Json) -> Json:
        return done(book, call(book, name)(*taken(WRITES[name], given).values()))

    def add(world: World, book: Any, given: Json) -> Json:
        new, words, what = ADDS[name]
        # A deed reads its inputs by itself.
        read = given if new is inputs.deed else taken(words, given)
        added = call(book, name)(new(**{word: value for word, value in read.items() if value is not None}))
        return done(book, added.committed, **plain(getattr(added, what)))

    def edit(world: World, book: Any, given: Json) -> Json:
        what, change, words = EDITS[name]
        read = taken(f"{what} {words}", given)
        return done(book, call(book, name)(read.pop(what), change(**read)))

    def tell(world: World, book: Any, given: Json) -> Json:
        words, named = READS[name]
        told = plain(call(book, name)(*taken(words, given).values()))
        return {named: told} if named else told

    return write if name in WRITES else add if name in ADDS else edit if name in EDITS else tell


OPERATIONS.update({name: _from_tables(name) for table in (WRITES, ADDS, EDITS, READS) for name in table})


@operation("settings.edit")
def settings_edit(world: World, book: Any, first_weekday: int | None = None, **given: Any) -> Json:
    weekday: Any = None if first_weekday is None else inputs.WEEK[first_weekday]
    return done(book, book.settings.edit(k.SettingsEdit(first_weekday=weekday, **given)))


@operation("groups.add")
def groups_add(world: World, book: Any, name: str) -> Json:
    added = book.groups.add(name)
    return done(book, added.committed, **plain(added.group))


@operation("deeds.add_all")
def deeds_add_all(world: World, book: Any, deeds: list[Json]) -> Json:
    added = book.deeds.add_all([inputs.deed(**deed) for deed in deeds])
    return done(book, added.committed, deeds=plain(added.deeds))


@operation("items.add")
def items_add(world: World, book: Any, parent: str, name: str, starts_on: str | None = None) -> Json:
    added = book.items.add(parent, k.NewItem(name=name, starts_on=inputs.day_or_none(starts_on)))
    return done(book, added.committed, **plain(added.item))


@operation("scales.redefine")
def scales_redefine(
    world: World, book: Any, deed: str, values: list[str], mapping: list[int | None] | None = None
) -> Json:
    scored = [k.ScaleValue(label=label, score=score) for score, label in enumerate(values)]
    added = book.scales.redefine(deed, scored, mapping)
    return done(book, added.committed, **plain(added.scale))


@operation("starter.add")
def starter_add(world: World, book: Any, keys: list[str], starts_on: str, language: str | None = None) -> Json:
    added = book.starter.add(keys, day(starts_on), language)
    return done(book, added.committed, deeds=plain(added.deeds))


@operation("entries.put")
def entries_put(
    world: World, book: Any, item: str, day: str, value: str | None = None, amount: str | None = None
) -> Json:
    return done(book, book.entries.put(item, inputs.day(day), inputs.value(value, amount)))


def _query(words: str, given: Json) -> Json:
    """The inputs of a query, in which the span is named otherwise."""
    read = taken(words, given)
    return {"days": read.pop("span"), **read}


@operation("entries.list")
def entries_list(world: World, book: Any, **given: Any) -> Json:
    told: Json = plain(book.entries.list(k.EntryQuery(**_query("items? span? after=entry_cursor? limit?", given))))
    return told


@operation("reflections.list")
def reflections_list(world: World, book: Any, after: Json | None = None, **given: Any) -> Json:
    cursor = None if after is None else k.ReflectionCursor(day=day(after["day"]), category=after["category"])
    query = k.ReflectionQuery(after=cursor, **_query("span? category? limit?", given))
    told: Json = plain(book.reflections.list(query))
    return told


@operation("reminders.snooze")
def reminders_snooze(world: World, book: Any, reminder: str, until: str) -> Json:
    return done(book, book.reminders.snooze(reminder, inputs.instant(until)))


@operation("reminders.due")
def reminders_due(world: World, book: Any, grace: int | None = None, lease: int | None = None) -> Json:
    due = book.reminders.due(k.DueOptions(grace=grace, lease=lease))
    world.handed_out.update({one.reminder.id: one for one in due})
    return {"due": plain(due)}


@operation("reminders.confirm")
def reminders_confirm(world: World, book: Any, reminder: str) -> Json:
    book.reminders.confirm(world.handed_out[uuid.UUID(reminder)])
    return {}


@operation("reminders.release")
def reminders_release(world: World, book: Any, reminder: str) -> Json:
    return {"released": book.reminders.release(world.handed_out[uuid.UUID(reminder)])}


@operation("insights.dashboard")
def insights_dashboard(world: World, book: Any, hidden: bool | None = None, **given: Any) -> Json:
    request = k.DashboardRequest(**_query("span bucket? compare_with=between?", given))
    told: Json = plain(book.insights.dashboard(request, hidden))
    return told


@operation("reports.page")
def reports_page(world: World, book: Any, first_day: str, last_day: str, look_for: list[str], **options: Any) -> Json:
    page = book.reports.page(inputs.span(first_day, last_day), k.ReportOptions(**options))
    return answers.document(page, look_for)


@operation("reports.plot")
def reports_plot(
    world: World, book: Any, item: str, first_day: str, last_day: str, look_for: list[str], **options: Any
) -> Json:
    plot = book.reports.plot(item, inputs.span(first_day, last_day), k.PlotOptions(**options))
    return answers.document(plot, look_for)


@operation("people.request")
def people_request(world: World, book: Any, kind: str, user: str) -> Json:
    added = book.people.request(kind, user)
    return done(book, added.committed, **plain(added.relation))


@operation("people.may")
def people_may(world: World, book: Any, user: str, wish: Any) -> Json:
    return answers.access(book.people.may(user, inputs.wish(wish)))


@operation("client.shared_with")
def client_shared_with(world: World, book: Any, user: str) -> Json:
    return {"owners": plain(world.shared_with(uuid.UUID(user)))}


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


@operation("ledger.verify")
def ledger_verify(world: World, book: Any, expected: Json | None = None) -> Json:
    report = book.ledger.verify(expected and k.Checkpoint(**expected))
    return {**plain(report), "checkpoint": plain(report.head)}


@operation("ledger.erase_book")
def ledger_erase_book(world: World, book: Any) -> Json:
    book.ledger.erase_book(book.owner)
    return {}


@operation("ledger.export")
def ledger_export(world: World, book: Any, file: str, passphrase: str | None = None) -> Json:
    return {"checkpoint": plain(book.ledger.export(str(world.folder / file), passphrase))}


@operation("client.restore")
def client_restore(world: World, book: Any, file: str, into: str, passphrase: str | None = None) -> Json:
    client = world.client()
    owner = client.restore(str(world.folder / file), passphrase)
    world.add_book(into, client.book(owner))
    return {"owner": str(owner)}


@operation("exports.csv")
def exports_csv(world: World, book: Any, look_for: list[str], **given: Any) -> Json:
    file = _new_file(world, "export.csv")
    export = k.CsvExport(**_query("span? items? category? notes? bom?", given))
    count = book.exports.csv(str(file), export)
    return {"count": count, "found": answers.document(file.read_text(encoding="utf-8"), look_for)["found"]}


@operation("exports.calendar")
def exports_calendar(world: World, book: Any, look_for: list[str], **given: Any) -> Json:
    file = _new_file(world, "export.ics")
    export = k.CalendarExport(**_query("span reminders? targets? exemptions? occasions?", given))
    count = book.exports.calendar(str(file), export)
    return {"count": count, "found": answers.document(file.read_text(encoding="utf-8"), look_for)["found"]}


def _new_file(world: World, name: str) -> Path:
    """Where a file can be written: none is ever written over."""
    file = world.folder / name
    file.unlink(missing_ok=True)
    return file


@operation("imports.file")
def imports_file(world: World, book: Any, lines: list[str]) -> Json:
    file = world.folder / "import.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = book.imports.file(str(file))
    return {**plain(report), **done(book, report.committed)}
