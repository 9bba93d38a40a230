"""Near misses of the counting rows; ``mutants`` imports them at its end."""

from __future__ import annotations

from mutants import mutant, page

from gradcheck.language.author import ForAll, Iff, Implies, big_o, chain, eq, theta, total
from gradcheck.language.syntax.propositions import And

here = page("receptive-field")
i, j = here.i, here.j
mutant(
    "receptive-field", "the first row left out", Iff(here.y3.depends(i, j), chain(4 * i - 8, "<=", j, "<=", 4 * i + 6))
)
mutant("receptive-field", "a row too many", Iff(here.y2.depends(i, j), chain(2 * i - 3, "<=", j, "<=", 2 * i + 3)))
mutant("receptive-field", "counted from 0", Iff(here.y2.depends(i, j), chain(2 * i - 2, "<=", j, "<=", 2 * i + 3)))
mutant("receptive-field", "the stride of the layer itself", eq(here.r(here.l + 1), here.r(here.l) + (here.k(here.l + 1) - 1) * here.d(here.l + 1) * here.S(here.l + 1)))  # fmt: skip  # noqa: E501
mutant("receptive-field", "kernels add up", eq(here.r(here.l + 1), here.r(here.l) + here.k(here.l + 1) * here.d(here.l + 1) * here.S(here.l)))  # fmt: skip  # noqa: E501
mutant(
    "receptive-field", "no padding", eq(here.a(here.l + 1), here.a(here.l) + here.S(here.l) * (1 - here.s(here.l + 1)))
)

gaps = next(step.claim for step in here.DERIVATION.steps if step.name == "no gaps")
mutant("receptive-field", "taps that are further apart than what they cover", gaps, here.J <= here.R + 1)
mutant("receptive-field", "a tap fewer", here.n <= here.r(here.m) - 1 + (here.K - 2) * here.J, here.n <= here.r(here.m + 1) - 1, here.spacing, here.count)  # fmt: skip  # noqa: E501

here = page("inception-parameters")
mutant("inception-parameters", "no bias", eq(here.one.sums().parameters, here.k**2 * here.C * here.N1))
mutant(
    "inception-parameters", "a bias a channel pair", eq(here.one.sums().parameters, (here.k**2 + 1) * here.C * here.N1)
)
mutant("inception-parameters", "module 1 as module 2", eq(here.first.sums().parameters, 346_720))

here = page("inception-operations")
size = here.H * here.V * here.N1
mutant("inception-operations", "the bias not counted", eq(here.one.additions, size * (here.k**2 * here.C - 1)))
mutant("inception-operations", "one activation a filter", eq(here.one.activations, here.N1))
mutant("inception-operations", "activations of module 1", eq(here.m1.activations, 393_216))

here = page("pixelcnn-connections")
d, W, H, k = here.d, here.W, here.H, here.k
mutant("pixelcnn-connections", "k for k^2", theta(9 * d * W * H * k**2, d * W * H * k, d, W, H, k))
mutant("pixelcnn-connections", "k^3 for k^2", theta(9 * d * W * H * k**2, d * W * H * k**3, d, W, H, k))
mutant("pixelcnn-connections", "no depth", big_o(9 * d * W * H * k**2, W * H * k**2, d, W, H, k))
mutant("pixelcnn-connections", "three taps", eq(total(here.dense, here.layer, 1, d), 3 * d * W * H * k**2))
mutant("pixelcnn-connections", "the centre kept everywhere", eq(here.first + total(here.later, here.layer, 2, d), 5 * d * W * H * k**2))  # fmt: skip  # noqa: E501

here = page("pixelcnn-sequential")
inside = And((here.row > 0, here.column > 0))
mutant("pixelcnn-sequential", "a step later", ForAll((here.i, here.j), Implies(inside, eq(here.T(here.n, here.i, here.j), here.n + 1))))  # fmt: skip  # noqa: E501
mutant("pixelcnn-sequential", "the padding too", ForAll((here.i, here.j), eq(here.T(here.n, here.i, here.j), here.n)))
mutant("pixelcnn-sequential", "wider images wait", eq(here.T(here.n, here.H, here.W), here.n * here.W))

here = page("mdrnn-connections")
mutant("mdrnn-connections", "two neighbours only", eq(here.one_layer, here.W * here.H * 2 * here.k**2))
mutant(
    "mdrnn-connections", "no width", theta(3 * here.order, here.d * here.H * here.k**2, here.d, here.W, here.H, here.k)
)
mutant("mdrnn-connections", "all edges counted once", eq(total((here.below + here.above + here.beside) * here.k**2, here.layer, 1, here.d), here.d * (3 * here.W * here.H - 2) * here.k**2))  # fmt: skip  # noqa: E501

here = page("mdrnn-parallelism")
mutant("mdrnn-parallelism", "W + H steps", eq(here.t(here.W + here.H, here.H), here.W + here.H))
mutant("mdrnn-parallelism", "fewer steps than units, W = 1 too", here.W + here.H - 1 < here.W * here.H, here.W >= 1)
mutant(
    "mdrnn-parallelism", "rows share a step", eq(here.t(here.a + here.b, here.a), here.t(here.a + here.b + 1, here.a))
)

here = page("context-window")
v, w, n = here.v, here.w, here.n
mutant("context-window", "a column fewer", eq(here.box, 2 * n * (n + 1)))
mutant("context-window", "the blind spot one wider", ForAll((v, w), Implies(w >= v, eq(here.N(n, v, w), 0))))
mutant("context-window", "a row fewer", ForAll((v, w), Implies(v >= n, eq(here.N(n, v, w), 0))))
mutant("context-window", "the unit itself not seen", ForAll((v,), Implies(And((v >= 0, v <= n)), here.P(n, v) >= 2)))
wider = And((v >= 0, v <= n, w + n >= 0, w <= v + 1))
mutant("context-window", "the blind spot seen", ForAll((v, w), Implies(wider, here.N(n, v, w) >= 1)))
mutant("context-window", "not along its edge", Iff(here.N(n, v, w) >= 1, And((v >= 0, v <= n, w + n >= 0, w < v))))
mutant("context-window", "a row more reached", here.N(n, v, 0) >= 1, v >= 0, v <= n + 1)
mutant("context-window", "a column more reached", here.N(n, n, w) >= 1, w + n + 1 >= 0, w <= n)
mutant("context-window", "every column in the row itself", here.N(n, 0, w) >= 1, w + n >= 0, w <= n)
mutant("context-window", "the blind spot counted", eq(total(total(1, here.x, -n, n), here.y, 0, n), (n + 1) * (3 * n + 2) / 2))  # fmt: skip  # noqa: E501
mutant("context-window", "itself without the first centre", here.F_itself >= 1)
mutant("context-window", "no difference to the centre", eq(here.F, here.N(n + 1, v, w)))
mutant("context-window", "itself among all others", here.F >= 1, v >= 0, v <= n + 1, w + n + 1 >= 0, w <= v)
mutant("context-window", "a recurrent unit sees its right", Iff(here.P(n, v) >= 1, And((v >= 0, v <= n + 1))))
