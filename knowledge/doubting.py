"""What a curator should look at before keeping a fact: doubts, which keep nothing from being kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from knowledge.facts import UNSTATED, Fact
from knowledge.keeping import twin
from knowledge.places import Places, name_of
from knowledge.placing import lexicon_of, read_places
from knowledge.store.protocol import Proposal, Store

ALIKE: Final = 0.9
"""How much of two sentences is the same where they are nearly one; measured from 0 to 1."""


class Doubting(StrEnum):
    NO_PERIOD = "no period"
    NO_FIGURE = "no figure"
    NO_UNIT = "no unit"
    TARGET = "target"
    """The period lies ahead: it is a plan or a forecast."""
    COPY = "copy"
    """The very same statement is held."""
    HELD = "held"
    """Another figure is held for the topic and period."""
    ALIKE = "alike"
    """A sentence that is nearly the same is held."""
    PLACES = "places"
    """It names other places too."""
    SPEAKER = "speaker"
    """Only the office that speaks is of the place."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """`fact` is the one that is held, where it is about one; `place` is taken for the fact's, and not the `others`."""

    kind: Doubting
    fact: Fact | None = None
    place: str = ""
    others: tuple[str, ...] = ()


def doubts(proposal: Proposal, store: Store) -> Iterator[Doubt]:
    """All of them, those about the fact itself first."""
    fact = proposal.fact
    held = store.facts(fact.topic.id)
    if fact.figure is None:
        yield Doubt(Doubting.NO_FIGURE)
    elif not fact.figure.unit:
        yield Doubt(Doubting.NO_UNIT)
    if fact.period is UNSTATED:
        yield Doubt(Doubting.NO_PERIOD)
    elif fact.period.start > proposal.at.date():
        yield Doubt(Doubting.TARGET)
    yield from _of_places(fact, store)
    if same := twin(fact, held):
        yield Doubt(Doubting.COPY, same)
        return
    yield from (Doubt(Doubting.HELD, each) for each in held if _same_period(each, fact))
    yield from (Doubt(Doubting.ALIKE, each) for each in held if _alike(each, fact) and not _same_period(each, fact))


def _of_places(fact: Fact, store: Store) -> Iterator[Doubt]:
    placed = read_places(fact.quote.text, lexicon_of(store.concepts()), home=Places(store.topics()).home)
    place = fact.topic.place
    if placed.only_speaks(name_of(place)):
        yield Doubt(Doubting.SPEAKER, place=place)
    if others := placed.besides(name_of(place)):
        yield Doubt(Doubting.PLACES, place=place, others=others)


def _same_period(held: Fact, fact: Fact) -> bool:
    if held.period is UNSTATED or fact.period is UNSTATED:
        return held.period is fact.period
    return held.period.same_dates(fact.period)


def _alike(held: Fact, fact: Fact) -> bool:
    compared = SequenceMatcher(None, held.quote.text.casefold(), fact.quote.text.casefold(), autojunk=False)
    return compared.quick_ratio() >= ALIKE and compared.ratio() >= ALIKE
