"""The table to what the index is made of: every phrasing read once, the vocabulary, the words of each topic."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.facts import Concept, Entry, Fact
from knowledge.reading import Reader, key_of
from knowledge.weights import FeatureWeight, idf
from knowledge.words import Script, normalise, words

ENOUGH: Final = 5
"""Phrasings. A topic with fewer, as one added in a chat, is also found by the words of its source sentences."""

_ANY_DAY: Final = date(2025, 1, 1)
"""Phrasings are read for their words; what "last year" means in them is of no account."""


@dataclass(frozen=True, slots=True)
class Said:
    """A phrasing of a topic's family, as read. An empty key is never looked up."""

    topic: int
    phrasing: str
    features: frozenset[str]
    key: str


def in_families(entries: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    """The members of each family, by its root's id, in the table's order."""
    families: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        families[entry.topic.root] = (*families.get(entry.topic.root, ()), entry)
    return families


def read_anew(
    families: Mapping[str, Sequence[Entry]], reader: Reader, before: Mapping[str, frozenset[str]]
) -> Iterator[Said]:
    """Each text once a family; those in `before` are not read again."""
    for number, members in enumerate(families.values()):
        asked = {text.text: True for entry in members for text in (*entry.phrasings, *entry.topic.titles)}
        facts = [fact for entry in members for fact in entry.facts]
        if sum(len(entry.phrasings) for entry in members) < ENOUGH:
            asked |= {fact.quote.text: False for fact in facts if fact.quote.text not in asked}
        for text, is_phrasing in asked.items():
            features = before.get(text) or reader.read(text, today=_ANY_DAY).features
            yield Said(number, text, features, key_of(features) if is_phrasing else "")
        yield from _printed(number, facts)


def _printed(number: int, facts: Iterable[Fact]) -> Iterator[Said]:
    """A topic's figures are words of it: "17,600, what is that?"."""
    for printed in dict.fromkeys(fact.figure.printed for fact in facts if fact.figure):
        numbers = re.findall(r"\d+(?:\.\d+)?", printed.replace(",", ""))
        yield Said(number, printed, frozenset(f"#{found}" for found in numbers), "")


def vocabulary(entries: Iterable[Entry], concepts: Iterable[Concept]) -> Counter[str]:
    """Every Latin word that the table or the lexicon uses, with the number of texts it stands in."""
    texts = [wording for entry in entries for wording in (*entry.phrasings, *entry.topic.titles)]
    texts += [wording for concept in concepts for wording in concept.words]
    spoken = (words(normalise(wording.text)) for wording in texts)
    return Counter(word for text in spoken for word in {w.text for w in text if w.script is Script.LATIN})


def topic_words(said: Iterable[Said]) -> dict[int, str]:
    """All features of each topic, as one text."""
    features: dict[int, set[str]] = {}
    for each in said:
        features.setdefault(each.topic, set()).update(each.features)
    return {topic: " ".join(sorted(found)) for topic, found in features.items()}


def unlearned(said: Sequence[Said]) -> dict[str, FeatureWeight]:
    """How rare each feature is, without a word for or against any topic."""
    return {feature: FeatureWeight(rarity, {}) for feature, rarity in idf([each.features for each in said]).items()}
