"""Records behave as frozen data classes do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest

from gradcheck.outcome.record import record


@record
class Point:
    """A record with a default, a made default, a hidden field, and a check."""

    x: int
    y: int = 2
    more: tuple[str, ...] = field(default_factory=tuple)
    hidden: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("x is not negative")


@record
class Place(Point):
    """A record with the fields of another, and one of its own."""

    name: str = "here"


@dataclass(frozen=True)
class Model:
    """The oracle: the same class, as the library makes it."""

    x: int
    y: int = 2
    more: tuple[str, ...] = field(default_factory=tuple)
    hidden: str = field(default="", repr=False)


@pytest.mark.parametrize("values", [(1,), (1, 3), (1, 2, ("a",)), (1, 2, (), "s")])
def test_it_is_made_shown_and_compared_like_a_frozen_data_class(values: tuple[Any, ...]) -> None:
    made, model = Point(*values), Model(*values)
    assert dataclasses.asdict(made) == dataclasses.asdict(model)
    assert repr(made) == repr(model).replace("Model", "Point")
    assert made == Point(*values)
    assert hash(made) == hash(Point(*values))
    assert made != model
    assert [one.name for one in fields(Point)] == [one.name for one in fields(Model)]
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == made
    assert replace(made, y=7) == Point(made.x, 7, made.more, made.hidden) != made


def test_fields_are_inherited_and_matched() -> None:
    match Place(1, name="there"):
        case Place(x=1, name=name):
            assert name == "there"
        case _:
            pytest.fail("it does not match")
    assert Place(1) != Point(1)


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((1, 2, (), "", 5), {}), ((1,), {"x": 1}), ((1,), {"z": 1}), ((), {"y": 1})]
)
def test_what_a_data_class_refuses_is_refused(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    for kind in (Point, Model):
        with pytest.raises(TypeError):
            kind(*values, **named)


def test_nothing_is_assigned_and_the_check_runs() -> None:
    made = Point(1)
    with pytest.raises(FrozenInstanceError):
        made.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.x
    with pytest.raises(ValueError, match="not negative"):
        Point(-1)
