"""Claims that begin with a minus sign, on a command line where that begins an option."""

from __future__ import annotations

import re
from collections.abc import Sequence

TYPED = ("prove", "bound", "gain", "simplify")  # commands that take formulas
FLAGS = ("--all", "--afresh", "--no-cache", "--verbose", "--quiet", "--plot", "--isolated", "-v", "-q")
FORMULA = re.compile(r"-(?!-)[^=]*[ *^/()<>=+|].*", re.DOTALL)


def with_claims_last(arguments: Sequence[str]) -> list[str]:
    """Return the arguments, with claims that begin with a minus sign behind ``--``, where none is an option."""
    given = list(arguments)
    if not given or given[0] not in TYPED or "--" in given:
        return given
    claims = {
        place
        for place, text in enumerate(given)
        if FORMULA.fullmatch(text) and not (given[place - 1].startswith("-") and given[place - 1] not in FLAGS)
    }
    if not claims:
        return given
    rest = [text for place, text in enumerate(given) if place not in claims]
    options, positional = [rest[0]], list[str]()
    takes_value = False
    for text in rest[1:]:
        is_option = text.startswith("-") and text != "-"
        (options if is_option or takes_value else positional).append(text)
        takes_value = is_option and text not in FLAGS and "=" not in text
    return [*options, "--", *positional, *(given[place] for place in sorted(claims))]
