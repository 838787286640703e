"""When a sentence's figures hold: its periods, each figure's own first, and none that only compares or chooses."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from knowledge.facts import UNSTATED, Period, Unstated
from knowledge.figures import Spotted, read_figures
from knowledge.numerals import FLAGS, narrow
from knowledge.periods import Mention, compares, read_periods

_NEAR: Final = 32
"""Characters between a figure and the period that is its own, at most."""


_BREAK: Final = re.compile(r"(?<!\d),|,(?!\d{3})|[;。:]|\.\s")
"""Of a narrowed text, in which a Chinese comma is a plain one."""

_AHEAD: Final = re.compile(r"\b(?:plan|expect|intend|hope|want|will|aim)\w*\b|[预預][计計]|[计計][划劃]", FLAGS)
"""Before a period of which only a hope is told."""


def periods_of(sentence: str, *, today: date, figure: Spotted | None = None) -> tuple[Period, ...]:
    """Every period of a sentence, that of the figure first: its own, else the first that nothing is compared with."""
    mentions, plain = _mentions(sentence, today), narrow(sentence)
    if len(mentions) < 2:  # noqa: PLR2004 - nothing to choose from
        return tuple(each.period for each in mentions if not _COMPARED.search(plain[: each.start]))

    def against(each: Mention) -> tuple[bool, bool, int]:
        own = figure is not None and _is_own(each, figure, plain)
        return not own, _is_compared(plain, each.start), each.start

    return tuple(each.period for each in sorted(mentions, key=against))


_MEASURED_AGAINST: Final = re.compile(
    r"(?:\b(?:compared (?:with|to)|than|versus|vs\.?|against|from)\s(?:[a-z]+\s){0,3}"
    r"|(?:相比|比|较|較|[高低多少]于|[高低多少]於|由|从|從|自)\w{0,3})$",
    FLAGS,
)
"""Before a figure of an earlier time, with which the sentence only compares the one that it states."""


def period_beside(sentence: str, figure: Spotted, *, today: date) -> Period | Unstated:
    """That of a figure which is not the one that the sentence states first: it has its own, or stands under another's.

    One that is only compared with, and has none of its own, is of a time that the sentence does not name.
    """
    mentions, plain = _mentions(sentence, today), narrow(sentence)
    if own := next(
        (each for each in mentions if _is_own(each, figure, plain) or _stands_before(each, figure, plain)), None
    ):
        return own.period
    before = [each for each in mentions if each.end <= figure.start]
    others = [each.end for each in read_figures(sentence) if each.end <= figure.start]
    if _MEASURED_AGAINST.search(plain[max((*others, *(each.end for each in before)), default=0) : figure.start]):
        return UNSTATED
    stated = [each for each in before if not _is_compared(plain, each.start)]
    return stated[-1].period if stated else _first(mentions)


def _first(mentions: Sequence[Mention]) -> Period | Unstated:
    return mentions[0].period if mentions else UNSTATED


def _mentions(sentence: str, today: date) -> tuple[Mention, ...]:
    plain = narrow(sentence)
    read = (each for each in read_periods(sentence, today=today) if not each.negated and not _tells_whom(each, plain))
    return tuple(_counted_on(each, sentence, today) for each in read)


_COMPARED: Final = re.compile(
    r"(?:\b(?:compared (?:with|to)|than in|versus|vs\.?|relative to|against)\s(?:in\s)?(?:the\s)?|[较較比]"
    r"|\b(?:from|against|versus)\s(?=\D{0,12}\d)(?:(?!to\b)[^\s;]+\s){1,4}?(?:(?:in|at|of)\s)?(?:the\s)?)$",
    FLAGS,
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


def _is_own(mention: Mention, figure: Spotted, plain: str) -> bool:
    """Whether a period stands beside a figure with nothing between that parts them: after it, in Chinese before it."""
    if mention.start >= figure.end:
        gap = plain[figure.end : mention.start]
        return _is_close(gap) and not _is_compared(gap, len(gap)) and not _AHEAD.search(gap)
    return _stands_before(mention, figure, plain) and not _STARTS.search(plain[: mention.start])


def _stands_before(mention: Mention, figure: Spotted, plain: str) -> bool:
    """Whether a period stands right before a figure, as it does in Chinese; also one that is compared with."""
    gap = plain[mention.end : figure.start]
    return mention.end <= figure.start and not gap.isascii() and _is_close(gap)


_STARTS: Final = re.compile(r"(?:[从從由自较較比]|[与與和]去?年?)$")
"""Before the period from which something rose."""


def _is_close(gap: str) -> bool:
    return len(gap) <= _NEAR and not _BREAK.search(gap) and not read_figures(gap)
