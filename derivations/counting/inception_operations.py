"""The operations of two inception modules: 1 by 1 convolutions in front save two multiplications of three.

Claims
    a k by k convolution from C to N channels with an image of H by V positions as output takes H V N k^2 C
    multiplications, as many additions when that of the bias counts, and H V N evaluations of the activation function;
    both modules in closed form, for all widths and sizes;
    on 256 channels of 32 by 32 positions: 1,115,684,864 against 354,418,688 multiplications, as many additions, and
    425,984 against 622,592 activations; the exact ratios are 532/169 and 13/19.

Conventions
    A weight on the padding counts as used, as on the sheet.  The first product of a sum takes no addition, the bias
    takes one.  Pooling takes comparisons, which are counted apart (the sheet leaves them out).

Notation
    As in inception-parameters; module 1 has widths 128, 192 and 96 here.

Source: seed sheet 001, section 5(ii).
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import chain, dimensions, eq, rational
from gradcheck.layers import Layer, branches, convolution, image, pooling, stack

C, H, V, k = dimensions("C H V k")
N0, N1, N3, N5, M3, M5 = dimensions("N0 N1 N3 N5 M3 M5")


def module_1(n1: object, n3: object, n5: object) -> Layer:
    """Three convolutions side by side."""
    return branches(
        convolution(n1, kernel=1),
        convolution(n3, kernel=3, padding="same"),
        convolution(n5, kernel=5, padding="same"),
    )


def module_2(n1: object, m3: object, n3: object, m5: object, n5: object, n0: object) -> Layer:
    """The same behind 1 by 1 convolutions, and pooling before one more."""
    return branches(
        convolution(n1, kernel=1),
        (convolution(m3, kernel=1), convolution(n3, kernel=3, padding="same")),
        (convolution(m5, kernel=1), convolution(n5, kernel=5, padding="same")),
        (pooling(3, stride=1, padding=1), convolution(n0, kernel=1)),
    )


one = stack(image(C, H + k - 1, V + k - 1), convolution(N1, kernel=k)).sums()
any_1 = stack(image(C, H, V), module_1(N1, N3, N5)).sums()
any_2 = stack(image(C, H, V), module_2(N1, M3, N3, M5, N5, N0)).sums()
first = stack(image(256, 32, 32), module_1(128, 192, 96))
second = stack(image(256, 32, 32), module_2(128, 64, 192, 64, 96, 64))
m1, m2 = first.sums(), second.sums()

DERIVATION = derivation(
    step("multiplications of a convolution", eq(one.multiplications, H * V * N1 * k**2 * C)),
    step("additions of a convolution", eq(one.additions, H * V * N1 * k**2 * C)),
    step("activations of a convolution", eq(one.activations, H * V * N1)),
    step("module 1, any widths", eq(any_1.multiplications, H * V * C * (N1 + 9 * N3 + 25 * N5))),
    step(
        "module 2, any widths",
        eq(any_2.multiplications, H * V * (C * (N1 + M3 + M5 + N0) + 9 * M3 * N3 + 25 * M5 * N5)),
    ),
    step("additions of module 1, any widths", eq(any_1.additions, any_1.multiplications)),
    step("additions of module 2, any widths", eq(any_2.additions, any_2.multiplications)),
    step("activations of module 1, any widths", eq(any_1.activations, H * V * (N1 + N3 + N5))),
    step("activations of module 2, any widths", eq(any_2.activations, H * V * (N1 + M3 + N3 + M5 + N5 + N0))),
    step("multiplications of module 1", eq(m1.multiplications, 1_115_684_864)),
    step("multiplications of module 2", eq(m2.multiplications, 354_418_688)),
    step("additions of module 1", eq(m1.additions, 1_115_684_864)),
    step("additions of module 2", eq(m2.additions, 354_418_688)),
    step("activations of module 1", eq(m1.activations, 425_984)),
    step("activations of module 2", eq(m2.activations, 622_592)),
    step("comparisons of module 2", eq(m2.comparisons, 2_097_152), note="of the pooling; the sheet leaves them out"),
    step("ratio of the multiplications", eq(m1.multiplications / m2.multiplications, rational(532, 169))),
    step("ratio of the activations", eq(m1.activations / m2.activations, rational(13, 19))),
    step("more than three times as many", chain(3 * m2.multiplications, "<", m1.multiplications)),
    step("fewer activations", chain(m1.activations, "<", m2.activations)),
    source="seed sheet 001, section 5(ii)",
    where={"m_1": m1.multiplications, "m_2": m2.multiplications, "a_1": m1.activations, "a_2": m2.activations},
    tables=[
        first.table("module 1", "multiplications", "additions", "activations"),
        second.table("module 2", "multiplications", "additions", "comparisons", "activations"),
    ],
)
