"""What the answers to a table's own questions are worth: each by itself, and all of them as people would ask."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, assert_never

from knowledge.marks import Mark
from knowledge.questions import Answer, Found, Several, Unknown
from knowledge.trials import Asking, Setting

SHARES: Final = {
    Setting.HELD_OUT: 70,
    Setting.TWO: 5,
    Setting.OPEN: 15,
    Setting.LEFT_OUT: 5,
    Setting.SWAPPED: 5,
}
"""Of a hundred questions that people ask, how many are like those of each kind: a quarter have no answer here.

Such is that share among questions written by people who had not seen the phrasings.
"""

ALL: Final = "all"
"""The languages together."""

ENOUGH: Final = 50
"""Questions in a language whose share of wrong answers says something by itself."""

Cell = tuple[Setting, str]
"""How questions came about, and their language."""

Counts = Mapping[Cell, Counter[Mark]]


def cell(asking: Asking) -> Cell:
    return asking.trial.setting, asking.trial.language


def mark(answer: Answer, gold: frozenset[str]) -> Mark:
    """By families of topics: which of a family's facts hold is read exactly, and is no matter of thresholds.

    Where no figure may be stated, asking back is not wrong, and not right either.
    """
    match answer:
        case Found(facts=facts):
            stated = frozenset(scored.fact.topic.root for scored in facts)
            if stated == gold:
                return Mark.RIGHT
            return Mark.PART if stated < gold else Mark.WRONG
        case Several():
            return Mark.ASKED
        case Unknown():
            return Mark.WITHHELD if gold else Mark.RIGHT
        case _:
            assert_never(answer)


def as_asked(some: Mapping[Cell, int], of: Mapping[Cell, int], language: str = ALL) -> float:
    """Per cent of the questions in a language, with each kind counting by its share of what people ask."""
    found, asked = 0.0, 0
    for setting, share in SHARES.items():
        cells = [each for each in of if each[0] is setting and language in {ALL, each[1]} and of[each]]
        if cells:
            asked += share
            found += share * sum(some.get(each, 0) for each in cells) / sum(of[each] for each in cells)
    return 100 * found / asked if asked else 0.0


def shares(counts: Counts, language: str = ALL) -> dict[Mark, float]:
    """The same of every mark."""
    of = {each: given.total() for each, given in counts.items()}
    return {each: as_asked({at: given[each] for at, given in counts.items()}, of, language) for each in Mark}


class Ceiling:
    """How much may be answered wrongly: in all, and in each language that enough is asked in."""

    def __init__(self, askings: Sequence[Asking], wrong: float) -> None:
        self._of = Counter(map(cell, askings))
        in_each = Counter(each.trial.language for each in askings)
        self._languages = (ALL, *(language for language, count in in_each.items() if count >= ENOUGH))
        self._wrong = wrong

    def holds(self, wrong: Mapping[Cell, int]) -> bool:
        return all(as_asked(wrong, self._of, language) <= self._wrong for language in self._languages)

    def balance(self, more: Mapping[Cell, int], less: Mapping[Cell, int]) -> float:
        return as_asked(more, self._of) - as_asked(less, self._of)
