"""``gradcheck gain``: arguments and reports; the mathematics is tested with the gains."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gradcheck.outcome.gain import Convention, FixedPoint, GainOutcome, Quantity, VarianceMap
from gradcheck.outcome.run import Formula
from gradcheck.report.gain_json import gain_json
from gradcheck.report.gain_text import gain_lines
from gradcheck.report.page import plain
from gradcheck.runtime.child import TimedOut, Workers

from .conftest import Gradcheck


def formula(text: str) -> Formula:
    return Formula(text, text, text)


HALF = Quantity("0.5", "0.5", "1/2", formula("1/2"))
SOME = Quantity("0.39", "0.40")
LONG = Quantity("0.1", "0.2", "1" * 80, formula("1" * 80))
POINT = FixedPoint(SOME, HALF, Quantity("1.1", "1.2"), True, "chaotic", ("0.3", "0.5"))
ZERO = FixedPoint(Quantity("0", "0", "0", formula("0")), SOME, SOME, None, "undecided")
MAP = VarianceMap("3/2", "0", (ZERO, POINT), False, "chaotic", "at the attracting fixed point, where chi >= 1")
OUTCOME = GainOutcome(
    "tanh", formula("t(x)"), "1", 15, HALF, SOME, Quantity("oo", "oo", reason="it grows too fast"), LONG, None, ("0",),
    Convention("a framework", Quantity("1.6", "1.7", "5/3", formula("5/3")), False), MAP, ("what is at 3?",), 0.1,
)  # fmt: skip


def test_text() -> None:
    assert plain(gain_lines(OUTCOME)) == (
        "tanh, z ~ N(0, 1)\n"
        "  function          t(x)\n"
        "  no derivative at  0  a null set\n"
        "  E f(z)            1/2 = 0.5  (exact)\n"
        "  E f(z)²           [0.39, 0.40]  (enclosure)\n"
        "  E f'(z)²          ∞  it grows too fast\n"
        "  forward gain      [0.1, 0.2]  (exact; its closed form is long, the JSON output has it)\n"
        "                    1/√E f(z)²\n"
        "                    a framework prints 5/3 = [1.6, 1.7]: another number\n"
        "  backward gain     none: f' is 0 almost everywhere, or E f'(z)² is infinite\n"
        "\n"
        "variance map        V(q) = σw² E f(√q z)² + σb²  for z ~ N(0, 1), σw = 3/2, σb = 0\n"
        "                    χ(q) = σw² E f'(√q z)²\n"
        "  fixed point q*    0  (exact)\n"
        "  V'(q*)            [0.39, 0.40]  (enclosure)\n"
        "  χ(q*)             [0.39, 0.40]  (enclosure)\n"
        "                    χ is not told apart from 1\n"
        "  fixed point q*    [0.39, 0.40]  (enclosure)\n"
        "                    the only one for 0.3 ≤ q ≤ 0.5\n"
        "  V'(q*)            1/2 = 0.5  (exact)\n"
        "                    attracting\n"
        "  χ(q*)             [1.1, 1.2]  (enclosure)\n"
        "                    χ > 1: chaotic\n"
        "                    other fixed points are not excluded\n"
        "  phase             chaotic, at the attracting fixed point, where χ ≥ 1\n"
        "? undecided  what is at 3?\n"
    )


def test_json_has_the_documented_keys() -> None:
    found = json.loads(gain_json(OUTCOME, "1.2.3"))
    assert (found["schema"], found["gradcheck"], found["command"], found["name"]) == (1, "1.2.3", "gain", "tanh")
    assert found["second_moment"] == {
        "exact": None, "lower": "0.39", "upper": "0.40", "trust": "enclosure", "value": None, "reason": "",
    }  # fmt: skip
    assert found["backward_gain"] is None
    assert found["variance_map"]["fixed_points"][1]["unique_in"] == ["0.3", "0.5"]
    page = Path(__file__).parents[2].joinpath("docs", "json.md").read_text(encoding="utf-8")
    page = page[page.index("## gain") : page.index("## list")]
    for part in (
        found,
        found["convention"],
        found["variance_map"],
        found["variance_map"]["fixed_points"][0],
        found["mean"],
    ):
        assert all(f"`{key}`" in page for key in part if key not in ("schema", "gradcheck", "command"))


def test_tanh(gradcheck: Gradcheck) -> None:
    ran = gradcheck("gain", "tanh", "--output-format", "json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert (found["forward_gain"]["lower"], found["forward_gain"]["upper"]) == ("1.59253741972283", "1.59253741972284")
    assert found["convention"]["agrees"] is False
    assert found["variance_map"] is None


def test_parameters(gradcheck: Gradcheck) -> None:
    ran = gradcheck("gain", "leaky_relu", "--param", "negative_slope=1/3")
    written = gradcheck("gain", "max(x, a*x)", "--param", "a=1/3")
    assert ran.code == written.code == 0
    for out in (ran.out, written.out):
        assert "  E f(z)²           5/9 = [0.555555555555555, 0.555555555555556]  (exact)\n" in out


def test_relu_is_critical_with_weights_of_variance_two(gradcheck: Gradcheck) -> None:
    ran = gradcheck("gain", "relu", "--sigma-w", "sqrt(2)", "--variance", "3/2")
    assert ran.code == 0
    assert "  forward gain      √2 = [1.41421356237309, 1.41421356237310]  (exact)\n" in ran.out
    assert "  phase             critical, V(q) = q for every q ≥ 0\n" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tanhh"], "did you mean tanh"),
        (["x + y"], "without y"),
        (["sin(x"], "   ^"),
        (["tanh", "--variance", "-1"], "--variance must be positive"),
        (["tanh", "--variance", "x"], "not x"),
        (["tanh", "--sigma-w", "2("], "^"),
        (["tanh", "--sigma-b", "-1"], "not negative"),
        (["tanh", "--digits", "0"], "--digits"),
        (["exp(x**2)"], "GC302"),
        (["elu", "--param", "beta=1"], "known are alpha"),
        (["tanh", "--param", "a=1"], "there is none"),
        (["elu", "--param", "alpha"], "alpha=1/2"),
        ([], "--from FILE"),
        (["tanh", "--from", "-"], "either to the command line"),
        (["--from", "no such file"], "cannot be read"),
    ],
)
def test_requests_that_make_no_sense(gradcheck: Gradcheck, arguments: list[str], words: str) -> None:
    ran = gradcheck("gain", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "GC9" not in ran.err


def test_a_file_of_functions(gradcheck: Gradcheck, tmp_path: Path) -> None:
    page = tmp_path / "functions.txt"
    page.write_text("relu  # as torch has it\n\nelu; alpha=1/2\nsin(x\nx\n", encoding="utf-8")
    ran = gradcheck("gain", "--from", str(page))
    assert ran.code == 2
    assert (
        ran.out.index("relu, z") < ran.out.index("elu(alpha=1/2), z") < ran.out.index("sin(x") < ran.out.index("x, z ~")
    )
    told = gradcheck("gain", "--from", str(page), "--output-format", "json")
    found = json.loads(told.out)
    assert [answer["line"] for answer in found["answers"]] == [1, 3, 4, 5]
    assert found["answers"][0]["second_moment"]["exact"] == "1/2"
    assert "error" in found["answers"][2]
    assert len(found["problems"]) == 1
    page.write_text("identity\n", encoding="utf-8")
    assert gradcheck("gain", "--from", str(page)).code == 0
    page.write_text("# nothing\n", encoding="utf-8")
    assert gradcheck("gain", "--from", str(page)).code == 2


def test_json_of_a_request_that_makes_no_sense(gradcheck: Gradcheck) -> None:
    ran = gradcheck("gain", "exp(x**2)", "--output-format", "json")
    assert ran.code == 2
    assert "infinite" in json.loads(ran.out)["problems"][0]


def test_what_is_not_found_is_an_open_question(gradcheck: Gradcheck) -> None:
    ran = gradcheck("gain", "1/x")
    assert ran.code == 1
    assert "  forward gain      not found\n" in ran.out
    assert "[GC200]" in ran.out


def test_out_of_time_is_an_open_question(gradcheck: Gradcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(self: Workers, function: Callable[..., object], *args: object, limits: object) -> object:
        raise TimedOut("no answer within 1 s", "where it was")

    monkeypatch.setattr(Workers, "run", late)
    ran = gradcheck("gain", "tanh", "-v")
    assert (ran.code, ran.out) == (1, "? undecided  no answer within 1 s [GC201]\n")
    assert "where it was" in ran.err
    found = json.loads(gradcheck("gain", "x**2", "--output-format", "json").out)
    assert (found["name"], found["undecided"]) == ("x**2", ["no answer within 1 s [GC201]"])
