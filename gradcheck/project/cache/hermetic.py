"""Decides whether a module says the same whenever it is run; only then may a kept answer replace a run.

Decided from the syntax tree, and for what is certain alone: imports of the language and of a few parts of the standard
library that look at nothing outside, no name that could reach anything else.  Nor may a module go on after an error
that is the machine's: a memory that is full, or a stack.  Whatever could catch one is refused, ``except Exception`` as
well as a ``with`` or a ``finally`` that might swallow it.  A module that uses SymPy, which runs the text that it is
handed, has rules of its own (``hermetic_sympy``).  A module that is refused is not wrong; it is run every time.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from gradcheck.project.cache.hermetic_sympy import OF_PYTHON, is_hermetic_with_sympy, leads_to_sympy

WHOLE = {"math", "itertools", "fractions"}  # may be imported under a name of their own
PARTS = {
    *("__future__", "typing", "collections.abc", "dataclasses", "gradcheck.derivation", "gradcheck.layers"),
    *WHOLE,
}
LANGUAGE = "gradcheck.language."
AUTHOR = "gradcheck.language.author"  # the one module whose names may all be imported at once
BRIDGE = "gradcheck.language.sympy"  # the room of what leads to SymPy
READER = "gradcheck.language.notation.reader"  # tells which names are undeclared in the order of a set
CAUGHT = {
    "ArithmeticError", "AttributeError", "IndexError", "KeyError", "LookupError", "NotImplementedError",
    "OverflowError", "StopIteration", "TypeError", "ValueError", "ZeroDivisionError",
}  # fmt: skip  # that are raised on every machine or on none; RuntimeError is a full stack, too
UNHEARD = {"__del__", "__exit__", "__aexit__"}  # methods that swallow errors, or in which they are swallowed
FRAMES = ("ag_", "co_", "cr_", "f_", "gi_", "tb_")  # of a generator or an exception, from which everything is reached
BUILTINS = {
    "object", "abs", "all", "any", "bool", "complex", "dict", "divmod", "enumerate", "filter", "float",
    "int", "isinstance", "issubclass", "iter", "len", "list", "map", "max", "min", "next", "pow", "property", "range",
    "repr", "reversed", "round", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "zip",
    "True", "False", "None", "NotImplemented", "ArithmeticError", "AssertionError", "AttributeError", "Exception",
    "IndexError", "KeyError", "LookupError", "NotImplementedError", "OverflowError", "RuntimeError", "StopIteration",
    "TypeError", "ValueError", "ZeroDivisionError",
}  # fmt: skip
UNSURE = {
    "abc", "annotationlib", "ast", "builtins", "collections", "contextlib", "copy", "core", "ctypes", "datetime",
    "doctest", "environ", "evaluate_forward_ref", "external", "format", "format_map", "ForwardRef", "free_symbols",
    "FunctionType", "functools", "get_type_hints", "heads", "import_module", "importlib", "inspect", "interactive",
    "io", "ItemsView", "KeysView", "keyword", "lambdify", "make_dataclass", "modules", "mro", "numbers", "operator",
    "os", "parse_expr", "parsing", "pathlib", "preview", "print", "printing", "random", "re", "sizing_symbols",
    "stdlib_re", "subprocess", "sympify", "sympy", "sys", "test", "testing", "time", "timed", "types", "unicodedata",
    "use", "utilities", "warnings",
}  # fmt: skip
VIEWS = ("items", "keys")  # of dictionaries: taken together with & or |, they are sets
TAKE_IN_ORDER = {"dict", "enumerate", "len", "list", "sorted", "tuple", "zip"}


def is_hermetic(source: bytes) -> bool:
    """Return whether nothing but its text decides what the module says."""
    try:
        tree = ast.parse(source)
        return _is_hermetic(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _is_hermetic(tree: ast.Module) -> bool:
    nodes = list(ast.walk(tree))
    bindings = Counter(name for node in nodes for name in _bound_by(node))
    bound = set(bindings)
    in_order = {id(part.func) for node in nodes for part in _taken_in_order(node, bound) if isinstance(part, ast.Call)}
    if any(isinstance(node, ast.Attribute) and node.attr in VIEWS and id(node) not in in_order for node in nodes):
        return False
    if any(map(leads_to_sympy, nodes)):
        return is_hermetic_with_sympy(nodes, bindings)
    everything = any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in nodes)
    for node in nodes:
        match node:
            case ast.Import():
                if any(alias.name not in WHOLE for alias in node.names):
                    return False
            case ast.ImportFrom():
                if not _is_harmless_import(node):
                    return False
            case ast.Attribute():
                if not _is_harmless_attribute(node.attr):
                    return False
            case ast.MatchClass():  # case object(name=x) takes an attribute too
                if not all(map(_is_harmless_attribute, node.kwd_attrs)):
                    return False
            case ast.ExceptHandler():
                if not _is_harmless_handler(node.type, bound):
                    return False
            case ast.With() | ast.AsyncWith():
                return False  # leaving it may swallow any error
            case ast.Try(finalbody=[_, *_]) | ast.TryStar(finalbody=[_, *_]):
                return False  # so may a return, a break or a continue there
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name in UNHEARD:
                return False
            case ast.Set() | ast.SetComp():
                return False  # the order of its elements is another one in every process
            case ast.Name():
                if not _is_harmless(node.id, bound, everything):
                    return False
    return True


def _is_harmless(name: str, bound: set[str], everything: bool) -> bool:
    if name.startswith("__"):
        return False
    if name in BUILTINS:
        return True
    if name in OF_PYTHON:
        return False  # even if it is the module's own somewhere: elsewhere it may not be
    return name in bound or (everything and name not in UNSURE)


def _is_harmless_handler(caught: ast.expr | None, bound: set[str]) -> bool:
    """Whether it catches errors alone that say nothing of the machine, under the names that Python gives them."""
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return all(isinstance(kind, ast.Name) and kind.id in CAUGHT - bound for kind in kinds)


def _is_harmless_import(node: ast.ImportFrom) -> bool:
    module = node.module or ""
    if node.level or module == READER or f"{module}.".startswith(f"{BRIDGE}."):
        return False
    if not (module in PARTS or module.startswith(LANGUAGE)):
        return False
    names = [alias.name for alias in node.names]
    if names == ["*"]:
        return module == AUTHOR
    return all(map(_is_harmless_attribute, names))


def _is_harmless_attribute(name: str) -> bool:
    return not name.startswith(("_", *FRAMES)) and name not in UNSURE


def _taken_in_order(node: ast.AST, bound: set[str]) -> list[ast.expr]:
    """Return the expressions that a loop, or a function that only iterates, takes elements from in order."""
    match node:
        case ast.For() | ast.comprehension():
            return [node.iter]
        case ast.Call(func=ast.Name(id=name)) if name in TAKE_IN_ORDER - bound:
            return node.args
    return []


def _bound_by(node: ast.AST) -> Iterator[str]:
    """The names that a node gives a meaning to."""
    match node:
        case ast.Name() if isinstance(node.ctx, ast.Store):
            yield node.id
        case ast.arg():
            yield node.arg
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Import() | ast.ImportFrom():
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar() if node.name:
            yield node.name
        case ast.MatchMapping() if node.rest:
            yield node.rest
