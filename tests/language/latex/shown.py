"""A surface tree on one line, so that a test can say what it expects."""

from __future__ import annotations

from gradcheck.language.notation.tree import (
    Binder,
    Bracket,
    Call,
    Cases,
    Conditional,
    Declaration,
    Differential,
    Dots,
    Evaluated,
    Fenced,
    Group,
    Interval,
    Item,
    Joined,
    Listed,
    Marked,
    Name,
    Number,
    Operator,
    Power,
    Precedence,
    Prime,
    Quantified,
    Raised,
    Rows,
    Script,
    Signed,
    Slice,
    Space,
    Styled,
    Tree,
)

FENCES = {"abs": "|{}|", "norm": "‖{}‖", "floor": "floor[{}]", "ceil": "ceil[{}]", "inner": "<{}>"}


def shown(tree: Tree | None, fonts: bool = False) -> str:
    """The tree in a notation of its own, in which brackets [...] are around every operation inside of another."""

    def part(inner: Tree | None) -> str:
        text = shown(inner, fonts)
        return f"[{text}]" if isinstance(inner, Joined | Signed | Binder | Differential | Quantified) else text

    def parts(trees: tuple[Tree, ...]) -> str:
        return ", ".join(shown(inner, fonts) for inner in trees)

    match tree:
        case None:
            return "-"
        case Styled(text=text, font=font) if fonts and font:
            return f"{font}:{text}"
        case Name(text=text) | Number(text=text) | Operator(text=text):
            return text
        case Group(inner=inner):
            return f"({shown(inner, fonts)})"
        case Call(function=function, arguments=arguments):
            return f"{part(function)}({parts(arguments)})"
        case Bracket(base=base, indices=indices):
            return f"{part(base)}[{parts(indices)}]"
        case Signed(sign=sign, operand=operand):
            return f"{sign.text}{part(operand)}"
        case Power(base=base, exponent=exponent):
            return f"{part(base)}^{part(exponent)}"
        case Script(base=base, indices=indices):
            return f"{part(base)}_{{{parts(indices)}}}"
        case Raised(base=base, marks=marks):
            return f"{part(base)}^^{{{parts(marks)}}}"
        case Prime(base=base, order=order):
            return part(base) + "'" * order
        case Marked(base=base, mark=mark):
            return f"{part(base)}.{mark.text}"
        case Joined(precedence=precedence, parts=inside, operators=operators):
            text = part(inside[0])
            for operator, operand in zip(operators, inside[1:], strict=True):
                text += " " + (f"{operator.text} " if operator.text else "") + part(operand)
            del precedence
            return text
        case Fenced(kind=kind, parts=inside):
            return FENCES[kind].format(parts(inside))
        case Rows(rows=rows):
            return "matrix[" + "; ".join(parts(row) for row in rows) + "]"
        case Cases(branches=branches):
            return "cases[" + "; ".join(f"{shown(v, fonts)} if {shown(c, fonts)}" for v, c in branches) + "]"
        case Binder(word=word, variable=variable, lower=lower, upper=upper, domain=domain, body=body):
            ends = f"{shown(variable, fonts)}"
            if lower is not None or upper is not None:
                ends += f" = {shown(lower, fonts)}..{shown(upper, fonts)}"
            if domain is not None:
                ends += f" | {shown(domain, fonts)}"
            return f"{word.text}({ends}) {part(body)}"
        case Differential(word=word, variables=variables, body=body):
            return f"{word.text}/{{{parts(variables)}}} {part(body)}"
        case Conditional(parts=inside, bar=bar, conditions=conditions):
            return f"{parts(inside)} {bar.text} {parts(conditions)}"
        case Evaluated(body=body, values=values):
            return f"{part(body)} at {{{parts(values)}}}"
        case Listed(kind=kind, parts=inside):
            return f"{kind}({parts(inside)})"
        case Dots():
            return "..."
        case Slice(lower=lower, upper=upper):
            return f"{shown(lower, fonts)}:{shown(upper, fonts)}"
        case Space(field=field, sides=sides):
            return f"{shown(field, fonts)}^({' x '.join(shown(side, fonts) for side in sides)})"
        case Interval(lower=lower, upper=upper, whole=True):
            return f"{shown(lower, fonts)}..{shown(upper, fonts)}"
        case Interval(lower=lower, upper=upper, lower_open=lower_open, upper_open=upper_open):
            return f"{'(['[not lower_open]}{shown(lower, fonts)}, {shown(upper, fonts)}{')]'[not upper_open]}"
        case Declaration(names=names, sort=sort):
            return f"{parts(names)} in {shown(sort, fonts)}"
        case Item(content=content, names=names):
            return f"{parts((*names, content))}"
        case Quantified(word=word, items=items, body=body):
            return f"{word.text} {parts(items)}: {part(body)}"
    return type(tree).__name__ + f"<{parts(tree.children())}>"


__all__ = ["Precedence", "shown"]
