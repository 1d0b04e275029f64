"""Answers as JSON, in the shapes of ``docs/cli.md``."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import kitaab as k

Json = dict[str, Any]


def plain(value: Any) -> Any:
    """A value of the package as JSON. A record becomes an object of its fields, whatever they are; only where the shapes
    differ, that is written out.
    """
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, (uuid.UUID, dt.date)):
        return str(value)
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, k.Weekday):
        return value.value.capitalize()
    if hasattr(value, "value") and hasattr(type(value), "of"):
        return value.value
    for shape, told in SHAPES.items():
        if isinstance(value, shape):
            return told(value)
    return record(value)


def record(value: Any) -> Json:
    """All fields of a record, or of what a union holds."""
    held = {name: part for kind in reversed(type(value).__mro__) for name, part in vars(kind).items()}
    fields = (name for name, part in held.items() if inspect.isgetsetdescriptor(part) or inspect.ismemberdescriptor(part))
    return {name: plain(getattr(value, name)) for name in fields if not name.startswith("_")}


def word(value: Any) -> str:
    """How a shape of a union is named: ``every_day``."""
    return re.sub("(?<!^)(?=[A-Z])", "_", type(value).__name__.split("_")[-1]).lower()


def amount(value: Decimal) -> str:
    """An amount in digits, without zeros that say nothing."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _value(value: Any) -> Json:
    held = record(value)
    if isinstance(value, k.EntryValue.Counted):
        return {"measure": "count", **held}
    return {"measure": "scale", **{name: held[name] for name in ("label", "score", "position", "version")}}


def _tagged(value: Any) -> Any:
    """What is told by its word: alone where it holds nothing, with the one thing that it holds, or with all of them."""
    held = record(value)
    if not held:
        return word(value)
    return {word(value): next(iter(held.values())) if len(held) == 1 else held}


def _rule(rule: Any) -> Json:
    if isinstance(rule, k.Rule.Not):
        return {"not": plain(rule.rules[0])}
    return {"condition": plain(rule.condition)} if isinstance(rule, k.Rule.Holds) else _tagged(rule)


def _schedule(schedule: Any) -> Any:
    if isinstance(schedule, k.Schedule.OnWeekdays):
        return {"weekdays": plain(schedule.days)}
    return _tagged(schedule)


def _detail(verdict: k.RuleVerdict) -> Json:
    part = verdict.part.value
    if verdict.condition is not None:
        return {part: plain(verdict.condition)}
    parts = plain(verdict.rules)
    if part == "at_least":
        return {part: {"n": verdict.n, "rules": parts}}
    return {part: parts[0] if part == "not" else parts}


def _image(image: Any) -> Json:
    """What a record of a day held. Of the structure only the kind is told."""
    if isinstance(image, k.RecordImage.Structure):
        return {"kind": "record"}
    return {"kind": word(image), **record(image)}


def _policy(policy: k.MakeUpPolicy) -> Json:
    held = record(policy)
    return {**held, "from": held["from_day"]}


#: What is told otherwise than as its fields.
SHAPES: dict[Any, Callable[[Any], Any]] = {
    k.EntryValue: _value,
    k.HijriDate: lambda date: f"{date.year:04}-{date.month:02}-{date.day:02}",
    k.HijriMonth: lambda month: f"{month.year:04}-{month.month:02}",
    k.Scope.Hasanaat: word,
    k.Reason: lambda reason: {"other": reason.words} if isinstance(reason, k.Reason.Other) else word(reason),
    k.Test: lambda test: {"every_day": plain(test.matching)} if isinstance(test, k.Test.EveryDay) else _tagged(test),
    k.Match: _tagged,
    k.Goal: _tagged,
    k.Schedule: _schedule,
    k.ReminderTime: _tagged,
    k.Slot: _tagged,
    k.Rule: _rule,
    k.Condition: lambda condition: {"below": "no", **{n: v for n, v in record(condition).items() if v is not None}},
    k.RuleVerdict: lambda verdict: {"outcome": verdict.outcome.value, "detail": _detail(verdict)},
    k.Verdict: lambda verdict: {**record(verdict), "window": plain(verdict.days), "detail": _detail(verdict.detail)},
    k.RecordImage: _image,
    k.Item: lambda item: {**record(item), "excuses": {one.reason.value: record(one) for one in item.excuses}},
    k.MakeUpPolicy: _policy,
    k.DayPage: lambda page: {**record(page), "items": plain(page.lines)},
    k.FigureChange: lambda change: {
        **record(change),
        "mean_scores": {str(mean.version): mean.change for mean in change.mean_scores},
    },
    k.DueReminder: lambda due: {**record(due), "at": plain(due.occurrence.at), "slot": plain(due.occurrence.slot)},
    k.MeritVerdict: lambda one: {"merit": plain(one.merit), **plain(one.verdict)},
    k.TargetStanding: lambda one: {"target": plain(one.target), **plain(one.progress)},
    k.Turned: lambda turned: {**record(turned), "from": turned.before.value, "to": turned.after.value},
    k.Relation: lambda relation: {**record(relation), "with": plain(relation.other)},
    k.ImportedDeed: lambda deed: {**record(deed), "id": plain(deed.deed), "new": deed.is_new},
}


def error(raised: k.KitaabError) -> Json:
    return {"code": raised.code, "message": str(raised), **raised.data}


def written(committed: k.Committed | None, titles: dict[uuid.UUID, str], **made: Any) -> Json:
    """What a write answered, beside what it made."""
    turned = [{**plain(one), "title": titles.get(one.merit)} for one in (committed.turned if committed else [])]
    seq, replayed = (committed.seq, committed.replayed) if committed else (None, False)
    return {**made, "seq": seq, "replayed": replayed, "turned": turned}


def document(text: str, look_for: list[str]) -> Json:
    """How a page or a plot begins, and which of some texts are in it."""
    return {"begins": text.split(" ", 1)[0], "found": [part for part in look_for if part in text]}


def access(access: k.Access) -> Json:
    allowed = "owner" if access.permission is None else "permitted"
    return {"allowed": access.allowed, "why": allowed if access.refusal is None else access.refusal.value}
