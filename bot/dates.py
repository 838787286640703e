"""Days and periods as a reader of English or Chinese expects them. Plain text: no markup."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from bot.locale import CHINESE, spoken, translator
from knowledge.facts import Period, Unstated

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_PLANS: Final = "一二三四五六七八九"
"""The plans from the 11th on, as 十一五 and its followers name them."""

_FIRST_OF_THEM: Final = 2006
_YEARS_OF_A_PLAN: Final = 5
_DECEMBER: Final = 12

_SEASONS: Final = {
    (1, 3): "第一季度",
    (4, 6): "第二季度",
    (7, 9): "第三季度",
    (10, 12): "第四季度",
    (1, 6): "上半年",
    (7, 12): "下半年",
}

_SHORT: Final = 20
"""Characters of a period that leave room for a title beside it on a button."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_MONTH = re.compile("|".join(_MONTHS))
_A_PLAN = re.compile(r"\b(?:plan|FYP)\b", re.IGNORECASE)


def day(when: date, language: str) -> str:
    """A date, its month in words where English could read it in two ways.

    >>> day(date(2025, 12, 2), "en"), day(date(2025, 12, 2), "zh")
    ('2 December 2025', '2025年12月2日')
    """
    if spoken(language) == CHINESE:
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def period_words(period: Period | Unstated, language: str) -> str:
    """The period as printed; for a Chinese reader its days in Chinese, and as printed beside them.

    >>> period_words(Period(date(2025, 1, 1), date(2025, 12, 31), "end of the plan period, 2025"), "zh")
    '2025年（原文：end of the plan period, 2025）'
    """
    match period:
        case Unstated():
            return translator(language)("not stated in the source")
        case Period() if spoken(language) != CHINESE or _HAN.search(period.label):
            return period.label
        case Period():
            said = _plan(period) or _in_chinese(*_as_said(period))
            return said if _says_no_more(period) else f"{said}（原文：{period.label}）"


def period_in_short(period: Period, language: str) -> str:
    """The period on a button: as printed where that is short, else its days.

    >>> period_in_short(Period(date(2021, 1, 1), date(2025, 12, 31), "the 14th Five-Year Plan period"), "en")
    '2021–2025'
    >>> period_in_short(Period(date(2021, 1, 1), date(2021, 9, 30), "January to September 2021"), "en")
    'Jan–Sep 2021'
    """
    chinese = spoken(language) == CHINESE
    if len(period.label) <= _SHORT and (not chinese or _HAN.search(period.label)):
        return period.label
    return _in_chinese(*_as_said(period)) if chinese else _in_english(period.start, period.end)


def _in_chinese(first: date, last: date) -> str:
    """The days, no more exactly than they are given.

    >>> _in_chinese(date(2021, 1, 1), date(2025, 12, 31)), _in_chinese(date(2024, 6, 30), date(2024, 6, 30))
    ('2021—2025年', '2024年6月30日')
    """
    if first == last:
        return day(first, CHINESE)
    if not _whole_months(first, last):
        return f"{day(first, CHINESE)}至{day(last, CHINESE)}"
    if _whole_years(first, last):
        return f"{first.year}年" if first.year == last.year else f"{first.year}—{last.year}年"
    if first.year != last.year:
        return f"{first.year}年{first.month}月至{last.year}年{last.month}月"
    months = f"{first.month}月" if first.month == last.month else f"{first.month}月至{last.month}月"
    return f"{first.year}年{_SEASONS.get((first.month, last.month), months)}"


def _in_english(first: date, last: date) -> str:
    if first == last:
        return _brief(first)
    if not _whole_months(first, last):
        return f"{_brief(first)}–{_brief(last)}"
    if _whole_years(first, last):
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    opening, closing = _MONTHS[first.month - 1][:3], f"{_MONTHS[last.month - 1][:3]} {last.year}"
    if first.year != last.year:
        return f"{opening} {first.year}–{closing}"
    return closing if first.month == last.month else f"{opening}–{closing}"


def _brief(when: date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1][:3]} {when.year}"


def _plan(period: Period) -> str:
    """A five-year plan by its Chinese name, where the source speaks of a plan and the days are all of it.

    >>> _plan(Period(date(2026, 1, 1), date(2030, 12, 31), "15th Five-Year Plan (2026-2030)"))
    '“十五五”时期（2026—2030年）'
    """
    first, last = period.start, period.end
    number, within = divmod(first.year - _FIRST_OF_THEM, _YEARS_OF_A_PLAN)
    whole = _whole_years(first, last) and within == 0 and last.year - first.year == _YEARS_OF_A_PLAN - 1
    if not (whole and 0 <= number < len(_PLANS) and _A_PLAN.search(period.label)):
        return ""
    return f"“十{_PLANS[number]}五”时期（{first.year}—{last.year}年）"


def _as_said(period: Period) -> tuple[date, date]:
    """The days, a single one widened to what the label names: "by 2025" is held as its last day, and names a year."""
    first, last, label = period.start, period.end, period.label
    if first != last or _names(label, f"{first.day}"):
        return first, last
    if _names(label, f"{first.month}") or _MONTHS[first.month - 1][:3] in label:
        return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    return date(first.year, 1, 1), date(last.year, _DECEMBER, 31)


def _names(label: str, number: str) -> bool:
    return re.search(rf"(?<!\d)0?{number}(?!\d)", label) is not None


def _says_no_more(period: Period) -> bool:
    """Whether the label is the plain English for these days, so that it need not stand beside the Chinese.

    >>> _says_no_more(Period(date(2021, 1, 1), date(2021, 9, 30), "January to September 2021"))
    True
    """
    brief = _MONTH.sub(lambda month: month[0][:3], period.label.strip())
    return re.sub(r" to |\s?-\s?", "–", brief) == _in_english(period.start, period.end)


def _whole_years(first: date, last: date) -> bool:
    return _whole_months(first, last) and first.month == 1 and last.month == _DECEMBER


def _whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last.day == monthrange(last.year, last.month)[1]
