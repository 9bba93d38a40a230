"""Entries and members: v[i], X[i, j], v_t, v_(t-1), x_1.

A name before an underscore has members if it is declared to be an array or a sequence; the longest such name wins.  If
it is not, x_1 and w_max are names of their own; v_t is a member of a sequence of numbers if t is bound or declared as
an integer.  X_12 of a matrix is X[1, 2], and X_112 is refused.  A letter that nobody declares, as the index of an
array, runs over its axis.
"""

from __future__ import annotations

from gradcheck.language.notation.calls import elaborate_call
from gradcheck.language.notation.elaborator import Deferred, Elaborator, Family, has_members
from gradcheck.language.notation.powers import elaborate_named_norm
from gradcheck.language.notation.tree import Bracket, Call, Fenced, Name, Number, Script, Slice, Tree, bare, pieces
from gradcheck.language.notation.words import CHANCE
from gradcheck.language.syntax.arrays import MatMul, Sequence, Transpose, index_into, is_integer
from gradcheck.language.syntax.terms import Symbol, Term

TWO_DIGITS = "two digits below a matrix are a row and a column"


def member_of(within: Elaborator, tree: Name) -> Term | None:
    """Return the member or entry that a name with an underscore stands for; None where it is a name of its own."""
    parts = tree.text.split("_")
    for length in range(len(parts) - 1, 0, -1):
        base, rest = "_".join(parts[:length]), parts[length:]
        meaning = _parent(within, base)
        if meaning is None:
            continue
        place = tree.start + len(base) + 1
        indices = _indices(within, rest, meaning, place, tree.end)
        if indices is not None:
            return part_of(within, meaning, indices, tree)
        _refuse_other_index(within, base, rest, meaning, tree)
    return None


def _refuse_other_index(within: Elaborator, base: str, rest: list[str], meaning: Term | Family, tree: Name) -> None:
    """Raise ReadError for z_j beside z_k, and X_112 of a matrix, which would be names of their own."""
    (mark,) = rest if len(rest) == 1 else ("",)
    if isinstance(meaning, Family) and len(mark) == 1 and mark.isalpha():
        hint = f"declare it, as in  {mark} in N, or  {base} in R^n"
        raise within.error("GC418", f"{base} has members, and nothing says what its index {mark} is", tree, hint)
    if isinstance(meaning, Term) and mark.isdecimal():
        hint = f"as in {base}[1, 2]" if len(meaning.shape) == 2 else f"as in {base}[{mark}]"
        raise within.error("GC417", f"{tree.text} is no entry of {base} that can be told apart", tree, hint)


def _parent(within: Elaborator, name: str) -> Term | Family | None:
    """Return what has members and is called so."""
    meaning = within.meaning(name)
    if isinstance(meaning, Deferred):
        meaning = within.term(Name(meaning.tree.start, meaning.tree.end, name))
    if has_members(meaning):
        return meaning  # type: ignore[return-value]
    if meaning is None and name in within.families:
        within.undeclared.add(name)
        return Family(name)
    return None


def _indices(within: Elaborator, written: list[str], meaning: Term | Family, start: int, end: int) -> list[Tree] | None:
    """Return the indices of which a subscript consists: numbers, letters, or as many letters as the array has axes."""
    wanted = len(meaning.shape) if isinstance(meaning, Term) else 1
    if len(written) == 1 and wanted > 1:
        written = list(written[0])
        if len(written) == wanted and all(one.isdecimal() for one in written):
            within.remark(TWO_DIGITS)
    if len(written) != wanted:
        return None
    found: list[Tree] = []
    for one in written:
        if one.isdecimal():
            found.append(Number(start, end, one))
        elif one and (is_index(within, one) or (len(one) == 1 and isinstance(meaning, Term))):
            found.append(Name(start, end, one))
        else:
            return None
    return found


def is_index(within: Elaborator, name: str) -> bool:
    """Whether the name stands for an integer."""
    meaning = within.meaning(name)
    return isinstance(meaning, Term) and not meaning.shape and is_integer(meaning)


def part_of(within: Elaborator, meaning: Term | Family, indices: list[Tree], tree: Tree, depth: int = 0) -> Term:
    """Return the member or the entry of these indices."""
    if isinstance(meaning, Family):
        if len(indices) != 1:
            raise within.error("GC405", f"{meaning.name} has one index", tree)
        index = within.term(indices[0], depth)
        if not is_integer(index):
            raise within.error("GC415", f"the index of {meaning.name} is no integer", indices[0], _declare(indices[0]))
        return meaning.at(index)
    indices = _letters(within, indices, len(meaning.shape), tree)
    if any(isinstance(bare(one), Slice) for one in indices):
        return _slice(within, meaning, indices, tree, depth)
    terms: list[Term] = []
    for axis, one in enumerate(indices):
        inner = bare(one)
        if isinstance(inner, Name) and inner.text not in within.scope and axis < len(meaning.shape):
            terms.append(_over_axis(within, inner, meaning.shape[axis]))
        else:
            terms.append(within.term(one, depth))
    return index_into(meaning, tuple(terms))


def _letters(within: Elaborator, indices: list[Tree], axes: int, tree: Tree) -> list[Tree]:
    """Return i and j of the index ij of a matrix, where ij is no name, and 1 and 2 of 12."""
    mark = bare(indices[0])
    is_number = isinstance(mark, Number) and len(mark.text) == 2 and mark.text.isdecimal()
    if is_number and isinstance(mark, Number) and len(indices) == 1 and axes == 2 and isinstance(tree, Script):
        within.remark(TWO_DIGITS)
        return [Number(mark.start, mark.end, digit) for digit in mark.text]
    if len(indices) != 1 or axes != 2 or not isinstance(mark, Name) or mark.text in within.scope:
        return indices
    if len(mark.text) != 2 or not mark.text.isalpha():
        return indices
    return [Name(mark.start, mark.end, letter) for letter in mark.text]


def _slice(within: Elaborator, array: Term, indices: list[Tree], tree: Tree, depth: int) -> Term:
    """Return a row X[i, :], a column X[:, j], or the whole array."""
    whole = [isinstance(bare(one), Slice) for one in indices]
    cut = [one for one in map(bare, indices) if isinstance(one, Slice) and (one.lower or one.upper)]
    if len(indices) != len(array.shape) or cut:
        hint = "as in X[i, :] and X[:, j]"
        raise within.error("GC410", "a slice is a whole row or column", tree, hint)
    if all(whole):
        return array
    index = part_index(within, indices[whole.index(False)], array.shape[whole.index(False)], depth)
    if whole[0]:
        return MatMul(array, within.unit(index, array.shape[1]))
    return MatMul(Transpose(array), within.unit(index, array.shape[0]))


def part_index(within: Elaborator, tree: Tree, side: Term, depth: int) -> Term:
    """Return an index; a letter that nobody declares runs over the axis."""
    inner = bare(tree)
    if isinstance(inner, Name) and inner.text not in within.scope:
        return _over_axis(within, inner, side)
    return within.term(tree, depth)


def _declare(tree: Tree) -> str:
    names = [one.text for one in pieces(tree) if isinstance(one, Name)]
    return f"declare it, as in  {names[0]} in N" if names else ""


def _over_axis(within: Elaborator, name: Name, side: Term) -> Term:
    """Return a letter that nobody declares as an index that runs over the axis."""
    if len(name.text) > 1 and name.text not in ("alpha", "beta", "mu", "nu"):
        hint = f"declare it, as in  {name.text} in 1..n"
        raise within.error("GC418", f"nothing says what the index {name.text} is", name, hint)
    symbol = Symbol(name.text, "dimension")
    axis = within.axes.setdefault(symbol, side)
    if axis is not side:
        raise within.error("GC418", f"{name.text} is an index of two axes", name, f"declare it: {name.text} in 1..n")
    within.remark(f"{name.text} is any index of its axis")
    return symbol


def elaborate_script(within: Elaborator, tree: Script, depth: int) -> Term:
    """Return a member v_(t-1), an entry X_(i, j), a name x_1, or a norm."""
    base = tree.base
    if isinstance(base, Fenced):
        return elaborate_named_norm(within, tree, depth)
    if not isinstance(base, Name):
        return part_of(within, within.term(base, depth), list(tree.indices), tree, depth)
    meaning = _parent(within, base.text)
    if meaning is not None:
        return part_of(within, meaning, list(tree.indices), tree, depth)
    if len(tree.indices) == 1:
        mark = bare(tree.indices[0])
        is_number = isinstance(mark, Number) and mark.text.isdecimal()
        if is_number or (isinstance(mark, Name) and not is_index(within, mark.text)):
            return within.term(Name(tree.start, tree.end, f"{base.text}_{mark.text}"), depth)  # type: ignore[attr-defined]
        index = within.term(tree.indices[0], depth)
        if is_integer(index) and base.text not in within.scope:
            within.undeclared.add(base.text)
            return Sequence(base.text, (), index)
    hint = f"as in {base.text} in R^n for a vector, {base.text}_t in R for a sequence"
    raise within.error("GC418", f"nothing says what {base.text} has as its members", base, hint)


def elaborate_bracket(within: Elaborator, tree: Bracket, depth: int) -> Term:
    """Return v[i], X[i, j], a member, or a word such as E[...]."""
    base = tree.base
    if isinstance(base, Name):
        if base.text in CHANCE and base.text not in within.scope:
            call = Call(tree.start, tree.end, base, tree.indices)
            return elaborate_call(within, call, depth)  # type: ignore[return-value]
        meaning = _parent(within, base.text)
        if meaning is None and base.text not in within.scope:
            hint = f"as in {base.text} in R^n for a vector, {base.text}_t in R for a sequence"
            raise within.error("GC418", f"nothing says what {base.text} has as its entries", base, hint)
        if meaning is not None:
            return part_of(within, meaning, list(tree.indices), tree, depth)
    return part_of(within, within.term(base, depth), list(tree.indices), tree, depth)
