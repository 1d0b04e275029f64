"""Every story of ``tests/scenarios``, on every store, by calls that wait and by calls that are awaited."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scenario import Story, folder, stories
from scenario.operations import OPERATIONS
from scenario.world import World

import kitaab

STORIES = list(stories())


def run(file: Path, folder: Path, open_at: Callable[[kitaab.OpenOptions], Any]) -> None:
    story = Story.read(file.read_text(encoding="utf-8"))
    world = World(folder, open_at, story.seed, story.now)
    story.run(world)
    for client in world.clients:
        client.close()


@pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
def test_in_memory(file: Path, tmp_path: Path, open_client: Callable[..., Any]) -> None:
    run(file, tmp_path, lambda options: open_client("memory:", options))


@pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
def test_in_sqlite(file: Path, tmp_path: Path, open_client: Callable[..., Any]) -> None:
    run(file, tmp_path, lambda options: open_client(str(tmp_path / f"{uuid.uuid4()}.db"), options))


def test_there_are_stories_and_they_use_every_operation() -> None:
    assert len(STORIES) >= 10
    used = "".join(file.read_text(encoding="utf-8") for file in STORIES)
    readme = (folder() / "README.md").read_text(encoding="utf-8")
    for name in OPERATIONS:
        assert f'"{name}"' in used, f"no story uses {name}"
        assert f"| `{name}` |" in readme, f"the README does not tell of {name}"


STORY = """{
    "title": "A page is read", "seed": 1, "now": "2024-02-10T12:00:00Z",
    "steps": [
        { "do": "deeds.add", "as": "quran", "with": { "name": "Qur'an", "category": "hasanaat", "measure": "count" } },
        { "do": "entries.put", "with": { "item": "$quran/", "day": "2024-02-10", "amount": "1" } },
        { "do": "entries.get", "with": { "item": "$quran/", "day": "2024-02-10" },
          "expect": { "entry": { "item": "$quran/", "value": { "amount": "1" } } } },
        { "do": "entries.remove", "with": { "item": "$quran/", "day": "2024-02-09" }, "error": { "code": "not_found" } }
    ]
}"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('{ "amount": "1" }', '{ "amount": "2" }', "step 3 (entries.get): answer.entry.value.amount should be '2'"),
        ('"entry": {', '"entries": {', "answer has no entries"),
        ("not_found", "conflict", "answer.code should be 'conflict'"),
        (', "error": { "code": "not_found" }', "", "step 4 (entries.remove): failed"),
        ("2024-02-09", "2024-02-10", "step 4 (entries.remove): should have failed"),
        ("entries.get", "entries.got", "step 3: there is no operation entries.got"),
        ('"expect"', '"expects"', "unknown field ['expects']"),
        ('"amount": "1" } }', '"sum": "1" } }', "unexpected keyword argument 'sum'"),
        ("$quran/", "$quran/Surah", "$quran/Surah names nothing"),
        ('"do": "entries.get"', '"by": "umar", "do": "entries.get"', "there is nobody called umar"),
        ('"do": "entries.get"', '"in": "umar", "do": "entries.get"', "there is no book umar"),
    ],
)
def test_what_is_wrong_is_noticed(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert before in STORY
    with pytest.raises((AssertionError, ValueError, TypeError)) as raised:
        story = Story.read(STORY.replace(before, after, 1))
        story.run(World(tmp_path, lambda options: kitaab.Client.open("memory:", options), story.seed, story.now))
    assert told in str(raised.value)
