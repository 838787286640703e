"""What names days by itself: "June 2024", "2024年6月", "Q1 2024", "H1 2025", "14th FYP", 十四五, "last year", 2021.

`NAMES` lists the patterns, most telling first, each with the function that reads its match. None: there are no such days
(31 February), or it is no name after all; the words are used up either way.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from knowledge import dates
from knowledge.dates import Dates
from knowledge.numerals import COUNT, FLAGS, ORDINAL, read_count, read_han
from knowledge.units import COUNTED_NEXT, GROUP_NEXT

BLANK: Final = "\x00"

_RELATIVE: Final = {
    "year before last": -2,
    "last year": -1,
    "previous year": -1,
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
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_HALVES: Final = {
    "first": 0,
    "1st": 0,
    "1": 0,
    "上": 0,
    "前": 0,
    "second": 1,
    "2nd": 1,
    "2": 1,
    "下": 1,
    "后": 1,
    "後": 1,
    "latter": 1,
}

_Y4 = r"(?<![A-Za-z0-9_$¥€£#])(?<!\d[.,])(?:19|20|21)\d\d(?!\d)"
_YEAR = (
    rf"(?:(?:{_Y4}|(?:\b[FC]Y\s?|(?<![\w'])')(?:20)?\d\d(?![\d'])|[一二三四五六七八九〇零○]{{4}}(?=\s?年))(?:\s?年度?)?"
    rf"|(?:\bthe\s)?\b(?:year before last|(?:last|previous|this|current|next|coming)\syear)\b(?!\s(?:of|end)\b)"
    r"|大前年|(?<![当當目以之])(?:前年|[去上今本明后後]年|上一年)度?)"
)
_Y = rf"(?P<y>{_YEAR})"
_MON = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_MONTH = rf"(?P<m>\b{_MON})"
_HAN_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|–|—|~|to|through|until|till|到|至)\s?"
_FIVE = r"(?:fi\w{0,3}|5)[- ]?y(?:ea)?rs?(?:ly)?"
_PLAN_TAIL = r"(?:[- ](?:period|era|years))?(?!\w)"
_PLAN_WORD = r"(?:plan|pln|programme|program)"
_HAN_PLAN = r"五年(?:[规規計计][划劃])"
_NTH_QUARTER = r"first|second|third|fourth|1st|2nd|3rd|4th|final|last"
_NTH_HALF = r"first|second|latter|1st|2nd"
_OF_HAN = r"\s?的?"
_NO_COUNT = r"(?![家万萬千百岁歲个個名户戶年月日])"
_OPEN, _CLOSE = r"[\"'「『《]?", r"[\"'」』》]?"
_HAN_TAIL = rf"{_CLOSE}(?:[规規計计][划劃])?{_CLOSE}(?:期[间間]|[时時]期)?"

Read = Callable[[re.Match[str], date], Dates | None]


def _year(match: re.Match[str], today: date) -> int:
    return year_of(match["y"], today)


def _count(match: re.Match[str]) -> int:
    return read_count(match["n"]) or 0


def _nothing(_: re.Match[str], __: date) -> Dates | None:
    return None


def year_of(text: str, today: date) -> int:
    """The year that "2021", "FY21", "'25", 二〇二一年 or "last year" stands for."""
    word = " ".join(text.lower().split()).removesuffix("度")
    if (shift := _RELATIVE.get(word.removeprefix("the "))) is not None:
        return today.year + shift
    if digits := re.search(r"\d+", word):
        return int(digits[0]) + (2000 if len(digits[0]) == 2 else 0)  # noqa: PLR2004  # two digits: this century
    return int(read_han(word.rstrip(" 年")))


def _month_number(text: str) -> int:
    word = text.lower()[:3]
    return _MONTHS.index(word) + 1 if word in _MONTHS else read_count(text) or 0


def _day(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_day(_year(match, today), _month_number(match["m"]), read_count(match["d"]) or 0)


def _day_first(match: re.Match[str], _: date) -> Dates | None:
    """30/06/2024; where day and month could be swapped it names no day for certain."""
    one, other, year = int(match["d"]), int(match["m"]), int(match["y"])
    if one != other and max(one, other) <= 12:  # noqa: PLR2004
        return dates.of_year(year)
    return dates.of_day(year, min(one, other), max(one, other))


def _months(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_months(_year(match, today), _month_number(match["m"]), _month_number(match["n"]))


def _month(match: re.Match[str], today: date) -> Dates | None:
    month = _month_number(match["m"])
    return dates.of_months(_year(match, today), month, month)


def _month_or_years(match: re.Match[str], today: date) -> Dates | None:
    """2024-06 is a month, 2021-25 is five years."""
    year, tail = int(match["y"]), int(match["m"])
    if 1 <= tail <= 12:  # noqa: PLR2004
        return dates.of_months(year, tail, tail)
    return dates.of_years(year, year - year % 100 + tail) if len(match["m"]) > 1 else None


def _first_months(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_months(_year(match, today), 1, _count(match))


def _first_quarters(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_months(_year(match, today), 1, 3 * (_count(match)))


def _quarter(match: re.Match[str], today: date) -> Dates | None:
    word = match["n"].lower()
    number = {"首": 1, "final": 4, "last": 4}.get(word) or read_count(word) or 0
    return dates.of_months(_year(match, today), 3 * number - 2, 3 * number)


def _half(match: re.Match[str], today: date) -> Dates | None:
    first = 1 + 6 * _HALVES[match["n"].lower()]
    return dates.of_months(_year(match, today), first, first + 5)


def _plan(match: re.Match[str], _: date) -> Dates | None:
    return dates.of_plan(read_count(match["n"].replace(" ", "")))


def _plan_by_today(shift: int) -> Read:
    return lambda _, today: dates.of_plan(dates.plan_in(today.year) + shift)


def _years_earlier(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_year(_year(match, today) - _count(match))


def _years_later(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_year(_year(match, today) + _count(match))


def _years_ago(match: re.Match[str], today: date) -> Dates | None:
    return dates.of_year(today.year - _count(match))


def _end_of_this_year(_: re.Match[str], today: date) -> Dates | None:
    return dates.of_day(today.year, 12, 31)


def _past_years(match: re.Match[str], today: date) -> Dates | None:
    return dates.years_before(today, _count(match)), today


def _years_to(match: re.Match[str], today: date) -> Dates | None:
    month = match["m"] or "12"
    last = dates.of_months(_year(match, today), int(month), int(month))
    return (dates.years_before(last[0], _count(match)), last[1]) if last else None


def _decade(match: re.Match[str], _: date) -> Dates | None:
    return dates.of_years(int(match["y"]), int(match["y"]) + 9)


def _month_by_today(months: int) -> Read:
    return lambda _, today: dates.month_before(today, months)


def _quarter_by_today(quarters: int) -> Read:
    def read(_: re.Match[str], today: date) -> Dates | None:
        year, quarter = divmod(today.year * 4 + (today.month - 1) // 3 - quarters, 4)
        return dates.of_months(year, 3 * quarter + 1, 3 * quarter + 3)

    return read


_COUNTING = re.compile(
    r"(?:\b(?:more|less|fewer|higher|lower|other) than|\bat (?:least|most)|\bnearly|\balmost|\bexceed(?:s|ed|ing)?|\bthere (?:are|were)"
    r"|超[过過]?|不到|不足|至少|[将將]?近|大?[约約]|逾|rmb|usd|cny|\bno\.)\s?$",
    FLAGS,
)
_LOOSELY_COUNTING = re.compile(
    r"\b(?:over|about|around|some|roughly|approximately|under|below|above|have|has|had)\s$", FLAGS
)


def _plain_year(match: re.Match[str], today: date) -> Dates | None:
    """A year, unless the words around it say that the four digits count something."""
    digits = re.fullmatch(r"\d{4}", match[0], re.ASCII)
    if digits and _counts(match, round_number=match[0].endswith("00")):
        return None
    return dates.of_year(_year(match, today))


def _counts(match: re.Match[str], *, round_number: bool) -> bool:
    before = match.string[max(0, match.start() - 16) : match.start()]
    if COUNTED_NEXT.match(match.string, match.end()) or _COUNTING.search(before):
        return True
    if _COUNTING.search(before) and not before.endswith(
        ("d-", "y-", "e-", "t-")
    ):  # "end-", "early-", "late-", "post-"
        return True
    return round_number and bool(
        _LOOSELY_COUNTING.search(before) or GROUP_NEXT.match(match.string, match.end())
    )


def _compiled(*table: tuple[str, Read]) -> tuple[tuple[re.Pattern[str], Read], ...]:
    return tuple((re.compile(pattern, FLAGS), read) for pattern, read in table)


NAMES: Final = _compiled(
    (r"\bhttps?://[^\s<>\"]{1,2048}", _nothing),  # a year in an address dates nothing
    # days
    (r"(?<![\d.,/-])(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)", _day),
    (r"(?<![\d.,/-])(?P<d>\d{1,2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)", _day_first),
    (
        rf"{_Y}{_OF_HAN}(?P<m>{_HAN_MONTH})\s?月\s?(?P<d>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?[日号號]",
        _day,
    ),
    (rf"{_MONTH}\s{_DAY}(?!\d),?\s(?:of\s)?{_Y}", _day),
    (rf"\b{_DAY}\s(?:of\s)?{_MONTH},?\s{_Y}", _day),
    # months
    (rf"{_Y}{_OF_HAN}(?P<m>{_HAN_MONTH})\s?(?:月份?)?{_TO}(?P<n>{_HAN_MONTH})\s?月份?", _months),
    (rf"{_MONTH}{_TO}(?P<n>\b{_MON}),?\s(?:of\s)?{_Y}", _months),
    (rf"\b(?:the\s)?first\s(?P<n>{COUNT})\smonths\s(?:of|in)\s{_Y}", _first_months),
    (rf"{_Y}{_OF_HAN}前(?P<n>{COUNT})\s?[个個]?月", _first_months),
    (rf"{_Y}{_OF_HAN}(?P<m>{_HAN_MONTH})\s?月份?", _month),
    (rf"{_MONTH},?\s(?:of\s|in\s)?{_Y}", _month),
    (rf"{_Y}\s(?P<m>\b(?!may\b|mar\b|march\b){_MON})", _month),
    (r"(?<![\d.,/-])(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)(?!\d)", _month),
    (r"\blast month\b|上[个個]?月", _month_by_today(1)),
    (r"\bthis month\b|本月|[这這][个個]?月", _month_by_today(0)),
    # quarters
    (rf"\b(?:the\s)?first\s(?P<n>{COUNT})\squarters\s(?:of|in)\s{_Y}", _first_quarters),
    (rf"{_Y}{_OF_HAN}前(?P<n>[一二两兩三四1-4])[个個]?季度?", _first_quarters),
    (rf"\bQ1{_TO}Q(?P<n>[1-4])\s(?:of\s)?{_Y}", _first_quarters),
    (rf"\bQ(?P<n>\d)\s(?:of\s|in\s)?{_Y}", _quarter),
    (r"\bQ(?P<n>\d)[-/]?'?(?P<y>(?:20)?\d\d)(?!\d)", _quarter),
    (r"\b(?P<n>[1-4])Q\s?'?(?P<y>(?:20)?\d\d)(?!\d)", _quarter),
    (rf"{_Y}[-/ ]?Q(?P<n>\d)\b", _quarter),
    (rf"{_Y}{_OF_HAN}第?(?P<n>[一二三四1-4首])\s?季度?", _quarter),
    (rf"\b(?:the\s)?(?P<n>{_NTH_QUARTER})\squarter,?\s(?:of\s|in\s)?{_Y}", _quarter),
    (rf"{_Y}(?:'s)?\s(?P<n>{_NTH_QUARTER})\squarter\b", _quarter),
    (r"\blast quarter\b|上[个個]?季度?", _quarter_by_today(1)),
    (r"\bthis quarter\b|本季度?", _quarter_by_today(0)),
    # halves
    (rf"\bH(?P<n>[12])\s(?:of\s|in\s)?{_Y}", _half),
    (r"\bH(?P<n>[12])[-/]?'?(?P<y>(?:20)?\d\d)(?!\d)", _half),
    (r"\b(?P<n>[12])H\s?'?(?P<y>(?:20)?\d\d)(?!\d)", _half),
    (rf"{_Y}[-/ ]?H(?P<n>[12])\b", _half),
    (rf"{_Y}{_OF_HAN}(?P<n>[上下前后後])半年度?", _half),
    (rf"\b(?:the\s)?(?P<n>{_NTH_HALF})\shalf,?\s(?:of\s|in\s)?{_Y}", _half),
    (rf"{_Y}(?:'s)?\s(?P<n>{_NTH_HALF})\shalf\b", _half),
    # five-year plans
    (rf"(?P<n>{ORDINAL}|\b\d{{1,2}})[- ](?:{_FIVE}(?:[- ]{_PLAN_WORD})?|plan|FYP|5YP){_PLAN_TAIL}", _plan),
    (rf"\b(?:FYP|five-year plan)\s?(?:no\.?\s?)?(?P<n>\d{{1,2}}){_PLAN_TAIL}", _plan),
    (rf"\b(?P<n>\d{{1,2}})FYP{_PLAN_TAIL}", _plan),
    (rf"{_OPEN}第\s?(?P<n>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[个個]?\s?五年{_HAN_TAIL}", _plan),
    (rf"{_OPEN}(?<![一二三四五六七八九])(?P<n>十[一二三四五六七八九])[·・]?五{_NO_COUNT}{_HAN_TAIL}", _plan),
    (
        rf"\b(?:next|coming|upcoming)\s(?:{_FIVE}[- ])?(?:plan|FYP){_PLAN_TAIL}|下一?[个個]?{_HAN_PLAN}",
        _plan_by_today(1),
    ),
    (
        rf"\b(?:last|previous)\s(?:{_FIVE}[- ])?(?:plan|FYP){_PLAN_TAIL}|上一?[个個]?{_HAN_PLAN}",
        _plan_by_today(-1),
    ),
    (
        rf"\b(?:this|current)\s{_FIVE}[- ](?:plan|FYP){_PLAN_TAIL}|[本这這]一?[个個]?{_HAN_PLAN}",
        _plan_by_today(0),
    ),
    # years counted from others
    (rf"(?P<n>{COUNT})\syears?\s(?:before|prior to|ahead of|earlier than)\s{_Y}", _years_earlier),
    (rf"(?P<n>{COUNT})\syears?\s(?:after|later than)\s{_Y}", _years_later),
    (rf"{_Y}[的之]?(?P<n>{COUNT})年[之以]?前", _years_earlier),
    (rf"(?P<n>{COUNT})\syears?\sto\s(?P<y>(?:19|20)\d\d)(?:-(?P<m>\d\d))?(?!\d)", _years_to),
    (rf"(?P<n>{COUNT})\s(?:years?|yrs?)\sago\b", _years_ago),
    (rf"(?<!\d)(?P<n>{COUNT})年[之以]?前(?![三\d])", _years_ago),
    (rf"\b(?:the\s)?(?:past|last|previous)\s(?P<n>(?!an?\b){COUNT})\syears\b(?!\sof\b)", _past_years),
    (rf"(?:[过過]去|最近|近)(?P<n>{COUNT})年", _past_years),
    # years
    (r"\b(?:the\s)?(?P<y>(?:19|20)\d0)'?s\b", _decade),
    (r"(?<!\d)(?<!\d[.,-])(?P<y>(?:19|20)\d\d)(?:-|/|–|—)(?P<m>\d{1,2})(?![\d%]|[.,]\d)", _month_or_years),
    (r"(?:^|(?<=[\s,，。?？、在从從自到至和]))(?P<y>1[5-9]|2\d|30)年(?=[底末初])", _plain_year),
    (r"(?:^|(?<=[在从從自到至]))(?P<y>1[5-9]|2\d|30)年", _plain_year),
    (rf"{_Y}(?![A-Za-z_]|[.,]\d|\s?%)", _plain_year),
    (r"\b(?:the\s)?end of the year\b|\b(?<!\x00[ -])year-end\b|(?<![\x00年\d])年[底末]", _end_of_this_year),
)
"""Each kind of name and how it is read. Rows stand before those that would take a part of their words."""
