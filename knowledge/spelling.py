"""An unknown word to the nearest one that the table knows. Fuzziness lives here alone, on single words."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from string import ascii_lowercase
from typing import Final

from rapidfuzz.distance import OSA

SHORTEST: Final = 4
"""Letters. Below this nearly every string is one edit away from some word: it must be a common one."""

COMMON: Final = 20
"""Phrasings that a common word stands in ("how", "the", "have")."""

TWO_EDITS: Final = 8
"""Letters from which two errors still leave enough of a word to know it by; of a common one, two fewer do."""

SHORTEST_PART: Final = 3
"""Letters of each half where a space was lost ("howmany"); of a common word two do ("atleast")."""

_VOWELS: Final = str.maketrans("", "", "aeiou")


class Vocabulary:
    """The table's Latin words, each with the number of phrasings it stands in."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = dict(counts)
        self._forwards = sorted(self._counts)
        self._backwards = sorted(word[::-1] for word in self._counts)
        self._skeletons: dict[str, str] = {}
        for word in sorted(self._counts, key=lambda word: (self._counts[word], word)):
            self._skeletons[word.translate(_VOWELS)] = word  # the commonest word stays
        self.read = lru_cache(maxsize=10_000)(self._read)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def _read(self, word: str) -> tuple[str, ...]:
        """The word itself if it is known, what it was meant to be, or nothing; two words where a space was lost.

        >>> words = Vocabulary({"how": 9, "many": 9, "percentage": 3, "much": 5})
        >>> words.read("prcentage"), words.read("howmany"), words.read("mch"), words.read("zebra")
        (('percentage',), ('how', 'many'), ('much',), ())
        """
        if word in self._counts:
            return (word,)
        if not word.isascii() or not word.isalpha():
            return ()
        if word.translate(_VOWELS) == word:  # txt-speak drops the vowels
            return (self._skeletons[word],) if len(word) > 1 and word in self._skeletons else ()
        if len(word) < SHORTEST:
            return self._one_slip(word)
        return self._one_edit(word) or self._two_words(word) or self._two_edits(word)

    def _one_edit(self, word: str) -> tuple[str, ...]:
        near = [edited for edited in _edits(word) if edited in self._counts and _is_slip(word, edited)]
        # A first letter is seldom mistyped; of the rest the commonest word is the likeliest.
        best = max(near, key=lambda found: (found[0] == word[0], self._counts[found], found), default="")
        return (best,) if best else ()

    def _one_slip(self, word: str) -> tuple[str, ...]:
        """Of the edits of a short word only a swap or a lost letter, and only to a common word."""
        longer = {edited for edited in _edits(word) if len(edited) > len(word)}
        slips = longer | {edited for edited in _edits(word) if sorted(edited) == sorted(word)}
        near = [slip for slip in slips if self._counts.get(slip, 0) >= COMMON and len(word) > 2]  # noqa: PLR2004
        return (max(near, key=lambda found: (self._counts[found], found)),) if near else ()

    def _two_words(self, word: str) -> tuple[str, ...]:
        cuts = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
        pairs = [pair for pair in cuts if all(self._is_part(part) for part in pair)]
        if not pairs and len(word) >= TWO_EDITS:  # "suplychain"
            read = [
                (self._read_part(head), self._read_part(tail)) for head, tail in cuts if head in self or tail in self
            ]
            pairs = [(head, tail) for head, tail in read if head and tail]
        return max(pairs, key=lambda pair: min(self._counts[part] for part in pair), default=())

    def _is_part(self, part: str) -> bool:
        count = self._counts.get(part, 0)
        return count >= COMMON or (count > 0 and len(part) >= SHORTEST_PART)

    def _read_part(self, part: str) -> str:
        """A half of two words run together, with at most one error; "" where it is no word."""
        return part if self._is_part(part) else next(iter(self._one_edit(part) if len(part) >= SHORTEST else ()), "")

    def _two_edits(self, word: str) -> tuple[str, ...]:
        if len(word) < TWO_EDITS - 2:
            return ()
        third = len(word) // 3
        alike = {*_starting(self._forwards, word[:third])}
        alike |= {found[::-1] for found in _starting(self._backwards, word[::-1][:third])}
        if len(word) < TWO_EDITS:
            alike = {found for found in alike if self._counts[found] >= COMMON and found[0] == word[0]}
        near = {found: OSA.distance(word, found, score_cutoff=2) for found in alike}
        best = min(near, key=lambda found: (near[found], -self._counts[found], found), default="")
        return (best,) if best and near[best] <= 2 else ()  # noqa: PLR2004 - the two of the name


def _is_slip(word: str, edited: str) -> bool:
    """In a short word another letter makes another word ("rite", "rise"); lost, doubled and swapped ones are slips."""
    return len(word) > SHORTEST or len(edited) != len(word) or sorted(edited) == sorted(word)


def _edits(word: str) -> Iterator[str]:
    """Every string one edit away: a letter lost, swapped, replaced or added (Norvig's enumeration)."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in ascii_lowercase)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in ascii_lowercase)


def _starting(ordered: list[str], prefix: str) -> Iterable[str]:
    return ordered[bisect_left(ordered, prefix) : bisect_left(ordered, prefix + "\x7f")]
