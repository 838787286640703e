"""What a collection changes in a table, item by item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.facts import Collection, Document, Fact, Source


class Thing(StrEnum):
    TOPIC = "topic"
    FACT = "fact"
    SOURCE = "source"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a table holds, by its id, its address or its name."""

    thing: Thing
    name: str

    def __str__(self) -> str:
        return f"{self.thing} {self.name}"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an import would add and change, and what of it is held just so already."""

    added: tuple[Item, ...] = ()
    changed: tuple[Item, ...] = ()
    same: tuple[Item, ...] = ()


def compare(before: Collection, after: Collection, brought: tuple[Collection, ...]) -> Foreseen:
    """What the collections that were brought made of the table."""
    old, new = _items(before), _items(after)
    added = tuple(item for item in new if item not in old)
    changed = tuple(item for item in new if item in old and old[item] != new[item])
    same = dict.fromkeys(item for each in brought for item in _items(each))
    return Foreseen(added, changed, tuple(item for item in same if item not in {*added, *changed}))


def _items(collection: Collection) -> Mapping[Item, object]:
    return dict(_pairs(collection))


def _pairs(collection: Collection) -> Iterator[tuple[Item, object]]:
    for url, held in _sources(collection).items():
        yield Item(Thing.SOURCE, url), held
    for entry in collection.entries:
        yield Item(Thing.TOPIC, entry.topic.id), (entry.topic, entry.phrasings)
        yield from ((Item(Thing.FACT, fact.id), _statement(fact)) for fact in entry.facts)
    for concept in collection.concepts:
        yield Item(Thing.WORD, concept.name), concept


def _sources(collection: Collection) -> Mapping[str, Document | Source]:
    """Those with a text, and those that are only cited."""
    cited = {fact.source.url: fact.source for entry in collection.entries for fact in entry.facts}
    return {**cited, **{document.source.url: document for document in collection.documents}}


def _statement(fact: Fact) -> tuple[object, ...]:
    """All of it, but of its topic and its source only which they are: they are items of their own."""
    kept = (fact.topic.id, fact.figure, fact.period, fact.quote, fact.source.url, fact.provenance)
    return (*kept, fact.review, fact.retired)
