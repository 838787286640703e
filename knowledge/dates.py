"""Stretches of days: years, months and five-year plans, and what "early", "since" and "before" make of them.

A function gives None where the calendar has no such days.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

Dates = tuple[date, date]
"""The first and the last day, both included."""

FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2100
"""Numbers outside these are not read as years; "before X" begins with the first."""

_EARLY_PLANS: Final = {1: (1953, 1957), 2: (1958, 1962)}
"""The plans before 1966 kept another rhythm."""

_LAST_PLAN: Final = 29
_A_YEAR: Final = timedelta(days=366)
_A_SEASON: Final = timedelta(days=89)
_DAY: Final = timedelta(days=1)
_THIRDS: Final = 3


def of_years(first: int, last: int) -> Dates | None:
    if FIRST_YEAR <= first <= last <= LAST_YEAR:
        return date(first, 1, 1), date(last, 12, 31)
    return None


def of_year(year: int) -> Dates | None:
    return of_years(year, year)


def of_months(year: int, first: int, last: int) -> Dates | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= first <= last <= 12):  # noqa: PLR2004
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def of_day(year: int, month: int, day: int) -> Dates | None:
    months = of_months(year, month, month)
    if months is None or not 1 <= day <= months[1].day:
        return None
    return months[0].replace(day=day), months[0].replace(day=day)


def of_plan(number: int | None) -> Dates | None:
    """China's five-year plan of that number: the 14th ran from 2021 to 2025."""
    if number is None or not 1 <= number <= _LAST_PLAN:
        return None
    return of_years(*_EARLY_PLANS.get(number, (1951 + 5 * number, 1955 + 5 * number)))


def plan_in(year: int) -> int:
    """The number of the plan that a year from 1966 on falls into."""
    return (year - 1951) // 5


def years_before(day: date, years: int) -> date:
    """The same day that many years earlier; 29 February becomes 28."""
    year = min(max(day.year - years, 1), 9999)
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def month_before(day: date, months: int) -> Dates | None:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return of_months(year, month + 1, month + 1)


def first_year(dates: Dates, today: date) -> Dates | None:
    return start_of(dates, today) if _is_long(*dates) else None


def last_year(dates: Dates, today: date) -> Dates | None:
    return end_of(dates, today) if _is_long(*dates) else None


def start_of(dates: Dates, _: date) -> Dates:
    """The first year of several, otherwise the first day."""
    start, end = dates
    return (start, date(start.year, 12, 31)) if _is_long(start, end) else (start, start)


def end_of(dates: Dates, _: date) -> Dates:
    """The last year of several, otherwise the last day."""
    start, end = dates
    return (date(end.year, 1, 1), end) if _is_long(start, end) else (end, end)


def early(dates: Dates, _: date) -> Dates:
    return _third(dates, 0)


def middle(dates: Dates, _: date) -> Dates:
    return _third(dates, 1)


def late(dates: Dates, _: date) -> Dates:
    return _third(dates, 2)


def _third(dates: Dates, which: int) -> Dates:
    """Of several years one year, of a year four months, of a month ten days or so."""
    start, end = dates
    if _is_long(start, end):
        year = (start.year, (start.year + end.year) // 2, end.year)[which]
        return max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
    months = end.month - start.month + 1
    if end - start >= _A_SEASON and months >= _THIRDS:
        step = months // _THIRDS
        first = start.month + which * step
        return of_months(start.year, first, first + step - 1) or dates
    step = (end - start).days // _THIRDS
    first_day = start + timedelta(days=which * step)
    return first_day, end if which == _THIRDS - 1 else max(first_day, first_day + timedelta(days=step - 1))


def since(dates: Dates, today: date) -> Dates:
    return dates[0], max(dates[1], today)


def after(dates: Dates, today: date) -> Dates:
    start = dates[1] + _DAY
    return start, max(date(start.year, 12, 31), today)


def before(dates: Dates, _: date) -> Dates:
    return min(date(FIRST_YEAR, 1, 1), dates[0] - _DAY), dates[0] - _DAY


def year_before(dates: Dates, _: date) -> Dates | None:
    return of_year(dates[0].year - 1)


def year_after(dates: Dates, _: date) -> Dates | None:
    return of_year(dates[1].year + 1)


def as_it_is(dates: Dates, _: date) -> Dates:
    return dates


def _is_long(start: date, end: date) -> bool:
    return end - start >= _A_YEAR
