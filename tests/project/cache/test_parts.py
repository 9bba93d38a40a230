"""Outcomes as text, what is hermetic, and whose a secret is."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest

from gradcheck import language
from gradcheck.outcome.run import (
    Declared,
    DerivationOutcome,
    Formula,
    Location,
    Preamble,
    Problem,
    Sides,
    StepOutcome,
    Value,
)
from gradcheck.project.cache.answers import is_settled
from gradcheck.project.cache.hermetic import BRIDGE, PARTS, WHOLE, is_hermetic
from gradcheck.project.cache.outcomes import read_outcome, write_outcome
from gradcheck.project.cache.seal import LENGTH, secret_for
from gradcheck.project.discovery import discover, shipped_folder

ENTRIES = discover([shipped_folder()]).entries
A, B, C = (Formula(name, f"\\{name}", f"{name}\n-", name) for name in "abc")
FULL = StepOutcome(
    "step", A, "refuted", "refuted", "exact", "engine", "reason", (A, B), (C,), (B,), ("fact",), (("x", "1/2"),),
    Sides(B, (1, 2), Value("1", "1", "1"), Value("", "0.1", "0.2")), True, C, A, (B, C), ("line", "│ line"),
    Location("/a/é.py", 3, 4), 0.123456789, "note", "GC101", B, False, "", "advice", "shapes",
)  # fmt: skip
LEAST = StepOutcome("step", A, "proved", "undecided", reason="why")


def test_every_field_of_an_outcome_survives() -> None:
    told = [field.name for field in fields(StepOutcome) if field.name not in ("name", "statement", "suppressed")]
    assert all(getattr(FULL, name) != getattr(LEAST, name) for name in told)
    steps = (FULL, LEAST, replace(LEAST, suppressed="why"))
    remarks = Problem("GC503", "unused", Location("/a/é.py", 3, 4), "more"), Problem("GC502", "why")
    names = Declared("X", "array", ("n", "d"), "Normal(0, 1)", "in the claim", 2, 1), Declared("x", "real")
    preamble = Preamble(names, (A, B), (C,), (B, C), (A,), ("a remark",))
    assert all(vars(preamble).values())
    outcome = DerivationOutcome("name", "title", "source", steps, 1.5, (C,), (A,), (), remarks, remarks[:1])
    outcome = replace(outcome, preamble=preamble)
    assert read_outcome(write_outcome(outcome)) == outcome
    assert outcome.steps[0] is FULL


def test_what_a_limit_cut_short_is_not_settled() -> None:
    proved = StepOutcome("step", A, "proved", "proved", "exact")
    assert is_settled(DerivationOutcome("n", "t", "s", (proved,)))
    for step in (LEAST, replace(proved, complete=False)):
        assert not is_settled(DerivationOutcome("n", "t", "s", (proved, step)))
    assert not is_settled(DerivationOutcome("n", "t", "s", ()))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_shipped_derivations_are_hermetic(entry) -> None:  # type: ignore[no-untyped-def]
    assert is_hermetic(entry.path.read_bytes())


HERMETIC = [
    "from gradcheck.language.author import *\nx = real('x')\nname = [k for k in range(3)]",
    "match (1, 2):\n    case (x, y):\n        z = complex(imag=x)\nmatch 1:\n    case complex(imag=x):\n        y = x",
    "from fractions import Fraction\nimport math\nx = Fraction(1, math.factorial(5))",
    "def f(time): return time + 1\nx = f(1)",
    "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    n: int\n",
    "try:\n    x = 1 / 0\nexcept ZeroDivisionError:\n    x = 0\nelse:\n    x = 1",
    "try:\n    x = {}[1]\nexcept (KeyError, IndexError) as error:\n    x = 0",
    "try:\n    raise ValueError(1)\nexcept* ValueError:\n    x = 0",
    "for k, v in {1: 2}.items(): x = k\ny = [k for k in {1: 2}.keys()]\nz = sorted({1: 2}.items())",
]
NOT_HERMETIC = [
    "import os", "import time", "import random", "import numpy", "from . import other", "import other",
    "from os import environ", "import gradcheck.kernel.verdict", "from gradcheck.project.discovery import os",
    "from gradcheck.language.syntax.node import inspect", "from gradcheck.language.syntax.terms import *",
    "from sympy import *",
    "x = open('f').read()", "exec('1')", "eval('1')", "x = __import__('os')", "x = getattr(1, 'real')", "x = vars()",
    "x = __file__", "x = (1).__class__", "def f(): pass\nx = f.__globals__", "import sympy\nx = sympy.sympify('1')",
    "import sympy\nx = sympy.core.cache.os", "import sympy\nx = sympy.core",
    "from sympy import ntheory\nx = ntheory.generate",
    "from sympy import randprime", "import sympy\nx = sympy.randprime(1, 9)", "x = id(1)", "x = hash('a')", "print(1)",
    "x = input()", "x = undefined", "x = '{0.__class__}'.format(1)", "from fractions import operator",
    "import fractions\nx = fractions.sys", "from typing import get_type_hints",
    "def f(open): return open\nx = open('f')",
    "import os.path", "from importlib import import_module", "globals()", "not python (", "\0",
    "try:\n import foo\nexcept: x = 1",
    "import sympy as sp\nx = sp.symbols('x')", "import sympy\nx = sympy.S(\"open('f').read()\")",
    "import sympy\ns = sympy\nx = s.randprime(1, 9)", "import sympy\nx = sympy.Dummy().dummy_index",
    "from gradcheck.language.sympy.writing import to_sympy", "from gradcheck.language.sympy.scalars import sympy",
    "from gradcheck.language.notation.tokens import re", "from gradcheck.language.author import import_module",
    "from typing import contextlib", "from dataclasses import copy",
    "from typing import ForwardRef\nx = ForwardRef(\"open('f')\").evaluate()", "from dataclasses import FunctionType",
    "x = (i for i in ()).gi_frame.f_builtins['open']", "def f(): yield\nx = f().gi_code",
    "def f(): pass\nmatch f:\n    case object(__globals__=g):\n        x = g['__builtins__']",
    "def f(): yield\nmatch f():\n    case object(gi_frame=x):\n        pass",
    "x = list({'a': 1}.keys() | {'b': 1}.keys())", "v = {'a': 1}.items()\nx = list(v & v)",
    "x = list(dict.keys({}) - {})",
    "from collections.abc import KeysView\nx = list(KeysView({'a': 1}) | 'b')", "x = list({}.items() ^ {})",
    "def list(v): return v & v\nx = [*list({1: 2}.keys())]",
    "from gradcheck.language.syntax.terms import free_symbols\nx = next(iter(free_symbols(1)))",
    *(
        f"def f():\n    x = [0] * 10**9\ntry:\n    f()\nexcept{star} {what}:\n    x = 0"
        for star in ("", "*")
        for what in (
            "Exception", "BaseException", "MemoryError", "RecursionError", "RuntimeError", "(ValueError, Exception)",
            "(*(ValueError,),)", "Exception as error", "((Exception,),)", "[Exception][0]", "Exception or ValueError",
            "SystemError", "KeyboardInterrupt", "AssertionError",
        )
    ),
    "try: pass\nexcept: x = 0", "E = Exception\ntry: pass\nexcept E: x = 0",
    "E = (Exception,)\ntry: pass\nexcept E: x = 0", "ValueError = Exception\ntry: pass\nexcept ValueError: x = 0",
    "class E(Exception): pass\ntry: pass\nexcept E: x = 0",
    "class ValueError(RuntimeError): pass\ntry: pass\nexcept ValueError: x = 0",
    "def f(ValueError):\n    try: pass\n    except ValueError: return 0\nf(Exception)",
    "from contextlib import suppress\nwith suppress(Exception): x = 0",
    "class S:\n    def __enter__(self): return 1\n    def __exit__(self, *a): return True\nwith S(): x = 0",
    "class S:\n    def __exit__(self, *a): return True", "class S:\n    def __del__(self): x = [0] * 10**9",
    "def f():\n    try: return [0] * 10**9\n    finally: return 0",
    "for k in range(1):\n    try: x = 0\n    finally: continue",
    "from gradcheck.language.notation.reader import read_claim",
    "x = list({'a', 'b'})", "x = [k for k in {str(i) for i in range(9)}]", "x = list(set('ab'))",
]  # fmt: skip


def test_modules_are_not_reached_through_what_may_be_imported() -> None:
    names = ["gradcheck.language", *(m.name for m in walk_packages(language.__path__, "gradcheck.language."))]
    todo = [n for n in (*names, *WHOLE, *PARTS) if not n.startswith(BRIDGE)]
    seen = set(todo)
    while todo:
        name = todo.pop()
        for attribute, value in vars(import_module(name)).items():
            if isinstance(value, ModuleType) and is_hermetic(f"import math\nmath.{attribute}".encode()):
                assert value.__name__.startswith(("gradcheck.l", *WHOLE)), (name, attribute)
                assert not value.__name__.startswith(BRIDGE)
                todo += {value.__name__} - seen
                seen.add(value.__name__)


@pytest.mark.parametrize("source", HERMETIC)
def test_hermetic(source: str) -> None:
    assert is_hermetic(source.encode())


@pytest.mark.parametrize("source", NOT_HERMETIC)
def test_not_hermetic(source: str) -> None:
    assert not is_hermetic(source.encode())


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "gradcheck" / "secret"


def test_a_secret_is_made_once(state: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    secret = secret_for(project)
    assert secret is not None
    assert len(secret) == LENGTH
    assert secret_for(project) == secret
    assert state.stat().st_mode & 0o777 == 0o600
    assert state.parent.stat().st_mode & 0o777 == 0o700


def test_a_secret_that_others_may_know_is_replaced(state: Path, tmp_path: Path) -> None:
    secret = secret_for(tmp_path / "project")
    for spoil in (lambda: state.chmod(0o640), lambda: state.write_bytes(b""), lambda: state.write_bytes(bytes(100))):
        spoil()
        other = secret_for(tmp_path / "project")
        assert other is not None
        assert other != secret
        secret = other


def test_no_secret_where_none_can_be_kept(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert secret_for(tmp_path) is None  # the project holds it
    state.parent.mkdir(parents=True)
    state.symlink_to(tmp_path / "theirs")
    (tmp_path / "theirs").write_bytes(bytes(LENGTH))
    (tmp_path / "theirs").chmod(0o600)
    assert secret_for(tmp_path / "project") is None
    state.unlink()
    state.mkdir()
    assert secret_for(tmp_path / "project") is None
    if hasattr(os, "geteuid"):
        state.rmdir()
        assert secret_for(tmp_path / "project") is not None
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
        assert secret_for(tmp_path / "project") is None
