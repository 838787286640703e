"""Questions whose outcome is known, made of a table's own phrasings, each with a table that never saw it."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import cycle, islice, pairwise
from typing import Final

from knowledge.facts import Concept, Entry
from knowledge.index import Index
from knowledge.indexer import in_memory
from knowledge.indexing import in_families
from knowledge.lacking import Lacking
from knowledge.swapping import anchors, elsewhere, exchanged, subjects
from knowledge.words import normalise

FOLDS: Final = 5
"""A fifth of the phrasings is asked of what the others teach, in turn."""

LEARNED_FROM: Final = 50_000
"""Phrasings that are learned from for one kind of question, all folds together: of a large table, fewer folds do."""

MOST: Final = 400
"""Questions of a kind in a language: a share of 1.5 per cent is then known to about half a point."""

_AND: Final = {"en": " and ", "zh": "，还有"}


class Setting(StrEnum):
    """How a question came about, and so what it should get."""

    HELD_OUT = "held out"
    """A phrasing that was not learned from: its topic should answer it."""
    TWO = "two at once"
    """Two of those in one message."""
    OPEN = "held out, open"
    """The same of a topic without facts: nothing may be stated."""
    LEFT_OUT = "left out"
    """A phrasing whose whole topic the table never heard of."""
    SWAPPED = "swapped"
    """A phrasing in which what it is about, or where, was exchanged."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrasing, the family that it finds, and whether that can answer. `fold` tells when it is held out."""

    topic: str
    text: str
    language: str
    answered: bool
    fold: int


@dataclass(frozen=True, slots=True)
class Trial:
    """`gold` are the families whose facts answer; without any, no figure may be stated."""

    setting: Setting
    language: str
    text: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """A question, and the index that never saw it. One of a table that learns nothing is told what to do without."""

    trial: Trial
    index: Index
    lacks: Mapping[str, frozenset[str] | None] = field(default_factory=dict)

    def prepare(self) -> None:
        """To be done before the index is asked."""
        if isinstance(self.index, Lacking):
            self.index.lack(self.lacks)


Tell = Callable[[float], None]
"""Is told which share of the work is done."""


def nobody(_: float) -> None:
    """Where nobody waits to be told."""


def phrases(entries: Sequence[Entry]) -> tuple[Phrase, ...]:
    """Those of all families, each once."""
    return tuple(phrase for root, members in in_families(entries).items() for phrase in _of_family(root, members))


def _of_family(root: str, members: Iterable[Entry]) -> Iterator[Phrase]:
    members = tuple(members)
    answered, seen = any(entry.facts for entry in members), Counter[str]()
    for text, code in dict.fromkeys((p.text, p.language) for entry in members for p in entry.phrasings):
        language = "zh" if code.startswith("zh") else "en"
        yield Phrase(root, text, language, answered, seen[language] % FOLDS)
        seen[language] += 1


def learned_anew(
    entries: Sequence[Entry], concepts: Sequence[Concept], typed: frozenset[str], open_until: ExitStack, tell: Tell
) -> Iterator[Asking]:
    """Of a table with learned weights: for each fold they are learned without it."""
    told = phrases(entries)
    turns = max(1, min(FOLDS, LEARNED_FROM // max(len(told), 1)))
    roots = [*dict.fromkeys(phrase.topic for phrase in told)]

    def taught(rest: Sequence[Entry]) -> Index:
        index = open_until.enter_context(in_memory())
        index.build(rest, concepts, typed, "")
        return index

    for fold in range(turns):
        tell(fold / (2 * turns))
        asked = [phrase for phrase in told if phrase.fold == fold]
        gone = {(phrase.topic, phrase.text) for phrase in asked}
        index = taught([_without(entry, gone) for entry in entries])
        yield from (Asking(trial, index) for trial, _ in made_of(sample(asked, MOST // turns), told, index))
    for fold in range(turns):
        tell((turns + fold) / (2 * turns))
        unheard = frozenset(roots[fold::FOLDS])
        index = taught([entry for entry in entries if entry.topic.root not in unheard])
        asked = [phrase for phrase in told if phrase.topic in unheard]
        yield from (Asking(_left_out(phrase), index) for phrase in sample(asked, MOST // turns // 2))


def covered(entries: Sequence[Entry], index: Lacking) -> Iterator[Asking]:
    """Of a table that learns nothing: each question is asked as if its own fold, or its topic, were not there."""
    told = phrases(entries)
    folds: dict[tuple[str, int], set[str]] = {}
    for phrase in told:
        folds.setdefault((phrase.topic, phrase.fold), set()).add(phrase.text)
    for trial, own in made_of(sample(told, MOST), told, index):
        yield Asking(trial, index, {phrase.topic: frozenset(folds[phrase.topic, phrase.fold]) for phrase in own})
    for phrase in sample(told, MOST // 2):
        yield Asking(_left_out(phrase), index, {phrase.topic: None})


def sample(told: Sequence[Phrase], most: int) -> tuple[Phrase, ...]:
    """No more than so many of each language, with an answer and without; the same ones every time."""
    by_kind: dict[tuple[str, bool], list[Phrase]] = {}
    for phrase in told:
        by_kind.setdefault((phrase.language, phrase.answered), []).append(phrase)
    dice = random.Random(0)  # noqa: S311 - sampling, not secrets
    return tuple(phrase for kind in sorted(by_kind) for phrase in dice.sample(by_kind[kind], len(by_kind[kind]))[:most])


def made_of(
    asked: Sequence[Phrase], told: Sequence[Phrase], index: Index
) -> Iterator[tuple[Trial, tuple[Phrase, ...]]]:
    """The questions that these phrasings make, each with those that stand in it."""
    for phrase in asked:
        setting = Setting.HELD_OUT if phrase.answered else Setting.OPEN
        yield Trial(setting, phrase.language, phrase.text, _gold(phrase)), (phrase,)
    answered = [phrase for phrase in asked if phrase.answered]
    for one, other in islice(pairwise(answered), 0, None, 2):
        if one.language == other.language and one.topic != other.topic:
            text = f"{one.text.rstrip('?？ ')}{_AND[one.language]}{other.text}"
            yield Trial(Setting.TWO, one.language, text, _gold(one) | _gold(other)), (one, other)
    for language in _AND:
        swapped = _swapped([phrase for phrase in answered if phrase.language == language], told, index)
        yield from ((Trial(Setting.SWAPPED, language, text, frozenset()), (phrase,)) for text, phrase in swapped)


def _swapped(asked: Sequence[Phrase], told: Sequence[Phrase], index: Index) -> Iterator[tuple[str, Phrase]]:
    """In turn: about an open topic, about what no table knows, about where nobody lives."""
    if not asked:
        return
    language = asked[0].language
    others = [phrase for phrase in told if phrase.language == language and not phrase.answered]
    random.Random(0).shuffle(others)  # noqa: S311 - sampling, not secrets
    strange = subjects(language, index)
    ways = cycle(range(3))
    for at, phrase in enumerate(asked):
        match next(ways):
            case 0 if others:
                text = exchanged(phrase.text, phrase.topic, _carried(others[at % len(others)], index), index)
            case 1 if strange:
                text = exchanged(phrase.text, phrase.topic, strange[at % len(strange) :], index)
            case _:
                text = elsewhere(phrase.text, language)
        if text:
            yield text, phrase


def _carried(phrase: Phrase, index: Index) -> list[str]:
    normal = normalise(phrase.text)
    return [normal[start:end] for start, end in anchors(normal, phrase.topic, index)]


def _left_out(phrase: Phrase) -> Trial:
    return Trial(Setting.LEFT_OUT, phrase.language, phrase.text, frozenset())


def _gold(phrase: Phrase) -> frozenset[str]:
    return frozenset([phrase.topic]) if phrase.answered else frozenset()


def _without(entry: Entry, gone: Collection[tuple[str, str]]) -> Entry:
    left = tuple(phrasing for phrasing in entry.phrasings if (entry.topic.root, phrasing.text) not in gone)
    return replace(entry, phrasings=left)
