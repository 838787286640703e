"""What a sentence states: its figures, the likeliest first, so that the others can be offered."""

import re
from enum import StrEnum
from itertools import pairwise
from typing import Final

from knowledge.figures import PER_ENTERPRISE, Spotted, numbers_in, read_figures
from knowledge.numerals import FLAGS, blanked, narrow
from knowledge.periods import period_spans
from knowledge.units import CURRENCIES

_NEAR: Final = 32
"""Characters looked at beside a figure."""

_BREAK: Final = re.compile(r"(?<!\d),|,(?!\d{3})|[;。:]|\.\s")
"""Of a narrowed text, in which a Chinese comma is a plain one."""

_PART: Final = re.compile(_BREAK.pattern + r"|、|\s(?:and|but|while)\s|[而和及与與]", FLAGS)
"""The same within a clause."""

_STEP: Final = re.compile(
    r"\s?(?:year[- ]on[- ]year\s|yoy\s)?(?:(?:in|during|by)\s\x00+\s|\x00+\s)?"
    r"(?:to|and reached|reaching)\s(?:\w+\s){0,2}?"
    r"|,?[降升增减減]?[至到为為达達]{1,2}",
    FLAGS,
)
"""Between a step and the level it leads to: "fell by 1.7 percentage points to 48.3 percent"."""

_CONDITION: Final = re.compile(
    r"\b(?:with|employing|whose \w{1,16} exceeds?|having)\s(?:revenues? of\s|sales of\s|assets of\s)?$", FLAGS
)
"""Before a number that only says which firms are meant: "with more than 300 employees"."""

_SAMPLE_BEFORE: Final = re.compile(
    r"\b(?:surveyed|polled|sampled|interviewed|covering|covered|asked)\s$"
    r"|(?:受[访訪]的?|[调調]查了?|抽[样樣]了?|[对對]|走[访訪]了?|回收(?!期)了?)[^,。;]{0,4}$",
    FLAGS,
)
_SAMPLE_AFTER: Final = re.compile(
    r"[^,。;\d]{0,12}?[中里裡],"
    r"|\s?(?:\w+\s){0,2}?(?:respondents|surveyed|polled|sampled|interviewed)\b"
    r"|[^,。;]{0,12}?(?:的?(?:[调調]查|[问問]卷|抽[样樣]|[样樣]本)|受[访訪])",
    FLAGS,
)
"""Around the number of those who were asked."""

_ASKING: Final = re.compile(
    r"[?？]\s*$|\bhow (?:many|much|big|large|high|long|often|fast)\b"
    r"|^\W*(?:(?:so|and|but|ok|well|hey|hi|please|pls) )?(?:how|what|which|who|whose|why|is|are|was|were|do|does|did"
    r"|has|have|can|could|will|would|tell|give|show|list|find|check|verify|confirm|explain|compare)\b"
    r"|多少|什么|什麼|是不是|是否|有没有|有沒有|怎|请问|請問|告诉|告訴|(?<![近前十好])[几幾](?=[家个個成])|[吗嗎呢]\s*[。！]?$|^\W*[谁誰哪]",
    re.IGNORECASE,
)
"""What is asked, also where somebody leaves the question mark out."""

_WORD: Final = re.compile(r"[a-z]+|[\u3400-\u9fff]", re.IGNORECASE)
_FEWEST: Final = 5
"""Words, or Chinese characters, of what may be a sentence; "over 300 staff" is none."""


class Measure(StrEnum):
    """What kind of figure a topic speaks of."""

    GROWTH = "growth"
    SHARE = "share"
    COUNT = "count"
    MONEY = "money"
    TIME = "time"


_SPOKEN: Final = (
    (
        Measure.GROWTH,
        (
            r"\b(?:growth|(?<!home-)(?<!home )grow\w*|increase\w*|rise|rose|rising|change\w*|decline\w*|decrease\w*"
            r"|drop\w*|fall|fell|falling|yoy|year[- ]on[- ]year|how fast|by how much"
            r"|how (?:did|do|does|has|have|is|are)\s(?:[\w'-]+\s){1,8}?(?:develop|evolv)\w*"
            r"|more or less|(?:earn|sell|make|spend|hire)s? (?:more|less))\b|[多少]了"
            r"|增速|增[长長幅]|同比|[环環]比|[涨漲降]幅|[跌涨漲降]了|下[降滑跌]|上升|[变變]化|提高|翻了?[几幾]"
        ),
    ),
    (
        Measure.SHARE,
        (
            r"(?<!\b[abhn]-)(?<!new )(?<!own )\b(?:shares?"
            r"(?! (?:issue|price|offering|capital|option|placement|sale)s?\b)"
            r"|percent(?:age)?|ratio|rate|proportion|fraction|portion|slice|how common|how widespread)\b"
            r"|比例|比重|[占佔]比|[占佔](?=多|[几幾])|[几幾]成|百分之|(?<!效)率(?!先)"
        ),
    ),
    (
        Measure.COUNT,
        (
            r"\b(?:number|numbers|count|headcount|tally"
            r"|how many(?! (?:percent|in ten|years|months|weeks|days|hours|yuan|dollars|euros)\b))\b"
            r"|[数數](?:量|目)|[家个個人户戶件][数數]|(?:多少|[几幾])[家个個人户戶件项項名位所笔筆轮輪台臺]"
        ),
    ),
    (
        Measure.MONEY,
        (
            r"\b(?:how much (?:money|do|does|did)|value|cost|costs|spending|budget|price|wages?"
            r"|salar(?:y|ies))\b"
            r"|金[额額]|[总總][额額]|多少[钱錢元]|[融资資]{2}[额額]"
        ),
    ),
    (
        Measure.TIME,
        (
            r"\b(?:how (?:long|old)|age|aged|(?:many|number of|in) (?:years|months|weeks|days|hours)|duration|time to"
            r"|tenure|lead time|lifespan|waiting time)\b"
            r"|年限|年[龄齡]|[时時][长長]|(?:多少|[几幾])(?:年|[个個]月|天|[个個]?小[时時])|多久"
            r"|任期|期限|周期|回收期|[用耗][时時]|天[数數]"
        ),
    ),
)
_MEASURES: Final = tuple((measure, re.compile(pattern, FLAGS)) for measure, pattern in _SPOKEN)
_TIMES: Final = frozenset({"years", "months", "weeks", "days", "hours"})
_OF_FIRMS: Final = frozenset({Measure.COUNT, Measure.SHARE})
_FIRMS: Final = re.compile(
    r"^(?:\w+ ){0,2}(?:firms|companies|enterprises|businesses)\b|企[业業][数數]?$|家[数數]$", FLAGS
)
"""In a topic: firms are counted, or their share is told."""

_SHARES: Final = frozenset({"percent", "percentage points", "per mille", "times"})
_HAN: Final = re.compile(r"[\u3400-\u9fff]{2}")


def states(text: str) -> bool:
    """Whether it is a sentence with a figure, and no question.

    >>> states("In 2024, the ministry employed 3,210 inspectors."), states("2024年共有3210名检查员。")
    (True, True)
    >>> states("Do more than 30 percent export"), states("How many are there in 2024?"), states("over 300 staff")
    (False, False, False)
    """
    return not _ASKING.search(text) and len(_WORD.findall(text)) >= _FEWEST and bool(read_figures(text))


def figures_of(sentence: str, hint: str = "") -> tuple[Spotted, ...]:
    """Every figure of a sentence, the one that it states first; a `hint` such as a topic says what is looked for."""
    spotted = read_figures(sentence)
    if len(spotted) < 2:  # noqa: PLR2004 - nothing to choose from
        return spotted
    plain = narrow(sentence)
    wanted = measures_of(hint) or (_OF_FIRMS if _FIRMS.search(hint) else frozenset())
    named = {*numbers_in(hint)}
    timeless = blanked(plain, period_spans(sentence))
    steps = {one.start for one, other in pairwise(spotted) if _leads(one, other, timeless)}
    apart = _GAP.search(hint) is not None

    def against(each: Spotted) -> tuple[int, ...]:
        missed = (bool(wanted) and measure_of(each, plain) not in wanted) or (apart and each.figure.unit == "percent")
        weight = (
            each.aside
            + 3 * missed
            + 6 * (each.figure.value in named)
            + (each.start in steps)
            + _is_beside_the_point(each, plain)
        )
        shared = (-_shared(_clause_of(each, plain, marks), hint) for marks in (_BREAK, _PART))
        return weight + _is_beside_the_point(each, plain), *shared, each.start

    return tuple(sorted(spotted, key=against))


_GAP: Final = re.compile(
    r"\b(?:gap|lead over|ahead of|difference|points (?:above|below))\b|差距|差[值额額]|高出|[领領]先", FLAGS
)
"""In a topic: what is looked for is how far two shares lie apart."""


def _leads(one: Spotted, other: Spotted, timeless: str) -> bool:
    """Whether a figure is a step to the level behind it, and not an amount that goes to somebody."""
    same = one.figure.unit == other.figure.unit or one.figure.unit in _SHARES
    return same and _STEP.fullmatch(timeless[one.end : other.start]) is not None


def measures_of(text: str) -> frozenset[Measure]:
    """What kinds of figures a topic or a question speaks of; a growth is nothing else, though it be of a share."""
    spoken = [measure for measure, pattern in _MEASURES if pattern.search(text)]
    return frozenset(spoken[:1]) if spoken[:1] == [Measure.GROWTH] else frozenset(spoken)


def measure_of(spotted: Spotted, plain: str) -> Measure:
    """What kind a figure is, where it stands."""
    if spotted.figure.unit in _SHARES:
        return Measure.GROWTH if _is_change(spotted, plain) else Measure.SHARE
    if spotted.figure.unit.removesuffix(PER_ENTERPRISE) in CURRENCIES:
        return Measure.MONEY
    return Measure.TIME if spotted.figure.unit.removesuffix(PER_ENTERPRISE) in _TIMES else Measure.COUNT


def _is_change(spotted: Spotted, plain: str) -> bool:
    """Whether it says by how much something moved, and not where it stands."""
    if spotted.figure.unit == "percentage points" or spotted.figure.value < 0:
        return True
    lead, tail = plain[max(0, spotted.start - _NEAR) : spotted.start], plain[spotted.end : spotted.end + _NEAR]
    level = _LEVEL.search(lead)
    return not level and bool(_MOVED_BY.search(lead) or _MOVED_AFTER.match(tail))


_LEVEL: Final = re.compile(r"\b(?:to|at)\s$|[至到]\s?$", FLAGS)
_MOVED_BY: Final = re.compile(
    r"(?:\b(?:grew|grow|grown|growing|rose|risen|rising|rise of|increased?|increasing|increase of|growth of"
    r"|growth was)|(?:,\s|\b(?:was|were|is|are|be|been|went|gone|edged|moved|moving)\s)(?:up|down)"
    r"|\b(?:changed?|fell|fallen|falling|fall of|declined?|decline of|dropped|drop of|decreased?"
    r"|shrank|slipped|climbed|jumped|soared|surged|swelled|advanced|plunged|tumbled|slumped|dipped|eased|expanded|contracted"
    r"|gained|lost|growth (?:rate )?(?:of [\w' ]{1,24} )?(?:was|of|at|stood at)))"
    r"\s(?:by\s)?(?:[a-z]+\s){0,2}$"
    r"|(?:增速|增[长長幅]|同比|[环環]比|[涨漲降跌]幅?|下[降滑跌]|上升|[变變]化|提高|[扩擴]大|[缩縮]小|[减減]少)"
    r"[了约約近超过過为為達达有]{0,3}$",
    FLAGS,
)
_MOVED_AFTER: Final = re.compile(
    r"\s(?:growth|increase|rise|drop|decline|fall|year[- ]on[- ]year|more than a year|higher|lower)\b"
    r"|的?(?:增[长長速幅]|降幅)",
    FLAGS,
)
"""Around a figure that says by how much something moved."""


_ASKED: Final = frozenset({"enterprises", "people", ""})
_MORE: Final = re.compile(
    r"\s(?:more|fewer|less|higher|lower|longer|shorter|larger|smaller|above|below)\b(?! per| each)", FLAGS
)
_HAN_MORE: Final = re.compile(r"[比较較](?![^,。;]{0,4}年)[^,。;\d]{1,16}[高低多少快慢]出?了?$", FLAGS)
"""After and before by how much something is more than something else."""

_OWNED: Final = re.compile(r"\w's\s$")
"""Before how many they are who did something: "Tianjin's 305 little giants paid …"."""


def _is_beside_the_point(spotted: Spotted, plain: str) -> int:
    """Whether it counts those who were asked, or only says which firms are meant."""
    lead, tail = plain[max(0, spotted.start - _NEAR) : spotted.start], plain[spotted.end : spotted.end + _NEAR]
    sample = spotted.figure.unit in _ASKED and (_SAMPLE_BEFORE.search(lead) or _SAMPLE_AFTER.match(tail))
    condition = _CONDITION.search(lead) and spotted.figure.unit != "enterprises"
    more = _MORE.match(plain, spotted.end) or _HAN_MORE.search(lead)
    return 2 * bool(sample) + 2 * bool(condition) + bool(_OWNED.search(lead)) + bool(more)


def _clause_of(spotted: Spotted, plain: str, marks: re.Pattern[str]) -> str:
    """The words around a figure up to the nearest of the marks."""
    begin = max((mark.end() for mark in marks.finditer(plain, 0, spotted.start)), default=0)
    stop = marks.search(plain, spotted.end)
    return plain[begin : stop.start() if stop else len(plain)]


def _shared(clause: str, hint: str) -> int:
    """How many words of the hint a clause has; of Chinese, pairs of characters, of which the last says what is told."""
    words = set(re.findall(r"[a-z]{4,}", hint.lower()))
    pairs = {hint[at : at + 2] for at in range(len(hint) - 1) if _HAN.fullmatch(hint[at : at + 2])}
    lower = clause.lower()
    last = 3 * (hint[-2:] in pairs and hint[-2:] in lower)
    return last + sum(word in lower for word in (*words, *pairs))
