"""What the table's Chinese consists of: pairs of characters, and the words that a slip may have been meant as."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from knowledge.facts import Concept, Entry, Kind
from knowledge.slips import EMPTY, LONGEST, PAIR, Slips, keys_of
from knowledge.sounds import other_words
from knowledge.words import normalise

NAMED: Final = 5
"""Phrasings that a word of two characters must stand in which the lexicon has."""

SELDOM: Final = 3
"""The same of a longer one, which the lexicon need not have; so short a word sounds like too many others."""

PART: Final = 0.7
"""Share of its places in which a row of characters may have one and the same neighbour; above, it is part of a word."""

READ: Final = 50_000
"""Texts that words are sought in. More have no others, and take their time."""

_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,}")


class Grams:
    """Rows of characters with the number of their phrasings, and the words among them by what they may be taken for."""

    def __init__(self, phrasings: Mapping[str, int], words: Mapping[str, bool]) -> None:
        """`words` tells of each whether the lexicon has it."""
        self.phrasings = {gram: times for gram, times in phrasings.items() if len(gram) == PAIR or gram in words}
        self.phrasings |= {word: 0 for word in words if word not in self.phrasings}
        self.keys = sorted({(key, word) for word, whole in words.items() for key in keys_of(word, whole=whole)})
        self._alike: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for key, word in self.keys:
            self._alike[key][word] = self.phrasings[word]

    def counts(self, grams: Iterable[str]) -> Mapping[str, int]:
        return {gram: self.phrasings[gram] for gram in grams if gram in self.phrasings}

    def alike(self, keys: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        return {key: self._alike[key] for key in keys if key in self._alike}


def grams(entries: Iterable[Entry], concepts: Sequence[Concept], typed: Collection[str]) -> Grams:
    """All of a table's. What was `typed` in a chat may be misspelt: only its pairs are taken, as it was meant."""
    asked = dict.fromkeys(w.text for entry in entries for w in (*entry.phrasings, *entry.topic.titles))
    wordings = [wording.text for concept in concepts for wording in concept.words]
    runs = list(_runs([*wordings, *(text for text in asked if text not in typed)]))
    rows = _pairs(runs) + pairs_of(fact.quote.text for entry in entries for fact in entry.facts)
    longer = Counter(
        run[at : at + length]
        for run in runs[:READ]
        for length in range(PAIR + 1, LONGEST + 2)
        for at in range(len(run) - length + 1)
    )
    known = Grams(rows | longer, _words(rows | longer, concepts))
    known.phrasings |= meant((text for text in asked if text in typed), Slips(known)) - rows
    return known


def meant(texts: Iterable[str], slips: Slips) -> Counter[str]:
    """The pairs of what came from a chat, its slips set right."""
    return _pairs(_set_right(run, slips) for run in _runs(texts))


def pairs_of(texts: Iterable[str]) -> Counter[str]:
    """The pairs of what is right as it stands."""
    return _pairs(_runs(texts))


def _pairs(runs: Iterable[str]) -> Counter[str]:
    return Counter(run[at : at + PAIR] for run in runs for at in range(len(run) - 1))


def _set_right(run: str, slips: Slips) -> str:
    for slip in reversed(slips.find(run)):
        run = run[: slip.start] + slip.word + run[slip.end :]
    return run


def _words(rows: Counter[str], concepts: Iterable[Concept]) -> dict[str, bool]:
    """What may be written in, and whether the lexicon has it. No place and no negation is ever made of a slip."""
    named = [(_han(wording.text), concept.kind) for concept in concepts for wording in concept.words]
    vetoing = {word for word, kind in named if kind in {Kind.PLACE, Kind.NOT} and len(word) >= PAIR}
    lexical = {word for word, _ in named if PAIR <= len(word) <= LONGEST} - vetoing
    part = _parts(rows)
    whole = {row for row in rows if PAIR < len(row) <= LONGEST and EMPTY.isdisjoint(row[0] + row[-1])} - part
    whole = {row for row in whole if lexical.isdisjoint({row[1:], row[:-1]})}  # a word, and what stands beside it
    words = {word for word in lexical | whole if rows[word] >= (NAMED if len(word) == PAIR else SELDOM)}
    words = {word for word in words if vetoing.isdisjoint(_stretches(word))}
    return {word: word in lexical for word in sorted(words | other_words())}


def _parts(rows: Counter[str]) -> set[str]:
    """Rows that nearly always go on in the same way."""
    return {
        part
        for row, times in rows.items()
        if len(row) > PAIR
        for part in (row[:-1], row[1:])
        if times > PART * rows[part]
    }


def _stretches(word: str) -> Iterator[str]:
    return (word[start:end] for start in range(len(word)) for end in range(start + PAIR, len(word) + 1))


def _han(text: str) -> str:
    """A wording that is nothing but Chinese characters; "" for others."""
    normal = "" if text.isascii() else normalise(text)
    return normal if _HAN.fullmatch(normal) else ""


def _runs(texts: Iterable[str]) -> Iterator[str]:
    return (run for text in texts if not text.isascii() for run in _HAN.findall(normalise(text)))
