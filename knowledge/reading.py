"""A text to what can be matched: its words, concepts and numbers as features, its periods and places as facts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_letters
from typing import Final, NamedTuple, Protocol

from knowledge.facts import Concept, Figure, Kind, Period
from knowledge.figures import read_figures
from knowledge.mending import Mender, as_read
from knowledge.periods import Mention, may_date, read_periods
from knowledge.slips import Slips
from knowledge.spelling import Vocabulary
from knowledge.stopwords import EMPTY, FILLERS, OF_A_FIGURE, PRONOUNS, WHAT
from knowledge.strangers import Token, is_odd, names_in
from knowledge.unasked import ASKERS, blank, without_unasked
from knowledge.utterances import Piece, Utterance, within
from knowledge.words import Lexicon, Script, Word, plain_words, stem, words

FOREIGN: Final = 0.5
"""Share of a text's words that must be unknown, or guessed at, to take it for another language than the table's."""

FEW: Final = 0.2
"""Share of a text's words in strange letters up to which they are a name in it."""

_ANY_DAY: Final = date(2025, 1, 1)
"""Phrasings are read for their words; what "last year" means in them is of no account."""

GUESSED: Final = 0.5
"""How strange a word is that only a correction made known."""


_PLAN = re.compile(r"pla?n|FYP|program|五", re.IGNORECASE)
"""A plan is named as a thing too ("what does the 15th plan say"), so its words stay."""

_CALLED_A_NUMBER = re.compile(r"\bnumber(?= \d[\d,.]{2,})", re.IGNORECASE)
"""Before a figure; a short one is the number of a thing, as in "number 5"."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a text says. `features` are what a topic is chosen by; all the rest is exact and may veto."""

    text: str
    tokens: tuple[Token, ...]
    features: frozenset[str]
    signals: frozenset[str] = frozenset()
    """The features, and what is learned from besides: pairs of them, and letters."""
    content: frozenset[str] = frozenset()
    """The words that name something: no fillers, dates, places, or words for the first, the last or a change."""
    periods: tuple[Period, ...] = ()
    places: tuple[Concept, ...] = ()
    strangers: tuple[str, ...] = ()
    """Who or where else it asks about, as typed: subjects of the lexicon, and names that nobody knows."""
    subjects: frozenset[str] = frozenset()
    """The features of those that the lexicon knows; a topic that has them is about them."""
    odd: tuple[str, ...] = ()
    """Words that nobody knows, and that may say anything."""
    kinds: frozenset[Kind] = frozenset()
    named: tuple[tuple[str, Concept], ...] = ()
    """The concepts that it names, places among them, each with the words for it as typed."""
    figures: tuple[Figure, ...] = ()

    @property
    def chinese(self) -> bool:
        """Whether it is typed in Chinese characters, or in pinyin alone."""
        if any(token.script is Script.HAN for token in self.tokens):
            return True
        said = [token.is_chinese for token in self.tokens if token.script is not Script.NUMBER]
        return bool(said) and all(said)

    @property
    def key(self) -> str:
        """Equal for two texts that differ only in fillers, order, dates and places."""
        return key_of(self.features)

    @property
    def matter(self) -> frozenset[str]:
        """The content besides what the table is about: of "little giants" nothing, of "their profits" the profits."""
        own = (typed for typed, concept in self.named if concept.kind is Kind.OWN)
        return self.content - {stem(word.text) for typed in own for word in words(typed)}

    @property
    def figure_words(self) -> frozenset[str]:
        """The content that is a figure, or said of one."""
        return frozenset(
            word for word in self.content if word[0] == "#" or word in OF_A_FIGURE or word in ascii_letters
        )

    @property
    def only_a_figure(self) -> bool:
        """Whether a figure is all that it names: "17,600, what is that?", but not "are there 6,000 little giants?"."""
        if not self.figures:  # most questions, and each is ranked
            return False
        matter = self.matter
        return matter <= self.figure_words and (matter == self.content or bool(self.features & WHAT))

    @property
    def without_figures(self) -> str:
        """The text, a blank in the place of each."""
        text = self.text
        for figure in self.figures:
            text = text.replace(figure.printed, " ")
        return text

    @property
    def foreign(self) -> bool:
        """Mostly words that the table does not have, or some in letters that it has none of (kana, Cyrillic)."""
        others = sum(token.script is Script.OTHER and not token.read for token in self.tokens)
        if others > 1 or (others and others / len(self.tokens) > FEW):
            return True
        letters = [token for token in self.tokens if token.script in {Script.LATIN, Script.OTHER}]
        strange = sum(0 if token.typed in token.read else GUESSED if token.read else 1 for token in letters)
        return not self.chinese and strange > max(1, FOREIGN * len(letters))


def key_of(features: frozenset[str]) -> str:
    """What two texts have in common that ask the same."""
    return " ".join(sorted(features - FILLERS))


class Read(Protocol):
    """What reads a text as a question."""

    def __call__(self, text: str, *, today: date) -> Question: ...


class Phrasing(NamedTuple):
    """What a text of a topic says, and what is learned from it."""

    features: frozenset[str]
    signals: frozenset[str]


class Reader:
    """Reads phrasings and questions alike; only questions have their spelling corrected."""

    def __init__(
        self,
        lexicon: Lexicon,
        vocabulary: Vocabulary | None = None,
        slips: Slips | None = None,
        *,
        pairs: bool = True,
    ) -> None:
        """`pairs` of words, and letters, are read only where they are learned from."""
        self._lexicon = lexicon
        self._mender = Mender(lexicon, vocabulary, slips) if vocabulary is not None else None
        self._pairs = pairs

    def read_phrasing(self, text: str) -> Phrasing:
        """What a topic is known by: read as a question is, without what vetoes."""
        if not self._pairs and (plain := self._plain(text)) is not None:
            return Phrasing(plain, plain)
        normal = without_unasked(text)
        spoken, mentions = words(normal), read_periods(normal, today=_ANY_DAY)
        uttered = self._uttered(
            normal, as_read(*self._mender.mend(spoken, mentions)) if self._mender else spoken, mentions
        )
        features = uttered.features()
        return Phrasing(features, self._signals(features, uttered))

    def _plain(self, text: str) -> frozenset[str] | None:
        """The features of a text of plain words that name no period and no concept, as most of a large table are."""
        spoken = plain_words(text)
        if spoken is None or self._mender or not ASKERS.isdisjoint(spoken) or any(map(may_date, spoken)):
            return None
        stems = frozenset(map(stem, spoken))
        return stems if self._lexicon.is_silent_on(stems) else None

    def pieces(self, normal: str) -> Iterator[Piece]:
        """What a normalised text consists of, in order; dates, numbers and places aside."""
        spoken, dates = words(normal), read_periods(normal, today=_ANY_DAY)
        return Utterance(normal, spoken, tuple(self._lexicon.read(spoken)), dates).pieces()

    def read(self, text: str, *, today: date) -> Question:
        normal = without_unasked(text)
        mentions = read_periods(normal, today=today)
        spoken, tokens = self._mended(words(normal), mentions)
        undated = [at for at, word in enumerate(spoken) if not within(mentions, word)]
        others = names_in(normal, tuple(tokens[at] for at in undated), tuple(spoken[at] for at in undated))
        uttered = self._uttered(normal, as_read(spoken, tokens), mentions)
        features, named = uttered.features(), uttered.named
        own = uttered.names(Kind.OWN) or not PRONOUNS.isdisjoint(word.text for word in uttered.words)
        strange = [n for n in named if n.concept.kind is Kind.SUBJECT or (n.concept.kind is Kind.HOLDER and not own)]
        return Question(
            text=text,
            tokens=tokens,
            features=features,
            signals=self._signals(features, uttered),
            content=uttered.content(mentions) - EMPTY,
            periods=tuple(mention.period for mention in mentions if not mention.negated),
            places=tuple(n.concept for n in named if n.concept.kind is Kind.PLACE),
            strangers=tuple(dict.fromkeys((*map(uttered.typed, strange), *_unplaced(others, uttered)))),
            subjects=frozenset(f"={n.concept.name}" for n in strange),
            odd=tuple(tokens[at].typed for at in undated if is_odd(tokens[at])),
            kinds=frozenset(n.concept.kind for n in named),
            named=tuple((uttered.typed(n), n.concept) for n in named),
            figures=tuple(spotted.figure for spotted in read_figures(_CALLED_A_NUMBER.sub(blank, normal))),
        )

    def _mended(self, spoken: tuple[Word, ...], dates: Sequence[Mention]) -> tuple[tuple[Word, ...], tuple[Token, ...]]:
        if self._mender:
            return self._mender.mend(spoken, dates)
        return spoken, tuple(Token(word.text, (word.text,), word.script) for word in spoken)

    def _uttered(self, normal: str, spoken: tuple[Word, ...], mentions: Sequence[Mention]) -> Utterance:
        dates = [mention for mention in mentions if not _PLAN.search(mention.period.label)]
        return Utterance.of(normal, spoken, self._lexicon, dates)

    def _signals(self, features: frozenset[str], uttered: Utterance) -> frozenset[str]:
        return features.union(uttered.signals()) if self._pairs else features


def _unplaced(others: Iterable[str], uttered: Utterance) -> Iterator[str]:
    """Without the towns that the lexicon knows: of 杭州市 it has 杭州."""
    places = {uttered.typed(n) for n in uttered.named if n.concept.kind is Kind.PLACE}
    return (other for other in others if not any(other in {place, f"{place}市", f"{place}县"} for place in places))
