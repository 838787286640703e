"""The words of a text as typed to the words that were meant: spelling, for Latin words and for Chinese ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from knowledge.facts import Kind
from knowledge.periods import Mention
from knowledge.slips import Slips
from knowledge.spelling import Vocabulary
from knowledge.strangers import Token
from knowledge.words import Lexicon, Script, Word


class Mender:
    """Reads words as those that the table knows."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary, slips: Slips | None) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._slips = slips

    def mend(self, spoken: tuple[Word, ...], dates: Sequence[Mention]) -> tuple[tuple[Word, ...], tuple[Token, ...]]:
        """The words, a misspelt Chinese one in one piece, and each as it is read.

        What would make or unmake a place or a negation is left as it is typed.
        """
        plain = tuple(self._token(word) for word in spoken)
        slips = {slip.start: slip for slip in self._misspelt(spoken, dates)}
        if not slips:
            return spoken, plain
        typed = tuple(_joined(spoken, slips))
        tokens = tuple(_as(word, slips[word.start]) if word.start in slips else self._token(word) for word in typed)
        same = self._vetoes(as_read(typed, tokens)) == self._vetoes(as_read(spoken, plain))
        return (typed, tokens) if same else (spoken, plain)

    def _token(self, word: Word) -> Token:
        if word.script in {Script.NUMBER, Script.HAN}:
            return Token(word.text, (word.text,), word.script)
        return Token(word.text, self._vocabulary.read(word.text), word.script)

    def _misspelt(self, spoken: tuple[Word, ...], dates: Sequence[Mention]) -> Iterator["_Misspelt"]:
        if self._slips is None:
            return
        for run in _runs(spoken, dates):
            for slip in self._slips.find("".join(word.text for word in run)):
                yield _Misspelt(run[slip.start].start, run[slip.end - 1].end, slip.word)
        for word in spoken:
            if self._is_unknown(word) and (chinese := self._slips.spelt(word.text)):
                yield _Misspelt(word.start, word.end, chinese)

    def _is_unknown(self, word: Word) -> bool:
        return word.script is Script.LATIN and word.text not in self._vocabulary

    def _vetoes(self, text: tuple[Word, ...]) -> list[str]:
        return sorted(n.concept.name for n in self._lexicon.read(text) if n.concept.kind in {Kind.PLACE, Kind.NOT})


def as_read(typed: Sequence[Word], tokens: Sequence[Token]) -> tuple[Word, ...]:
    """The words to match: as read where that is known, else as typed. Chinese is a character a word again."""
    return tuple(
        Word(text, Script.HAN if token.is_chinese else word.script, word.start, word.end)
        for word, token in zip(typed, tokens, strict=True)
        for text in token.read or (token.typed,)
    )


class _Misspelt(NamedTuple):
    """A stretch of the text that was meant to be a Chinese word."""

    start: int
    end: int
    read: str


def _as(word: Word, slip: _Misspelt) -> Token:
    return Token(word.text, tuple(slip.read), word.script)


def _runs(spoken: tuple[Word, ...], dates: Sequence[Mention]) -> Iterator[list[Word]]:
    """Chinese characters without anything between them, dates left out."""
    run: list[Word] = []
    for word in spoken:
        is_character = word.script is Script.HAN and not any(date.start <= word.start < date.end for date in dates)
        if run and not (is_character and run[-1].end == word.start):
            yield run
            run = []
        if is_character:
            run.append(word)
    if run:
        yield run


def _joined(spoken: tuple[Word, ...], slips: Mapping[int, _Misspelt]) -> Iterator[Word]:
    """The words, those of a misspelt stretch as one."""
    end = 0
    for word in spoken:
        if word.start in slips:
            end = slips[word.start].end
            typed = "".join(each.text for each in spoken if word.start <= each.start < end)
            yield Word(typed, word.script, word.start, end)
        elif word.start >= end:
            yield word
