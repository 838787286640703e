"""Figures and titles as a reader of English or Chinese expects them. Plain text: no markup."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, assert_never

from bot.dates import period_in_short
from bot.locale import CHINESE, spoken
from bot.markup import cut, squeezed, units
from knowledge.facts import Bound, Fact, Figure, Period, Unstated
from knowledge.questions import Change, ChangeKind

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
"""Units of a publisher that leave room for a title and a period beside it on a button."""

_OF_DIFFERENCES: Final = {"percent": "percentage points"}
"""From 3 to 5 percent is a difference of 2 percentage points."""

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


def title_words(fact: Fact, language: str) -> str:
    """The topic's title, with the place where it is another than the whole country and no title names it."""
    titles, place = fact.topic.titles, fact.topic.place
    title = " ".join(fact.topic.title(spoken(language)).split())
    named = any(place.casefold() in each.text.casefold() for each in titles)
    return title if named or place in {"", "China"} else f"{title} · {place}"


def labels(facts: Sequence[Fact], language: str, room: int) -> tuple[str, ...]:
    """What these facts are called side by side: titles, and what tells them apart. Never a figure.

    Only a title gives way where room is short, for facts of one topic differ in their periods alone; those of one
    period differ in their publishers.
    """
    titles = [title_words(fact, language) for fact in facts]
    periods = [_apart(fact.period, language) for fact in facts]
    alike = Counter(zip(titles, periods, strict=True))
    rests = [
        period + (f" · {cut(fact.source.publisher, _SHORT)}" if alike[title, period] > 1 else "")
        for fact, title, period in zip(facts, titles, periods, strict=True)
    ]
    return tuple(squeezed(title, room - units(rest)) + rest for title, rest in zip(titles, rests, strict=True))


def _apart(period: Period | Unstated, language: str) -> str:
    return f" · {period_in_short(period, language)}" if isinstance(period, Period) else ""


def change_words(change: Change, language: str) -> tuple[str, str]:
    """The computed figure, "about" it unless both its ends are exact and it was not rounded; and what it is of."""
    start, end = change.start.figure, change.end.figure
    match change.kind:
        case ChangeKind.MULTIPLE:
            unit, sign = "times", "/"
            rounded = start is None or end is None or change.value * start.value != end.value
        case ChangeKind.DIFFERENCE:
            unit, sign = _OF_DIFFERENCES.get(change.unit, change.unit), "−"
            rounded = False
        case _:
            assert_never(change.kind)
    exact = not rounded and all(figure is None or figure.bound is Bound.EXACTLY for figure in (start, end))
    value = _computed(Figure(change.value, unit, Bound.EXACTLY if exact else Bound.ABOUT, "computed"), language)
    if start is None or end is None:
        return value, change.formula
    return value, f"{figure_words(end, language)[0]} {sign} {figure_words(start, language)[0]}"


def _computed(figure: Figure, language: str) -> str:
    """A figure that nobody printed."""
    number = f"{in_digits(figure.value)} {figure.unit}".rstrip()
    if spoken(language) == CHINESE:
        return in_chinese(figure) or f"{_BEFORE[figure.bound]}{number}"
    return number if figure.bound is Bound.EXACTLY else f"{figure.bound} {number}"


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
