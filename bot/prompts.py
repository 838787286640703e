"""What the bot asks for one at a time, and what a reply to such a message is meant for."""

import re
from typing import Final

from bot.locale import translator
from bot.markup import cut
from bot.messages import Reply
from bot.render import said

MARK: Final = "✏️"
_MARKED: Final = re.compile(rf"{MARK} ([a-z0-9]+(?:-[a-z0-9]+)*) · ([a-z]+)")
_DRAFT: Final = re.compile(r"draft-(\d{1,15})")

_PLACEHOLDER: Final = 64
"""Units that Telegram shows in the empty field of the reply."""

FIELDS: Final = (
    *("sentence", "source", "topic", "place", "period", "figure", "ask", "publisher", "title", "published", "review"),
)


_LONGEST_ABOVE: Final = 3000
"""Units before the question; a message that is cut at its end would no longer say what it is for."""


def prompt(target: str, field: str, language: str, above: str = "") -> Reply:
    """A message that opens the keyboard for its reply, and carries what that is for: it survives a restart.

    `target` is a fact's id, or `of_draft` of a draft's number.
    """
    asked = _asked(field, language)
    lines = [*([cut(above, _LONGEST_ABOVE), ""] if above else []), asked, f"{MARK} {target} · {field}"]
    reply = said("\n".join(lines))
    return Reply(reply.html, prompt=cut(asked, _PLACEHOLDER))


def prompted(text: str) -> tuple[str, str] | None:
    r"""The target and the field that a message of the bot asks for; None for any other.

    >>> prompted("Reply with the period.\n✏️ draft-7 · period")
    ('draft-7', 'period')
    """
    match = _MARKED.fullmatch(text.splitlines()[-1]) if text else None
    return (match[1], match[2]) if match and match[2] in FIELDS else None


def of_draft(number: int) -> str:
    return f"draft-{number}"


def draft_of(target: str) -> int:
    """The number of the draft; 0 where the target is a fact."""
    match = _DRAFT.fullmatch(target)
    return int(match[1]) if match else 0


def _asked(field: str, language: str) -> str:
    say = translator(language)
    told = {
        "sentence": say("Reply with the sentence that says it, just as the source prints it."),
        "source": say("Reply with the web address of the page that has the sentence."),
        "topic": say("Reply with what is counted or told, without its figure, such as: exports."),
        "place": say("Reply with the place it holds for, such as: Zhejiang."),
        "period": say("Reply with the period it holds for, such as: 2024, June 2024, 2021-2025; or: not stated."),
        "figure": say("Reply with the figure, as the sentence prints it; or: none."),
        "ask": say("Reply with questions that it answers, one on each line."),
        "publisher": say("Reply with the name of who published it."),
        "title": say("Reply with the title of the page."),
        "published": say("Reply with the day it was published, such as: 2025-12-02."),
        "review": say("Reply with the day on which it should be looked at again, such as: 2027-03-01; or: none."),
    }
    return told[field]
