"""The trust of a proof and the facts that it rests on, collected during a check."""

from __future__ import annotations

from dataclasses import dataclass, field

from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import Proposition

TRUST = ("exact", "enclosure", "solver")  # from the strongest to the weakest


@dataclass
class Trail:
    """Collected while evidence is checked; ``trust`` only ever gets weaker."""

    trust: str = "exact"
    side_conditions: dict[Proposition, None] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)

    def weaken(self, trust: str) -> None:
        self.trust = max(self.trust, trust, key=TRUST.index)

    def rest_on(self, *facts: str) -> None:
        """Add the named facts; a proof that rests on ball arithmetic gets the trust of an enclosure."""
        self.facts.update(dict.fromkeys(facts))
        if "ball-arithmetic" in facts:
            self.weaken("enclosure")

    def join(self, other: Trail) -> None:
        """Add everything that another proof rests on."""
        self.side_conditions.update(other.side_conditions)
        self.facts.update(other.facts)
        self.weaken(other.trust)


class Missing(Rejected):
    """The evidence is right except for conditions that the hypotheses do not give."""

    def __init__(self, conditions: tuple[Proposition, ...]) -> None:
        super().__init__("the claim needs conditions that are not among the assumptions")
        self.conditions = conditions
