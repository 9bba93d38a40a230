"""Bounds a symbolic number of layers: C**n after n repetitions of the names, proved by induction."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from gradcheck.activations.analysis import chains
from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.smoothness import cuts_of
from gradcheck.balls.decimals import exact_text, interval
from gradcheck.bounds.certify import asymptotics, certifier
from gradcheck.bounds.depth import Question
from gradcheck.bounds.every_depth import prove_for_every_depth
from gradcheck.bounds.induction import Constants
from gradcheck.bounds.plain import formula
from gradcheck.language.author import natural
from gradcheck.language.syntax.terms import as_term
from gradcheck.outcome.bound import Checked, SymbolicBound
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.peaks import bits_for
from gradcheck.search.covers.univariate import Supremum

LONGER = 6  # characters by which an exact constant may be longer than its decimals


def bound_every_depth(question: Question, letter: str) -> SymbolicBound | None:
    """|d y_n/dx| <= C**n for every n, with its induction; None, and a question left open, where there is no C."""
    size = question.block_size()
    if isinstance(size, NotFound) or size.upper is None:
        reason = size.reason if isinstance(size, NotFound) else "the derivative of one layer is not bounded"
        question.undecided.append(f"there is no bound for every depth: {reason}")
        return None
    jumping = next((f for f in question.chain.layers if any(cut.order == -1 for cut in cuts_of(f))), None)
    if jumping is not None:
        question.undecided.append(
            f"there is no bound for every depth: {jumping.name} jumps, and has no Lipschitz constant"
        )
        return None
    layers = tuple(_rounded(one, question.digits) for one in question.sizes if isinstance(one, Supremum))
    constants = Constants(layers, _base(size, layers, question), natural(letter))
    found = prove_for_every_depth(question.chain, constants, bits_for(question.digits), question.is_free)
    behaviour, reason, rate, fixed_point = question.behaviour(size)
    sharp = is_sharp(question, size)
    if found.proved is None:
        question.undecided.append(f"the kernel has no proof of the bound for every {letter}")
    own, checked = certifier(question), dict[str, Checked | None]()
    if own is not None:
        naive = None if found.proved is None else own.told((found.proved,), found.where)
        small = constants.block < 1 if size.upper < 1 else constants.block <= size.upper or size.upper > 1
        checked = asymptotics(own, question, size, rate, naive if small else None)
        if sharp is False:
            checked["sharp"] = own.slack(constants.block)
    proved, power = found.proved, as_term(1) if constants.block == 1 else constants.power
    return SymbolicBound(
        letter, formula(power), formula(found.claim), formula(found.base), formula(found.step), behaviour, reason, rate,
        fixed_point, question.thresholds(size), sharp, proved is not None,
        repeated=len(layers), exact=constants.block == size.exact,
        statement="differences" if found.lipschitz else "derivative", where=tuple(map(formula, found.where)),
        trust=None if proved is None else proved.trust, facts=() if proved is None else proved.facts,
        checked=tuple((line, proof) for line, proof in checked.items() if proof is not None),
    )  # fmt: skip


def _base(size: Supremum, layers: tuple[Fraction, ...], question: Question) -> Fraction:
    """The constant of the block: at least the product of |w| c of its layers, easily read."""
    product = prod(layers, start=abs(question.chain.weight) ** len(layers))
    if product == size.exact:
        return _rounded(size, question.digits)
    return Fraction(interval(product, product, question.digits)[1])


def is_sharp(question: Question, size: Supremum) -> bool | None:
    """Whether size**n is the supremum for every n: yes, or no already for two repetitions, or not known."""
    if question.reached_at_every_depth(size):
        return True
    if question.is_free:
        return None
    chain = question.chain
    twice = chains.tight(Chain(chain.layers, 2, chain.weight), min(question.digits, 15))
    if isinstance(twice, NotFound) or twice.upper is None or size.lower is None:
        return None
    return False if twice.upper < size.lower**2 else None


def _rounded(size: Supremum, digits: int) -> Fraction:
    """The supremum, or where it is no rational that is easily read, a little more."""
    if size.exact is not None and len(exact_text(size.exact)) <= digits + LONGER:
        return size.exact
    if size.upper is None:
        raise ValueError("the supremum is infinite")
    return Fraction(interval(size.upper, size.upper, digits)[1])
