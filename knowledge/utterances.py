"""A phrasing or a question to its features: words as stems, numbers, and concepts in the place of words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

from knowledge.facts import Kind
from knowledge.periods import Mention
from knowledge.signals import signals
from knowledge.words import Lexicon, Named, Script, Word, stem

NAMING: Final = frozenset({Kind.WORD, Kind.OWN, Kind.HOLDER})
"""Concepts whose words name something to look for; the others say where, when, whose or how."""


class Piece(NamedTuple):
    """A stretch of a normalised text that is one feature: a word, or a concept of several."""

    feature: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """A normalised text, its words as they are read, the concepts that they name, and its dates."""

    normal: str
    words: tuple[Word, ...]
    named: tuple[Named, ...]
    dates: Sequence[Mention]

    @classmethod
    def of(cls, normal: str, words: tuple[Word, ...], lexicon: Lexicon, dates: Sequence[Mention]) -> Self:
        """The "year" of "last year" is in no concept, nor is the "not" of "not in 2025 but in 2024"."""
        return cls(normal, words, tuple(n for n in lexicon.read(words) if not _is_dated(n, words, dates)), dates)

    def features(self) -> frozenset[str]:
        """Places and dates are read exactly and veto, so they are left out."""
        timeless = self._stems([n for n in self.named if n.concept.kind is Kind.PLACE], self.dates)
        return frozenset((*timeless, *(f"={n.concept.name}" for n in self.named if n.concept.kind is not Kind.PLACE)))

    def content(self, dates: Sequence[Mention]) -> frozenset[str]:
        """The words besides those that say where, when, whose or how; nor any of these dates."""
        return frozenset(self._stems([n for n in self.named if n.concept.kind not in NAMING], dates))

    def signals(self) -> Iterator[str]:
        """What is learned from besides the features."""
        spelt = {word.text for word in self.words if word.script is Script.LATIN}
        return signals(tuple([piece.feature for piece in self.pieces()]), spelt)

    def pieces(self) -> Iterator[Piece]:
        """Words as stems, with concepts in the place of the words that name them; no places, dates or numbers."""
        text, starting, at = self.words, {n.start: n for n in self.named}, 0
        while at < len(text):
            word, here = text[at], starting.get(at)
            end = here.end if here else at + 1
            if here and here.concept.kind is not Kind.PLACE:
                yield Piece(f"={here.concept.name}", word.start, text[end - 1].end)
            elif not (here or word.script is Script.NUMBER or within(self.dates, word)):
                yield Piece(stem(word.text), word.start, word.end)
            at = end

    def names(self, kind: Kind) -> bool:
        return any(n.concept.kind is kind for n in self.named)

    def typed(self, named: Named) -> str:
        """The words for a concept, as typed."""
        return self.normal[self.words[named.start].start : self.words[named.end - 1].end]

    def _stems(self, but: Iterable[Named], dates: Sequence[Mention]) -> Iterator[str]:
        named = {at for n in but for at in range(n.start, n.end)}
        for at, word in enumerate(self.words):
            if at not in named and not (dates and within(dates, word)):
                yield f"#{word.text}" if word.script is Script.NUMBER else stem(word.text)


def within(dates: Sequence[Mention], word: Word) -> bool:
    """Whether it is a word of one of these dates."""
    return bool(dates) and any(date.start <= word.start < date.end for date in dates)


def _is_dated(named: Named, text: tuple[Word, ...], dates: Sequence[Mention]) -> bool:
    start, end = text[named.start].start, text[named.end - 1].end
    return bool(dates) and any(date.start <= start and end <= date.end for date in dates)
