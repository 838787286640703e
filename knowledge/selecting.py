"""Which facts of a topic a question asks for: periods are exact, and veto."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from knowledge.facts import UNSTATED, Bound, Fact, Figure, Kind, Period
from knowledge.figures import read_figures
from knowledge.questions import Change, ChangeKind, Reason
from knowledge.reading import Question

FIRMS: Final = "enterprises"
"""The unit that firms are counted in."""

MOVING: Final = frozenset({Kind.CHANGE, Kind.DIFFERENCE})
"""Asks how a figure moved."""

_AT_THE_START = re.compile(r"\b(?:start|beginning)\b|初", re.IGNORECASE)
"""A figure that holds for the start of its period."""

ENDS: Final = frozenset({Kind.FIRST, Kind.LAST})
"""Asks for one end of a series, as a period does; both of them, for how it got there."""

_MOVED = (
    r"(?:gr[eo]wn?|increased?|r[io]sen?|climb(?:ed)?|surged?|soar(?:ed)?|jump(?:ed)?|swell(?:ed)?|swollen|expand(?:ed)?"
    r"|(?:go|gone|went|sho[ot]t)(?: up)?)"
)
_UPWARD = r"(?:surge|boom|rise|growth|increase|jump|climb|expansion|upswing)"
_ONE_END: Final = {
    Kind.LAST: re.compile(
        rf"\b{_MOVED} to\b(?! date)|\b(?:up )?to (?:what|which) (?:figure|number|level|total)\b"
        rf"|\bafter (?:the|all (?:the|that|this)|this|that) (?:\w+ )?{_UPWARD}\b"
        r"|(?<!从)(?:[涨升增]|增长|增加|发展)[到至](?![^,，。?？]*(?:之?前|倍))",
        re.IGNORECASE,
    ),
    Kind.FIRST: re.compile(
        rf"\b{_MOVED} from\W*$|\b(?:base|level|number|figure) from which\b"
        rf"|\bbefore (?:it|they|the \w+) (?:had )?(?:{_MOVED}|boomed|took off)\b|\bstart(?:ed)? out\b"
        r"|从(?:多少|几)[家个]?(?:开始)?(?:涨|增|升|发展)(?![^,，。?？]*[到至])",
        re.IGNORECASE,
    ),
}
"""Says of a figure that moved that one end of its way is asked for: "what did it grow to?", "before it grew"."""

_FROM_WHAT = re.compile(r"\bfrom (?:how|what|which)\b|[从由](?:多少|几)", re.IGNORECASE)
"""Asks for the other end as well."""

THE_GROUP: Final = 1_000
"""A number of firms from here on may be the whole group that a share is a share of."""

A_YEAR: Final = timedelta(days=366)

LISTED: Final = 4
"""Facts within one period that are all shown; of more, as over a whole plan, its first and its last."""


@dataclass(frozen=True, slots=True)
class Selected:
    """The facts that hold for what was asked; or none, with the reason and what is not held, as typed."""

    facts: tuple[Fact, ...]
    computed: Change | None = None
    reason: Reason | None = None
    detail: str = ""


def select(question: Question, facts: tuple[Fact, ...]) -> Selected:
    """Out of the facts of one place (oldest first, at least one)."""
    question = replace(question, kinds=_kinds(question))
    held = _held(question, facts)
    if held and (group := _another_group(question, held[0])):
        return Selected((), reason=Reason.MEASURE, detail=group)
    if not held:
        return Selected((), reason=Reason.PERIOD, detail=", ".join(asked.label for asked in question.periods))
    return Selected(held, _change(held, question.kinds))


def _kinds(question: Question) -> frozenset[Kind]:
    """With the end of a way that it asks for in so many words."""
    if question.kinds & ENDS:
        return question.kinds
    ends = {kind for kind, said in _ONE_END.items() if said.search(question.text)}
    if Kind.LAST in ends and _FROM_WHAT.search(question.text):
        return question.kinds
    return question.kinds | (ends & {Kind.FIRST} or ends)  # "before it grew to what it is now"


def _held(question: Question, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    if question.periods:
        held = _of_periods(question.periods, facts)
        if Kind.FIRST in question.kinds and not any(map(is_dated, question.periods)):
            return facts[:1]  # "before the boom of the past years"
        if _asks_for_both_ends(question):
            return _with_other_end(held, facts, question.periods)
        return _end(question, held) if question.kinds & ENDS else held
    dated = tuple(fact for fact in facts if fact.period is not UNSTATED)
    if _asks_for_both_ends(question) and (len(dated) > 1 or len(facts) == 1):
        return (dated[0], dated[-1]) if len(dated) > 1 else facts
    one_end = bool(question.kinds & ENDS)  # "from which level did it climb to 17,600?"
    named = {fact.figure.value: fact for fact in facts if fact.figure and is_named(fact, question)}
    if named and not one_end:
        return tuple(named.values())  # each figure once: where it stood for long, for the latest
    end = facts[0] if Kind.FIRST in question.kinds else facts[-1]
    return tuple(fact for fact in facts if _same_period(fact, end))  # sources that differ stand side by side


def _end(question: Question, held: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Of the facts of a long period the one at the end asked for: "year one of the 14th plan"."""
    return held[:1] if Kind.FIRST in question.kinds else held[-1:]


def _asks_for_both_ends(question: Question) -> bool:
    """A change is from one to another; "before the surge" is where it began, unless how much is asked."""
    if question.kinds >= ENDS:
        return True
    since = bool(question.features & {"much", "sinc"})
    if Kind.DIFFERENCE in question.kinds and question.features & {"than", "compar", "较", "比"}:
        return True
    one_end = question.kinds & ENDS
    return bool(question.kinds & MOVING) and (not one_end or since)


def _of_periods(periods: tuple[Period, ...], facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Those of exactly the periods asked about; for a period that has none, those that hold for it."""
    held: set[str] = set()
    for asked in periods:
        exact = {fact.id for fact in facts if fact.period is not UNSTATED and fact.period.same_dates(asked)}
        within = tuple(fact for fact in facts if holds(fact, asked))
        held |= exact or {fact.id for fact in (within if len(within) <= LISTED else (within[0], within[-1]))}
    return tuple(fact for fact in facts if fact.id in held)


def is_named(fact: Fact, question: Question) -> bool:
    """Whether the question gives its figure: "17,600, what is that?"; "fewer than 5,000?" asks about the latest."""
    figure = fact.figure
    return figure is not None and any(
        said.value == figure.value
        and said.bound in {Bound.EXACTLY, figure.bound}
        and (figure.value >= THE_GROUP or said.unit in {"", figure.unit})
        for said in question.figures
    )


def _same_period(one: Fact, other: Fact) -> bool:
    if one.period is UNSTATED or other.period is UNSTATED:
        return one is other
    return one.period.same_dates(other.period)


def _another_group(question: Question, fact: Fact) -> str:
    """A small number of firms that the sentence does not speak of: "ten or more customers" is not "at least three"."""
    if fact.figure is None or fact.figure.unit == FIRMS:
        return ""
    said = _few_of(fact.quote.text)
    others = (figure.printed for figure in _few(question.figures) if said and figure.value not in said)
    return next(others, "")


@lru_cache(maxsize=1000)
def _few_of(sentence: str) -> frozenset[Decimal]:
    return frozenset(figure.value for figure in _few(spotted.figure for spotted in read_figures(sentence)))


def _few(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Those that count a small number of firms."""
    return (figure for figure in figures if figure.unit == FIRMS and figure.value < THE_GROUP)


def _with_other_end(held: tuple[Fact, ...], facts: tuple[Fact, ...], asked: tuple[Period, ...]) -> tuple[Fact, ...]:
    """A change has two ends: "more than in 2021" is up to the latest, "had grown by 2025" is from the one before.

    From 2019 to 2022 both are given, and one alone is no change.
    """
    if len(held) > 2:  # noqa: PLR2004 - what lies between the ends was not asked about
        return (held[0], held[-1])
    if len(held) != 1 or held[0].figure is None or len(facts) == 1:
        return held
    latest = facts[-1].period
    if latest is not UNSTATED and any(p.end - p.start > A_YEAR and p.end < latest.start for p in asked):
        return ()
    if held[0] is facts[-1]:
        return facts[-2:]
    return (held[0], facts[-1])


def holds(fact: Fact, asked: Period) -> bool:
    """Whether a fact may be shown to somebody who asked for that period.

    Exactly that period, or within it; or a period that closes with the fact's, since a count at the end of 2025 is
    the count of December 2025. A figure without a stated period is never lent one. Words age less than figures: a
    sentence with no period of its own, or one published in the year asked for, may be shown.
    """
    if fact.period is UNSTATED:
        return fact.figure is None
    if fact.figure is None:
        return fact.period.overlaps(asked) or published_in(fact, asked) or not is_dated(asked)
    return asked.contains(fact.period) or (fact.period.contains(asked) and _is_of_the_day(fact.period, asked))


def _is_of_the_day(held: Period, asked: Period) -> bool:
    """A count at the end of 2025 is that of December 2025; one at the start of a period that of its first days."""
    if _AT_THE_START.search(held.label):
        return asked.start == held.start
    return asked.end == held.end


def is_dated(asked: Period) -> bool:
    """Whether it names its time by number; an older sentence's "next plan" may be the one under way by now."""
    return re.search(r"\d|十[一二三四五六七]|teenth", asked.label) is not None


def published_in(fact: Fact, asked: Period) -> bool:
    """Whether its source came out in that year."""
    published = fact.source.published
    return published is not None and asked.start.year == published.year == asked.end.year


def _change(held: tuple[Fact, ...], kinds: frozenset[Kind]) -> Change | None:
    """The difference or the multiple of two figures in one unit; None where neither is asked for, or can be had."""
    if not kinds & (MOVING | {Kind.FIRST}) or len({fact.figure.unit if fact.figure else "" for fact in held}) > 1:
        return None
    start, end = held[0], held[-1]
    if start is end or start.figure is None or end.figure is None or start.figure.high or end.figure.high:
        return None
    early, late = start.figure.value, end.figure.value
    if Kind.DIFFERENCE in kinds:
        return Change(ChangeKind.DIFFERENCE, late - early, end.figure.unit, start, end, f"{late:,} - {early:,}")
    if early <= 0:
        return None
    return Change(
        ChangeKind.MULTIPLE, (late / early).quantize(Decimal("0.1")), "times", start, end, f"{late:,} / {early:,}"
    )
