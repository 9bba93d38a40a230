"""The vocabulary of layers against counting by hand: every position, tap and channel of small networks, one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import Setting, with_ring
from gradcheck.language.author import dimensions, integer
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Term
from gradcheck.layers import Layer, Stack, branches, convolution, image, masked, pooling, recurrent, stack
from gradcheck.layers.window import Window, compose

small = st.integers(1, 4)
three = st.integers(1, 3)
windows = st.builds(Window, kernel=small, stride=three, padding=st.integers(0, 2), dilation=three)


def number(term: Term) -> Fraction:
    value = with_ring(Setting((), (), ()), lambda ring: prepare(ring).scalar(term).constant())
    assert value is not None
    return value


def reads(layers: list[Window], output: int) -> set[int]:
    """The inputs of an output: layer by layer, from the top down, through every tap."""
    places = {output}
    for window in reversed(layers):
        k, s, p, d = (int(v) for v in (window.kernel, window.stride, window.padding, window.dilation))  # type: ignore[arg-type]
        places = {s * (place - 1) + 1 - p + d * tap for place in places for tap in range(k)}
    return places


@given(st.lists(windows, max_size=4), st.integers(-3, 9))
@settings(max_examples=60, deadline=None)
def test_the_field_is_from_the_least_to_the_greatest_input(layers: list[Window], output: int) -> None:
    span = compose(tuple(layers)).reads(Num(Fraction(output)))
    found = reads(layers, output)
    assert (number(span.first), number(span.last)) == (min(found), max(found))


@given(st.lists(windows, max_size=4), st.integers(-3, 9))
@settings(max_examples=60, deadline=None)
def test_every_position_between_is_read_where_no_layer_leaves_a_gap(layers: list[Window], output: int) -> None:
    fields = [compose(tuple(layers[:depth])) for depth in range(len(layers) + 1)]
    gapless = all(
        int(w.dilation) * int(f.jump) <= int(f.size)  # type: ignore[arg-type]
        for w, f in zip(layers, fields, strict=False)
    )
    if gapless:
        assert len(reads(layers, output)) == fields[-1].size


@given(windows, st.integers(1, 14))
def test_the_outputs_of_a_window_are_the_places_where_it_fits(window: Window, length: int) -> None:
    k, s, p, d = (int(v) for v in (window.kernel, window.stride, window.padding, window.dilation))  # type: ignore[arg-type]
    fits = [i for i in range(1, 40) if s * (i - 1) + 1 - p + d * (k - 1) <= length + p]
    if fits:
        assert window.outputs(length) == len(fits)
    else:
        with pytest.raises(ValueError, match="does not fit"):
            window.outputs(length)


@given(windows, small, small, st.booleans(), st.booleans())
@settings(max_examples=30, deadline=None)
def test_a_convolution_counts_as_by_hand(window: Window, below: int, above: int, bias: bool, active: bool) -> None:
    layer = convolution(above, window.kernel, window.stride, window.padding, window.dilation, bias, active)
    height, width = 11, 13
    net = stack(image(below, height, width), layer)
    places = [(y, x) for y in range(int(net.output.height)) for x in range(int(net.output.width))]  # type: ignore[arg-type]
    taps = list(product(range(below), range(int(window.kernel)), range(int(window.kernel))))  # type: ignore[arg-type]
    multiplications = sum(1 for _ in product(places, range(above), taps))
    additions = sum(len(taps) - 1 + bias for _ in product(places, range(above)))
    by_hand = (above * (len(taps) + bias), multiplications, additions, 0, above * len(places) * active)
    assert tuple(map(number, net.counts().row())) == by_hand
    assert tuple(map(number, net.sums().row())) == by_hand


@given(st.integers(0, 3), st.booleans(), small, small)
def test_a_mask_keeps_what_comes_before_in_raster_order(reach: int, centre: bool, below: int, above: int) -> None:
    side = range(-reach, reach + 1)
    kept = [(u, v) for u in side for v in side if (u, v) < (0, 0) or (centre and (u, v) == (0, 0))]
    net = stack(image(below, 3, 5), masked(above, reach, centre))
    assert number(net.counts().multiplications) == 15 * below * above * len(kept)
    if reach:
        assert number(net.sums().multiplications) == 15 * below * above * len(kept)
    assert number(net.counts().parameters) == above * (below * len(kept) + 1)


def test_a_recurrent_layer_reads_the_unit_below_and_its_neighbours() -> None:
    net = stack(image(2, 3, 5), recurrent(4, directions=2))
    weights = 4 * 2 + 2 * 4 * 4
    assert number(net.counts().parameters) == weights + 4
    assert number(net.counts().multiplications) == number(net.sums().multiplications) == 15 * weights


def test_pooling_compares_and_has_no_weights() -> None:
    net = stack(image(3, 6, 8), pooling(2))
    assert [
        render_text(size) if isinstance(size, Term) else size for size in (net.output.height, net.output.width)
    ] == [3, 4]
    assert tuple(map(number, net.counts().row())) == (0, 0, 0, 3 * 12 * 3, 0)


STACKS: list[tuple[Layer, ...]] = [
    (convolution(3, 3, padding="same"), pooling(2), convolution(2, (1, 3), padding=(0, 1))),
    (branches(convolution(2, 1), (convolution(3, 1), convolution(4, 5, padding="same"))), masked(3, 1)),
    (convolution(2, 3, stride=2, padding=1), recurrent(2)),
]


@pytest.mark.parametrize("layers", STACKS)
def test_closed_forms_and_sums_agree_for_symbolic_sizes(layers: tuple[Layer, ...]) -> None:
    c, m, q = dimensions("c m q")
    net = stack(image(c, 4 * m, 4 * q), *layers)
    for closed, meaning in zip(net.counts().row(), net.sums().row(), strict=True):
        for values in ((1, 1, 1), (2, 3, 1), (3, 1, 2)):
            mapping = {s: Num(Fraction(v)) for s, v in zip((c, m, q), values, strict=True)}
            assert number(replace_symbols(closed, mapping)) == number(replace_symbols(meaning, mapping))


def test_the_rows_of_a_table_add_up_to_its_totals() -> None:
    net = stack(image(3, 8, 8), *STACKS[1])
    table = net.table("a stack")
    for column, total in enumerate(table.totals):
        assert sum(number(terms[column]) for _, terms in table.rows[:-1]) == number(total)


def test_branches_are_concatenated() -> None:
    net = stack(image(3, 8, 8), STACKS[1][0])
    assert net.output.channels == 6
    with pytest.raises(ValueError, match="different sizes"):
        stack(image(3, 8, 8), branches(convolution(1, 1), convolution(1, 3)))


def test_what_is_refused() -> None:
    n = dimensions("n")[0]
    with pytest.raises(ValueError, match="multiple of the stride"):
        stack(image(1, n, n), pooling(2))
    with pytest.raises(ValueError, match="at least 1"):
        convolution(1, 0)
    with pytest.raises(TypeError, match="size"):
        convolution(1.5, 3)
    with pytest.raises(ValueError, match="same"):
        convolution(1, 2, padding="same")
    with pytest.raises(ValueError, match="reads no window"):
        Stack(image(1, 4, 4), (recurrent(1),)).field()


def test_positions_are_stated_layer_by_layer() -> None:
    c, m = dimensions("c m")
    net = stack(image(c, 4 * m, 4 * m), convolution(c, 5, padding=2), pooling(2))
    assert render_text(net.position(integer("i"))) == "2*(i - 1) + 1 + t_2 - 2 + t_1"


def test_sums_bind_no_symbol_of_a_size() -> None:
    """A kernel of 3 by u has 3 u taps, also where u is what the sum over its rows would be called."""
    u, c, n, row = integer("u"), integer("c_out"), integer("n"), integer("row")
    values = {u: 4, c: 2, n: 7, row: 5}
    net = stack(image(c, n, row), convolution(c, (3, 1)), convolution(c, (1, u)))
    for counted, summed in zip(net.counts().row(), net.sums().row(), strict=True):
        both = (replace_symbols(term, {s: Num(Fraction(v)) for s, v in values.items()}) for term in (counted, summed))
        first, second = map(number, both)
        assert first == second


def test_a_tap_is_no_position_and_no_size() -> None:
    i, j, t = integer("i"), integer("j"), integer("t_1")
    plain, sized = (stack(image(1, 9, 9), convolution(1, kernel)) for kernel in (3, t))
    for net, output, place in ((plain, t, j), (plain, i, t), (sized, i, j)):
        with pytest.raises(ValueError, match="t_1 is the tap of a layer"):
            net.depends(output, place)
