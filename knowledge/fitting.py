"""What kind of figure a question asks for, held against those that a topic has: a share is no growth."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.facts import Fact
from knowledge.figures import read_figures
from knowledge.numerals import narrow
from knowledge.reading import Question
from knowledge.selecting import MOVING
from knowledge.statements import Measure, measure_of, measures_of
from knowledge.units import OTHER_THINGS
from knowledge.words import normalise

_NUMBER_OF: Final = re.compile(
    r"\b(?:number|count|tally)\b(?! of (?:years|months|weeks|days|hours))|[数數](?:量|目)|[家个個][数數]", re.IGNORECASE
)
"""Asks for a number, and not for a share of them."""

_HOW_MANY: Final = re.compile(r"\bhow (?:many|much)\b|多少|[几幾]|何", re.IGNORECASE)
"""Asks for an amount of something."""

_AVERAGE: Final = re.compile(
    r"\b(?:average|averages|averaged|avg|mean|typical|typically|median|per)\b|平均|[户戶家人企]均|每", re.IGNORECASE
)
"""Asks for one firm and not for all of them."""

_ALL_OF_THEM: Final = re.compile(
    r"\b(?:total|together|altogether|combined|overall|in all|aggregate|cumulative(?:ly)?)\b"
    r"|一共|总共|總共|共有|合[计計]|累[计計]|总[额額量数數计計]|總[額量數計]|加起[来來]",
    re.IGNORECASE,
)
"""Asks for all firms together, and not for one."""

_ONE_OF_THEM: Final = re.compile(
    r"\b(?:an?|each|every|one|single|apiece|per)\b|(?<!第)一[家个個间間户戶]|每|[户戶家企人]均|平均|[单單]",
    re.IGNORECASE,
)
"""Asks for one firm, or for one case."""

_NEGATED: Final = re.compile(
    r"\b(?:not|never|without|neither|except|excluding|other than)\b|n['’]t\b"
    r"|(?<!有)[不没沒](?!足|到)|未|并非|非(?![洲])|除",
    re.IGNORECASE,
)
"""Turns a question into one about all the others."""

_EITHER: Final = re.compile(r"(\w)[不没沒]\1")
"""Asks whether something is so, and negates nothing: 多不多, 难不难."""

_CHEAPER: Final = re.compile(
    r"\b(?:cheaper|dearer|faster|slower|lower(?:ed)?|cut"
    r"|reduced?|shr[aiu]nk|saved?|raised?|less|pil(?:e|ed|ing) up)\b|便宜了|[贵貴]了|[快慢]不[快慢]",
    re.IGNORECASE,
)
"""Asks how something moved, without a word for growth."""

_OTHER_MATTER: Final = frozenset({"where", "when", "who", "why", "whom"})

_COUNTED: Final = re.compile(
    r"\bhow many(?P<things>(?: (?!(?:of|in|have|has|had|are|is|do|does|did|were|was|can|will|may)\b)"
    r"[\w'&-]+){0,4})",
    re.IGNORECASE,
)
_FIRMS: Final = re.compile(
    r"giants?\b|firms?\b|compan|enterprise|business|makers?\b|producers?\b|manufacturers?\b|percent|smes?\b",
    re.IGNORECASE,
)
_OF_FIRMS: Final = frozenset({"enterprises", "percent", "per mille", "percentage points", "times"})
_OF_THINGS: Final = re.compile(r"(?:多少|[几幾])\s?[人名件台臺吨噸位篇款所项項]")
"""What "how many" counts, in English and Chinese."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What kinds of figures a topic has, and what they count."""

    measures: frozenset[Measure]
    spoken: frozenset[Measure]
    """Those that its titles speak of: who says "cost" asks for costs then, and not for money."""
    units: frozenset[str]
    averaged: bool
    """Whether it tells of one firm on average, or of a share, which is the same for one and for all."""
    single: bool
    """Whether it tells of no more than one firm on average: what all have together is something else."""
    negated: bool
    """Whether it tells of those that do not: so may a question then."""

    @classmethod
    def of(cls, facts: Sequence[Fact], texts: Sequence[str], titles: Iterable[Question]) -> "Measured":
        """By the facts of a topic, all that is said in it, and its titles as they read."""
        measures = frozenset(measure for fact in facts for measure in _measures(fact))
        return cls(
            measures,
            frozenset(measure for title in titles for measure in _wanted(title)),
            frozenset(fact.figure.unit for fact in facts if fact.figure),
            bool(measures - {Measure.COUNT, Measure.MONEY}) or any(_AVERAGE.search(text) for text in texts),
            bool(measures)
            and measures <= {Measure.COUNT, Measure.MONEY}
            and any(_AVERAGE.search(fact.quote.text) for fact in facts),
            any(_NEGATED.search(text) for text in texts),
        )

    def answers(self, question: Question, *, in_full: bool) -> bool:
        """Whether it has what is asked for; `in_full` tells that the question says all of a title."""
        text = normalise(question.text)
        averaged = self._of_one(text, in_full=in_full) if self.single else self.averaged or not _AVERAGE.search(text)
        negated = self.negated or not _NEGATED.search(_EITHER.sub("", question.text))
        first = {token.typed.lower() for token in question.tokens[:1]}  # no figure says where, when or who
        return averaged and negated and first.isdisjoint(_OTHER_MATTER) and self.fits(question, in_full=in_full)

    def _of_one(self, text: str, *, in_full: bool) -> bool:
        """Whether an average is asked for, or could be."""
        asked = _AVERAGE.search(text) or _ONE_OF_THEM.search(text)
        return bool(asked) or (in_full and not _ALL_OF_THEM.search(text))

    def fits(self, question: Question, *, in_full: bool = False) -> bool:
        """Whether it asks for such a measure; who says all of a title, and no measure, asks for what is there."""
        text, held = normalise(question.text), self.measures
        wanted = _wanted(question)
        if wanted.isdisjoint(held):
            wanted -= self.spoken
        if not held or (held == {Measure.GROWTH} and _CHEAPER.search(text)):
            return True
        if not wanted:
            return held != {Measure.GROWTH} or (in_full and not _HOW_MANY.search(text))
        if Measure.GROWTH in wanted and Measure.GROWTH not in held:
            return False
        if _NUMBER_OF.search(text) and Measure.COUNT in wanted and Measure.SHARE not in wanted:
            return Measure.COUNT in held
        return not held.isdisjoint(wanted) or (in_full and Measure.COUNT in wanted and Measure.SHARE in held)

    def counts_others(self, text: str, *, named: Callable[[str], bool]) -> bool:
        """Whether it counts robots, where firms are counted that have some; or firms, where robots are.

        `named` tells whether things are what the topic speaks of.
        """
        normal = normalise(text)
        counted = _COUNTED.search(normal)
        of_firms = self.units <= _OF_FIRMS
        if counted and (things := counted["things"].strip()):
            firms = _FIRMS.search(things) is not None
            meant = Measure.COUNT in self.measures and named(things)
            return (of_firms and not firms and not meant) or (firms and bool(self.units) and self.units <= OTHER_THINGS)
        return of_firms and bool(self.units) and _OF_THINGS.search(normal) is not None


def _measures(fact: Fact) -> frozenset[Measure]:
    """What kinds of figure it has: a multiple is a growth too; none for a fact in words."""
    if fact.figure is None:
        return frozenset()
    sentence = fact.quote.text
    spotted = (each for each in read_figures(sentence) if each.figure.value == fact.figure.value)
    first = next(spotted, None)
    also = {Measure.GROWTH} if fact.figure.unit == "times" else set[Measure]()
    return frozenset({measure_of(first, narrow(sentence)) if first else Measure.COUNT} | also)


def _wanted(question: Question) -> frozenset[Measure]:
    """What kinds of figures it asks for."""
    moving = frozenset({Measure.GROWTH}) if question.kinds & MOVING else frozenset[Measure]()
    return measures_of(normalise(question.text)) or moving
