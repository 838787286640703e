"""What was asked, what was understood of it, and the one of three answers that follows."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.claims import Claim
from knowledge.facts import Fact, Period, Topic


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY = "empty"
    NOT_A_QUESTION = "not-a-question"
    """Small talk, or words about the bot itself."""
    NO_MATCH = "no-match"
    NOT_HELD = "not-held"
    """It is known what is asked, and the table holds nothing on it (an open topic)."""
    PERIOD = "period"
    PLACE = "place"
    MEASURE = "measure"
    """A content word that no phrasing of the nearest topic has."""
    OTHER_LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a question: by-products of the matching, kept to explain it.

    `words` pairs each word as typed with the word of the table it was read as; they differ where a typing error was
    corrected. `unmatched` are content words that the nearest topic does not have. `carried` names what was
    taken over from the turn before.
    """

    question: str
    words: tuple[tuple[str, str], ...] = ()
    unmatched: tuple[str, ...] = ()
    period: Period | None = None
    carried: str | None = None
    chinese: bool = False

    @property
    def corrected(self) -> tuple[tuple[str, str], ...]:
        return tuple((typed, read) for typed, read in self.words if typed != read)


@dataclass(frozen=True, slots=True)
class Scored:
    """A fact and how well it fits, from 0 to 1."""

    fact: Fact
    score: float


class ChangeKind(StrEnum):
    MULTIPLE = "multiple"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure computed from two held ones; always shown as computed, with its formula."""

    kind: ChangeKind
    value: Decimal
    unit: str
    start: Fact
    end: Fact
    formula: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No figure: why, and what the table has nearby. `topic` is the open topic the question fell on, if any."""

    reading: Reading
    reason: Reason
    nearest: tuple[Fact, ...] = ()
    topic: Topic | None = None
    detail: str = ""
    """The place, period or word that is not held, as typed."""


@dataclass(frozen=True, slots=True)
class Found:
    """The facts that answer, best first; `missing` are the parts of the question that are not held."""

    reading: Reading
    facts: tuple[Scored, ...]
    computed: Change | None = None
    missing: tuple[Unknown, ...] = field(default=())
    claim: Claim | None = None
    """What the source makes of the figure that the question puts forward."""


@dataclass(frozen=True, slots=True)
class Several:
    """Did you mean: at most three facts (titles and periods are shown, figures are not)."""

    reading: Reading
    choices: tuple[Fact, ...]


Answer = Found | Several | Unknown


@dataclass(frozen=True, slots=True)
class Turn:
    """What a conversation remembers of its last answer: the question, the topic it fell on, the facts shown.

    The topic is that of the place, so that "and in 2021?" stays there.
    """

    question: str
    topic: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """What a conversation asked last, whatever came of it: enough to answer it once more, and to explain it."""

    question: str
    day: date
    """The day that "last year" in it is counted from."""
    before: Turn | None = None
    """The turn that it could lean on."""


def remembered(answer: Answer, before: Turn | None) -> Turn | None:
    """The turn that the next question may lean on; thanks and misunderstandings leave the one before."""
    match answer:
        case Found(reading, facts):
            return Turn(reading.question, facts[0].fact.topic.id, tuple(scored.fact.id for scored in facts))
        case Unknown(reading) if before and reading.carried:
            return Turn(reading.question, before.topic)
        case Unknown(reading, reason, topic=Topic() as topic) if reason is not Reason.NOT_A_QUESTION:
            return Turn(reading.question, topic.root)
        case _:
            return before
