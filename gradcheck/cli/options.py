"""What the options of the command line may say.  Nothing here imports anything that takes time."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Color(StrEnum):
    """When to colour the report."""

    auto = "auto"
    always = "always"
    never = "never"


class Format(StrEnum):
    """How to write the results."""

    text = "text"
    json = "json"


class Output(NamedTuple):
    """How a command shows its results."""

    format: Format = Format.text
    color: Color = Color.auto
    verbose: bool = False
    quiet: bool = False

    @property
    def as_json(self) -> bool:
        """Whether the results are one JSON document."""
        return self.format is Format.json
