"""The nouns everybody shares. A value that exists is valid."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Final

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

LONGEST_ID: Final = 48
"""Characters. An id must fit, with a verb before it, into the 64 bytes of a Telegram button."""


class Bound(StrEnum):
    """How a source ties a number down. "over" excludes the number itself, "at least" includes it."""

    EXACTLY = "exactly"
    OVER = "over"
    AT_LEAST = "at least"
    NEARLY = "nearly"
    UNDER = "under"
    AT_MOST = "at most"
    ABOUT = "about"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a source prints it.

    `value` and `high` are in base units of `unit`: 30 million yuan is 30000000, 60 percent is 60. `high` is the
    upper end of a range and goes with `Bound.BETWEEN` alone. `scale` is the word the source counted in (1000000
    for "30 million yuan"). `printed` is the source's own wording, bound and unit included.
    """

    value: Decimal
    unit: str
    bound: Bound
    printed: str
    high: Decimal | None = None
    scale: int = 1

    def __post_init__(self) -> None:
        if not (self.value.is_finite() and (self.high is None or self.high.is_finite())):
            raise ValueError("a figure must be a finite number")
        if (self.bound is Bound.BETWEEN) is not (self.high is not None):
            raise ValueError("a range, and only a range, has an upper end")
        if self.high is not None and self.high < self.value:
            raise ValueError(f"a range cannot end ({self.high}) below its beginning ({self.value})")
        if not self.printed.strip():
            raise ValueError("a figure must keep how it was printed")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Two dates, both included, and the wording they came from."""

    start: date
    end: date
    label: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it begins ({self.start})")

    def contains(self, other: "Period") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Period") -> bool:
        return self.start <= other.end and other.start <= self.end

    def same_dates(self, other: "Period") -> bool:
        return (self.start, self.end) == (other.start, other.end)


class Unstated(Enum):
    """The period of a figure whose source gives none. It is shown as such, and is never guessed."""

    UNSTATED = "not stated"


UNSTATED: Final = Unstated.UNSTATED


@dataclass(frozen=True, slots=True)
class Quote:
    """The source sentence: its very words, or a summary in ours (then never shown between quotation marks)."""

    text: str
    verbatim: bool = True

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a quote cannot be empty")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence stands. `url` identifies it; `published` is None where the page shows no date."""

    publisher: str
    title: str
    url: str
    published: date | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"https?://[^\s<>\"]+", self.url):
            raise ValueError(f"a source needs a web address, and {self.url!r} is none")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who put a fact into the table, and when. Ids are Telegram's; 0 stands for the shipped files."""

    proposed_by: int
    accepted_by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in one language; `language` is "en", "zh", or another BCP 47 code."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What is measured, of whom, where. One without facts is open: asking for it counts as demand.

    Topics that measure one thing in different places are a family, named by the topic whose phrasings they all share:
    a question is matched to the family, and its place picks the member. `family` is empty for that topic itself.
    """

    id: str
    titles: tuple[Wording, ...]
    place: str = "China"
    family: str = ""

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.id) or len(self.id) > LONGEST_ID:
            raise ValueError(f"{self.id!r} is no id: small letters, digits and hyphens, at most {LONGEST_ID}")
        if self.family == self.id:
            raise ValueError(f"topic {self.id} cannot be of its own family")
        if not self.titles:
            raise ValueError(f"topic {self.id} has no title")

    @property
    def root(self) -> str:
        """The id of the topic whose phrasings it is found by."""
        return self.family or self.id

    def title(self, language: str = "en") -> str:
        """The title in that language, else the first one."""
        return next((t.text for t in self.titles if t.language == language), self.titles[0].text)


@dataclass(frozen=True, slots=True)
class Fact:
    """One topic, one period: a figure (or none, for a fact in words) and the sentence that says it."""

    id: str
    topic: Topic
    figure: Figure | None
    period: Period | Unstated
    quote: Quote
    source: Source
    provenance: Provenance
    review: date | None = None
    """The day from which on somebody should look whether it still holds."""
    retired: bool = False
    """Held, and no longer shown as an answer."""

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.id) or len(self.id) > LONGEST_ID:
            raise ValueError(f"{self.id!r} is no id: small letters, digits and hyphens, at most {LONGEST_ID}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic with all that the table holds of it: one line of a collection."""

    topic: Topic
    phrasings: tuple[Wording, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source together with its whole text, against which verbatim quotes are proved. Text may be empty."""

    source: Source
    text: str = ""


class Kind(StrEnum):
    """What a concept of the lexicon does to a match besides being a word."""

    WORD = "word"
    PLACE = "place"
    """Vetoes: a question about Shenzhen is not answered with a figure for China."""
    SUBJECT = "subject"
    """Vetoes: what is asked of hospitals is not answered with what little giants do."""
    NOT = "not"
    """Turns a question into one about all the others, which no figure here answers by itself."""
    CHANGE = "change"
    """Asks how a figure moved: for two periods of a topic instead of its latest."""
    DIFFERENCE = "difference"
    """A change that is asked for as a difference, and not as a multiple."""
    FIRST = "first"
    """Asks for the earliest period of a topic instead of its latest."""
    LAST = "last"
    """Asks for the latest period; with FIRST, for how it got there."""
    OWN = "own"
    """What the table is about."""
    HOLDER = "holder"
    """Vetoes as a subject does, where nothing in the question stands for what the table is about."""
    REASON = "reason"
    """Asks why, which no figure answers."""
    NAMES = "names"
    """Asks who or which, which no figure answers either."""
    NOW = "now"
    """Says that the latest is asked for, beside another period: "now and in 2021"."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Different words, in any language, that stand for one thing. To the matcher it is one word."""

    name: str
    words: tuple[Wording, ...]
    kind: Kind = Kind.WORD


@dataclass(frozen=True, slots=True)
class Collection:
    """What a file brings in, and what an export takes out."""

    documents: tuple[Document, ...] = ()
    entries: tuple[Entry, ...] = ()
    concepts: tuple[Concept, ...] = ()
