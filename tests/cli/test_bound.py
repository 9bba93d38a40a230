"""``gradcheck bound``: arguments and reports; the mathematics is tested with its engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gradcheck.outcome.bound import (
    BoundOutcome,
    ChainBounds,
    Checked,
    Enclosure,
    Extremum,
    FunctionBounds,
    Statement,
    SymbolicBound,
    Threshold,
)
from gradcheck.outcome.run import Formula
from gradcheck.report.bound_json import bound_json
from gradcheck.report.bound_text import bound_lines
from gradcheck.report.page import plain
from gradcheck.runtime.child import TimedOut, Workers

from .conftest import Gradcheck


def formula(text: str) -> Formula:
    return Formula(text, text, text)


ZERO = Extremum("0", "0", "0", False, ("-oo", "oo"), "exact", formula("0"))
QUARTER = Extremum("0.25", "0.25", "1/4", True, ("0",), "exact", formula("1/4"))
TIGHT = Extremum("0.0589589806237424", "0.0589589806237425", attained=True, at=("[0.1, 0.2]",))
SIGMOID = FunctionBounds("sigmoid", formula("1/(1 + exp(-x))"), formula("s(x)*(1 - s(x))"), ZERO, QUARTER)
PROOF = Checked((Statement(formula("|f'| <= 1"), (formula("x > 0"),)),), "enclosure", ("mean-value",))
CHAIN = ChainBounds(
    2, Extremum("0.0625", "0.0625", "1/16", True, ("0",), "exact"), TIGHT, Enclosure("0.943", "0.944"),
    Enclosure("0.224", "0.225"), Enclosure("0.659", "0.660"), "vanishes", "it contracts",
    (Threshold("float16", "2^-14", 8), Threshold("float32", "2^-126", None)),
    tuple((line, PROOF) for line in ("tight", "rate", "behaviour")),
)  # fmt: skip
SYMBOLIC = SymbolicBound(
    "n", formula("(1/4)**n"), formula("|f_n'| <= (1/4)**n"), formula("|f_1'| <= 1/4"), formula("|f_(n+1)'| <= ..."),
    "vanishes", "1/4 < 1", sharp=False,
)  # fmt: skip
OUTCOME = BoundOutcome(("sigmoid",), 2, 15, "1", (SIGMOID,), CHAIN, SYMBOLIC, ("what happens at 3?",), 0.1)


def test_text() -> None:
    assert plain(bound_lines(OUTCOME)) == (
        "sigmoid\n"
        "  function          1/(1 + exp(-x))\n"
        "  derivative        s(x)*(1 - s(x))\n"
        "  infimum           0  (exact)\n"
        "                    not attained, approached for x → -∞ and ∞\n"
        "  supremum          1/4 = 0.25  (exact)\n"
        "                    attained at x = 0\n"
        "\n"
        "2 layers of sigmoid\n"
        "  naive bound       1/16 = 0.0625  (exact, not checked by the kernel)\n"
        "                    attained at x = 0\n"
        "  tight bound       [0.0589589806237424, 0.0589589806237425]  (enclosure, checked by the kernel)\n"
        "                    attained at x = [0.1, 0.2]  (not checked by the kernel)\n"
        "  tight / naive     [0.943, 0.944]\n"
        "  rate per layer    [0.224, 0.225], at the fixed point [0.659, 0.660]  (enclosure, checked by the kernel)\n"
        "  for n → ∞         vanishes  (checked by the kernel)\n"
        "                    it contracts\n"
        "  float16           the naive bound is below its smallest normal number 2^-14 from 8 layers on\n"
        "n layers of sigmoid, for every n ≥ 1\n"
        "  bound             (1/4)**n\n"
        "                    above the supremum from n = 2 on  (not checked by the kernel)\n"
        "  claim             |f_n'| <= (1/4)**n\n"
        "                    by the bound of each layer; the kernel has no proof\n"
        "  induction, base   |f_1'| <= 1/4\n"
        "  induction, step   |f_(n+1)'| <= ...\n"
        "  for n → ∞         vanishes  (not checked by the kernel)\n"
        "                    1/4 < 1\n"
        "? undecided  what happens at 3?\n"
    )


def test_json_has_the_documented_keys() -> None:
    found = json.loads(bound_json(OUTCOME, "1.2.3"))
    assert (found["schema"], found["gradcheck"], found["command"], found["layers"]) == (1, "1.2.3", "bound", 2)
    (function,) = found["functions"]
    assert function["supremum"] == {
        "exact": "1/4", "lower": "0.25", "upper": "0.25", "attained": True, "at": ["0"], "trust": "exact",
        "value": {"text": "1/4", "latex": "1/4"}, "reason": "", "period": None, "equation": None, "between": None,
        "by_root": None,
    }  # fmt: skip
    assert found["chain"]["tight"]["exact"] is None
    assert found["chain"]["rate"] == {"lower": "0.224", "upper": "0.225"}
    assert found["chain"]["behaviour"] == "vanishes"
    assert set(found["chain"]["checked"]) == {"tight", "rate", "behaviour"}
    assert found["symbolic"]["checked"] == {}
    proof = found["chain"]["checked"]["tight"]
    assert proof["statements"][0]["claim"]["text"] == "|f'| <= 1"
    assert (proof["trust"], proof["facts"], proof["where"]) == ("enclosure", ["mean-value"], [])
    page = Path(__file__).parents[2].joinpath("docs", "json.md").read_text(encoding="utf-8")
    for part in (found, function, function["supremum"], found["chain"], found["chain"]["thresholds"][0],
                 found["symbolic"], proof, proof["statements"][0]):  # fmt: skip
        assert all(f"`{key}`" in page for key in part)


def test_the_sigmoid(gradcheck: Gradcheck) -> None:
    ran = gradcheck("bound", "sigmoid", "--layers", "2", "--output-format", "json")
    assert (ran.code, ran.err) == (0, ""), ran.out
    found = json.loads(ran.out)
    assert found["functions"][0]["supremum"]["exact"] == "1/4"
    assert found["functions"][0]["supremum"]["at"] == ["0"]
    assert found["functions"][0]["infimum"]["attained"] is False
    lower, upper = (float(found["chain"]["tight"][end]) for end in ("lower", "upper"))
    assert lower <= 0.058958980623742 <= upper or abs(upper - 0.058958980623742) < 1e-15


def test_a_formula_in_x(gradcheck: Gradcheck) -> None:
    ran = gradcheck("bound", "2*x + 1")
    assert ran.code == 0
    assert "supremum          2  (exact)" in ran.out
    assert gradcheck("bound", "x").code == 0
    assert gradcheck("bound", "x-1").out.startswith("x - 1\n")


def test_a_name_of_two_words(gradcheck: Gradcheck) -> None:
    assert gradcheck("bound", "leaky relu").out == gradcheck("bound", "leaky_relu").out


def test_what_was_not_found_is_no_enclosure(gradcheck: Gradcheck) -> None:
    ran = gradcheck("bound", "1/x")
    assert ran.code == 1
    assert "  supremum          not found\n" in ran.out
    assert " oo" not in gradcheck("bound", "x**2").out
    assert "-oo" not in gradcheck("bound", "x**2").out


def test_json_of_a_request_that_makes_no_sense(gradcheck: Gradcheck) -> None:
    ran = gradcheck("bound", "sigmiod", "--output-format", "json")
    assert ran.code == 2
    assert "did you mean sigmoid" in json.loads(ran.out)["problems"][0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sigmiod"], "did you mean sigmoid"),
        (["x + y"], "without y"),
        (["sin(x"], "   ^"),
        (["tanh", "--layers", "0"], "layers"),
        (["tanh", "--layers", "x"], "letter"),
        (["tanh", "sigmoid", "--layers", "3"], "3 layers"),
        (["tanh", "--weight", "1e9999"], "--weight"),
        (["tanh", "--weight", "0"], "must not be 0"),
        (["tanh", "--weight", "1/0"], "not 1/0"),
        (["tanh", "sigmoid", "--layers", "n"], "ask for --layers 2n"),
        (["tanh", "--layers", "2n"], "ask for --layers n"),
        (["tanh", "--layers", "0n"], "letter"),
        (["tanh", "--layers", "y"], "letter"),
        (["leaky rely"], "did you mean leaky_relu"),
        (["tanh", "--digits", "0"], "--digits"),
        ([], "name an activation"),
    ],
)
def test_requests_that_make_no_sense(gradcheck: Gradcheck, arguments: list[str], words: str) -> None:
    ran = gradcheck("bound", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "GC9" not in ran.err


def test_out_of_time_is_an_open_question(gradcheck: Gradcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(self: Workers, function: Callable[..., object], *args: object, limits: object) -> object:
        raise TimedOut("no answer within 1 s", "where it was")

    monkeypatch.setattr(Workers, "run", late)
    ran = gradcheck("bound", "tanh", "-v")
    assert ran.code == 1
    assert ran.out == "? undecided  no answer within 1 s [GC201]\n"
    assert "where it was" in ran.err
    found = json.loads(gradcheck("bound", "tanh", "--output-format", "json").out)
    assert found["undecided"] == ["no answer within 1 s [GC201]"]


def test_many_at_once(gradcheck: Gradcheck, tmp_path: Path) -> None:
    path = tmp_path / "activations.txt"
    path.write_text("# mine\nsigmoid\nnope\nx*tanh(\nelu; alpha=1/2\nwhere(x > 0, x, a*x); a=1/10\nsilu; q=2\n")
    ran = gradcheck("bound", "--from", str(path))
    assert ran.code == 2
    heads = [
        "sigmoid\n",
        "error      nope",
        "GC403",
        "elu(alpha=1/2)\n",
        "where(x > 0, x, 1/10*x)\n",
        "no function here",
    ]
    places = [ran.out.index(head) for head in heads]
    assert places == sorted(places)
    found = json.loads(gradcheck("bound", "--from", str(path), "--output-format", "json").out)
    assert [answer["line"] for answer in found["answers"]] == [2, 3, 4, 5, 6, 7]
    assert ["error" in answer for answer in found["answers"]] == [False, True, True, False, False, True]
    assert len(found["problems"]) == 3
    assert found["answers"][3]["functions"][0]["cuts"] == [{"at": "0", "kind": "kink", "left": "1/2", "right": "1"}]
    page = Path(__file__).parents[2].joinpath("docs", "json.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in page for answer in found["answers"] for key in answer)
    assert gradcheck("bound", "tanh", "--from", str(path)).code == 2
    assert gradcheck("bound", "--from", str(tmp_path / "absent")).code == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["elu", "--param", "beta=1"], "known are alpha"), (["tanh", "--param", "alpha=1"], "there is none"),
        (["elu", "--param", "alpha"], "alpha=1/2"), (["elu", "--param", "alpha=1/0"], "no number"),
        (["elu", "--param", "x=1"], "a name and a number"), (["celu", "--param", "alpha=-1"], "celu needs alpha > 0"),
        (["elu", "--param", "alpha=1", "--param", "alpha=2"], "two values"), (["a*x"], "without a"),
    ],
)  # fmt: skip
def test_parameters_that_make_no_sense(gradcheck: Gradcheck, arguments: list[str], says: str) -> None:
    ran = gradcheck("bound", *arguments)
    assert ran.code == 2
    assert says in ran.err


def test_the_list_of_activations(gradcheck: Gradcheck) -> None:
    ran = gradcheck("list", "--activations")
    assert ran.code == 0
    rows = {row.split("  ")[0]: row for row in ran.out.splitlines()}
    assert "(0, 1/4]" in rows["sigmoid"]
    assert "none" in rows["hardshrink"]
    assert "discontinuous" in rows["hardshrink"]
    assert "[0, 2]" in rows["snake"]
    assert "alpha = 1" in rows["elu"]
    found = json.loads(gradcheck("list", "--activations", "--output-format", "json").out)["activations"]
    elu = next(item for item in found if item["name"] == "elu")
    assert elu["parameters"] == [{"name": "alpha", "default": "1", "least": None, "strict": True}]
    assert elu["bounds"]["lipschitz"]["exact"] == "1"
    page = Path(__file__).parents[2].joinpath("docs", "json.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in page for key in elu)
