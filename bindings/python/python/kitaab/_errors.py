"""The exceptions, one for each code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class KitaabError(Exception):
    """Why an operation was refused or failed.

    ``code`` is stable, and the same in every language; the message says it to developers. None holds a note, a
    reflection or a secret.
    """

    code: ClassVar[str] = "internal"
    #: What the exception carries beside its message.
    _carries: ClassVar[tuple[str, ...]] = ()

    def __init__(self, text: str = "", **data: str) -> None:
        super().__init__(text)
        for name in self._carries:
            setattr(self, name, data.get(name, ""))

    @property
    def data(self) -> dict[str, str]:
        """What it carries beside its message, by name."""
        return {name: getattr(self, name) for name in self._carries}

    def __reduce__(self) -> tuple[object, ...]:
        return of_code, (self.code, str(self), self.data)


class InvalidError(KitaabError, ValueError):
    """The input breaks a rule."""

    code = "invalid"
    _carries = ("field", "rule", "value")
    #: Which input, as a path: ``entries[17].value``. Its words are the same in every language: ``day_start``.
    field: str
    #: The rule that it breaks, as the end of a sentence: "must be …".
    rule: str
    #: What was given: of a note, a reflection or a name only its length; a label, a path, an amount or a day as it came, unless it
    #: is long.
    value: str


class NotFoundError(KitaabError, LookupError):
    """There is no such thing, or none that the actor may know of."""

    code = "not_found"
    _carries = ("kind", "id")
    #: What was looked for.
    kind: str
    #: By which id or name.
    id: str


class ConflictError(KitaabError):
    """A uniqueness or state rule stands against it."""

    code = "conflict"
    _carries = ("kind", "what")
    #: What kind of thing is in conflict.
    kind: str
    #: Why, in words.
    what: str


class DeniedError(KitaabError):
    """The actor may know of it but not do this."""

    code = "denied"
    _carries = ("action", "kind", "id")
    #: What was tried.
    action: str
    #: On what kind of thing.
    kind: str
    #: On which one.
    id: str


class UnavailableError(KitaabError):
    """The storage can't be reached now; trying again may work."""

    code = "unavailable"


class CorruptError(KitaabError):
    """Stored data, or a file, is damaged."""

    code = "corrupt"
    _carries = ("place",)
    #: Where, and what is wrong there.
    place: str


class UnsupportedError(KitaabError):
    """This version, store or platform can't do this."""

    code = "unsupported"
    _carries = ("what",)
    #: What was asked for.
    what: str


class CancelledError(KitaabError):
    """The caller asked for it to stop. Nothing was written."""

    code = "cancelled"


class ClosedError(KitaabError):
    """The client was closed before."""

    code = "closed"


class InternalError(KitaabError):
    """Kitaab itself failed: please report it. Nothing half-done was written."""

    code = "internal"


_BY_CODE: dict[str, type[KitaabError]] = {
    exception.code: exception
    for exception in (
        InvalidError,
        NotFoundError,
        ConflictError,
        DeniedError,
        UnavailableError,
        CorruptError,
        UnsupportedError,
        CancelledError,
        ClosedError,
        InternalError,
    )
}


def of_code(code: str, text: str, data: Mapping[str, str]) -> KitaabError:
    """The exception of a code."""
    return _BY_CODE[code](text, **data)
