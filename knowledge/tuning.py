"""The thresholds that suit a table: those that answer most of its own questions rightly, and next to none wrongly."""

import math
import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from typing import Final

from knowledge.facts import Entry
from knowledge.learned import Learned
from knowledge.marks import Mark
from knowledge.outcomes import Ceiling, Cell, Counts, cell
from knowledge.questions import Several
from knowledge.store.protocol import Store
from knowledge.thresholds import NEVER, Thresholds
from knowledge.trials import Phrase, Tell, covered, learned_anew, nobody, phrases
from knowledge.trying import Judge

WRONG: Final = 1.5
"""Per cent of the questions in a language, each kind with its share, that may be answered wrongly."""

TOPICS: Final = 3
"""With facts and more than one phrasing: with fewer, a topic hardly has rivals to lead."""

PHRASINGS: Final = 40
"""Of those topics: with fewer, one question more or less would move a threshold."""

SAMPLED: Final = 1_000
"""Families of a table that learns nothing: a few questions of each tell enough, and the table may have 100,000."""

APARTS: Final = (0.05, 0.09, 0.16, 0.27, 0.45, 0.7, 1.0, NEVER)
"""What parts of a question may have to lead by."""

STEP: Final = 1.2
"""By what a threshold grows that turns out to let too much through."""

LEARNING: Final = 0.85
"""Share of the time that goes into learning; the rest is asking."""

_GRAIN: Final = 1_000
"""Thresholds are kept to a thousandth: finer ones would fit the very questions they were found with."""


@dataclass(frozen=True, slots=True)
class TooSmall:
    """Why nothing can be derived from a table, in numbers of topics with facts and of their phrasings."""

    topics: int
    phrasings: int


@dataclass(frozen=True, slots=True)
class Tuned:
    """The thresholds in use and those derived, with what each gives."""

    before: Thresholds
    derived: Thresholds
    given_before: Counts
    given_derived: Counts


def tune(learned: Learned, *, wrong: float = WRONG, tell: Tell = nobody) -> Tuned | TooSmall:
    """Make questions of the table's own phrasings, and find the thresholds for them. It changes nothing."""
    with learned.reading() as desk, ExitStack() as open_until:
        store = learned.store
        entries = tuple(store.entries()) if learned.index.learned else _sampled(store)
        if small := too_small(phrases(entries)):
            return small
        if learned.index.learned:
            rest = store.concepts(), store.typed(), open_until
            made = learned_anew(entries, *rest, lambda share: tell(LEARNING * share))
        else:
            made = covered(entries, learned.lacking())
        return tuned(Judge(tuple(made), store), desk.thresholds, wrong=wrong, tell=tell)


def too_small(told: Iterable[Phrase]) -> TooSmall | None:
    """Whether a table has too little to derive anything from."""
    each = Counter(phrase.topic for phrase in told if phrase.answered)
    counts = [count for count in each.values() if count > 1]
    return TooSmall(len(counts), sum(counts)) if len(counts) < TOPICS or sum(counts) < PHRASINGS else None


def tuned(judge: Judge, before: Thresholds, *, wrong: float, tell: Tell = nobody) -> Tuned:
    """The most answered rightly with at most so many per cent of each language's questions answered wrongly."""
    ceiling = Ceiling(judge.askings, wrong)
    given_before = judge.counts(before)
    tell(0.9)
    confident, apart = _stating(judge, ceiling)
    tell(0.95)
    derived = Thresholds(confident, _plausible(judge, ceiling, confident, apart), apart)
    given = judge.counts(derived)
    while derived.confident < NEVER and not ceiling.holds({at: marks[Mark.WRONG] for at, marks in given.items()}):
        derived = _stricter(derived)
        given = judge.counts(derived)
    tell(1.0)
    return Tuned(before, derived, given_before, given)


def _stricter(thresholds: Thresholds) -> Thresholds:
    """Where taking a question apart had changed what its whole leads by: a little more of everything."""
    confident = min(math.ceil(thresholds.confident * STEP * _GRAIN + 1) / _GRAIN, NEVER)
    return Thresholds(confident, thresholds.plausible, max(confident, thresholds.apart))


def _stating(judge: Judge, ceiling: Ceiling) -> tuple[float, float]:
    """What a topic must lead by to be stated: in a whole question, and in each part of one."""
    whole = judge.marks(Thresholds(0, 0, NEVER), judge.askings)
    parted = [at for at, asking in enumerate(judge.askings) if judge.has_parts(asking)]
    best = (-math.inf, NEVER, NEVER)
    for apart in APARTS:
        given = judge.marks(Thresholds(apart, apart, apart), [judge.askings[at] for at in parted])
        in_parts = dict(zip(parted, given, strict=True))
        best = max(best, (*_confident(judge, ceiling, whole, in_parts, apart), apart))
    return best[1:]


def _confident(
    judge: Judge, ceiling: Ceiling, whole: Sequence[Mark], in_parts: Mapping[int, Mark], apart: float
) -> tuple[float, float]:
    """The best balance, and its threshold, by one pass over the leads instead of one for each threshold.

    What is stated at any lead is stated at a threshold if its lead reaches it; what is stated when each part
    leads far enough is stated at every threshold below.
    """
    leads: dict[Mark, dict[Cell, list[float]]] = {Mark.RIGHT: {}, Mark.WRONG: {}}
    for at, asking in enumerate(judge.askings):
        apart_too = in_parts.get(at, Mark.WITHHELD)
        sure = apart_too in {Mark.PART, Mark.WRONG} or (apart_too is Mark.RIGHT and bool(asking.trial.gold))
        got = apart_too if sure else whole[at]
        if got is Mark.WRONG or (got is Mark.RIGHT and asking.trial.gold):
            leads[got].setdefault(cell(asking), []).append(NEVER if sure else judge.lead(asking))
    right, wrong = ({at: sorted(found) for at, found in held.items()} for held in leads.values())
    best = (-math.inf, NEVER)
    for threshold in _thousandths([*chain(*right.values(), *wrong.values())]):
        if threshold <= apart and ceiling.holds(lost := _reaching(wrong, threshold)):
            best = max(best, (ceiling.balance(_reaching(right, threshold), lost), threshold))
    return best


def _plausible(judge: Judge, ceiling: Ceiling, confident: float, apart: float) -> float:
    """Where asking back helps more often than it leads astray."""
    offered = judge.answers(Thresholds(confident, 0, apart), judge.askings)
    pairs = [(asking, o) for asking, o in zip(judge.askings, offered, strict=True) if isinstance(o, Several)]
    kept = judge.answers(Thresholds(confident, confident, apart), [asking for asking, _ in pairs])
    doubtful = [
        (judge.lead(asking), asking, several)
        for (asking, several), other in zip(pairs, kept, strict=True)
        if not isinstance(other, Several)
    ]
    helps, harms = Counter[Cell](), Counter[Cell]()
    best = (0.0, confident)
    for lead, asking, several in sorted(doubtful, key=lambda each: -each[0]):
        useful = asking.trial.gold & {fact.topic.root for fact in several.choices}
        (helps if useful else harms)[cell(asking)] += 1
        best = max(best, (ceiling.balance(helps, harms), math.floor(lead * _GRAIN) / _GRAIN))
    return best[1]


def _thousandths(leads: Sequence[float]) -> Iterator[float]:
    """Every threshold worth trying, from what all of them reach to what none does."""
    most = max((lead for lead in leads if lead < NEVER), default=0.0)
    yield from (at / _GRAIN for at in range(int(most * _GRAIN) + 2))


def _reaching(leads: Mapping[Cell, Sequence[float]], threshold: float) -> dict[Cell, int]:
    """How many of these leads, in order, are enough."""
    return {at: len(each) - bisect_left(each, threshold) for at, each in leads.items()}


def _sampled(store: Store) -> tuple[Entry, ...]:
    """Of a table too large to be read whole, some families, the same ones every time."""
    roots = [*dict.fromkeys(topic.root for topic in store.topics())]
    chosen = random.Random(0).sample(roots, min(SAMPLED, len(roots)))  # noqa: S311 - sampling, not secrets
    return tuple(entry for root in chosen for entry in store.family(root))
