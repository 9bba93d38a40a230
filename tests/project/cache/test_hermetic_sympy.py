"""A module that uses SymPy is hermetic if it hands it no text, asks for nothing random, and names what is listed."""

from __future__ import annotations

import re
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
import sympy
from sympy import stats

from gradcheck.derivation import Along, Derivation, Instance, Step
from gradcheck.language import author
from gradcheck.language.syntax.node import ShapeError
from gradcheck.project.cache.hermetic import is_hermetic
from gradcheck.project.cache.hermetic_sympy import ATTRIBUTES, AUTHOR, IMPORTED, SYMPY
from gradcheck.project.discovery import Entry
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.loading import close_loaders, fetch_derivation

from .conftest import Project

PAGE = Path(__file__).parents[3] / "docs" / "sympy.md"
WRITTEN = [text for text in re.findall(r"```python \w+\.py\n(.*?)```", PAGE.read_text(), re.DOTALL)
           if "DERIVATION" in text]  # fmt: skip
HEAD = """
from sympy import Eq, Function, Rational, Symbol, lambdify, sin, solve, stats, symbols
from sympy.stats import E
from gradcheck.derivation import by_sympy, derivation, held, step
from gradcheck.language.author import chain, eq
x = Symbol("x")
"""
WHOLE = """
from sympy import And, Eq, Function, Interval, MatrixSymbol, Ne, Rational, Symbol, diff, exp, factor, lambdify, limit
from sympy import nsolve, oo, rsolve, solve, solveset, stats, summation, symbols, Contains
from gradcheck.derivation import by_sympy, derivation, erratum, held, step
from gradcheck.language.author import And as Both, chain, eq

def sigma(u: object) -> object:
    "The sigmoid."
    return 1 / (1 + exp(-u))

x, y, a, b = symbols("x y a b", real=True)
n = Symbol("n", integer=True, positive=True)
f = Function("f")
A, B = (MatrixSymbol(name, n, n) for name in "AB")
v, w = map(Function, ("v", "w"))
z = stats.Normal("z", 0, 1)
root = nsolve(sigma(x) - x, x, Rational("0.6"), prec=20)
square = lambdify(x, x**2, "math")
found = rsolve(Eq(v(n), 2 * v(n - 1)), v(n), {v(0): 1})
solved = solve([x + y - 3, x - y - 1], [x, y])
with held():
    claim = Eq((1 - b) * x / (1 - b), x)
DERIVATION = derivation(
    step("slope", by_sympy(diff, sigma(x), x), note="of 'sigma'"),
    step("roots", by_sympy(solve, x**4 - 5 * x**2 + 4, x)),
    step("system", eq(solved[x] * solved[y], 2), using=["slope"]),
    step("set", Contains(x, Interval(0, 1)), given=[x > 0, x < 1]),
    step("chain", chain(0, "<", sigma(x), "<", 1)),
    step("from the right", by_sympy(limit, 1 / x, x, 0, "+")),
    step("mean", by_sympy(stats.E, z**2)),
    step("sum", by_sympy(summation, n, (n, 1, 5))),
    step("factors", by_sympy(factor, x**3 - x)),
    step("trace", Eq((A * B).T, B.T * A.T, evaluate=False)),
    step("squared", eq(square(x), x * x)),
    step("both", Both((Eq(x + y, y + x, evaluate=False), Ne(x, x + 1, evaluate=False)))),
    step("held", claim, given=[Ne(b, 1)]),
    erratum("wrong", Eq(x**2, x)),
    where={"root": sigma(x)},
    source="a sheet",
)
"""
HERMETIC = [WHOLE, *WRITTEN]
USES = [  # that are not hermetic, of names that are imported
    'sin("x")', 'sin(b"x")', 'Eq(x, "y")', 'x.subs("x", 1)', 'x.subs({"x": 1})', 'x + "1 2"', 'text = "x"\nsin(text)',
    'sin(f"{x}")', "sin(str(x))", "sin(repr(x))", "sin(chr(120))", 'sin("x".join([]))', 'sin("%s" % x)',
    "sin(x.name)", "sin(Symbol.__doc__)", "sin(__name__)", "sin(__doc__)", "__builtins__", "x.func", "x.free_symbols",
    'Symbol("open")', 'Symbol("ｏｐｅｎ")', 'Symbol("__import__")', 'Symbol("a.b")', 'Symbol("f(0)")',
    'Symbol("a b")', 'symbols("x open")', 'symbols("x y", cls=sin)', 'symbols("x", cls=lambda name: sin(name))',
    'Symbol(name="x")', 'Function("rand")', 'Rational("x")', 'Rational("1/y")', 'by_sympy(sin, "x")',
    'by_sympy("x", solve)', 'step("s", "x > 0")', 'step("s", Eq(x, 1), given=["x > 0"])', 'eq(x, "a")',
    'derivation(where={"a": "x"})', 'held("x")', 'step("x").name', 'sin(step("x", x).note)',
    "for name in ('x', 'y'): sin(name)", "for name in ('x', 'y'):\n    Symbol(name)\n    print(name)",
    "for name in ('x', 'open'): Symbol(name)", "[name for name in 'xy']", "for name in 'xy': Symbol(name + name)",
    "name = 1\nfor name in 'xy': Symbol(name)",
    "def map(f, x): return x\nmap(Symbol, 'op') + map(Symbol, 'en')", "def step(x): return x\nsin(step('x'))",
    "def Symbol(x): return x\nsin(Symbol('x'))", "Symbol = sin\nSymbol('x')",
    "def f(**named): return list(named)\nsin(*f(x=1))", "sin(*dict(x=1))", "f = {}\nsin(**f)",
    "class A: pass", "try: x = 1\nexcept ValueError: pass", "try: x = 1\nfinally: pass", "{1, 2}",
    "{k for k in (1, 2)}", "match x:\n    case Symbol(name=text): sin(text)", "import math", "import sympy",
    "async def f(): pass",
    "with open('f'): pass", "with held() as x: pass", "with held(): sin('x')", "with held(), held(): pass",
    "with evaluate(False): pass", "open(0)", "undefined", "print(x)", "type(x)", "id(x)", "hash(x)", "vars()",
    "E(x, None, 1000)", "E(x, numsamples=1000)", "E(*(x, None, 1000))", "e = E\ne(x, None, 9)",
    "by_sympy(E, x, None, 9)",
    "list({None: 1, sin: 2}.keys() | {}.keys())", "v = {None: 1, sin: 2}.items()\nlist(v & v)",
    "[E]", "lambdify(x, x)", 'lambdify(x, x, "numpy")', 'lambdify(x, x, "math", cse=True)', "f = lambdify",
    'lambdify(x, "x", "math")', "stats.sample(x)", "s = stats\ns.sample(x)", "stats.E(x, None, 9)", "stats.rv",
]  # fmt: skip
DANGEROUS = """
    Dummy S Wild capture ccode dotprint evaluate field init_printing init_session latex mathml nsimplify parse_expr plot
    pprint preview pretty print_tree public python randMatrix random_poly randprime ring seterr srepr sstr sympify test
    textplot threaded timed use var vfield xring numbered_symbols symarray Sieve sieve register_handler cacheit doctest
    lazy_function pager_print print_python pycode factorint primefactors pollard_rho
""".split()  # noqa: SIM905


def using(use: str) -> bytes:
    return f"{HEAD}{use}\n".encode()


@pytest.mark.parametrize("source", HERMETIC)
def test_hermetic(source: str) -> None:
    assert is_hermetic(source.encode())


def test_the_head_is_hermetic() -> None:
    for use in (
        "", 'Symbol("y")', 'f, g = symbols("f g", cls=Function)', "E(x, x > 0)", 'Eq(x, "1")', "stats.E(x)",
        'step("s", Eq(x, 1), note="a")', 'lambdify(x, x, "math")', "[Symbol(name) for name in 'uv']",
        "[k for k, v in {x: 1}.items()]", "from gradcheck.language.sympy import held as h\nwith h(): x = 1",
        'x.subs(x, Rational("1e-7"))', "with held():\n    Eq(x, x)", 'Symbol("lambda")', 'symbols("u, v w:z")',
    ):  # fmt: skip
        assert is_hermetic(using(use)), use


@pytest.mark.parametrize("use", USES)
def test_not_hermetic(use: str) -> None:
    assert not is_hermetic(using(use))


@pytest.mark.parametrize(
    "text",
    [
        "from sympy import *", "import sympy", "from sympy import sin, sympify",
        "from sympy.parsing import sympy_parser",
        "from sympy.core.symbol import Symbol", "from sympy import Symbol\nfrom gradcheck.language.author import *",
        "from .sympy import Symbol", "from sympy import Symbol\nfrom .gradcheck.derivation import step",
        "from sympy import Symbol\nfrom gradcheck.language.author import import_module",
        "from gradcheck.language.author import import_module", "from gradcheck.derivation import import_module",
        "from gradcheck.derivation import by_sympy\ndef f(x): return 'open(0)'\nby_sympy(f, 1)",
        "from gradcheck.derivation import held\nwith held(): print(1)",
        "from sympy import Symbol\nfrom dataclasses import asdict",
        "from sympy import Symbol\nfrom typing import Literal",
        "from sympy import Symbol\nimport os", "from sympy import Symbol\nfrom gradcheck.layers import Convolution",
        "from sympy.stats import E as abs\nabs(1, None, 9)", "from sympy.stats import E\nE = E\nE(1, None, 9)",
        "from sympy.stats import sample",
        "from gradcheck.language.sympy import to_sympy", "from gradcheck.language.sympy import by_sympy\nby_sympy('x')",
        "from sympy.matrices.expressions import inverse",
    ],
)  # fmt: skip
def test_not_hermetic_to_import(text: str) -> None:
    assert not is_hermetic(text.encode())


@pytest.mark.parametrize("module", SYMPY)
def test_names_of_sympy_are_listed(module: str) -> None:
    """What is listed is there and is no module; everything else is refused, printers and parsers among them."""
    home = import_module(module)
    for name in SYMPY[module]:
        assert hasattr(home, name), name
        assert not isinstance(getattr(home, name), ModuleType) or name == "stats", name
    for name in dir(home):
        assert is_hermetic(f"from {module} import {name}".encode()) == (name in SYMPY[module]), name
    assert SYMPY[module].isdisjoint(DANGEROUS)


def test_words_of_the_language_are_listed() -> None:
    assert IMPORTED[AUTHOR] == set(author.__all__) - {"Num"}


def test_no_attribute_that_is_listed_is_text() -> None:
    """Neither of what a module makes with gradcheck's words, nor of what it makes with SymPy's."""
    for kind in (Step, Derivation, Instance, Along):
        assert ATTRIBUTES.isdisjoint({*dir(kind), *kind.__dataclass_fields__}), kind
    x, f = sympy.Symbol("x"), sympy.Function("f")
    A, z = sympy.MatrixSymbol("A", 2, 2), stats.Normal("z", 0, 1)
    made = [
        x, f, f(x), A, A[0, 0], A.T * A, z, sympy.IndexedBase("u"), sympy.IndexedBase("u", shape=(3,))[1],
        sympy.Idx("i", 3),
        sympy.Integer(2), sympy.Rational(1, 2), sympy.pi, sympy.oo, sympy.true, sympy.Eq(x, 1), sympy.Interval(0, 1),
        sympy.Piecewise((x, x > 0), (0, True)), sympy.Limit(x, x, 0), sympy.Sum(x, (x, 0, 1)), sympy.Poly(x, x),
        sympy.Matrix([[x, 1]]), sympy.FiniteSet(1), sympy.Lambda(x, x), sympy.Order(x), stats.Expectation(z),
        stats.BernoulliProcess("B", sympy.Rational(1, 2)), sympy.sin, sympy.Symbol, author.real("y"),
        author.vector("v", 2), author.real("y") > 0, author.rational("1/2"), author.sequence("s")(1),
        author.arbitrary_function("g"),
    ]  # fmt: skip
    for thing in made:
        for name in ATTRIBUTES:
            with suppress(ShapeError):  # y.T of a number y
                found = getattr(thing, name, None)
                listed = found if isinstance(found, tuple) else (found,)
                assert not any(isinstance(one, str | bytes) for one in listed), (thing, name)


def test_what_is_hermetic_says_the_same_in_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        close_loaders()
        entry = Entry("module", "", "", tmp_path / "module.py")
        said.append([fetch_derivation(entry, Limits(), source.encode()) for source in HERMETIC])
    assert said[0] == said[1]
    close_loaders()


def test_an_unchanged_module_is_answered(project: Project) -> None:
    path = project.root / "derivations" / "module.py"
    text = (
        "from sympy import Eq, symbols, diff\nfrom gradcheck.derivation import by_sympy, derivation, held, step\n"
        "x, y = symbols('x y')\nwith held():\n    claim = Eq((x + y)**2, x**2 + 2*x*y + y**2)\n"
        "DERIVATION = derivation(step('square', claim), step('slope', by_sympy(diff, x**2, x)))\n"
    )
    path.write_text(text)
    assert [project.unchanged(), project.unchanged()] == [0, 1]
    path.write_text(text.replace("by_sympy(diff, x**2, x)", "Eq(y, y.subs('x', 1), evaluate=False)"))
    assert project.unchanged() == 0
    assert len(project.entries("answers")) == 1
