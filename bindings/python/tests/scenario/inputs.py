"""The inputs of operations, from the shapes that stories have them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import kitaab as k

from .answers import Json

WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def day_or_none(text: str | None) -> dt.date | None:
    return None if text is None else day(text)


def span(first_day: str, last_day: str) -> k.DaySpan:
    return k.DaySpan(first=day(first_day), last=day(last_day))


def amount(text: str | None) -> Decimal:
    try:
        return Decimal(text or "")
    except InvalidOperation:
        # What is no number can't be said in Python.
        raise k.InvalidError(
            f"amount must be a number (given: {text})", field="amount", rule="must be a number", value=text or ""
        ) from None


def value(label: str | None = None, amount_: str | None = None) -> k.ValueInput:
    if label is not None:
        return k.ValueInput.Labelled(label=label)
    return k.ValueInput.Counted(amount=amount(amount_))


def entry(
    item: str, day: str, value: str | None = None, amount: str | None = None, note: str | None = None
) -> k.NewEntry:
    return k.NewEntry(item=item, day=dt.date.fromisoformat(day), value=_value(value, amount), note=note)


_value = value


def count(item: str, day: str, amount: str) -> k.CountToAdd:
    return k.CountToAdd(item=item, day=dt.date.fromisoformat(day), amount=Decimal(amount))


#: Makes a value of a shape.
Makers = dict[str, Callable[[], Any]]


def _one(shape: Json) -> tuple[str, Any]:
    """The one field of a shape."""
    ((name, held),) = shape.items()
    return name, held


def goal(shape: Json) -> k.Goal:
    name, held = _one(shape)
    makers: Makers = {
        "amount_at_least": lambda: k.Goal.AmountAtLeast(amount=Decimal(held)),
        "amount_at_most": lambda: k.Goal.AmountAtMost(amount=Decimal(held)),
        "score_at_least": lambda: k.Goal.ScoreAtLeast(score=held),
        "score_at_most": lambda: k.Goal.ScoreAtMost(score=held),
    }
    made: k.Goal = makers[name]()
    return made


def schedule(shape: Any) -> k.Schedule:
    if shape == "daily":
        return k.Schedule.Daily()
    name, held = _one(shape)
    makers: Makers = {
        "weekdays": lambda: k.Schedule.OnWeekdays(days=[weekday.lower() for weekday in held]),
        "times_per_week": lambda: k.Schedule.TimesPerWeek(times=held["times"], week_start=WEEK[held["week_start"]]),
        "times_per_month": lambda: k.Schedule.TimesPerMonth(times=held["times"]),
        "every_n_days": lambda: k.Schedule.EveryNDays(held["n"], day(held["from"])),
        "hijri_month_days": lambda: k.Schedule.HijriMonthDays(days=held),
        "hijri_months": lambda: k.Schedule.HijriMonths(months=held),
        "hijri_dates": lambda: k.Schedule.HijriDates(
            dates=[k.HijriMonthDay(month=month, day=day_) for month, day_ in held]
        ),
    }
    made: k.Schedule = makers[name]()
    return made


def excuses(shape: Json) -> list[k.Excuse]:
    return [k.Excuse(reason=cast(Any, reason), lifts=held["lifts"], owed=held["owed"]) for reason, held in shape.items()]


def make_up(shape: Json) -> k.MakeUpPolicy:
    return k.MakeUpPolicy(shape["opening"], day(shape["from"]))


def rate(shape: Json) -> k.FidyaRate:
    return k.FidyaRate(amount=amount(shape["amount"]), unit=shape["unit"])


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def between(shape: Json) -> k.DaySpan:
    return span(shape["first"], shape["last"])


def time(shape: Json) -> k.ReminderTime:
    name, held = _one(shape)
    if name == "once":
        return k.ReminderTime.Once(day=day(held["day"]), minute=held["minute"])
    return k.ReminderTime.Recurring(minute=held["minute"], schedule=schedule(held["schedule"]))


def subject(shape: Json) -> k.Subject:
    name, held = _one(shape)
    makers: Makers = {
        "category": lambda: k.Subject.OfCategory(category=held),
        "deed": lambda: k.Subject.OfDeed(deed=held),
        "item": lambda: k.Subject.OfItem(item=held),
    }
    made: k.Subject = makers[name]()
    return made


def sighting(month: str, first_day: str | None = None) -> k.SightingEdit:
    return k.SightingEdit(month=hijri_month(month), first_day=day_or_none(first_day))


def deed(**given: Any) -> k.NewDeed:
    makers: dict[str, Callable[[Any], Any]] = {
        "items": lambda items: [k.NewItem(name=below) for below in items],
        "starts_on": day,
        "goal": goal,
        "schedule": schedule,
        "excuses": excuses,
        "make_up": make_up,
    }
    return k.NewDeed(**{name: makers.get(name, lambda same: same)(value) for name, value in given.items()})


def scope(shape: Any) -> k.Scope:
    if shape == "hasanaat":
        return k.Scope.Hasanaat()
    name, held = _one(shape)
    return k.Scope.OfDeed(deed=held) if name == "deed" else k.Scope.OfItem(item=held)


def reason(shape: Any) -> k.Reason:
    if isinstance(shape, dict):
        return k.Reason.Other(words=shape["other"])
    named: k.Reason = getattr(k.Reason, shape.capitalize())()
    return named


def rule(shape: Json) -> k.Rule:
    name, held = _one(shape)
    makers: Makers = {
        "all": lambda: k.Rule.All(rules=[rule(part) for part in held]),
        "any": lambda: k.Rule.Any(rules=[rule(part) for part in held]),
        "at_least": lambda: k.Rule.AtLeast(n=held["n"], rules=[rule(part) for part in held["rules"]]),
        "not": lambda: k.Rule.Not(rules=[rule(held)]),
        "condition": lambda: k.Rule.Holds(condition=condition(**held)),
    }
    made: k.Rule = makers[name]()
    return made


def condition(item: str, test: Json, below: Any = None) -> k.Condition:
    name, held = _one(test)
    makers: Makers = {
        "total_at_least": lambda: k.Test.TotalAtLeast(amount=Decimal(held)),
        "days_at_least": lambda: k.Test.DaysAtLeast(n=held["n"], matching=match(held["matching"])),
        "every_day": lambda: k.Test.EveryDay(matching=match(held)),
    }
    return k.Condition(item=item, test=makers[name](), below=below)


def match(shape: Any) -> k.Match:
    if shape == "logged":
        return k.Match.Logged()
    name, held = _one(shape)
    makers: Makers = {
        "is": lambda: k.Match.Is(value=k.ScaleValueRef(scale=held["scale"], position=held["position"])),
        "score_at_least": lambda: k.Match.ScoreAtLeast(score=held),
        "score_at_most": lambda: k.Match.ScoreAtMost(score=held),
        "amount_at_least": lambda: k.Match.AmountAtLeast(amount=Decimal(held)),
        "amount_at_most": lambda: k.Match.AmountAtMost(amount=Decimal(held)),
    }
    made: k.Match = makers[name]()
    return made


def shared(shape: Json) -> k.Shared:
    name, held = _one(shape)
    makers: Makers = {
        "deed": lambda: k.Shared.OfDeed(deed=held),
        "item": lambda: k.Shared.OfItem(item=held),
    }
    made: k.Shared = makers[name]()
    return made


def wish(shape: Any) -> k.Wish:
    if shape == "private":
        return k.Wish.Private()
    name, held = _one(shape)
    makers: Makers = {
        "read": lambda: k.Wish.Read(item=held),
        "write": lambda: k.Wish.Write(item=held),
    }
    made: k.Wish = makers[name]()
    return made


def hijri_month(text: str) -> k.HijriMonth:
    year, month = text.split("-")
    return k.HijriMonth(year=int(year), month=int(month))


def record(shape: Json) -> k.RecordKey:
    name, held = _one(shape)
    makers: Makers = {
        "entry": lambda: k.RecordKey.Entry(item=held[0], day=day(held[1])),
        "make_up": lambda: k.RecordKey.MakeUp(item=held[0], day=day(held[1])),
        "reflection": lambda: k.RecordKey.Reflection(day=day(held[0]), category=held[1]),
        "reviewed": lambda: k.RecordKey.Reviewed(day=day(held)),
        "fidya": lambda: k.RecordKey.Fidya(item=held[0], day=day(held[1])),
        "item": lambda: k.RecordKey.Item(id=held),
        "deed": lambda: k.RecordKey.Deed(id=held),
        "merit": lambda: k.RecordKey.Merit(id=held),
        "reminder": lambda: k.RecordKey.Reminder(id=held),
    }
    made: k.RecordKey = makers[name]()
    return made
