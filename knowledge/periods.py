"""Text to periods: exact, never fuzzy. English, simplified and traditional Chinese.

"Now", "currently", "today", "to date", "latest", 目前 and 现在 are no periods: they ask for the newest
figure.

Reading goes from the inside out: names of days (a year, a month, a plan); the words beside a name that say
which part of it is meant (its end, its middle); ranges of two names; words that relate to it (since, before).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from re import Match
from typing import Final

from knowledge.dates import Dates, of_year
from knowledge.facts import Period
from knowledge.numerals import BLANK, narrow
from knowledge.period_names import MAY_NAME, NAMES, NEEDS, YEAR_BEFORE
from knowledge.period_readers import Read
from knowledge.period_words import (
    AND,
    BETWEEN,
    BRACKET,
    CLOSING,
    COMPARING,
    DISMISSED,
    DISMISSING,
    FROM,
    NEGATING,
    OR,
    PART_AFTER,
    PART_BEFORE,
    RELATION_AFTER,
    RELATION_BEFORE,
    TO,
    Words,
)

_REACH: Final = 48
"""Characters looked at beside a name: the longest phrase fits, and hostile text costs nothing."""

_ANY_DAY: Final = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Mention:
    """A period and where a text names it. A negated one is named only to leave it out: "not in 2025 but in 2024"."""

    period: Period
    start: int
    end: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    dates: Dates
    negated: bool = False


def read_periods(text: str, *, today: date) -> tuple[Mention, ...]:
    """Every period a text names, in order and not overlapping; offsets are into that text."""
    plain = narrow(text)
    found = _names(plain, today)
    if not found:
        return ()
    found = _counted_back(plain, found)
    found = _widened(plain, found, PART_BEFORE, PART_AFTER, today)
    found = _joined(plain, found)
    found = _widened(plain, found, RELATION_BEFORE, RELATION_AFTER, today)
    return tuple(
        Mention(Period(*each.dates, text[each.start : each.end]), each.start, each.end, each.negated)
        for each in _told_apart(plain, tuple(_once(plain, found)))
    )


@lru_cache(maxsize=100_000)
def may_date(word: str) -> bool:
    """Whether a text with this word may name a period; one of letters alone without such words names none."""
    return MAY_NAME.search(word) is not None


def period_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text names periods. On which day it is read makes no difference to that."""
    return tuple((each.start, each.end) for each in read_periods(text, today=_ANY_DAY))


def read_period(text: str, *, today: date) -> Period | None:
    """The one period a text is most likely about: the first that it does not merely compare itself with."""
    mentions = tuple(mention for mention in read_periods(text, today=today) if not mention.negated)
    own = (each for each in mentions if not compares(text, each.start))
    first = next(own, mentions[0] if mentions else None)
    return first.period if first else None


def compares(text: str, position: int) -> bool:
    """Whether what stands there in a text is only what it compares itself with."""
    return COMPARING.search(text[max(0, position - _REACH) : position]) is not None


def _names(text: str, today: date) -> list[_Found]:
    """Each kind of name in turn; what one has read is blanked out for the next."""
    found: list[_Found] = []
    if MAY_NAME.search(text) is None:
        return found
    here = {need for need in NEEDS if need.search(text)}
    for need, pattern, read in NAMES:
        if need not in here:
            continue

        def take(match: Match[str], read: Read = read) -> str:
            if days := read(match, today):
                found.append(_Found(match.start(), match.end(), days))
            return BLANK * len(match[0])

        text = pattern.sub(take, text)
    return sorted(found, key=lambda each: each.start)


def _counted_back(text: str, found: Sequence[_Found]) -> list[_Found]:
    """The year before is that before the year named last; where none is, it is that before today's."""
    counted: list[_Found] = []
    for each in found:
        beside = counted and YEAR_BEFORE.fullmatch(text, each.start, each.end)
        days = of_year(counted[-1].dates[0].year - 1) if beside else None
        counted.append(replace(each, dates=days or each.dates))
    return counted


def _widened(text: str, found: Sequence[_Found], left: Words, right: Words, today: date) -> list[_Found]:
    """Each name with the words around it that belong to it, and its days as they change them."""
    widened: list[_Found] = []
    for number, each in enumerate(found):
        following = found[number + 1].start if number + 1 < len(found) else len(text)
        floor = max(widened[-1].end if widened else 0, each.start - _REACH)
        start, end, days = each.start, each.end, each.dates
        if words := right.read(text[end : min(following, end + _REACH)], days, today):
            end, days = end + words[1], words[2]
        if words := left.read(text[floor:start], days, today):
            start, days = floor + words[0], words[2]
        widened.append(_Found(start, end, days))
    return widened


def _joined(text: str, found: Iterable[_Found]) -> list[_Found]:
    """Two names with "to" between them are one range, where the second is the later one."""
    joined: list[_Found] = []
    for each in found:
        start = _range_start(text, joined, each)
        if start is None:
            joined.append(each)
        else:
            joined[-1] = _Found(start, each.end, (joined[-1].dates[0], each.dates[1]))
    return joined


def _range_start(text: str, before: Sequence[_Found], later: _Found) -> int | None:
    """Where the range that ends with the later name begins; None where there is no range."""
    if not before or before[-1].dates[0] >= later.dates[0] or before[-1].dates[1] > later.dates[1]:
        return None
    earlier = before[-1]
    floor = max(before[-2].end if len(before) > 1 else 0, earlier.start - _REACH)
    lead, gap = text[floor : earlier.start], text[earlier.end : later.start][:_REACH]
    opening = BETWEEN.search(lead) or FROM.search(lead)
    bracketed = BETWEEN.search(lead) or text.startswith("之间", later.end)
    if TO.fullmatch(gap) or (AND.fullmatch(gap) and bracketed):
        return floor + opening.start() if opening else earlier.start
    return None


def _once(text: str, found: Iterable[_Found]) -> Iterator[_Found]:
    """A name repeated in brackets, "the 14th plan (2021-2025)", is one mention with the narrower dates."""
    last: _Found | None = None
    for each in found:
        closing = CLOSING.match(text, each.end)
        if last and closing and BRACKET.fullmatch(text[last.end : each.start][:_REACH]):
            days = _narrower(last.dates, each.dates)
            if days:
                last = replace(last, end=closing.end(), dates=days)
                continue
        if last:
            yield last
        last = each
    if last:
        yield last


def _told_apart(text: str, found: Sequence[_Found]) -> Sequence[_Found]:
    """Those that are named only to be left out, with the words that do so.

    One at least is what a text is about, where none is said to be of no interest.
    """
    told: list[_Found] = []
    dismissed = False
    for each in found:
        floor = max(told[-1].end if told else 0, each.start - _REACH)
        lead = text[floor : each.start]
        before, after = DISMISSING.search(lead), DISMISSED.match(text, each.end)
        dismissed = dismissed or bool(before or after)
        starts = [words.start() for words in (before, NEGATING.search(lead)) if words]
        if starts or after:
            start, end = floor + min(starts) if starts else each.start, after.end() if after else each.end
            told.append(replace(each, start=start, end=end, negated=True))
        else:
            alike = bool(told) and told[-1].negated and OR.fullmatch(lead) is not None
            told.append(replace(each, negated=alike))
    return found if all(each.negated for each in told) and not dismissed else told


def _narrower(one: Dates, other: Dates) -> Dates | None:
    """Of two stretches the one inside the other; None where neither is."""
    inner = max(one[0], other[0]), min(one[1], other[1])
    return inner if inner in {one, other} else None
