"""How Chinese characters sound and what they look like: what a slip of the input method keeps.

Sounds are pinyin without tones, as it is typed. They stand in a file, so that asking needs no dictionary of pinyin.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path
from typing import Final

SOUNDS: Final = Path(__file__).parent / "data" / "sounds.txt"
"""A sound a line, the characters that have it first, and after a bar those that have it second."""

OTHERS: Final = "="
"""What stands in place of a sound before words that sound like one of the field's and are none of its errors."""

MOST: Final = 8
"""Ways to say a word that are looked at; characters with two sounds multiply."""

ALIKE: Final = "~"
"""What stands so before groups of characters that are taken for each other by the eye, or by a hand that draws."""

_FLAT: Final = re.compile(r"(?<=^[zcs])h|(?<=[ie]n)g$")
"""What half of the country does not say: zh is z, and ing is in."""


@lru_cache(maxsize=20_000)
def said(text: str) -> tuple[str, ...]:
    """Every way to say it, the commonest first: its characters' sounds, with spaces; none where one has no sound."""
    sounds = [_spoken().get(character, ()) for character in text]
    return tuple(" ".join(way) for way in islice(product(*sounds), MOST))


@lru_cache(maxsize=20_000)
def flat(sounds: str) -> str:
    """The same for sounds that many say, and therefore type, alike.

    >>> flat("zheng sheng") == flat("zen sen")
    True
    """
    return " ".join(_FLAT.sub("", sound) for sound in sounds.split())


@lru_cache(maxsize=1_000)
def spelt(letters: str) -> tuple[str, ...]:
    """Latin letters as sounds, in every way to part them, long ones first.

    >>> spelt("lirun"), spelt("xian"), spelt("vendor")
    (('li run',), ('xian', 'xi an'), ())
    """
    ways: list[list[str]] = [[] for _ in letters] + [[""]]
    for start in reversed(range(len(letters))):
        for end in range(min(len(letters), start + _longest()), start, -1):  # long syllables first: "xian" is one
            if letters[start:end] in _syllables():
                ways[start] += [f"{letters[start:end]} {rest}".rstrip() for rest in ways[end]][:MOST]
    return tuple(ways[0][:MOST]) if letters else ()


def looks_like(character: str) -> str:
    """The characters that it may be mistaken for."""
    return _alike().get(character, "")


@cache
def other_words() -> frozenset[str]:
    """Words that are no slip, though they sound like one of the field's."""
    return frozenset(word for sound, words in _lines() if sound == OTHERS for word in words)


@cache
def _spoken() -> Mapping[str, tuple[str, ...]]:
    spoken: dict[str, tuple[str, ...]] = {}
    for sound, (first, *second) in _sounds():
        spoken |= {character: (sound, *spoken.get(character, ())) for character in first}
        spoken |= {character: (*spoken.get(character, ()), sound) for character in "".join(second)}
    return spoken


@cache
def _syllables() -> frozenset[str]:
    return frozenset(sound for sound, _ in _sounds() if set(sound) & set("aeiouv"))


@cache
def _longest() -> int:
    return max(map(len, _syllables()))


@cache
def _alike() -> Mapping[str, str]:
    alike: defaultdict[str, str] = defaultdict(str)
    for group in (group for sound, groups in _lines() if sound == ALIKE for group in groups):
        for character in group:
            alike[character] += group.replace(character, "")
    return alike


def _sounds() -> Iterator[tuple[str, list[str]]]:
    return ((sound, characters[0].split("|")) for sound, characters in _lines() if sound not in {OTHERS, ALIKE})


def _lines() -> Iterator[tuple[str, list[str]]]:
    for line in SOUNDS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            sound, *rest = line.split()
            yield sound, rest
