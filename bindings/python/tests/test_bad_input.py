"""What is no good is refused by an error of Python's or ours, and changes nothing."""

from __future__ import annotations

import collections
import datetime as dt
import decimal
import threading
import types
import uuid
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import Shelf, shelf_in

import kitaab

HALF = "half a \ud83d pair"
REFUSED = (kitaab.InvalidError, TypeError, ValueError, OverflowError)


def unchanged(shelf: Shelf, call: Callable[[], object], *errors: type[BaseException]) -> None:
    before = shelf.book.ledger.checkpoint()
    with pytest.raises(errors or REFUSED):
        call()
    assert shelf.book.ledger.checkpoint() == before


@pytest.mark.parametrize(
    "amount",
    [
        None,
        1.5,
        float("nan"),
        float("inf"),
        True,
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        Decimal("1.234"),
        Decimal(-1),
        -1,
        2**53 + 1,
        10**30,
        Decimal("1e999999"),
        Decimal("1E+1000000000"),
        Decimal("1E-1000000000"),
        Decimal("-1E+1000000000"),
        b"4",
        [4],
        object(),
    ],
    ids=repr,
)
def test_amounts(shelf: Shelf, amount: Any) -> None:
    unchanged(shelf, lambda: shelf.book.entries.put(shelf.quran, shelf.today, amount))
    unchanged(shelf, lambda: shelf.book.entries.add(shelf.quran, shelf.today, amount))


def test_amounts_are_exact(shelf: Shelf) -> None:
    for amount in (Decimal("0.1"), Decimal("99999999.99"), Decimal("1E+2"), Decimal("7.50"), 3):
        shelf.book.entries.put(shelf.quran, shelf.today, amount)
        entry = shelf.book.entries.get(shelf.quran, shelf.today)
        assert entry is not None
        assert isinstance(entry.value, kitaab.EntryValue.Counted)
        assert entry.value.amount == Decimal(amount)
    for zero in (Decimal("0E+1000000000"), Decimal("0E-1000000000"), Decimal("-0"), Decimal("0.000")):
        shelf.book.entries.put(shelf.quran, shelf.today, zero)
    with decimal.localcontext(prec=2):
        shelf.book.entries.put(shelf.quran, shelf.today, Decimal("123.45"))
    entry = shelf.book.entries.get(shelf.quran, shelf.today)
    assert entry is not None and isinstance(entry.value, kitaab.EntryValue.Counted)
    assert entry.value.amount == Decimal("123.45")


@pytest.mark.parametrize("text", [None, 3, b"bytes", HALF, "", "a\0b", "x" * 10_000_000, ["x"]], ids=lambda t: repr(t)[:20])
def test_texts(shelf: Shelf, text: Any) -> None:
    unchanged(shelf, lambda: shelf.book.deeds.add(kitaab.NewDeed(name=text, category="hasanaat")))
    if text is not None:
        # Without a note there is nothing to refuse.
        shelf.book.entries.put(shelf.quran, shelf.today, 1)
        errors = (kitaab.InvalidError,) if text == "a\0b" else REFUSED
        unchanged(shelf, lambda: shelf.book.entries.note(shelf.quran, shelf.today, text), *errors)
        unchanged(shelf, lambda: shelf.book.reflections.write(shelf.today, "hasanaat", text), *errors)
    unchanged(shelf, lambda: shelf.book.groups.add(text))


@pytest.mark.parametrize(
    "day",
    [
        None,
        "2024-02-10",
        20240210,
        dt.datetime(2024, 2, 10),
        dt.date(1899, 12, 31),
        dt.date(2101, 1, 1),
        dt.date.min,
        dt.date.max,
        dt.time(12),
    ],
    ids=repr,
)
def test_days(shelf: Shelf, day: Any) -> None:
    unchanged(shelf, lambda: shelf.book.entries.put(shelf.quran, day, 1))
    with pytest.raises(REFUSED):
        shelf.book.calendar.day(day)


def test_spans(shelf: Shelf) -> None:
    today, before = shelf.today, shelf.today - dt.timedelta(days=1)
    for days in ((today, before), (today,), (today, None), (today, today, today), "ab", None, 3):
        with pytest.raises(REFUSED):
            shelf.book.insights.summary(days)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [None, 1.5, "3", 2**31, 2**63, 2**200, -1, float("nan"), True, False], ids=repr)
def test_whole_numbers(shelf: Shelf, number: Any) -> None:
    unchanged(shelf, lambda: shelf.book.make_ups.add(shelf.fajr, shelf.today, number))
    unchanged(shelf, lambda: shelf.book.ledger.undo_commit(number), *REFUSED, kitaab.NotFoundError)


@pytest.mark.parametrize("number", [True, False, "3", 1.5])
def test_whole_numbers_in_values(number: Any) -> None:
    for make in (
        lambda: kitaab.Schedule.TimesPerWeek(times=number, week_start="mon"),
        lambda: kitaab.Schedule.HijriMonthDays(days=[13, number]),
        lambda: kitaab.ScaleValue(label="done", score=number),
        lambda: kitaab.EntryQuery(limit=number),
        lambda: kitaab.OpenOptions(seed=number),
    ):
        with pytest.raises(TypeError):
            make()


def test_what_is_wrong_is_called_as_it_was_given(shelf: Shelf) -> None:
    for call, field in (
        (lambda: shelf.book.ledger.commits(limit=-1), "limit"),
        (lambda: shelf.book.entries.list(kitaab.EntryQuery(limit=-1)), "limit"),
        (lambda: shelf.book.ledger.undo_commit(-1), "seq"),
        (lambda: shelf.book.make_ups.add(shelf.fajr, shelf.today, -1), "count"),
        (lambda: shelf.book.settings.edit(kitaab.SettingsEdit(day_start=-1)), "day_start"),
    ):
        with pytest.raises(kitaab.InvalidError) as raised:
            call()
        assert raised.value.field == field


def test_values_and_scored_values_are_not_given_both(shelf: Shelf) -> None:
    scored = [kitaab.ScaleValue(label="no", score=0), kitaab.ScaleValue(label="yes", score=5)]
    deed = kitaab.NewDeed(name="Fasting", category="hasanaat", values=["no", "yes"], scored_values=scored)
    unchanged(shelf, lambda: shelf.book.deeds.add(deed), kitaab.InvalidError)


@pytest.mark.parametrize("given", [None, "no id", 3, b"\0" * 16, uuid.uuid4().hex + "0", HALF], ids=repr)
def test_ids(shelf: Shelf, given: Any) -> None:
    unchanged(shelf, lambda: shelf.book.entries.put(given, shelf.today, 1))
    with pytest.raises(REFUSED):
        shelf.client.book(given)


@pytest.mark.parametrize("word", [None, "Hasanaat", "", 0, HALF, kitaab.Bucket.DAY], ids=repr)
def test_choices(shelf: Shelf, word: Any) -> None:
    unchanged(shelf, lambda: shelf.book.deeds.add(kitaab.NewDeed(name="Fasting", category=word)))


def test_instants(shelf: Shelf) -> None:
    for instant in (None, dt.datetime(2024, 2, 10), dt.date(2024, 2, 10), 1.5, "2024-02-10T12:00:00Z"):
        with pytest.raises(REFUSED):
            kitaab.OpenOptions(now=instant, seed="no")  # type: ignore[arg-type]


class Nowhere(dt.tzinfo):
    """A zone that tells no offset: by Python's rule what has it is without a zone."""

    def utcoffset(self, when: dt.datetime | None, /) -> dt.timedelta | None:
        return None

    def dst(self, when: dt.datetime | None, /) -> dt.timedelta | None:
        return None

    def tzname(self, when: dt.datetime | None, /) -> str | None:
        return None


def test_an_instant_without_an_offset_is_none() -> None:
    with pytest.raises(TypeError):
        kitaab.OpenOptions(now=dt.datetime(2024, 2, 10, tzinfo=Nowhere()))


class Riyadh(dt.tzinfo):
    """A zone as ``zoneinfo`` has them, whatever files this machine has."""

    def utcoffset(self, when: dt.datetime | None, /) -> dt.timedelta | None:
        return None if when is None else dt.timedelta(hours=3)

    def dst(self, when: dt.datetime | None, /) -> dt.timedelta | None:
        return None

    def tzname(self, when: dt.datetime | None, /) -> str | None:
        return "Asia/Riyadh"


def test_an_instant_may_be_of_any_zone() -> None:
    riyadh = dt.datetime(2024, 2, 10, 1, 30, tzinfo=Riyadh())
    for instant in (riyadh, riyadh.astimezone(dt.timezone.utc), riyadh.astimezone(dt.timezone(dt.timedelta(hours=-9)))):
        assert kitaab.OpenOptions(now=instant).now == riyadh
        with kitaab.Client.open("memory:", kitaab.OpenOptions(now=instant)) as client:
            assert client.my_book().calendar.today() == dt.date(2024, 2, 9)
    for instant in (dt.datetime.min, dt.datetime.max):
        for hours in (-23, 23):
            zoned = instant.replace(tzinfo=dt.timezone(dt.timedelta(hours=hours)))
            with pytest.raises((*REFUSED, kitaab.InvalidError)):
                client = kitaab.Client.open("memory:", kitaab.OpenOptions(now=zoned))
                client.my_book().calendar.today()


def test_locations(tmp_path: Path) -> None:
    for location in (None, 3, HALF, "", "a\0b", "ftp://somewhere", "sqlite://", ["memory:"]):
        with pytest.raises((*REFUSED, kitaab.UnsupportedError, kitaab.UnavailableError)):
            kitaab.Client.open(location)  # type: ignore[arg-type]


def test_objects_of_others(shelf: Shelf) -> None:
    others: tuple[Any, ...] = (None, {}, "Fasting", shelf.book, kitaab.Category.HASANAAT, kitaab.NewItem(name="Fasting"))
    for deed in others:
        unchanged(shelf, partial(shelf.book.deeds.add, deed), TypeError)
    unchanged(shelf, lambda: shelf.book.deeds.add_all([None]), TypeError)  # type: ignore[list-item]
    unchanged(shelf, lambda: shelf.book.deeds.add_all("ab"), TypeError)  # type: ignore[arg-type]


class Liar(list[Any]):
    """A list that says it holds so many."""

    def __init__(self, said: int | Exception, values: Iterable[Any] = ()) -> None:
        super().__init__(values)
        self.said = said

    def __len__(self) -> int:
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


class Looker:
    """What is no list, but looks like one: of some values, and says it holds so many."""

    def __init__(self, said: int | Exception, values: Iterable[Any]) -> None:
        self.said, self.values = said, list(values)

    def __len__(self) -> int:
        if isinstance(self.said, Exception):
            raise self.said
        return self.said

    def __getitem__(self, place: int) -> Any:
        return self.values[place]


class Endless(Looker):
    """The same, but it never ends."""

    def __getitem__(self, place: int) -> Any:
        return self.values[0]


Taker = tuple[Callable[[Any], object], Any]


def makers(shelf: Shelf) -> dict[str, Taker]:
    """What a list is given to when a value is made, with what such a list may hold."""
    condition = kitaab.Condition(item=shelf.quran, test=kitaab.Test.TotalAtLeast(amount=1))
    holds, date = kitaab.Rule.Holds(condition=condition), kitaab.HijriMonthDay(month=1, day=10)
    return {
        "All": (lambda many: kitaab.Rule.All(rules=many), holds),
        "Any": (lambda many: kitaab.Rule.Any(rules=many), holds),
        "AtLeast": (lambda many: kitaab.Rule.AtLeast(n=1, rules=many), holds),
        "Not": (lambda many: kitaab.Rule.Not(rules=many), holds),
        "OnWeekdays": (lambda many: kitaab.Schedule.OnWeekdays(days=many), "fri"),
        "HijriMonthDays": (lambda many: kitaab.Schedule.HijriMonthDays(days=many), 13),
        "HijriMonths": (lambda many: kitaab.Schedule.HijriMonths(months=many), 9),
        "HijriDates": (lambda many: kitaab.Schedule.HijriDates(dates=many), date),
        "NewDeed": (lambda many: kitaab.NewDeed(name="Deed", category="hasanaat", items=many), "Item"),
        "NewItem": (lambda many: kitaab.NewItem(name="Item", items=many), kitaab.NewItem(name="Part")),
        "TargetEdit": (lambda many: kitaab.TargetEdit(items=many), condition),
    }


def operations(shelf: Shelf) -> dict[str, Taker]:
    """The same of operations."""
    entry = kitaab.NewEntry(item=shelf.quran, day=shelf.today, value=1)
    deed = shelf.book.items.get(shelf.fajr).deed
    return {
        "put_many": (shelf.book.entries.put_many, entry),
        "reorder": (shelf.book.deeds.reorder, deed),
        "redefine": (partial(shelf.book.scales.redefine, deed), kitaab.ScaleValue(label="done", score=1)),
    }


def every_taker(shelf: Shelf) -> list[Taker]:
    return [*makers(shelf).values(), *operations(shelf).values()]


@pytest.mark.parametrize("said", [0, 7, 10**6, 2**64, -1, RuntimeError("no length")], ids=repr)
def test_lists_that_lie_about_their_length_are_taken_as_they_are(shelf: Shelf, said: int | Exception) -> None:
    for name, (make, value) in makers(shelf).items():
        for kind in (Liar, Looker):
            assert make(kind(said, [value])) == make([value]), name
    put_many, entry = operations(shelf)["put_many"]
    put_many(Looker(said, [entry]))
    assert shelf.book.entries.get(shelf.quran, shelf.today) is not None


@pytest.mark.parametrize("said", [2**21, 10**9, 10**13, 2**62], ids=repr)
def test_lists_that_say_they_are_too_long(shelf: Shelf, said: int) -> None:
    for take, value in every_taker(shelf):
        for kind in (Liar, Looker):
            unchanged(shelf, partial(take, kind(said, [value])), ValueError)
        unchanged(shelf, partial(take, range(said)), ValueError)


def test_lists_that_are_too_long(shelf: Shelf) -> None:
    for take, value in every_taker(shelf):
        for kind in (list, tuple):
            unchanged(shelf, partial(take, kind([value]) * 2**21), ValueError)


@pytest.mark.parametrize("said", [1, RuntimeError("no length")], ids=repr)
def test_lists_that_never_end(shelf: Shelf, said: int | Exception) -> None:
    made, operated = makers(shelf), operations(shelf)
    for take, value in (made["All"], made["NewDeed"], operated["put_many"]):
        unchanged(shelf, partial(take, Endless(said, [value])), ValueError)


def test_lists_of_other_kinds() -> None:
    def take(days: Any) -> kitaab.Schedule:
        return kitaab.Schedule.HijriMonthDays(days=days)

    both = take([13, 14])
    for many in ((13, 14), range(13, 15), collections.deque([13, 14]), bytes([13, 14]), memoryview(bytes([13, 14]))):
        assert take(many) == both
    for none in (iter([13]), {13}, {13: 14}, types.MappingProxyType({13: 14}), "13", 13, None):
        with pytest.raises(TypeError):
            take(none)


def test_values_do_not_change() -> None:
    deed = kitaab.NewDeed(name="Fasting", category="hasanaat")
    with pytest.raises(AttributeError):
        deed.name = "Prayer"  # type: ignore[misc]
    assert deed == kitaab.NewDeed(name="Fasting", category=kitaab.Category.HASANAAT)
    assert deed != kitaab.NewDeed(name="Fasting", category="saiyyiaat")


def holds(shelf: Shelf) -> kitaab.Rule:
    total = kitaab.Test.TotalAtLeast(amount=1)
    return kitaab.Rule.Holds(condition=kitaab.Condition(item=shelf.quran, test=total))


def test_a_nested_rule_is_refused_and_not_followed_for_ever(shelf: Shelf) -> None:
    rule = holds(shelf)
    for _ in range(90):
        rule = kitaab.Rule.Not(rules=[rule])
    assert rule == kitaab.Rule.Not(rules=rule.rules)  # type: ignore[attr-defined]
    unchanged(shelf, lambda: shelf.book.merits.add(kitaab.NewMerit(title="Deep", days=7, rule=rule)), kitaab.InvalidError)


@pytest.mark.parametrize("around", ["Not", "All", "Any", "AtLeast"])
def test_rules_do_not_nest_without_end(shelf: Shelf, around: str) -> None:
    rule = holds(shelf)

    def nest() -> None:
        nonlocal rule
        for _ in range(100_000):
            more = {"n": 1} if around == "AtLeast" else {}
            rule = getattr(kitaab.Rule, around)(rules=[rule], **more)

    unchanged(shelf, nest, kitaab.InvalidError)
    assert repr(rule).count(f"Rule.{around}(") == 100


def test_items_do_not_nest_without_end(shelf: Shelf) -> None:
    item = kitaab.NewItem(name="The last")

    def nest() -> None:
        nonlocal item
        for _ in range(100_000):
            item = kitaab.NewItem(name="Another", items=[item])

    unchanged(shelf, nest, kitaab.InvalidError)
    assert repr(item).count("NewItem(") == 101
    deed = kitaab.NewDeed
    unchanged(shelf, lambda: shelf.book.deeds.add(deed(name="Deep", category="hasanaat", items=[item])), ValueError)


def test_two_clients_on_one_file(tmp_path: Path) -> None:
    first = shelf_in(tmp_path / "book.db")
    with kitaab.Client.open(tmp_path / "book.db") as client:
        second = client.my_book()
        assert second.owner == first.book.owner
        for _ in range(20):
            first.book.entries.add(first.quran, first.today, 1)
            second.entries.add(first.quran, first.today, 1)
        second.items.edit(first.quran, kitaab.ItemEdit(name="The Qur'an"))
        assert first.book.items.get(first.quran).name == "The Qur'an"
        entry = first.book.entries.get(first.quran, first.today)
        assert entry is not None and isinstance(entry.value, kitaab.EntryValue.Counted)
        assert entry.value.amount == 40
        first.book.ledger.verify()
    first.client.close()


def test_many_threads(filed: Shelf) -> None:
    def add() -> None:
        for _ in range(25):
            filed.book.entries.add(filed.quran, filed.today, 1)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entry = filed.book.entries.get(filed.quran, filed.today)
    assert entry is not None and isinstance(entry.value, kitaab.EntryValue.Counted)
    assert entry.value.amount == 200
    assert filed.book.ledger.verify().commits == 202


def test_closing_while_others_call(tmp_path: Path) -> None:
    shelf = shelf_in(tmp_path / "book.db")
    ended: list[BaseException | None] = []

    def add() -> None:
        try:
            while True:
                shelf.book.entries.add(shelf.quran, shelf.today, 1)
        except BaseException as raised:
            ended.append(raised)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    shelf.client.close()
    for thread in threads:
        thread.join(timeout=30)
    assert [type(raised) for raised in ended] == [kitaab.ClosedError] * 4
    with kitaab.Client.open(tmp_path / "book.db") as client:
        client.my_book().ledger.verify()
