"""Prints statements as text: every two different ones differently, up to the names of their kinds."""

from __future__ import annotations

from recheck.nodes import Node

WORDS = {"And": " and ", "Or": " or ", "Add": " + ", "Mul": "*", "MatMul": " @ ", "Div": "/", "Pow": "**",
         "Implies": " => ", "Iff": " <=> ", "Hadamard": " (*) "}  # fmt: skip
LEAVES = {"Num", "Symbol", "Const", "Array"}


def printed(node: Node) -> str:
    """Return a node as text; operators of the usual ones, and the name of the kind for all others."""
    kind, args = node.kind, node.args
    if kind in LEAVES:
        return str(args[0])
    if kind == "Relation":
        return f"{printed(args[1])} {args[0]} {printed(args[2])}"
    if kind in WORDS:
        parts = args[0] if type(args[0]) is tuple else args
        return WORDS[kind].join(_inside(part) for part in parts)
    if kind == "Neg":
        return f"-{_inside(args[0])}"
    if kind == "Transpose":
        return f"{_inside(args[0])}.T"
    if kind == "Entry":
        return f"{_inside(args[0])}[{', '.join(map(printed, args[1]))}]"
    if kind == "Apply":
        return f"{args[0]}({', '.join(map(printed, args[1]))})"
    if kind == "Sequence":
        return f"{args[0]}({'; '.join(', '.join(map(printed, part)) for part in ((args[2],), args[3]) if part)})"
    if kind in ("RandomVariable", "RandomSequence"):
        return args[0] if kind == "RandomVariable" else f"{args[0]}({printed(args[2])})"
    return f"{kind}({', '.join(_field(arg) for arg in args)})"


def _field(arg: object) -> str:
    if isinstance(arg, Node):
        return printed(arg)
    return f"({', '.join(map(_field, arg))})" if isinstance(arg, tuple) else str(arg)


def _inside(node: Node) -> str:
    text = printed(node)
    is_simple = node.kind in LEAVES | {"Apply", "Entry", "Sequence", "RandomVariable", "RandomSequence", "Transpose"}
    return text if is_simple and not text.startswith("-") and "/" not in text else f"({text})"
