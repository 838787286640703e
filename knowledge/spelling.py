"""An unknown word to the nearest one that the table knows. Fuzziness lives here alone, on single words."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from string import ascii_lowercase
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 4
"""Letters. Below this nearly every string is one edit away from some word: it must be a common one."""

COMMON: Final = 20
"""Phrasings that a common word stands in ("how", "the", "have")."""

EVERYWHERE: Final = 200
"""Phrasings that only words to ask with stand in ("what", "this"): four letters are enough to know these by."""

TWO_EDITS: Final = 8
"""Letters from which two errors still leave enough of a word to know it by; of a common one, two fewer do."""

SHORTEST_PART: Final = 3
"""Letters of each half where a space was lost ("howmany"); of a common word two do ("atleast")."""

_VOWELS: Final = str.maketrans("", "", "aeiou")

_BEYOND: Final = "\x7f"
"""Sorts after every ASCII letter."""


class Vocabulary:
    """The table's Latin words, each with the number of phrasings it stands in."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        # Three orders of the same words: each is kept once, however large the table.
        self._forwards = sorted(counts)
        self._backwards = sorted(counts, key=_reversed)
        self._by_skeleton = sorted(counts, key=lambda word: (_skeleton(word), counts[word], word))
        self.read = lru_cache(maxsize=10_000)(self._read)

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def _read(self, word: str) -> tuple[str, ...]:
        """The word itself if it is known, what it was meant to be, or nothing; two words where a space was lost.

        >>> words = Vocabulary({"how": 9, "many": 9, "percentage": 3, "much": 5})
        >>> words.read("prcentage"), words.read("howmany"), words.read("mch"), words.read("zebra")
        (('percentage',), ('how', 'many'), ('much',), ())
        """
        if word in self.counts:
            return (word,)
        if not word.isascii() or not word.isalpha():
            return ()
        if _skeleton(word) == word:  # txt-speak drops the vowels
            return self._with_vowels(word)
        if len(word) < SHORTEST:
            return self._one_slip(word)
        return self._one_edit(word) or self._two_words(word) or self._two_edits(word) or self._two_slips(word)

    def _with_vowels(self, word: str) -> tuple[str, ...]:
        """The commonest word that is this one without its vowels."""
        after = bisect_right(self._by_skeleton, word, key=_skeleton)
        best = self._by_skeleton[after - 1] if after and len(word) > 1 else ""
        return (best,) if best and _skeleton(best) == word else ()

    def _one_edit(self, word: str) -> tuple[str, ...]:
        """One error leaves one half of a word as it was, or swaps the letters between the halves."""
        half = len(word) // 2
        swapped = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
        alike = self._alike(word[:half], word[half:]) | ({swapped} & self.counts.keys())
        near = [found for found, _ in _within(word, alike, 1) if found.isascii() and self._is_slip(word, found)]
        # A first letter is seldom mistyped; of the rest the commonest word is the likeliest.
        best = max(near, key=lambda found: (found[0] == word[0], self.counts[found], found), default="")
        return (best,) if best else ()

    def _is_slip(self, word: str, edited: str) -> bool:
        """In a short word another letter makes another word ("rite", "rise"); lost, doubled and swapped ones are slips.

        >>> words = Vocabulary({"rise": 100, "they": 700})
        >>> words.read("rite"), words.read("thay")
        ((), ('they',))
        """
        kept = len(edited) != len(word) or sorted(edited) == sorted(word)
        return len(word) > SHORTEST or kept or self.counts[edited] >= EVERYWHERE

    def _one_slip(self, word: str) -> tuple[str, ...]:
        """Of the edits of a short word only a swap or a lost letter, and only to a common word."""
        near = [slip for slip in _slips(word) if self.counts.get(slip, 0) >= COMMON and len(word) > 2]  # noqa: PLR2004
        return (max(near, key=lambda found: (self.counts[found], found)),) if near else ()

    def _two_words(self, word: str) -> tuple[str, ...]:
        return self._likeliest(pair for pair in _cuts(word) if all(self._is_part(part) for part in pair))

    def _two_slips(self, word: str) -> tuple[str, ...]:
        """Two words run together, and an error in one of them: "suplychain"."""
        if len(word) < TWO_EDITS:
            return ()
        read = ((self._read_part(a), self._read_part(b)) for a, b in _cuts(word) if a in self or b in self)
        return self._likeliest((head, tail) for head, tail in read if head and tail)

    def _likeliest(self, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        return max(pairs, key=lambda pair: min(self.counts[part] for part in pair), default=())

    def _is_part(self, part: str) -> bool:
        count = self.counts.get(part, 0)
        return count >= COMMON or (count > 0 and len(part) >= SHORTEST_PART)

    def _read_part(self, part: str) -> str:
        """A half of two words run together, with at most one error, then well known; "" where it is no word."""
        if self._is_part(part) or len(part) < SHORTEST:
            return part if self._is_part(part) else ""
        return next((near for near in self._one_edit(part) if self.counts[near] >= COMMON // 2), "")

    def _two_edits(self, word: str) -> tuple[str, ...]:
        if len(word) < TWO_EDITS - 2:
            return ()
        third = len(word) // 3
        alike = self._alike(word[:third], word[-third:])
        if len(word) < TWO_EDITS:
            alike = {found for found in alike if self.counts[found] >= COMMON and found[0] == word[0]}
        near = _within(word, alike, 2)
        best, _ = min(near, key=lambda each: (each[1], -self.counts[each[0]], each[0]), default=("", 0))
        return (best,) if best else ()

    def _alike(self, head: str, tail: str) -> set[str]:
        """The words that begin or end so."""
        first = bisect_left(self._forwards, head)
        starting = self._forwards[first : bisect_left(self._forwards, head + _BEYOND, first)]
        first, back = bisect_left(self._backwards, tail[::-1], key=_reversed), tail[::-1] + _BEYOND
        return {*starting, *self._backwards[first : bisect_left(self._backwards, back, first, key=_reversed)]}


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    return ((word[:cut], word[cut:]) for cut in range(2, len(word) - 1))


def _reversed(word: str) -> str:
    return word[::-1]


def _skeleton(word: str) -> str:
    return word.translate(_VOWELS)


def _within(word: str, alike: Iterable[str], edits: int) -> list[tuple[str, int]]:
    """Those so many edits away at most, each with how many."""
    found = process.extract(word, tuple(alike), scorer=OSA.distance, score_cutoff=edits, limit=None)
    return [(near, int(distance)) for near, distance, _ in found]


def _slips(word: str) -> Iterator[str]:
    """Every string with two letters swapped, or one added."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in ascii_lowercase)
