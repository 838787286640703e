"""What others suggest: each curator is sent it, and what nobody has decided on yet stands in a list."""

from collections.abc import Iterable
from typing import Final

from bot.buttons import Cancel, Keep, Suggested
from bot.locale import translator
from bot.messages import Button, Letter, Pressed, Reply, Work
from bot.previews import framed, preview
from bot.render import LONGEST_LABEL, said
from bot.wording import labels
from knowledge.almanac import Almanac
from knowledge.colliding import Shift
from knowledge.facts import Fact
from knowledge.store.protocol import Proposal, Verdict

_LISTED: Final = 8
"""Suggestions that a telephone shows as buttons; the oldest, for they have waited longest."""


def listed(almanac: Almanac, language: str) -> Reply:
    """A button for each suggestion that waits for a curator."""
    say, waiting = translator(language), almanac.ledger.suggestions()
    if not waiting:
        return said(say("No suggestion waits. Others can make some where /settings allows it; /add is for you."))
    head = say("Suggested, and not decided on yet ({number}). Tap one:").format(number=len(waiting))
    more = [say("… and {number} more").format(number=len(waiting) - _LISTED)] if len(waiting) > _LISTED else []
    shown = waiting[:_LISTED]
    names = labels([each.fact for each in shown], language, LONGEST_LABEL)
    rows = tuple((Button(name, Suggested(each.id)),) for name, each in zip(names, shown, strict=True))
    return said("\n".join([head, *more]), rows)


def waiting(almanac: Almanac, language: str) -> str:
    """A line that says how many there are; "" where there are none."""
    if not (number := len(almanac.ledger.suggestions())):
        return ""
    return translator(language)("Suggestions to decide on: {number}. /suggest lists them.").format(number=number)


def press(action: Suggested, pressed: Pressed) -> Work:
    return Work(lambda almanac: _opened(almanac, action.proposal, pressed))


def _opened(almanac: Almanac, proposal: int, pressed: Pressed) -> Reply:
    held = almanac.ledger.proposal(proposal)
    if not isinstance(held, Proposal) or held.verdict is not Verdict.SUGGESTED:
        return said(translator(pressed.language)("This one is decided on already. /suggest lists those that are left."))
    return _shown(almanac, held, almanac.ledger.collisions(proposal, at=pressed.at), pressed.language)


def letters(almanac: Almanac, proposal: int, curators: Iterable[int], pressed: Pressed) -> tuple[Letter, ...]:
    """The card for each curator, in the curator's own language; the first to press decides."""
    held, shifts = almanac.ledger.proposal(proposal), almanac.ledger.collisions(proposal, at=pressed.at)
    if not isinstance(held, Proposal):
        return ()
    return tuple(Letter(each, _shown(almanac, held, shifts, almanac.language(each))) for each in sorted(curators))


def _shown(almanac: Almanac, suggested: Proposal, shifts: tuple[Shift, ...], language: str) -> Reply:
    """All that a curator sees before keeping a fact of their own, too."""
    say = translator(language)
    buttons = ((Button(say("Keep"), Keep(suggested.id)), Button(say("Cancel"), Cancel(suggested.id))),)
    return preview(suggested, almanac.ledger.doubts(suggested), shifts, language, buttons)


def thanks(almanac: Almanac, person: int, fact: Fact) -> Letter:
    """What somebody is told whose suggestion was kept."""
    language = almanac.language(person)
    above = translator(language)("Thank you. What you suggested is in the table now:")
    return Letter(person, framed(above, fact, "", language))


def declined(almanac: Almanac, person: int, fact: Fact) -> Letter:
    """What they are told where it was not."""
    language = almanac.language(person)
    above = translator(language)("Thank you for what you suggested. The curators have not taken it up:")
    return Letter(person, framed(above, fact, "", language))
