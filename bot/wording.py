"""Figures, periods and dates as a reader of English or Chinese expects them. Plain text: no markup."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from bot.locale import CHINESE, spoken, translator
from bot.markup import cut, units
from knowledge.facts import Bound, Fact, Figure, Period, Unstated

_BEFORE: Final = {
    Bound.EXACTLY: "",
    Bound.OVER: "超过 ",
    Bound.AT_LEAST: "至少 ",
    Bound.NEARLY: "近 ",
    Bound.UNDER: "不到 ",
    Bound.AT_MOST: "至多 ",
    Bound.ABOUT: "约 ",
    Bound.BETWEEN: "",
}

_CLASSIFIERS: Final = {
    "enterprise": "家",
    "firm": "家",
    "company": "家",
    "percent": "%",
    "percentage point": "个百分点",
    "yuan": "元",
    "u.s. dollar": "美元",
    "us dollar": "美元",
    "dollar": "美元",
    "euro": "欧元",
    "patent": "件",
    "product": "种",
    "person": "人",
    "people": "人",
    "year": "年",
    "time": "倍",
    "city": "个城市",
    "province": "个省份",
    "job": "个岗位",
    "item": "项",
    "project": "个项目",
}
"""Units in Chinese, by their English singular. A figure in any other unit is shown as printed alone."""

_LARGE: Final = ((10**8, "亿"), (10**4, "万"))
"""Chinese counts money by ten thousands; enterprises stay in plain digits, as Chinese papers print them."""

_SHORT: Final = 20
"""Units of a period that leave room for a title beside it on a button."""

_MONEY: Final = frozenset({"元", "美元", "欧元"})
_HAN = re.compile(r"[\u3400-\u9fff]")
_OPEN_ENDED = re.compile(r"\d\+?$")


def figure_words(figure: Figure, language: str) -> tuple[str, str]:
    """The figure as printed, and what has to stand behind it to be understood.

    >>> figure_words(Figure(Decimal(17600), "enterprises", Bound.OVER, "more than 17,600"), "en")
    ('more than 17,600', ' enterprises')
    >>> figure_words(Figure(Decimal(60), "percent", Bound.OVER, "more than 60%"), "en")
    ('more than 60%', '')
    """
    if spoken(language) == CHINESE and (said := in_chinese(figure)):
        return said, f"（原文：{figure.printed}）"
    if _holds_unit(figure):
        return figure.printed, ""
    return figure.printed, f" {figure.unit}" if _OPEN_ENDED.search(figure.printed) else f" ({figure.unit})"


def in_chinese(figure: Figure) -> str:
    """The figure in Chinese, bound included; empty where that is how it is printed, or the unit has no word.

    >>> in_chinese(Figure(Decimal(30000000), "yuan", Bound.OVER, "more than 30 million yuan", scale=1000000))
    '超过 3,000 万元'
    """
    unit = _CLASSIFIERS.get(_singular(figure.unit))
    if unit is None or _HAN.search(figure.printed):
        return ""
    size, word = _large(figure.value) if unit in _MONEY else (1, "")
    number = in_digits(figure.value / size)
    if figure.high is not None:
        number = f"{number} 至 {in_digits(figure.high / size)}"
    gap = "" if unit == "%" else " "
    return f"{_BEFORE[figure.bound]}{number}{gap}{word}{unit}"


def in_digits(value: Decimal) -> str:
    """Grouped by thousands, with every decimal that it has and no zeros behind them.

    >>> in_digits(Decimal("17600.50"))
    '17,600.5'
    """
    whole = f"{value:,f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def period_words(period: Period | Unstated, language: str) -> str:
    say = translator(language)
    match period:
        case Period():
            return period.label
        case Unstated():
            return say("not stated in the source")


def day(when: date, language: str) -> str:
    """A date, its month in words where English could read it in two ways.

    >>> day(date(2025, 12, 2), "en"), day(date(2025, 12, 2), "zh")
    ('2 December 2025', '2025年12月2日')
    """
    if spoken(language) == CHINESE:
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def label(fact: Fact, language: str, room: int) -> str:
    """What a button calls a fact: its title, and the period that tells it from others. Never a figure.

    The title is cut, for several facts of one topic differ in their periods alone.
    """
    title = " ".join(fact.topic.title(spoken(language)).split())
    match fact.period:
        case Period() as period:
            when = f" · {_in_short(period)}"
            return cut(title, room - units(when)) + when
        case Unstated():
            return cut(title, room)


def _in_short(period: Period) -> str:
    """The label where it is short, else the years.

    >>> _in_short(Period(date(2021, 1, 1), date(2025, 12, 31), "the 14th Five-Year Plan period"))
    '2021–2025'
    """
    if units(period.label) <= _SHORT:
        return period.label
    first, last = period.start.year, period.end.year
    return f"{first}" if first == last else f"{first}–{last}"


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _large(value: Decimal) -> tuple[int, str]:
    return next(((size, word) for size, word in _LARGE if abs(value) >= size), (1, ""))


def _singular(unit: str) -> str:
    known = unit.casefold().strip()
    for plural, singular in (("ies", "y"), ("s", "")):
        if known not in _CLASSIFIERS and known.endswith(plural):
            known = known.removesuffix(plural) + singular
    return known


def _holds_unit(figure: Figure) -> bool:
    """Whether the printed words name the unit themselves, in one of the ways in which it is written."""
    printed, unit = figure.printed.casefold(), figure.unit.casefold()
    spellings = {"percent": ("%", "per cent", "％"), "yuan": ("rmb", "¥", "cny", "元")}.get(unit, ())
    return any(word in printed for word in (unit, _singular(unit), *spellings)) or not unit
