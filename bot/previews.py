"""How a curator sees a proposal, what is wrong with a draft, and what was kept."""

from collections.abc import Sequence
from typing import Final

from bot.locale import translator
from bot.markup import LONGEST_MESSAGE, cut, visible
from bot.messages import Button, Reply
from bot.render import card, escape, said
from knowledge.curation import Problem
from knowledge.facts import Fact
from knowledge.store.protocol import Proposal

_MOST_PHRASINGS: Final = 5
"""Phrasings that a curator is shown again."""

_LONGEST_NOTE: Final = 400
"""Units below the card; the card has the rest."""


def preview(proposal: Proposal, language: str, buttons: tuple[tuple[Button, ...], ...]) -> Reply:
    """The card as everybody will see it, between what it is and how it will be found."""
    say = translator(language)
    asked = "; ".join(wording.text for wording in proposal.phrasings[:_MOST_PHRASINGS])
    about = [
        *([say("This makes a new topic.")] if proposal.new_topic else []),
        *([say("Asked as: {questions}").format(questions=asked)] if asked else []),
    ]
    return _framed(say("This is how it will be shown:"), proposal.fact, "\n".join(about), language, buttons)


def kept(fact: Fact, language: str) -> Reply:
    return _framed(translator(language)("Saved. From now on it is found:"), fact, "", language, ())


def problems(found: Sequence[Problem], language: str) -> Reply:
    """Everything that is wrong with a draft, at once."""
    say = translator(language)
    lines = [f"• {problem.text}" for problem in found]
    return said("\n".join([say("Nothing was added yet:"), *lines, "", say("/add alone shows an example.")]))


def _framed(above: str, fact: Fact, below: str, language: str, buttons: tuple[tuple[Button, ...], ...]) -> Reply:
    below = cut(below, _LONGEST_NOTE)
    room = LONGEST_MESSAGE - visible(escape(above)) - visible(escape(below)) - 2 * len("\n\n")
    parts = [escape(above), card(fact, language, room), escape(below)]
    return Reply("\n\n".join(filter(None, parts)), buttons)
