"""Anybody may ask why: the last answer of a conversation, explained."""

import re
from typing import Final

from bot import asking
from bot.locale import translator
from bot.messages import Heard, Reply
from bot.opinions import Note
from bot.reasons import reply_why
from bot.render import said
from knowledge.almanac import Almanac
from knowledge.questions import Asking
from knowledge.words import normalise

_WHY: Final = re.compile(
    r"(?:but |and |so )?(?:why|how so|how come|why so)"
    r"|(?:but |and |so )?why (?:did|do|would|are) you (?:say|saying|answer|answering|think)(?: (?:that|this|so|it))?"
    r"|why (?:that|this) answer|(?:please )?explain (?:your|that|this|the(?: last)?) answer"
    r"|为什么|为何|为啥|(?:你)?(?:为什么|为何|为啥|怎么)(?:会)?(?:这么|这样|那么|那样)(?:说|讲|回答|答)(?:呢)?"
    r"|为什么是这个(?:答案|回答)|(?:请)?解释一下?(?:你的|这个|上一个)?(?:答案|回答)",
    re.IGNORECASE,
)
"""The whole of a message that asks about the answer before it, and about nothing else."""

_AROUND: Final = " \t\n?？!！。.,，…"


def asks_why(text: str) -> bool:
    """Whether somebody asks how the answer came about; "why are they called giants?" is a question of its own.

    >>> asks_why("Why did you say that?"), asks_why("为什么这么说？"), asks_why("Why are they called giants?")
    (True, True, False)
    """
    return _WHY.fullmatch(normalise(text).strip(_AROUND)) is not None


def why(almanac: Almanac, heard: Heard) -> Reply:
    """How the answer came about: to the question that is given or replied to, else to the last one asked."""
    asked = _asked(almanac, heard)
    if asked is None:
        return said(nothing_asked(heard.language))
    return reply_why(almanac.explain(asked), heard.language)


def nothing_asked(language: str) -> str:
    return translator(language)("You have asked me nothing yet, so there is nothing to explain.")


def ask(almanac: Almanac, note: Note, heard: Heard) -> Reply:
    """The answer to a question; how the last one came about to a message that asks about nothing but that."""
    last = _last(almanac, heard) if asks_why(heard.text) and not heard.quoted.strip() else None
    return reply_why(almanac.explain(last), heard.language) if last else asking.ask(almanac, note, heard)


def _asked(almanac: Almanac, heard: Heard) -> Asking | None:
    typed, last = heard.text.strip(), _last(almanac, heard)
    question = heard.quoted.strip() if asks_why(typed) else typed or heard.quoted.strip()
    if not question or (last and last.question == question):
        return last
    return Asking(question, heard.at.date())


def _last(almanac: Almanac, heard: Heard) -> Asking | None:
    conversation = asking.conversation_of(heard)
    return almanac.last_asked(conversation, at=heard.at) if conversation else None
