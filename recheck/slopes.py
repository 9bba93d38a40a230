"""Derivatives of members of sequences: by parameters, and by what their definitions mention.

The slope of a member that is not unfolded is an atom; where the member is unfolded, so is its slope.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, as_quotient, atom, constant
from recheck.nodes import NEG, make, walk
from recheck.part import Part
from recheck.refusal import Unread

if TYPE_CHECKING:
    from recheck.atoms import Places
    from recheck.nodes import Node
    from recheck.polynomials import Quotient


class Slopes(Part):
    """Slopes of members."""

    def member_slope(
        self,
        name: Node,
        index: Quotient,
        parameters: Places,
        places: Places,
        wrt: tuple[Any, ...],
    ) -> Quotient:
        """Return the derivative of a member: through its parameters, and through what its definition mentions."""
        total = constant(0)
        for place, parameter in enumerate(parameters):
            inner = self.derivative(parameter, wrt)
            if inner.num:
                if not self.defined(name.args[0]):
                    raise Unread("a derivative of an arbitrary family")
                total = total + self.slope_at(name, index, parameters, places, ("parameter", place)) * inner
        if self.reaches(name, wrt):
            total = total + self.slope_at(name, index, parameters, places, wrt)
        return total

    def reaches(self, name: Node, wrt: tuple[Any, ...]) -> bool:
        """Whether the definition of a sequence mentions a variable, or leads to one that does."""
        symbol, array, _ = wrt
        variable = array if symbol is None else ATOMS[symbol][1][0]
        return mentions(self.statement.definitions, name.args[0], variable)

    def slope_at(
        self,
        name: Node,
        index: Quotient,
        parameters: Places,
        places: Places,
        by: tuple[Any, ...],
    ) -> Quotient:
        """Return the slope of a member, its other parameters fixed, by one of them or by a variable."""
        for definition in self.statement.definitions:
            own, body, *start = definition.args
            if own.args[0] != name.args[0] or self.is_folded(name, index):
                continue
            if index.constant() == own.args[2].args[0] if not start else not self.below_start(index, start[0]):
                moving = [by[1] == place if by[0] == "parameter" else bool(self.derivative(p, by).num)
                          for place, p in enumerate(parameters)]  # fmt: skip
                fresh = [make("Symbol", f"<slope {len(ATOMS)} {place}>", "real") for place in range(len(parameters))]
                used = [as_quotient(atom("symbol", new)) if moves else p
                        for new, p, moves in zip(fresh, parameters, moving, strict=True)]  # fmt: skip
                env = dict(zip(own.args[3], used, strict=True)) | ({own.args[2]: index} if start else {})
                near, wrt = self, by
                if by[0] == "parameter":
                    wrt = next(iter(used[by[1]].num))[0][0], None, ()
                else:
                    near = self.near(by[1] if by[0] is None else ATOMS[by[0]][1][0])
                slope = near.derivative(near.of(body, places, env), wrt)
                back = {next(iter(q.num))[0][0]: p for q, p, new in zip(used, parameters, moving, strict=True) if new}
                return self.substitute(slope, back)
        return as_quotient(atom("slope", name, index, parameters, places, by))

    def below_start(self, index: Quotient, start: int) -> bool:
        return bool(self.sign(index - constant(start)) & NEG)


def mentions(definitions: tuple[Node, ...], name: str, variable: Node) -> bool:
    """Whether the definition of a sequence, or of one that it leads to, mentions a variable itself."""
    todo, seen = [name], set()
    while todo:
        top = todo.pop()
        seen.add(top)
        for definition in definitions:
            own, body = definition.args[:2]
            if own.args[0] != top:
                continue
            if variable.kind == "Symbol" and variable in body.free - {*own.args[3], own.args[2]}:
                return True
            for part in walk(body):
                if part.kind == variable.kind != "Symbol" and part.args[0] == variable.args[0]:
                    return True
                if part.kind == "Sequence" and part.args[0] not in seen:
                    todo.append(part.args[0])
    return False
