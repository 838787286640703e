"""What a text says and does not ask about: who asks, and what is not meant."""

import re
from typing import Final

from knowledge.words import normalise

_ABOUT_THE_ASKER = re.compile(
    r"(?:\b(?:i am|i'm|im|we are|we're|i live|i work|i teach|i study|i write)|(?:^|[.!,] ?)me) (?:an? )?"
    r"(?:(?!how|wh|many|much|number|share|looking|search|ask|interest|curious|trying|wonder|after)\w+ ){0,4}?"
    r"(?:from|in|at|on|for) (?:the |an? )?(?-i:[A-Z])\w+"
    r"|\b(?:writing|calling|greetings|hello|hi) (?:from|in|at) (?:the )?(?-i:[A-Z])\w+"
    r"|^as an? [^,.?!]{2,60}?(?=,| i\b| we\b)"
    r"|^(?:(?:hey|hi|hello|ok|okay)[ ,]+)?(?:google|siri|alexa|cortana|bixby|小爱同学|小度小度|天猫精灵)\b"
    r"|我(?:是|在(?![找查问看想])|来自)[^,。;!?]{0,12}?(?:(?<!巨)人|记者|学生|读者|同学)",
    re.IGNORECASE,
)
"""Where somebody says who they are, or calls an assistant: a place or a name in it is not asked about."""

_ANOTHER_THING = re.compile(
    r"\b(?:rather than|instead of|as opposed to)\b[^?.!;]{0,60}"
    r"|(?<=[,;(-] )not (?:at |by )?(?:the )?(?:start|beginning|end|close)\b[^?.!,;]{0,40}",
    re.IGNORECASE,
)
"""Where it is said what is not asked about."""

_ABOUT_HOME = re.compile(
    r"\b(?:do|have) we\b|\bwe have\b|我们?[市省区县]|[市省]里|本[市省地]|当地|我们这", re.IGNORECASE
)
"""Where it is asked about after all: "I'm from Tianjin, do we have any"."""

ASKERS: Final = frozenset(
    "i im we me writing calling greetings hello hi google siri alexa cortana bixby".split()  # noqa: SIM905 - a list
)
"""Words without one of which `_ABOUT_THE_ASKER` finds nothing in English; looked up, they cost a tenth of it."""


def without_unasked(text: str) -> str:
    """The text normalised, with blanks for all that is not asked about."""
    normal = _ANOTHER_THING.sub(blank, normalise(text))
    return normal if _ABOUT_HOME.search(normal) else _ABOUT_THE_ASKER.sub(blank, normal)


def blank(match: re.Match[str]) -> str:
    """As long, so that everything else stays in its place."""
    return " " * len(match[0])
