"""What names days by itself: 2021, "June 2024", "2024年6月", "Q1 2024", "14th FYP", 十四五, "last year"."""

import re
from typing import Final

from knowledge.numerals import COUNT, FLAGS, ORDINAL
from knowledge.period_readers import (
    Read,
    month_by_today,
    nothing,
    plan_by_today,
    quarter_by_today,
    read_day,
    read_day_first,
    read_decade,
    read_end_of_this_year,
    read_first_months,
    read_first_quarters,
    read_half,
    read_month,
    read_month_or_years,
    read_months,
    read_next_plan,
    read_past_years,
    read_plain_year,
    read_plan,
    read_plan_years,
    read_quarter,
    read_short_year,
    read_spelled_year,
    read_years_ago,
    read_years_earlier,
    read_years_later,
    read_years_to,
)

_Y4 = r"(?<![A-Za-z0-9_$¥€£#])(?<!\d[.,])(?:19|20|21)\d\d(?!\d)"
_YEAR = (
    rf"(?:(?:{_Y4}|(?:\b[FC]Y\s?|(?<![\w'])')(?:20)?\d\d(?![\d'])|[一二三四五六七八九〇零○]{{4}}(?=\s?年))(?:\s?年度?)?"
    r"|(?:\bthe\s)?\b(?:year before last|(?:last|previous|preceding|this|current|next|coming)\syear"
    r"|year before(?!\s(?:last|this|next|the|its?|they|we|you|china|[a-z]+ing)\b|\s['\d\x00]))\b"
    r"(?!\s(?:of|end)\b)"
    r"|大前年|(?<![当當目以之])(?:前年|[去上今本明后後]年|上一年)度?)"
)
_Y = rf"(?P<y>{_YEAR})"
_MON = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_IN_MONTH = rf"(?P<m>\b{_MON})"
_HAN_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|–|—|~|to|through|until|till|到|至)\s?"
_FIVE = r"(?:fi\w{0,3}|5)[- ]?y(?:ea)?rs?(?:ly)?"
_THE = r"(?:\bthe\s)?"
_PLAN_TAIL = r"(?:[- ](?:period|era|years))?(?!\w)"
_NEXT = r"next|upcoming|coming|forthcoming|following"
MAY_NAME: Final = re.compile(r"\d|twenty|thousand|ye?a?r|pla?n|FYP|month|quarter|half|[年月季五日号號]|[〇零]", FLAGS)
"""A text without any of these names no period: most questions, which are then read in a tenth of the time."""

_PLAN_WORD = r"(?:plan|pln|programme|program)"
_HAN_PLAN = r"五年(?:[规規計计][划劃畫])"
_NTH_QUARTER = r"first|second|third|fourth|1st|2nd|3rd|4th|final|last"
_NTH_HALF = r"first|second|latter|1st|2nd"
_OF_HAN = r"\s?的?"
_NO_COUNT = r"(?![家万萬千百岁歲个個名户戶年月日])"
_OPEN, _CLOSE = r"[\"'「『《]?", r"[\"'」』》]?"
_HAN_TAIL = rf"{_CLOSE}(?:[规規計计][划劃畫])?{_CLOSE}(?:期[间間]|[时時]期)?"

YEAR_BEFORE: Final = re.compile(r"(?:the\s)?(?:(?:previous|preceding)\syear|year before)", FLAGS)
"""Names of a year that count from one named before, where there is one: "in 2024 and the year before"."""

_ALONE = (
    r"(?=\s?(?:$|[?!,;:)、。]|\.(?!\d))|\s(?:how|what|which|who|where|was|were|is|are|did|do|does|ha[ds]|have|there"
    r"|or|but|vs|versus|compared|then|please|pls|plz)\b|\sand\s(?!\d))"
)
"""After a number that no noun or unit follows."""


def _need(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, FLAGS)


_LINK = _need("://")
_PAIR = _need(r"\d\s?[-/.–—~]\s?\d")
_MONTH = _need("月|month|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
_QUARTER = _need("q|季")
_HALF = _need("h[12]|[12]h|half|半")
_PLAN = _need("plan|FYP|5YP|year|yr|五")
_YEARS = _need("year|yr|年")
_DECADE = _need("0'?s")
_SHORT = _need(r"\b(?:in|by|of)\s\d\d")
_YEAR_ITSELF = _need(r"\d\d|year|年")
_SPELLED = _need("twenty|two thousand")
NEEDS: Final = (
    _LINK, _PAIR, _MONTH, _QUARTER, _HALF, _PLAN, _YEARS, _DECADE, _SHORT, _YEAR_ITSELF, _SPELLED
)  # fmt: skip
"""What kinds of names cannot do without; looked for once, they spare most texts most of the kinds."""


def _compiled(
    *table: tuple[re.Pattern[str], str, Read],
) -> tuple[tuple[re.Pattern[str], re.Pattern[str], Read], ...]:
    return tuple((need, re.compile(pattern, FLAGS), read) for need, pattern, read in table)


NAMES: Final = _compiled(
    (_LINK, r"\bhttps?://[^\s<>\"]{1,2048}", nothing),  # a year in an address dates nothing
    # days
    (_PAIR, r"(?<![\d.,/-])(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)", read_day),
    (_PAIR, r"(?<![\d.,/-])(?P<d>\d{1,2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)", read_day_first),
    (
        _MONTH,
        rf"{_Y}{_OF_HAN}(?P<m>{_HAN_MONTH})\s?月\s?(?P<d>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?[日号號]",
        read_day,
    ),
    (_MONTH, rf"{_IN_MONTH}\s{_DAY}(?!\d),?\s(?:of\s)?{_Y}", read_day),
    (_MONTH, rf"\b{_DAY}\s(?:of\s)?{_IN_MONTH},?\s{_Y}", read_day),
    # months
    (_MONTH, rf"{_Y}{_OF_HAN}(?P<m>{_HAN_MONTH})\s?(?:月份?)?{_TO}(?P<n>{_HAN_MONTH})\s?月份?", read_months),
    (_MONTH, rf"{_IN_MONTH}{_TO}(?P<n>\b{_MON}),?\s(?:of\s)?{_Y}", read_months),
    (_MONTH, rf"{_THE}\bfirst\s(?P<n>{COUNT})\smonths\s(?:of|in)\s{_Y}", read_first_months),
    (_MONTH, rf"{_Y}{_OF_HAN}前(?P<n>{COUNT})\s?[个個]?月", read_first_months),
    (_MONTH, rf"{_Y}{_OF_HAN}(?P<m>{_HAN_MONTH})\s?月份?", read_month),
    (_MONTH, rf"{_IN_MONTH},?\s(?:of\s|in\s)?{_Y}", read_month),
    (_MONTH, rf"{_Y}\s(?P<m>\b(?!may\b|mar\b|march\b){_MON})", read_month),
    (_PAIR, r"(?<![\d.,/-])(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)(?!\d)", read_month),
    (_MONTH, rf"{_THE}\b(?:last|previous)\smonth\b|上[个個]?月", month_by_today(1)),
    (_MONTH, rf"{_THE}\b(?:this|current)\smonth\b|本月|[这這][个個]?月", month_by_today(0)),
    (_MONTH, rf"{_THE}\bnext\smonth\b|下[个個]?月", month_by_today(-1)),
    # quarters
    (_QUARTER, rf"{_THE}\bfirst\s(?P<n>{COUNT})\squarters\s(?:of|in)\s{_Y}", read_first_quarters),
    (_QUARTER, rf"{_Y}{_OF_HAN}前(?P<n>[一二两兩三四1-4])[个個]?季度?", read_first_quarters),
    (_QUARTER, rf"\bQ1{_TO}Q(?P<n>[1-4])\s(?:of\s)?{_Y}", read_first_quarters),
    (_QUARTER, rf"\bQ(?P<n>\d)\s(?:of\s|in\s)?{_Y}", read_quarter),
    (_QUARTER, r"\bQ(?P<n>\d)[-/]?'?(?P<y>(?:20)?\d\d)(?!\d)", read_quarter),
    (_QUARTER, r"\b(?P<n>[1-4])Q\s?'?(?P<y>(?:20)?\d\d)(?!\d)", read_quarter),
    (_QUARTER, rf"{_Y}[-/ ]?Q(?P<n>\d)\b", read_quarter),
    (_QUARTER, rf"{_Y}{_OF_HAN}第?(?P<n>[一二三四1-4首])\s?季度?", read_quarter),
    (_QUARTER, rf"{_THE}\b(?P<n>{_NTH_QUARTER})\squarter,?\s(?:of\s|in\s)?{_Y}", read_quarter),
    (_QUARTER, rf"{_Y}(?:'s)?\s(?P<n>{_NTH_QUARTER})\squarter\b", read_quarter),
    (_QUARTER, rf"{_THE}\b(?:last|previous)\squarter\b|上[个個]?季度?", quarter_by_today(1)),
    (_QUARTER, rf"{_THE}\b(?:this|current)\squarter\b|本季度?", quarter_by_today(0)),
    (_QUARTER, rf"{_THE}\bnext\squarter\b|下[个個]?季度?", quarter_by_today(-1)),
    # halves
    (_HALF, rf"\bH(?P<n>[12])\s(?:of\s|in\s)?{_Y}", read_half),
    (_HALF, r"\bH(?P<n>[12])[-/]?'?(?P<y>(?:20)?\d\d)(?!\d)", read_half),
    (_HALF, r"\b(?P<n>[12])H\s?'?(?P<y>(?:20)?\d\d)(?!\d)", read_half),
    (_HALF, rf"{_Y}[-/ ]?H(?P<n>[12])\b", read_half),
    (_HALF, rf"{_Y}{_OF_HAN}(?P<n>[上下前后後])半年度?", read_half),
    (_HALF, rf"{_THE}\b(?P<n>{_NTH_HALF})\shalf,?\s(?:of\s|in\s)?{_Y}", read_half),
    (_HALF, rf"{_Y}(?:'s)?\s(?P<n>{_NTH_HALF})\shalf\b", read_half),
    # five-year plans
    (
        _PAIR,
        (
            rf"{_THE}(?<!\d)(?P<y>20[0-4][16])\s?[-–—~]\s?(?P<z>(?:20)?\d[05])(?!\d)年?"
            rf"(?:[- ](?:{_FIVE}[- ])?{_PLAN_WORD})?{_HAN_TAIL}{_PLAN_TAIL}"
        ),
        read_plan_years,
    ),
    (
        _PLAN,
        rf"{_THE}(?P<n>{ORDINAL}|\b\d{{1,2}})[- ](?:{_FIVE}(?:[- ]{_PLAN_WORD})?|plan|FYP|5YP){_PLAN_TAIL}",
        read_plan,
    ),
    (_PLAN, rf"\b(?:FYP|five-year plan)\s?(?:no\.?\s?)?(?P<n>\d{{1,2}}){_PLAN_TAIL}", read_plan),
    (_PLAN, rf"\b(?P<n>\d{{1,2}})FYP{_PLAN_TAIL}", read_plan),
    (_PLAN, rf"{_OPEN}第\s?(?P<n>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[个個]?\s?五年{_HAN_TAIL}", read_plan),
    (
        _PLAN,
        rf"{_OPEN}(?<![一二三四五六七八九])(?P<n>十[一二三四五六七八九])[·・]?五{_NO_COUNT}{_HAN_TAIL}",
        read_plan,
    ),
    (
        _PLAN,
        rf"{_THE}\b(?:{_NEXT})\s(?:{_FIVE}[- ])?(?:plan|FYP){_PLAN_TAIL}|下一?[个個]?{_HAN_PLAN}",
        read_next_plan,
    ),
    (
        _PLAN,
        rf"{_THE}\b(?:last|previous)\s(?:{_FIVE}[- ])?(?:plan|FYP){_PLAN_TAIL}|上一?[个個]?{_HAN_PLAN}",
        plan_by_today(-1),
    ),
    (
        _PLAN,
        rf"{_THE}\b(?:this|current)\s{_FIVE}[- ](?:plan|FYP){_PLAN_TAIL}|[本这這]一?[个個]?{_HAN_PLAN}",
        plan_by_today(0),
    ),
    # years counted from others
    (_YEARS, rf"(?P<n>{COUNT})\syears?\s(?:before|prior to|ahead of|earlier than)\s{_Y}", read_years_earlier),
    (_YEARS, rf"(?P<n>{COUNT})\syears?\s(?:after|later than)\s{_Y}", read_years_later),
    (_YEARS, rf"{_Y}[的之]?(?P<n>{COUNT})年[之以]?前", read_years_earlier),
    (_YEARS, rf"(?P<n>{COUNT})\syears?\sto\s(?P<y>(?:19|20)\d\d)(?:-(?P<m>\d\d))?(?!\d)", read_years_to),
    (_YEARS, rf"(?P<n>{COUNT})\s(?:years?|yrs?)\sago\b", read_years_ago),
    (_YEARS, rf"(?<!\d)(?P<n>{COUNT})年[之以]?前(?![三\d])", read_years_ago),
    (_YEARS, rf"{_THE}\b(?:past|last|previous)\s(?P<n>(?!an?\b){COUNT})\syears\b(?!\sof\b)", read_past_years),
    (_YEARS, rf"{_THE}\bpast\s(?P<n>)year\b", read_past_years),
    (_YEARS, rf"(?:[过過]去|最近|近)(?P<n>{COUNT})年", read_past_years),
    # years
    (_DECADE, rf"{_THE}\b(?P<y>(?:19|20)\d0)'?s\b", read_decade),
    (
        _PAIR,
        r"(?<!\d)(?<!\d[.,-])(?P<y>(?:19|20)\d\d)(?:-|/|–|—)(?P<m>\d{1,2})(?![\d%]|[.,]\d)",
        read_month_or_years,
    ),
    (_YEARS, r"(?:^|(?<=[\s,，。?？、在从從自到至和]))(?P<y>1[5-9]|2\d|30)年(?=[底末初])", read_plain_year),
    (_YEARS, r"(?:^|(?<=[在从從自到至]))(?P<y>1[5-9]|2\d|30)年", read_plain_year),
    (
        _SHORT,
        rf"(?:(?<=\bin\s)|(?<=\bby\s)|(?<=\bas\sof\s)|(?<=\bend\sof\s))(?P<y>1[5-9]|2\d|3[0-5]){_ALONE}",
        read_short_year,
    ),
    (_YEAR_ITSELF, rf"{_Y}(?![A-Za-z_]|[.,]\d|\s?%)", read_plain_year),
    (
        _SPELLED,
        (
            r"\b(?:twenty|two thousand(?:\sand)?)[\s-](?P<tens>(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
            r"|seventeen|eighteen|nineteen|twenty|thirty)\b)"
            r"(?:[\s-](?P<ones>one|two|three|four|five|six|seven|eight|nine)\b)?"
        ),
        read_spelled_year,
    ),
    (
        _YEARS,
        rf"{_THE}\bend of the year\b|\b(?<!\x00[ -])year-end\b|(?<![\x00年\d])年[底末]",
        read_end_of_this_year,
    ),
)
"""Each kind of name, what it needs, and how it is read. A row stands before those that would take a part of its words.
Words that turn out to name no days are used up all the same."""
