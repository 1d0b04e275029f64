"""Stories in JSON that every language runs unchanged: ``tests/scenarios`` of the repository, where a README tells all."""

from .story import Story, folder, stories

__all__ = ["Story", "folder", "stories"]
