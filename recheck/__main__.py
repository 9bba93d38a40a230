"""python -m recheck FILE...        a line for each step: checked, on trust: FACT, unread, or wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from recheck.certificates import answers
from recheck.refusal import Refusal

DEEPEST = 20_000


def main(arguments: list[str]) -> int:
    """Check the files; 0 if nothing is wrong, 1 if a step is, 2 for a file that is no certificate."""
    sys.setrecursionlimit(DEEPEST)
    as_json = "--json" in arguments
    files = [Path(name) for name in arguments if name != "--json"]
    if not files:
        print(__doc__, file=sys.stderr)
        return 2
    code = 0
    for file in files:
        try:
            with file.open(encoding="utf-8") as lines:
                for found in answers(iter(lines)):
                    code = max(code, int(found.word == "wrong"))
                    if as_json:
                        print(json.dumps({"file": str(file), **found._asdict()}), flush=True)
                    else:
                        rest = (
                            f": {', '.join(found.facts)}"
                            if found.facts
                            else f": {found.reason}"
                            if found.reason
                            else ""
                        )
                        print(f"{found.word}{rest}  {file.stem} / {found.step}\n    {found.statement}", flush=True)
        except (OSError, UnicodeError, Refusal) as problem:
            print(f"{file}: {problem}", file=sys.stderr)
            return 2
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
