"""Kitaab keeps a book of deeds to reckon with oneself, on the device or on a server.

    >>> import datetime, kitaab
    >>> client = kitaab.Client.open("memory:")
    >>> book = client.my_book()
    >>> added = book.deeds.add(kitaab.NewDeed(name="Qur'an", category="hasanaat", measure="count", unit="pages"))
    >>> quran = added.deed.items[0].id
    >>> book.entries.put(quran, book.calendar.today(), 4).seq
    2
    >>> client.close()

A call waits until it is done, and other threads run meanwhile; :mod:`kitaab.aio` has the same to be awaited. What is refused or
fails raises a :class:`KitaabError` of its own for each code. Days are :class:`datetime.date`, instants
:class:`datetime.datetime` with a zone, ids :class:`uuid.UUID`, and amounts :class:`decimal.Decimal`; nothing is rounded.
"""

from . import _kitaab, aio
from ._errors import (
    CancelledError,
    ClosedError,
    ConflictError,
    CorruptError,
    DeniedError,
    InternalError,
    InvalidError,
    KitaabError,
    NotFoundError,
    UnavailableError,
    UnsupportedError,
)
from ._kitaab import *  # noqa: F403

__all__ = [
    "CancelledError",
    "ClosedError",
    "ConflictError",
    "CorruptError",
    "DeniedError",
    "InternalError",
    "InvalidError",
    "KitaabError",
    "NotFoundError",
    "UnavailableError",
    "UnsupportedError",
    "aio",
]
__all__ += _kitaab.__all__
