"""Text to periods: exact, never fuzzy. English, simplified and traditional Chinese.

"Now", "currently", "today", "to date", "latest", 目前 and 现在 are no periods: they ask for the newest figure.

Reading takes two steps. `_NAMES` finds what names days by itself (a year, a month, a plan). Then the words around a name
say which part of it is meant (`_INNER`: its end, its middle), names are joined to ranges, and further words
say how the days relate to it (`_OUTER`: since, before, as of).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from knowledge import dates
from knowledge.calendar_names import BLANK, NAMES
from knowledge.dates import Dates
from knowledge.facts import Period
from knowledge.numerals import FLAGS, narrow

_REACH: Final = 48
"""Characters looked at beside a name: the longest phrase of the tables fits, and hostile text costs nothing."""

_ANY_DAY: Final = date(2020, 1, 1)

_ASIDE: Final = re.compile(
    r"(?:compared (?:with|to)|than|versus|vs\.?|from|twice the \w{1,12} of|较|較|比|相比|高于|低于)\s?(?:in\s)?[^,;，；。]{0,24}$",
    FLAGS,
)
"""Before a period that a statement only compares itself with."""

Transform = Callable[[Dates, date], Dates]


@dataclass(frozen=True, slots=True)
class Mention:
    """A period and where a text names it."""

    period: Period
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    dates: Dates


@dataclass(frozen=True, slots=True)
class _Words:
    """The words on one side of a name, and what they make of its days."""

    pattern: re.Pattern[str]
    transforms: tuple[Transform, ...]

    def read(self, text: str) -> tuple[re.Match[str], Transform] | None:
        match = self.pattern.search(text)
        return (match, self.transforms[int((match.lastgroup or "w0")[1:])]) if match else None


def _before_name(*table: tuple[Transform, str]) -> _Words:
    groups = "|".join(f"(?P<w{number}>{pattern})" for number, (_, pattern) in enumerate(table))
    return _Words(re.compile(rf"(?:{groups})$", FLAGS), tuple(transform for transform, _ in table))


def _after_name(*table: tuple[Transform, str]) -> _Words:
    groups = "|".join(f"(?P<w{number}>{pattern})" for number, (_, pattern) in enumerate(table))
    return _Words(re.compile(rf"\A(?:{groups})", FLAGS), tuple(transform for transform, _ in table))


_OF = r"\s(?:of|in|for|to)\s(?:the\s)?"
_INNER_BEFORE: Final = _before_name(
    (
        dates.start_of,
        r"\b(?:the\s)?(?:very\s)?(?:starts?|outset|beginning|dawn|launch|onset|opening(?:\syear)?|kick-?\s?off|"
        rf"(?:first|starting|initial)\syear){_OF}",
    ),
    (
        dates.end_of,
        r"\b(?:the\s)?(?:very\s)?(?:end(?:ing)?|close|conclusion|completion|expiry|finish|"
        rf"(?:final|last|closing|concluding)\syear){_OF}|\b(?:year-?\s?)?end[- ](?:of\s)?",
    ),
    (
        dates.early,
        r"\b(?:the\s)?early(?:\s(?:days|years|months|part|stages?)\sof|\son)?(?:\sin)?[- ](?:the\s)?",
    ),
    (
        dates.middle,
        rf"\b(?:the\s)?(?:mid(?:dle)?(?:-?point)?|midway|halfway)(?:\sof|\sthrough|\sin)?[- ](?:the\s)?",
    ),
    (dates.late, r"\b(?:the\s)?late(?:\s(?:days|years|months|part|stages?)\sof)?(?:\sin)?[- ](?:the\s)?"),
    (dates.as_it_is, r"\bthe\s"),
)
_OPENS = (
    r"kick(?:ed|s)?[- ]?off|began|begins?|started|starts?|got under ?way|gets under ?way|opened|opens|launched|"
    r"took effect|takes effect|came into force|set out"
)
_CLOSES = r"ended|ends?|finished|finishes|closed|closes|concluded|wrapped up|came to an end|drew to a close|expired|was over"
_INNER_AFTER: Final = _after_name(
    (
        dates.start_of,
        rf"(?:'s?)?\s(?:(?:has|had|just|first)\s)?(?:{_OPENS})\b|(?:'s?)?\s(?:beginning|outset|launch|(?:first|opening)\syear)\b"
        r"|(?:期[间間])?的?(?:[刚剛])?(?:[开開]局(?:之年|年份?)?|初期|[开開]始(?:之年|[时時]|的[时時]候)?|起步(?:之年)?|[启啟][动動](?:之年)?|元年"
        r"|[头頭]一年|第一年|首年|伊始|起始年?|之初)(?:的?[时時]候?)?",
    ),
    (
        dates.end_of,
        rf"(?:'s?)?\s(?:(?:has|had|just|finally)\s)?(?:{_CLOSES})\b|(?:'s?)?[- ]year-?\s?end\b|'s\s(?:end|close)\b|"
        r"(?:'s?)?\s(?:final|last|closing)\syear\b"
        r"|(?:期[间間])?的?年?(?:底|末期?|末年|收官(?:之年)?|最[后後]一年|[结結]束(?:之年|[时時])?|[尾终終](?:[声聲])?|期末)(?:的?[时時]候?)?",
    ),
    (dates.early, r"的?年?初(?![中级級创創始])"),
    (dates.middle, r"的?年?中(?:期|旬|[叶葉])|年?中(?=[,，。?？\s、]|$)"),
    (dates.late, r"的?(?:[后後]期|下旬)"),
    (dates.early, r"的?(?:前期|上旬)"),
)
_OUTER_BEFORE: Final = _before_name(
    (dates.since, r"\b(?:ever\s)?(?:since|snce|sinc|starting (?:from|in|with)|as from)\s(?:the\s)?"),
    (dates.after, r"\b(?:after|post)[- ](?:the\s)?"),
    (dates.before, r"\b(?:before|prior to|ahead of|pre)[- ](?:the\s)?"),
    (
        dates.as_it_is,
        r"\b(?:as of|as at|by|at|until|till|up to|up until|through|the)\s(?:the\s)?|截至到?|截止到?|直?[到至]|[自从從]|自[从從]",
    ),
)
_OUTER_AFTER: Final = _after_name(
    (
        dates.since,
        r"\s(?:onwards?|and (?:after|later|since))\b|\s?(?:-|–|to|until|till|through)\s?(?:date|now|today|the present|present)\b"
        r"|之?以[来來]|至今|到(?:[现現]在|今天|目前|今日)|[开開]始|起(?![来來码碼步])",
    ),
    (dates.after, r"之?以?[后後](?![续續来來年期])|之[后後]"),
    (dates.before, r"之前|以前|前(?![五景列沿期十往提年三\d一二两兩四六七八九几幾])"),
    (dates.as_it_is, r"之[内內間间]|[年期]?[内內](?![地蒙部容])"),
)
_TO: Final = re.compile(
    r"\s{0,2}(?:-{1,3}|–|—{1,2}|~|/|(?:to|through|thru|until|till|up to)\s(?:the\s)?|直?[到至])\s{0,2}", FLAGS
)
_AND: Final = re.compile(r"\s{0,2}(?:and\s(?:the\s)?|&\s?|[和与與]|及)\s{0,2}", FLAGS)
_FROM: Final = re.compile(r"(?:\bfrom\s(?:the\s)?|[从從自由])$", FLAGS)
_BETWEEN: Final = re.compile(r"(?:\bbetween\s(?:the\s)?|介于)$", FLAGS)
_AGAIN: Final = re.compile(r"\s{0,2}(?:period|[规規][划劃]|期[间間])?\s{0,2}\(\s?", FLAGS)


def read_periods(text: str, *, today: date) -> tuple[Mention, ...]:
    """Every period a text names, in order and not overlapping; offsets are into that text."""
    plain = narrow(text)
    found: Sequence[_Found] = _names(plain, today)
    found = _widened(plain, found, _INNER_BEFORE, _INNER_AFTER, today)
    found = _joined(plain, found)
    found = _widened(plain, found, _OUTER_BEFORE, _OUTER_AFTER, today)
    return tuple(
        Mention(Period(*each.dates, text[each.start : each.end]), each.start, each.end)
        for each in _once(plain, found)
    )


def period_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text names periods; that does not depend on the day it is read."""
    return tuple((each.start, each.end) for each in read_periods(text, today=_ANY_DAY))


def read_period(text: str, *, today: date) -> Period | None:
    """The one period a text is most likely about: the first that it does not merely compare itself with."""
    mentions = read_periods(text, today=today)
    own = (each for each in mentions if not _ASIDE.search(text[max(0, each.start - _REACH) : each.start]))
    first = next(own, mentions[0] if mentions else None)
    return first.period if first else None


def _names(text: str, today: date) -> list[_Found]:
    """Each kind of name in turn, most telling first; what one has read is blanked out for the next."""
    found: list[_Found] = []
    for pattern, read in NAMES:

        def take(match: re.Match[str], read: Callable[[re.Match[str], date], Dates | None] = read) -> str:
            if days := read(match, today):
                found.append(_Found(match.start(), match.end(), days))
            return BLANK * len(match[0])

        text = pattern.sub(take, text)
    return sorted(found, key=lambda each: each.start)


def _widened(text: str, found: Sequence[_Found], left: _Words, right: _Words, today: date) -> list[_Found]:
    """Each name with the words around it that belong to it, and its days as they change them."""
    widened: list[_Found] = []
    for number, each in enumerate(found):
        following = found[number + 1].start if number + 1 < len(found) else len(text)
        floor = max(widened[-1].end if widened else 0, each.start - _REACH)
        start, end, days = each.start, each.end, each.dates
        if read := right.read(text[end : min(following, end + _REACH)]):
            match, transform = read
            end, days = end + match.end(), _kept(transform, days, today)
        if read := left.read(text[floor:start]):
            match, transform = read
            start, days = floor + match.start(), _kept(transform, days, today)
        widened.append(_Found(start, end, days))
    return widened


def _kept(transform: Transform, days: Dates, today: date) -> Dates:
    start, end = transform(days, today)
    return (start, end) if start <= end else days


def _joined(text: str, found: Iterable[_Found]) -> list[_Found]:
    """Two names with "to" between them are one range, where the second is the later one."""
    joined: list[_Found] = []
    for each in found:
        if joined and (start := _range_start(text, joined, each)) is not None:
            joined[-1] = _Found(start, each.end, (joined[-1].dates[0], each.dates[1]))
        else:
            joined.append(each)
    return joined


def _range_start(text: str, before: Sequence[_Found], later: _Found) -> int | None:
    earlier = before[-1]
    if earlier.dates[0] >= later.dates[0] or earlier.dates[1] > later.dates[1]:
        return None
    floor = max(before[-2].end if len(before) > 1 else 0, earlier.start - _REACH)
    lead, gap = text[floor : earlier.start], text[earlier.end : later.start][:_REACH]
    if _TO.fullmatch(gap):
        opening = _FROM.search(lead) or _BETWEEN.search(lead)
    elif _AND.fullmatch(gap) and (_BETWEEN.search(lead) or text.startswith("之间", later.end)):
        opening = _BETWEEN.search(lead)
    else:
        return None
    return floor + opening.start() if opening else earlier.start


def _once(text: str, found: Iterable[_Found]) -> Iterator[_Found]:
    """A name repeated in brackets, "the 14th plan (2021-2025)", is one mention with the narrower dates."""
    last: _Found | None = None
    for each in found:
        gap = _AGAIN.fullmatch(text[last.end : each.start][:_REACH]) if last else None
        closing = re.compile(r"\s?年?\s?\)").match(text, each.end)
        if last and gap and closing and (days := _narrower(last.dates, each.dates)):
            last = replace(last, end=closing.end(), dates=days)
            continue
        if last:
            yield last
        last = each
    if last:
        yield last


def _narrower(one: Dates, other: Dates) -> Dates | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if (start, end) in {one, other} else None
