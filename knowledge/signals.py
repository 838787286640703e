"""What is learned from besides single words: words near each other, and the letters within words.

Pairs tell "what is a little giant" from "a giant what"; letters see through the errors that spelling leaves.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

NEAR: Final = 3
"""Words apart, at most, to make a pair. Pairs further apart changed nothing measurable."""

LETTERS: Final = 4
"""Of a word's parts. Three did as well, at twice the cost: they stand in words of more topics."""

NEXT_TO, NEAR_TO, LETTERS_OF = "+", "~", "^"
"""What tells the signals apart: between two words of a pair, and before the letters. Never part of a word."""

SHARES: Final = {NEXT_TO: 0.67, NEAR_TO: 0.47, LETTERS_OF: 0.47}
"""What a signal weighs beside a single word, of which there are fewer. Found by cross-validation."""


def signals(in_order: Sequence[str], spelt: Iterable[str]) -> Iterator[str]:
    """The pairs of words and concepts, and the letters of the words.

    >>> sorted(signals(["how", "=many"], ["how"]))
    ['+how', '=many+', '^<how', '^how>', 'how+=many']
    """
    ends = ["", *in_order, ""]
    yield from (f"{first}{NEXT_TO}{second}" for first, second in pairwise(ends))
    for apart in range(2, NEAR + 1):
        yield from (f"{a}{NEAR_TO}{b}" for a, b in zip(in_order, in_order[apart:], strict=False))
    for word in spelt:
        framed = f"<{word}>"
        yield from (LETTERS_OF + framed[at : at + LETTERS] for at in range(len(framed) - LETTERS + 1))


def share(signal: str) -> float:
    """What it weighs beside a single word."""
    if signal.startswith(LETTERS_OF):
        return SHARES[LETTERS_OF]
    return SHARES[NEXT_TO] if NEXT_TO in signal else SHARES[NEAR_TO] if NEAR_TO in signal else 1.0
