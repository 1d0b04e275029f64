"""The package as its user meets it."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

from conftest import Shelf

import kitaab
from kitaab import aio

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / "bindings" / "python"


def test_the_first_example_of_the_readme_runs() -> None:
    readme = (PYTHON / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    expected = re.findall(r"# (\d+)$", example[1], re.MULTILINE)
    done = subprocess.run([sys.executable, "-c", example[1]], capture_output=True, text=True, check=True)
    assert done.stdout.split() == expected


def test_the_example_of_the_package_runs() -> None:
    assert doctest.testmod(kitaab, optionflags=doctest.ELLIPSIS).failed == 0


def test_stubs_and_aio_are_what_the_words_say() -> None:
    program = f"import sys; sys.path.insert(0, {str(PYTHON / 'tools')!r}); import write; " \
        "print([file.name for file, text in write.files().items() if file.read_text(encoding='utf-8') != text])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]", "run bindings/python/tools/write.py"


def test_all_that_the_languages_offer_is_there() -> None:
    missing = []
    group: type | None = None
    kind = ""
    for line in (ROOT / "bindings" / "api.golden").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"(record|union|choice|group|object) (\w+)(?:: (.+))?", line):
            kind, name, rest = found.groups()
            if kind == "group":
                group = getattr(kitaab, rest, None)
                offered = hasattr(kitaab.Book, name) and hasattr(aio.Book, name) and hasattr(aio, rest)
                missing += [] if offered and group is not None else [line]
                continue
            group = getattr(kitaab, name, None)
            words = rest.split(", ") if kind == "choice" else []
            missing += [] if group is not None else [line]
            missing += [f"{name}.{word}" for word in words if kitaab_choice(group, word) is None]
        elif found := re.match(r"  (\w+)", line):
            if not hasattr(group, found[1]):
                missing.append(f"{group}: {line}")
            elif kind == "object":
                assert hasattr(getattr(aio, str(getattr(group, "__name__", ""))), found[1]), line
            elif kind == "group" and group is not None:
                asked = set(re.findall(r"(\w+)\??: ", line.split(" -> ")[0]))
                method = getattr(group, found[1])
                taken = set(re.findall(r"\w+", method.__text_signature__.replace("$self", "").replace("None", "")))
                missing += [] if asked == taken else [f"{group.__name__}{line} takes {taken}"]
                assert hasattr(getattr(aio, group.__name__), found[1]), line
                assert method.__doc__, f"{group.__name__}.{found[1]} is not documented"
    assert not missing


def kitaab_choice(choice: object, word: str) -> object:
    named = getattr(choice, re.sub(r"\W", "_", word).upper(), None)
    assert getattr(named, "value", word) == word
    return named


def test_values_are_shown(shelf: Shelf) -> None:
    assert repr(shelf.client) == "Client(\"memory:\")"
    assert repr(shelf.book) == f"Book('{shelf.book.owner}')"
    assert repr(shelf.book.entries) == "Book.entries"
    span = kitaab.DaySpan(first=shelf.today, last=shelf.today)
    assert repr(span) == f"DaySpan(first='{shelf.today}', last='{shelf.today}')"
    assert repr(kitaab.Category.HASANAAT) == 'Category("hasanaat")'
    assert str(kitaab.Category.HASANAAT) == "hasanaat"
    assert repr(kitaab.Rule.Not(rules=[])).startswith("Rule.Not(rules=[")


def test_a_password_is_not_shown() -> None:
    try:
        client = kitaab.Client.open("postgres://me:secret@127.0.0.1:1/books?connect_timeout=1")
    except kitaab.KitaabError as raised:
        assert "secret" not in str(raised)
    else:
        assert "secret" not in repr(client)


def test_values_of_a_choice_are_the_same_by_name_and_by_word() -> None:
    assert kitaab.Category.of("hasanaat") == kitaab.Category.HASANAAT
    assert hash(kitaab.Category.of("hasanaat")) == hash(kitaab.Category.HASANAAT)
    match kitaab.Schedule.TimesPerMonth(times=3):
        case kitaab.Schedule.TimesPerMonth(times=times):
            assert times == 3
