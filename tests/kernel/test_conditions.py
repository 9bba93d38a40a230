"""Which conditions a proof tells of."""

from __future__ import annotations

from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import dimension, eq, initial, natural, recurrence, sequence, total
from gradcheck.language.printing.text import render_text


def test_that_an_index_lies_where_it_is_bound_is_no_condition() -> None:
    n, m, l = dimension("n"), natural("m"), natural("l")  # noqa: E741
    S = sequence("S")
    define = (initial(S(0), 1), recurrence(S(l), 2 * S(l - 1), start=1))
    claim = eq(total(S(m - 1), m, 1, n), total(S(m - 1), m, 1, n))
    proved = prove(Goal(claim, (), define), ByNormalForm())
    assert [render_text(condition) for condition in proved.side_conditions] == ["n >= 0"]
