"""Text to figures: exact, never fuzzy. Bound, number, unit and scale, with the wording kept as printed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from knowledge.bounds import bound_after, bound_before
from knowledge.facts import Bound, Figure
from knowledge.numerals import FLAGS, Number, blanked, may_count, narrow, read_numbers
from knowledge.periods import period_spans
from knowledge.shares import SHARE_UNIT, read_shares
from knowledge.units import CURRENCIES, UNPRINTED, classified, currency_before, measure_at, subject_of, thing_at

PER_ENTERPRISE: Final = " per enterprise"
"""Ends the unit of an average."""

_REACH: Final = 48
"""Characters looked at beside a number."""

_LONG_REACH: Final = 96
"""The same for whom a sentence speaks of."""

_TO: Final = re.compile(r"\s?(?:-|–|—|~|to\s|[至到])\s?", FLAGS)
_AND: Final = re.compile(r"\s(?:and)\s", FLAGS)
_BETWEEN: Final = re.compile(r"\bbetween\s$", FLAGS)
_SPREAD: Final = re.compile(
    r"\b(?:rang\w+|var(?:y|ies|ied|ying)|differ\w*|anywhere|anything|somewhere|spread)\s(?:\w+\s){0,3}?from\s$", FLAGS
)
_APART: Final = re.compile(r"不等|之[间間]|[区區][间間]|浮[动動]", FLAGS)
"""Before and after the two ends of a range, which "from" may lead as well as the two ends of a change."""

_AGED: Final = re.compile(
    r"\b(?:average|typical|median|mean|youngest|oldest)\s(?:\w+\s){0,2}?"
    r"(?:founder|chair(?:man|woman|person)|boss|ceo|owner|entrepreneur|manager|president|director|leader|worker|engineer"
    r"|employee|technician|researcher)\b[^,;.]{0,40}\b(?:is|was)\s(?:(?:just|only|about|around|over|under)\s)?$",
    FLAGS,
)
"""Before a number without a noun, which are then years."""

_CHANGE: Final = re.compile(r"(?:\b(?:from|by)|[从從由])\s?$", FLAGS)
_ON_AVERAGE: Final = re.compile(r"\son average\b", FLAGS)
_AVERAGE: Final = re.compile(
    r"\bon average\b|\baverages?d?\b|\btypical(?:ly)?\b|\bper (?:enterprise|firm|company)\b|\bmedian\b"
    r"|平均|中位[数數]|[户戶家企]均",
    FLAGS,
)
_LABELLED: Final = re.compile(
    r"(?:\b(?:batch|no\.|number|article|phase|chapter|table|section|stage|grade|level|top|version|page|step)\s?|[第#])$",
    FLAGS,
)
_SMALL: Final = 100
"""From here on "number" before a figure is the verb, and the figure no label."""

_OF_ANOTHER: Final = re.compile(
    r"\s(?:that|those|what|the (?:\w+ )?(?:rate|level|figure|average|share)|as (?:many|much|high|large|big|often))\b",
    FLAGS,
)
"""After a share or a multiple of something else."""

_ASIDE: Final = re.compile(
    r"(?:\b(?:from|than(?: in)?|compared (?:with|to)|versus|vs\.?|the|those|these|among|after|per"
    r"|every|each)|(?:^|%\s|\b(?:percent|per cent|half|thirds?|quarters?|fifths?|tenths?|out|most|many|some|few"
    r"|surveys?|polls?|samples?|panels?|groups?|\d+|one|two|three|four|five|six|seven|eight|nine|ten)\s)of|against|[从從由比较較每第])\s$"
    r"|(?:[从從由较較每]|每(?:投入|增加|完成|新增|生[产產])|(?<![占佔])比)(?:\x00{2,20}[年的]{0,2})?$",
    FLAGS,
)
_BUT_NOT_ASIDE: Final = re.compile(
    r"\b(?:more|less|fewer|higher|greater|lower) than\s$|\b(?:total|average|share|list) of\s$", FLAGS
)


_ODD: Final = re.compile(r"[多余餘]")
_COUNTER: Final = re.compile(r"[多余餘]?[家户戶间間件人名项項台臺套所篇起宗笔筆份场場次]")
"""Written together with the number, so printed with it."""

_CLASSIFIER: Final = re.compile(r"[个個家户戶间間项項件条條人名位种種次所篇]")
_OPENING: Final = re.compile(r"\s?\(\s?")


@dataclass(frozen=True, slots=True)
class Spotted:
    """A figure and where a sentence prints it. `aside` weighs what speaks against its being the statement.

    A unit is `implied` where none is printed beside the number: the sentence's subject stands in for it.
    """

    figure: Figure
    start: int
    end: int
    aside: int = 0
    implied: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as printed, the same without its periods, and what its numbers count unless they say it."""

    printed: str
    plain: str
    subject: str
    average: bool

    @classmethod
    def of(cls, printed: str, periods: Iterable[tuple[int, int]] = ()) -> "_Sentence":
        plain = blanked(narrow(printed), periods)
        average = _AVERAGE.search(plain) is not None
        return cls(printed, plain, subject_of(plain, average=average), average)

    def per_enterprise(self, thing: str) -> str:
        """What is counted on average is counted per enterprise, unless it is enterprises."""
        return thing + PER_ENTERPRISE if self.average and thing not in {"", "enterprises", *UNPRINTED} else thing


def read_figures(sentence: str) -> tuple[Spotted, ...]:
    """Every figure of a sentence, in order; years and the numbers of plans are none."""
    if not may_count(narrow(sentence)):
        return ()
    return tuple(_read(_Sentence.of(sentence, period_spans(sentence))))


def read_figure(printed: str) -> Figure | None:
    """A figure printed by itself: "more than 30 million yuan (over 4.24 million U.S. dollars)", "近80%"."""
    spotted = likeliest(read_figures(printed)) or likeliest(_read(_Sentence.of(printed)))
    return replace(spotted.figure, printed=printed.strip()) if spotted else None


def likeliest(spotted: Iterable[Spotted]) -> Spotted | None:
    """The figure a sentence is most likely there to state: the first of those with the least against them."""
    return min(spotted, key=lambda each: each.aside, default=None)


def numbers_in(text: str) -> tuple[Decimal, ...]:
    """All numbers of a text in base units, periods aside: 17,600, 三千万, "one in ten" as 10 percent."""
    plain = narrow(text)
    if not may_count(plain):
        return ()
    plain = blanked(plain, period_spans(text))
    shares = tuple(read_shares(plain))
    rest = read_numbers(blanked(plain, ((each.start, each.end) for each in shares)))
    found = [*shares, *(each for each in rest if not _is_idle(each, plain))]
    return tuple(each.value for each in sorted(found, key=lambda each: each.start))


def _is_idle(number: Number, text: str) -> bool:
    """A number that counts nothing here: "which one", the 一 of 统一, the 零 of 零件, the 6 of "batch 6"."""
    if number.spelled and (abs(number.value) == 1 or text[number.start : number.end] == "零"):
        return True
    before = text[max(0, number.start - 12) : number.start]
    labelled = _LABELLED.search(before) and not (number.value >= _SMALL and before.endswith("number "))
    return bool(labelled) or (_is_lone_han(number, text) and not _has_unit(text, number.end))


def _is_lone_han(number: Number, text: str) -> bool:
    """A single Chinese numeral, or a scale with nothing to multiply: a part of a word more often than not."""
    printed = text[number.start : number.end]
    return number.spelled and not printed.isascii() and (len(printed) == 1 or printed[0] in "百千万萬亿億")


def _has_unit(text: str, position: int) -> bool:
    return measure_at(text, position) is not None or _CLASSIFIER.match(text, position) is not None


def _read(sentence: _Sentence) -> Iterator[Spotted]:
    shares = tuple(read_shares(sentence.plain))
    rest = read_numbers(blanked(sentence.plain, ((each.start, each.end) for each in shares)))
    numbers = [*shares, *(each for each in rest if not _is_idle(each, sentence.plain))]
    last: Spotted | None = None
    for number in sorted(numbers, key=lambda each: each.start):
        spotted = _spot(sentence, number, last.end if last else 0, share=number in shares)
        merged = _merged(sentence, last, spotted) if last else None
        if last and not merged:
            yield last
        last = merged or spotted
    if last:
        yield last


def _spot(sentence: _Sentence, number: Number, floor: int, *, share: bool) -> Spotted:
    """A number with its unit and the words that bound it; `floor` is where the figure before it ends."""
    plain = sentence.plain
    unit, start, end = (SHARE_UNIT, number.start, number.end) if share else _unit(sentence, number)
    implied = unit is None
    if unit is None:
        aged = _AGED.search(plain, max(0, start - _LONG_REACH), start)
        unit = "years" if aged else sentence.per_enterprise(sentence.subject)
    bound, start, end = _bound(plain, number, floor, start, end)
    if average := _ON_AVERAGE.match(plain, end):
        end = average.end()
    figure = Figure(number.value, unit, bound, sentence.printed[start:end], scale=number.scale)
    return Spotted(figure, start, end, _aside(plain, start, number, unit), implied)


def _bound(plain: str, number: Number, floor: int, start: int, end: int) -> tuple[Bound, int, int]:
    """The bound, and where the figure begins and ends with it. Words before the number count first."""
    inside, _ = bound_after(plain, number.end)
    behind, end = bound_after(plain, end)
    lead = plain[max(floor, start - _REACH) : start]
    if (before := bound_before(lead)) and not (lead.endswith("上") and plain[start] not in "十百千万萬亿億"):
        bound, begin = before
        return bound, start if bound is Bound.EXACTLY else start - len(lead) + begin, end
    if _ODD.search(plain, number.start, number.end):
        return Bound.OVER, start, end
    return inside or behind or Bound.EXACTLY, start, end


def _unit(sentence: _Sentence, number: Number) -> tuple[str | None, int, int]:
    """The unit beside the number, if any, and where the figure begins and ends with it. Things stay outside."""
    plain, start = sentence.plain, number.start
    _, end = bound_after(plain, number.end)
    sign = currency_before(plain, start)
    if measure := measure_at(plain, end):
        return measure[0], sign[1] if sign else start, measure[1]
    if sign:
        return sign[0], sign[1], number.end
    thing = classified(plain, start, end)
    if thing is None:
        thing = thing_at(plain, end) or None
    counter = _COUNTER.match(plain, end)
    unit = None if thing is None else sentence.per_enterprise(thing)
    return unit, start, counter.end() if counter else number.end


def _merged(sentence: _Sentence, first: Spotted, second: Spotted) -> Spotted | None:
    """Two figures that are one: a range, or an amount and its conversion in brackets."""
    gap, tail = sentence.plain[first.end : second.start], sentence.plain[second.end : second.end + 1]
    if _OPENING.fullmatch(gap) and tail == ")" and _is_conversion(first.figure, second.figure):
        end = second.end + 1
        return replace(first, end=end, figure=replace(first.figure, printed=sentence.printed[first.start : end]))
    return _range(sentence, first, second)


def _is_conversion(first: Figure, second: Figure) -> bool:
    return first.unit != second.unit and {first.unit, second.unit} <= CURRENCIES


def _range(sentence: _Sentence, first: Spotted, second: Spotted) -> Spotted | None:
    low, high, plain = first.figure, second.figure, sentence.plain
    gap, lead = plain[first.end : second.start], plain[max(0, first.start - _REACH) : first.start]
    between = _BETWEEN.search(lead)
    apart = _SPREAD.search(lead) or _APART.match(plain, second.end)
    if not (_AND.fullmatch(gap) if between else _TO.fullmatch(gap) and (apart or not _CHANGE.search(lead))):
        return None
    value = low.value if low.scale > 1 else low.value * high.scale
    if Bound.EXACTLY is not high.bound or not value < high.value or not (first.implied or low.unit == high.unit):
        return None
    start = first.start - (len(lead) - between.start() if between else 0)
    figure = Figure(value, high.unit, Bound.BETWEEN, sentence.printed[start : second.end], high.value, high.scale)
    return replace(first, figure=figure, start=start, end=second.end, implied=second.implied)


def _aside(plain: str, start: int, number: Number, unit: str) -> int:
    """What a sentence compares with, counts its subject by, or puts in brackets is not what it states."""
    lead = plain[max(0, start - _REACH) : start]
    compared = (_ASIDE.search(lead) and not _BUT_NOT_ASIDE.search(lead)) or _OF_ANOTHER.match(plain, number.end)
    bracketed = lead.rfind("(") > lead.rfind(")")
    small = number.spelled and unit != SHARE_UNIT and number.scale == 1
    duration = unit in {"years", "months", "times"}
    return 2 * bool(compared) + 2 * bracketed + small + duration
