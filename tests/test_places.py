"""The place of a step is that of its call in the module, in lines and characters, however the module makes it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gradcheck.derivation import step
from gradcheck.language.author import eq, real
from gradcheck.project.discovery import Entry, LibraryError, load

HEAD = "from gradcheck.derivation import derivation, erratum, step\nfrom gradcheck.language.author import eq, real\n"
MARK = "→"

MADE = {
    "at the top": 'DERIVATION = derivation(→step("a", eq(x, x)))',
    "an erratum": 'DERIVATION = derivation(→erratum("a", eq(x, 2 * x)))',
    "over many lines": 'DERIVATION = derivation(\n    →step(\n        "a",\n        eq(x,\n           x),\n    ),\n)',
    "behind letters of many bytes": 'DERIVATION = derivation(*[("∇∇∇∇", →step("a", eq(x, x)))[1]])',
    "behind a tab and an umlaut": 'if True:\n\tä = 1; s = →step("a", eq(x, x))\nDERIVATION = derivation(s)',
    "in a list": 'DERIVATION = derivation(*[→step(f"{k}", eq(x, x)) for k in range(1)])',
    "in a loop": "steps = []\nfor k in range(1):\n"
    '    steps.append(→step(f"{k}", eq(x, x)))\nDERIVATION = derivation(*steps)',
    "in a function": 'def made(name):\n    return →step(name, eq(x, x))\nDERIVATION = derivation(made("a"))',
    "in a method": "class A:\n    def made(self):\n"
    '        return →step("a", eq(x, x))\nDERIVATION = derivation(A().made())',
    "in a decorated function": "def twice(f): return lambda: f()\n@twice\ndef made():\n"
    '    return →step("a", eq(x, x))\nDERIVATION = derivation(made())',
    "by a lambda": 'made = lambda: →step("a", eq(x, x))\nDERIVATION = derivation(made())',
    "by a generator": 'def all_of_them():\n    yield →step("a", eq(x, x))\nDERIVATION = derivation(*all_of_them())',
    "by another function's call": 'DERIVATION = derivation(*map(→lambda name: step(name, eq(x, x)), "a"))',
    "through the module": 'import gradcheck.derivation as g\nDERIVATION = derivation(→g.step("a", eq(x, x)))',
    "in another file": 'from made_elsewhere import made\nDERIVATION = derivation(→made("a"))',
    "in another file, at its import": "→from made_elsewhere import MADE\nDERIVATION = derivation(MADE)",
}  # fmt: skip


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + 'x = real("x")\n\ndef made(name):\n    return step(name, eq(x, x))\n\nMADE = made("a")\n'
    (tmp_path / "made_elsewhere.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "made_elsewhere", raising=False)


@pytest.mark.parametrize("body", MADE.values(), ids=MADE.keys())
@pytest.mark.usefixtures("elsewhere")
def test_the_place_of_a_step(tmp_path: Path, body: str) -> None:
    path = tmp_path / "page.py"
    marked = f'{HEAD}x = real("x")\n{body}\n'
    before = marked[: marked.index(MARK)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    path.write_text(marked.replace(MARK, ""), encoding="utf-8")
    (found,) = load(Entry("page", "", "", path)).steps
    assert found.location is not None
    assert (found.location.path, found.location.line) == (str(path.resolve()), line)
    if "lambda name" not in body:
        assert found.location.column == column


def test_a_step_that_belongs_to_no_module_stands_where_it_is_made() -> None:
    made = step("a", eq(real("x"), real("x")))
    assert made.location is not None
    assert made.location.path == __file__


@pytest.mark.parametrize(
    "body",
    [
        "DERIVATION = derivation(→nothing)",
        'é = "∂∂∂"; →nothing\nDERIVATION = 1',
        "def made():\n    return 1 / 0\nDERIVATION = →made()",
        "from made_elsewhere import made\nDERIVATION = derivation(→made())",
    ],
)
@pytest.mark.usefixtures("elsewhere")
def test_the_place_at_which_a_module_fails(tmp_path: Path, body: str) -> None:
    path = tmp_path / "page.py"
    before = (HEAD + body)[: (HEAD + body).index(MARK)]
    place = f":{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "
    path.write_text((HEAD + body).replace(MARK, ""), encoding="utf-8")
    with pytest.raises(LibraryError) as caught:
        load(Entry("page", "", "", path))
    if "1 / 0" not in body:
        assert place in str(caught.value)
    else:  # the last place in the module, which is inside of the function
        assert ":4:12: GC432 fails: ZeroDivisionError" in str(caught.value)
