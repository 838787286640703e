"""Proves a collection against itself: its quotes, its figures, and its topics against each other."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from knowledge.facts import UNSTATED, Bound, Collection, Entry, Fact, Figure, Period
from knowledge.figures import PER_ENTERPRISE, Spotted, read_figure, read_figures
from knowledge.numerals import narrow
from knowledge.periods import read_period, read_periods
from knowledge.units import things_in

ENOUGH: Final = {"en": 10, "zh": 6}
"""Phrasings of a topic with facts, by language. With fewer, other words for the same are often missed."""

ENOUGH_TO_DECLINE: Final = {"en": 5, "zh": 3}
"""Phrasings of an open topic. A question that misses it goes unanswered just the same."""

LANGUAGES: Final = {"en": "English", "zh": "Chinese"}

EARLIEST, LATEST = 1900, 2100
"""Years of a sensible period: no such statistics are older, and no plan reaches further."""

_Stated = tuple[str, tuple[date, date] | None, str]
"""What one source can say once: its address, the period's dates and the unit."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` is the id of a fact or a topic; `what` tells a person what is wrong and what to do."""

    where: str
    what: str


def prove(collection: Collection) -> Iterator[Fault]:
    """Every fault there is; a sound collection has none."""
    texts = {document.source.url: _squeezed(document.text) for document in collection.documents}
    for entry in collection.entries:
        for fact in entry.facts:
            yield from _prove_quote(fact, texts.get(fact.source.url, ""))
            yield from _prove_figure(fact)
            yield from _prove_period(fact)
        yield from _prove_agreement(entry.facts)
        yield from _prove_phrasings(entry)
    yield from _prove_apart(collection.entries)
    yield from _prove_families(collection.entries)


def _prove_quote(fact: Fact, document: str) -> Iterator[Fault]:
    """A person who proposes a fact has read its source; what ships must bring the text that proves it."""
    if not fact.quote.verbatim:
        return
    if not document and fact.provenance.proposed_by == 0:
        what = f"the text of {fact.source.url} is not held: add it, or mark the sentence as a summary"
        yield Fault(fact.id, what)
    elif document and _squeezed(fact.quote.text) not in document:
        what = f"its sentence does not stand in {fact.source.url}: copy it from there letter by letter"
        yield Fault(fact.id, what)


def _prove_figure(fact: Fact) -> Iterator[Fault]:
    figure = fact.figure
    if figure is None:
        return
    if fact.quote.verbatim:
        yield from _prove_printed(fact.id, figure, _squeezed(fact.quote.text))
    read = read_figure(figure.printed)
    if read is None:
        yield Fault(fact.id, f"{figure.printed!r} reads as no figure: write it as the source prints it")
        return
    for name, kept, says in (
        ("value", figure.value, read.value),
        ("upper end", figure.high, read.high),
        ("bound", figure.bound, read.bound),
        ("unit", figure.unit, _unit_of(read, figure)),
    ):
        if kept != says:
            yield Fault(fact.id, f"its {name} is {_said(kept)}, but {figure.printed!r} says {_said(says)}: mend one")
    if fact.quote.verbatim and figure.unit == _unit_of(read, figure):
        yield from _prove_unit(fact.id, figure, _squeezed(fact.quote.text))


def _prove_printed(where: str, figure: Figure, sentence: str) -> Iterator[Fault]:
    """The figure must stand in the sentence, and whole: 17,600 is no figure of "more than 17,600"."""
    places = [match.span() for match in re.finditer(_whole(_squeezed(figure.printed)), sentence)]
    if not places:
        yield Fault(where, f"{figure.printed!r} does not stand in its sentence: print the figure as it does there")
        return
    spotted = read_figures(sentence)
    cut = [_cut(figure, start, end, spotted) for start, end in places]
    if all(cut):
        yield Fault(where, f"its sentence says {cut[0]!r}, not just {figure.printed!r}: print all of it")
        return


def _prove_unit(where: str, figure: Figure, sentence: str) -> Iterator[Fault]:
    """Where a figure's own wording leaves the unit open, the sentence around it may say it."""
    printed = narrow(_squeezed(figure.printed))
    counted = [
        each
        for each in read_figures(sentence)
        if _amount(each.figure) == _amount(figure)
        and (printed in narrow(each.figure.printed) or narrow(each.figure.printed) in printed)
    ]
    if counted and not any(_counts(each, figure.unit, sentence) for each in counted):
        says = _said(counted[0].figure.unit)
        yield Fault(where, f"its unit is {_said(figure.unit)}, but its sentence counts {says} there: mend one")


def _counts(spotted: Spotted, unit: str, sentence: str) -> bool:
    """Whether a figure of the sentence may be one of that unit.

    Where no noun stands beside the number, it may count whatever the sentence names, but nothing else.
    """
    read = spotted.figure.unit
    thing = unit.removesuffix(PER_ENTERPRISE)
    return not read or unit == read or (spotted.implied and thing in things_in(narrow(sentence)))


def _whole(printed: str) -> str:
    """Matches it where no digit beside it belongs to the same number."""
    before = r"(?<![0-9])(?<![0-9][.,])" if printed[:1].isdigit() else ""
    after = r"(?![0-9]|[.,][0-9])" if printed[-1:].isdigit() else ""
    return before + re.escape(printed) + after


def _cut(figure: Figure, start: int, end: int, spotted: Iterable[Spotted]) -> str:
    """What the sentence prints there, if it is more and another figure; else nothing."""
    for each in spotted:
        beyond = each.start < start < each.end or each.start < end < each.end
        if beyond and _amount(each.figure) != _amount(figure):
            return each.figure.printed
    return ""


def _unit_of(read: Figure, figure: Figure) -> str:
    """The unit that a figure's wording says; that it is an average, or of what, the rest of the sentence may say."""
    average = figure.unit == read.unit + PER_ENTERPRISE
    return figure.unit if average or not read.unit else read.unit


def _amount(figure: Figure) -> tuple[Decimal, Decimal | None, Bound]:
    return figure.value, figure.high, figure.bound


def _prove_period(fact: Fact) -> Iterator[Fault]:
    """A period is the sentence's own, never lent by a neighbour, and its label says its very days."""
    period = fact.period
    if period is UNSTATED:
        return
    if not EARLIEST <= period.start.year <= period.end.year <= LATEST:
        what = f"its period runs from {period.start} to {period.end}: give one between {EARLIEST} and {LATEST}"
        yield Fault(fact.id, what)
        return
    if fact.quote.verbatim and fact.provenance.proposed_by == 0 and (lent := _lent(fact, period)):
        years = " and ".join(map(str, lent))
        yield Fault(fact.id, f"its sentence does not speak of {years}: leave the period out, or quote what says it")
    if not _agrees(fact, period):
        days = f"runs from {period.start} to {period.end}"
        yield Fault(fact.id, f"its period {days}, but its label says {period.label!r}: mend one")


def _lent(fact: Fact, period: Period) -> list[int]:
    """The first and last year of a period, as far as the sentence names neither them nor a plan they bound.

    A person who proposes a fact may know the period from the page around the sentence; what ships may not.
    """
    named = [each.period for each in read_periods(fact.quote.text, today=_day(fact))]
    years = {year for each in named for year in (each.start.year, each.end.year)}
    return sorted({period.start.year, period.end.year} - years)


def _agrees(fact: Fact, period: Period) -> bool:
    """Whether a label that names days names those of its period: they, or a part of the same years."""
    for day in (_day(fact), fact.provenance.at.date(), period.end):  # "since 2021" ends on the day it was read
        read = read_period(period.label, today=day)
        if read is None:
            return True
        same_years = (read.start.year, read.end.year) == (period.start.year, period.end.year)
        if same_years and (read.contains(period) or period.contains(read)):
            return True
    return False


def _day(fact: Fact) -> date:
    """The day from which its source counts "last year"."""
    return fact.source.published or fact.provenance.at.date()


def _prove_agreement(facts: Iterable[Fact]) -> Iterator[Fault]:
    """Two sources may differ, and both are shown; one source that differs from itself was misread."""
    first: dict[_Stated, tuple[Fact, Figure]] = {}
    for fact in facts:
        if fact.figure is None:
            continue
        dates = None if fact.period is UNSTATED else (fact.period.start, fact.period.end)
        other, figure = first.setdefault((fact.source.url, dates, fact.figure.unit), (fact, fact.figure))
        if _amount(figure) != _amount(fact.figure):
            both = f"says {fact.figure.printed!r}, and {other.id} {figure.printed!r}"
            how = "keep one of them, or give each its own period"
            yield Fault(fact.id, f"{both}, for the same period and from the same source: {how}")


def _prove_phrasings(entry: Entry) -> Iterator[Fault]:
    """What curators add in a chat is found by the few phrasings they gave; what ships must do better."""
    if entry.topic.family:
        return  # it is found by its family's
    if entry.facts and all(fact.provenance.proposed_by != 0 for fact in entry.facts):
        return
    different = {(phrasing.language.split("-")[0], _folded(phrasing.text)) for phrasing in entry.phrasings}
    held = Counter(language for language, _ in different)
    for language, needed in (ENOUGH if entry.facts else ENOUGH_TO_DECLINE).items():
        if held[language] < needed:
            few = f"has {held[language]} of {needed} {LANGUAGES[language]} phrasings"
            what = f"{few}: add {needed - held[language]}"
            yield Fault(entry.topic.id, what)


def _prove_apart(entries: Iterable[Entry]) -> Iterator[Fault]:
    """A phrasing of two topics would make each of them the wrong answer half the time."""
    owners: dict[str, str] = {}
    for entry in entries:
        for folded, text in {_folded(phrasing.text): phrasing.text for phrasing in entry.phrasings}.items():
            owner = owners.setdefault(folded, entry.topic.id)
            if owner != entry.topic.id:
                yield Fault(entry.topic.id, f"{text!r} is asked of {owner} too: keep it with one of the two")


def _prove_families(entries: Sequence[Entry]) -> Iterator[Fault]:
    roots = {entry.topic.id for entry in entries if not entry.topic.family}
    for topic in (entry.topic for entry in entries if entry.topic.family):
        if topic.family not in roots:
            yield Fault(topic.id, f"is of the family of {topic.family}, which has no topic of its own: add it")


def _squeezed(text: str) -> str:
    """White space of any kind and length compares equal: a page and its copy break lines in other places."""
    return " ".join(text.split())


def _folded(text: str) -> str:
    """Width, case, punctuation and spaces aside. A text of nothing else is itself."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[\W_]+", "", plain) or text


def _said(value: Decimal | str | None) -> str:
    match value:
        case None | "":
            return "none"
        case Decimal():
            return f"{value:,f}"
        case str():
            return repr(str(value))
