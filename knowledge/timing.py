"""When a sentence's figure holds: its periods, the figure's own first, and none that only compares or chooses."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from knowledge.facts import Period
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
    gap = plain[mention.end : figure.start]
    return not gap.isascii() and _is_close(gap) and not _STARTS.search(plain[: mention.start])


_STARTS: Final = re.compile(r"(?:[从從由自较較比]|[与與和]去?年?)$")
"""Before the period from which something rose."""


def _is_close(gap: str) -> bool:
    return len(gap) <= _NEAR and not _BREAK.search(gap) and not read_figures(gap)
