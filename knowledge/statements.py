"""What a sentence states: its figures and its periods, the likeliest first, so that the others can be offered."""

import re
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from knowledge.facts import Period
from knowledge.figures import Spotted, read_figures
from knowledge.numerals import FLAGS, blanked, narrow
from knowledge.periods import Mention, compares, period_spans, read_periods
from knowledge.units import CURRENCIES

_NEAR: Final = 32
"""Characters between a figure and the period that is its own, at most."""

_BREAK: Final = re.compile(r"(?<!\d),|,(?!\d{3})|[;。:]|\.\s")
"""Of a narrowed text, in which a Chinese comma is a plain one."""
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

_AHEAD: Final = re.compile(r"\b(?:plan|expect|intend|hope|want|will|aim)\w*\b|[预預][计計]|[计計][划劃]", FLAGS)
"""Before a period of which only a hope is told."""


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
            r"\b(?:growth|grow\w*|increase\w*|rise|rose|rising|change\w*|decline\w*|decrease\w*|drop\w*|fall|fell|falling"
            r"|yoy|year[- ]on[- ]year|how fast|by how much|develop\w*|evolve\w*"
            r"|more or less|(?:earn|sell|make|spend|hire)s? (?:more|less))\b|[多少]了"
            r"|增速|增[长長幅]|同比|[环環]比|[涨漲降]幅|[跌涨漲]了|下[降滑跌]|上升|[变變]化|提高"
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
            r"\b(?:number|numbers|count|how many(?! (?:percent|in ten|years|months|yuan))|headcount|tally)\b"
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
            r"\b(?:how (?:long|old)|age|aged|(?:many|number of|in) (?:years|months|days)|duration|time to)\b"
            r"|年限|年[龄齡]|[时時][长長]|多少年|[几幾]年|多久"
        ),
    ),
)
_MEASURES: Final = tuple((measure, re.compile(pattern, FLAGS)) for measure, pattern in _SPOKEN)
_TIMES: Final = frozenset({"years", "months", "days", "hours"})
_SHARES: Final = frozenset({"percent", "percentage points", "per mille", "times"})
_HAN: Final = re.compile(r"[\u3400-\u9fff]{2}")


def figures_of(sentence: str, hint: str = "") -> tuple[Spotted, ...]:
    """Every figure of a sentence, the one that it states first; a `hint` such as a topic says what is looked for."""
    spotted = read_figures(sentence)
    if len(spotted) < 2:  # noqa: PLR2004 - nothing to choose from
        return spotted
    plain = narrow(sentence)
    wanted = measures_of(hint)
    timeless = blanked(plain, period_spans(sentence))
    steps = {one.start for one, other in pairwise(spotted) if _leads(one, other, timeless)}
    apart = _GAP.search(hint) is not None

    def against(each: Spotted) -> tuple[int, int, int]:
        missed = (bool(wanted) and measure_of(each, plain) not in wanted) or (apart and each.figure.unit == "percent")
        weight = each.aside + 3 * missed + (each.start in steps) + _is_beside_the_point(each, plain)
        return weight, -_shared(_clause_of(each, plain), hint), each.start

    return tuple(sorted(spotted, key=against))


_GAP: Final = re.compile(
    r"\b(?:gap|lead over|ahead of|difference|points (?:above|below))\b|差距|差[值额額]|高出|[领領]先", FLAGS
)
"""In a topic: what is looked for is how far two shares lie apart."""


def _leads(one: Spotted, other: Spotted, timeless: str) -> bool:
    """Whether a figure is a step to the level behind it, and not an amount that goes to somebody."""
    same = one.figure.unit == other.figure.unit or one.figure.unit in _SHARES
    return same and _STEP.fullmatch(timeless[one.end : other.start]) is not None


def periods_of(sentence: str, *, today: date, figure: Spotted | None = None) -> tuple[Period, ...]:
    """Every period of a sentence, that of the figure first: its own, else the first that nothing is compared with."""
    plain = narrow(sentence)
    read = (each for each in read_periods(sentence, today=today) if not each.negated and not _tells_whom(each, plain))
    mentions = [_counted_on(each, sentence, today) for each in read]
    if len(mentions) < 2:  # noqa: PLR2004 - nothing to choose from
        return tuple(each.period for each in mentions if not _COMPARED.search(plain[: each.start]))

    def against(each: Mention) -> tuple[bool, bool, int]:
        own = figure is not None and _is_own(each, figure, plain)
        return not own, _is_compared(plain, each.start), each.start

    return tuple(each.period for each in sorted(mentions, key=against))


_COMPARED: Final = re.compile(
    r"(?:\b(?:compared (?:with|to)|than in|versus|vs\.?|relative to|against)\s(?:in\s)?(?:the\s)?|[较較比])$", FLAGS
)
"""Before the only period of a sentence: then it is not the statement's own."""

_THOSE_OF: Final = re.compile(r"\b(?:those|that|what (?:it|they) (?:was|were))\s(?:of|in)\s$", FLAGS)
"""Before the period that a multiple is of: "2.4 times those of 2020"."""


def _is_compared(plain: str, position: int) -> bool:
    return compares(plain, position) or _THOSE_OF.search(plain[:position]) is not None


_CHOSEN: Final = re.compile(
    r"\b(?:named|founded|established|selected|recogni[sz]ed|set up|created|awarded|certified|registered|listed)"
    r"\s(?:(?:in|of)\s)?$",
    FLAGS,
)
_LATER: Final = re.compile(r"[^.;]{0,80}?\b(?:years?|months?) (?:later|on|after(?:wards)?)\b", FLAGS)
_HAN_LATER: Final = re.compile(
    r"(?:[认認]定|入[选選]|[获獲][评評]|成立|[创創][办辦]|[设設]立|上市)的[^。;]{0,40}?年[后後]", FLAGS
)


def _tells_whom(mention: Mention, plain: str) -> bool:
    """Whether a period only says which firms are meant, of which something is told years later."""
    chosen = _CHOSEN.search(plain[: mention.start]) and _LATER.match(plain, mention.end)
    return bool(chosen or _HAN_LATER.match(plain, mention.end))


_SINCE: Final = re.compile(r"\bsince\s(?:\w+\s){1,5}(?:in|from)\s$", FLAGS)
"""Before the period from which something is counted: "since the programme began in 2018"."""


def _counted_on(mention: Mention, sentence: str, today: date) -> Mention:
    since = _SINCE.search(narrow(sentence)[: mention.start])
    if since is None or mention.period.start > today:
        return mention
    label = sentence[since.start() : mention.end]
    return replace(mention, period=Period(mention.period.start, today, label), start=since.start())


def measures_of(text: str) -> frozenset[Measure]:
    """What kinds of figures a topic or a question speaks of; a growth is nothing else, though it be of a share."""
    spoken = [measure for measure, pattern in _MEASURES if pattern.search(text)]
    return frozenset(spoken[:1]) if spoken[:1] == [Measure.GROWTH] else frozenset(spoken)


def measure_of(spotted: Spotted, plain: str) -> Measure:
    """What kind a figure is, where it stands."""
    if spotted.figure.unit in _SHARES:
        return Measure.GROWTH if _is_change(spotted, plain) else Measure.SHARE
    if spotted.figure.unit in CURRENCIES:
        return Measure.MONEY
    return Measure.TIME if spotted.figure.unit in _TIMES else Measure.COUNT


def _is_change(spotted: Spotted, plain: str) -> bool:
    """Whether it says by how much something moved, and not where it stands."""
    if spotted.figure.unit == "percentage points" or spotted.figure.value < 0:
        return True
    lead, tail = plain[max(0, spotted.start - _NEAR) : spotted.start], plain[spotted.end : spotted.end + _NEAR]
    level = _LEVEL.search(lead)
    return not level and bool(_MOVED_BY.search(lead) or _MOVED_AFTER.match(tail))


_LEVEL: Final = re.compile(r"\b(?:to|at)\s$|[至到]\s?$", FLAGS)
_MOVED_BY: Final = re.compile(
    r"\b(?:grew|grow|grown|growing|rose|risen|rising|rise of|increased?|increasing|increase of|growth of"
    r"|growth was|(?<!make )(?<!makes )(?<!made )(?<!making )up|down"
    r"|changed?|fell|fallen|falling|fall of|declined?|decline of|dropped|drop of|decreased?"
    r"|shrank|slipped|climbed|jumped|expanded|gained|lost|growth (?:rate )?(?:of [\w' ]{1,24} )?(?:was|of|at|stood at))"
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


_OWNED: Final = re.compile(r"\w's\s$")
"""Before how many they are who did something: "Tianjin's 305 little giants paid …"."""


def _is_beside_the_point(spotted: Spotted, plain: str) -> int:
    """Whether it counts those who were asked, or only says which firms are meant."""
    lead, tail = plain[max(0, spotted.start - _NEAR) : spotted.start], plain[spotted.end : spotted.end + _NEAR]
    sample = _SAMPLE_BEFORE.search(lead) or _SAMPLE_AFTER.match(tail)
    condition = _CONDITION.search(lead) and spotted.figure.unit != "enterprises"
    return 2 * bool(sample) + 2 * bool(condition) + bool(_OWNED.search(lead))


def _clause_of(spotted: Spotted, plain: str) -> str:
    """The words around a figure up to the nearest stops."""
    begin = max((mark.end() for mark in _BREAK.finditer(plain, 0, spotted.start)), default=0)
    stop = _BREAK.search(plain, spotted.end)
    return plain[begin : stop.start() if stop else len(plain)]


def _shared(clause: str, hint: str) -> int:
    """How many words of the hint a clause has; of Chinese, pairs of characters."""
    words = set(re.findall(r"[a-z]{4,}", hint.lower()))
    pairs = {hint[at : at + 2] for at in range(len(hint) - 1) if _HAN.fullmatch(hint[at : at + 2])}
    lower = clause.lower()
    return sum(word in lower for word in (*words, *pairs))


def _is_own(mention: Mention, figure: Spotted, plain: str) -> bool:
    """Whether a period stands beside a figure with nothing between that parts them: after it, in Chinese before it."""
    if mention.start >= figure.end:
        gap = plain[figure.end : mention.start]
        return _is_close(gap) and not _is_compared(gap, len(gap)) and not _AHEAD.search(gap)
    gap = plain[mention.end : figure.start]
    return not gap.isascii() and _is_close(gap) and not _STARTS.search(plain[: mention.start])


_STARTS: Final = re.compile(r"(?:[从從由自较較比]|[与與和]去?年?)$")
"""Before the period from which something rose."""


def _is_close(gap: str) -> bool:
    return len(gap) <= _NEAR and not _BREAK.search(gap) and not read_figures(gap)
