"""An inception module with 1 by 1 convolutions in front of the wide ones has fewer than a third of the parameters.

Claims
    a k by k convolution from C to N channels has (k^2 C + 1) N parameters, for every k, C and N;
    module 1 (three convolutions side by side) and module 2 (1 by 1 convolutions in front of them, and a pooled
    branch) in closed form, for all widths;
    on 256 channels module 1 with three times 128 channels has 1,147,264 parameters, module 2 has 346,720.

Conventions
    One weight for each tap, input channel and output channel, and one bias an output channel; pooling has none.

Notation
    C input channels; the branches of both modules make N1, N3, N5 (and N0, the pooled one) channels with 1 by 1,
    3 by 3 and 5 by 5 taps; in module 2 the 1 by 1 convolutions in front reduce to M3 and M5 channels.  H and V are
    height and width of the image, which do not enter.

Errata
    Part (ii) of the sheet, on operations, takes widths of 128, 192 and 96 for module 1.  The module that it counts
    the operations of has 1,089,952 parameters, not 1,147,264.

Source: seed sheet 001, section 5(i).
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import chain, dimensions, eq
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


any_1 = stack(image(C, H, V), module_1(N1, N3, N5))
any_2 = stack(image(C, H, V), module_2(N1, M3, N3, M5, N5, N0))
first = stack(image(256, 32, 32), module_1(128, 128, 128))
second = stack(image(256, 32, 32), module_2(128, 64, 192, 64, 96, 64))
of_part_ii = stack(image(256, 32, 32), module_1(128, 192, 96))
one = stack(image(C, H + k - 1, V + k - 1), convolution(N1, kernel=k))

DERIVATION = derivation(
    step("one convolution", eq(one.sums().parameters, (k**2 * C + 1) * N1)),
    step("module 1", eq(any_1.sums().parameters, (C + 1) * N1 + (9 * C + 1) * N3 + (25 * C + 1) * N5)),
    step(
        "module 2",
        eq(
            any_2.sums().parameters,
            (C + 1) * (N1 + M3 + M5 + N0) + (9 * M3 + 1) * N3 + (25 * M5 + 1) * N5,
        ),
    ),
    step("parameters of module 1", eq(first.sums().parameters, 1_147_264)),
    step("parameters of module 2", eq(second.sums().parameters, 346_720)),
    step("much less", chain(3 * second.sums().parameters, "<", first.sums().parameters)),
    step("parameters of the module of part (ii)", eq(of_part_ii.sums().parameters, 1_089_952)),
    erratum(
        "part (ii) is about module 1",
        eq(of_part_ii.sums().parameters, 1_147_264),
        note="the widths 128, 192, 96 of part (ii) make 1,089,952",
    ),
    source="seed sheet 001, section 5(i)",
    where={"p_1": first.sums().parameters, "p_2": second.sums().parameters, "p_ii": of_part_ii.sums().parameters},
    tables=[first.table("module 1", "parameters"), second.table("module 2", "parameters")],
)
