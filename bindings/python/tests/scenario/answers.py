"""Answers as JSON, in the shapes of ``docs/cli.md``."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import kitaab as k

Json = dict[str, Any]


def plain(value: Any) -> Any:
    """What needs no shape of its own."""
    if isinstance(value, (uuid.UUID, dt.date)):
        return str(value)
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, list):
        return [plain(part) for part in value]
    if hasattr(value, "value") and hasattr(type(value), "of"):
        return value.value
    return value


def amount(value: Decimal | None) -> str | None:
    """An amount in digits, without zeros that say nothing."""
    if value is None:
        return None
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def fields(value: Any, *names: str) -> Json:
    """The fields of a record that are told as they are."""
    return {name: plain(getattr(value, name)) for name in names}


def error(raised: k.KitaabError) -> Json:
    return {"code": raised.code, "message": str(raised), **raised.data}


def written(committed: k.Committed | None, titles: dict[uuid.UUID, str], **made: Any) -> Json:
    """What a write answered, beside what it made."""
    turned = [
        {
            "merit": str(one.merit),
            "title": titles.get(one.merit),
            "day": str(one.day),
            "from": one.before.value,
            "to": one.after.value,
        }
        for one in (committed.turned if committed else [])
    ]
    seq, replayed = (committed.seq, committed.replayed) if committed else (None, False)
    return {**made, "seq": seq, "replayed": replayed, "turned": turned}


def deed(deed: k.Deed) -> Json:
    return {
        **fields(deed, "id", "name", "category", "measure", "unit"),
        "scale": deed.scale and scale(deed.scale),
        "items": [
            fields(item, "id", "path", "name", "level", "leaf", "hide", "starts_on", "archived_from")
            for item in deed.items
        ],
    }


def scale(scale: k.Scale) -> Json:
    return {
        **fields(scale, "id", "version"),
        "values": [fields(value, "label", "score") for value in scale.values],
    }


def value(value: k.EntryValue | None) -> Json | None:
    if value is None:
        return None
    if isinstance(value, k.EntryValue.OnScale):
        return {"measure": "scale", **fields(value, "label", "score", "position", "version")}
    assert isinstance(value, k.EntryValue.Counted)
    return {"measure": "count", **fields(value, "amount", "unit")}


def entry(entry: k.Entry) -> Json:
    return {**fields(entry, "item", "path", "day", "note"), "value": value(entry.value)}


def hijri_date(date: k.HijriDate) -> str:
    return f"{date.year:04}-{date.month:02}-{date.day:02}"


def hijri(day: k.HijriDay) -> Json:
    return {"date": hijri_date(day.date), **fields(day, "sighted", "approximate")}


def page(page: k.DayPage) -> Json:
    lines = [
        {
            **fields(line, "item", "path", "deed", "category", "due", "exempt", "kept", "note"),
            "value": value(line.value),
            "reads_as": value(line.reads_as),
        }
        for line in page.lines
    ]
    return {**fields(page, "day", "occasions", "logged", "reviewed"), "hijri": hijri(page.hijri), "items": lines}


def calendar_day(day: k.CalendarDay) -> Json:
    weekday = day.weekday.value.capitalize()
    return {**fields(day, "day", "occasions", "forbids_fasting"), "weekday": weekday, "hijri": hijri(day.hijri)}


def span(span: k.DaySpan) -> Json:
    return fields(span, "first", "last")


def exemption(exemption: k.Exemption) -> Json:
    return {
        **fields(exemption, "id", "first_day", "last_day"),
        "scope": _scope(exemption.scope),
        "reason": _reason(exemption.reason),
    }


def _scope(scope: k.Scope) -> Any:
    if isinstance(scope, k.Scope.OfDeed):
        return {"deed": str(scope.deed)}
    return {"item": str(scope.item)} if isinstance(scope, k.Scope.OfItem) else "hasanaat"


def _reason(reason: k.Reason) -> Any:
    return {"other": reason.words} if isinstance(reason, k.Reason.Other) else type(reason).__name__.split("_")[-1].lower()


def verdict(verdict: k.Verdict) -> Json:
    return {
        "window": span(verdict.days),
        "outcome": verdict.outcome.value,
        "why": verdict.why,
        "detail": _detail(verdict.detail),
    }


def _detail(verdict: k.RuleVerdict) -> Json:
    part = verdict.part.value
    if verdict.condition is not None:
        return {part: _condition_verdict(verdict.condition)}
    parts = [{"outcome": below.outcome.value, "detail": _detail(below)} for below in verdict.rules]
    if part == "at_least":
        return {part: {"n": verdict.n, "rules": parts}}
    return {part: parts[0] if part == "not" else parts}


def _condition_verdict(verdict: k.ConditionVerdict) -> Json:
    return {
        "condition": condition(verdict.condition),
        **fields(verdict, "outcome", "first_unmet"),
        "have": quantity(verdict.have),
        "need": quantity(verdict.need),
    }


def quantity(quantity: k.Quantity) -> Json:
    if isinstance(quantity, k.Quantity.Total):
        return {"amount": amount(quantity.amount)}
    assert isinstance(quantity, k.Quantity.Days)
    return {"days": quantity.days}


def condition(condition: k.Condition) -> Json:
    below = condition.below.value if condition.below is not None else "no"
    return {"item": str(condition.item), "below": below, "test": _test(condition.test)}


def _test(test: k.Test) -> Json:
    if isinstance(test, k.Test.TotalAtLeast):
        return {"total_at_least": amount(test.amount)}
    if isinstance(test, k.Test.DaysAtLeast):
        return {"days_at_least": {"n": test.n, "matching": _match(test.matching)}}
    assert isinstance(test, k.Test.EveryDay)
    return {"every_day": _match(test.matching)}


def _match(match: k.Match) -> Any:
    if isinstance(match, k.Match.Is):
        return {"is": fields(match.value, "scale", "position")}
    if isinstance(match, k.Match.ScoreAtLeast):
        return {"score_at_least": match.score}
    if isinstance(match, k.Match.ScoreAtMost):
        return {"score_at_most": match.score}
    if isinstance(match, k.Match.AmountAtLeast):
        return {"amount_at_least": amount(match.amount)}
    if isinstance(match, k.Match.AmountAtMost):
        return {"amount_at_most": amount(match.amount)}
    return "logged"


def progress(progress: k.TargetProgress) -> Json:
    items = [
        {
            **fields(item, "met_on", "due_days_left", "needed_per_due_day", "projected", "first_unmet"),
            "condition": condition(item.condition),
            "have": quantity(item.have),
            "need": quantity(item.need),
        }
        for item in progress.items
    ]
    return {**fields(progress, "state", "completed_on"), "items": items}


def figures(figures: k.Figures) -> Json:
    means = [fields(mean, "scale", "version", "entries", "sum", "mean") for mean in figures.mean_scores]
    told = fields(figures, "entries", "days_logged", "total", "due", "kept", "unknown", "rate")
    return {**told, "mean_scores": means}


def summary(summary: k.Summary) -> Json:
    return {
        "days": span(summary.days),
        "logged_days": summary.logged_days,
        "categories": [{**fields(one, "category"), "figures": figures(one.figures)} for one in summary.categories],
        "deeds": [{**fields(one, "deed"), "figures": figures(one.figures)} for one in summary.deeds],
        "items": [{**fields(one, "item", "deed"), "figures": figures(one.figures)} for one in summary.items],
    }


def distribution(distribution: k.Distribution) -> Json:
    versions = [
        {
            **fields(version, "scale", "version", "entries"),
            "values": [fields(value, "label", "score", "count", "share") for value in version.values],
        }
        for version in distribution.versions
    ]
    return {**fields(distribution, "item", "entries"), "versions": versions}


def streaks(streaks: k.Streaks) -> Json:
    def streak(streak: k.Streak | None) -> Json | None:
        return streak and fields(streak, "length", "unit", "first", "last")

    return {"item": str(streaks.item), "current": streak(streaks.current), "longest": streak(streaks.longest)}


def document(text: str, look_for: list[str]) -> Json:
    """How a page or a plot begins, and which of some texts are in it."""
    return {"begins": text.split(" ", 1)[0], "found": [part for part in look_for if part in text]}


def relation(relation: k.Relation) -> Json:
    instants = {name: instant(getattr(relation, name)) for name in ("requested_at", "accepted_at", "changed_at")}
    return {"with": str(relation.other), **fields(relation, "id", "kind", "role", "state"), **instants}


def permission(permission: k.Permission) -> Json:
    told = fields(permission, "id", "relation", "level")
    shared = permission.shared
    if isinstance(shared, k.Shared.OfDeed):
        of = {"deed": str(shared.deed)}
    else:
        assert isinstance(shared, k.Shared.OfItem)
        of = {"item": str(shared.item)}
    return {**told, "shared": of, "granted_at": instant(permission.granted_at)}


def access(access: k.Access) -> Json:
    allowed = "owner" if access.permission is None else "permitted"
    return {"allowed": access.allowed, "why": allowed if access.refusal is None else access.refusal.value}


def logged_access(line: k.LoggedAccess) -> Json:
    return {**fields(line, "reader", "deed", "day"), "first_at": instant(line.first_at)}


def instant(at: dt.datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def event(event: k.LedgerEvent) -> Json:
    return {
        **fields(event, "seq", "actor", "origin", "of"),
        "at": instant(event.at),
        "before": _image(event.before),
        "after": _image(event.after),
    }


def _image(image: k.RecordImage | None) -> Json | None:
    """What a record of a day held. Of the structure only the kind is told."""
    if image is None:
        return None
    if isinstance(image, k.RecordImage.Entry):
        held = value(image.value)
        return {"kind": "entry", "value": held, "note": image.note}
    if isinstance(image, k.RecordImage.Reflection):
        return {"kind": "reflection", "text": image.text}
    if isinstance(image, k.RecordImage.Reviewed):
        return {"kind": "reviewed"}
    if isinstance(image, k.RecordImage.MakeUp):
        return {"kind": "make_up", "count": image.count}
    if isinstance(image, k.RecordImage.Fidya):
        return {"kind": "fidya", "count": image.count}
    return {"kind": "record"}


def imported(report: k.ImportReport) -> Json:
    deeds = [
        {"id": str(deed.deed), "name": deed.name, "new": deed.is_new, "entries_added": deed.entries_added}
        for deed in report.deeds
    ]
    return {
        **fields(report, "format", "entries_added", "entries_unchanged", "groups_added"),
        "deeds": deeds,
        "not_carried": [fields(left, "habit", "what", "count", "days") for left in report.not_carried],
    }


def balance(balance: k.MakeUpBalance) -> Json:
    told = fields(balance, "opening", "missed", "owed", "unconfirmed", "done", "fidya", "balance")
    due = balance.fidya_due
    return {**told, "fidya_due": due and fields(due, "amount", "unit")}
