"""Where a new fact belongs: the topic and the place that its sentence speaks of."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Final

from knowledge.drafts import has_han
from knowledge.facts import Kind, Topic
from knowledge.gists import gist, telling
from knowledge.index import Index
from knowledge.judging import NOT_FOR_THE_TABLE, lead_of
from knowledge.matching import Match, rank
from knowledge.places import Places, title_of
from knowledge.store.protocol import Held
from knowledge.thresholds import Thresholds

UNSETTLING: Final = frozenset({Kind.CHANGE, Kind.DIFFERENCE, Kind.NOT, Kind.SUBJECT})
"""Such a sentence may speak of a step, of all the others or of somebody else: the curator names the topic."""


_IN_CHINESE: Final = re.compile(r"(?:省|市|自治区|特别行政区|地区|的)?")
_AND_IN_IT: Final = re.compile(r"(?:'s|’s)(?: (?:provincial )?capital)?(?: city(?: of)?)?,? | province's (?:capital )?")
_IN_IT: Final = re.compile(
    r"(?: city)?(?:,|,? in|,? (?:the|a) (?:\w+ ){0,2}?"
    r"(?:capital|city|port|hub|district|county)(?: \w+)? (?:of|in))(?: the)?"
    r"(?: (?:eastern|western|northern|southern|central|coastal) )?"
    r"(?: (?:province|region|municipality) of)? ?(?:\w+ China's )?",
    re.IGNORECASE,
)
"""Between a place and one inside it, or the one that it lies in."""


def _between(first: str, second: str, sentence: str) -> str | None:
    match = re.search(rf"{re.escape(first)}(.{{0,60}}?){re.escape(second)}", sentence, re.IGNORECASE)
    return match[1] if match else None


def _holds(first: str, second: str, sentence: str) -> bool:
    """Whether the first place is said to hold the second: 浙江省杭州市, "Anhui's capital Hefei"."""
    gap = _between(first, second, sentence)
    if gap is None:
        return False
    whose = first[-2:] if first.endswith(("'s", "’s")) else ""
    return bool(_AND_IN_IT.fullmatch(whose + gap) or (has_han(first) and _IN_CHINESE.fullmatch(gap)))


def _lies_in(first: str, second: str, sentence: str) -> bool:
    """Whether the first place is said to lie in the second: "Hefei, the capital of Anhui", "Ningbo in Zhejiang"."""
    gap = _between(first, second, sentence)
    return gap is not None and not has_han(first) and _IN_IT.fullmatch(gap) is not None


class Attaching:
    """Proposes; the curator sees what is proposed before anything is kept."""

    def __init__(self, index: Index, store: Held, thresholds: Thresholds) -> None:
        self._index = index
        self._thresholds = thresholds
        self._store = store
        self._places = Places(store.topics())

    def places_in(self, sentence: str, *, today: date) -> tuple[str, ...]:
        """The places a sentence names besides the table's own, as titles; a province gives way to its city."""
        read = self._index.reader.read(sentence, today=today)
        typed = [(typed, concept.name) for typed, concept in read.named if concept.kind is Kind.PLACE]
        around = {one for (first, one), (second, _) in pairwise(typed) if _holds(first, second, sentence)}
        around |= {other for (first, _), (second, other) in pairwise(typed) if _lies_in(first, second, sentence)}
        named = self._places.elsewhere(read)
        return tuple(title_of(name) for name in named if name not in around) or tuple(map(title_of, named))

    def place_of(self, sentence: str, *, today: date) -> str:
        """The one place a sentence names besides the table's own; "" where there is none, or several."""
        named = self.places_in(sentence, today=today)
        return named[0] if len(named) == 1 else ""

    def topic_of(self, sentence: str, unit: str, asked: Iterable[str], *, today: date) -> Topic | None:
        """The topic that a new fact belongs to, if that is clear.

        One that counts in the same unit, else the open topic that all of the questions it is to answer fall on.
        """
        read = self._index.reader.read(sentence, today=today)
        plain = len(read.periods) <= 1 and not read.kinds & UNSETTLING
        best = self._clearly(sentence, today) if plain else None
        if best and unit in {fact.figure.unit for fact in self._store.facts(best.topic) if fact.figure}:
            return self._places.root(best.topic)
        fallen = {best.topic if (best := self._clearly(text, today)) else "" for text in asked}
        topic = fallen.pop() if len(fallen) == 1 else ""
        return self._places.root(topic) if topic and not self._store.facts(topic) else None

    def general(self, name: str, unit: str, *, today: date) -> Topic | None:
        """The topic that is meant by a name that says only where, or how it is counted: "Zhejiang province count"."""
        if telling(gist(name, self._index.lexicon)):
            return None
        own = " 小巨人数量" if has_han(name) else " little giants number"
        best = self._clearly(name + own, today)
        units = {fact.figure.unit for fact in self._store.facts(best.topic) if fact.figure} if best else set()
        return self._places.root(best.topic) if best and unit in units else None

    def _clearly(self, text: str, today: date) -> Match | None:
        matches = rank(self._index.reader.read(text, today=today), self._index)
        clear = (
            matches
            and lead_of(matches) >= self._thresholds.confident
            and not matches[0].topic.startswith(NOT_FOR_THE_TABLE)
        )
        return matches[0] if clear else None
