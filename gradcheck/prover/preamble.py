"""Writes what stands before a statement on a page: ``for n, d ∈ ℕ₊; X ∈ ℝⁿˣᵈ; y ∈ ℝⁿ``, laws, definitions.

The statement alone does not say what its names stand for; with the preamble it does, so that two different statements
never print alike.  A group is one such clause; groups are put into lines that fit on a page.  Nothing here looks at
what was proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from gradcheck.language.printing.abbreviations import Notation, abbreviated, meanings
from gradcheck.language.printing.latex import SETS, latex_name, render_latex
from gradcheck.language.printing.layout import RAISED
from gradcheck.language.printing.page import BLACKBOARD, render_pretty, render_row
from gradcheck.language.printing.text import SORT_NAMES, render_text
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.declarations import Names, in_order, names_in
from gradcheck.language.syntax.definitions import Definition, Initial
from gradcheck.language.syntax.meaning import EULER
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import CONVERSE, And, Proposition, Relation
from gradcheck.language.syntax.random import AnyLaw, Independent, RandomSequence, Uncorrelated
from gradcheck.language.syntax.terms import Num, Symbol, Term
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Width, at_index
from gradcheck.outcome.run import Declared, Formula, Preamble

WIDTH = 100  # columns of a line of groups
OFTEN = {0: "", 1: "differentiable", 2: "twice differentiable"}
INDICES = "kjilmtsrpqabcghuvwxyz"  # letters for the index of a sequence that has none in the statement
UNDECLARED = "undeclared"
EULER_REMARK = "e is Euler's number; declare e in reals for a variable"


class Typed(Protocol):
    """A claim as somebody typed it: what the reader of a notation returns."""

    @property
    def claim(self) -> Proposition: ...

    @property
    def given(self) -> tuple[Proposition, ...]: ...

    @property
    def declared(self) -> Mapping[str, str]: ...

    @property
    def definitions(self) -> tuple[Definition, ...]: ...

    @property
    def notation(self) -> Notation: ...

    @property
    def remarks(self) -> tuple[str, ...]: ...


def preamble_of(
    nodes: Iterable[Node],
    definitions: Iterable[Definition] = (),
    notation: Notation = (),
    declared: Mapping[str, str] | None = None,
    remarks: tuple[str, ...] = (),
    named: bool = False,
) -> Preamble:
    """Return the preamble of statements: claims and their assumptions.

    ``declared`` says where each name is declared; the number e is among the names only if it was typed.  ``remarks``
    say how something was read; with ``named`` the names of the notation are told among what is defined.
    """
    nodes, definitions, places = tuple(nodes), tuple(definitions), dict(declared or {})
    names = names_in(nodes, definitions)
    typed_number = places.pop(EULER, "")
    symbols = [*_symbols(names, places)]
    if typed_number:
        symbols.append(Declared("e", "number", declared=typed_number))
    return Preamble(
        symbols=tuple(symbols),
        lines=(*_filled(_plain_groups(names)), *_random_groups(names)),
        defined=(*_defined(definitions, notation), *(_abbreviations(notation) if named else ())),
        definitions=tuple(_spelled(definition, notation) for definition in definitions),
        presupposed=tuple(_spelled(claim, notation) for claim in _presupposed((*nodes, *definitions))),
        remarks=((EULER_REMARK,) if typed_number else ()) + remarks,
    )


def preamble_of_typed(typed: Typed, *more: Node) -> Preamble:
    """Return the preamble of a typed claim, with what its names were defined to be."""
    nodes = (typed.claim, *typed.given, *more)
    return preamble_of(nodes, typed.definitions, typed.notation, typed.declared, typed.remarks, named=True)


def _abbreviations(notation: Notation) -> Iterator[Formula]:
    """What the names of a notation stand for: Γ = diag(...)."""
    for name, term in meanings(notation):
        told = _spelled(term)
        row = render_row(Symbol(name))
        yield Formula(
            f"{name} = {told.text}", f"{latex_name(name)} = {told.latex}", f"{row} = {told.row or told.pretty}"
        )


def _spelled(node: Node, notation: Notation = ()) -> Formula:
    short = abbreviated(node, notation)
    pretty = render_pretty(short)
    return Formula(render_text(node), render_latex(node), pretty, render_row(short) if "\n" in pretty else "")


def _symbols(names: Names, declared: Mapping[str, str]) -> Iterator[Declared]:
    """All names as data."""
    index = _free_letter(names)

    def sides(shape: Iterable[Term]) -> tuple[str, ...]:
        return tuple(render_text(side) for side in shape)

    def entry(name: str, sort: str, shape: tuple[str, ...] = (), law: str = "", **more: int) -> Declared:
        return Declared(name, sort, shape, law, declared.get(name, ""), **more)

    for symbol in names.symbols:
        yield entry(symbol.name, symbol.sort)
    for name in names.widths:
        yield entry(name, "width")
    for name, array in names.arrays.items():
        yield entry(name, "array", sides(array.sides))
    for name, member in names.sequences.items():
        yield entry(name, "sequence", sides(_sides_at(member, index)), arguments=len(member.parameters))
    for name, function in names.functions.items():
        yield entry(name, "function", differentiable=function.differentiable)
    for name, mapping in names.maps.items():
        count = len(mapping.arguments)
        yield entry(name, "function", sides(mapping.sides), differentiable=mapping.differentiable, arguments=count)
    for name, variable in names.random.items():
        yield entry(name, "random", sides(variable.sides), render_text(variable.law))
    for name, term in names.random_sequences.items():
        yield entry(name, "random sequence", sides(term.sides), render_text(term.law))


def _plain_groups(names: Names) -> Iterator[Formula]:
    """Group all but random variables: symbols by sort, widths, arrays by shape, sequences, functions."""
    index = _free_letter(names)
    for sort in ("dimension", "natural", "integer", "real"):
        yield from _alike([symbol for symbol in names.symbols if symbol.sort == sort], (), sort)
    if names.widths:
        yield _for_every([Width(name, index) for name in names.widths], (), index, "dimension")
    shapes: dict[tuple[Term, ...], list[Term]] = {}
    for array in names.arrays.values():
        shapes.setdefault(array.sides, []).append(array)
    for shape, arrays in shapes.items():
        yield from _alike(arrays, shape)
    yield from _sequences(names, index)
    for function in names.functions.values():
        yield _function(function)
    for mapping in names.maps.values():
        yield _map(mapping)
    for sort in ("dimension", "natural", "integer", "real"):
        yield from _alike([symbol for symbol in names.bound if symbol.sort == sort], (), sort, "bound: ")


def _sequences(names: Names, index: Symbol) -> Iterator[Formula]:
    """The sequences by their shapes: those that are free, then those that are defined and no numbers."""
    alike: dict[tuple[bool, tuple[Term, ...], int], list[Term]] = {}
    for name, member in names.sequences.items():
        is_defined, shape = name in names.defined, _sides_at(member, index)
        if not is_defined or shape:  # a member of a sequence that is defined is a number if nothing is said
            kind = (is_defined, shape, 0 if is_defined else len(member.parameters))
            alike.setdefault(kind, []).append(Sequence(name, member.sides, index))
    for is_defined, shape, parameters in sorted(alike, key=lambda kind: kind[0]):
        members = alike[is_defined, shape, parameters]
        if is_defined:
            yield from _alike(members, shape)
        else:
            yield _for_every(members, shape, index, parameters=parameters)


def _random_groups(names: Names) -> Iterator[Formula]:
    """The random variables, a line for each law and shape; those of different names are independent."""
    index = _free_letter(names)
    alike: dict[tuple[object, ...], list[Term]] = {}
    for variable in names.random.values():
        alike.setdefault((variable.sides, variable.law), []).append(variable)
    for (sides, law), variables in alike.items():
        (group,) = _alike(variables, sides)  # type: ignore[arg-type]
        told = _typed_law(", ".join(map(render_text, variables)), law, sides)  # type: ignore[arg-type]
        yield _with(group, *_law(law, bool(sides)), typed=told)
    for name, member in names.random_sequences.items():
        group = _for_every([RandomSequence(name, member.sides, index, member.law)], member.sides, index)
        told = _typed_law(f"{name}[{index.name}]", member.law, member.sides)
        yield _with(group, *_law(member.law, bool(member.sides), over=index), typed=told)
    several = [*names.random, *names.random_sequences]
    if len(several) > 1:
        words = f" independent of {'each other' if len(several) == 2 else 'one another'}"
        latex, rows = map(latex_name, several), (render_row(Symbol(name)) for name in several)
        text = f"{', '.join(several)} independent"
        yield Formula(text, rf"{', '.join(latex)} \text{{{words}}}", f"{', '.join(rows)}{words}")


def _law(law: object, is_array: bool, over: Symbol | None = None) -> tuple[str, str, str]:
    """Write a law: as text, in LaTeX, and in Unicode."""
    uncorrelated = isinstance(law, Uncorrelated)
    how = [] if over is None else [f"independent over {over.name}"]
    how += [f"entries {'uncorrelated' if uncorrelated else 'independent'}"] if is_array else []
    said = ", ".join([" random", *how])
    if not isinstance(law, Independent | Uncorrelated):
        if not isinstance(law, AnyLaw):
            raise TypeError(f"{type(law).__name__} is no law")
        latex = rf" \text{{{said}}} \sim {render_latex(law)}"
        return f"{said} ~ {render_text(law)}", latex, f"{said} ~ {render_row(law)}"
    which = "unknown laws" if uncorrelated and is_array else "one unknown law" if how else "an unknown law"
    said += f", of {which} with {'' if uncorrelated else 'all moments, '}mean "
    rest = ", symmetric about the mean" if law.symmetric else ""
    text, row = (
        f"{said}{render(law.mean)} and variance {render(law.variance)}{rest}" for render in (render_text, render_row)
    )
    latex = rf"\text{{{said}}} {render_latex(law.mean)} \text{{ and variance }} {render_latex(law.variance)}"
    return text, latex + (rf"\text{{{rest}}}" if rest else ""), row


def _typed_law(names: str, law: object, sides: tuple[Term, ...]) -> str:
    """Write names and their law as one types it: ``R ~ Bernoulli(p) in reals^(n x d)``."""
    return f"{names} ~ {render_text(law)} in {_set(sides)[0]}"  # type: ignore[arg-type]


def _with(group: Formula, text: str, latex: str, pretty: str, typed: str = "") -> Formula:
    return Formula(typed or group.text + text, group.latex + latex, group.pretty + pretty)


def _alike(terms: list[Term], shape: tuple[Term, ...], sort: str = "real", lead: str = "") -> Iterator[Formula]:
    """The names of one sort and shape: ``X, Y ∈ ℝⁿˣᵈ``; nothing if there are none."""
    if terms:
        told = [", ".join(map(render, terms)) for render in (render_text, render_latex, render_row)]
        text, latex, pretty = _set(shape, sort)
        mark = rf"\text{{{lead}}}" if lead else ""
        yield Formula(f"{lead}{told[0]} in {text}", rf"{mark}{told[1]} \in {latex}", f"{lead}{told[2]} ∈ {pretty}")


def _set(shape: tuple[Term, ...], sort: str = "real") -> tuple[str, str, str]:
    """Return the set of scalars of a sort, or of arrays of a shape; exponents are raised where that reads well."""
    if not shape:
        return SORT_NAMES[sort], SETS[sort], BLACKBOARD[sort]
    texts = [_grouped(render_text(side), len(shape)) for side in shape]
    rows = [_grouped(render_row(side), len(shape)) for side in shape]
    latex = r" \times ".join(render_latex(side) for side in shape)
    small = all(row.isdigit() or (len(row) == 1 and row in RAISED and row != "x") for row in rows)
    raised = "ˣ".join("".join(RAISED[letter] for letter in row) for row in rows) if small else ""
    whole = "×".join(rows) if len(rows) == 1 else f"({'×'.join(rows)})"
    return (
        f"reals^{texts[0]}" if len(texts) == 1 else f"reals^({' x '.join(texts)})",
        rf"\mathbb{{R}}^{{{latex}}}",
        f"ℝ{raised or '^' + whole}",
    )


def _grouped(side: str, sides: int) -> str:
    """A side in parentheses where it would run into what stands beside it."""
    return f"({side})" if any(sign in side for sign in "+-−* ") or (sides == 1 and "·" in side) else side


def _for_every(
    members: list[Term], shape: tuple[Term, ...], index: Symbol, sort: str = "real", parameters: int = 0
) -> Formula:
    """``bₖ ∈ ℝⁿ for every integer k``; of a sequence of functions, for all arguments too."""
    text, latex, pretty = _set(shape, sort)
    dots = f"({', '.join('·' * parameters)})" if parameters else ""
    latex_dots = dots.replace("·", r"\cdot")
    letters = f"({', '.join('xyzuvwabc'[:parameters])})" if parameters else ""
    texts = ", ".join(f"{render_text(member)}{letters}" for member in members)
    rows = ", ".join(f"{render_row(member)}{dots}" for member in members)
    told = ", ".join(f"{render_latex(member)}{latex_dots}" for member in members)
    more = {0: "", 1: " and every argument"}.get(parameters, " and all arguments")
    where = rf" \text{{ for every integer }} {latex_name(index.name)}" + (rf"\text{{{more}}}" if more else "")
    return Formula(
        f"{texts} in {text} for every integer {index.name}{more}",
        rf"{told} \in {latex}{where}",
        f"{rows} ∈ {pretty} for every integer {index.name}{more}",
    )


def _function(function: Uninterpreted) -> Formula:
    """``σ : ℝ → ℝ, differentiable``."""
    times = function.differentiable
    how = OFTEN.get(times, f"{times} times differentiable")
    how = f", {how}" if how else ""
    name = Symbol(function.name)
    return Formula(
        f"{function.name} : reals -> reals{how}",
        rf"{latex_name(function.name)} \colon \mathbb{{R}} \to \mathbb{{R}}" + (rf"\text{{{how}}}" if how else ""),
        f"{render_row(name)} : ℝ → ℝ{how}",
    )


def _map(function: ArbitraryMap) -> Formula:
    """``L : ℝⁿ × ℝ → ℝ, differentiable``."""
    how = OFTEN.get(function.differentiable, f"{function.differentiable} times differentiable")
    how = f", {how}" if how else ""
    sources = [_set(argument.shape) for argument in function.arguments]
    texts, latex, rows = (tuple(source[place] for source in sources) for place in range(3))
    target, product = _set(function.sides), r" \times ".join(latex)
    return Formula(
        f"{function.name} : {' x '.join(texts)} -> {target[0]}{how}",
        rf"{latex_name(function.name)} \colon {product} \to {target[1]}" + (rf"\text{{{how}}}" if how else ""),
        f"{render_row(Symbol(function.name))} : {' × '.join(rows)} → {target[2]}{how}",
    )


def _sides_at(member: Sequence, index: Symbol) -> tuple[Term, ...]:
    return tuple(at_index(side, index) for side in member.sides)


def _free_letter(names: Names) -> Symbol:
    """An index for sequences whose name means nothing else."""
    taken = names.taken()
    return Symbol(next((letter for letter in INDICES if letter not in taken), "index"), "integer")


def _filled(groups: Iterable[Formula]) -> Iterator[Formula]:
    """The groups in lines, as many in a line as fit."""
    line: list[Formula] = []
    for group in groups:
        if line and sum(len(one.pretty) + 3 for one in line) + len(group.pretty) > WIDTH:
            yield _joined(line, ";  ", r"; \quad ")
            line = []
        line.append(group)
    if line:
        yield _joined(line, ";  ", r"; \quad ")


def _joined(parts: list[Formula], mark: str, latex: str) -> Formula:
    rows = [part.row or part.pretty for part in parts]
    return Formula(mark.join(part.text for part in parts), latex.join(part.latex for part in parts), mark.join(rows))


def _defined(definitions: tuple[Definition, ...], notation: Notation) -> Iterator[Formula]:
    """The definitions, those of one sequence in one line where they fit into one."""
    waiting: list[Formula] = []
    name = ""
    for definition in sorted(definitions, key=lambda one: _order(one, definitions)):
        spelled = _spelled(definition, notation)
        if waiting and (definition.member.name != name or _is_long([*waiting, spelled])):
            yield _joined(waiting, ",  ", r", \quad ") if len(waiting) > 1 else waiting[0]
            waiting = []
        name = definition.member.name
        waiting.append(spelled)
    if waiting:
        yield _joined(waiting, ",  ", r", \quad ") if len(waiting) > 1 else waiting[0]


def _order(definition: Definition, definitions: tuple[Definition, ...]) -> tuple[int, bool, int]:
    """Sequence by sequence as they are defined, of each the initial values first."""
    names = list(dict.fromkeys(one.member.name for one in definitions))
    first = definition.at if isinstance(definition, Initial) else 0
    return names.index(definition.member.name), not isinstance(definition, Initial), first


def _is_long(parts: list[Formula]) -> bool:
    return any("\n" in part.pretty for part in parts) or sum(len(part.pretty) + 3 for part in parts) > WIDTH


def _presupposed(nodes: tuple[Node, ...]) -> list[Proposition]:
    """Return what the laws in the nodes presuppose, without trivial facts on numbers; 0 ≤ p ≤ 1 as one."""
    if not any(isinstance(part, AnyLaw) for part in in_order(nodes)):
        return []
    from gradcheck.kernel.goal import implied_by_laws  # dear, and not needed where nothing is random

    told: list[Proposition] = []
    for claim in implied_by_laws(nodes):
        if _is_plain(claim):
            continue
        last = told[-1] if told else None
        if isinstance(last, Relation) and isinstance(claim, Relation) and last.left is claim.left and claim.op == "<=":
            told[-1] = And((Relation(CONVERSE[last.op], last.right, last.left), claim))
        else:
            told.append(claim)
    return told


def _is_plain(claim: Proposition) -> bool:
    """Return whether the claim is a true one about two numbers, which needs no mention."""
    if not isinstance(claim, Relation) or not (isinstance(claim.left, Num) and isinstance(claim.right, Num)):
        return False
    left, right = claim.left.value, claim.right.value
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}.get(claim.op, left != right)
