# Written by bindings/python/tools/write.py from the facade's words: change those.
import builtins
import datetime
import decimal
import os
import uuid
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import ClassVar, Literal, ParamSpec, TypeAlias, TypeVar, final

from typing_extensions import Self, disjoint_base

__all__ = [
    "Access",
    "AccessCursor",
    "AccessPage",
    "AddedDeed",
    "AddedDeeds",
    "AddedExemption",
    "AddedGroup",
    "AddedItem",
    "AddedMerit",
    "AddedPermission",
    "AddedRelation",
    "AddedReminder",
    "AddedScale",
    "AddedTarget",
    "Below",
    "Block",
    "Book",
    "BookCalendar",
    "BookSettings",
    "Bucket",
    "CalendarDay",
    "CalendarExport",
    "Category",
    "CategorySummary",
    "Checkpoint",
    "Client",
    "CommitHeader",
    "Committed",
    "Compared",
    "Comparison",
    "Condition",
    "ConditionVerdict",
    "Correlation",
    "CountToAdd",
    "CsvExport",
    "Dashboard",
    "DashboardRequest",
    "DatedGoal",
    "DatedSchedule",
    "DayCount",
    "DayLine",
    "DayPage",
    "DaySpan",
    "Deed",
    "DeedEdit",
    "DeedSummary",
    "Deeds",
    "Distribution",
    "DueOptions",
    "DueReminder",
    "Entries",
    "Entry",
    "EntryCursor",
    "EntryPage",
    "EntryQuery",
    "EntryValue",
    "Excuse",
    "Exemption",
    "ExemptionEdit",
    "Exemptions",
    "Exports",
    "FidyaDue",
    "FidyaRate",
    "FigureChange",
    "Figures",
    "Goal",
    "Group",
    "Groups",
    "HeatDay",
    "HeatMap",
    "Hide",
    "HijriDate",
    "HijriDay",
    "HijriMonth",
    "HijriMonthDay",
    "ImportProgress",
    "ImportReport",
    "ImportedDeed",
    "Imports",
    "Insights",
    "Item",
    "ItemEdit",
    "ItemSummary",
    "Items",
    "Ledger",
    "LedgerEvent",
    "LoggedAccess",
    "MakeUpBalance",
    "MakeUpHistory",
    "MakeUpPolicy",
    "MakeUpStep",
    "MakeUps",
    "Match",
    "MeanScore",
    "MeanScoreChange",
    "Measure",
    "Merit",
    "MeritCategory",
    "MeritEdit",
    "MeritOutcomes",
    "MeritVerdict",
    "Merits",
    "NewDeed",
    "NewEntry",
    "NewExemption",
    "NewItem",
    "NewMerit",
    "NewPermission",
    "NewReminder",
    "NewTarget",
    "NotCarriedOver",
    "Occasion",
    "Occurrence",
    "OpenOptions",
    "Origin",
    "Outcome",
    "People",
    "Permission",
    "PermissionLevel",
    "PlotOptions",
    "Point",
    "Points",
    "Quantity",
    "Reason",
    "ReasonKind",
    "RecordImage",
    "RecordKey",
    "RecordedVerdict",
    "Reflection",
    "ReflectionCursor",
    "ReflectionPage",
    "ReflectionQuery",
    "Reflections",
    "Refusal",
    "Relation",
    "RelationKind",
    "RelationRole",
    "RelationState",
    "Reminder",
    "ReminderEdit",
    "ReminderTime",
    "Reminders",
    "ReportOptions",
    "Reports",
    "Rule",
    "RulePart",
    "RuleVerdict",
    "Scale",
    "ScaleValue",
    "ScaleValueRef",
    "Scales",
    "Schedule",
    "Scope",
    "Settings",
    "SettingsEdit",
    "Settled",
    "Shared",
    "Sighting",
    "SightingEdit",
    "Slot",
    "Starter",
    "StarterDeed",
    "StarterItem",
    "Streak",
    "StreakUnit",
    "Streaks",
    "Strength",
    "Subject",
    "Summary",
    "Table",
    "Target",
    "TargetEdit",
    "TargetItemProgress",
    "TargetProgress",
    "TargetStanding",
    "TargetState",
    "Targets",
    "Test",
    "Turned",
    "Undone",
    "ValueInput",
    "ValueShare",
    "Verdict",
    "VerifyReport",
    "VersionDistribution",
    "Weekday",
    "WeekdayFigures",
    "WeekdayProfile",
    "Wish",
    "__version__",
]

_P = ParamSpec("_P")
_T = TypeVar("_T")

__version__: str

@final
class Client:
    """The books in one store.

    A client may be used by any number of threads. It belongs to the process that opened it.
    """
    @staticmethod
    def open(location: str | os.PathLike[str], options: OpenOptions | None = None) -> Client:
        """Opens the books at a location, which is made if there is nothing yet: `book.db` or `sqlite://book.db` for a
        SQLite file, `memory:` for books that are gone with the client, `postgres://…` for a server.

        Close it, or open it by `with`.
        """
    def book(self, owner: uuid.UUID | str) -> Book:
        """The book of an owner, who is also the one acting. Nothing is read or written yet: a book comes into being with
        its first commit.
        """
    def my_book(self) -> Book:
        """The one book of a device: the book in the store, or a new one with a new owner id.

        Raises: `conflict` if the store holds several books: name one by its owner.
        """
    def owners(self) -> builtins.list[uuid.UUID]:
        """The owners of the books in the store, in order of their ids."""
    def shared_with(self, user: uuid.UUID | str) -> builtins.list[uuid.UUID]:
        """The owners of the books of others that show something to a user, in order of their ids. What it is, the book says with the
        user acting on it.
        """
    def backup(self, path: str | os.PathLike[str]) -> None:
        """Writes a copy of the whole store, as it is at one moment, to a new file, while others go on."""
    def restore(self, path: str | os.PathLike[str], passphrase: str | None = None) -> uuid.UUID:
        """Reads a book back from what its ledger's `export` wrote, with its ids and all of its history: all or nothing.
        Answers with its owner.

        Raises: `conflict` if the store holds that book, `invalid` for another passphrase, `corrupt` for a damaged file.
        """
    @property
    def device(self) -> uuid.UUID:
        """The device that commits are written on."""
    def set_now(self, now: datetime.datetime) -> None:
        """For tests: moves the clock of a client that was opened with `now`.

        Raises: `unsupported` for a client that runs on the clock of the machine, `closed` once it is.
        """
    @property
    def is_closed(self) -> bool:
        """Whether it was closed."""
    def close(self) -> None:
        """Lets go of the store. What is under way comes to its end; everything later raises `ClosedError`."""
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        raised: type[BaseException] | None = None,
        exception: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None: ...

@final
class Book:
    """One book, with its owner acting on it. Its operations are grouped by what they are about."""
    @property
    def owner(self) -> uuid.UUID:
        """The owner."""
    @property
    def actor(self) -> uuid.UUID:
        """Who acts on it."""
    def acting_as(self, actor: uuid.UUID | str) -> Book:
        """The same book with somebody else acting on it, who sees and may do what the owner allowed them."""
    @property
    def settings(self) -> BookSettings:
        """The owner's settings. Changing them moves no entry."""
    @property
    def groups(self) -> Groups:
        """The groups of a book's deeds."""
    @property
    def deeds(self) -> Deeds:
        """The deeds of a book."""
    @property
    def items(self) -> Items:
        """The items of a book's deeds."""
    @property
    def scales(self) -> Scales:
        """The scales of a book's deeds."""
    @property
    def entries(self) -> Entries:
        """The entries of a book."""
    @property
    def make_ups(self) -> MakeUps:
        """The make-ups (*qada*) of a book's items."""
    @property
    def exemptions(self) -> Exemptions:
        """The exemptions of a book. Never visible to others."""
    @property
    def merits(self) -> Merits:
        """The merits and demerits of a book."""
    @property
    def targets(self) -> Targets:
        """The targets of a book."""
    @property
    def insights(self) -> Insights:
        """What the owner sees when they look back over a book. Each call reads the store once: for several figures of one
        span, ask for a dashboard. Hidden items are left out, unless `hidden` asks for them.
        """
    @property
    def reports(self) -> Reports:
        """A book on paper: one page to look back with, and plots. Both hold all that they show, and load nothing. Hidden
        items are never in the page, nor are notes of entries and exemptions.
        """
    @property
    def reflections(self) -> Reflections:
        """The reflections of a book. Never shared."""
    @property
    def reminders(self) -> Reminders:
        """The reminders of a book: what to be reminded of, and what is due. The host delivers them."""
    @property
    def calendar(self) -> BookCalendar:
        """The calendar of a book: Gregorian days with their Hijri dates and meaning. Hijri months begin by the Umm al-Qura
        tables, unless the owner says on which day one was sighted.
        """
    @property
    def starter(self) -> Starter:
        """Deeds that people commonly keep, to pick from."""
    @property
    def people(self) -> People:
        """The relations of a book's owner, and what they share."""
    @property
    def ledger(self) -> Ledger:
        """The ledger of a book: every change there was, in a chain that shows what was tampered with."""
    @property
    def exports(self) -> Exports:
        """Exports of a book for other programs. They hold what was asked for and no history."""
    @property
    def imports(self) -> Imports:
        """Imports of other programs' files."""

@final
class Table:
    """A table of columns, for whatever speaks Arrow: `polars.DataFrame(table)`, `pyarrow.table(table)`,
    `pandas.DataFrame.from_arrow(table)`, or `FROM table` in DuckDB.
    """
    @property
    def column_names(self) -> list[str]:
        """The names of its columns."""
    def __len__(self, /) -> int: ...
    def __arrow_c_schema__(self) -> object:
        """Its schema, for Arrow's PyCapsule interface."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Its rows, for Arrow's PyCapsule interface. Another schema than its own is not made; the taker converts."""

@final
class _Stop:
    """Stops a call from outside of the thread that waits for it."""
    def __new__(cls) -> Self: ...
    def set(self) -> None:
        """Stops the call, or keeps it from beginning."""
    def call(self, method: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Calls a method of Kitaab so that this stops it."""

def _words() -> str:
    """All words of the facade, as JSON."""

@final
class OpenOptions:
    """How to open a client, where that is not left to itself."""
    def __new__(
        cls,
        device: uuid.UUID | str | None = None,
        now: datetime.datetime | None = None,
        seed: int | None = None,
    ) -> Self: ...
    @property
    def device(self) -> uuid.UUID | None:
        """The installation that writes; without it, each client is a device of its own. An app keeps the id of its first
        start.
        """
    @property
    def now(self) -> datetime.datetime | None:
        """For tests: an instant at which the clock stands still, until it is set. What is finer than a microsecond is cut
        off.
        """
    @property
    def seed(self) -> int | None:
        """For tests, and only for them: what ids and random bytes follow from."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Outcome:
    """How a rule stands. Only `earned` counts as earned."""
    EARNED: ClassVar[Outcome]
    """It holds."""
    NOT_EARNED: ClassVar[Outcome]
    """It does not hold."""
    UNDETERMINED: ClassVar[Outcome]
    """There was no due day or period to judge it by."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: OutcomeLike) -> Outcome:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

OutcomeLike: TypeAlias = Outcome | Literal["earned", "not_earned", "undetermined"]

@final
class Weekday:
    """A day of the week."""
    MON: ClassVar[Weekday]
    """Monday."""
    TUE: ClassVar[Weekday]
    """Tuesday."""
    WED: ClassVar[Weekday]
    """Wednesday."""
    THU: ClassVar[Weekday]
    """Thursday."""
    FRI: ClassVar[Weekday]
    """Friday."""
    SAT: ClassVar[Weekday]
    """Saturday."""
    SUN: ClassVar[Weekday]
    """Sunday."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: WeekdayLike) -> Weekday:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

WeekdayLike: TypeAlias = Weekday | Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

@final
class DaySpan:
    """A span of days, both ends included."""
    def __new__(cls, first: datetime.date, last: datetime.date) -> Self: ...
    @property
    def first(self) -> datetime.date:
        """The first day."""
    @property
    def last(self) -> datetime.date:
        """The last day, not before the first."""
    def __eq__(self, other: object, /) -> bool: ...

DaySpanLike: TypeAlias = DaySpan | tuple[datetime.date, datetime.date]

@final
class Settings:
    """What the owner has set."""
    def __new__(cls, zone: str, day_start: int, first_weekday: WeekdayLike) -> Self: ...
    @property
    def zone(self) -> str:
        """The IANA time zone the owner lives in, such as `Asia/Riyadh`."""
    @property
    def day_start(self) -> int:
        """When the owner's days start, in minutes after midnight, 0 to 720."""
    @property
    def first_weekday(self) -> Weekday:
        """The first day of the owner's week."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class SettingsEdit:
    """What to set; what is left out stays."""
    def __new__(
        cls,
        zone: str | None = None,
        day_start: int | None = None,
        first_weekday: WeekdayLike | None = None,
    ) -> Self: ...
    @property
    def zone(self) -> str | None:
        """The IANA time zone the owner lives in."""
    @property
    def day_start(self) -> int | None:
        """When the owner's days start, in minutes after midnight, 0 to 720."""
    @property
    def first_weekday(self) -> Weekday | None:
        """The first day of the owner's week."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Committed:
    """What became of a write: it is durable, and these verdicts turned with it."""
    def __new__(cls, seq: int | None, replayed: bool, turned: Sequence[Turned]) -> Self: ...
    @property
    def seq(self) -> int | None:
        """The commit's place in the ledger; none if nothing was written, since everything was already as asked."""
    @property
    def replayed(self) -> bool:
        """Whether the same request had been carried out before, so that nothing was written now."""
    @property
    def turned(self) -> builtins.list[Turned]:
        """The recorded verdicts that turned, by day and merit: what to congratulate on, or console about."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Turned:
    """A recorded verdict that is another one now."""
    def __new__(cls, merit: uuid.UUID | str, day: datetime.date, before: OutcomeLike, after: OutcomeLike) -> Self: ...
    @property
    def merit(self) -> uuid.UUID:
        """The merit."""
    @property
    def day(self) -> datetime.date:
        """The day it was recorded for."""
    @property
    def before(self) -> Outcome:
        """What it was."""
    @property
    def after(self) -> Outcome:
        """What it is."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Checkpoint:
    """Where a book's ledger stands: to be kept elsewhere, and shown to `verify` later."""
    def __new__(cls, seq: int, link: str) -> Self: ...
    @property
    def seq(self) -> int:
        """The sequence number of the last commit."""
    @property
    def link(self) -> str:
        """The link of the last commit, in hexadecimal digits."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Occasion:
    """Why a day has a meaning of its own. It labels the daytime; the night before belongs to it."""
    RAMADAN: ClassVar[Occasion]
    """The month of fasting."""
    LAST_TEN_NIGHTS: ClassVar[Occasion]
    """From 21 Ramadan to its end."""
    EID_AL_FITR: ClassVar[Occasion]
    """The feast that ends Ramadan."""
    SIX_OF_SHAWWAL: ClassVar[Occasion]
    """From 2 Shawwal to its end, any six days of which are fasted."""
    FIRST_NINE_OF_DHUL_HIJJAH: ClassVar[Occasion]
    """1 to 9 Dhul-Hijjah."""
    ARAFAH: ClassVar[Occasion]
    """9 Dhul-Hijjah."""
    EID_AL_ADHA: ClassVar[Occasion]
    """The feast of sacrifice."""
    TASHRIQ: ClassVar[Occasion]
    """11 to 13 Dhul-Hijjah."""
    TASUA: ClassVar[Occasion]
    """9 Muharram."""
    ASHURA: ClassVar[Occasion]
    """10 Muharram."""
    WHITE_DAY: ClassVar[Occasion]
    """The 13th to 15th of a month."""
    MONDAY: ClassVar[Occasion]
    """A Monday on which fasting is not forbidden."""
    THURSDAY: ClassVar[Occasion]
    """A Thursday on which fasting is not forbidden."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: OccasionLike) -> Occasion:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

OccasionLike: TypeAlias = Occasion | Literal["ramadan", "last_ten_nights", "eid_al_fitr", "six_of_shawwal", "first_nine_of_dhul_hijjah", "arafah", "eid_al_adha", "tashriq", "tasua", "ashura", "white_day", "monday", "thursday"]

@final
class HijriMonthDay:
    """A date of the Hijri year."""
    def __new__(cls, month: int, day: int) -> Self: ...
    @property
    def month(self) -> int:
        """The month, 1 = Muharram to 12."""
    @property
    def day(self) -> int:
        """The day of the month, 1 to 30."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class HijriMonth:
    """A month of the Hijri calendar."""
    def __new__(cls, year: int, month: int) -> Self: ...
    @property
    def year(self) -> int:
        """The year, 1300 to 1600."""
    @property
    def month(self) -> int:
        """The month, 1 = Muharram to 12."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class HijriDate:
    """A date of the Hijri calendar."""
    def __new__(cls, year: int, month: int, day: int) -> Self: ...
    @property
    def year(self) -> int:
        """The year, 1300 to 1600."""
    @property
    def month(self) -> int:
        """The month, 1 = Muharram to 12."""
    @property
    def day(self) -> int:
        """The day of the month."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class HijriDay:
    """What the Hijri calendar tells of a day."""
    def __new__(cls, date: HijriDate, sighted: bool, approximate: bool) -> Self: ...
    @property
    def date(self) -> HijriDate:
        """Its date."""
    @property
    def sighted(self) -> bool:
        """Whether its month begins on the day that the owner set by a sighting, rather than by the tables."""
    @property
    def approximate(self) -> bool:
        """Whether it lies outside the Umm al-Qura tables and is reckoned roughly."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class CalendarDay:
    """What the calendar tells of a day."""
    def __new__(
        cls,
        day: datetime.date,
        weekday: WeekdayLike,
        hijri: HijriDay,
        occasions: Sequence[OccasionLike],
        forbids_fasting: bool,
    ) -> Self: ...
    @property
    def day(self) -> datetime.date:
        """The day."""
    @property
    def weekday(self) -> Weekday:
        """Its weekday."""
    @property
    def hijri(self) -> HijriDay:
        """Its Hijri date."""
    @property
    def occasions(self) -> builtins.list[Occasion]:
        """What it means."""
    @property
    def forbids_fasting(self) -> bool:
        """Whether nobody fasts on it."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Sighting:
    """The first day of a Hijri month, as it was sighted where the owner lives."""
    def __new__(cls, month: HijriMonth, first_day: datetime.date) -> Self: ...
    @property
    def month(self) -> HijriMonth:
        """The month."""
    @property
    def first_day(self) -> datetime.date:
        """Its first day."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class SightingEdit:
    """A sighting to be set, or taken back."""
    def __new__(cls, month: HijriMonth, first_day: datetime.date | None = None) -> Self: ...
    @property
    def month(self) -> HijriMonth:
        """The month."""
    @property
    def first_day(self) -> datetime.date | None:
        """Its first day; without one, the tables hold again."""
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class Schedule:
    """When an item is due."""
    @final
    class Daily(Schedule):
        """Every day."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class OnWeekdays(Schedule):
        """On these days of the week."""
        __match_args__: ClassVar[tuple[Literal['days']]]
        def __new__(cls, days: Sequence[WeekdayLike]) -> Self: ...
        @property
        def days(self) -> builtins.list[Weekday]:
            """The days, at least one."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class TimesPerWeek(Schedule):
        """So many times in a week."""
        __match_args__: ClassVar[tuple[Literal['times'], Literal['week_start']]]
        def __new__(cls, times: int, week_start: WeekdayLike) -> Self: ...
        @property
        def times(self) -> int:
            """How often, 1 to 7."""
        @property
        def week_start(self) -> Weekday:
            """The first day of the week."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class TimesPerMonth(Schedule):
        """So many times in a calendar month."""
        __match_args__: ClassVar[tuple[Literal['times']]]
        def __new__(cls, times: int) -> Self: ...
        @property
        def times(self) -> int:
            """How often, 1 to 31."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class EveryNDays(Schedule):
        """Every `n` days, counted from a day."""
        __match_args__: ClassVar[tuple[Literal['n'], Literal['from_day']]]
        def __new__(cls, n: int, from_day: datetime.date) -> Self: ...
        @property
        def n(self) -> int:
            """The distance in days, 1 to 3,660."""
        @property
        def from_day(self) -> datetime.date:
            """A day on which it is due."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class HijriMonthDays(Schedule):
        """On these days of every Hijri month."""
        __match_args__: ClassVar[tuple[Literal['days']]]
        def __new__(cls, days: Sequence[int]) -> Self: ...
        @property
        def days(self) -> builtins.list[int]:
            """The days, 1 to 30."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class HijriMonths(Schedule):
        """Daily in these months of the Hijri year."""
        __match_args__: ClassVar[tuple[Literal['months']]]
        def __new__(cls, months: Sequence[int]) -> Self: ...
        @property
        def months(self) -> builtins.list[int]:
            """The months, 1 = Muharram to 12."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class HijriDates(Schedule):
        """On these dates of the Hijri year."""
        __match_args__: ClassVar[tuple[Literal['dates']]]
        def __new__(cls, dates: Sequence[HijriMonthDay]) -> Self: ...
        @property
        def dates(self) -> builtins.list[HijriMonthDay]:
            """The dates."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class TimesInHijriMonth(Schedule):
        """So many times in one month of the Hijri year, and not in the others."""
        __match_args__: ClassVar[tuple[Literal['month'], Literal['times']]]
        def __new__(cls, month: int, times: int) -> Self: ...
        @property
        def month(self) -> int:
            """The month, 1 = Muharram to 12."""
        @property
        def times(self) -> int:
            """How often, 1 to 30."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class Goal:
    """What makes a day kept."""
    @final
    class AmountAtLeast(Goal):
        """At least this amount; for counted deeds."""
        __match_args__: ClassVar[tuple[Literal['amount']]]
        def __new__(cls, amount: decimal.Decimal | int) -> Self: ...
        @property
        def amount(self) -> decimal.Decimal:
            """The amount."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class AmountAtMost(Goal):
        """At most this amount; for counted deeds."""
        __match_args__: ClassVar[tuple[Literal['amount']]]
        def __new__(cls, amount: decimal.Decimal | int) -> Self: ...
        @property
        def amount(self) -> decimal.Decimal:
            """The amount."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class ScoreAtLeast(Goal):
        """A score of at least this; for deeds with a scale."""
        __match_args__: ClassVar[tuple[Literal['score']]]
        def __new__(cls, score: int) -> Self: ...
        @property
        def score(self) -> int:
            """The score."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class ScoreAtMost(Goal):
        """A score of at most this; for deeds with a scale."""
        __match_args__: ClassVar[tuple[Literal['score']]]
        def __new__(cls, score: int) -> Self: ...
        @property
        def score(self) -> int:
            """The score."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Category:
    """Good deeds or bad ones."""
    HASANAAT: ClassVar[Category]
    """Good deeds."""
    SAIYYIAAT: ClassVar[Category]
    """Bad deeds."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: CategoryLike) -> Category:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

CategoryLike: TypeAlias = Category | Literal["hasanaat", "saiyyiaat"]

@final
class Measure:
    """How a deed is measured."""
    SCALE: ClassVar[Measure]
    """By the values of an ordered list."""
    COUNT: ClassVar[Measure]
    """By exact amounts."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: MeasureLike) -> Measure:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

MeasureLike: TypeAlias = Measure | Literal["scale", "count"]

@final
class Hide:
    """Where an item is left out. Hiding never changes merits and targets."""
    NONE: ClassVar[Hide]
    """Shown everywhere."""
    HIDE_FROM_GRAPHS: ClassVar[Hide]
    """Still logged, left out of insights."""
    HIDE_FROM_ALL: ClassVar[Hide]
    """Also left out of input lists."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: HideLike) -> Hide:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

HideLike: TypeAlias = Hide | Literal["none", "hide_from_graphs", "hide_from_all"]

@final
class Group:
    """A named group of deeds."""
    def __new__(cls, id: uuid.UUID | str, name: str, display_order: int) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def display_order(self) -> int:
        """Its place among the groups."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedGroup:
    """A group that was made."""
    def __new__(cls, group: Group, committed: Committed) -> Self: ...
    @property
    def group(self) -> Group:
        """The group."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ScaleValue:
    """One value of a scale. Its position is its place in the list, from 0."""
    def __new__(cls, label: str, score: int) -> Self: ...
    @property
    def label(self) -> str:
        """Its label, unique within the version."""
    @property
    def score(self) -> int:
        """Its score."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ScaleValueRef:
    """Names a value of a scale version."""
    def __new__(cls, scale: uuid.UUID | str, position: int) -> Self: ...
    @property
    def scale(self) -> uuid.UUID:
        """The scale version."""
    @property
    def position(self) -> int:
        """The position of the value in it, from 0."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Scale:
    """One version of a deed's scale."""
    def __new__(
        cls,
        id: uuid.UUID | str,
        deed: uuid.UUID | str,
        version: int,
        values: Sequence[ScaleValue],
        mapping: Sequence[int | None],
        from_day: datetime.date,
    ) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def deed(self) -> uuid.UUID:
        """The deed it judges."""
    @property
    def version(self) -> int:
        """Its number, from 1."""
    @property
    def values(self) -> builtins.list[ScaleValue]:
        """Its values, the lowest position first."""
    @property
    def mapping(self) -> builtins.list[int | None]:
        """For each value of the version before, by position: the position that it maps to here, if any."""
    @property
    def from_day(self) -> datetime.date:
        """The day from which it is active."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedScale:
    """A version of a scale that was made."""
    def __new__(cls, scale: Scale, committed: Committed) -> Self: ...
    @property
    def scale(self) -> Scale:
        """The version."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Deed:
    """A deed with its name, its active scale and its items."""
    def __new__(
        cls,
        id: uuid.UUID | str,
        name: str,
        category: CategoryLike,
        measure: MeasureLike,
        unit: str | None,
        group: uuid.UUID | str | None,
        display_order: int,
        scale: Scale | None,
        items: Sequence[Item],
    ) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def name(self) -> str:
        """Its name: that of its root item."""
    @property
    def category(self) -> Category:
        """Good or bad."""
    @property
    def measure(self) -> Measure:
        """Scale or count."""
    @property
    def unit(self) -> str | None:
        """The unit of its amounts, for display."""
    @property
    def group(self) -> uuid.UUID | None:
        """The group it is shown in."""
    @property
    def display_order(self) -> int:
        """Its place among the deeds."""
    @property
    def scale(self) -> Scale | None:
        """The active version of its scale, if it is judged by one."""
    @property
    def items(self) -> builtins.list[Item]:
        """All its items, the root first, each before those below it."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedDeed:
    """A deed that was made."""
    def __new__(cls, deed: Deed, committed: Committed) -> Self: ...
    @property
    def deed(self) -> Deed:
        """The deed."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedDeeds:
    """Deeds that were made."""
    def __new__(cls, deeds: Sequence[Deed], committed: Committed) -> Self: ...
    @property
    def deeds(self) -> builtins.list[Deed]:
        """The deeds, in the order in which they were given."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Item:
    """An item: a node in a deed's tree."""
    def __new__(
        cls,
        id: uuid.UUID | str,
        deed: uuid.UUID | str,
        parent: uuid.UUID | str | None,
        name: str,
        path: str,
        description: str | None,
        display_order: int,
        level: int,
        leaf: bool,
        hide: HideLike,
        starts_on: datetime.date,
        archived_from: datetime.date | None,
        goals: Sequence[DatedGoal],
        schedules: Sequence[DatedSchedule],
        excuses: Sequence[Excuse],
        make_up: MakeUpPolicy | None,
        fast: bool,
    ) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def deed(self) -> uuid.UUID:
        """The deed it belongs to."""
    @property
    def parent(self) -> uuid.UUID | None:
        """The item above it; none for the root."""
    @property
    def name(self) -> str:
        """Its name, unique among its live siblings."""
    @property
    def path(self) -> str:
        """The names from the root to it: `Salah/Fajr`."""
    @property
    def description(self) -> str | None:
        """What it means, or the question it asks."""
    @property
    def display_order(self) -> int:
        """Its place among its siblings."""
    @property
    def level(self) -> int:
        """How far it stands below the root; 0 for the root itself."""
    @property
    def leaf(self) -> bool:
        """Whether it has no items below it but archived ones."""
    @property
    def hide(self) -> Hide:
        """Where it is left out: the strictest of its own setting and of those above it."""
    @property
    def starts_on(self) -> datetime.date:
        """The first day on which it is due."""
    @property
    def archived_from(self) -> datetime.date | None:
        """The day from which it is archived."""
    @property
    def goals(self) -> builtins.list[DatedGoal]:
        """What makes a day kept, by rising days."""
    @property
    def schedules(self) -> builtins.list[DatedSchedule]:
        """When it is due, by rising days."""
    @property
    def excuses(self) -> builtins.list[Excuse]:
        """What each reason of exemption does for it."""
    @property
    def make_up(self) -> MakeUpPolicy | None:
        """How its make-ups are reckoned, if missed days are owed."""
    @property
    def fast(self) -> bool:
        """Whether it is a fast: never due on the two Eids and 11 to 13 Dhul-Hijjah."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedItem:
    """An item that was made."""
    def __new__(cls, item: Item, committed: Committed) -> Self: ...
    @property
    def item(self) -> Item:
        """The item."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class DatedGoal:
    """A goal from a day on."""
    def __new__(cls, from_day: datetime.date, goal: Goal) -> Self: ...
    @property
    def from_day(self) -> datetime.date:
        """The day."""
    @property
    def goal(self) -> Goal:
        """The goal."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class DatedSchedule:
    """A schedule from a day on."""
    def __new__(cls, from_day: datetime.date, schedule: Schedule) -> Self: ...
    @property
    def from_day(self) -> datetime.date:
        """The day."""
    @property
    def schedule(self) -> Schedule:
        """The schedule."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Excuse:
    """What a reason of exemption does for an item."""
    def __new__(cls, reason: ReasonKindLike, lifts: bool, owed: bool) -> Self: ...
    @property
    def reason(self) -> ReasonKind:
        """The reason."""
    @property
    def lifts(self) -> bool:
        """Whether the item is not due on days exempt for it."""
    @property
    def owed(self) -> bool:
        """Whether those days are owed as make-ups."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MakeUpPolicy:
    """How an item's make-ups are reckoned."""
    def __new__(
        cls,
        opening: int,
        from_day: datetime.date,
        unlogged_confirmed_until: datetime.date | None = None,
        fidya: FidyaRate | None = None,
    ) -> Self: ...
    @property
    def opening(self) -> int:
        """How many were owed when the reckoning began."""
    @property
    def from_day(self) -> datetime.date:
        """The first day that is reckoned."""
    @property
    def unlogged_confirmed_until(self) -> datetime.date | None:
        """Up to which day the owner has confirmed that unlogged due days were missed."""
    @property
    def fidya(self) -> FidyaRate | None:
        """What is given as fidya for one owed day."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class FidyaRate:
    """What is given as fidya for one owed day."""
    def __new__(cls, amount: decimal.Decimal | int, unit: str) -> Self: ...
    @property
    def amount(self) -> decimal.Decimal:
        """How much for one day, above 0."""
    @property
    def unit(self) -> str:
        """Of what: "EUR", "meals"."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class NewDeed:
    """A deed to be made. What is set of goal, schedule, excuses and make-ups holds for all its leaves that don't set their
    own; if it is a fast, they all are.
    """
    def __new__(
        cls,
        name: str,
        category: CategoryLike,
        measure: MeasureLike | None = None,
        values: Sequence[str] | None = None,
        scored_values: Sequence[ScaleValue] | None = None,
        unit: str | None = None,
        group: uuid.UUID | str | None = None,
        description: str | None = None,
        hide: HideLike | None = None,
        items: Sequence[NewItemLike] | None = None,
        starts_on: datetime.date | None = None,
        goal: Goal | None = None,
        schedule: Schedule | None = None,
        excuses: Sequence[Excuse] | None = None,
        make_up: MakeUpPolicy | None = None,
        fast: bool | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def category(self) -> Category:
        """Good or bad."""
    @property
    def measure(self) -> Measure | None:
        """Scale or count; a scale if left out."""
    @property
    def values(self) -> builtins.list[str] | None:
        """The values of its scale by their labels, the lowest first: scored 0, 1, 2 …; yes or no if left out."""
    @property
    def scored_values(self) -> builtins.list[ScaleValue] | None:
        """The values of its scale with scores of their own, in the place of `values`: not both."""
    @property
    def unit(self) -> str | None:
        """The unit of its amounts, for display: "pages"."""
    @property
    def group(self) -> uuid.UUID | None:
        """The group it is shown in."""
    @property
    def description(self) -> str | None:
        """What it means, or the question it asks."""
    @property
    def hide(self) -> Hide | None:
        """Where it is left out."""
    @property
    def items(self) -> builtins.list[NewItem] | None:
        """The items under its root."""
    @property
    def starts_on(self) -> datetime.date | None:
        """The first day on which its items are due; the day it is made if left out."""
    @property
    def goal(self) -> Goal | None:
        """What makes a day kept."""
    @property
    def schedule(self) -> Schedule | None:
        """When its items are due."""
    @property
    def excuses(self) -> builtins.list[Excuse] | None:
        """What each reason of exemption does for its items."""
    @property
    def make_up(self) -> MakeUpPolicy | None:
        """That missed days are owed as make-ups."""
    @property
    def fast(self) -> bool | None:
        """Whether its items are fasts, all of them."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class NewItem:
    """An item to be made, with those below it."""
    def __new__(
        cls,
        name: str,
        description: str | None = None,
        hide: HideLike | None = None,
        starts_on: datetime.date | None = None,
        goal: Goal | None = None,
        schedule: Schedule | None = None,
        excuses: Sequence[Excuse] | None = None,
        make_up: MakeUpPolicy | None = None,
        fast: bool | None = None,
        items: Sequence[NewItemLike] | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def description(self) -> str | None:
        """What it means, or the question it asks."""
    @property
    def hide(self) -> Hide | None:
        """Where it is left out."""
    @property
    def starts_on(self) -> datetime.date | None:
        """The first day on which it is due; that of the item above if left out."""
    @property
    def goal(self) -> Goal | None:
        """What makes a day kept, from its start on."""
    @property
    def schedule(self) -> Schedule | None:
        """When it is due, from its start on."""
    @property
    def excuses(self) -> builtins.list[Excuse] | None:
        """What each reason of exemption does for it."""
    @property
    def make_up(self) -> MakeUpPolicy | None:
        """That missed days are owed as make-ups."""
    @property
    def fast(self) -> bool | None:
        """Whether it is a fast. Below what is a fast, it is one without being told."""
    @property
    def items(self) -> builtins.list[NewItem] | None:
        """The items below it."""
    def __eq__(self, other: object, /) -> bool: ...

NewItemLike: TypeAlias = NewItem | str

@final
class DeedEdit:
    """What to change of a deed; what is left out stays."""
    def __new__(
        cls,
        category: CategoryLike | None = None,
        measure: MeasureLike | None = None,
        unit: str | None = None,
    ) -> Self: ...
    @property
    def category(self) -> Category | None:
        """Good or bad; only as long as there are no entries."""
    @property
    def measure(self) -> Measure | None:
        """Scale or count; only as long as there are no entries."""
    @property
    def unit(self) -> str | None:
        """The unit of its amounts; an empty text takes it away."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ItemEdit:
    """What to change of an item; what is left out stays."""
    def __new__(
        cls,
        name: str | None = None,
        description: str | None = None,
        hide: HideLike | None = None,
        excuses: Sequence[Excuse] | None = None,
        fast: bool | None = None,
        starts_on: datetime.date | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """A new name."""
    @property
    def description(self) -> str | None:
        """A new description; an empty text takes it away."""
    @property
    def hide(self) -> Hide | None:
        """Where it is left out."""
    @property
    def excuses(self) -> builtins.list[Excuse] | None:
        """What each reason of exemption does for it; reasons that are not named have the default."""
    @property
    def fast(self) -> bool | None:
        """Whether it is a fast."""
    @property
    def starts_on(self) -> datetime.date | None:
        """The first day on which it is due."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ReasonKind:
    """Why days are exempt, without the owner's words."""
    MENSTRUATION: ClassVar[ReasonKind]
    """Menstruation."""
    POSTNATAL: ClassVar[ReasonKind]
    """Postnatal bleeding."""
    TRAVEL: ClassVar[ReasonKind]
    """Travel."""
    ILLNESS: ClassVar[ReasonKind]
    """Illness."""
    OTHER: ClassVar[ReasonKind]
    """Any other reason."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: ReasonKindLike) -> ReasonKind:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

ReasonKindLike: TypeAlias = ReasonKind | Literal["menstruation", "postnatal", "travel", "illness", "other"]

@disjoint_base
class ValueInput:
    """A value as a user names it."""
    @final
    class Labelled(ValueInput):
        """The label of a scale value."""
        __match_args__: ClassVar[tuple[Literal['label']]]
        def __new__(cls, label: str) -> Self: ...
        @property
        def label(self) -> str:
            """The label."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Counted(ValueInput):
        """An amount."""
        __match_args__: ClassVar[tuple[Literal['amount']]]
        def __new__(cls, amount: decimal.Decimal | int) -> Self: ...
        @property
        def amount(self) -> decimal.Decimal:
            """The amount."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Exactly(ValueInput):
        """A scale value of a certain version."""
        __match_args__: ClassVar[tuple[Literal['value']]]
        def __new__(cls, value: ScaleValueRef) -> Self: ...
        @property
        def value(self) -> ScaleValueRef:
            """The value."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

ValueInputLike: TypeAlias = ValueInput | ScaleValueRef | str | decimal.Decimal | int

@disjoint_base
class EntryValue:
    """What an entry holds."""
    @final
    class OnScale(EntryValue):
        """A value of the deed's scale."""
        __match_args__: ClassVar[tuple[Literal['scale'], Literal['version'], Literal['position'], Literal['label'], Literal['score']]]
        def __new__(cls, scale: uuid.UUID | str, version: int, position: int, label: str, score: int) -> Self: ...
        @property
        def scale(self) -> uuid.UUID:
            """The scale version."""
        @property
        def version(self) -> int:
            """Its number."""
        @property
        def position(self) -> int:
            """The position of the value, from 0."""
        @property
        def label(self) -> str:
            """Its label."""
        @property
        def score(self) -> int:
            """Its score."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Counted(EntryValue):
        """An amount."""
        __match_args__: ClassVar[tuple[Literal['amount'], Literal['unit']]]
        def __new__(cls, amount: decimal.Decimal | int, unit: str | None) -> Self: ...
        @property
        def amount(self) -> decimal.Decimal:
            """The amount."""
        @property
        def unit(self) -> str | None:
            """The deed's unit, if it has one."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class Reason:
    """Why a span of days is exempt."""
    @final
    class Menstruation(Reason):
        """Menstruation."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Postnatal(Reason):
        """Postnatal bleeding."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Travel(Reason):
        """Travel."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Illness(Reason):
        """Illness."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Other(Reason):
        """Another reason."""
        __match_args__: ClassVar[tuple[Literal['words']]]
        def __new__(cls, words: str) -> Self: ...
        @property
        def words(self) -> str:
            """The owner's words. Private."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class Scope:
    """What an exemption covers."""
    @final
    class Hasanaat(Scope):
        """All good deeds."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class OfDeed(Scope):
        """One deed with all its items."""
        __match_args__: ClassVar[tuple[Literal['deed']]]
        def __new__(cls, deed: uuid.UUID | str) -> Self: ...
        @property
        def deed(self) -> uuid.UUID:
            """The deed."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class OfItem(Scope):
        """One item with what is below it."""
        __match_args__: ClassVar[tuple[Literal['item']]]
        def __new__(cls, item: uuid.UUID | str) -> Self: ...
        @property
        def item(self) -> uuid.UUID:
            """The item."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Entry:
    """What was recorded for one item on one day."""
    def __new__(
        cls,
        item: uuid.UUID | str,
        path: str,
        day: datetime.date,
        value: EntryValue,
        note: str | None,
        revision: int,
    ) -> Self: ...
    @property
    def item(self) -> uuid.UUID:
        """The item."""
    @property
    def path(self) -> str:
        """The names from the item's deed to it: `Salah/Fajr`."""
    @property
    def day(self) -> datetime.date:
        """The day it is for."""
    @property
    def value(self) -> EntryValue:
        """What was recorded."""
    @property
    def note(self) -> str | None:
        """The note with it. Private."""
    @property
    def revision(self) -> int:
        """The ledger's sequence number of its last change."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class NewEntry:
    """An entry to be put: it takes the place of what stood there."""
    def __new__(
        cls,
        item: uuid.UUID | str,
        day: datetime.date,
        value: ValueInputLike,
        note: str | None = None,
    ) -> Self: ...
    @property
    def item(self) -> uuid.UUID:
        """The item."""
    @property
    def day(self) -> datetime.date:
        """The day."""
    @property
    def value(self) -> ValueInput:
        """The value."""
    @property
    def note(self) -> str | None:
        """The note; without one, the note that is there stays."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class CountToAdd:
    """An amount to be added to a count."""
    def __new__(cls, item: uuid.UUID | str, day: datetime.date, amount: decimal.Decimal | int) -> Self: ...
    @property
    def item(self) -> uuid.UUID:
        """The item."""
    @property
    def day(self) -> datetime.date:
        """The day."""
    @property
    def amount(self) -> decimal.Decimal:
        """The amount."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class EntryCursor:
    """Where a list of entries goes on."""
    def __new__(cls, day: datetime.date, item: uuid.UUID | str) -> Self: ...
    @property
    def day(self) -> datetime.date:
        """The day of the last entry."""
    @property
    def item(self) -> uuid.UUID:
        """Its item."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class EntryQuery:
    """Which entries to list: all of them, a thousand at once, unless told otherwise."""
    def __new__(
        cls,
        items: Sequence[uuid.UUID | str] | None = None,
        days: DaySpanLike | None = None,
        after: EntryCursor | None = None,
        limit: int | None = None,
    ) -> Self: ...
    @property
    def items(self) -> builtins.list[uuid.UUID] | None:
        """Of these items."""
    @property
    def days(self) -> DaySpan | None:
        """On these days."""
    @property
    def after(self) -> EntryCursor | None:
        """After this entry in the order of the list."""
    @property
    def limit(self) -> int | None:
        """At most so many, 1 to 10,000."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class EntryPage:
    """Some entries, and where the next ones are."""
    def __new__(cls, entries: Sequence[Entry], next: EntryCursor | None) -> Self: ...
    @property
    def entries(self) -> builtins.list[Entry]:
        """The entries, the newest day first."""
    @property
    def next(self) -> EntryCursor | None:
        """What to pass as `after` for the next page; none on the last."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class DayPage:
    """A day as an input screen shows it."""
    def __new__(
        cls,
        day: datetime.date,
        hijri: HijriDay,
        occasions: Sequence[OccasionLike],
        logged: bool,
        reviewed: bool,
        lines: Sequence[DayLine],
    ) -> Self: ...
    @property
    def day(self) -> datetime.date:
        """The day."""
    @property
    def hijri(self) -> HijriDay:
        """Its Hijri date."""
    @property
    def occasions(self) -> builtins.list[Occasion]:
        """What it means."""
    @property
    def logged(self) -> bool:
        """Whether it holds any entry of the book, or is marked as reviewed."""
    @property
    def reviewed(self) -> bool:
        """Whether it is marked as reviewed."""
    @property
    def lines(self) -> builtins.list[DayLine]:
        """The items that can be recorded, in order."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class DayLine:
    """An item on a day."""
    def __new__(
        cls,
        item: uuid.UUID | str,
        path: str,
        deed: uuid.UUID | str,
        category: CategoryLike,
        due: bool,
        exempt: bool,
        kept: bool | None,
        value: EntryValue | None,
        reads_as: EntryValue | None,
        note: str | None,
    ) -> Self: ...
    @property
    def item(self) -> uuid.UUID:
        """The item."""
    @property
    def path(self) -> str:
        """The names from the item's deed to it."""
    @property
    def deed(self) -> uuid.UUID:
        """Its deed."""
    @property
    def category(self) -> Category:
        """Good or bad."""
    @property
    def due(self) -> bool:
        """Whether it is due."""
    @property
    def exempt(self) -> bool:
        """Whether an exemption lifts it. Private."""
    @property
    def kept(self) -> bool | None:
        """Whether the day was kept; none when that is unknown."""
    @property
    def value(self) -> EntryValue | None:
        """What was recorded."""
    @property
    def reads_as(self) -> EntryValue | None:
        """What was recorded, or what a blank reads as."""
    @property
    def note(self) -> str | None:
        """The note with the entry. Private."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Exemption:
    """A span of days on which some items are not required. Private."""
    def __new__(
        cls,
        id: uuid.UUID | str,
        first_day: datetime.date,
        last_day: datetime.date | None,
        scope: Scope,
        reason: Reason,
    ) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def first_day(self) -> datetime.date:
        """The first exempt day."""
    @property
    def last_day(self) -> datetime.date | None:
        """The last exempt day; none while it is still open."""
    @property
    def scope(self) -> Scope:
        """What it covers."""
    @property
    def reason(self) -> Reason:
        """Why."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedExemption:
    """An exemption that was made."""
    def __new__(cls, exemption: Exemption, committed: Committed) -> Self: ...
    @property
    def exemption(self) -> Exemption:
        """The exemption."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class NewExemption:
    """An exemption to be made."""
    def __new__(
        cls,
        scope: Scope,
        reason: Reason,
        first_day: datetime.date,
        last_day: datetime.date | None = None,
    ) -> Self: ...
    @property
    def scope(self) -> Scope:
        """What it covers."""
    @property
    def reason(self) -> Reason:
        """Why."""
    @property
    def first_day(self) -> datetime.date:
        """The first exempt day."""
    @property
    def last_day(self) -> datetime.date | None:
        """The last exempt day; open if left out."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ExemptionEdit:
    """What to change of an exemption; what is left out stays."""
    def __new__(
        cls,
        scope: Scope | None = None,
        reason: Reason | None = None,
        first_day: datetime.date | None = None,
        last_day: datetime.date | None = None,
    ) -> Self: ...
    @property
    def scope(self) -> Scope | None:
        """What it covers."""
    @property
    def reason(self) -> Reason | None:
        """Why."""
    @property
    def first_day(self) -> datetime.date | None:
        """The first exempt day."""
    @property
    def last_day(self) -> datetime.date | None:
        """The last exempt day."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MakeUpBalance:
    """What is owed of an item: `balance = opening + missed + owed - done - fidya`."""
    def __new__(
        cls,
        opening: int,
        missed: int,
        owed: int,
        unconfirmed: int,
        done: int,
        fidya: int,
        balance: int,
        fidya_due: FidyaDue | None,
    ) -> Self: ...
    @property
    def opening(self) -> int:
        """How many were owed when the reckoning began."""
    @property
    def missed(self) -> int:
        """Due days that were missed since."""
    @property
    def owed(self) -> int:
        """Exempt days since whose reason leaves them owed."""
    @property
    def unconfirmed(self) -> int:
        """Due days on which nothing was logged and which are not confirmed as missed. Not in the balance."""
    @property
    def done(self) -> int:
        """Make-ups done."""
    @property
    def fidya(self) -> int:
        """Owed days settled by fidya."""
    @property
    def balance(self) -> int:
        """What is left."""
    @property
    def fidya_due(self) -> FidyaDue | None:
        """What the days left come to as fidya, if that is set."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class FidyaDue:
    """What owed days come to as fidya."""
    def __new__(cls, amount: decimal.Decimal | int, unit: str) -> Self: ...
    @property
    def amount(self) -> decimal.Decimal:
        """How much."""
    @property
    def unit(self) -> str:
        """Of what."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MakeUpHistory:
    """How the balance of an item came about."""
    def __new__(cls, opening: int, today: datetime.date, steps: Sequence[MakeUpStep]) -> Self: ...
    @property
    def opening(self) -> int:
        """How many were owed when the reckoning began."""
    @property
    def today(self) -> datetime.date:
        """The day on which it was told."""
    @property
    def steps(self) -> builtins.list[MakeUpStep]:
        """The days on which something happened, rising."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MakeUpStep:
    """What happened to a balance over some days."""
    def __new__(cls, days: DaySpanLike, missed: int, owed: int, done: int, fidya: int, balance: int) -> Self: ...
    @property
    def days(self) -> DaySpan:
        """The days."""
    @property
    def missed(self) -> int:
        """Due days among them that were missed."""
    @property
    def owed(self) -> int:
        """Exempt days among them whose reason leaves them owed."""
    @property
    def done(self) -> int:
        """Make-ups done on them."""
    @property
    def fidya(self) -> int:
        """Owed days settled by fidya on them."""
    @property
    def balance(self) -> int:
        """What was owed at their end."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Settled:
    """What was settled of an item's owed days."""
    def __new__(cls, made_up: Sequence[DayCount], fidya: Sequence[DayCount]) -> Self: ...
    @property
    def made_up(self) -> builtins.list[DayCount]:
        """The make-ups done, by day."""
    @property
    def fidya(self) -> builtins.list[DayCount]:
        """The owed days settled by fidya, by day."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class DayCount:
    """How many on a day."""
    def __new__(cls, day: datetime.date, count: int) -> Self: ...
    @property
    def day(self) -> datetime.date:
        """The day."""
    @property
    def count(self) -> int:
        """How many."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MeritCategory:
    """Merit or demerit."""
    POSITIVE: ClassVar[MeritCategory]
    """A merit."""
    NEGATIVE: ClassVar[MeritCategory]
    """A demerit."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: MeritCategoryLike) -> MeritCategory:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

MeritCategoryLike: TypeAlias = MeritCategory | Literal["positive", "negative"]

@final
class Below:
    """Whether a condition means its item or the live leaves under it."""
    NO: ClassVar[Below]
    """The item itself."""
    ANY: ClassVar[Below]
    """The leaves: a match holds on a day when it holds for any of them."""
    EACH: ClassVar[Below]
    """The leaves: a match holds on a day when it holds for each due one."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: BelowLike) -> Below:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

BelowLike: TypeAlias = Below | Literal["no", "any", "each"]

@final
class RulePart:
    """The shape of a part of a rule."""
    ALL: ClassVar[RulePart]
    """All parts must hold."""
    ANY: ClassVar[RulePart]
    """At least one part must hold."""
    AT_LEAST: ClassVar[RulePart]
    """At least so many parts must hold."""
    NOT: ClassVar[RulePart]
    """None of the parts may hold."""
    CONDITION: ClassVar[RulePart]
    """One condition."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: RulePartLike) -> RulePart:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

RulePartLike: TypeAlias = RulePart | Literal["all", "any", "at_least", "not", "condition"]

@final
class TargetState:
    """The state of a target on a day."""
    UPCOMING: ClassVar[TargetState]
    """Its first day is still to come."""
    ACTIVE: ClassVar[TargetState]
    """It is running and can be completed."""
    COMPLETED: ClassVar[TargetState]
    """All its conditions are met."""
    MISSED: ClassVar[TargetState]
    """It is over, and not completed."""
    OUT_OF_REACH: ClassVar[TargetState]
    """It is running, but some condition can't be met any more."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: TargetStateLike) -> TargetState:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

TargetStateLike: TypeAlias = TargetState | Literal["upcoming", "active", "completed", "missed", "out_of_reach"]

@disjoint_base
class Rule:
    """A tree of conditions."""
    @final
    class All(Rule):
        """All parts must hold."""
        __match_args__: ClassVar[tuple[Literal['rules']]]
        def __new__(cls, rules: Sequence[Rule]) -> Self: ...
        @property
        def rules(self) -> builtins.list[Rule]:
            """The parts."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Any(Rule):
        """At least one part must hold."""
        __match_args__: ClassVar[tuple[Literal['rules']]]
        def __new__(cls, rules: Sequence[Rule]) -> Self: ...
        @property
        def rules(self) -> builtins.list[Rule]:
            """The parts."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class AtLeast(Rule):
        """At least so many parts must hold."""
        __match_args__: ClassVar[tuple[Literal['n'], Literal['rules']]]
        def __new__(cls, n: int, rules: Sequence[Rule]) -> Self: ...
        @property
        def n(self) -> int:
            """How many, from 1 to the number of parts."""
        @property
        def rules(self) -> builtins.list[Rule]:
            """The parts."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Not(Rule):
        """None of the parts may hold. What is undetermined stays so."""
        __match_args__: ClassVar[tuple[Literal['rules']]]
        def __new__(cls, rules: Sequence[Rule]) -> Self: ...
        @property
        def rules(self) -> builtins.list[Rule]:
            """The parts, mostly one."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Holds(Rule):
        """One condition must hold."""
        __match_args__: ClassVar[tuple[Literal['condition']]]
        def __new__(cls, condition: Condition) -> Self: ...
        @property
        def condition(self) -> Condition:
            """The condition."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class Test:
    """What a condition tests over its days."""
    @final
    class TotalAtLeast(Test):
        """The sum of the amounts is at least this."""
        __match_args__: ClassVar[tuple[Literal['amount']]]
        def __new__(cls, amount: decimal.Decimal | int) -> Self: ...
        @property
        def amount(self) -> decimal.Decimal:
            """The amount."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class DaysAtLeast(Test):
        """On at least `n` days the match holds."""
        __match_args__: ClassVar[tuple[Literal['n'], Literal['matching']]]
        def __new__(cls, n: int, matching: Match) -> Self: ...
        @property
        def n(self) -> int:
            """How many days, at least 1."""
        @property
        def matching(self) -> Match:
            """What must hold on them."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class EveryDay(Test):
        """On each due, non-exempt day the match holds."""
        __match_args__: ClassVar[tuple[Literal['matching']]]
        def __new__(cls, matching: Match) -> Self: ...
        @property
        def matching(self) -> Match:
            """What must hold on them."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class Match:
    """What may hold of an item on one day."""
    @final
    class Is(Match):
        """The entry is this scale value, or one that a redefinition maps to the same."""
        __match_args__: ClassVar[tuple[Literal['value']]]
        def __new__(cls, value: ScaleValueRef) -> Self: ...
        @property
        def value(self) -> ScaleValueRef:
            """The value."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class ScoreAtLeast(Match):
        """The entry's score is at least this."""
        __match_args__: ClassVar[tuple[Literal['score']]]
        def __new__(cls, score: int) -> Self: ...
        @property
        def score(self) -> int:
            """The score."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class ScoreAtMost(Match):
        """The entry's score is at most this."""
        __match_args__: ClassVar[tuple[Literal['score']]]
        def __new__(cls, score: int) -> Self: ...
        @property
        def score(self) -> int:
            """The score."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class AmountAtLeast(Match):
        """The entry's amount is at least this."""
        __match_args__: ClassVar[tuple[Literal['amount']]]
        def __new__(cls, amount: decimal.Decimal | int) -> Self: ...
        @property
        def amount(self) -> decimal.Decimal:
            """The amount."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class AmountAtMost(Match):
        """The entry's amount is at most this."""
        __match_args__: ClassVar[tuple[Literal['amount']]]
        def __new__(cls, amount: decimal.Decimal | int) -> Self: ...
        @property
        def amount(self) -> decimal.Decimal:
            """The amount."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Logged(Match):
        """There is an entry."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class Quantity:
    """How much a condition has or needs."""
    @final
    class Total(Quantity):
        """A sum of amounts."""
        __match_args__: ClassVar[tuple[Literal['amount']]]
        def __new__(cls, amount: decimal.Decimal | int) -> Self: ...
        @property
        def amount(self) -> decimal.Decimal:
            """The sum."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Days(Quantity):
        """Days, or whole periods."""
        __match_args__: ClassVar[tuple[Literal['days']]]
        def __new__(cls, days: int) -> Self: ...
        @property
        def days(self) -> int:
            """How many."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Condition:
    """Something to be true of one item, or of the leaves below it."""
    def __new__(cls, item: uuid.UUID | str, test: Test, below: BelowLike | None = None) -> Self: ...
    @property
    def item(self) -> uuid.UUID:
        """The item."""
    @property
    def test(self) -> Test:
        """What must be true."""
    @property
    def below(self) -> Below | None:
        """Whether the leaves under the item are meant; the item itself if left out."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Merit:
    """A rule over a sliding window of days."""
    def __new__(
        cls,
        id: uuid.UUID | str,
        title: str,
        description: str | None,
        category: MeritCategoryLike,
        active: bool,
        duration: int,
        rule: Rule,
        display_order: int,
    ) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def title(self) -> str:
        """Its title."""
    @property
    def description(self) -> str | None:
        """What it means."""
    @property
    def category(self) -> MeritCategory:
        """Merit or demerit."""
    @property
    def active(self) -> bool:
        """Whether it is in use."""
    @property
    def duration(self) -> int:
        """The length of its window in days."""
    @property
    def rule(self) -> Rule:
        """What must hold in the window."""
    @property
    def display_order(self) -> int:
        """Its place among the merits."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedMerit:
    """A merit that was made."""
    def __new__(cls, merit: Merit, committed: Committed) -> Self: ...
    @property
    def merit(self) -> Merit:
        """The merit."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class NewMerit:
    """A merit to be made."""
    def __new__(
        cls,
        title: str,
        days: int,
        rule: Rule,
        category: MeritCategoryLike | None = None,
        description: str | None = None,
        active: bool | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str:
        """Its title."""
    @property
    def days(self) -> int:
        """The length of its window in days, 1 to 365."""
    @property
    def rule(self) -> Rule:
        """What must hold in the window."""
    @property
    def category(self) -> MeritCategory | None:
        """Merit or demerit; a merit if left out."""
    @property
    def description(self) -> str | None:
        """What it means."""
    @property
    def active(self) -> bool | None:
        """Whether it is in use; it is if left out."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MeritEdit:
    """What to change of a merit; what is left out stays."""
    def __new__(
        cls,
        title: str | None = None,
        description: str | None = None,
        category: MeritCategoryLike | None = None,
        days: int | None = None,
        rule: Rule | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str | None:
        """Its title."""
    @property
    def description(self) -> str | None:
        """What it means; an empty text takes it away."""
    @property
    def category(self) -> MeritCategory | None:
        """Merit or demerit."""
    @property
    def days(self) -> int | None:
        """The length of its window in days, 1 to 365."""
    @property
    def rule(self) -> Rule | None:
        """What must hold in the window."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Verdict:
    """How a rule stands over a window of days, with all its parts."""
    def __new__(cls, days: DaySpanLike, outcome: OutcomeLike, why: str, detail: RuleVerdict) -> Self: ...
    @property
    def days(self) -> DaySpan:
        """The window that was judged."""
    @property
    def outcome(self) -> Outcome:
        """How the rule stands."""
    @property
    def why(self) -> str:
        """In words: what each condition has and needs."""
    @property
    def detail(self) -> RuleVerdict:
        """The rule with how each of its parts stands."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class RuleVerdict:
    """How a rule, or one part of it, stands."""
    def __new__(
        cls,
        outcome: OutcomeLike,
        part: RulePartLike,
        n: int | None,
        rules: Sequence[RuleVerdict],
        condition: ConditionVerdict | None,
    ) -> Self: ...
    @property
    def outcome(self) -> Outcome:
        """How it stands."""
    @property
    def part(self) -> RulePart:
        """Its shape."""
    @property
    def n(self) -> int | None:
        """Of `at_least`: how many."""
    @property
    def rules(self) -> builtins.list[RuleVerdict]:
        """Its parts; empty for a condition."""
    @property
    def condition(self) -> ConditionVerdict | None:
        """Of a condition: how it stands."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ConditionVerdict:
    """How a condition stands over a window: enough to draw a progress bar."""
    def __new__(
        cls,
        condition: Condition,
        outcome: OutcomeLike,
        have: Quantity,
        need: Quantity,
        first_unmet: datetime.date | None,
    ) -> Self: ...
    @property
    def condition(self) -> Condition:
        """The condition."""
    @property
    def outcome(self) -> Outcome:
        """How it stands."""
    @property
    def have(self) -> Quantity:
        """What there is."""
    @property
    def need(self) -> Quantity:
        """What is needed."""
    @property
    def first_unmet(self) -> datetime.date | None:
        """Of `every_day`: the first day of the first unit that is not met."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MeritVerdict:
    """How a merit stands on a day."""
    def __new__(cls, merit: uuid.UUID | str, verdict: Verdict) -> Self: ...
    @property
    def merit(self) -> uuid.UUID:
        """The merit."""
    @property
    def verdict(self) -> Verdict:
        """How it stands."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MeritOutcomes:
    """How a merit stands on each day of a span."""
    def __new__(cls, merit: uuid.UUID | str, outcomes: Sequence[OutcomeLike]) -> Self: ...
    @property
    def merit(self) -> uuid.UUID:
        """The merit."""
    @property
    def outcomes(self) -> builtins.list[Outcome]:
        """One outcome for each day."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class RecordedVerdict:
    """A verdict recorded for a merit on a day."""
    def __new__(cls, merit: uuid.UUID | str, day: datetime.date, outcome: OutcomeLike) -> Self: ...
    @property
    def merit(self) -> uuid.UUID:
        """The merit."""
    @property
    def day(self) -> datetime.date:
        """The day."""
    @property
    def outcome(self) -> Outcome:
        """The verdict."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Target:
    """A goal over fixed dates that may span many deeds."""
    def __new__(
        cls,
        id: uuid.UUID | str,
        title: str,
        description: str | None,
        first_day: datetime.date,
        last_day: datetime.date,
        items: Sequence[Condition],
        active: bool,
    ) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def title(self) -> str:
        """Its title."""
    @property
    def description(self) -> str | None:
        """What it means."""
    @property
    def first_day(self) -> datetime.date:
        """The first day that counts."""
    @property
    def last_day(self) -> datetime.date:
        """The last day that counts."""
    @property
    def items(self) -> builtins.list[Condition]:
        """What must be met over these dates."""
    @property
    def active(self) -> bool:
        """Whether it is in use."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedTarget:
    """A target that was made."""
    def __new__(cls, target: Target, committed: Committed) -> Self: ...
    @property
    def target(self) -> Target:
        """The target."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class NewTarget:
    """A target to be made."""
    def __new__(
        cls,
        title: str,
        first_day: datetime.date,
        last_day: datetime.date,
        items: Sequence[Condition],
        description: str | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str:
        """Its title; with the first day unique in the book."""
    @property
    def first_day(self) -> datetime.date:
        """The first day that counts."""
    @property
    def last_day(self) -> datetime.date:
        """The last day that counts."""
    @property
    def items(self) -> builtins.list[Condition]:
        """What must be met over these dates, 1 to 256 conditions."""
    @property
    def description(self) -> str | None:
        """What it means."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class TargetEdit:
    """What to change of a target; what is left out stays."""
    def __new__(
        cls,
        title: str | None = None,
        description: str | None = None,
        first_day: datetime.date | None = None,
        last_day: datetime.date | None = None,
        items: Sequence[Condition] | None = None,
        active: bool | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str | None:
        """Its title."""
    @property
    def description(self) -> str | None:
        """What it means; an empty text takes it away."""
    @property
    def first_day(self) -> datetime.date | None:
        """The first day that counts."""
    @property
    def last_day(self) -> datetime.date | None:
        """The last day that counts."""
    @property
    def items(self) -> builtins.list[Condition] | None:
        """What must be met over these dates."""
    @property
    def active(self) -> bool | None:
        """Whether it is in use."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class TargetProgress:
    """How a target stands."""
    def __new__(
        cls,
        state: TargetStateLike,
        completed_on: datetime.date | None,
        items: Sequence[TargetItemProgress],
    ) -> Self: ...
    @property
    def state(self) -> TargetState:
        """The state of the whole."""
    @property
    def completed_on(self) -> datetime.date | None:
        """Of a completed one: the first day on which all of it was met."""
    @property
    def items(self) -> builtins.list[TargetItemProgress]:
        """How each of its conditions stands, in the target's order."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class TargetItemProgress:
    """How one condition of a target stands."""
    def __new__(
        cls,
        condition: Condition,
        have: Quantity,
        need: Quantity,
        met_on: datetime.date | None,
        due_days_left: int,
        needed_per_due_day: float | None,
        projected: datetime.date | None,
        first_unmet: datetime.date | None,
    ) -> Self: ...
    @property
    def condition(self) -> Condition:
        """The condition."""
    @property
    def have(self) -> Quantity:
        """What there is."""
    @property
    def need(self) -> Quantity:
        """What is needed."""
    @property
    def met_on(self) -> datetime.date | None:
        """The day on which it was met."""
    @property
    def due_days_left(self) -> int:
        """The due days from today to the last day; 0 where no pace is told."""
    @property
    def needed_per_due_day(self) -> float | None:
        """What each due day left must bring, in days or whole amounts: a float."""
    @property
    def projected(self) -> datetime.date | None:
        """The day on which it is met at the pace so far."""
    @property
    def first_unmet(self) -> datetime.date | None:
        """Of `every_day`: the first day of the first unit that is not met."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class TargetStanding:
    """How one of several targets stands."""
    def __new__(cls, target: uuid.UUID | str, progress: TargetProgress) -> Self: ...
    @property
    def target(self) -> uuid.UUID:
        """The target."""
    @property
    def progress(self) -> TargetProgress:
        """How it stands."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Bucket:
    """A kind of period."""
    DAY: ClassVar[Bucket]
    """One day."""
    WEEK: ClassVar[Bucket]
    """Seven days from the owner's first weekday on."""
    MONTH: ClassVar[Bucket]
    """A month of the Gregorian calendar."""
    YEAR: ClassVar[Bucket]
    """A year of the Gregorian calendar."""
    HIJRI_MONTH: ClassVar[Bucket]
    """A month of the Hijri calendar."""
    HIJRI_YEAR: ClassVar[Bucket]
    """A year of the Hijri calendar."""
    WHOLE: ClassVar[Bucket]
    """All days."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: BucketLike) -> Bucket:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

BucketLike: TypeAlias = Bucket | Literal["day", "week", "month", "year", "hijri_month", "hijri_year", "whole"]

@final
class StreakUnit:
    """What a streak is counted in."""
    DAY: ClassVar[StreakUnit]
    """Due days."""
    WEEK: ClassVar[StreakUnit]
    """Weeks."""
    MONTH: ClassVar[StreakUnit]
    """Months."""
    HIJRI_MONTH: ClassVar[StreakUnit]
    """Hijri months, one in each year."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: StreakUnitLike) -> StreakUnit:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

StreakUnitLike: TypeAlias = StreakUnit | Literal["day", "week", "month", "hijri_month"]

@disjoint_base
class Subject:
    """What a figure is told of."""
    @final
    class OfCategory(Subject):
        """All deeds of a category."""
        __match_args__: ClassVar[tuple[Literal['category']]]
        def __new__(cls, category: CategoryLike) -> Self: ...
        @property
        def category(self) -> Category:
            """The category."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class OfDeed(Subject):
        """One deed with all its items."""
        __match_args__: ClassVar[tuple[Literal['deed']]]
        def __new__(cls, deed: uuid.UUID | str) -> Self: ...
        @property
        def deed(self) -> uuid.UUID:
            """The deed."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class OfItem(Subject):
        """One item with what is below it."""
        __match_args__: ClassVar[tuple[Literal['item']]]
        def __new__(cls, item: uuid.UUID | str) -> Self: ...
        @property
        def item(self) -> uuid.UUID:
            """The item."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Figures:
    """The figures of a subject over some days."""
    def __new__(
        cls,
        entries: int,
        days_logged: int,
        total: decimal.Decimal | int | None,
        mean_scores: Sequence[MeanScore],
        due: int,
        kept: int,
        unknown: int,
        rate: float | None,
    ) -> Self: ...
    @property
    def entries(self) -> int:
        """How many entries there are."""
    @property
    def days_logged(self) -> int:
        """On how many days there is an entry."""
    @property
    def total(self) -> decimal.Decimal | None:
        """The sum of all amounts, exact; none where nothing was counted, or in several units."""
    @property
    def mean_scores(self) -> builtins.list[MeanScore]:
        """For an item or a deed: the mean score of its entries for each scale version, by rising number."""
    @property
    def due(self) -> int:
        """How many times something was due."""
    @property
    def kept(self) -> int:
        """How many of those were kept."""
    @property
    def unknown(self) -> int:
        """How many of the due days are blank on a day that is not logged."""
    @property
    def rate(self) -> float | None:
        """`kept` as a share of `due`, a float from 0 to 1; none where nothing was due."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MeanScore:
    """The mean of the scores given by one version of a scale."""
    def __new__(cls, scale: uuid.UUID | str, version: int, entries: int, sum: int, mean: float) -> Self: ...
    @property
    def scale(self) -> uuid.UUID:
        """The version."""
    @property
    def version(self) -> int:
        """Its number."""
    @property
    def entries(self) -> int:
        """How many entries it judged."""
    @property
    def sum(self) -> int:
        """The sum of their scores, exact."""
    @property
    def mean(self) -> float:
        """The mean, a float."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Summary:
    """The figures of all that is shown over some days."""
    def __new__(
        cls,
        days: DaySpanLike,
        logged_days: int,
        categories: Sequence[CategorySummary],
        deeds: Sequence[DeedSummary],
        items: Sequence[ItemSummary],
    ) -> Self: ...
    @property
    def days(self) -> DaySpan:
        """The days that were asked for."""
    @property
    def logged_days(self) -> int:
        """How many of them, up to today, are logged."""
    @property
    def categories(self) -> builtins.list[CategorySummary]:
        """Good deeds, then bad ones."""
    @property
    def deeds(self) -> builtins.list[DeedSummary]:
        """The deeds in their order."""
    @property
    def items(self) -> builtins.list[ItemSummary]:
        """The items in their order, each before those below it."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class CategorySummary:
    """The figures of a category."""
    def __new__(cls, category: CategoryLike, figures: Figures) -> Self: ...
    @property
    def category(self) -> Category:
        """The category."""
    @property
    def figures(self) -> Figures:
        """Its figures."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class DeedSummary:
    """The figures of a deed."""
    def __new__(cls, deed: uuid.UUID | str, figures: Figures) -> Self: ...
    @property
    def deed(self) -> uuid.UUID:
        """The deed."""
    @property
    def figures(self) -> Figures:
        """Its figures."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ItemSummary:
    """The figures of an item with all below it."""
    def __new__(cls, item: uuid.UUID | str, deed: uuid.UUID | str, figures: Figures) -> Self: ...
    @property
    def item(self) -> uuid.UUID:
        """The item."""
    @property
    def deed(self) -> uuid.UUID:
        """Its deed."""
    @property
    def figures(self) -> Figures:
        """Its figures."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Distribution:
    """How often each value was given to an item and those below it, by scale version."""
    def __new__(cls, item: uuid.UUID | str, entries: int, versions: Sequence[VersionDistribution]) -> Self: ...
    @property
    def item(self) -> uuid.UUID:
        """The item."""
    @property
    def entries(self) -> int:
        """How many entries have a scale value."""
    @property
    def versions(self) -> builtins.list[VersionDistribution]:
        """The scale versions that were in use, by rising number."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class VersionDistribution:
    """How often each value of one scale version was given."""
    def __new__(cls, scale: uuid.UUID | str, version: int, entries: int, values: Sequence[ValueShare]) -> Self: ...
    @property
    def scale(self) -> uuid.UUID:
        """The version."""
    @property
    def version(self) -> int:
        """Its number."""
    @property
    def entries(self) -> int:
        """How many entries have one of its values."""
    @property
    def values(self) -> builtins.list[ValueShare]:
        """All its values in order."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ValueShare:
    """How often a value was given."""
    def __new__(cls, value: ScaleValueRef, label: str, score: int, count: int, share: float) -> Self: ...
    @property
    def value(self) -> ScaleValueRef:
        """The value."""
    @property
    def label(self) -> str:
        """Its label."""
    @property
    def score(self) -> int:
        """Its score."""
    @property
    def count(self) -> int:
        """How many entries have it."""
    @property
    def share(self) -> float:
        """Their share of the entries of this version, a float from 0 to 1."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Points:
    """The figures of a subject for each part of some days."""
    def __new__(cls, subject: Subject, bucket: BucketLike, points: Sequence[Point]) -> Self: ...
    @property
    def subject(self) -> Subject:
        """Of what."""
    @property
    def bucket(self) -> Bucket:
        """By what the days are parted."""
    @property
    def points(self) -> builtins.list[Point]:
        """The parts in order."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Point:
    """The figures of one part."""
    def __new__(cls, days: DaySpanLike, figures: Figures) -> Self: ...
    @property
    def days(self) -> DaySpan:
        """Its days."""
    @property
    def figures(self) -> Figures:
        """The figures."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class HeatMap:
    """Each day of a span, for one subject."""
    def __new__(cls, subject: Subject, days: Sequence[HeatDay]) -> Self: ...
    @property
    def subject(self) -> Subject:
        """Of what."""
    @property
    def days(self) -> builtins.list[HeatDay]:
        """The days in order, up to today."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class HeatDay:
    """One day of a heat map."""
    def __new__(cls, day: datetime.date, due: int, kept: int, share: float | None, entries: int) -> Self: ...
    @property
    def day(self) -> datetime.date:
        """The day."""
    @property
    def due(self) -> int:
        """How many leaves were due."""
    @property
    def kept(self) -> int:
        """How many of them were kept."""
    @property
    def share(self) -> float | None:
        """`kept` as a share of `due`, a float from 0 to 1; none where nothing was due, or that is unknown."""
    @property
    def entries(self) -> int:
        """How many entries there are."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class WeekdayProfile:
    """What was kept on each weekday."""
    def __new__(
        cls,
        subject: Subject,
        weekdays: Sequence[WeekdayFigures],
        best: WeekdayLike | None,
        worst: WeekdayLike | None,
    ) -> Self: ...
    @property
    def subject(self) -> Subject:
        """Of what."""
    @property
    def weekdays(self) -> builtins.list[WeekdayFigures]:
        """The seven weekdays, from the owner's first one on."""
    @property
    def best(self) -> Weekday | None:
        """The weekday with the highest rate; none where all rates are the same."""
    @property
    def worst(self) -> Weekday | None:
        """The weekday with the lowest rate; none where all rates are the same."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class WeekdayFigures:
    """The figures of one weekday."""
    def __new__(cls, weekday: WeekdayLike, entries: int, due: int, kept: int, rate: float | None) -> Self: ...
    @property
    def weekday(self) -> Weekday:
        """The weekday."""
    @property
    def entries(self) -> int:
        """How many entries there are."""
    @property
    def due(self) -> int:
        """How many due days of leaves."""
    @property
    def kept(self) -> int:
        """How many of them were kept."""
    @property
    def rate(self) -> float | None:
        """`kept` as a share of `due`, a float from 0 to 1; none where nothing was due."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Streaks:
    """The runs of an item."""
    def __new__(cls, item: uuid.UUID | str, current: Streak | None, longest: Streak | None) -> Self: ...
    @property
    def item(self) -> uuid.UUID:
        """The item."""
    @property
    def current(self) -> Streak | None:
        """The run that nothing has broken yet."""
    @property
    def longest(self) -> Streak | None:
        """The longest run; of equally long ones the latest."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Streak:
    """A run in which everything due was kept."""
    def __new__(cls, length: int, unit: StreakUnitLike, first: datetime.date, last: datetime.date) -> Self: ...
    @property
    def length(self) -> int:
        """How many due days, weeks or months were kept one after the other."""
    @property
    def unit(self) -> StreakUnit:
        """What is counted."""
    @property
    def first(self) -> datetime.date:
        """The first day that was kept, or that of the first period."""
    @property
    def last(self) -> datetime.date:
        """The last day that was kept, or that of the last period."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Strength:
    """How strong a practice is on a day."""
    def __new__(cls, item: uuid.UUID | str, day: datetime.date, score: float) -> Self: ...
    @property
    def item(self) -> uuid.UUID:
        """The item."""
    @property
    def day(self) -> datetime.date:
        """The day at whose end it is so strong."""
    @property
    def score(self) -> float:
        """A float from 0 to 1."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Comparison:
    """Two spans side by side."""
    def __new__(cls, before: DaySpanLike, after: DaySpanLike, lines: Sequence[Compared]) -> Self: ...
    @property
    def before(self) -> DaySpan:
        """The span compared with."""
    @property
    def after(self) -> DaySpan:
        """The span compared."""
    @property
    def lines(self) -> builtins.list[Compared]:
        """Categories, deeds and items in this order."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Compared:
    """A subject in both spans."""
    def __new__(cls, subject: Subject, before: Figures, after: Figures, change: FigureChange) -> Self: ...
    @property
    def subject(self) -> Subject:
        """Of what."""
    @property
    def before(self) -> Figures:
        """Its figures in the span compared with."""
    @property
    def after(self) -> Figures:
        """Its figures in the span compared."""
    @property
    def change(self) -> FigureChange:
        """By how much they changed."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class FigureChange:
    """By how much figures changed: those after, less those before."""
    def __new__(
        cls,
        entries: int,
        days_logged: int,
        total: decimal.Decimal | int | None,
        mean_scores: Sequence[MeanScoreChange],
        due: int,
        kept: int,
        unknown: int,
        rate: float | None,
    ) -> Self: ...
    @property
    def entries(self) -> int:
        """Of entries."""
    @property
    def days_logged(self) -> int:
        """Of days with an entry."""
    @property
    def total(self) -> decimal.Decimal | None:
        """Of the total; none where there is none on either side."""
    @property
    def mean_scores(self) -> builtins.list[MeanScoreChange]:
        """Of the mean scores, by scale version."""
    @property
    def due(self) -> int:
        """Of what was due."""
    @property
    def kept(self) -> int:
        """Of what was kept."""
    @property
    def unknown(self) -> int:
        """Of what is not known."""
    @property
    def rate(self) -> float | None:
        """Of the rate, a float from -1 to 1; none where there is none on one side."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class MeanScoreChange:
    """By how much the mean of a scale version's scores changed."""
    def __new__(cls, version: int, change: float) -> Self: ...
    @property
    def version(self) -> int:
        """The version's number."""
    @property
    def change(self) -> float:
        """The change, a float."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Correlation:
    """Whether two items are kept on the same days. That says nothing of causes."""
    def __new__(
        cls,
        first: uuid.UUID | str,
        second: uuid.UUID | str,
        days: int,
        both: int,
        first_only: int,
        second_only: int,
        neither: int,
        phi: float | None,
    ) -> Self: ...
    @property
    def first(self) -> uuid.UUID:
        """The first item."""
    @property
    def second(self) -> uuid.UUID:
        """The second item."""
    @property
    def days(self) -> int:
        """On how many days it is known of both whether they were kept."""
    @property
    def both(self) -> int:
        """On how many of them both were kept."""
    @property
    def first_only(self) -> int:
        """… only the first."""
    @property
    def second_only(self) -> int:
        """… only the second."""
    @property
    def neither(self) -> int:
        """… neither."""
    @property
    def phi(self) -> float | None:
        """The coefficient phi, a float from -1 to 1; none where one of them was always kept, or never."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class DashboardRequest:
    """What a dashboard is to show."""
    def __new__(
        cls,
        days: DaySpanLike,
        bucket: BucketLike | None = None,
        compare_with: DaySpanLike | None = None,
    ) -> Self: ...
    @property
    def days(self) -> DaySpan:
        """The days."""
    @property
    def bucket(self) -> Bucket | None:
        """By what the series part them; months if left out."""
    @property
    def compare_with(self) -> DaySpan | None:
        """Other days to compare them with."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Dashboard:
    """Everything that is shown of a span of days."""
    def __new__(
        cls,
        days: DaySpanLike,
        today: datetime.date,
        summary: Summary,
        distributions: Sequence[Distribution],
        series: Sequence[Points],
        heat_maps: Sequence[HeatMap],
        weekdays: Sequence[WeekdayProfile],
        streaks: Sequence[Streaks],
        strengths: Sequence[Strength],
        comparison: Comparison | None,
    ) -> Self: ...
    @property
    def days(self) -> DaySpan:
        """The days."""
    @property
    def today(self) -> datetime.date:
        """The owner's today."""
    @property
    def summary(self) -> Summary:
        """The figures of categories, deeds and items."""
    @property
    def distributions(self) -> builtins.list[Distribution]:
        """How often each value was given: of each item of a scale deed in the summary."""
    @property
    def series(self) -> builtins.list[Points]:
        """The figures by buckets: of each category in the summary."""
    @property
    def heat_maps(self) -> builtins.list[HeatMap]:
        """The days: of each category in the summary."""
    @property
    def weekdays(self) -> builtins.list[WeekdayProfile]:
        """The weekdays: of each category in the summary."""
    @property
    def streaks(self) -> builtins.list[Streaks]:
        """The runs up to the last of the days: of each item in the summary."""
    @property
    def strengths(self) -> builtins.list[Strength]:
        """The strength on the last of the days: of each item in the summary that has one."""
    @property
    def comparison(self) -> Comparison | None:
        """The comparison that was asked for."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ReportOptions:
    """What a report is to show. Bad deeds and reflections are in it only where they are asked for."""
    def __new__(
        cls,
        language: str | None = None,
        saiyyiaat: bool | None = None,
        reflections: bool | None = None,
    ) -> Self: ...
    @property
    def language(self) -> str | None:
        """In which language (`en`, `ar`, `ar-EG` …); English if left out."""
    @property
    def saiyyiaat(self) -> bool | None:
        """With bad deeds, and the reflections on them if reflections are asked for."""
    @property
    def reflections(self) -> bool | None:
        """With reflections."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class PlotOptions:
    """How a plot is to show an item."""
    def __new__(cls, bucket: BucketLike | None = None, language: str | None = None) -> Self: ...
    @property
    def bucket(self) -> Bucket | None:
        """What each bar stands for; a month if left out."""
    @property
    def language(self) -> str | None:
        """In which language (`en`, `ar`, `ar-EG` …); English if left out."""
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class ReminderTime:
    """When a reminder is due, by the clocks of the owner's zone as it is then."""
    @final
    class Once(ReminderTime):
        """Once."""
        __match_args__: ClassVar[tuple[Literal['day'], Literal['minute']]]
        def __new__(cls, day: datetime.date, minute: int) -> Self: ...
        @property
        def day(self) -> datetime.date:
            """On this date."""
        @property
        def minute(self) -> int:
            """So many minutes after midnight, 0 to 1,439."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Recurring(ReminderTime):
        """At a time of day, on the days of a schedule."""
        __match_args__: ClassVar[tuple[Literal['minute'], Literal['schedule']]]
        def __new__(cls, minute: int, schedule: Schedule) -> Self: ...
        @property
        def minute(self) -> int:
            """So many minutes after midnight, 0 to 1,439."""
        @property
        def schedule(self) -> Schedule:
            """On which days."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class Slot:
    """For when an occurrence was set."""
    @final
    class Planned(Slot):
        """For a date and a time that clocks show."""
        __match_args__: ClassVar[tuple[Literal['day'], Literal['minute']]]
        def __new__(cls, day: datetime.date, minute: int) -> Self: ...
        @property
        def day(self) -> datetime.date:
            """The date."""
        @property
        def minute(self) -> int:
            """The minutes after midnight."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class PutOff(Slot):
        """For the instant that a one-off was put off to."""
        __match_args__: ClassVar[tuple[Literal['until']]]
        def __new__(cls, until: datetime.datetime) -> Self: ...
        @property
        def until(self) -> datetime.datetime:
            """The instant."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Reflection:
    """The words written about one day. Never shared."""
    def __new__(cls, day: datetime.date, category: CategoryLike, text: str, revision: int) -> Self: ...
    @property
    def day(self) -> datetime.date:
        """The day."""
    @property
    def category(self) -> Category:
        """On good deeds or on bad ones."""
    @property
    def text(self) -> str:
        """The words."""
    @property
    def revision(self) -> int:
        """The ledger's sequence number of its last change."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ReflectionCursor:
    """Where a list of reflections goes on."""
    def __new__(cls, day: datetime.date, category: CategoryLike) -> Self: ...
    @property
    def day(self) -> datetime.date:
        """The day of the last one."""
    @property
    def category(self) -> Category:
        """Its category."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ReflectionQuery:
    """Which reflections to list: all of them, a thousand at once, unless told otherwise."""
    def __new__(
        cls,
        days: DaySpanLike | None = None,
        category: CategoryLike | None = None,
        after: ReflectionCursor | None = None,
        limit: int | None = None,
    ) -> Self: ...
    @property
    def days(self) -> DaySpan | None:
        """On these days."""
    @property
    def category(self) -> Category | None:
        """Of this category."""
    @property
    def after(self) -> ReflectionCursor | None:
        """After this one in the order of the list."""
    @property
    def limit(self) -> int | None:
        """At most so many, 1 to 10,000."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ReflectionPage:
    """Some reflections, and where the next ones are."""
    def __new__(cls, reflections: Sequence[Reflection], next: ReflectionCursor | None) -> Self: ...
    @property
    def reflections(self) -> builtins.list[Reflection]:
        """The reflections, the newest first."""
    @property
    def next(self) -> ReflectionCursor | None:
        """What to pass as `after` for the next page; none on the last."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Reminder:
    """Something to be reminded of."""
    def __new__(
        cls,
        id: uuid.UUID | str,
        title: str,
        text: str | None,
        item: uuid.UUID | str | None,
        priority: int,
        time: ReminderTime,
        active: bool,
        completed_at: datetime.datetime | None,
        snoozed_until: datetime.datetime | None,
    ) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def title(self) -> str:
        """What it is about."""
    @property
    def text(self) -> str | None:
        """More words."""
    @property
    def item(self) -> uuid.UUID | None:
        """The item it belongs to."""
    @property
    def priority(self) -> int:
        """From 1, the most urgent, to 5."""
    @property
    def time(self) -> ReminderTime:
        """When it is due."""
    @property
    def active(self) -> bool:
        """Whether it is in use."""
    @property
    def completed_at(self) -> datetime.datetime | None:
        """When a one-off was completed."""
    @property
    def snoozed_until(self) -> datetime.datetime | None:
        """Until when a one-off is put off."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedReminder:
    """A reminder that was made."""
    def __new__(cls, reminder: Reminder, committed: Committed) -> Self: ...
    @property
    def reminder(self) -> Reminder:
        """The reminder."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class NewReminder:
    """A reminder to be made."""
    def __new__(
        cls,
        title: str,
        time: ReminderTime,
        text: str | None = None,
        item: uuid.UUID | str | None = None,
        priority: int | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str:
        """What it is about."""
    @property
    def time(self) -> ReminderTime:
        """When it is due."""
    @property
    def text(self) -> str | None:
        """More words."""
    @property
    def item(self) -> uuid.UUID | None:
        """The item it belongs to."""
    @property
    def priority(self) -> int | None:
        """From 1, the most urgent, to 5; 3 if left out."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ReminderEdit:
    """What to change of a reminder; what is left out stays."""
    def __new__(
        cls,
        title: str | None = None,
        text: str | None = None,
        priority: int | None = None,
        time: ReminderTime | None = None,
        active: bool | None = None,
    ) -> Self: ...
    @property
    def title(self) -> str | None:
        """What it is about."""
    @property
    def text(self) -> str | None:
        """More words; an empty text takes them away."""
    @property
    def priority(self) -> int | None:
        """From 1, the most urgent, to 5."""
    @property
    def time(self) -> ReminderTime | None:
        """When it is due."""
    @property
    def active(self) -> bool | None:
        """Whether it is in use."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Occurrence:
    """One time at which a reminder is due."""
    def __new__(cls, at: datetime.datetime, reminder: uuid.UUID | str, slot: Slot) -> Self: ...
    @property
    def at(self) -> datetime.datetime:
        """The instant."""
    @property
    def reminder(self) -> uuid.UUID:
        """The reminder."""
    @property
    def slot(self) -> Slot:
        """What it was set for."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class DueReminder:
    """A reminder to deliver now: the asker's own until the lease ends."""
    def __new__(
        cls,
        reminder: Reminder,
        occurrence: Occurrence,
        day: datetime.date,
        until: datetime.datetime,
    ) -> Self: ...
    @property
    def reminder(self) -> Reminder:
        """What to remind of."""
    @property
    def occurrence(self) -> Occurrence:
        """Which of its occurrences this is."""
    @property
    def day(self) -> datetime.date:
        """The owner's day that it falls on."""
    @property
    def until(self) -> datetime.datetime:
        """When the lease ends: not confirmed by then, it is handed out again."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class DueOptions:
    """How far back due reminders are looked for, and for how long what is handed out is the asker's."""
    def __new__(cls, grace: int | None = None, lease: int | None = None) -> Self: ...
    @property
    def grace(self) -> int | None:
        """In seconds, at most five days; a day if left out."""
    @property
    def lease(self) -> int | None:
        """In seconds, at most five days; five minutes if left out."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class RelationKind:
    """What kind a relation is."""
    FRIEND: ClassVar[RelationKind]
    """Mutual: each may share with the other."""
    FOLLOW: ClassVar[RelationKind]
    """One way: the requester sees what the receiver shares."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: RelationKindLike) -> RelationKind:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

RelationKindLike: TypeAlias = RelationKind | Literal["friend", "follow"]

@final
class RelationRole:
    """Which side of a relation the owner of the book is."""
    REQUESTER: ClassVar[RelationRole]
    """The owner asked for it."""
    RECEIVER: ClassVar[RelationRole]
    """The owner was asked."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: RelationRoleLike) -> RelationRole:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

RelationRoleLike: TypeAlias = RelationRole | Literal["requester", "receiver"]

@final
class RelationState:
    """How a relation stands."""
    PENDING: ClassVar[RelationState]
    """Asked for, and not answered."""
    ACCEPTED: ClassVar[RelationState]
    """Both agreed."""
    REJECTED: ClassVar[RelationState]
    """The one who was asked declined."""
    ENDED: ClassVar[RelationState]
    """One of them ended it, or withdrew the request."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: RelationStateLike) -> RelationState:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

RelationStateLike: TypeAlias = RelationState | Literal["pending", "accepted", "rejected", "ended"]

@final
class PermissionLevel:
    """How far a permission goes."""
    READ: ClassVar[PermissionLevel]
    """To see the entries, without their notes."""
    WRITE: ClassVar[PermissionLevel]
    """To write entries, too."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: PermissionLevelLike) -> PermissionLevel:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

PermissionLevelLike: TypeAlias = PermissionLevel | Literal["read", "write"]

@final
class Refusal:
    """Why something is not allowed."""
    NO_RELATION: ClassVar[Refusal]
    """There is no relation that would let them see anything."""
    NOT_ACCEPTED: ClassVar[Refusal]
    """There is one that is not accepted."""
    NOT_SHARED: ClassVar[Refusal]
    """The owner has not shared it."""
    HIDDEN: ClassVar[Refusal]
    """It is hidden, or something above it is."""
    READ_ONLY: ClassVar[Refusal]
    """It may be read, but not written."""
    OWNERS_ALONE: ClassVar[Refusal]
    """It is the owner's alone."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: RefusalLike) -> Refusal:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

RefusalLike: TypeAlias = Refusal | Literal["no_relation", "not_accepted", "not_shared", "hidden", "read_only", "owners_alone"]

@disjoint_base
class Shared:
    """What a permission is for."""
    @final
    class OfDeed(Shared):
        """A deed with all its items."""
        __match_args__: ClassVar[tuple[Literal['deed']]]
        def __new__(cls, deed: uuid.UUID | str) -> Self: ...
        @property
        def deed(self) -> uuid.UUID:
            """The deed."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class OfItem(Shared):
        """An item with what is below it."""
        __match_args__: ClassVar[tuple[Literal['item']]]
        def __new__(cls, item: uuid.UUID | str) -> Self: ...
        @property
        def item(self) -> uuid.UUID:
            """The item."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class Wish:
    """What somebody wants to do with a book."""
    @final
    class Read(Wish):
        """To see the entries of an item."""
        __match_args__: ClassVar[tuple[Literal['item']]]
        def __new__(cls, item: uuid.UUID | str) -> Self: ...
        @property
        def item(self) -> uuid.UUID:
            """The item."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Write(Wish):
        """To write entries of an item."""
        __match_args__: ClassVar[tuple[Literal['item']]]
        def __new__(cls, item: uuid.UUID | str) -> Self: ...
        @property
        def item(self) -> uuid.UUID:
            """The item."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Private(Wish):
        """Anything else."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Relation:
    """A relation between the owner of the book and somebody else."""
    def __new__(
        cls,
        id: uuid.UUID | str,
        other: uuid.UUID | str,
        kind: RelationKindLike,
        role: RelationRoleLike,
        state: RelationStateLike,
        requested_at: datetime.datetime,
        accepted_at: datetime.datetime | None,
        changed_at: datetime.datetime,
    ) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id: the same in both books."""
    @property
    def other(self) -> uuid.UUID:
        """The other one."""
    @property
    def kind(self) -> RelationKind:
        """What kind it is."""
    @property
    def role(self) -> RelationRole:
        """Which side the owner is."""
    @property
    def state(self) -> RelationState:
        """How it stands."""
    @property
    def requested_at(self) -> datetime.datetime:
        """When it was asked for last."""
    @property
    def accepted_at(self) -> datetime.datetime | None:
        """When it was accepted; set exactly while it is."""
    @property
    def changed_at(self) -> datetime.datetime:
        """When its state changed last."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedRelation:
    """A relation that was asked for."""
    def __new__(cls, relation: Relation, committed: Committed) -> Self: ...
    @property
    def relation(self) -> Relation:
        """The relation."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Block:
    """Somebody whose requests don't reach the owner."""
    def __new__(cls, user: uuid.UUID | str, blocked_at: datetime.datetime) -> Self: ...
    @property
    def user(self) -> uuid.UUID:
        """Who."""
    @property
    def blocked_at(self) -> datetime.datetime:
        """Since when."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Permission:
    """Lets the other one of a relation see, or write, the entries of a deed or an item."""
    def __new__(
        cls,
        id: uuid.UUID | str,
        relation: uuid.UUID | str,
        shared: Shared,
        level: PermissionLevelLike,
        granted_at: datetime.datetime,
    ) -> Self: ...
    @property
    def id(self) -> uuid.UUID:
        """Its id."""
    @property
    def relation(self) -> uuid.UUID:
        """The relation that it hangs on."""
    @property
    def shared(self) -> Shared:
        """What it is for."""
    @property
    def level(self) -> PermissionLevel:
        """How far it goes."""
    @property
    def granted_at(self) -> datetime.datetime:
        """When it was granted."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AddedPermission:
    """A permission that was granted."""
    def __new__(cls, permission: Permission, committed: Committed) -> Self: ...
    @property
    def permission(self) -> Permission:
        """The permission."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class NewPermission:
    """A permission to be granted."""
    def __new__(
        cls,
        relation: uuid.UUID | str,
        shared: Shared,
        level: PermissionLevelLike,
        confirmed: bool | None = None,
    ) -> Self: ...
    @property
    def relation(self) -> uuid.UUID:
        """The relation that it hangs on."""
    @property
    def shared(self) -> Shared:
        """What it is for."""
    @property
    def level(self) -> PermissionLevel:
        """How far it goes."""
    @property
    def confirmed(self) -> bool | None:
        """The second word that sharing a bad deed asks for: concealing one's sins is the norm."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Access:
    """Whether something is allowed, and why."""
    def __new__(
        cls,
        allowed: bool,
        permission: uuid.UUID | str | None,
        level: PermissionLevelLike | None,
        refusal: RefusalLike | None,
    ) -> Self: ...
    @property
    def allowed(self) -> bool:
        """Whether it is."""
    @property
    def permission(self) -> uuid.UUID | None:
        """The permission that covers it; none for the owner."""
    @property
    def level(self) -> PermissionLevel | None:
        """How far that goes."""
    @property
    def refusal(self) -> Refusal | None:
        """Why it is not."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class LoggedAccess:
    """That somebody read in a book which is not theirs."""
    def __new__(
        cls,
        reader: uuid.UUID | str,
        deed: uuid.UUID | str,
        day: datetime.date,
        first_at: datetime.datetime,
    ) -> Self: ...
    @property
    def reader(self) -> uuid.UUID:
        """Who."""
    @property
    def deed(self) -> uuid.UUID:
        """Entries of which deed."""
    @property
    def day(self) -> datetime.date:
        """On which day, by the owner's clocks."""
    @property
    def first_at(self) -> datetime.datetime:
        """When first on that day."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AccessCursor:
    """Where the access log goes on."""
    def __new__(cls, day: datetime.date, reader: uuid.UUID | str, deed: uuid.UUID | str) -> Self: ...
    @property
    def day(self) -> datetime.date:
        """The day of the last line."""
    @property
    def reader(self) -> uuid.UUID:
        """Its reader."""
    @property
    def deed(self) -> uuid.UUID:
        """Its deed."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class AccessPage:
    """A part of the access log, and where the next one is."""
    def __new__(cls, accesses: Sequence[LoggedAccess], next: AccessCursor | None) -> Self: ...
    @property
    def accesses(self) -> builtins.list[LoggedAccess]:
        """The lines, the newest day first."""
    @property
    def next(self) -> AccessCursor | None:
        """What to pass as `after` for the next page; none on the last."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Origin:
    """What a commit does in the history of its book."""
    AUTHORED: ClassVar[Origin]
    """Written by its actor."""
    UNDO: ClassVar[Origin]
    """Reverses an earlier commit."""
    REDO: ClassVar[Origin]
    """Brings back what an undo had reversed."""
    ERASURE: ClassVar[Origin]
    """Writes again what an erasure could not keep in place."""
    @property
    def value(self) -> str:
        """The word for it."""
    @staticmethod
    def of(word: OriginLike) -> Origin:
        """The one that a word names."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

OriginLike: TypeAlias = Origin | Literal["authored", "undo", "redo", "erasure"]

@disjoint_base
class RecordKey:
    """Names a record of a book."""
    @final
    class Settings(RecordKey):
        """The owner's settings."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Group(RecordKey):
        """A group."""
        __match_args__: ClassVar[tuple[Literal['id']]]
        def __new__(cls, id: uuid.UUID | str) -> Self: ...
        @property
        def id(self) -> uuid.UUID:
            """Which."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Deed(RecordKey):
        """A deed."""
        __match_args__: ClassVar[tuple[Literal['id']]]
        def __new__(cls, id: uuid.UUID | str) -> Self: ...
        @property
        def id(self) -> uuid.UUID:
            """Which."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Item(RecordKey):
        """An item."""
        __match_args__: ClassVar[tuple[Literal['id']]]
        def __new__(cls, id: uuid.UUID | str) -> Self: ...
        @property
        def id(self) -> uuid.UUID:
            """Which."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Scale(RecordKey):
        """A scale version."""
        __match_args__: ClassVar[tuple[Literal['id']]]
        def __new__(cls, id: uuid.UUID | str) -> Self: ...
        @property
        def id(self) -> uuid.UUID:
            """Which."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Exemption(RecordKey):
        """An exemption."""
        __match_args__: ClassVar[tuple[Literal['id']]]
        def __new__(cls, id: uuid.UUID | str) -> Self: ...
        @property
        def id(self) -> uuid.UUID:
            """Which."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Merit(RecordKey):
        """A merit."""
        __match_args__: ClassVar[tuple[Literal['id']]]
        def __new__(cls, id: uuid.UUID | str) -> Self: ...
        @property
        def id(self) -> uuid.UUID:
            """Which."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Target(RecordKey):
        """A target."""
        __match_args__: ClassVar[tuple[Literal['id']]]
        def __new__(cls, id: uuid.UUID | str) -> Self: ...
        @property
        def id(self) -> uuid.UUID:
            """Which."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Reminder(RecordKey):
        """A reminder."""
        __match_args__: ClassVar[tuple[Literal['id']]]
        def __new__(cls, id: uuid.UUID | str) -> Self: ...
        @property
        def id(self) -> uuid.UUID:
            """Which."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Entry(RecordKey):
        """The entry of an item on a day."""
        __match_args__: ClassVar[tuple[Literal['item'], Literal['day']]]
        def __new__(cls, item: uuid.UUID | str, day: datetime.date) -> Self: ...
        @property
        def item(self) -> uuid.UUID:
            """The item."""
        @property
        def day(self) -> datetime.date:
            """The day."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Reviewed(RecordKey):
        """Whether a day was reviewed."""
        __match_args__: ClassVar[tuple[Literal['day']]]
        def __new__(cls, day: datetime.date) -> Self: ...
        @property
        def day(self) -> datetime.date:
            """The day."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class MakeUp(RecordKey):
        """The make-ups done for an item on a day."""
        __match_args__: ClassVar[tuple[Literal['item'], Literal['day']]]
        def __new__(cls, item: uuid.UUID | str, day: datetime.date) -> Self: ...
        @property
        def item(self) -> uuid.UUID:
            """The item."""
        @property
        def day(self) -> datetime.date:
            """The day."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Fidya(RecordKey):
        """The owed days of an item that were settled by fidya on a day."""
        __match_args__: ClassVar[tuple[Literal['item'], Literal['day']]]
        def __new__(cls, item: uuid.UUID | str, day: datetime.date) -> Self: ...
        @property
        def item(self) -> uuid.UUID:
            """The item."""
        @property
        def day(self) -> datetime.date:
            """The day."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Reflection(RecordKey):
        """The reflection on a day."""
        __match_args__: ClassVar[tuple[Literal['day'], Literal['category']]]
        def __new__(cls, day: datetime.date, category: CategoryLike) -> Self: ...
        @property
        def day(self) -> datetime.date:
            """The day."""
        @property
        def category(self) -> Category:
            """On good deeds or on bad ones."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Sighting(RecordKey):
        """The first day of a Hijri month by the owner's sighting."""
        __match_args__: ClassVar[tuple[Literal['month']]]
        def __new__(cls, month: HijriMonth) -> Self: ...
        @property
        def month(self) -> HijriMonth:
            """The month."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@disjoint_base
class RecordImage:
    """What a record held."""
    @final
    class Entry(RecordImage):
        """An entry."""
        __match_args__: ClassVar[tuple[Literal['value'], Literal['note']]]
        def __new__(cls, value: EntryValue, note: str | None) -> Self: ...
        @property
        def value(self) -> EntryValue:
            """Its value."""
        @property
        def note(self) -> str | None:
            """Its note. Private."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Reviewed(RecordImage):
        """The mark that a day was reviewed."""
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls) -> Self: ...
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class MakeUp(RecordImage):
        """Make-ups."""
        __match_args__: ClassVar[tuple[Literal['count']]]
        def __new__(cls, count: int) -> Self: ...
        @property
        def count(self) -> int:
            """How many."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Fidya(RecordImage):
        """Owed days settled by fidya."""
        __match_args__: ClassVar[tuple[Literal['count']]]
        def __new__(cls, count: int) -> Self: ...
        @property
        def count(self) -> int:
            """How many."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Reflection(RecordImage):
        """A reflection. Private."""
        __match_args__: ClassVar[tuple[Literal['text']]]
        def __new__(cls, text: str) -> Self: ...
        @property
        def text(self) -> str:
            """The words."""
        def __eq__(self, other: object, /) -> bool: ...
    @final
    class Structure(RecordImage):
        """A record of the book's structure."""
        __match_args__: ClassVar[tuple[Literal['kind']]]
        def __new__(cls, kind: str) -> Self: ...
        @property
        def kind(self) -> str:
            """What kind."""
        def __eq__(self, other: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class CommitHeader:
    """A commit of the ledger, without what it changed."""
    def __new__(
        cls,
        seq: int,
        at: datetime.datetime,
        actor: uuid.UUID | str,
        device: uuid.UUID | str,
        origin: OriginLike,
        of: int | None,
    ) -> Self: ...
    @property
    def seq(self) -> int:
        """Its place in the ledger."""
    @property
    def at(self) -> datetime.datetime:
        """When it was written."""
    @property
    def actor(self) -> uuid.UUID:
        """Who wrote it."""
    @property
    def device(self) -> uuid.UUID:
        """On which device."""
    @property
    def origin(self) -> Origin:
        """What it does in the book's history."""
    @property
    def of(self) -> int | None:
        """Of an undo or a redo: which commit it is about."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class LedgerEvent:
    """One event in the history of a record."""
    def __new__(
        cls,
        seq: int,
        at: datetime.datetime,
        actor: uuid.UUID | str,
        device: uuid.UUID | str,
        origin: OriginLike,
        of: int | None,
        before: RecordImage | None,
        after: RecordImage | None,
    ) -> Self: ...
    @property
    def seq(self) -> int:
        """The sequence number of the commit."""
    @property
    def at(self) -> datetime.datetime:
        """When."""
    @property
    def actor(self) -> uuid.UUID:
        """Who."""
    @property
    def device(self) -> uuid.UUID:
        """On which device."""
    @property
    def origin(self) -> Origin:
        """Whether it was written, undone or brought back."""
    @property
    def of(self) -> int | None:
        """Of an undo or a redo: which commit it is about."""
    @property
    def before(self) -> RecordImage | None:
        """What the record held before; none where there was no such record."""
    @property
    def after(self) -> RecordImage | None:
        """What it held afterwards; none where it was removed."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Undone:
    """What was undone, or brought back."""
    def __new__(cls, of: int, committed: Committed) -> Self: ...
    @property
    def of(self) -> int:
        """The commit that was."""
    @property
    def committed(self) -> Committed:
        """The commit that did it."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class VerifyReport:
    """A chain that holds, in numbers."""
    def __new__(cls, commits: int, changes: int, erased: int, head: Checkpoint) -> Self: ...
    @property
    def commits(self) -> int:
        """How many commits there are."""
    @property
    def changes(self) -> int:
        """How many changes they hold, the erased ones included."""
    @property
    def erased(self) -> int:
        """How many changes were erased."""
    @property
    def head(self) -> Checkpoint:
        """Where the ledger ends."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class CsvExport:
    """Which entries to write as a table: all of them, without their notes, unless told otherwise."""
    def __new__(
        cls,
        days: DaySpanLike | None = None,
        items: Sequence[uuid.UUID | str] | None = None,
        category: CategoryLike | None = None,
        notes: bool | None = None,
        bom: bool | None = None,
    ) -> Self: ...
    @property
    def days(self) -> DaySpan | None:
        """Only those of these days."""
    @property
    def items(self) -> builtins.list[uuid.UUID] | None:
        """Only those of these items and of what is below them."""
    @property
    def category(self) -> Category | None:
        """Only those of good deeds, or of bad ones."""
    @property
    def notes(self) -> bool | None:
        """With their notes, which are private."""
    @property
    def bom(self) -> bool | None:
        """Begins with the mark by which spreadsheets recognise UTF-8."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class CalendarExport:
    """What to put into a calendar file. Nothing is in it that is not asked for."""
    def __new__(
        cls,
        days: DaySpanLike,
        reminders: bool | None = None,
        targets: bool | None = None,
        exemptions: bool | None = None,
        occasions: bool | None = None,
    ) -> Self: ...
    @property
    def days(self) -> DaySpan:
        """The days."""
    @property
    def reminders(self) -> bool | None:
        """With reminders in use."""
    @property
    def targets(self) -> bool | None:
        """With targets in use."""
    @property
    def exemptions(self) -> bool | None:
        """With exemptions and their reasons, which are private."""
    @property
    def occasions(self) -> bool | None:
        """With the days of meaning of the Hijri year."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ImportProgress:
    """How far an import has come. What was read is then written, all at once: until that is done, the last number stands.
    """
    def __new__(cls, rows: int, total: int | None) -> Self: ...
    @property
    def rows(self) -> int:
        """How many rows were read."""
    @property
    def total(self) -> int | None:
        """How many there are; none where the file does not tell, or before it was looked through."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ImportReport:
    """What was imported, or, of a dry run, would be."""
    def __new__(
        cls,
        format: str,
        dry_run: bool,
        deeds: Sequence[ImportedDeed],
        entries_added: int,
        entries_unchanged: int,
        exemptions_added: int,
        reminders_added: int,
        groups_added: int,
        reflections_added: int,
        reflections_unchanged: int,
        not_carried: Sequence[NotCarriedOver],
        remarks: Sequence[str],
        committed: Committed,
    ) -> Self: ...
    @property
    def format(self) -> str:
        """The format that the file was recognised as."""
    @property
    def dry_run(self) -> bool:
        """Whether nothing was to be written."""
    @property
    def deeds(self) -> builtins.list[ImportedDeed]:
        """What each habit became, in the order of the file."""
    @property
    def entries_added(self) -> int:
        """How many entries are new."""
    @property
    def entries_unchanged(self) -> int:
        """How many entries the book held already, with the same value."""
    @property
    def exemptions_added(self) -> int:
        """How many spans of skipped days are new, as exemptions."""
    @property
    def reminders_added(self) -> int:
        """How many reminders are new."""
    @property
    def groups_added(self) -> int:
        """How many groups of deeds are new."""
    @property
    def reflections_added(self) -> int:
        """How many days have a reflection that is new."""
    @property
    def reflections_unchanged(self) -> int:
        """How many reflections the book held already, with the same words."""
    @property
    def not_carried(self) -> builtins.list[NotCarriedOver]:
        """What the file holds that a book can't, or that the book has otherwise."""
    @property
    def remarks(self) -> builtins.list[str]:
        """What the reader found in the file, in words."""
    @property
    def committed(self) -> Committed:
        """The commit."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class ImportedDeed:
    """What a habit became."""
    def __new__(cls, deed: uuid.UUID | str, name: str, is_new: bool, entries_added: int) -> Self: ...
    @property
    def deed(self) -> uuid.UUID:
        """The deed."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def is_new(self) -> bool:
        """Whether it is new to the book."""
    @property
    def entries_added(self) -> int:
        """How many of its entries are new."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class NotCarriedOver:
    """Something that was not carried over as it stands in the file."""
    def __new__(cls, habit: str, what: str, count: int, days: Sequence[datetime.date]) -> Self: ...
    @property
    def habit(self) -> str:
        """The habit's name."""
    @property
    def what(self) -> str:
        """What it is, as a stable word."""
    @property
    def count(self) -> int:
        """How often."""
    @property
    def days(self) -> builtins.list[datetime.date]:
        """The first three days concerned, if days are."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class StarterDeed:
    """A deed of the starter catalogue, in a language."""
    def __new__(
        cls,
        key: str,
        group: str,
        name: str,
        about: str,
        category: CategoryLike,
        measure: MeasureLike,
        unit: str | None,
        values: Sequence[str],
        suggested: bool,
        items: Sequence[StarterItem],
    ) -> Self: ...
    @property
    def key(self) -> str:
        """What it is picked by: `salah`."""
    @property
    def group(self) -> str:
        """What it belongs to: `Prayer`."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def about(self) -> str:
        """What it means."""
    @property
    def category(self) -> Category:
        """Good or bad."""
    @property
    def measure(self) -> Measure:
        """Scale or count."""
    @property
    def unit(self) -> str | None:
        """The unit of its amounts, where it has one."""
    @property
    def values(self) -> builtins.list[str]:
        """The labels of its scale, the lowest first; empty for a deed that is counted."""
    @property
    def suggested(self) -> bool:
        """Whether it belongs to the set that is suggested to beginners."""
    @property
    def items(self) -> builtins.list[StarterItem]:
        """The items under it."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class StarterItem:
    """An item of a deed of the starter catalogue, in a language."""
    def __new__(
        cls,
        key: str,
        name: str,
        schedule: Schedule,
        goal: Goal | None,
        make_up: bool,
        fast: bool,
        suggested: bool,
    ) -> Self: ...
    @property
    def key(self) -> str:
        """What it is picked by: `salah/fajr`."""
    @property
    def name(self) -> str:
        """Its name."""
    @property
    def schedule(self) -> Schedule:
        """When it is due."""
    @property
    def goal(self) -> Goal | None:
        """What makes a day kept, where the default of its category is not meant."""
    @property
    def make_up(self) -> bool:
        """Whether missed days are owed."""
    @property
    def fast(self) -> bool:
        """Whether it is a fast."""
    @property
    def suggested(self) -> bool:
        """Whether it belongs to the set that is suggested to beginners."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class BookSettings:
    """The owner's settings. Changing them moves no entry."""
    def get(self) -> Settings:
        """What is set."""
    def edit(self, edit: SettingsEdit) -> Committed:
        """Sets several at once; what is left out stays."""

@final
class Groups:
    """The groups of a book's deeds."""
    def add(self, name: str) -> AddedGroup:
        """Makes a group, after the others."""
    def list(self) -> builtins.list[Group]:
        """All groups in their order."""
    def rename(self, id: uuid.UUID | str, name: str) -> Committed:
        """Renames a group."""
    def reorder(self, order: Sequence[uuid.UUID | str]) -> Committed:
        """Puts the groups into a complete new order."""
    def remove(self, id: uuid.UUID | str) -> Committed:
        """Removes a group; its deeds are then in none."""

@final
class Deeds:
    """The deeds of a book."""
    def add(self, deed: NewDeed) -> AddedDeed:
        """Makes a deed with its scale and items, after the others.

        Raises: `invalid` for a part that breaks a rule, named as in `items[2].name`; `not_found` for its group.
        """
    def add_all(self, deeds: Sequence[NewDeed]) -> AddedDeeds:
        """Makes several deeds, after the others and in their order, as one commit.

        Raises: As `add`, the place in front: `deeds[3].name`. Nothing is made then.
        """
    def get(self, id: uuid.UUID | str) -> Deed:
        """A deed with its items.

        Raises: `not_found`.
        """
    def list(self) -> builtins.list[Deed]:
        """All deeds in their order, archived and hidden ones too."""
    def edit(self, id: uuid.UUID | str, edit: DeedEdit) -> Committed:
        """Edits a deed.

        Raises: `conflict` for another category or measure once there are entries, or while a rule relies on it.
        """
    def rename(self, id: uuid.UUID | str, name: str) -> Committed:
        """Renames a deed, and with it its root item."""
    def assign_group(self, id: uuid.UUID | str, group: uuid.UUID | str | None = None) -> Committed:
        """Shows a deed in a group, or in none."""
    def reorder(self, order: Sequence[uuid.UUID | str]) -> Committed:
        """Puts the deeds into a complete new order. Archived ones may be left out; they come last."""
    def archive(self, id: uuid.UUID | str, from_day: datetime.date) -> Committed:
        """Archives a deed with all its items: not due from that day on, history kept."""
    def restore(self, id: uuid.UUID | str) -> Committed:
        """Makes an archived deed live again."""

@final
class Items:
    """The items of a book's deeds."""
    def add(self, parent: uuid.UUID | str, item: NewItemLike) -> AddedItem:
        """Makes an item, with those below it, under another one: after the items there.

        Raises: `invalid` for a part that breaks a rule, or a tree more than 8 levels deep; `conflict` for a name that a
        live sibling has, or an archived parent.
        """
    def get(self, id: uuid.UUID | str) -> Item:
        """An item.

        Raises: `not_found`.
        """
    def find(self, path: str) -> uuid.UUID:
        """The item at a path such as `Salah/Fajr`, or the one with this UUID.

        Raises: `not_found`, or `conflict` if several have this path.
        """
    def edit(self, id: uuid.UUID | str, edit: ItemEdit) -> Committed:
        """Edits an item.

        Raises: `conflict` for a name that a live sibling has.
        """
    def hide(self, id: uuid.UUID | str, hide: HideLike) -> Committed:
        """Leaves an item out of insights, or also out of input lists; or shows it again."""
    def move_under(self, id: uuid.UUID | str, parent: uuid.UUID | str) -> Committed:
        """Moves an item, with all below it, under another item of the same deed, after those there."""
    def reorder(self, parent: uuid.UUID | str, order: Sequence[uuid.UUID | str]) -> Committed:
        """Puts the items under a parent into a complete new order. Archived ones may be left out; they come last."""
    def archive(self, id: uuid.UUID | str, from_day: datetime.date) -> Committed:
        """Archives an item with all below it: not due from that day on, history kept."""
    def restore(self, id: uuid.UUID | str) -> Committed:
        """Makes an archived item live again, with those below it that were archived from the same day."""
    def set_goal(self, id: uuid.UUID | str, from_day: datetime.date, goal: Goal) -> Committed:
        """Sets what makes a day kept, from a day on until the next goal's day."""
    def set_schedule(self, id: uuid.UUID | str, from_day: datetime.date, schedule: Schedule) -> Committed:
        """Sets when an item is due, from a day on until the next schedule's day."""
    def set_make_up(self, id: uuid.UUID | str, policy: MakeUpPolicy | None = None) -> Committed:
        """Sets how an item's make-ups are reckoned; none if missed days are not owed."""
    def set_opening(self, id: uuid.UUID | str, opening: int) -> Committed:
        """Sets how many make-ups were owed when their reckoning began. All else about them stays.

        Raises: `conflict` for an item whose missed days are not owed.
        """
    def set_fidya_rate(self, id: uuid.UUID | str, rate: FidyaRate | None = None) -> Committed:
        """Sets what is given as fidya for one owed day, or that none is. All else about the make-ups stays.

        Raises: `invalid` for an amount of 0, `conflict` for an item whose missed days are not owed.
        """
    def set_excuses(self, items: Sequence[uuid.UUID | str], excuses: Sequence[Excuse]) -> Committed:
        """Sets what reasons of exemption do for items: each of them gets these on top of what it has."""

@final
class Scales:
    """The scales of a book's deeds."""
    def versions(self, deed: uuid.UUID | str) -> builtins.list[Scale]:
        """The versions of a deed's scale, in order of their numbers; none for a counted deed."""
    def redefine(
        self,
        deed: uuid.UUID | str,
        values: Sequence[ScaleValue],
        mapping: Sequence[int | None] | None = None,
    ) -> AddedScale:
        """Makes the next version of a deed's scale, active from today on. Entries keep the values they were given.

        `mapping` tells for each value of the version before, by position, which one it is now, if any; without it, the
        one with the same label.

        Raises: `invalid` for values that are no scale, a mapping that does not fit, or a counted deed.
        """
    def correct_labels(self, id: uuid.UUID | str, labels: Sequence[str]) -> Committed:
        """Corrects the spelling of a version's labels, in order. Neither version nor scores change."""

@final
class Entries:
    """The entries of a book."""
    def put(self, item: uuid.UUID | str, day: datetime.date, value: ValueInputLike) -> Committed:
        """Records a value for an item on a day, in the place of what stood there. A note that is there stays.

        Raises: `invalid` for a value that is not one of the deed's, an item that is no leaf, or a day after the owner's
        tomorrow; `not_found` for the item.
        """
    def put_many(self, entries: Sequence[NewEntry]) -> Committed:
        """Records many entries: all of them, or, if one is refused, none. Safe to repeat.

        Raises: As `put`, with the place of the one that is wrong, as in `entries[17].value`.
        """
    def add(self, item: uuid.UUID | str, day: datetime.date, amount: decimal.Decimal | int) -> Committed:
        """Adds to the count of an item on a day. Those who add at the same time end at the sum. To be able to send it
        again after a failure without adding twice, use `batch`.

        Raises: As `put`; `invalid` for a deed that is not counted, and for an amount of 0.
        """
    def batch(
        self,
        request: uuid.UUID | str,
        entries: Sequence[NewEntry] | None = None,
        counts: Sequence[CountToAdd] | None = None,
    ) -> Committed:
        """Puts entries and adds to counts: carried out once, however often it is sent with this request id, all of it or
        nothing.

        Raises: As `put_many`; `conflict` for a request id that was carried out with other changes.
        """
    def note(self, item: uuid.UUID | str, day: datetime.date, note: str | None = None) -> Committed:
        """Sets the note of an entry, or takes it away.

        Raises: `invalid` for a note that is empty or has more than 4,000 characters; `not_found` without entry.
        """
    def remove(self, item: uuid.UUID | str, day: datetime.date) -> Committed:
        """Removes an entry. Its history stays.

        Raises: `not_found` without entry.
        """
    def get(self, item: uuid.UUID | str, day: datetime.date) -> Entry | None:
        """The entry of an item on a day, if there is one.

        Raises: `not_found` for the item.
        """
    def list(self, query: EntryQuery | None = None) -> EntryPage:
        """Entries by cursor: newest first, stable while others write.

        Raises: `invalid` for a limit that is not from 1 to 10,000.
        """
    def search(self, words: str, after: EntryCursor | None = None, limit: int | None = None) -> EntryPage:
        """Entries whose notes hold all words of a text, newest first.

        Raises: `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
        """
    def day(self, day: datetime.date) -> DayPage:
        """A day as an input screen shows it: every leaf that is not hidden from all, whether it is due, what was recorded,
        and whether the day was kept.
        """
    def set_reviewed(self, day: datetime.date, reviewed: bool) -> Committed:
        """Marks a day as reviewed ("nothing to report"), so that blank bad deeds read as clean; or takes the mark away.

        Raises: `invalid` for a day after the owner's tomorrow.
        """
    def reviewed(self, days: DaySpanLike) -> builtins.list[datetime.date]:
        """The days within a span that are marked as reviewed, rising."""
    def table(self, days: DaySpanLike | None = None) -> Table:
        """The entries of some days, or of all, as a table."""

@final
class MakeUps:
    """The make-ups (*qada*) of a book's items."""
    def add(self, item: uuid.UUID | str, day: datetime.date, count: int) -> Committed:
        """Records that so many make-ups of an item were done on a day, on top of those recorded for it.

        Raises: `conflict` for an item whose missed days are not owed, `invalid` for a count of 0 or a day after the
        owner's tomorrow.
        """
    def put(self, item: uuid.UUID | str, day: datetime.date, count: int) -> Committed:
        """Sets how many make-ups of an item were done on a day."""
    def remove(self, item: uuid.UUID | str, day: datetime.date) -> Committed:
        """Removes what was recorded of make-ups for a day.

        Raises: `not_found` if there is nothing.
        """
    def add_fidya(self, item: uuid.UUID | str, day: datetime.date, count: int) -> Committed:
        """Records that so many owed days of an item were settled by fidya on a day, on top of those recorded for it."""
    def put_fidya(self, item: uuid.UUID | str, day: datetime.date, count: int) -> Committed:
        """Sets how many owed days of an item were settled by fidya on a day."""
    def remove_fidya(self, item: uuid.UUID | str, day: datetime.date) -> Committed:
        """Removes what was recorded of fidya for a day.

        Raises: `not_found` if there is nothing.
        """
    def confirm_missed(self, item: uuid.UUID | str, until: datetime.date) -> Committed:
        """Confirms that the due days up to a day on which nothing was logged were missed, so that they are owed.

        Raises: `invalid` for a day that is not over; `conflict` for an item whose missed days are not owed.
        """
    def unconfirm_missed(self, item: uuid.UUID | str, from_day: datetime.date) -> Committed:
        """Takes back that the due days from a day on, on which nothing was logged, were missed."""
    def unconfirmed_days(self, item: uuid.UUID | str) -> builtins.list[datetime.date]:
        """The due days before today on which nothing was logged and which are not confirmed as missed, rising."""
    def balance(self, item: uuid.UUID | str) -> MakeUpBalance:
        """What is owed of an item today.

        Raises: `conflict` for an item whose missed days are not owed, `not_found` for the item.
        """
    def history(self, item: uuid.UUID | str) -> MakeUpHistory:
        """How what is owed of an item came about, day by day up to today."""
    def settled(self, item: uuid.UUID | str) -> Settled:
        """What was made up of an item, and what was settled by fidya."""

@final
class Exemptions:
    """The exemptions of a book. Never visible to others."""
    def add(self, exemption: NewExemption) -> AddedExemption:
        """Makes an exemption: open, unless its last day is given.

        Raises: `invalid` for a last day before the first; `not_found` for the deed or item.
        """
    def list(self) -> builtins.list[Exemption]:
        """All exemptions, the latest first."""
    def edit(self, id: uuid.UUID | str, edit: ExemptionEdit) -> Committed:
        """Edits an exemption."""
    def end(self, id: uuid.UUID | str, last_day: datetime.date) -> Committed:
        """Ends an exemption with a last day, be it open or not."""
    def remove(self, id: uuid.UUID | str) -> Committed:
        """Removes an exemption."""

@final
class Merits:
    """The merits and demerits of a book."""
    def add(self, merit: NewMerit) -> AddedMerit:
        """Makes a merit, after the others.

        Raises: `invalid` for a rule that breaks the rules, named by its part, as in `rule.all[2].days`; `not_found` for
        an item that it names.
        """
    def get(self, id: uuid.UUID | str) -> Merit:
        """A merit.

        Raises: `not_found`.
        """
    def list(self) -> builtins.list[Merit]:
        """All merits in their order."""
    def edit(self, id: uuid.UUID | str, edit: MeritEdit) -> Committed:
        """Edits a merit. Verdicts recorded for it follow its new rule.

        Raises: As `add`.
        """
    def activate(self, id: uuid.UUID | str, active: bool) -> Committed:
        """Puts a merit into use, or out of it."""
    def reorder(self, order: Sequence[uuid.UUID | str]) -> Committed:
        """Puts the merits into a complete new order."""
    def remove(self, id: uuid.UUID | str) -> Committed:
        """Removes a merit, and the verdicts recorded for it."""
    def evaluate(self, id: uuid.UUID | str, day: datetime.date, language: str | None = None) -> Verdict:
        """How a merit stands on a day, whether it is in use or not: the whole rule, with what each condition has and
        needs. Nothing is recorded. The words of `why` are in a language (`en`, `ar` …); in English, with days as
        `2024-02-10`, if it is left out.

        Raises: `not_found`; `unsupported` for a language without texts, `invalid` for what is no tag of a language.
        """
    def evaluate_all(self, day: datetime.date, language: str | None = None) -> builtins.list[MeritVerdict]:
        """How all merits in use stand on a day, in their order; with the words of `evaluate`.

        Raises: For the language those of `evaluate`.
        """
    def outcomes(self, days: DaySpanLike) -> builtins.list[MeritOutcomes]:
        """How all merits in use stand on each day of a span, in their order. Nothing is recorded."""
    def record(self, id: uuid.UUID | str, day: datetime.date, language: str | None = None) -> Verdict:
        """Evaluates a merit for a day and records the verdict. From then on it is kept current: every write that turns it
        says so. The words are those of `evaluate`.

        Raises: As `evaluate`.
        """
    def record_all(self, day: datetime.date, language: str | None = None) -> builtins.list[MeritVerdict]:
        """Evaluates all merits in use for a day and records the verdicts: what a nightly run does. The words are those of
        `evaluate`.

        Raises: For the language those of `evaluate`.
        """
    def backfill(self, id: uuid.UUID | str, days: DaySpanLike) -> builtins.list[RecordedVerdict]:
        """Evaluates a merit for each day of a span and records the verdicts.

        Raises: `not_found`.
        """
    def history(self, id: uuid.UUID | str, days: DaySpanLike) -> builtins.list[RecordedVerdict]:
        """The verdicts recorded for a merit on days of a span, by day.

        Raises: `not_found`.
        """
    def recompute(self) -> builtins.list[Turned]:
        """Recomputes the recorded verdicts that may be out of date, and tells what turned: after another program wrote to
        the book, or after a crash. Writes and readings do so by themselves.
        """

@final
class Targets:
    """The targets of a book."""
    def add(self, target: NewTarget) -> AddedTarget:
        """Makes a target.

        Raises: `invalid` for dates and conditions that break the rules, named as in `items[1].days`; `conflict` for a
        title and first day that another target has.
        """
    def get(self, id: uuid.UUID | str) -> Target:
        """A target.

        Raises: `not_found`.
        """
    def list(self) -> builtins.list[Target]:
        """All targets, the latest first."""
    def edit(self, id: uuid.UUID | str, edit: TargetEdit) -> Committed:
        """Edits a target.

        Raises: As `add`; whether it is over does not matter.
        """
    def remove(self, id: uuid.UUID | str) -> Committed:
        """Removes a target."""
    def progress(self, id: uuid.UUID | str) -> TargetProgress:
        """How a target stands today.

        Raises: `not_found`.
        """
    def progress_all(self) -> builtins.list[TargetStanding]:
        """How all targets in use stand today, the latest first."""

@final
class Insights:
    """What the owner sees when they look back over a book. Each call reads the store once: for several figures of one
    span, ask for a dashboard. Hidden items are left out, unless `hidden` asks for them.
    """
    def summary(self, days: DaySpanLike, hidden: bool | None = None) -> Summary:
        """The figures of each category, deed and item."""
    def figures(self, subject: Subject, days: DaySpanLike, hidden: bool | None = None) -> Figures:
        """The same figures of one category, deed or item.

        Raises: `not_found`.
        """
    def distribution(self, item: uuid.UUID | str, days: DaySpanLike, hidden: bool | None = None) -> Distribution:
        """How often each scale value was given to an item and those below it.

        Raises: `not_found`.
        """
    def series(self, subject: Subject, bucket: BucketLike, days: DaySpanLike, hidden: bool | None = None) -> Points:
        """The figures of a category, deed or item bucket by bucket, for charts.

        Raises: `not_found`.
        """
    def heat_map(self, subject: Subject, days: DaySpanLike, hidden: bool | None = None) -> HeatMap:
        """For each day: how much of what was due was kept, and how much was recorded.

        Raises: `not_found`.
        """
    def weekdays(self, subject: Subject, days: DaySpanLike, hidden: bool | None = None) -> WeekdayProfile:
        """What was due and kept on each weekday, with the best and the worst one.

        Raises: `not_found`.
        """
    def streaks(self, item: uuid.UUID | str, within: DaySpanLike | None = None, hidden: bool | None = None) -> Streaks:
        """The current and the longest run of an item: of all its days, or within some, which cut off those that began
        before.

        Raises: `not_found`.
        """
    def strength(self, item: uuid.UUID | str, hidden: bool | None = None) -> Strength | None:
        """How strong the practice of an item is today; none before it starts.

        Raises: `not_found`.
        """
    def strength_series(
        self,
        item: uuid.UUID | str,
        days: DaySpanLike,
        hidden: bool | None = None,
    ) -> builtins.list[Strength]:
        """How strong it was at the end of each day.

        Raises: `not_found`.
        """
    def comparison(self, before: DaySpanLike, after: DaySpanLike, hidden: bool | None = None) -> Comparison:
        """The figures of two spans side by side, with the change of each."""
    def correlation(
        self,
        first: uuid.UUID | str,
        second: uuid.UUID | str,
        days: DaySpanLike,
        hidden: bool | None = None,
    ) -> Correlation:
        """Whether two items are kept on the same days, and on how many days that rests.

        Raises: `not_found`.
        """
    def dashboard(self, request: DashboardRequest, hidden: bool | None = None) -> Dashboard:
        """Everything that is shown of a span of days, in one value, from one reading of the store."""
    def series_table(
        self,
        subject: Subject,
        bucket: BucketLike,
        days: DaySpanLike,
        hidden: bool | None = None,
    ) -> Table:
        """The figures of `series` as a table, a row for each part."""
    def summary_table(self, days: DaySpanLike, hidden: bool | None = None) -> Table:
        """The figures of `summary` as a table, a row for each category, deed and item."""

@final
class Reports:
    """A book on paper: one page to look back with, and plots. Both hold all that they show, and load nothing. Hidden items
    are never in the page, nor are notes of entries and exemptions.
    """
    def page(self, days: DaySpanLike, options: ReportOptions | None = None) -> str:
        """The report of some days up to today: a whole HTML document.

        Raises: `unsupported` for a language without texts, `invalid` for what is no tag of a language.
        """
    def plot(self, item: uuid.UUID | str, days: DaySpanLike, options: PlotOptions | None = None) -> str:
        """An item (with all below it) over time: a whole SVG document, with a bar for each part of the days. Of a deed
        that is counted it shows the totals, of one with a scale how much of what was due was kept.

        Raises: `not_found` for the item; `invalid` (field `bucket`) for more than 1,000 bars; for the language those of
        `page`.
        """

@final
class Reflections:
    """The reflections of a book. Never shared."""
    def write(self, day: datetime.date, category: CategoryLike, text: str) -> Committed:
        """Writes the reflection on a day, in the place of what stood there.

        Raises: `invalid` for a text that is empty or has more than 20,000 characters, or a day after tomorrow.
        """
    def remove(self, day: datetime.date, category: CategoryLike) -> Committed:
        """Takes the reflection on a day away; its history stays."""
    def read(self, day: datetime.date, category: CategoryLike) -> Reflection | None:
        """The reflection on a day, if there is one."""
    def list(self, query: ReflectionQuery | None = None) -> ReflectionPage:
        """Reflections by cursor: newest first.

        Raises: `invalid` for a limit that is not from 1 to 10,000.
        """
    def search(self, words: str, after: ReflectionCursor | None = None, limit: int | None = None) -> ReflectionPage:
        """Reflections that hold all words of a text, newest first.

        Raises: `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
        """

@final
class Reminders:
    """The reminders of a book: what to be reminded of, and what is due. The host delivers them."""
    def add(self, reminder: NewReminder) -> AddedReminder:
        """Makes a reminder."""
    def list(self) -> builtins.list[Reminder]:
        """All reminders, completed ones too: the most urgent first, then by title."""
    def edit(self, id: uuid.UUID | str, edit: ReminderEdit) -> Committed:
        """Edits a reminder. A new time makes one that was completed or snoozed due again."""
    def complete(self, id: uuid.UUID | str) -> Committed:
        """Marks a reminder for one time as completed.

        Raises: `conflict` for one that recurs or is completed already.
        """
    def snooze(self, id: uuid.UUID | str, until: datetime.datetime) -> Committed:
        """Puts a reminder for one time off.

        Raises: `invalid` unless `until` is still to come; `conflict` for one that recurs or is completed.
        """
    def remove(self, id: uuid.UUID | str) -> Committed:
        """Removes a reminder."""
    def due(self, options: DueOptions | None = None) -> builtins.list[DueReminder]:
        """Takes the reminders that are due, to deliver them: the longest due first. Each occurrence is handed out once,
        however many hosts ask; deliver it, then confirm it. One that is not confirmed within the lease is handed out
        again.

        Raises: `invalid` for a grace or a lease of nothing or above five days.
        """
    def confirm(self, due: DueReminder) -> None:
        """Notes that a reminder was delivered: nobody gets this occurrence again.

        Raises: `not_found` where it is claimed no more: the reminder was removed since, or it is more than a week ago.
        """
    def release(self, due: DueReminder) -> bool:
        """Gives a reminder back that can't be delivered now, so that it is handed out again at once. Says whether it was
        still the asker's.
        """

@final
class BookCalendar:
    """The calendar of a book: Gregorian days with their Hijri dates and meaning. Hijri months begin by the Umm al-Qura
    tables, unless the owner says on which day one was sighted.
    """
    def today(self) -> datetime.date:
        """The owner's today, by their zone and day start."""
    def day(self, day: datetime.date) -> CalendarDay:
        """A day with its weekday, Hijri date and meaning."""
    def days(self, days: DaySpanLike) -> builtins.list[CalendarDay]:
        """The same of all days of a span."""
    def sightings(self) -> builtins.list[Sighting]:
        """The sightings that are set, in the order of their months."""
    def set_sighting(self, month: HijriMonth, first_day: datetime.date) -> Committed:
        """Sets on which day a Hijri month began.

        Raises: `invalid` (field `first_day`) for a day more than 2 days from the tables', or if a month would not have
        29 or 30 days: `set_sightings` can move several together.
        """
    def remove_sighting(self, month: HijriMonth) -> Committed:
        """Takes a sighting back, so that the tables hold again."""
    def set_sightings(self, sightings: Sequence[SightingEdit]) -> Committed:
        """Sets or takes back several sightings in one commit."""

@final
class Starter:
    """Deeds that people commonly keep, to pick from."""
    def list(self, language: str | None = None) -> builtins.list[StarterDeed]:
        """The whole catalogue, in a language (`en`, `ar` …; English if left out).

        Raises: `unsupported` for a language without texts, `invalid` for what is no tag of a language.
        """
    def suggested(self) -> builtins.list[str]:
        """The keys of the set that is suggested to beginners."""
    def add(self, keys: Sequence[str], starts_on: datetime.date, language: str | None = None) -> AddedDeeds:
        """Makes the deeds that keys pick, such as `salah` or `fasting/white-days`, due from a day on.

        Raises: `not_found` for a key that the catalogue does not have, `invalid` if none was picked.
        """

@final
class People:
    """The relations of a book's owner, and what they share."""
    def request(self, kind: RelationKindLike, user: uuid.UUID | str) -> AddedRelation:
        """Asks somebody for a relation. Where they have asked for the same friendship, that is accepted. Whether a block
        keeps it from arriving is not told.

        Raises: `invalid` with oneself; `not_found` if they have no book here; `conflict` where it was asked for already
        or stands, where the owner blocks them, and while a rejected request rests.
        """
    def accept(self, relation: uuid.UUID | str) -> Committed:
        """Accepts a request. Nothing is shared by that alone.

        Raises: `not_found`; `conflict` unless it waits for the owner's answer, and where it was withdrawn meanwhile.
        """
    def reject(self, relation: uuid.UUID | str) -> Committed:
        """Declines a request.

        Raises: `not_found`; `conflict` unless it waits for the owner's answer.
        """
    def end(self, relation: uuid.UUID | str) -> Committed:
        """Ends a relation, or withdraws a request. What was shared by it, on either side, is shared no more.

        Raises: `not_found`; `conflict` for one that is over, or that waits for the owner's answer.
        """
    def block(self, user: uuid.UUID | str) -> Committed:
        """Blocks somebody: what stands between the two is over, and their requests don't arrive any more. They are not
        told.

        Raises: `invalid` for oneself.
        """
    def unblock(self, user: uuid.UUID | str) -> Committed:
        """Takes a block back. What it ended stays so.

        Raises: `not_found` if they are not blocked.
        """
    def relations(self) -> builtins.list[Relation]:
        """All relations: those that wait for an answer first, then those that stand, then those that are over; the newest
        of each first.
        """
    def blocks(self) -> builtins.list[Block]:
        """Those whom the owner blocks."""
    def sharing_with(self, user: uuid.UUID | str) -> uuid.UUID:
        """The relation by which something can be shared with somebody.

        Raises: `not_found` if there is none that lets them see the book.
        """
    def grant(self, permission: NewPermission) -> AddedPermission:
        """Grants a permission; granted again for the same, it sets how far that goes.

        Raises: `not_found` for the relation, the deed or the item; `conflict` unless the relation is accepted and lets
        the other one see, and where the deed has a writer already; `invalid` for a bad deed that is not confirmed.
        """
    def revoke(self, permission: uuid.UUID | str) -> Committed:
        """Takes a permission back, from the next operation on.

        Raises: `not_found`.
        """
    def permissions(self) -> builtins.list[Permission]:
        """All permissions, the newest first."""
    def may(self, user: uuid.UUID | str, wish: Wish) -> Access:
        """Whether somebody may do something with the book, and why. To them, what is hidden reads as not shared."""
    def accesses(self, after: AccessCursor | None = None, limit: int | None = None) -> AccessPage:
        """The access log: who else read which deed on which day, newest day first; once for each.

        Raises: `invalid` for a limit that is not from 1 to 10,000.
        """

@final
class Ledger:
    """The ledger of a book: every change there was, in a chain that shows what was tampered with."""
    def checkpoint(self) -> Checkpoint:
        """Where the ledger stands: to be kept elsewhere, and shown to `verify` later."""
    def commits(self, before: int | None = None, limit: int | None = None) -> builtins.list[CommitHeader]:
        """Who wrote when, newest first: the headers of at most `limit` commits (100 if left out), before a commit if one
        is given.

        Raises: `invalid` for a limit that is not from 1 to 10,000.
        """
    def history(self, record: RecordKey) -> builtins.list[LedgerEvent]:
        """The history of a record, newest first: who changed it when, from what to what."""
    def undo(self) -> Undone | None:
        """Reverses the actor's latest change that is not undone yet; none if there is nothing to undo."""
    def undo_commit(self, seq: int) -> Undone:
        """Reverses one commit."""
    def redo(self) -> Undone | None:
        """Brings back what was undone last; none if there is nothing."""
    def verify(self, expected: Checkpoint | None = None) -> VerifyReport:
        """Walks the whole chain, and holds it to a checkpoint that was kept elsewhere, if one is given.

        Raises: `corrupt`, naming the first commit that does not hold.
        """
    def export(self, path: str | os.PathLike[str], passphrase: str | None = None) -> Checkpoint:
        """Writes the whole book, with all of its history, to a new file that the client's `restore` reads back without
        loss. Notes and reflections are in it; with a passphrase it is locked. Answers where the ledger stood.

        Raises: `invalid` for an empty passphrase, `conflict` for a file that is there, `unavailable` if it can't be
        written.
        """
    def erase(self, record: RecordKey) -> Committed:
        """Erases a record with its whole history, for good: the ledger keeps hashes in its place. A deed goes with its
        items and all of their entries.

        Raises: `not_found` for a record that never was; `conflict` for a deed or an item while a merit or a target uses
        it.
        """
    def erase_book(self, owner: uuid.UUID | str) -> None:
        """Erases the whole book with its ledger, for good. Its owner is named once more.

        Raises: `invalid` if another than the book's owner is named.
        """

@final
class Exports:
    """Exports of a book for other programs. They hold what was asked for and no history."""
    def csv(self, path: str | os.PathLike[str], export: CsvExport | None = None) -> int:
        """Writes the entries as a table to a new file, the newest day first: RFC 4180, UTF-8. Answers how many entries
        there were.

        Raises: `not_found` for an item that is asked for; `conflict` for a file that is there, `unavailable` if it
        can't be written.
        """
    def calendar(self, path: str | os.PathLike[str], export: CalendarExport) -> int:
        """Writes a calendar that other programs read to a new file: iCalendar, RFC 5545. Answers how many events there
        were.

        Raises: `invalid` for more than 3,660 days; `conflict` for a file that is there, `unavailable` if it can't be
        written.
        """

@final
class Imports:
    """Imports of other programs' files."""
    def file(self, path: str | os.PathLike[str], dry_run: bool | None = None) -> ImportReport:
        """Imports the file of another program, or a folder that it was unpacked to: all of it, as one commit, or nothing.
        The format is recognised by the content. A dry run only reports what would be imported.

        Raises: `unsupported` for a file of no known format, `corrupt` for a damaged one, `invalid` for one that goes
        beyond the reader's limits, `unavailable` where it can't be read now. Nothing is written then.
        """
    def progress(self) -> ImportProgress | None:
        """How far the import has come that is under way here: into this book, by this client and who acts on it, whatever
        handle it was begun by. It may be asked as often as a screen is painted; each thousand rows it changes. None
        while there is no import; of several, the one that was begun last is told.
        """
