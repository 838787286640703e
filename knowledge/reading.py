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
from knowledge.signals import signals
from knowledge.slips import Slips
from knowledge.spelling import Vocabulary
from knowledge.strangers import Token, is_odd, names_in
from knowledge.words import Lexicon, Named, Script, Word, normalise, plain_words, stem, words


def _these(listed: str) -> frozenset[str]:
    """As typed and as stems."""
    return frozenset(form for word in listed.split() for form in (word, stem(word)))


FILLERS: Final = _these(
    "a an the is are was were be been being do does did there of to in at on for by with as it its this that these"
    " those please pls so just now today currently 的 了 吗 呢 啊 吧 呀 请 问 目 前 现 在"
)
"""Words without which two phrasings ask the same."""

EMPTY: Final = FILLERS | _these(
    "how mani much what which who whom whose where when whi and or if then they them their i you we he she one"
    " all ani some each not no dont have has had can could will would say said tell know about from than more like"
    " suppos guess"
    " percent percentag share part proport number count figur wise exact exactli roughli dure into go over within"
    " throughout until till up back sinc befor after between year plan period"
    " 多 少 几 数 量 百 分 之 比 例 占 率 什 么 哪 谁 怎 样 为 何 它 们 他 她 这 那 些 个 家 有 是 都 和 也 不 没"
)
"""Words that alone name nothing to look for; a part of a question that has no others is no question."""

NAMING: Final = frozenset({Kind.WORD, Kind.OWN, Kind.HOLDER})
"""Concepts whose words name something to look for; the others say where, when, whose or how."""

PRONOUNS: Final = _these("they them their theirs these those such it its this that 它 们 他 她 其 这 该 此 这些 该类")
"""Stand for what the table is about, or for what was spoken of before."""

_OF_A_FIGURE: Final = EMPTY | _these(
    "metric measur stand mean refer repres indic describ figur statist valu again say signifi thing"
    " 指 标 字 据 代 表 意 思 啥 哪 项 个 统 计 呢 呀 又 说"
)
"""What is said about a figure to ask what it is."""

_WHAT: Final = frozenset({"what", "which", "stand", "mean", "refer", "什", "哪", "啥", "指"})
"""Asks what a figure is."""

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

_ABOUT_THE_ASKER = re.compile(
    r"(?:\b(?:i am|i'm|im|we are|we're|i live|i work|i teach|i study|i write)|(?:^|[.!,] ?)me) (?:an? )?"
    r"(?:(?!how|wh|many|much|number|share|looking|search|ask|interest|curious|trying|wonder|after)\w+ ){0,4}?"
    r"(?:from|in|at|on|for) (?:the |an? )?(?-i:[A-Z])\w+"
    r"|\b(?:writing|calling|greetings|hello|hi) (?:from|in|at) (?:the )?(?-i:[A-Z])\w+"
    r"|^as an? [^,.?!]{2,60}?(?=,| i\b| we\b)"
    r"|^(?:(?:hey|hi|hello|ok|okay)[ ,]+)?(?:google|siri|alexa|cortana|bixby|小爱同学|小度小度|天猫精灵)\b"
    r"|我(?:是|在(?![找查问看想])|来自)[^,。;!?]{0,12}?(?:(?<!巨)人|记者|学生|读者|同学)",
    re.IGNORECASE,
)
"""Where somebody says who they are, or calls an assistant: a place or a name in it is not asked about."""

_ANOTHER_THING = re.compile(
    r"\b(?:rather than|instead of|as opposed to)\b[^?.!;]{0,60}"
    r"|(?<=[,;(-] )not (?:at |by )?(?:the )?(?:start|beginning|end|close)\b[^?.!,;]{0,40}",
    re.IGNORECASE,
)
"""Where it is said what is not asked about."""

_CALLED_A_NUMBER = re.compile(r"\bnumber(?= \d[\d,.]{2,})", re.IGNORECASE)
"""Before a figure; a short one is the number of a thing, as in "number 5"."""

_ABOUT_HOME = re.compile(
    r"\b(?:do|have) we\b|\bwe have\b|我们?[市省区县]|[市省]里|本[市省地]|当地|我们这", re.IGNORECASE
)
"""Where it is asked about after all: "I'm from Tianjin, do we have any"."""

_ASKERS: Final = _these("i im we me writing calling greetings hello hi google siri alexa cortana bixby")
"""Words without one of which `_ABOUT_THE_ASKER` finds nothing in English; looked up, they cost a tenth of it."""


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
            word for word in self.content if word[0] == "#" or word in _OF_A_FIGURE or word in ascii_letters
        )

    @property
    def only_a_figure(self) -> bool:
        """Whether a figure is all that it names: "17,600, what is that?", but not "are there 6,000 little giants?"."""
        if not self.figures:  # most questions, and each is ranked
            return False
        matter = self.matter
        return matter <= self.figure_words and (matter == self.content or bool(self.features & _WHAT))

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


class Piece(NamedTuple):
    """A stretch of a normalised text that is one feature: a word, or a concept of several."""

    feature: str
    start: int
    end: int


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
        normal, mentions = _dated(text, _ANY_DAY)
        spoken = words(normal)
        corrected = as_read(*self._mender.mend(spoken, mentions)) if self._mender else spoken
        dates = [mention for mention in mentions if not _PLAN.search(mention.period.label)]
        named = tuple(n for n in self._lexicon.read(corrected) if not _within(n, corrected, dates))
        features = _features(corrected, named, dates)
        return Phrasing(features, self._signals(features, corrected, named, dates))

    def _plain(self, text: str) -> frozenset[str] | None:
        """The features of a text of plain words that name no period and no concept, as most of a large table are."""
        spoken = plain_words(text)
        if spoken is None or self._mender or not _ASKERS.isdisjoint(spoken) or any(map(may_date, spoken)):
            return None
        stems = frozenset(map(stem, spoken))
        return stems if self._lexicon.is_silent_on(stems) else None

    def _signals(
        self, features: frozenset[str], text: tuple[Word, ...], named: Sequence[Named], dates: Sequence[Mention]
    ) -> frozenset[str]:
        return features.union(_beside(text, named, dates)) if self._pairs else features

    def pieces(self, normal: str) -> Iterator[Piece]:
        """What a normalised text consists of, in order; dates, numbers and places aside."""
        spoken, dates = words(normal), read_periods(normal, today=_ANY_DAY)
        return _in_order(spoken, tuple(self._lexicon.read(spoken)), dates)

    def read(self, text: str, *, today: date) -> Question:
        normal, mentions = _dated(text, today)
        spoken, tokens = self._mended(words(normal), mentions)
        undated = [at for at, word in enumerate(spoken) if not _in_any(mentions, word)]
        others = names_in(normal, tuple(tokens[at] for at in undated), tuple(spoken[at] for at in undated))
        corrected = as_read(spoken, tokens)
        dates = [mention for mention in mentions if not _PLAN.search(mention.period.label)]
        # The "year" of "last year" is in no concept, nor is the "not" of "not in 2025 but in 2024".
        named = tuple(n for n in self._lexicon.read(corrected) if not _within(n, corrected, dates))
        features = _features(corrected, named, dates)
        own = any(n.concept.kind is Kind.OWN for n in named) or not PRONOUNS.isdisjoint(w.text for w in corrected)
        strange = [n for n in named if n.concept.kind is Kind.SUBJECT or (n.concept.kind is Kind.HOLDER and not own)]
        return Question(
            text=text,
            tokens=tokens,
            features=features,
            signals=self._signals(features, corrected, named, dates),
            content=frozenset(_stems(corrected, [n for n in named if n.concept.kind not in NAMING], mentions)) - EMPTY,
            periods=tuple(mention.period for mention in mentions if not mention.negated),
            places=tuple(n.concept for n in named if n.concept.kind is Kind.PLACE),
            strangers=tuple(
                dict.fromkeys((*_subjects(normal, corrected, strange), *_unplaced(others, normal, corrected, named)))
            ),
            subjects=frozenset(f"={n.concept.name}" for n in strange),
            odd=tuple(tokens[at].typed for at in undated if is_odd(tokens[at])),
            kinds=frozenset(n.concept.kind for n in named),
            named=tuple((_typed(normal, corrected, n), n.concept) for n in named),
            figures=tuple(spotted.figure for spotted in read_figures(_CALLED_A_NUMBER.sub(_blank, normal))),
        )

    def _mended(self, spoken: tuple[Word, ...], dates: Sequence[Mention]) -> tuple[tuple[Word, ...], tuple[Token, ...]]:
        if self._mender:
            return self._mender.mend(spoken, dates)
        return spoken, tuple(Token(word.text, (word.text,), word.script) for word in spoken)


def _blank(match: re.Match[str]) -> str:
    """As long, so that everything else stays in its place."""
    return " " * len(match[0])


def _dated(text: str, today: date) -> tuple[str, tuple[Mention, ...]]:
    """The text normalised, without who asks, and the periods in it."""
    normal = _ANOTHER_THING.sub(_blank, normalise(text))
    if not _ABOUT_HOME.search(normal):
        normal = _ABOUT_THE_ASKER.sub(_blank, normal)
    return normal, read_periods(normal, today=today)


def _features(text: tuple[Word, ...], named: Sequence[Named], dates: Sequence[Mention]) -> frozenset[str]:
    timeless = _stems(text, [n for n in named if n.concept.kind is Kind.PLACE], dates)
    return frozenset((*timeless, *(f"={n.concept.name}" for n in named if n.concept.kind is not Kind.PLACE)))


def _beside(text: tuple[Word, ...], named: Sequence[Named], dates: Sequence[Mention]) -> Iterator[str]:
    spelt = {word.text for word in text if word.script is Script.LATIN}
    return signals(tuple([piece.feature for piece in _in_order(text, named, dates)]), spelt)


def _subjects(normal: str, text: tuple[Word, ...], strange: Iterable[Named]) -> Iterator[str]:
    for n in strange:
        yield _typed(normal, text, n)


def _unplaced(others: Iterable[str], normal: str, text: tuple[Word, ...], named: Sequence[Named]) -> Iterator[str]:
    """Without the towns that the lexicon knows: of 杭州市 it has 杭州."""
    places = {_typed(normal, text, n) for n in named if n.concept.kind is Kind.PLACE}
    return (other for other in others if not any(other in {place, f"{place}市", f"{place}县"} for place in places))


def _typed(normal: str, text: tuple[Word, ...], named: Named) -> str:
    return normal[text[named.start].start : text[named.end - 1].end]


def _within(named: Named, text: tuple[Word, ...], dates: Sequence[Mention]) -> bool:
    start, end = text[named.start].start, text[named.end - 1].end
    return bool(dates) and any(date.start <= start and end <= date.end for date in dates)


def _in_order(text: tuple[Word, ...], named: Sequence[Named], dates: Sequence[Mention]) -> Iterator[Piece]:
    """Words as stems, with concepts in the place of the words that name them; no places, dates or numbers."""
    starting, at = {n.start: n for n in named}, 0
    while at < len(text):
        word, here = text[at], starting.get(at)
        end = here.end if here else at + 1
        if here and here.concept.kind is not Kind.PLACE:
            yield Piece(f"={here.concept.name}", word.start, text[end - 1].end)
        elif not (here or word.script is Script.NUMBER or _in_any(dates, word)):
            yield Piece(stem(word.text), word.start, word.end)
        at = end


def _in_any(dates: Sequence[Mention], word: Word) -> bool:
    return bool(dates) and any(date.start <= word.start < date.end for date in dates)


def _stems(text: tuple[Word, ...], but: Sequence[Named], dates: Sequence[Mention]) -> Iterator[str]:
    """The words as features; places and dates are read exactly and veto, so they are left out."""
    named = {at for n in but for at in range(n.start, n.end)}
    for at, word in enumerate(text):
        if at not in named and not (dates and _in_any(dates, word)):
            yield f"#{word.text}" if word.script is Script.NUMBER else stem(word.text)
