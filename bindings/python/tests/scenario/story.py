"""Reading a story, and running it step by step."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitaab import KitaabError

from .answers import Json, error
from .compare import differences
from .names import Names
from .operations import OPERATIONS
from .world import World

_FIELDS = {"title", "why", "seed", "now", "people", "steps"}
_STEP = {"do", "why", "now", "in", "by", "as", "with", "expect", "error"}


def folder() -> Path:
    """Where the stories are."""
    named = os.environ.get("KITAAB_SCENARIOS")
    return Path(named) if named else Path(__file__).parents[4] / "tests" / "scenarios"


def stories() -> Iterator[Path]:
    """The files of all stories."""
    return iter(sorted(folder().glob("*.json")))


@dataclass
class Story:
    """A story."""

    title: str
    seed: int
    now: dt.datetime
    people: list[str]
    steps: list[Json]

    @classmethod
    def read(cls, text: str) -> Story:
        """Reads a story; refuses what it does not know."""
        held = json.loads(text)
        _known(held, _FIELDS, "the story")
        for number, step in enumerate(held["steps"], 1):
            _known(step, _STEP, f"step {number}")
            if step["do"] not in OPERATIONS:
                raise ValueError(f"step {number}: there is no operation {step['do']}")
            if "error" in step and ("expect" in step or "as" in step):
                raise ValueError(f"step {number}: what fails has no answer to expect or to name")
        return cls(held["title"], held["seed"], _instant(held["now"]), held.get("people", []), held["steps"])

    def run(self, world: World) -> None:
        """Runs it; raises ``AssertionError`` at the first step that does not come out."""
        names = Names()
        world.add_people(self.people)
        for name, user in world.people.items():
            names.bind(name, {"id": str(user)})
        for number, step in enumerate(self.steps, 1):
            at = f"step {number} ({step['do']})"
            given = names.resolve(step.get("with", {}))
            expected = names.resolve(step.get("expect") or step.get("error") or {})
            if "now" in step:
                world.set_time(_instant(step["now"]))
            answer = _performed(world, step, given, at)
            found = differences(expected, answer)
            assert not found, f"{at}: " + names.told("\n  ".join(found))
            if "as" in step:
                names.bind(step["as"], answer)


def _performed(world: World, step: Json, given: Json, at: str) -> Json:
    operation: Callable[..., Json] = OPERATIONS[step["do"]]
    try:
        answer = operation(world, world.book(step.get("in", ""), step.get("by")), given)
    except KitaabError as raised:
        assert "error" in step, f"{at}: failed: {raised!r}"
        return error(raised)
    assert "error" not in step, f"{at}: should have failed, and answered {answer}"
    return answer


def _known(held: dict[str, Any], fields: set[str], where: str) -> None:
    unknown = set(held) - fields
    if unknown:
        raise ValueError(f"{where}: unknown field {sorted(unknown)}")


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
