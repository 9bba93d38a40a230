"""Displays: rows, clauses, words, tags, and formulas that go on in the next row."""

from __future__ import annotations

from gradcheck.language.notation.latex import Display, Row, items_of, read_display
from tests.language.latex.shown import shown


def row_text(row: Row) -> str:
    """A row on one line: the words before each clause in <...>, its sides and relations, and the words behind."""
    if row.error is not None:
        return f"!{row.error.code}"
    found = []
    for clause in row.clauses:
        words = "".join(f"<{one.kind}>" for one in clause.words)
        sides = list(map(shown, clause.sides))
        relations = [one.text for one in clause.relations]
        if clause.continues:
            text = " ".join(f"{sign} {side}" for sign, side in zip(relations, sides, strict=True))
        else:
            text = " ".join([sides[0], *(f"{sign} {side}" for sign, side in zip(relations, sides[1:], strict=True))])
        found.append(words + text)
    return " ".join([*found, *(f"<{one.kind}>" for one in row.words)]) + (f" #{row.tag}" if row.tag else "")


def rows_of(text: str) -> list[str]:
    return [row_text(row) for row in read_display(text).rows]


def test_rows_of_a_chain() -> None:
    text = r"""\begin{align}
        \sigma'(z) &= \frac{e^{-z}}{(1 + e^{-z})^2} \label{eq:a} \\
                   &= \sigma(z) (1 - \sigma(z)), \tag{2} \\[2pt]
        \text{where } z &\ge 0. \nonumber
    \end{align}"""
    display = read_display(text)
    assert [row_text(row) for row in display.rows] == [
        "sigma'(z) = e^[-z] / (1 + e^[-z])^2",
        "= sigma(z) (1 - sigma(z)) #2",
        "<where>z >= 0",
    ]
    assert display.rows[0].labels == ("eq:a",)
    assert [row.lines for row in display.rows] == [1, 1, 1]
    clause = display.rows[1].clauses[0]
    assert text[clause.start : clause.end].startswith(r"= \sigma(z)")
    assert text[clause.sides[0].start : clause.sides[0].end] == r"\sigma(z) (1 - \sigma(z))"
    assert text[clause.relations[0].start : clause.relations[0].end] == "="


def test_all_environments_and_none() -> None:
    body = r"a &= b \\ &= c"
    for name in ("align", "align*", "aligned", "split", "gather", "eqnarray", "multline", "flalign"):
        assert rows_of(rf"\begin{{{name}}} {body} \end{{{name}}}") == ["a = b", "= c"]
    for around in (r"\begin{equation} \begin{split} %s \end{split} \end{equation}", "$$ %s $$", r"\[ %s \]", "%s",
                   r"\begin{equation*}\begin{aligned}[t] %s \end{aligned},\end{equation*}",
                   r"\begin{alignat}{2} %s \end{alignat}"):  # fmt: skip
        assert rows_of(around % body) == ["a = b", "= c"]


def test_a_row_may_go_on_in_the_next() -> None:
    assert rows_of(r"a &= b \\ &\quad + c \\ &= d") == ["a = b + c", "= d"]
    assert rows_of(r"a = b + \\ c") == ["a = b + c"]
    assert rows_of(r"a &= \left( b + c \right. \\ &\quad \left. + d \right) e") == ["a = (b + c + d) e"]
    assert rows_of(r"a &= (b \\ &\quad + c)") == ["a = (b + c)"]
    assert rows_of(r"a &= b \\ &- c = d") == ["a = b - c = d"]
    assert rows_of(r"a &= b \\ - c &= d") == ["a = b", "-c = d"]
    assert rows_of(r"a &= b \\ &\cdot c") == ["a = b * c"]
    assert read_display(r"a &= b \\ &\quad + c").rows[0].lines == 2


def test_a_parenthesis_that_is_never_closed_costs_its_row_alone() -> None:
    assert rows_of(r"a &= (b + c \\ d &= e \\ f &= g") == ["!GC403", "d = e", "f = g"]
    assert rows_of(r"a &= \foo \\ d &= e") == ["!GC410", "d = e"]
    assert rows_of("a &= § \\\\ d &= e") == ["!GC402", "d = e"]


def test_words_between_clauses() -> None:
    assert rows_of(r"x = 1 \implies y = 2 \iff z = 3") == ["x = 1 <=>>y = 2 <<=>>z = 3"]
    assert rows_of(r"\implies y = 2") == ["<=>>y = 2"]
    assert rows_of(r"a = b \quad \text{since } c = d") == ["a = b <since>c = d"]
    assert rows_of(r"f(x) = x, \quad x > 0") == ["f(x) = x <,>x > 0"]
    assert rows_of(r"f(x) = x \quad \forall x \in \mathbb{R}") == ["f(x) = x <all>x in reals"]
    assert rows_of(r"a = 1 \text{ and } b = 2 \text{ or } c = 3") == ["a = 1 <and>b = 2 <or>c = 3"]
    assert rows_of(r"\text{Hence, } a = b \text{ by (3).}") == ["<so>a = b <since>"]
    assert rows_of(r"v = \alpha u \quad w = -v") == ["v = alpha u <blank>w = -v"]
    assert rows_of(r"\therefore a = b") == ["<so>a = b"]
    assert rows_of(r"a &= b && \text{where } c = d") == ["a = b <where>c = d"]
    assert rows_of(r"\delta_{ij} = 0 \quad (i \ne j)") == ["delta_{i j} = 0 <if>i != j"]
    assert rows_of(r"a &= b & c &= d") == ["a = b <blank>c = d"]
    assert rows_of(r"a \text{ large} \Rightarrow b \text{ small}") == ["a <other><=>>b <other>"]
    assert rows_of(r"(a) \; x = y") == ["<other>x = y"]
    assert rows_of(r"\alpha, \beta > 0") == ["tuple(alpha, beta) > 0"]
    assert rows_of(r"1 \le i \le n, \, i \ne j") == ["1 <= i <= n <,>i != j"]


def test_tags_and_numbers() -> None:
    assert rows_of(r"a = b \tag{3}") == ["a = b #3"]
    assert rows_of(r"a = b \quad (7)") == ["a = b #7"]
    assert rows_of(r"a = f \, (7)") == ["a = f(7)"]
    display = read_display(r"\begin{equation} \label{eq:x} \begin{aligned} a &= b \\ &= c \end{aligned} \end{equation}")
    assert [row.labels for row in display.rows] == [("eq:x",), ()]


def test_reasons_above_relations() -> None:
    clause = (
        read_display(r"a \overset{(i)}{=} b \stackrel{\text{Jensen}}{\le} c \overset{\text{def}}{=} d")
        .rows[0]
        .clauses[0]
    )
    assert [one.text for one in clause.relations] == ["=", "<=", ":="]
    assert clause.reasons == ((1, "(i)"), (2, "Jensen"))


def test_numbers_that_are_grouped_and_ranges_keep_their_commas() -> None:
    assert rows_of(r"n = 1,147,264 \text{ parameters}") == ["n = 1147264 <other>"]
    assert rows_of(r"x_i = 0, \quad i = 1, \dots, n") == ["x_{i} = 0 <,>i in 1..n"]
    assert rows_of(r"a = 1, b = 2") == ["a = 1 <,>b = 2"]


def test_what_a_clause_declares() -> None:
    def declared(text: str) -> str:
        item = items_of(read_display(text).rows[0].clauses[0])
        return type(item).__name__ + "".join(f" {shown(child)}" for child in item.children()) if item else "-"

    assert declared(r"X \in \mathbb{R}^{n \times d}") == "Declaration X reals^(n x d)"
    assert declared(r"\alpha, \beta \in (0, 1)") == "Declaration alpha beta (0, 1)"
    assert declared(r"R_{ij} \sim \text{Bern}(p)") == "Distributed R_{i j} Bernoulli(p)"
    assert declared(r"x_i \overset{iid}{\sim} \mathcal{N}(0, 1)") == "Distributed x_{i} N(0, 1) iid"
    assert declared(r"s := x^2") == "Defining s x^2"
    assert declared(r"f(x) := x^2") == "Defining f(x) x^2"
    assert declared(r"\phi, \psi: \mathbb{R} \to \mathbb{R}") == "Signature phi psi reals reals"
    assert declared(r"x = 1") == "-"
    assert declared(r"x + y \in \mathbb{R}") == "-"


def test_an_empty_display_has_no_rows() -> None:
    for text in ("", "$$$$", r"\[ \]", r"\begin{align} \\ \end{align}", "  ", "%comment"):
        assert read_display(text) == Display(0, len(text), ())


def test_places_are_those_of_the_document() -> None:
    document = "Some text.\n\n$$\nx &= y \\\\\n  &= \\frac{z}{2}\n$$\nmore"
    start, end = document.index("$$"), document.rindex("$$") + 2
    rows = read_display(document, start, end).rows
    side = rows[1].clauses[0].sides[0]
    assert document[side.start : side.end] == r"\frac{z}{2}"
    broken = document.replace("{2}", "{}")
    error = read_display(broken, start, end - 1).rows[1].error
    assert error is not None
    assert broken[error.column - 1 :].startswith(r"\frac{z}{}")
