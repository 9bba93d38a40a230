"""Divergence and entropy of laws, by their definitions: means of logarithms of densities, or sums over outcomes.

    KL(Normal(a, v), Normal(c, w))       E[log(p(X)/q(X))] for X ~ Normal(a, v) with the densities p and q
    KL(Bernoulli(p), Bernoulli(q))       p (log(p) - log(q)) + (1 - p) (log(1 - p) - log(1 - q)), which has a value for
                                         parameters between 0 and 1 alone
    entropy(Normal(m, v)), entropy(X)    -E[log(p(X))]; of a Bernoulli law -p log(p) - (1 - p) log(1 - p)

Of normal, exponential and Bernoulli laws; both laws of a divergence are of one kind.
"""

from __future__ import annotations

from gradcheck.language.notation.elaborator import Elaborator
from gradcheck.language.notation.laws import LAWS, elaborate_law
from gradcheck.language.notation.tree import Call, Tree, bare
from gradcheck.language.syntax.random import AnyLaw, Bernoulli, Expectation, Exponential, Normal, RandomVariable
from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Pow, Term, as_term

ONE, TWO = as_term(1), as_term(2)


def law_of(within: Elaborator, tree: Tree) -> AnyLaw | None:
    """Return the law that a tree writes, or that of the random number that it is; None for everything else."""
    inner = bare(tree)
    if isinstance(inner, Call) and inner.name in LAWS and inner.name not in within.scope:
        law: AnyLaw = elaborate_law(within, inner)
        return law
    return None


def divergence_of_laws(within: Elaborator, call: Call, p: AnyLaw, q: AnyLaw) -> Term:
    """Return the divergence of two laws of one kind."""
    if isinstance(p, Bernoulli) and isinstance(q, Bernoulli):
        return Add((_compared(p.p, q.p), _compared(ONE - p.p, ONE - q.p)))
    if isinstance(p, Normal | Exponential) and isinstance(q, Normal | Exponential) and type(p) is type(q):
        variable = _variable(within, p)
        return Expectation(_log(Div(_density(p, variable), _density(q, variable))))
    hint = "of two normal, exponential or Bernoulli laws, or of two vectors of probabilities"
    raise within.error("GC410", "this divergence is not part of the language", call, hint)


def entropy_of_law(within: Elaborator, call: Call, law: AnyLaw, variable: Term | None = None) -> Term:
    """Return the entropy of a law, of a random number with the law where there is one."""
    if isinstance(law, Bernoulli):
        return Add((Neg(_weighted(law.p, law.p)), Neg(_weighted(ONE - law.p, ONE - law.p))))
    if not isinstance(law, Normal | Exponential):
        hint = "of a normal, exponential or Bernoulli law, or of a vector of probabilities"
        raise within.error("GC410", "this entropy is not part of the language", call, hint)
    return Neg(Expectation(_log(_density(law, _variable(within, law) if variable is None else variable))))


def _variable(within: Elaborator, law: AnyLaw) -> Term:
    name = "Z"
    while name in within.scope or name in within.alone:
        name += "'"
    within.scope[name] = RandomVariable(name, (), law)
    return within.scope[name]  # type: ignore[no-any-return]


def _density(law: Normal | Exponential, x: Term) -> Term:
    if isinstance(law, Exponential):
        return Mul((law.rate, Apply("exp", (Neg(Mul((law.rate, x))),))))
    square = Div(Pow(Add((x, Neg(law.mean))), TWO), Mul((TWO, law.variance)))
    return Div(Apply("exp", (Neg(square),)), Apply("sqrt", (Mul((TWO, Const("pi"), law.variance)),)))


def _log(term: Term) -> Term:
    return Apply("log", (term,))


def _compared(p: Term, q: Term) -> Term:
    """Return p log(p/q) with a logarithm each: that of a quotient has a value for two negative numbers, too."""
    return Mul((p, Add((_log(p), Neg(_log(q))))))


def _weighted(weight: Term, inside: Term) -> Term:
    return Mul((weight, _log(inside)))
