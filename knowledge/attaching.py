"""Where a new fact belongs: the topic and the place that its sentence speaks of."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from knowledge.drafts import has_han
from knowledge.facts import Kind, Topic
from knowledge.gists import gist, telling
from knowledge.index import Index
from knowledge.judging import NOT_FOR_THE_TABLE, lead_of
from knowledge.matching import Match, rank
from knowledge.places import Places, title_of
from knowledge.placing import read_places
from knowledge.store.protocol import Held
from knowledge.thresholds import Thresholds

UNSETTLING: Final = frozenset({Kind.CHANGE, Kind.DIFFERENCE, Kind.NOT, Kind.SUBJECT})
"""Such a sentence may speak of a step, of all the others or of somebody else: the curator names the topic."""


class Attaching:
    """Proposes; the curator sees what is proposed before anything is kept."""

    def __init__(self, index: Index, store: Held, thresholds: Thresholds) -> None:
        self._index = index
        self._thresholds = thresholds
        self._store = store
        self._places = Places(store.topics())

    def places_of(self, sentence: str, topic: str = "") -> tuple[str, ...]:
        """The places that a sentence's firms are likely of, as titles: one, or several where nothing tells which.

        One that only the topic names is the fact's where the sentence names none.
        """
        lexicon, home = self._index.lexicon, self._places.home
        placed = read_places(sentence, lexicon, home=home, topic=topic)
        named = placed.likeliest() or (() if placed.mentions else read_places(topic, lexicon, home=home).likeliest())
        return tuple(map(title_of, named))

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
