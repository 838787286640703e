"""What a name of days stands for: one function for each kind of name in `period_names`.

Each takes the match and the day of reading. None: there are no such days
(31 February), or it is no name after all.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from knowledge import dates
from knowledge.dates import Dates
from knowledge.numerals import COUNT, FLAGS, read_count, read_han
from knowledge.units import COUNTED_NEXT, GROUP_NEXT

Read = Callable[[re.Match[str], date], Dates | None]

_RELATIVE: Final = {
    "year before last": -2,
    "last year": -1,
    "previous year": -1,
    "preceding year": -1,
    "year before": -1,
    "this year": 0,
    "current year": 0,
    "next year": 1,
    "coming year": 1,
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "后年": 2,
    "後年": 2,
}
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY: Final = 2000
"""Of a year in two digits."""

_MONTHS_OF_A_YEAR: Final = 12
_SECOND_HALF: Final = frozenset({"second", "2nd", "latter", "2", "下", "后", "後"})

_COUNTING: Final = re.compile(
    r"(?:\b(?:(?:more|less|fewer|higher|lower) than|at (?:least|most)|nearly|almost|exceed(?:s|ed|ing)?"
    r"|there (?:are|were)|over|about|around|some|roughly|approximately|under|below|above|ha(?:ve|s|d)"
    r"|rmb|usd|cny|no\.)"
    r"|超[过過]?|不到|不足|至少|[将將]?近|大?[约約]|逾)\s?$",
    FLAGS,
)
_REACH: Final = 16
"""Characters in which the longest words of `_COUNTING` fit."""

_AMOUNT: Final = re.compile(
    r"\b(?:r[io]sen?|rises|rising|f[ae]ll|fallen|falls|gr[eo]ws?|grown|growing|went|gone|up|down|cut|changed?|gained?"
    r"|dropp?e?d?|(?:increas|declin|decreas|expand|shr[aiu]nk|climb|jump|soar|reduc|widen|narrow|improv|multipl|divid"
    r"|follow|outnumber|surg|rais|slash|slipp?|sl[iu]d|edg)\w*|higher|lower|more|less|fewer)(?:\s[\w-]+){0,3}\sby\s$"
    rf"|(?:\b{COUNT}|\d|\bevery)\sin\s$",
    FLAGS,
)
"""Before a number of two digits: then it is an amount of change, or the whole of a share."""

_LONG_REACH: Final = 48
"""Characters in which the longest words of `_AMOUNT` fit."""

_FIRST_LIKELY: Final = 1990
_LIKELY_AHEAD: Final = 15
"""Years that people ask for; four digits beyond them are a year only where nothing speaks for a count."""


def _year(match: re.Match[str], today: date) -> int:
    return year_of(match["y"], today)


def _count(match: re.Match[str]) -> int:
    return read_count(match["n"]) or 0


def nothing(_: re.Match[str], __: date) -> Dates | None:
    return None


def year_of(text: str, today: date) -> int:
    """The year that "2021", "FY21", "'25", 二〇二一年 or "last year" stands for."""
    word = " ".join(text.lower().split()).removesuffix("度")
    if (shift := _RELATIVE.get(word.removeprefix("the "))) is not None:
        return today.year + shift
    if digits := re.search(r"\d+", word):
        return int(digits[0]) + (_CENTURY if int(digits[0]) < _CENTURY // 20 else 0)
    return int(read_han(word.rstrip(" 年")))


def _month_number(text: str) -> int:
    word = text.lower()[:3]
    return _MONTHS.index(word) + 1 if word in _MONTHS else read_count(text) or 0


def read_day(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_day(_year(match, today), _month_number(match["m"]), read_count(match["d"]) or 0)


def read_day_first(match: re.Match[str], _: date) -> Dates | None:
    """30/06/2024; where day and month could be swapped it names no day for certain."""
    one, other, year = int(match["d"]), int(match["m"]), int(match["y"])
    if one != other and max(one, other) <= _MONTHS_OF_A_YEAR:
        return dates.of_year(year)
    return dates.of_day(year, min(one, other), max(one, other))


def read_months(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_months(_year(match, today), _month_number(match["m"]), _month_number(match["n"]))


def read_month(match: re.Match[str], today: date) -> Dates | None:
    month = _month_number(match["m"])
    return dates.of_months(_year(match, today), month, month)


def read_month_or_years(match: re.Match[str], _: date) -> Dates | None:
    """2024-06 is a month, 2021-25 is five years."""
    year, tail = int(match["y"]), int(match["m"])
    if 1 <= tail <= _MONTHS_OF_A_YEAR:
        return dates.of_months(year, tail, tail)
    return dates.of_years(year, year - year % 100 + tail) if len(match["m"]) > 1 else None


def read_first_months(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_months(_year(match, today), 1, _count(match))


def read_first_quarters(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_months(_year(match, today), 1, 3 * _count(match))


def read_quarter(match: re.Match[str], today: date) -> Dates | None:
    word = match["n"].lower()
    number = {"首": 1, "final": 4, "last": 4}.get(word) or read_count(word) or 0
    return dates.of_months(_year(match, today), 3 * number - 2, 3 * number)


def read_half(match: re.Match[str], today: date) -> Dates | None:
    first = 7 if match["n"].lower() in _SECOND_HALF else 1
    return dates.of_months(_year(match, today), first, first + 5)


def read_plan(match: re.Match[str], _: date) -> Dates | None:
    return dates.of_plan(read_count(match["n"].replace(" ", "")))


def read_plan_years(match: re.Match[str], _: date) -> Dates | None:
    """A plan by its years: "the 2021-2025 plan"."""
    first, last = int(match["y"]), int(match["z"]) % 100
    return dates.of_plan(dates.plan_in(first)) if first % 100 + 4 == last else None


def read_next_plan(_: re.Match[str], today: date) -> Dates | None:
    """A plan is called the next one until its first year is over: its outline is adopted in that spring."""
    return dates.of_plan(dates.plan_in(today.year - 1) + 1)


def plan_by_today(shift: int) -> Read:
    return lambda _, today: dates.of_plan(dates.plan_in(today.year) + shift)


def read_years_earlier(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_year(_year(match, today) - _count(match))


def read_years_later(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_year(_year(match, today) + _count(match))


def read_years_ago(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_year(today.year - _count(match))


def read_end_of_this_year(_: re.Match[str], today: date) -> Dates | None:
    return dates.of_day(today.year, 12, 31)


def read_past_years(match: re.Match[str], today: date) -> Dates | None:
    return dates.years_before(today, _count(match) or 1), today


def read_years_to(match: re.Match[str], today: date) -> Dates | None:
    month = match["m"] or "12"
    last = dates.of_months(_year(match, today), int(month), int(month))
    return (dates.years_before(last[0], _count(match)), last[1]) if last else None


def read_decade(match: re.Match[str], _: date) -> Dates | None:
    return dates.of_years(int(match["y"]), int(match["y"]) + 9)


def month_by_today(months: int) -> Read:
    return lambda _, today: dates.month_before(today, months)


def quarter_by_today(quarters: int) -> Read:
    def read(_: re.Match[str], today: date) -> Dates | None:
        year, quarter = divmod(today.year * 4 + (today.month - 1) // 3 - quarters, 4)
        return dates.of_months(year, 3 * quarter + 1, 3 * quarter + 3)

    return read


def read_plain_year(match: re.Match[str], today: date) -> Dates | None:
    """A year, unless the words around it say that the four digits count something."""
    if re.fullmatch(r"\d{4}", match[0], re.ASCII) and _counts(match, int(match[0]), today):
        return None
    return dates.of_year(_year(match, today))


def read_spelled_year(match: re.Match[str], _: date) -> Dates | None:
    """Said as "twenty twenty three" or "two thousand fifteen"."""
    return dates.of_year(_CENTURY + (read_count(match["tens"]) or 0) + (read_count(match["ones"] or "") or 0))


def read_short_year(match: re.Match[str], today: date) -> Dates | None:
    """The year of "in 21" and "by 25"; "rose by 25" and "one in 20" count."""
    before = match.string[max(0, match.start() - _LONG_REACH) : match.start()]
    return None if _AMOUNT.search(before) else dates.of_year(_year(match, today))


def _counts(match: re.Match[str], number: int, today: date) -> bool:
    """Whether the digits count: those of "2025 firms" and "more than 2000", not of "2025 little giants"."""
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    unlikely = number % 100 == 0 or not _FIRST_LIKELY <= number <= today.year + _LIKELY_AHEAD
    bounded = _COUNTING.search(before) is not None
    group = GROUP_NEXT.match(match.string, match.end()) is not None
    return COUNTED_NEXT.match(match.string, match.end()) is not None or [bounded, group, unlikely].count(True) > 1
