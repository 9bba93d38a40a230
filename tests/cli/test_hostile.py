"""Hostile input through the real command line: a clear answer within the limits, never a traceback, never a hang.

What hangs or fills the memory, and what comes from standard input, has a process of its own; what is refused at once
shares one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds for anything, on a busy machine

# Runs each of the commands on standard input, and tells how it ended.
COMMANDS = """
import contextlib, io, json, sys
from gradcheck.__main__ import main

for arguments in json.load(sys.stdin):
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    print(json.dumps([code, *(stream.buffer.getvalue().decode() for stream in (out, err))]), flush=True)
"""


def gradcheck(*arguments: str, stdin: bytes | None = None) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    done = subprocess.run(
        [sys.executable, "-m", "gradcheck", *arguments], cwd=ROOT, capture_output=True, input=stdin, timeout=PATIENCE
    )
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in out + err, out + err
    return done.returncode, out, err


REFUSED = {
    "deep parentheses": "(" * 5_000 + "x" + ")" * 5_000 + " = x",
    "deep functions": "exp(" * 500 + "x" + ")" * 500 + " > 0",
    "deep powers": "x" + "**x" * 3_000 + " > 0",
    "a tower of nines": "9**9**9 = 1",
    "a larger tower": "x < 9**9**9**9",
    "a huge exponent": "(1 + x)**1000000000 >= 0",
    "a huge number": "1" * 10_000 + " > x",
    "a double underscore": "__class__ = 1",
    "an attribute": "x.__class__ = 1",
    "an import": "__import__('os').system('true') = 1",
    "a call of a builtin": "eval('1') = 1",
    "a lambda": "(lambda: 1)() = 1",
    "a subscript with code": "x[().__class__] = 1",
    "a string": "'x' = 'x'",
    "a cyrillic letter": "tanh(\u0445) <= x",
    "a fullwidth letter": "\uff54anh(x) <= x",
    "an invisible space": "tanh(x)\u200b <= x",
    "a right-to-left mark": "tanh(x)\u202e <= x",
    "not a number": "nan = nan",
    "an infinity": "inf = inf",
    "an overflowing float": "1e999999999 > x",
    "nothing": "",
    "only spaces": "   ",
    "no relation": "x + 1",
    "an unknown function": "besselj(x) = 0",
    "an unclosed bracket": "tanh(x <= x",
    "an assignment": "x := 1",
    "a comment": "x = 1 # and more",
    "a newline": "x = x\nimport os",
}


ARGUMENTS = [
    ["bound", "__class__"], ["bound", "9**9**9*x"], ["bound", "x" + "*x" * 4_000],
    ["bound", "sigmoid", "--layers", "-1"],
    ["bound", "sigmoid", "--layers", "9" * 30], ["bound", "sigmoid", "--digits", "10000000000"],
    ["bound", "sigmoid", "--weight", "nan"], ["bound", "tanh", "--weight", "inf"], ["simplify", "__import__('os')"],
    ["simplify", "9**9**9"], ["simplify", "(" * 3_000], ["prove", "x = x", "--given", "__class__ > 0"],
    ["prove", "x = x", "--timeout", "-1"], ["prove", "x = x", "--timeout", "nan"],
    ["prove", "x = x", "--memory", "-5"], ["prove", "../../etc/passwd"], ["show", "../../../etc/passwd"],
    ["check", "/dev/null"],
    ["prove", "--from", "/nonexistent"], ["prove", "\x1b[31mx = 1"],
]  # fmt: skip


Answers = dict[tuple[str, ...], tuple[int, str, str]]


def claiming(text: str) -> list[str]:
    return ["prove", text, "--timeout", "5"]


@pytest.fixture(scope="module")
def refused() -> Answers:
    """Exit code, standard output and standard error of all commands that are refused at once."""
    commands = [*map(claiming, REFUSED.values()), *ARGUMENTS]
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS], cwd=ROOT, capture_output=True, input=json.dumps(commands), text=True,
        timeout=PATIENCE, check=True,
    )  # fmt: skip
    answers = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
    assert "Traceback" not in done.stderr + done.stdout
    return dict(zip(map(tuple, commands), answers, strict=True))


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_claim_is_refused_with_a_clear_error(refused: Answers, name: str) -> None:
    code, out, err = refused[tuple(claiming(REFUSED[name]))]
    assert code in (1, 2)
    assert (out + err).strip()
    assert len(out + err) < 20_000, "the message does not repeat a huge input"
    assert "proved 1" not in out


def test_a_megabyte_is_refused() -> None:
    code, out, err = gradcheck("prove", "--from", "-", "--timeout", "5", stdin=(b"x + " * 250_000) + b"x >= 0\n")
    assert code in (1, 2)
    assert len(out + err) < 20_000


@pytest.mark.parametrize(
    "line", [b"x = x\x00\n", b"\x00\n", b"\xff\xfe\xfa = 1\n", b"x = \xc3\x28\n", b"\r\r\r", b"\xef\xbb\xbf\n"]
)
def test_bytes_that_are_no_text_are_refused(line: bytes) -> None:
    code, out, err = gradcheck("prove", "--from", "-", "--timeout", "5", stdin=line)
    assert code in (1, 2)
    assert (out + err).strip()


def test_a_bad_line_does_not_hide_the_others() -> None:
    code, out, _ = gradcheck(
        "prove", "--from", "-", "--output-format", "json", stdin=b"x + x = 2*x\n9**9**9 = 1\nx <= x\n"
    )
    assert code in (1, 2)
    if out.strip():
        assert json.loads(out)["summary"]["proved"] <= 2


FOREVER = [
    "(1 + x + y + z + u + v + w)**60 = (1 + w + x + y + z + u + v)**60 + x",
    "exp(exp(exp(exp(x)))) * sin(x)**97 + 10**30 > cos(exp(x))",
    " + ".join(f"abs(x - {k}*y + z**{k})" for k in range(1, 24)) + " >= 0*x - 1/1000 + sin(x*y*z)",
    "sup(sin(x**9)*exp(sin(x**7)), x) <= 271/100",
]


@pytest.mark.parametrize("claim", FOREVER, ids=range(len(FOREVER)))
def test_a_claim_that_would_take_forever_is_undecided_in_time(claim: str) -> None:
    code, out, err = gradcheck("prove", claim, "--timeout", "0.5")
    assert code in (1, 2), out + err
    assert "undecided" in out or "GC" in out + err or "error" in (out + err).lower()


def test_a_claim_that_would_fill_the_memory_is_undecided() -> None:
    claim = "(1 + x + y + z + u)**40 * (2 + x + y + z + u)**40 = (1 + u)**3"
    code, out, err = gradcheck("prove", claim, "--timeout", "20", "--memory", "64")
    assert code in (1, 2), out + err
    assert "proved 1" not in out


@pytest.mark.parametrize(
    "arguments", ARGUMENTS, ids=lambda words: " ".join(words)[:40].encode("ascii", "replace").decode()
)
def test_hostile_arguments_end_with_an_error(refused: Answers, arguments: list[str]) -> None:
    code, out, err = refused[tuple(arguments)]
    assert code in (1, 2), out + err
    assert (out + err).strip()
    assert len(out + err) < 20_000
