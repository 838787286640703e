"""How far one topic must lead the others for a question to be answered, asked back, or taken apart."""

from dataclasses import dataclass
from typing import Final

CONFIDENT: Final = 0.12
"""How far the best topic must lead the next to be answered. A wrong figure costs more than a missing one."""

PLAUSIBLE: Final = 0.04
"""How far it must lead to be offered. Below, the words fit nothing better than anything else."""

APART: Final = 0.27
"""How far each part of a question must lead by itself for the parts to be answered one by one."""

NEVER: Final = 1_000.0
"""A lead that no topic has."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Found for the facts that ship; `giants tune` derives those of another table."""

    confident: float = CONFIDENT
    plausible: float = PLAUSIBLE
    apart: float = APART

    def __post_init__(self) -> None:
        if not 0 <= self.plausible <= self.confident <= self.apart < float("inf"):
            raise ValueError(f"what is offered cannot take more than what is answered: {self}")


DEFAULT: Final = Thresholds()
