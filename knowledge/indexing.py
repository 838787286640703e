"""The table to what the index is made of: every phrasing read once, the vocabulary, the words of each topic."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter
from typing import Final, NamedTuple

from knowledge.facts import Concept, Entry, Fact
from knowledge.reading import Phrasing, key_of
from knowledge.spelling import Vocabulary
from knowledge.weights import FeatureWeight, idf
from knowledge.words import Script, normalise, plain_words, words

TYPED: Final = 12
"""Phrasings that people type for a topic of theirs, at most; those that ship have more."""

ENOUGH: Final = 5
"""Phrasings. A topic with fewer, as one added in a chat, is also found by the words of its source sentences."""

_PLAIN_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff0-9\s，。？！、：；“”《》（）]*")
"""A text without a Latin letter, seen at a glance; most Chinese phrasings are."""


class Said(NamedTuple):
    """A phrasing of a topic's family, as read. An empty key is never looked up."""

    topic: int
    phrasing: str
    features: frozenset[str]
    signals: frozenset[str]
    key: str


def in_families(entries: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    """The members of each family, by its root's id, in the table's order."""
    families: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        families[entry.topic.root] = (*families.get(entry.topic.root, ()), entry)
    return families


def from_people(members: Sequence[Entry]) -> bool:
    """Whether a family came in a chat, with all of its facts and the few ways to ask for it."""
    facts = [fact for entry in members for fact in entry.facts]
    few = sum(len(entry.phrasings) for entry in members) <= TYPED
    return few and bool(facts) and all(fact.provenance.proposed_by for fact in facts)


def own_figures(said: Iterable[Said], weights: Mapping[str, FeatureWeight]) -> dict[str, FeatureWeight]:
    """The weights, with the figures of added facts speaking for them where they speak for nothing else yet."""
    grown = dict(weights)
    for each in said:
        for feature in each.features:
            held = grown.get(feature)
            if feature[0] == "#" and held and not any(value > 0 for value in held.topics.values()):
                grown[feature] = FeatureWeight(held.idf, {each.topic: 1.0})
    return grown


def texts_of(members: Iterable[Entry]) -> tuple[str, ...]:
    """Phrasings and titles, each once."""
    return tuple(dict.fromkeys(w.text for entry in members for w in (*entry.phrasings, *entry.topic.titles)))


def read_family(number: int, members: Sequence[Entry], read: Callable[[str], Phrasing]) -> Iterator[Said]:
    """Each text once."""
    asked = dict.fromkeys(texts_of(members), True)
    facts = [fact for entry in members for fact in entry.facts]
    if sum(len(entry.phrasings) for entry in members) < ENOUGH:
        asked |= {fact.quote.text: False for fact in facts if fact.quote.text not in asked}
    for text, is_phrasing in asked.items():
        features, signals = read(text)
        yield Said(number, text, features, signals, key_of(features) if is_phrasing else "")
    yield from (said for said in _printed(number, facts) if said.phrasing not in asked)


def _printed(number: int, facts: Iterable[Fact]) -> Iterator[Said]:
    """A topic's figures are words of it: "17,600, what is that?"."""
    for printed in dict.fromkeys(fact.figure.printed for fact in facts if fact.figure):
        numbers = re.findall(r"\d+(?:\.\d+)?", printed.replace(",", ""))
        features = frozenset(f"#{found}" for found in numbers)
        yield Said(number, printed, features, features, "")


def vocabulary(entries: Iterable[Entry], concepts: Iterable[Concept], typed: Collection[str]) -> Counter[str]:
    """Every Latin word that the table or the lexicon uses, with the number of texts it stands in.

    What was `typed` in a chat and reads as another word is a slip, and no word to correct others to.
    """
    texts = [wording.text for entry in entries for wording in (*entry.phrasings, *entry.topic.titles)]
    texts = [text for text in texts if text not in typed]
    texts += [wording.text for concept in concepts for wording in concept.words]
    counts = Counter(chain.from_iterable(map(_latin, texts)))
    if not typed:
        return counts
    known = Vocabulary(counts)
    for entry in entries:
        counts += new_words([text for text in texts_of([entry]) if text in typed], known, [entry])
    return counts


def new_words(texts: Iterable[str], known: Vocabulary, members: Iterable[Entry]) -> Counter[str]:
    """Words that read as themselves or as nothing yet, or that the source sentences have as well."""
    printed = {word for entry in members for fact in entry.facts for word in _latin(fact.quote.text)}
    spoken = (word for text in texts for word in _latin(text))
    return Counter(word for word in spoken if word in printed or known.read(word) in {(), (word,)})


def _latin(text: str) -> set[str]:
    if (plain := plain_words(text)) is not None:
        return set(plain)
    if _PLAIN_HAN.fullmatch(text):
        return set()
    return {word.text for word in words(normalise(text)) if word.script is Script.LATIN}


class Tally:
    """Counts phrasings while they pass: those of a large table are never all in memory."""

    def __init__(self) -> None:
        self.texts = 0
        self.words: dict[int, str] = {}
        """All features of each topic, as one text."""
        self._counts: Counter[str] = Counter()

    def counted(self, said: Iterable[Said]) -> Iterator[Said]:
        for topic, each in groupby(said, key=attrgetter("topic")):
            own = tuple(each)
            self.texts += len(own)
            self._counts.update(chain.from_iterable(said.features for said in own))
            self.words[topic] = words_of(own)
            yield from own

    def rarities(self) -> dict[str, float]:
        return idf(self._counts, self.texts)


def words_of(said: Iterable[Said]) -> str:
    return " ".join(sorted(frozenset().union(*(each.features for each in said))))
