"""Figures of the second reader: how many steps of the library it checks, and what the others rest on.

``python -m tests.rechecking.figures`` has all derivations checked, in some minutes, and writes the answers into
``gradcheck/certificates/figures.json`` and what is said of them into the README and ``docs/certificates.md``.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from attack.certificates import DEEPEST, certificate
from gradcheck.certificates.figures import FILE, Figures, answers, figures
from gradcheck.certificates.reader import judge
from gradcheck.project.discovery import Entry, known
from gradcheck.runtime.child import close_shared
from tests.rechecking.certificate import READER

ROOT = Path(__file__).parents[2]
README, PAGE = ROOT / "README.md", ROOT / "docs" / "certificates.md"
FAMILIES = (
    "sigmoid-*", "tanh-*", "dropout-l2", "momentum-*", "ema-*", "*-init", "product-variance", "relu-second-moment",
)  # fmt: skip
TOLD = re.compile(r"of the \d+ proved steps of the library it\nchecks \d+")
TABLE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def asked(entry: Entry) -> dict[str, list[str]]:
    """What a process of its own says of the steps of a derivation: what each is taken on trust for."""
    head = json.dumps({"certificate": READER.VERSION, "derivation": entry.name, "gradcheck": ""})
    found = judge([head, *map(json.dumps, certificate(entry))])
    wrong = [one.step for one in found if one.word == "wrong"]
    if wrong:
        raise SystemExit(f"the reader calls a step of {entry.name} wrong: {', '.join(wrong)}")
    return {one.step: ["not read"] if one.word == "unread" else list(one.facts) for one in found}


def percent(found: Figures) -> str:
    return f"{100 * found.checked / found.proved:.0f} %"


def told(page: str) -> str:
    """The page with the figures as they are."""
    whole, family = figures(), figures(*FAMILIES)
    rows = [f"| `{fact}` | {count} |" for fact, count in sorted(whole.on_trust.items(), key=lambda i: (-i[1], i[0]))]
    table = [
        f"Of the {whole.proved} proved steps of the library {whole.checked} are checked ({percent(whole)});"
        f" of the {family.proved} on sigmoid and tanh,\ndropout, momentum and initialisation {family.checked}"
        f" ({percent(family)}). The others rest on\n"
        "what is named here; what is not read has a term that the reader does not know",
        "",
        "| fact, or rule of the kernel | steps |",
        "|---|---|",
        *rows,
    ]
    page = TOLD.sub(f"of the {whole.proved} proved steps of the library it\nchecks {whole.checked}", page)
    return TABLE.sub("\n".join(table) + "\n", page)


def main() -> None:
    """Ask anew, and write the figures."""
    sys.setrecursionlimit(DEEPEST)
    found = {entry.name: asked(entry) for entry in known().entries}
    close_shared()
    FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    answers.cache_clear()
    for page in (README, PAGE):
        page.write_text(told(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
