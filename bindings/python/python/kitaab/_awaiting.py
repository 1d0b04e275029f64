"""Awaiting a call that waits: on a thread of the loop's executor, and stopped with whoever awaits it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from ._kitaab import _Stop

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def awaited(method: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Calls a method on another thread.

    A thread, and not a future that Rust completes: an interpreter that ends waits for its threads, but not for those of others.
    """
    stop = _Stop()
    try:
        return await asyncio.to_thread(lambda: stop.call(method, *args, **kwargs))
    except asyncio.CancelledError:
        stop.set()
        raise
