"""Text to words: one normaliser for the table's phrasings and for questions, and the lexicon's concepts."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

import opencc
import snowballstemmer

from knowledge.facts import Concept

LONGEST: Final = 1000
"""Characters of a question that are read. Longer ones are pasted articles: they take time, and mean no more."""

_TOKEN = re.compile(
    r"(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"|(?P<latin>%|r&d|r & d|[a-z\u00c0-\u024f]+(?:['’][a-z]+)*)"
    r"|(?P<han>[\u3007\u3400-\u4dbf\u4e00-\u9fff])"
    r"|(?P<other>[^\W\d_\u3007\u3400-\u4dbf\u4e00-\u9fff]+)",
    re.IGNORECASE,
)
_PLAIN = bytes(
    ord(char.lower()) if char.isalpha() else ord(" ") if char in " ?!.,;:()-" else 0 for char in map(chr, range(128))
).ljust(256, b"\0")
"""What each byte of a plain text becomes; none that is not of such a text has a place in it."""

_GLUED = re.compile(r"(?:(?<=[a-z])|(?<=\bIN)|(?<=\bOF)|(?<=\bBY)|(?<=\bSINCE))(?=(?:19|20)\d\d(?!\d))")
"""Where a space before a year was lost: "in2021"."""

_to_simplified = opencc.OpenCC("t2s")
_stemmer = snowballstemmer.stemmer("english")


class Script(StrEnum):
    NUMBER = "number"
    LATIN = "latin"
    HAN = "han"
    OTHER = "other"


class Word(NamedTuple):
    """One word of a normalised text, with its place there; `text` is folded (case, accents, separators)."""

    text: str
    script: Script
    start: int
    end: int


_SCRIPTS: Final = {script.value: script for script in Script}
"""Looked up: to make a member of its value takes three times as long."""


def normalise(text: str) -> str:
    """NFKC, one kind of Chinese characters, white space folded, at most `LONGEST` characters; case stays."""
    text = text[: 2 * LONGEST]
    text = _GLUED.sub(" ", text)
    if text.isascii():
        return " ".join(text.split())[:LONGEST]
    whole = text.encode(errors="replace").decode()  # half a character is none, and digits of any script are digits
    text = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in whole)
    text = " ".join(unicodedata.normalize("NFKC", text).split())[:LONGEST]
    return str(_to_simplified.convert(text))


def plain_words(text: str) -> list[str] | None:
    """The words of a text of ASCII letters and plain punctuation; None for any other, which takes ten times as long.

    >>> plain_words("How many are there?"), plain_words("R&D in 2024")
    (['how', 'many', 'are', 'there'], None)
    """
    if len(text) > LONGEST or not text.isascii():
        return None
    plain = text.encode().translate(_PLAIN)
    return None if 0 in plain else plain.decode().split()


def words(normalised: str) -> tuple[Word, ...]:
    """The words in order. Each Han character is a word of its own; punctuation is none."""
    return tuple(
        [
            Word(_fold(match[0]), _SCRIPTS[match.lastgroup or "other"], *match.span())
            for match in _TOKEN.finditer(normalised)
        ]
    )


def _fold(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word.lower()
    if word == "%":
        return "percent"
    if word[0].isdigit():
        number = word.replace(",", "")
        return (number.rstrip("0").rstrip(".") or "0") if "." in number else number
    plain = unicodedata.normalize("NFD", word.casefold().replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return plain.removesuffix("'s").replace("'", "").replace(" ", "").replace("r&d", "rnd")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Snowball's English stem (Porter 2001) of a Latin word; other words are left as they are."""
    return str(_stemmer.stemWord(word)) if word.isascii() and len(word) > 2 else word  # noqa: PLR2004 - "is", "as"


class Lexicon:
    """Finds the concepts that a text names, longest wording first.

    >>> from knowledge.facts import Wording
    >>> lexicon = Lexicon([Concept("vendor", (Wording("vendor lists", "en"), Wording("供应商", "zh")))])
    >>> [found.concept.name for found in lexicon.read(words("On a vendor list? 供应商"))]
    ['vendor', 'vendor']
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts: dict[tuple[str, ...], Concept] = {}
        for concept in concepts:
            for wording in concept.words:
                if key := tuple(stem(word.text) for word in words(normalise(wording.text))):
                    self._concepts.setdefault(key, concept)
        self._longest = max(map(len, self._concepts), default=0)
        self._first = frozenset(key[0] for key in self._concepts)
        named = sorted((key, concept.name, concept.kind) for key, concept in self._concepts.items())
        self.fingerprint = hashlib.sha256(repr(named).encode()).hexdigest()
        """Equal for lexicons that read every text alike."""

    def is_silent_on(self, stems: frozenset[str]) -> bool:
        """Whether no concept begins with any of these, so that a text of them names none."""
        return self._first.isdisjoint(stems)

    def read(self, text: tuple[Word, ...]) -> Iterator["Named"]:
        """What is named where; a stretch of text names one concept."""
        stems = tuple([stem(word.text) for word in text])
        at = 0
        while at < len(stems):
            found = self._longest_at(stems, at) if stems[at] in self._first else None
            if found:
                yield found
            at = found.end if found else at + 1

    def _longest_at(self, stems: tuple[str, ...], at: int) -> "Named | None":
        for end in range(min(len(stems), at + self._longest), at, -1):
            if concept := self._concepts.get(stems[at:end]):
                return Named(concept, at, end)
        return None


@dataclass(frozen=True, slots=True)
class Named:
    """A concept, named by the words from `start` up to, not including, `end`."""

    concept: Concept
    start: int
    end: int
