"""What the words around an inline formula say against it: "we do not assume that $x \\ge 0$" assumes nothing.

Decided by a list of words in the sentence of the formula.  A sentence may hold one of them and assume all the same;
then the finding says so, and a comment ``gradcheck: assume`` before the formula makes it an assumption.
"""

from __future__ import annotations

import re

from gradcheck.documents.carriers.passage import Region

FAR = 400  # characters before and behind a formula that may belong to its sentence
FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)|`[^`]*`", re.DOTALL)
EDGE = re.compile(r"[.!;](?=\s|$)|\?|\n\s*\n|\\(?:begin|end)\{\w+\*?\}|\n#")
AGAINST = re.compile(
    r"\b(not|never|no|none|nothing|cannot|without|unless|except|rather than|instead|neither|nor|either|false|wrong|"
    r"drop|dropped|drops|dropping|contradiction|were|mislead|case|cases|any more|would|"
    r"if we (?:had )?assum\w+|(?:suppose|assume) first)\b|n't\b|n’t\b"
)
TOGETHER = re.compile(
    r"\b(dependent|correlated|jointly|joint|copula|conditionally|correlation)\b|\bnot\b[\w\s]{0,20}\bindependent\b"
)


def said_against(region: Region) -> str:
    """Return the word by which the sentence may deny or restrict the formula; empty without one."""
    sentence, ending = _sentence(region)
    found = AGAINST.search(sentence)
    return found.group(0) if found else "?" if ending == "?" else ""


def said_together(region: Region) -> str:
    """Return the word by which the sentence says that random variables depend on one another; empty without one."""
    found = TOGETHER.search(_sentence(region)[0])
    return found.group(0) if found else ""


def _sentence(region: Region) -> tuple[str, str]:
    """Return the words of the sentence in which the formula stands, without formulas, and the mark that ends it."""
    text = region.passage.text
    before = text[max(region.start - FAR, 0) : region.start].rstrip("$").removesuffix("\\(")
    behind = text[region.end : region.end + FAR].lstrip("$").removeprefix("\\)")
    before, behind = (FORMULA.sub(" ", part) for part in (before, behind))
    begins = max((edge.end() for edge in EDGE.finditer(before)), default=0)
    end = EDGE.search(behind)
    rest = behind if end is None else behind[: end.start()]
    return f"{before[begins:]} {rest}".lower(), "" if end is None else end.group(0)[:1]
