"""Proves a collection against itself: its quotes, its figures, and its topics against each other."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from knowledge.facts import UNSTATED, Bound, Collection, Entry, Fact, Figure
from knowledge.figures import read_figure, read_figures

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
        yield from _prove_printed(fact.id, figure, fact.quote.text)
    read = read_figure(figure.printed)
    if read is None:
        yield Fault(fact.id, f"{figure.printed!r} reads as no figure: write it as the source prints it")
        return
    for name, kept, says in (
        ("value", figure.value, read.value),
        ("upper end", figure.high, read.high),
        ("bound", figure.bound, read.bound),
        ("unit", figure.unit, read.unit or figure.unit),
    ):
        if kept != says:
            yield Fault(fact.id, f"its {name} is {_said(kept)}, but {figure.printed!r} says {_said(says)}: mend one")


def _prove_printed(where: str, figure: Figure, sentence: str) -> Iterator[Fault]:
    """The figure must stand in the sentence, and whole: 17,600 is no figure of "more than 17,600"."""
    sentence, printed = _squeezed(sentence), _squeezed(figure.printed)
    places = [match.span() for match in re.finditer(_whole(printed), sentence)]
    if not places:
        yield Fault(where, f"{figure.printed!r} does not stand in its sentence: print the figure as it does there")
        return
    cut = [_cut(figure, start, end, sentence) for start, end in places]
    if all(cut):
        yield Fault(where, f"its sentence says {cut[0]!r}, not just {figure.printed!r}: print all of it")


def _whole(printed: str) -> str:
    """Matches it where no digit beside it belongs to the same number."""
    before = r"(?<![0-9])(?<![0-9][.,])" if printed[:1].isdigit() else ""
    after = r"(?![0-9]|[.,][0-9])" if printed[-1:].isdigit() else ""
    return before + re.escape(printed) + after


def _cut(figure: Figure, start: int, end: int, sentence: str) -> str:
    """What the sentence prints there, if it is more and another figure; else nothing."""
    for spotted in read_figures(sentence):
        beyond = spotted.start < start < spotted.end or spotted.start < end < spotted.end
        if beyond and _amount(spotted.figure) != _amount(figure):
            return sentence[spotted.start : spotted.end]
    return ""


def _amount(figure: Figure) -> tuple[Decimal, Decimal | None, Bound]:
    return figure.value, figure.high, figure.bound


def _prove_period(fact: Fact) -> Iterator[Fault]:
    period = fact.period
    if period is not UNSTATED and not EARLIEST <= period.start.year <= period.end.year <= LATEST:
        what = f"its period runs from {period.start} to {period.end}: give one between {EARLIEST} and {LATEST}"
        yield Fault(fact.id, what)


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
