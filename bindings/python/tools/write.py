"""Writes what follows from the facade's words: the stubs of ``_kitaab``, and ``aio``.

``python tools/write.py``, when the native part is built. A test holds what is there against what would be written.
"""

from __future__ import annotations

import importlib.util
import json
import keyword
import re
import textwrap
from pathlib import Path
from typing import Any

Words = dict[str, Any]

PACKAGE = Path(__file__).parents[1] / "python" / "kitaab"
WIDTH = 120
NOTE = "# Written by bindings/python/tools/write.py from the facade's words: change those.\n"

#: The types that Python has itself: what is answered, and what is taken.
OWN = {
    "Text": ("str", "str"),
    "FilePath": ("str", "str | os.PathLike[str]"),
    "Int": ("int", "int"),
    "Long": ("int", "int"),
    "bool": ("bool", "bool"),
    "f64": ("float", "float"),
    "Day": ("datetime.date", "datetime.date"),
    "Timestamp": ("datetime.datetime", "datetime.datetime"),
    "Amount": ("decimal.Decimal", "decimal.Decimal | int"),
    "()": ("None", "None"),
}


class Types:
    """How Rust's types are written in Python."""

    def __init__(self, words: Words, prefix: str = "") -> None:
        self._prefix = prefix
        self._ids = set(words["ids"])
        self._choices = {one["name"] for one in words["types"] if "choice" in one}

    def answered(self, rust: str) -> str:
        """The type of an answer or a field."""
        return self._written(rust, taken=False)

    def taken(self, rust: str) -> str:
        """The type of an argument, which may be looser."""
        return self._written(rust, taken=True)

    def _written(self, rust: str, *, taken: bool) -> str:
        rust = rust.replace(" ", "")
        if found := re.fullmatch(r"Option<(.+)>", rust):
            return f"{self._written(found[1], taken=taken)} | None"
        if found := re.fullmatch(r"Vec<(.+)>", rust):
            many = "Sequence" if taken else "builtins.list"
            return f"{many}[{self._written(found[1], taken=taken)}]"
        if rust in OWN:
            return OWN[rust][taken]
        if rust in self._ids:
            return "uuid.UUID | str" if taken else "uuid.UUID"
        loose = taken and (rust in self._choices or rust in LOOSE)
        return f"{self._prefix}{rust}{'Like' if loose else ''}"


#: What is also taken in the place of a type.
LOOSE = {
    "ValueInput": "ValueInput | ScaleValueRef | str | decimal.Decimal | int",
    "NewItem": "NewItem | str",
    "DaySpan": "DaySpan | tuple[datetime.date, datetime.date]",
}


def documented(doc: list[str], indent: str) -> str:
    """Documentation as a docstring."""
    lines = [re.sub(r"\[?`(\w+)::(\w+)`\]?", r"`\1.\2`", line.removeprefix(" ")) for line in doc]
    text = "\n".join(lines).replace("# Errors\n", "Raises: ").replace("\\", "\\\\").strip()
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    room = WIDTH - len(indent)
    if len(paragraphs) == 1 and len(paragraphs[0]) <= room - 6:
        return f'{indent}"""{paragraphs[0]}"""\n'
    wrapped = [textwrap.fill(paragraph, room) for paragraph in paragraphs]
    body = textwrap.indent("\n\n".join(wrapped), indent)
    return f'{indent}"""{body.strip()}\n{indent}"""\n'


def signature(types: Types, arguments: list[Words], first: str) -> str:
    """The arguments of a method."""
    written = [first]
    for argument in arguments:
        taken = types.taken(argument["type"])
        written.append(f"{argument['name']}: {taken}" + (" = None" if argument["optional"] else ""))
    return ", ".join(written)


def headed(indent: str, start: str, arguments: str, end: str) -> str:
    """The head of a method, on as many lines as it takes."""
    line = f"{indent}{start}({arguments}){end}"
    if len(line) <= WIDTH:
        return line + "\n"
    parts = "".join(f"{indent}    {part},\n" for part in re.split(r", (?=\w+: )", arguments))
    return f"{indent}{start}(\n{parts}{indent}){end}\n"


def record(types: Types, name: str, fields: list[Words], doc: list[str], indent: str = "", base: str = "") -> str:
    """A record, or one of a union."""
    inner = indent + "    "
    text = f"{indent}@final\n{indent}class {name}{base}:\n" + documented(doc, inner)
    matched = ", ".join(f"Literal[{field['name']!r}]" for field in fields) or "()"
    if base:
        text += f"{inner}__match_args__: ClassVar[tuple[{matched}]]\n"
    text += headed(inner, "def __new__", signature(types, fields, "cls"), " -> Self: ...")
    for field in fields:
        if keyword.iskeyword(field["name"]):
            raise ValueError(f"{name}.{field['name']} can't be written in Python: give it another name in the facade")
        text += f"{inner}@property\n{inner}def {field['name']}(self) -> {types.answered(field['type'])}:\n"
        text += documented(field["doc"], inner + "    ")
    return text + f"{inner}def __eq__(self, other: object, /) -> bool: ...\n"


def choice(name: str, words: list[Words], doc: list[str]) -> str:
    """A choice."""
    text = f"@final\nclass {name}:\n" + documented(doc, "    ")
    for word in words:
        text += f"    {screaming(word['name'])}: ClassVar[{name}]\n" + documented(word["doc"], "    ")
    text += '    @property\n    def value(self) -> str:\n        """The word for it."""\n'
    text += f'    @staticmethod\n    def of(word: {name}Like) -> {name}:\n        """The one that a word names."""\n'
    text += "    def __eq__(self, other: object, /) -> bool: ...\n    def __hash__(self, /) -> int: ...\n"
    literal = ", ".join(json.dumps(word["word"]) for word in words)
    return text + f"\n{name}Like: TypeAlias = {name} | Literal[{literal}]\n"


def union(types: Types, name: str, variants: list[Words], doc: list[str]) -> str:
    """A union: a class, and below it one for each shape."""
    text = f"@disjoint_base\nclass {name}:\n" + documented(doc, "    ")
    for variant in variants:
        text += record(types, variant["name"], variant["record"], variant["doc"], "    ", f"({name})")
    return text + "    def __eq__(self, other: object, /) -> bool: ...\n"


def screaming(name: str) -> str:
    """``OnTime`` as ``ON_TIME``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def stub(words: Words) -> str:
    """The stubs of the native module."""
    types = Types(words)
    text = NOTE + (PACKAGE.parents[1] / "tools" / "head_stub.txt").read_text(encoding="utf-8")
    names = ["__version__", "Client", "Book", "Table"]
    for one in words["types"]:
        name, doc = one["name"], one["doc"]
        names.append(name)
        if "record" in one:
            text += "\n" + record(types, name, one["record"], doc)
        elif "choice" in one:
            text += "\n" + choice(name, one["choice"], doc)
        else:
            text += "\n" + union(types, name, one["union"], doc)
        if name in LOOSE:
            text += f"\n{name}Like: TypeAlias = {LOOSE[name]}\n"
    for group in words["groups"]:
        names.append(group["name"])
        text += f"\n@final\nclass {group['name']}:\n" + documented(group["doc"], "    ")
        for one in group["operations"]:
            head = signature(types, one["arguments"], "self")
            text += headed("    ", f"def {one['name']}", head, f" -> {types.answered(one['answer'])}:")
            text += documented(one["doc"], "        ")
        text += extra(group["name"], "stub")
    accessors = "".join(accessor(group) for group in words["groups"])
    text = text.replace("    # accessors\n", accessors)
    listed = "".join(f"    {name!r},\n" for name in sorted(names)).replace("'", '"')
    return text.replace("# all\n", f"__all__ = [\n{listed}]\n")


def accessor(group: Words) -> str:
    """The property of a book that leads to a group."""
    return f"    @property\n    def {group['accessor']}(self) -> {group['name']}:\n" + documented(group["doc"], "        ")


def aio(words: Words) -> str:
    """The module whose operations are awaited."""
    types = Types(words, "_kitaab.")
    text = NOTE + (PACKAGE.parents[1] / "tools" / "head_aio.txt").read_text(encoding="utf-8")
    for group in words["groups"]:
        text += f"\n\n@final\nclass {group['name']}:\n" + documented(group["doc"], "    ")
        text += '\n    __slots__ = ("_waiting",)\n'
        text += f"\n    def __init__(self, waiting: _kitaab.{group['name']}) -> None:\n        self._waiting = waiting\n"
        for one in group["operations"]:
            head = signature(types, one["arguments"], "self")
            text += "\n" + headed("    ", f"async def {one['name']}", head, f" -> {types.answered(one['answer'])}:")
            text += documented(one["doc"], "        ")
            given = ", ".join(["self._waiting." + one["name"], *(a["name"] for a in one["arguments"])])
            text += f"        return await awaited({given})\n"
        text += extra(group["name"], "aio")
    accessors = ""
    for group in words["groups"]:
        accessors += "\n" + accessor(group)
        accessors += f"        return {group['name']}(self._waiting.{group['accessor']})\n"
    text = text.replace("    # accessors\n", accessors.lstrip("\n"))
    names = sorted(["Client", "Book", *(group["name"] for group in words["groups"])])
    listed = "".join(f'    "{name}",\n' for name in names)
    return text.replace("# all\n", f"__all__ = [\n{listed}]\n")


def extra(group: str, kind: str) -> str:
    """What Python alone offers: tables."""
    text = ""
    for name, arguments, doc in TABLES.get(group, []):
        given = ", ".join(["self", *(f"{argument}: {taken}" for argument, taken in arguments)])
        if kind == "aio":
            given = re.sub(r"\b(DaySpanLike|BucketLike|Subject)\b", r"_kitaab.\1", given)
        if kind == "stub":
            text += headed("    ", f"def {name}", given, " -> Table:") + documented([doc], "        ")
        else:
            text += "\n" + headed("    ", f"async def {name}", given, " -> _kitaab.Table:") + documented([doc], "        ")
            passed = ", ".join([f"self._waiting.{name}", *(argument.removeprefix("*") for argument, _ in arguments)])
            text += f"        return await awaited({passed})\n"
    return text


_DAYS = ("days", "DaySpanLike")
_HIDDEN = ("hidden", "bool | None = None")
TABLES: dict[str, list[tuple[str, list[tuple[str, str]], str]]] = {
    "Entries": [("table", [("days", "DaySpanLike | None = None")], "The entries of some days, or of all, as a table.")],
    "Insights": [
        (
            "series_table",
            [("subject", "Subject"), ("bucket", "BucketLike"), _DAYS, _HIDDEN],
            "The figures of `series` as a table, a row for each part.",
        ),
        ("summary_table", [_DAYS, _HIDDEN], "The figures of `summary` as a table, a row for each category, deed and item."),
    ],
}


def files() -> dict[Path, str]:
    """What both files are to hold."""
    # By itself: the package may lack what is to be written.
    native = next(PACKAGE.glob("_kitaab.*.so"), None) or next(PACKAGE.glob("_kitaab*.pyd"))
    spec = importlib.util.spec_from_file_location("kitaab._kitaab", native)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    words = json.loads(module._words())
    return {PACKAGE / "_kitaab.pyi": stub(words), PACKAGE / "aio.py": aio(words)}


if __name__ == "__main__":
    for file, text in files().items():
        file.write_text(text, encoding="utf-8")
