"""Words of a question that nobody knows: names of somebody or somewhere else, and words that may say anything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.words import Script, Word

_BEFORE_A_NAME: Final = frozenset(
    {"in", "of", "at", "by", "from", "for", "near", "per", "among", "about", "across", "within"}
)
"""After these an unknown word says who, where or what else is asked about."""

SHORTEST: Final = 4
"""Letters of an unknown word that counts; shorter ones are txt-speak."""

_NO_NOUN = re.compile(r"(?:ed|ing|ly|er|est|ish|ive|ous|less)$")
"""Endings of words that qualify a verb or a thing, and are no thing themselves."""

_STOPPED = re.compile(r"[.!?:;。！？]\s*$")

_HAN_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,2}(?<![城都上门省股各全哪夜超])(?:市(?!场|值|盈|占|面)|县|镇)"
    r"|[\u4e00-\u9fff]{2}(?<![地园社小校厂景市城辖片湾库战产灾林牧矿郊山老特专禁发新税贸疆治东西南北中各全哪该本个])区(?!域|间|分|别|块|位)"
)
"""A town, a county or a district by its last character; those that the lexicon knows are places already."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as typed and as read: the same, or what it was corrected to. Unknown ones read as nothing."""

    typed: str
    read: tuple[str, ...]
    script: Script

    @property
    def is_chinese(self) -> bool:
        """Whether it is read as Chinese characters, however it is typed."""
        return bool(self.read) and self.read[0] >= "\u3400"

    @property
    def as_read(self) -> str:
        """What it is read as, for people: Chinese has no spaces."""
        return ("" if self.is_chinese else " ").join(self.read)


def is_odd(token: Token) -> bool:
    """Whether it is an unknown word that may name a thing."""
    long = len(token.typed) >= SHORTEST and token.script is Script.LATIN
    return long and not token.read and not _NO_NOUN.search(token.typed)


def names_in(normal: str, tokens: tuple[Token, ...], words: tuple[Word, ...]) -> Iterator[str]:
    """Unknown words that stand where a name does: after "in" or "of", or with a capital inside a sentence."""
    for (before, _), (token, word) in pairwise(zip(tokens, words, strict=True)):
        unknown = not token.read and token.script is Script.LATIN and len(token.typed) >= SHORTEST
        if unknown and (before.typed in _BEFORE_A_NAME or _is_capital_inside(normal, word)):
            yield normal[word.start : word.end]
    yield from _HAN_PLACE.findall(normal)


def _is_capital_inside(normal: str, word: Word) -> bool:
    capital = normal[word.start].isupper() and not normal.isupper() and normal[word.start + 1 : word.end].islower()
    return capital and not _STOPPED.search(normal[: word.start])
