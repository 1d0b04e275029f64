"""The names that a story gives to what its steps answered."""

from __future__ import annotations

from typing import Any

from .answers import Json


class Names:
    """What was named so far."""

    def __init__(self) -> None:
        self._answers: dict[str, Json] = {}

    def bind(self, name: str, answer: Json) -> None:
        """Names an answer, once."""
        if name in self._answers:
            raise ValueError(f"{name} is named twice")
        self._answers[name] = answer

    def resolve(self, value: Any) -> Any:
        """A value with what stands for something else in it replaced."""
        if isinstance(value, str) and value.startswith("$"):
            return value[1:] if value.startswith("$$") else self._look_up(value[1:])
        if isinstance(value, list):
            return [self.resolve(part) for part in value]
        if isinstance(value, dict):
            if "$repeat" in value:
                text, times = value["$repeat"]
                return text * times
            return {name: self.resolve(part) for name, part in value.items()}
        return value

    def _look_up(self, reference: str) -> Any:
        end = min((reference.index(mark) for mark in "/." if mark in reference), default=len(reference))
        name, rest = reference[:end], reference[end:]
        try:
            answer: Any = self._answers[name]
            if rest.startswith("/"):
                root = answer["items"][0]["path"]
                path = root + rest if rest != "/" else root
                return next(item["id"] for item in answer["items"] if item["path"] == path)
            for field in rest[1:].split(".") if rest else ["id"]:
                answer = answer[int(field)] if isinstance(answer, list) else answer[field]
            return answer
        except (KeyError, IndexError, StopIteration, ValueError) as missing:
            raise ValueError(f"${reference} names nothing") from missing

    def told(self, message: str) -> str:
        """A message with ids told by their names."""
        for name, answer in self._answers.items():
            if "id" in answer:
                message = message.replace(answer["id"], f"${name}")
            for item in answer.get("items", []):
                if "path" in item and "id" in item:
                    message = message.replace(item["id"], f"${name}/{item['path'].partition('/')[2]}")
        return message
