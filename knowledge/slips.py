"""Chinese as typed to what was meant: a character for another that sounds or looks alike, swapped, doubled or lost.

Only whole words of the table are written in, and only over characters that make no known word as they stand.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple, Protocol, assert_never

from knowledge.sounds import flat, looks_like, said, spelt

LONGEST: Final = 4
"""Characters of a word that is looked for; longer ones consist of such."""

COMMON: Final = 20
"""Phrasings that a word of two syllables stands in that is known by its pinyin."""

EXACT: Final = frozenset(
    "〇零一二三四五六七八九十百千万亿两半廿点几不没无未非别勿否除年月日号季旬周初末底前后昨今明东西南北上下"
)
"""Characters of numbers, dates, directions and negations: never written in, and never written over."""

EMPTY: Final = frozenset(
    "的了是在有和也就都这那你我他她它们吗呢啊吧呀得地着过把被对从到给为要会能可还又再很个以于与及或而之其所么什谁哪怎些人说才让将已由自"
    "向同多少大小里"
)
"""Characters that stand beside any other: two of them next to each other are no word to recognise."""

PAIR: Final = 2
"""Characters of most words, and of what tells a known row of characters from an unknown one."""

WEAK: Final = 10
"""Phrasings in which a pair may stand by chance, a word's end beside another's beginning."""

RATIO: Final = 20
"""How much commoner a word must be than the pair that a character of it makes with its neighbour by chance."""

ANY_AMOUNT: Final = frozenset("多少")
"""What anything is asked with: beside it every character would be the one that is asked so most."""

REMEMBERED: Final = 2_000
"""Stretches of text whose slips are kept in memory: the parts of a question are read more than once."""

MOST_PAIRS: Final = 20_000
"""Pairs whose phrasings are kept in memory: a few megabytes, and nearly all that is asked consists of them."""

_FLAT, _SORTED = "~", "#"


class Known(Protocol):
    """What the table's Chinese consists of."""

    def counts(self, grams: Iterable[str]) -> Mapping[str, int]:
        """In how many phrasings each of these stands; those in none are left out."""

    def alike(self, keys: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        """The words that are found under each of these keys, each with the number of phrasings it stands in."""


class Slip(NamedTuple):
    """The characters from `start` up to, not including, `end` were meant to be `word`."""

    start: int
    end: int
    word: str


def keys_of(word: str, *, whole: bool) -> Iterator[str]:
    """Under which a word is found: itself, its sounds, its characters in any order, and `whole` without one of them."""
    yield word
    yield from said(word)
    if len(word) > PAIR:  # two characters are too few to be known by less than their very sounds
        yield from {_FLAT + flat(sounds) for sounds in said(word)}
        yield _in_any_order(word)
    if whole and len(word) == LONGEST:
        yield from (word[:at] + word[at + 1 :] for at in range(1, LONGEST - 1))


class Slips:
    """Finds the slips in what is typed."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._pairs: dict[str, int] = {}
        self.find = lru_cache(REMEMBERED)(self._find)

    def _find(self, run: str) -> tuple[Slip, ...]:
        """Slips in characters without anything between them; none overlaps another, in order."""
        times = self._times([run[at : at + PAIR] for at in range(len(run) - 1)])
        return _Run(run, times).slips(self._known) if 0 in times else ()

    def _times(self, pairs: list[str]) -> tuple[int, ...]:
        new = [pair for pair in pairs if pair not in self._pairs]
        if len(self._pairs) > MOST_PAIRS:
            self._pairs.clear()
            new = pairs
        if new:
            self._pairs |= dict.fromkeys(new, 0) | dict(self._known.counts(new))
        return tuple(self._pairs[pair] for pair in pairs)

    def spelt(self, letters: str) -> str:
        """The word that is spelt in pinyin, or nothing: of two syllables it must be a common one."""
        ways = spelt(letters) if letters.isascii() and letters.isalpha() else ()
        found = self._known.alike(ways) if ways else {}
        words = {word: times for way in ways for word, times in found.get(way, {}).items()}
        likely = {word: times for word, times in words.items() if len(word) > PAIR or times >= COMMON}
        return max(likely, key=lambda word: (likely[word], word), default="")


class _Kind(StrEnum):
    REPLACED = "replaced"
    SWAPPED = "swapped"
    DOUBLED = "doubled"
    LOST = "lost"


class _Guess(NamedTuple):
    """What a stretch of the text may be a slip of: the words under `key`, if they differ from it in this way."""

    start: int
    end: int
    key: str
    kind: _Kind


class _Run:
    """Characters in a row, and which of their pairs stand nowhere in the table."""

    def __init__(self, text: str, times: tuple[int, ...]) -> None:
        self._text = text
        self._times = (0, *times, 0)
        self._gaps = frozenset(at for at, each in enumerate(times) if not each)
        """Characters that make no known pair with the next."""
        self._weak = {at for at, pairs in enumerate(pairwise(self._times)) if min(pairs) == 0 and max(pairs) <= WEAK}
        """Characters that hardly belong to those beside them."""
        self._settled: frozenset[int] = frozenset()
        """Characters that are in a known word as they stand."""

    def slips(self, known: Known) -> tuple[Slip, ...]:
        twice = {at for at in self._gaps if self._text[at] == self._text[at + 1]}
        guesses = [guess for start, end in self._windows(self._weak | twice) for guess in self._guesses(start, end)]
        guesses += self._shorter()
        found = known.alike({guess.key for guess in guesses}) if guesses else {}
        hits = [(guess, word, times) for guess in guesses for word, times in found.get(guess.key, {}).items() if times]
        if not hits:
            return ()
        self._settled = frozenset(self._in_words(known))
        likely = [
            (times * len(word) ** 3 / len(changed), Slip(guess.start, guess.end, word))
            for guess, word, times in hits
            if (changed := self._changed(guess, word, times)) and EXACT.isdisjoint(changed)
        ]
        return _apart(slip for _, slip in sorted(likely, reverse=True))

    def _windows(self, around: Iterable[int]) -> set[tuple[int, int]]:
        """Stretches as long as a word that hold one of these characters."""
        return {
            (start, start + length)
            for at in around
            for length in range(PAIR, LONGEST + 1)
            for start in range(max(0, at - length + 1), min(at, len(self._text) - length) + 1)
        }

    def _in_words(self, known: Known) -> Iterator[int]:
        windows = self._windows(range(len(self._text)))
        words = known.alike({self._text[start:end] for start, end in windows})
        for start, end in windows:
            if self._text[start:end] in words.get(self._text[start:end], ()):
                yield from range(start, end)

    def _guesses(self, start: int, end: int) -> Iterator[_Guess]:
        typed = self._text[start:end]
        gaps = self._gaps.intersection(range(start, end - 1))
        doubted = self._doubted(start, end) if gaps else set()
        if doubted:
            yield from (_Guess(start, end, key, _Kind.REPLACED) for key in _sounding(typed))
            for at in doubted:
                for other in looks_like(self._text[at]):
                    key = typed[: at - start] + other + typed[at - start + 1 :]
                    yield _Guess(start, end, key, _Kind.REPLACED)
        if len(typed) > PAIR:
            if doubted:
                yield _Guess(start, end, _in_any_order(typed), _Kind.SWAPPED)
            for at in gaps:
                if start < at < end - 2 and self._text[at] == self._text[at + 1]:
                    yield _Guess(start, end, self._text[start:at] + self._text[at + 1 : end], _Kind.DOUBLED)

    def _shorter(self) -> Iterator[_Guess]:
        """Stretches that would be a word with a character in a gap."""
        length = LONGEST - 1
        starts = {start for at in self._gaps for start in (at - 1, at) if 0 <= start <= len(self._text) - length}
        return (_Guess(start, start + length, self._text[start : start + length], _Kind.LOST) for start in starts)

    def _doubted(self, start: int, end: int) -> set[int]:
        """Weak characters of a stretch that make no known pair within it."""
        return {
            at
            for at in self._weak.intersection(range(start, end))
            if (at == start or at - 1 in self._gaps) and (at == end - 1 or at in self._gaps)
        }

    def _changed(self, guess: _Guess, word: str, times: int) -> str:
        """The characters that would be written in or over; none where this is no slip of the kind."""
        typed = self._text[guess.start : guess.end]
        match guess.kind:
            case _Kind.REPLACED:
                return self._replaced(guess.start, typed, word, times)
            case _Kind.SWAPPED:
                return self._swapped(guess.start, typed, word)
            case _Kind.DOUBLED:
                return self._doubled(guess.start, typed, word)
            case _Kind.LOST:
                return self._lost(guess.start, typed, word)
            case _:
                assert_never(guess.kind)

    def _replaced(self, start: int, typed: str, word: str, times: int) -> str:
        """At most half of a word, or two of its three characters, none of which is in a known pair or word.

        What is kept must say something: "多少" stands beside anything.
        """
        changed = _differing(typed, word)
        if not 0 < len(changed) <= max(len(typed) // 2, len(typed) - 1 if len(typed) < LONGEST else 0):
            return ""
        doubted = self._doubted(start, start + len(typed)) - self._settled
        if not doubted.issuperset(start + at for at in changed):
            return ""
        if any(RATIO * max(self._times[start + at : start + at + 2]) > times for at in changed):
            return ""
        kept = {typed[at] for at in range(len(typed)) if at not in changed}
        if kept <= ANY_AMOUNT or (len(typed) == PAIR and word[changed[0]] in EMPTY):
            return ""
        return "".join(typed[at] + word[at] for at in changed)

    def _swapped(self, start: int, typed: str, word: str) -> str:
        """Two neighbours that are no pair as they stand, and neither of them in a known word."""
        changed = _differing(typed, word)
        if len(changed) != PAIR or changed[1] - changed[0] != 1 or typed[changed[0]] != word[changed[1]]:
            return ""
        at = start + changed[0]
        return word[changed[0]] + word[changed[1]] if at in self._gaps and not {at, at + 1} & self._settled else ""

    def _doubled(self, start: int, typed: str, word: str) -> str:
        """One character typed twice inside a word; at its ends it may belong to another."""
        inside = range(1, len(typed) - 2)
        twice = (at for at in inside if typed[at] == typed[at + 1] and word == typed[:at] + typed[at + 1 :])
        return next((typed[at] for at in twice if not {start + at, start + at + 1} <= self._settled), "")

    def _lost(self, start: int, typed: str, word: str) -> str:
        """A character between two that are no pair without it, where nothing is a known word as it stands."""
        if not self._settled.isdisjoint(range(start, start + len(typed))):
            return ""
        gaps = (at for at in range(1, len(typed)) if start + at - 1 in self._gaps)
        return next((word[at] for at in gaps if typed == word[:at] + word[at + 1 :]), "")


def _sounding(typed: str) -> Iterator[str]:
    """Where words that sound so are found: two characters must sound exactly alike, as they are commonly said."""
    if len(typed) == PAIR:
        yield from said(typed)[:1]
    else:
        yield from {_FLAT + flat(sounds) for sounds in said(typed)}


def _in_any_order(text: str) -> str:
    return _SORTED + "".join(sorted(text))


def _differing(typed: str, word: str) -> list[int]:
    if len(typed) != len(word):
        return []
    return [at for at, (one, other) in enumerate(zip(typed, word, strict=True)) if one != other]


def _apart(slips: Iterable[Slip]) -> tuple[Slip, ...]:
    """Those that overlap none before them, in the order of the text."""
    taken: dict[int, Slip] = {}
    for slip in slips:
        if taken.keys().isdisjoint(range(slip.start, slip.end)):
            taken |= dict.fromkeys(range(slip.start, slip.end), slip)
    return tuple(sorted(set(taken.values())))
