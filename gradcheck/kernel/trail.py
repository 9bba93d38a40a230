"""What a check found on its way: how strong the proof is and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from gradcheck.kernel.rejection import Rejected
from gradcheck.language.propositions import Proposition


@dataclass
class Trail:
    """Collected while evidence is checked; ``trust`` only ever gets weaker."""

    trust: str = "exact"
    side_conditions: dict[Proposition, None] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def weaken(self, trust: str) -> None:
        self.trust = trust if self.trust == "exact" else self.trust


class Missing(Rejected):
    """The evidence is right but for conditions that the hypotheses do not give."""

    def __init__(self, conditions: tuple[Proposition, ...]) -> None:
        super().__init__("the claim needs conditions that are not among the assumptions")
        self.conditions = conditions
