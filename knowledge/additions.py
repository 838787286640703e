"""What curators added, held against a question word by word: few phrasings lead to it, and near misses must not.

A topic that came in a chat is known by its title and its source sentence. A question is about it where all that the
question names is said there, in these words or in others that mean the same, and where it asks for such a figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from knowledge.facts import Kind, Topic
from knowledge.fitting import Measured
from knowledge.gists import Unit, all_of, gist, keys_of, met, naming, telling, weighed
from knowledge.index import Index
from knowledge.indexing import TYPED
from knowledge.places import Places, name_of
from knowledge.reading import Question
from knowledge.stopwords import PRONOUNS
from knowledge.store.protocol import Held

MEANT: Final = 0.5
"""Share of a title's words that a question must say to be about it."""

ENOUGH: Final = 0.6
"""Share of a title's words that is enough where a question has but one of its words."""

SPARE: Final = 0.5
"""What a question may name besides: a word that tells of no matter that is known, and yet is no filler."""

NEAR: Final = 0.5
"""Share of a question's words that must be met for what was added to be offered."""

KEPT: Final = 1_000
"""Added topics whose words are remembered."""

_OWN: Final = frozenset({"=little-giant", "=enterprise", "=specialised-sophisticated", "=designation", "=per-firm"})
_NO_FIGURES: Final = frozenset({Kind.REASON, Kind.NAMES})
_ANY_DAY: Final = date(2026, 1, 1)
"""Which day it is makes no difference to what kind of figure a title speaks of."""


@dataclass(frozen=True, slots=True)
class Added:
    """A topic with facts that curators added, and the words it is known by."""

    topic: Topic
    titles: tuple[tuple[Unit, ...], ...]
    wholes: tuple[tuple[Unit, ...], ...]
    """The same with their measures: prices are one, but who asks for "product prices" says so."""
    called: frozenset[str]
    """All that is in its titles."""
    said: frozenset[str]
    measured: Measured
    own: frozenset[str]
    """Where its facts hold."""
    beside: frozenset[str]
    """Places that its titles name, and that its firms are not of: the Canton Fair is held in one."""
    of_them: bool
    """Whether it tells of little giants: then a question has to as well."""

    def says(self, units: Iterable[Unit]) -> bool:
        """Whether all of them are said in it."""
        return all(met(unit, self.said) == 1 for unit in units)


@dataclass(frozen=True, slots=True)
class Weighed:
    """An added topic held against a question: whether it is what is asked for, or only near it."""

    topic: Topic
    meant: bool
    title: float
    """The share of its title that the question says."""
    named: float
    """How much of what it is called by the question says, in words."""
    unmet: float
    """What the question names besides, in words."""
    close: float
    """How much of what either says both say."""

    @property
    def near(self) -> bool:
        """Whether it may be offered: all of its title is said and a word besides, or most of it and none."""
        return (self.title == 1 and self.unmet <= 1 < self.named) or self.says_no_more

    @property
    def says_no_more(self) -> bool:
        """Whether the question says nothing but what is said there; it may ask for another measure."""
        return self.title >= ENOUGH and self.unmet <= SPARE

    @property
    def rank(self) -> tuple[bool, float, float, float]:
        """The smaller, the likelier."""
        return not self.meant, self.unmet, -self.title, -self.close


class Additions:
    def __init__(self, index: Index, store: Held, places: Places) -> None:
        self._index = index
        self._store = store
        self._places = places
        self._known = lru_cache(KEPT)(self._read)
        self._roots = frozenset(store.added())

    def __bool__(self) -> bool:
        return bool(self._roots)

    def __contains__(self, root: str) -> bool:
        return root in self._roots

    def weigh(self, question: Question) -> tuple[Weighed, ...]:
        """The added topics that a question may be about, the likeliest first."""
        if not self._roots or question.kinds & _NO_FIGURES:
            return ()
        texts = dict.fromkeys((question.text, _as_read(question)))
        gists = [gist(text, self._index.lexicon) for text in texts]
        weighed = (self._weighed(self._known(root), question, units) for root in sorted(self._roots) for units in gists)
        near = {each.topic.id: each for each in sorted(filter(None, weighed), key=lambda each: each.rank, reverse=True)}
        return tuple(sorted(near.values(), key=lambda each: each.rank))

    def within(self, question: Question, root: str) -> Question:
        """The question as it reads in a topic: what is said there is no stranger, and asks for nothing else.

        Of firms that were "kicked off" the list none is asked for that was first.
        """
        added = self._known(root)
        read = [(concept.kind, telling(gist(typed, self._index.lexicon))) for typed, concept in question.named]
        own = {kind for kind, words in read if words and added.says(words)}
        return replace(question, strangers=(), kinds=question.kinds - own)

    def strays(self, question: Question, roots: Iterable[str]) -> bool:
        """Whether it names a matter of which neither the titles of topics nor their sentences say anything."""
        words = telling(gist(_as_read(question), self._index.lexicon))
        told = frozenset[str]().union(*(self._known(root).said for root in roots))
        said = frozenset[str]().union(*(self._index.features_of(self._index.number(root)) for root in roots))
        others = (unit for unit in words if met(unit, told) < 1)
        return any(any(key[0] == "~" for key in unit.keys) or not _is_spelt(unit, said) for unit in others)

    def says_more(self, question: Question, best: Weighed, roots: set[str]) -> bool:
        """Whether most of its title is said, and with that something of which the topics found say nothing."""
        if best.title < ENOUGH:
            return False
        held = [each for root in roots if (each := self._known(root).measured).measures]
        return not any(each.fits(question) for each in held) or self.strays(question, roots)

    def _weighed(self, added: Added, question: Question, asked: tuple[Unit, ...]) -> Weighed | None:
        heard = all_of(asked)

        def says(text: str) -> bool:
            return added.says(gist(text, self._index.lexicon))

        if not question.places and heard.isdisjoint(added.called):
            return None
        if not self._is_there(added, question) or added.measured.counts_others(question.text, named=says):
            return None
        if not all(map(says, question.strangers)):
            return None  # what holds of little giants says nothing of state-owned enterprises
        words = telling(asked)
        unmet = sum(_doubt(unit) * (1 - met(unit, added.said)) for unit in words)
        total = sum(unit.weight for unit in words)
        called = sum(unit.weight * met(unit, added.said) for unit in naming(asked))
        title, of_title = _title(added, heard)
        if not any(added.titles) and question.places:
            title = 1.0  # all that it is called by is its place
        if title < MEANT or (total and 1 - unmet / total < NEAR):
            return None
        about = not added.of_them or _is_about_them(question, heard)
        fits = added.measured.answers(question, in_full=title == 1)
        enough = unmet <= SPARE and (title >= ENOUGH or called > 1)
        both = keys_of(words) & keys_of(of_title)
        close = len(both) / (len(keys_of(words) | keys_of(of_title)) or 1)
        return Weighed(added.topic, about and fits and enough, title, called, unmet, close)

    def _is_there(self, added: Added, question: Question) -> bool:
        """Whether its place is the one asked about; a place that its words name is no other."""
        lexicon = self._index.lexicon
        places = _places_of(question)
        named = {name for typed, name in places if any(met(unit, added.said) == 1 for unit in gist(typed, lexicon))}
        asked = {name for _, name in places} - {self._places.home}
        if not added.beside <= asked:
            return False
        others = asked - named - added.beside
        return others <= added.own and (self._places.home in added.own or bool(asked & added.own) or not added.own)

    def _read(self, root: str) -> Added:
        family = tuple(self._places.family(root))
        held = {topic.place: self._store.facts(topic.id) for topic in family}
        facts = [fact for each in held.values() for fact in each]
        asked = self._index.texts_of(self._index.number(root))
        if len(asked) > TYPED:
            asked = tuple(wording.text for topic in family for wording in topic.titles)
        texts = (*asked, *(fact.quote.text for fact in facts))
        lexicon, topic = self._index.lexicon, self._places.root(root)
        read = [gist(text, lexicon) for text in asked]
        titles, wholes = tuple(map(naming, read)), tuple(map(weighed, read))
        said = all_of(unit for text in texts for unit in gist(text, lexicon))
        of_them = any(not keys_of(gist(fact.quote.text, lexicon)).isdisjoint(_OWN) for fact in facts)
        called = frozenset[str]().union(*map(all_of, (*titles, *wholes)))
        titled = [self._index.reader.read(text, today=_ANY_DAY) for text in asked]
        bare = {name for title in titled for typed, name in _places_of(title) if not gist(typed, lexicon)}
        own = frozenset(name_of(place) for place, each in held.items() if each)
        beside = frozenset(bare - own - {self._places.home})
        return Added(topic, titles, wholes, called, said, Measured.of(facts, texts, titled), own, beside, of_them)


def _places_of(question: Question) -> list[tuple[str, str]]:
    """The places that a text names: as typed, and what the lexicon calls them."""
    return [(typed, concept.name) for typed, concept in question.named if concept.kind is Kind.PLACE]


def _is_about_them(question: Question, heard: frozenset[str]) -> bool:
    said = {token.typed.lower() for token in question.tokens}
    named = {f"={concept.name}" for _, concept in question.named}
    return not _OWN.isdisjoint(heard | named) or not PRONOUNS.isdisjoint(said)


def _doubt(unit: Unit) -> float:
    """What a word that is not met says against a fact: less if it tells of no matter that is known."""
    return unit.weight if unit.known and not unit.light else unit.weight / 2


def _as_read(question: Question) -> str:
    """The question as typed, with the words that were slips as they were meant."""
    text = question.text
    for token in question.tokens:
        if token.read and not token.is_chinese and token.as_read != token.typed.lower() and token.typed.isascii():
            text = text.replace(token.typed, token.as_read, 1)
    return text


def _is_spelt(unit: Unit, said: frozenset[str]) -> bool:
    """Whether a topic's phrasings have the words of a unit; of Chinese they have but the characters."""
    spelt = [key.split() for key in unit.keys if key[0] not in "~=#" and key.isascii()]
    return any(all(word in said for word in each) for each in spelt)


def _share(units: tuple[Unit, ...], heard: frozenset[str]) -> float:
    total = sum(unit.weight for unit in units)
    return sum(unit.weight * met(unit, heard) for unit in units) / total if total else 0.0


def _title(added: Added, heard: frozenset[str]) -> tuple[float, tuple[Unit, ...]]:
    """How much is said of the title of which most is, and that title; whole ones count where enough is said."""
    wholes = ((_share(units, heard), units) for units in added.wholes)
    shares = [(_share(units, heard), units) for units in added.titles]
    return max((*shares, *(each for each in wholes if each[0] >= ENOUGH)), key=lambda pair: pair[0])
