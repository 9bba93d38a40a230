"""The search for a proof: tactics in a fixed order; the kernel accepts or refuses the evidence of each.

Fast tactics come first, slow ones last.  A goal that no tactic proves is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradcheck.algebra.ring_cache import keeping_rings
from gradcheck.kernel.definedness.conditions import own_conditions, unguarded
from gradcheck.kernel.dependencies import TRUST
from gradcheck.kernel.evidence import Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.search.calculus import analysis, densities, growth, overshoot, quadrature, series, values
from gradcheck.search.covers import boxes
from gradcheck.search.equations import combinations, identities, inverses, matrices, parts_of_sums, power_sums
from gradcheck.search.inequalities import (
    curves,
    decaying,
    descent,
    elimination,
    equivalents,
    gathered_sums,
    irrational_bounds,
    lengths,
    logs_of_sums,
    new_variables,
    norms,
    one_variable,
    squared_roots,
    squares,
    sum_lemmas,
    summands,
    tangents,
    touching,
    transitivity,
    unrolling,
)
from gradcheck.search.integers import points, relaxation
from gradcheck.search.logic import (
    abstraction,
    consistency,
    contraposition,
    disjunctions,
    existence,
    instances,
    lemmas,
    members,
    quantifiers,
    steps,
)
from gradcheck.search.tactic import Search, Tactic, first_proof, once, once_a_depth, split_by_sign, unless_it_fails

TACTICS: tuple[tuple[str, Tactic], ...] = (
    ("assumption", steps.hypothesis),
    (lemmas.VALUES, lemmas.of_values),
    ("logic", steps.connectives),
    ("disjunction", disjunctions.disjunctions),
    ("consequences", steps.consequences),
    ("induction of the author", steps.hinted_induction),
    ("growth", growth.constant),
    ("outgrown", growth.outgrown),
    ("generalisation", quantifiers.generalise),
    ("existence", quantifiers.obtain),
    ("deep composition", one_variable.deep),
    ("normal form", identities.normal_form),
    ("derivatives", identities.derivatives),
    ("known sums", identities.known_sums),
    ("sign", one_variable.visible),
    (unrolling.NAME, once(unrolling.NAME, unrolling.unrolled)),
    (parts_of_sums.NAME, once(parts_of_sums.NAME, parts_of_sums.parts_of_sums)),
    (lengths.NAME, once(lengths.NAME, lengths.lengths)),
    (tangents.DIVERGENCE, once(tangents.DIVERGENCE, tangents.divergence)),
    (tangents.NAME, once(tangents.NAME, tangents.jensen)),
    (logs_of_sums.MODULI, once_a_depth(logs_of_sums.MODULI, logs_of_sums.both_sides)),
    (logs_of_sums.NAME, once_a_depth(logs_of_sums.NAME, logs_of_sums.without_logarithms)),
    (gathered_sums.NAME, once_a_depth(gathered_sums.NAME, gathered_sums.as_one_sum)),
    (gathered_sums.BOUNDS, once_a_depth(gathered_sums.BOUNDS, gathered_sums.by_bounds)),
    (summands.NAME, once_a_depth(summands.NAME, summands.signs_of_sums)),
    ("orders of sums", once_a_depth("orders of sums", summands.orders_of_sums)),
    (sum_lemmas.NAME, once_a_depth(sum_lemmas.NAME, sum_lemmas.inequalities_of_sums)),
    (abstraction.NAME, once_a_depth(abstraction.NAME, abstraction.for_any_numbers)),
    ("sides of what is excluded", once_a_depth("sides of what is excluded", disjunctions.sides_of_excluded)),
    ("boxes", once("boxes", boxes.boxes_at_once)),
    ("monotonicity along", one_variable.hinted_monotone),
    ("split", quantifiers.split),
    ("limits of earlier steps", steps.limits_of_steps),
    ("leading terms", analysis.limit),
    ("value of an integral or limit", values.known_values),
    (power_sums.NAME, once(power_sums.NAME, power_sums.closed_sums)),
    (series.NAME, once(series.NAME, series.by_closed_form)),
    ("earlier steps", steps.instances),
    (instances.NAME, once_a_depth(instances.NAME, instances.at_terms)),
    ("steps at members", members.steps_at_members),
    ("members", members.members),
    ("same names", quantifiers.same_names),
    ("conclusions", steps.conclusions),
    ("cases of assumptions", disjunctions.cases_of_assumptions),
    ("transitivity", transitivity.transitive),
    ("bounds of norms", norms.bounded),
    ("equal norms", norms.equal),
    ("multiples of assumptions", identities.multiples),
    ("combination", combinations.combined),
    ("expansion", combinations.expansions),
    ("extremum", analysis.extremum),
    ("beyond an extremum", overshoot.beyond),
    ("bounds of an extremum", analysis.strict_extremum),
    ("definite matrices", matrices.definite),
    ("invertible matrices", matrices.invertible),
    ("inverse", matrices.inverse),
    (inverses.NAME, once_a_depth(inverses.NAME, inverses.inverses)),
    ("invertible parts", once_a_depth("invertible parts", inverses.invertible_parts)),
    ("determinants", once_a_depth("determinants", inverses.determinants)),
    ("congruence", once_a_depth("congruence", inverses.congruent)),
    ("symmetric matrices", once_a_depth("symmetric matrices", inverses.symmetric)),
    ("definite forms", inverses.definite_forms),
    ("no length", matrices.no_length),
    ("density", densities.mean_by_density),
    (quadrature.NAME, once(quadrature.NAME, quadrature.by_quadrature)),
    ("antiderivative", analysis.integral),
    ("mean value", analysis.mean_value),
    ("rewriting", identities.rewriting),
    (irrational_bounds.MODULI, once_a_depth(irrational_bounds.MODULI, irrational_bounds.inside_a_modulus)),
    (irrational_bounds.NAME, once(irrational_bounds.NAME, irrational_bounds.between_irrational_ends)),
    ("certificate", one_variable.certificates),
    (squares.NAME, once(squares.NAME, squares.squares)),
    (squared_roots.NAME, once(squared_roots.NAME, squared_roots.by_squares)),
    (decaying.DECAYING, once(decaying.DECAYING, decaying.decaying)),
    (decaying.ISOLATED, once(decaying.ISOLATED, decaying.isolated)),
    ("contradiction", consistency.contradiction),
    (new_variables.NAME, once(new_variables.NAME, new_variables.in_new_variables)),
    (contraposition.NAME, once(contraposition.NAME, contraposition.contraposed)),
    ("bounded witness", quantifiers.bounded_witnesses),
    ("between integers", points.between_integers),
    ("integer witness", quantifiers.integer_witnesses),
    ("integer values", quantifiers.values),
    ("witness", steps.witnesses),
    (existence.NAME, once(existence.NAME, existence.suggested)),
    ("cases of the author", one_variable.hinted_cases),
    ("sides of a kink", once_a_depth("sides of a kink", one_variable.sides_of_kinks)),
    ("bounds of moduli", once_a_depth("bounds of moduli", one_variable.bounds_of_moduli)),
    ("signs of moduli", once_a_depth("signs of moduli", one_variable.signs_of_moduli)),
    ("enclosure", once("enclosure", one_variable.cover)),
    ("many boxes", once("many boxes", boxes.boxes)),
    ("touching sides", touching.touching),
    (descent.NAME, once(descent.NAME, descent.descend)),
    (descent.INFINITY, once(descent.INFINITY, descent.from_infinity)),
    (descent.AFAR, once(descent.AFAR, descent.from_afar)),
    (equivalents.NAME, equivalents.equivalents),
    (elimination.GROUPS, once(elimination.GROUPS, elimination.as_one_variable)),
    (elimination.BOUNDS, once_a_depth(elimination.BOUNDS, elimination.put_on_bounds)),
    (curves.NAME, curves.along_curves),
    (curves.END, curves.from_irrational_ends),
    (relaxation.NAME, once(relaxation.NAME, relaxation.for_real_numbers)),
    ("induction", steps.induction),
    ("parts", steps.parts_apart),
    ("generalisation at last", quantifiers.generalise_last),
    ("infeasible", quantifiers.infeasible),
    ("monotonicity", one_variable.monotone),
    ("cases", identities.cases),
    ("both inequalities", identities.both_ways),
)


FOR_DEEP = ("assumption", "logic", "deep composition", "earlier steps")  # the others would multiply out
DEPTHS = (1, 2, 3, 4)


@keeping_rings()
def search_proof(goal: Goal, search: Search) -> Evidence | None:
    """Return evidence for the goal, or None: shallow proofs are looked for first."""
    for depth in (*(d for d in DEPTHS if d < search.depth), search.depth):
        found = search_to_depth(goal, replace(search, depth=depth))
        if found is not None:
            return found
    return None


def search_to_depth(goal: Goal, search: Search) -> Evidence | None:
    """Return evidence for the goal with at most this many nested rules of search, or None."""
    key = goal.claim, goal.hypotheses, goal.rewrites, search.using, search.skip
    if search.failed.get(key, -1) >= search.depth:
        return None
    deep = one_variable.is_deep(goal)
    for name, tactic in TACTICS:
        found = None if name in search.skip or (deep and name not in FOR_DEEP) else first_proof(goal, search, (tactic,))
        if found is not None:
            return found
    found = None if deep else unless_it_fails(None, _at_zero, goal, search)
    if found is None:
        search.failed[key] = search.depth
    return found


def _at_zero(goal: Goal, search: Search) -> Evidence | None:
    """Prove a claim in one real variable on both sides of 0 apart."""
    splits = (split_by_sign(goal, search, term) for term in one_variable.splits_at_zero(goal, search))
    return next((found for found in splits if found is not None), None)


def new_search(
    using: tuple[str, ...] = (),
    hints: tuple[object, ...] = (),
    trust: str = TRUST[-1],
    weaker: list[str] | None = None,
) -> Search:
    """Return a search with all tactics, for proofs of this trust or a stronger one;
    weaker trusts found go to ``weaker``.
    """
    passed = [] if weaker is None else weaker
    return Search(hints=hints, using=using, prove=search_to_depth, trust=trust, weaker=passed, mend=lemmas.mended)


def missing_conditions(search: Search) -> list[tuple[Proposition, ...]]:
    """Return the sets of conditions under which some attempt would have succeeded, the smallest first.

    Before a set that asks only for the value of a term (t = t) stands one that asks what the parts of the term ask.
    """
    found = list[tuple[Proposition, ...]]()
    for conditions in sorted(dict.fromkeys(search.missing), key=len):
        plain = tuple(dict.fromkeys(part for condition in conditions for part in _of_its_parts(condition)))
        found += [plain, conditions] if plain else [conditions]
    return list(dict.fromkeys(found))


def _of_its_parts(condition: Proposition) -> Iterator[Proposition]:
    """Yield what the parts of t ask for in place of t = t; any other condition as it stands."""
    if not isinstance(condition, Relation) or condition.op != "=" or condition.left is not condition.right:
        yield condition
        return
    for node in unguarded(condition.left):
        if node is not condition.left:
            yield from own_conditions(node)
