"""Decides whether a module that uses SymPy says the same whenever it is run (``hermetic`` asks).

SymPy evaluates the text that it is handed, ``sin("...")`` as well as ``x.subs("x", 2)``, with Python's ``eval``.  So
text may stand in such a module only as a docstring, as what a step or a derivation tells its reader, as a number or a
sign, and as the name of a symbol, in words that mean nothing to Python.  Nothing in it may make text, or take it out of
an object.  Names of SymPy and attributes are those that are listed here: none of them prints, parses, looks at the
machine or samples.  What SymPy draws at random and the order of its sets are the same in every run, because of the
process that runs the module (``scheduling.loading``).
"""

from __future__ import annotations

import ast
import builtins
import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import normalize

DERIVATION, AUTHOR = "gradcheck.derivation", "gradcheck.language.author"
BRIDGE, BRIDGES = (
    "gradcheck.language.sympy",
    frozenset({"by_sympy", "held"}),
)  # words that lead to SymPy; DERIVATION too


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMING = {  # their first argument is the name of what they make
    "sympy": _words("Symbol symbols Function MatrixSymbol IndexedBase Idx"),
    "sympy.stats": _words("Bernoulli BernoulliProcess Binomial Exponential Laplace Normal Poisson Rademacher Uniform"),
    "sympy.matrices.expressions": _words("MatrixSymbol"),
    AUTHOR: _words("""
        real reals integer natural naturals dimension dimensions vector matrix sequence family random_variable
        random_sequence function arbitrary_function arbitrary_map widths
    """),
}
PLURALS = _words("symbols reals naturals dimensions widths")  # of which it is several names
COMPUTED = {("sympy.stats", name) for name in _words("E P variance covariance std")}  # sampled, with a third argument
COMPILED, LIBRARIES = ("sympy", "lambdify"), ("math", "mpmath")  # with no other library, which may be installed or not
CLASSES = {("sympy", "Function"), ("sympy", "IndexedBase")}
SYMPY = {
    "sympy": NAMING["sympy"]
    | _words("""
        Add Mul Pow Mod Rational Integer Number Expr Basic Tuple Lambda Poly Subs Order O UnevaluatedExpr
        pi E I oo nan zoo EulerGamma Catalan GoldenRatio true false
        Abs sign sqrt cbrt root real_root exp log ln LambertW Max Min floor ceiling frac re im conjugate arg
        sin cos tan cot sec csc sinc asin acos atan acot asec acsc atan2
        sinh cosh tanh coth sech csch asinh acosh atanh acoth asech acsch
        erf erfc erfi erfinv erfcinv gamma loggamma digamma polygamma beta uppergamma lowergamma zeta expint Ei li Si Ci
        factorial factorial2 binomial RisingFactorial FallingFactorial rf ff harmonic bernoulli euler fibonacci
        Piecewise piecewise_fold Heaviside DiracDelta KroneckerDelta ITE
        Derivative diff idiff Integral integrate Limit limit Sum summation Product product series
        simplify factor expand expand_log expand_mul expand_trig expand_func expand_complex expand_power_base
        expand_power_exp cancel apart together collect trigsimp powsimp powdenest logcombine radsimp ratsimp combsimp
        gammasimp hyperexpand sqrtdenest signsimp factor_terms numer denom fraction horner
        solve solveset linsolve nonlinsolve nsolve rsolve dsolve roots real_roots reduce_inequalities
        maximum minimum stationary_points singularities residue discriminant resultant degree gcd lcm div quo rem N
        Eq Ne Lt Le Gt Ge Rel Equality Unequality StrictLessThan LessThan StrictGreaterThan GreaterThan
        And Or Not Xor Implies Equivalent Contains
        Interval FiniteSet Union Intersection Complement EmptySet Reals Integers Naturals Naturals0 Rationals
        Matrix ImmutableMatrix MatrixExpr MatAdd MatMul MatPow Identity ZeroMatrix OneMatrix BlockMatrix BlockDiagMatrix
        Transpose Inverse Trace Determinant DiagMatrix DiagonalMatrix DiagonalOf DotProduct HadamardProduct
        HadamardPower KroneckerProduct hadamard_product kronecker_product block_collapse trace transpose det diag eye
        zeros ones hessian lambdify stats Q
    """),
    "sympy.stats": NAMING["sympy.stats"]
    | {name for _, name in COMPUTED}
    | _words("Expectation Variance Covariance Probability"),
    "sympy.calculus.util": _words("function_range maximum minimum stationary_points"),
    "sympy.matrices.expressions": NAMING["sympy.matrices.expressions"]
    | _words("""
        MatrixExpr MatAdd MatMul MatPow Identity ZeroMatrix OneMatrix BlockMatrix BlockDiagMatrix Transpose Inverse
        Trace Determinant DiagMatrix DiagonalMatrix DiagonalOf DotProduct HadamardProduct HadamardPower KroneckerProduct
        hadamard_product hadamard_power kronecker_product block_collapse det
    """),
}
IMPORTED = SYMPY | {
    DERIVATION: BRIDGES | _words("along at derivation erratum step"),
    BRIDGE: BRIDGES,
    AUTHOR: NAMING[AUTHOR]
    | _words("""
        And Bernoulli E Exists Exponential ForAll Iff Implies Independent Invertible Normal Or PositiveDefinite
        Proposition Term Uncorrelated Uniform Var absolute activation array atan big_o cases_on chain cos cosh d det
        diag diagonal eq erf exp gradient hadamard hessian identity inf initial integral inverse largest_eigenvalue
        limit log maximum minimum ne norm onehot ones oo operator_norm ordered_product outer pi rational recurrence
        relu sech sigmoid sign silu sin sinh smallest_singular_value softplus sqrt sup tanh theta total trace
        try_value where zeros
    """),
    "__future__": _words("annotations"),
    "collections.abc": _words("Callable Iterable Iterator Mapping Sequence"),
    "fractions": _words("Fraction"),
    "itertools": _words("accumulate chain combinations pairwise permutations product repeat"),
    "math": _words("comb factorial gcd isqrt lcm perm prod"),
    "typing": _words("Any"),
}
ATTRIBUTES = _words("""
    T I H args lhs rhs base exp start end shape rows cols value blocks items keys get
    diff integrate limit series subs xreplace doit simplify factor expand cancel apart together collect trigsimp powsimp
    radsimp rewrite evalf n removeO coeff coeffs all_coeffs as_real_imag as_numer_denom
    as_ordered_terms as_ordered_factors
    applyfunc transpose inverse inv det trace norm dot cross row col row_join col_join as_explicit adjugate
    derivative append extend invertible positive_definite
""")
BUILTINS = _words("""
    abs all any bool divmod enumerate filter float int isinstance iter len list map max min next object pow range
    reversed round slice sorted sum tuple zip True False None
    ArithmeticError AssertionError IndexError KeyError TypeError ValueError ZeroDivisionError
""")
TOLD = _words("note using source notes")  # keywords of steps and derivations with text for the reader
KINDS = (
    *(ast.Module, ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.FunctionDef, ast.Return, ast.If, ast.For),
    *(ast.While, ast.With, ast.withitem, ast.ImportFrom, ast.alias, ast.arguments, ast.arg, ast.keyword, ast.Name),
    *(ast.Constant, ast.Attribute, ast.Subscript, ast.Slice, ast.Call, ast.Lambda, ast.IfExp, ast.BinOp, ast.UnaryOp),
    *(ast.BoolOp, ast.Compare, ast.Tuple, ast.List, ast.Dict, ast.ListComp, ast.GeneratorExp, ast.DictComp),
    *(ast.comprehension, ast.Starred, ast.NamedExpr, ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
    *(ast.expr_context, ast.Pass, ast.Break, ast.Continue, ast.Assert, ast.Raise),
)
WORD = re.compile(r"\w+")
SEVERAL = re.compile(r"\w+([ ,:]+\w+)*")
NUMBER_OR_SIGN = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?(/\d+)?|[<>!]?=|[<>]|[+-]{0,2}", re.ASCII)
OF_PYTHON = frozenset(dir(builtins)) - {"_"}  # which a session that somebody types in adds, and no module relies on
IN_MPMATH = _words("cplot doctests memoize monitor plot rand randmatrix runtests splot timing")  # no names of functions

Origin = tuple[str, str]  # the module of what is imported, and its name there


def leads_to_sympy(node: ast.AST) -> bool:
    """Whether it is an import after which the rules of this module hold."""
    if not isinstance(node, ast.ImportFrom):
        return False
    of_sympy = node.module == BRIDGE or (node.module or "").partition(".")[0] == "sympy"
    return of_sympy or (node.module == DERIVATION and any(alias.name in BRIDGES for alias in node.names))


def is_hermetic_with_sympy(nodes: list[ast.AST], bound: Counter[str]) -> bool:
    """Whether the module hands no text to SymPy, and asks it for nothing that could be different the next time.

    ``bound`` counts how often each name is given a meaning.
    """
    return _Module(nodes, bound).is_hermetic()


class _Module:
    """A module with where its names come from, and which texts and functions stand where they may."""

    def __init__(self, nodes: list[ast.AST], bound: Counter[str]) -> None:
        self._nodes, self._bound = nodes, bound
        self._origins = {
            alias.asname or alias.name: (DERIVATION if node.module == BRIDGE else node.module or "", alias.name)
            for node in nodes if isinstance(node, ast.ImportFrom)
            for alias in node.names if bound[alias.asname or alias.name] == 1
        }  # fmt: skip
        self._in_place: set[int] = set()
        for find in (self._names_in, self._texts_in, self._functions_in, self._lists_of_names_in):
            self._in_place |= {id(part) for node in nodes for part in find(node)}

    def is_hermetic(self) -> bool:
        return all(isinstance(node, KINDS) and self._is_harmless(node) for node in self._nodes)

    def _is_harmless(self, node: ast.AST) -> bool:
        match node:
            case ast.ImportFrom():
                return self._is_harmless_import(node)
            case ast.With(items=[ast.withitem(ast.Call(ast.Name() as called, [], []), None)]):
                return self._origin(called) == (DERIVATION, "held")
            case ast.With():
                return False  # leaving it may swallow any error
            case ast.Constant(value=str(text)):
                return id(node) in self._in_place or NUMBER_OR_SIGN.fullmatch(text) is not None
            case ast.Constant(value=bytes()):
                return False
            case ast.arguments(kwarg=ast.arg()) | ast.keyword(arg=None | "numsamples"):
                return False  # the names of keywords are text
            case ast.keyword(arg="cls", value=value):  # of symbols, which hands the names to it
                return self._origin(value) in CLASSES
            case ast.Attribute(attr=name):
                module, _ = self._origin(node)
                return self._is_called_well(node) and name in (IMPORTED[module] if module else ATTRIBUTES)
            case ast.Name(id=name):
                known = name in self._bound and name not in OF_PYTHON and not name.startswith("__")
                return (known or name in BUILTINS) and self._is_called_well(node)
        return True

    def _origin(self, node: ast.expr) -> Origin:
        """Where the expression comes from, if it is a name that was imported, or ``stats.E``; else two empty names."""
        match node:
            case ast.Name(id=name):
                return self._origins.get(name, ("", ""))
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                return ("sympy.stats", attribute) if self._origins.get(name) == ("sympy", "stats") else ("", "")
        return "", ""

    def _is_called_well(self, node: ast.expr) -> bool:
        return not _is_delicate(self._origin(node)) or id(node) in self._in_place

    def _is_harmless_import(self, node: ast.ImportFrom) -> bool:
        """Whether what it imports is listed, and nothing delicate has a second meaning."""
        module = node.module or ""
        for alias in node.names:
            if _is_delicate((module, alias.name)) and (alias.asname or alias.name) not in self._origins:
                return False
        return not node.level and {alias.name for alias in node.names} <= IMPORTED.get(module, frozenset())

    def _functions_in(self, node: ast.AST) -> Iterator[ast.expr]:
        """The delicate functions that the node calls, or has called, with arguments with which they are harmless."""
        match node:
            case ast.Call(called, [asked, *given]) if self._origin(called) == (DERIVATION, "by_sympy"):
                yield from [asked] if _are_few(given) and self._origin(asked) in COMPUTED else []
            case ast.Call(called, [_, _, ast.Constant() as library], []) if self._origin(called) == COMPILED:
                yield from [called, library] if library.value in LIBRARIES else []
            case ast.Call(called, given) if self._origin(called) in COMPUTED and _are_few(given):
                yield called

    def _texts_in(self, node: ast.AST) -> Iterator[ast.Constant]:
        """The texts for readers."""
        match node:
            case ast.Module(body=[ast.Expr(ast.Constant() as text), *_]):
                yield text
            case ast.FunctionDef(body=[ast.Expr(ast.Constant() as text), *_]):
                yield text
            case ast.Call(called, given, named) if self._origin(called)[0] == DERIVATION:
                name = self._origin(called)[1]
                told = given[:1] if name in ("step", "erratum", "at") else []
                for keyword in named if name not in BRIDGES else ():
                    if keyword.arg in TOLD:
                        told += _listed(keyword.value)
                    elif keyword.arg == "where" and isinstance(keyword.value, ast.Dict):
                        told += [key for key in keyword.value.keys if key is not None]
                yield from (text for text in told if isinstance(text, ast.Constant))

    def _names_in(self, node: ast.AST) -> Iterator[ast.expr]:
        """The names that the node gives to symbols, as text or in a variable."""
        match node:
            case ast.Call(ast.Name("map"), [called, first]) if not self._bound["map"]:
                pass
            case ast.Call(called, [first, *_]):
                pass
            case _:
                return
        module, name = self._origin(called)
        for part in _listed(first) if name in NAMING.get(module, ()) else ():
            variable = isinstance(part, ast.Name) and not _is_delicate(self._origin(part))
            yield from [part] if variable or _names(part, several=name in PLURALS) else []

    def _lists_of_names_in(self, node: ast.AST) -> Iterator[ast.expr]:
        """The names through which a loop goes with a variable that serves for naming alone."""
        match node:
            case ast.For(target=ast.Name(id=name), iter=given) | ast.comprehension(ast.Name(id=name), given):
                uses = (use for use in self._nodes if isinstance(use, ast.Name) and use.id == name)
                read = [use for use in uses if isinstance(use.ctx, ast.Load)]
                if self._bound[name] == 1 and all(id(use) in self._in_place for use in read):
                    yield from (part for part in _listed(given) if _names(part))


def _is_delicate(origin: Origin) -> bool:
    """Whether it depends on the arguments what the function does."""
    return origin in COMPUTED or origin == COMPILED


def _are_few(given: list[ast.expr]) -> bool:
    return len(given) <= 2 and not any(isinstance(one, ast.Starred) for one in given)


def _listed(part: ast.expr) -> Iterator[ast.expr]:
    """The expression, or those in lists and tuples that are written out."""
    if isinstance(part, ast.List | ast.Tuple):
        for inner in part.elts:
            yield from _listed(inner)
    else:
        yield part


def _names(part: ast.expr, several: bool = False) -> bool:
    """Whether it is text that names what is made, and would mean nothing else to Python."""
    if not isinstance(part, ast.Constant) or not isinstance(part.value, str):
        return False
    words = WORD.findall(normalize("NFKC", part.value))  # as Python reads them
    whole = (SEVERAL if several else WORD).fullmatch(part.value)
    return bool(whole) and not any(word in OF_PYTHON or "__" in word or word in IN_MPMATH for word in words)
