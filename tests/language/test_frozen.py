"""The cheap frozen data classes behave as those of ``dataclasses``."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, fields, replace

import pytest

from gradcheck.language.notation.tree import Binder, Name, Number, Operator, Styled


@dataclass(frozen=True)
class Model:
    """What a name would be."""

    start: int
    end: int
    text: str
    font: str = ""


def test_a_tree_is_as_a_data_class() -> None:
    made, model = Styled(1, 2, "x", "bf"), Model(1, 2, "x", "bf")
    assert [one.name for one in fields(made)] == [one.name for one in fields(model)]
    assert repr(made) == repr(model).replace("Model", "Styled")
    assert Styled(1, 2, "x") == Styled(start=1, end=2, text="x", font="") == Styled(1, 2, text="x")
    assert made != replace(made, end=3)
    assert made != Name(1, 2, "x")
    assert len({made, Styled(1, 2, "x", "bf"), replace(made, font="")}) == 2
    assert pickle.loads(pickle.dumps(made)) == made
    match made:
        case Styled(start=start, text=text):
            assert (start, text) == (1, "x")


def test_a_tree_does_not_change() -> None:
    name = Name(0, 1, "x")
    with pytest.raises(FrozenInstanceError):
        name.text = "y"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del name.text


def test_each_field_is_given_once() -> None:
    for values, named in (
        ((0, 1), {}),
        ((0, 1, "x", "y"), {}),
        ((0, 1, "x"), {"text": "y"}),
        ((0, 1, "x"), {"more": 1}),
    ):
        with pytest.raises(TypeError, match="has the fields start, end, text"):
            Name(*values, **named)  # type: ignore[arg-type]
    sign = Operator(0, 1, "sum")
    assert Binder(0, 1, sign, Name(0, 1, "k"), None, None, None, Number(1, 2, "1")).children()[0] is sign
