"""What is not read: two readings are both named, and every refusal has its code and its place."""

from __future__ import annotations

import pytest

from gradcheck.language.notation.latex import read_line, read_mixed, settled
from gradcheck.language.notation.readerror import ReadError

# LaTeX, the code, what stands at the place of the refusal, and a part of what it says
TWO_READINGS = [
    (r"\sin^{-1} x", "-1", r"\arcsin"),
    (r"\log x y", "y", r"\log(x y...)"),
    (r"\log p / q", "/ q", r"(\log a)/b"),
    (r"\log p(x) q(x)", "q(x)", r"\log(p(x)) q..."),
    (r"\cos\theta\, x", "x", r"\cos(\theta) x..."),
    (r"\ln 2 / 3", "/ 3", r"\ln(a/b)"),
    (r"\sum_i a_i + b_i", r"\sum_i", r"(\sum_i a_i) + b_i"),
    (r"\sum_i \sum_j a_{ij} + b_i", r"\sum_i", r"\sum_i (\sum_j"),
    (r"\sum_i \sum_j a_{ij} + b_j", r"\sum_j", r"\sum_j (a_{ij} + b_j)"),
    (r"\prod_k a_k - k", r"\prod_k", r"(\prod_k a_k) - k"),
    (r"\max_i x_i + y_i", r"\max_i", r"\max_i (x_i + y_i)"),
    ("x^10", "10", "^{10}"),
    ("x_12", "12", "_{12}"),
    ("1e-5 x", "1e-5", r"\cdot 10"),
    ("loss = x", "loss", r"\mathrm{loss}"),
    (r"x > 0 and \alpha > 0", "and", r"\text{ and }"),
    (r"\nabla_x f(x) g(x)", "g(x)", r"\nabla_x (f(x) g...)"),
    (r"\nabla_x L x A x", "x A x", "(L x...)"),
    (r"\nabla_x f(x)^2", "2", "(f(x)^{2})"),
    (r"\nabla^2 f", r"\nabla", "Hessian"),
    (r"\frac{d}{dx}(f) g", "g", r"\frac{d}{dx} ((f) g...)"),
    (r"\frac{d}{dx} f \cdot g", r"\cdot", r"(\frac{d}{dx} f)"),
    (r"\frac{df}{dx}(a)", "(a)", "x = a"),
    (r"{a + b}^2", "{a + b}", "(a + b)"),
]
REFUSED = [
    (r"\frac{1}", "GC411", r"\frac", "an argument is missing"),
    (r"\frac{1}{", "GC403", "{", "never closed"),
    (r"\frac{}{2}", "GC411", r"\frac", "is empty"),
    (r"\sqrt{}", "GC411", r"\sqrt", "is empty"),
    ("x^{a}^{b}", "GC410", "^{b}", "two superscripts"),
    ("x_a_b", "GC410", "_b", "two subscripts"),
    ("(x + y", "GC403", "", ") is missing"),
    ("x + y)", "GC403", ")", "closes nothing"),
    ("}x", "GC403", "}", "closes none"),
    ("|x", "GC403", "|x", "never closed"),
    ("[x)", "GC403", "[x)", "closed by"),
    (r"\left( x", "GC403", "", ") is missing"),
    (r"\left x", "GC411", r"\left", "delimiter"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}", "GC415", "3", "1 entries"),
    (r"\begin{pmatrix} 1", "GC403", r"\begin", r"\end{pmatrix} is missing"),
    (r"\begin{pmatrix} 1 \end{bmatrix}", "GC403", r"\end", "is closed by"),
    (r"\begin{foo} x \end{foo}", "GC410", r"\begin{foo}", "foo"),
    (r"\begin{cases} x & \text{if it rains} \\ 0 & \text{otherwise} \end{cases}", "GC410", r"\text{if it", "prose"),
    (r"\begin{cases} x \\ y \end{cases}", "GC411", "x", "only the last case"),
    (r"\foo{x} + y", "GC410", r"\foo", r"\newcommand"),
    (r"1 + \alhpa", "GC410", r"\alhpa", r"did you mean \alpha?"),
    ("x +", "GC411", "", "missing after +"),
    ("x + + ", "GC411", "", "missing"),
    ("= x", "GC411", "= x", "nothing before"),
    (r"\int f(x)", "GC416", r"\int", "no dx"),
    (r"\sum a_i", "GC411", r"\sum", r"\sum_{i=1}^n"),
    (r"\sum_{1}^n x", "GC416", "1}", "variable"),
    (r"\lim x", "GC411", r"\lim", r"\infty"),
    (r"\frac{\partial^2 f}{\partial x}", "GC416", r"\frac", "order 2 above and 1 below"),
    (r"\nabla \cdot f", "GC410", r"\nabla", "divergence"),
    (r"\oint f dx", "GC410", r"\oint", "no meaning"),
    ("a @ b", "GC402", "@", "A B"),
    ("x # y", "GC402", "#", "not part"),
    ("x + é", "GC402", "é", "U+00E9"),
    ("", "GC401", "", "no formula"),
    (r"{}_2F_1", "GC410", "{}_2", "no base"),
    (r"\hat{x + y}", "GC410", r"\hat", "more than a name"),
    (r"\overset{a}{x}", "GC410", r"\overset", "no relation"),
    (r"\text{hello there}", "GC410", r"\text", "hello there"),
    (r"x \text{ is a number}", "GC410", r"\text", "is a number"),
    (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "GC410", r"\\", "several rows"),
    ("x & y", "GC410", "& y", "two formulas"),
    ("f(x,)", "GC411", ",)", "missing after ,"),
    ("\beta x", "GC402", "\b", r"\beta was meant"),
    ("1 + \frac{1}{2}", "GC402", "\f", "a raw one"),
    ("x\times y", "GC402", "\t", r"\times was meant"),
    ("\tanh x", "GC402", "\t", r"\tanh was meant"),
    ("\nabla f", "GC402", "\n", r"\nabla was meant"),
    ("2 \rho + \right", "GC402", "\r", "was meant"),
]
# What is a tree, and has no meaning in the language
MEANINGLESS = [
    (r"x \propto y", "GC410", r"\propto", "constant"),
    (r"a \pm b = c", "GC410", r"\pm", "two claims"),
    (r"x \ll 1", "GC410", r"\ll", "how small"),
    (r"p(x \mid y) = 1", "GC410", r"\mid", "bar"),
    (r"\mathbb{E}[X \mid Y] = 1", "GC410", r"\mid", "bar"),
    (r"X - \mathbb{E}_{X \sim N(0, 1)}[X] = 1", "GC417", "X -", "behind where"),
    (r"\mathbb{E}_{X \sim N(0, 1)}[\mathbb{E}_{Y \sim N(0, 1)}[X Y]] = 1", "GC410", r"Y \sim", "all that is random"),
    (r"a_1 + a_3 + \dots + a_n = 0", "GC410", r"\dots", "pattern"),
    (r"\left. f(x) \right|_{x=0} = 1", "GC410", "x=0", "at a point"),
    (r"\sum_{i \in S} x_i = 1", "GC410", "S", "set"),
    (r"\mathbf{x} - x = 0", "GC417", "x = 0", "two fonts"),
    (r"\log x(1 - x) = x", "GC417", "x(1", r"\cdot"),
    (r"f^2(y) = f(y)", "GC417", "f^2(y)", "product"),
    (r"f^{-1}(y) = y \text{ where } f: \mathbb{R} \to \mathbb{R}", "GC417", "f^{-1}", "two readings"),
    (r"w_{\text{new}} = w^{\text{new}}", "GC417", r"w^", "two ways"),
    (r"y_{hat} = \hat{y}", "GC417", r"\hat", "two ways"),
    (r"x \in \{0, 1\} = 2", "GC410", r"\{0, 1\}", "set"),
    (r"\sum_{i<j} c_i c_j = 0", "GC417", "j} c_i", "over i alone"),
    (r"\sum_{i \ne j} x_i x_j = 1", "GC417", "j}", "over i and j"),
    (r"x \in S", "GC410", r"\in", "where"),
    (r"A \cup B = C", "GC410", r"\cup", "no meaning"),
]


def refusal(text: str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        settled(text, read_line(text))
    return caught.value


def check(text: str, code: str, at: str, said: str) -> None:
    error = refusal(text)
    place = error.column - 1
    assert (text, error.code) == (text, code), error
    assert text[place:].startswith(at), (text, text[place:], error)
    assert said in str(error), (text, str(error))
    assert error.text == text
    if not at:
        assert place == len(text.rstrip()), (text, place)


def test_two_readings_are_refused_with_both() -> None:
    for text, at, said in TWO_READINGS:
        check(text, "GC417", at, said)


def test_every_refusal_has_its_place() -> None:
    for text, code, at, said in REFUSED:
        check(text, code, at, said)


def test_what_has_no_meaning_is_refused_where_it_stands() -> None:
    for text, code, at, said in MEANINGLESS:
        assert read_line(text)
        check(text, code, at, said)


def test_the_clear_neighbours_of_two_readings_are_read() -> None:
    for text in (
        r"\arcsin x", r"\log(x y)", r"(\log p) / q", r"\log(p(x) q(x))", r"x \cos\theta", r"\log xy", r"\log 2 x",
        r"\sum_i a_i + b", r"(\sum_i a_i) + b_i", r"\sum_i (a_i + b_i)", r"\sum_i a_i + \sum_i b_i", "x^{10}", "x_{12}",
        r"\mathrm{loss} = x", r"(\nabla_x f(x)) g(x)", r"\nabla_x (x^\top A x)", r"\nabla_w L x^\top", r"\nabla_x^2 f",
        r"\nabla f(x)^\top g(x)", r"\frac{d}{dx} (f g)", r"\frac{df}{dx}(x)", r"\frac{df}{dx} (1 - a)", "(a + b)^2",
        r"\sum_{j} \sum_{i<j} c_i c_j = 0", r"\sum_{i \ne k} x_i = s - x_k", r"\boxed{a + b} + c",
        r"\log f(x) = 1", r"\log(x(1 - x)) = x", r"\nabla_x x^\top A x", r"\nabla_w w^\top b",
        r"\nabla_w \frac{c}{2} w^2",
    ):  # fmt: skip
        settled(text, read_line(text))


def test_a_refusal_in_a_part_of_a_line_has_its_place_in_the_line() -> None:
    for text, at in (
        (r"\pi > 3; x ?? y", "??"),
        (r"x > 0; \foo > 1", r"\foo"),
        (r"\pi > 3; x > 0; \sin^{-1} x > 0", "-1"),
    ):
        with pytest.raises(ReadError) as caught:
            settled(text, read_mixed(text))
        assert text[caught.value.column - 1 :].startswith(at)
        assert caught.value.text == text
