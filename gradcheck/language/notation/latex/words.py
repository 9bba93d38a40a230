r"""The words in \text{...}: which of them join claims, and which are names."""

from __future__ import annotations

import re

from gradcheck.language.notation.latex.commands import WORDS

PROPERTIES = {
    "is invertible": "invertible", "invertible": "invertible", "is symmetric": "symmetric",
    "is orthogonal": "orthogonal",
    "is positive definite": "positive_definite", "is positive semidefinite": "positive_semidefinite",
    "is positive semi-definite": "positive_semidefinite",
}  # fmt: skip
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_ ][A-Za-z0-9]+)*")
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*")


def kind_of(text: str) -> str:
    """Return the kind of the words between claims; ``other`` of words that mean nothing to the reader."""
    words = " ".join(text.split()).strip(" ,.;:()").lower()
    return WORDS.get(words, "other")


def property_of(text: str) -> str:
    """Return the property that words say of what stands before them, as the text notation names it."""
    return PROPERTIES.get(" ".join(text.split()).strip(" .,"), "")


def name_of(text: str) -> str:
    """Return the words as a name, with underscores for what is not of letters and digits; or an empty text.

    A name is one word without blanks around it, as ``\text{loss}``; words with blanks in or around them are prose.
    """
    if not PLAIN.fullmatch(text) or kind_of(text) != "other" or text.lower() in WORDS:
        return ""
    return plain_name(text)


def plain_name(text: str) -> str:
    """Return the words as a name of letters, digits and single underscores; an empty text if they are none."""
    text = text.strip()
    return re.sub(r"[-_ ]+", "_", text) if NAME.fullmatch(text) else ""


def opening_kind(text: str) -> str:
    """Return the kind of words that begin a clause: that of all of them, or of those that they begin with."""
    kind = kind_of(text)
    words = " ".join(text.split()).strip(" ,.;:()").lower().split()
    if kind != "other" or len(words) < 2:
        return kind
    for length in (3, 2, 1):
        found = WORDS.get(" ".join(words[:length]).strip(","), "other")
        if found in ("where", "if", "given", "for", "all", "since", "so", "let", "and"):
            return found
    return "other"
