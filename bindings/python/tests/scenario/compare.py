"""Whether an answer holds what is expected of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: How far two floats may be from each other: they are reckoned alike, but not necessarily in one order.
_CLOSE = 1e-9


def differences(expected: Any, answer: Any) -> list[str]:
    """Where an answer is not as expected."""
    return list(_compare(expected, answer, "answer"))


def _compare(expected: Any, answer: Any, path: str) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(answer, dict):
        for name, part in expected.items():
            if name in answer:
                yield from _compare(part, answer[name], f"{path}.{name}")
            else:
                yield f"{path} has no {name}: {answer}"
    elif isinstance(expected, list) and isinstance(answer, list) and len(expected) == len(answer):
        for place, (part, found) in enumerate(zip(expected, answer, strict=True)):
            yield from _compare(part, found, f"{path}[{place}]")
    elif not _equal(expected, answer):
        yield f"{path} should be {expected!r}, and is {answer!r}"


def _equal(expected: Any, answer: Any) -> bool:
    # To Python 1 is True, and 0 is False.
    if isinstance(expected, bool) or isinstance(answer, bool):
        return expected is answer
    numbers = isinstance(expected, (int, float)) and isinstance(answer, (int, float))
    if numbers and (isinstance(expected, float) or isinstance(answer, float)):
        return bool(abs(expected - answer) <= _CLOSE)
    return bool(expected == answer)
