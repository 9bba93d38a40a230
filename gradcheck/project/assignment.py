"""Finds out from the text of a module whether ``DERIVATION`` is assigned at the top, somewhere else, or nowhere.

Only what is assigned at the top is certain to be there, so only that makes a module a derivation; a module that
assigns it under ``if`` or ``for`` was meant to be one, and whoever is asked about it says that it is none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

VARIABLE = "DERIVATION"
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def is_assigned_at_top(tree: ast.Module) -> bool:
    """Whether a statement at the top of the module, and in no block, assigns the variable."""
    return any(VARIABLE in _assigned(statement) for statement in tree.body)


def line_of_assignment(tree: ast.Module) -> int | None:
    """Return the line that binds the variable in the module, in any block and by any means; or None."""
    lines = [line for node in _outside_of_functions(tree) for line in _lines(node)]
    return min(lines, default=None)


def is_meant(source: bytes) -> bool:
    """Return whether the text binds the variable anywhere, so that the module is meant to be a derivation."""
    if VARIABLE.encode() not in source:
        return False
    try:
        tree = ast.parse(source)
        return is_assigned_at_top(tree) or line_of_assignment(tree) is not None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True


def _assigned(statement: ast.stmt) -> list[str]:
    """The names that a statement assigns."""
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    else:
        return []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _outside_of_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of the module; of functions and classes only what is global there."""
    todo: list[tuple[ast.AST, bool]] = [(tree, False)]
    while todo:
        node, inside = todo.pop()
        if not inside or isinstance(node, ast.Global):
            yield node
        if isinstance(node, ast.AnnAssign) and node.value is None:
            continue  # which says of what type it would be
        within = inside or isinstance(node, SCOPES)
        todo += [(child, within) for child in ast.iter_child_nodes(node)]


def _lines(node: ast.AST) -> Iterator[int]:
    """The line of a node that gives the variable a meaning: by its name, or by its text in ``globals()[...]``."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) if name == VARIABLE:
            yield node.lineno
        case ast.Subscript(slice=ast.Constant(value=name), ctx=ast.Store()) if name == VARIABLE:
            yield node.lineno
        case ast.ImportFrom(names=aliases) | ast.Import(names=aliases):
            if any(VARIABLE in (alias.name, alias.asname) for alias in aliases):
                yield node.lineno
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
            if name == VARIABLE:
                yield node.lineno
        case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name) if name == VARIABLE:
            yield node.lineno
        case ast.Global(names=names) if VARIABLE in names:
            yield node.lineno
