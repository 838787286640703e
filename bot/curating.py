"""Curators add facts: a message becomes a proposal, and a press on Keep makes it a fact."""

import logging
from collections.abc import Container
from functools import partial
from typing import assert_never

from bot.buttons import Cancel, Keep
from bot.locale import translator
from bot.messages import Button, Heard, Instead, Place, Pressed, Reply, Toast, Work
from bot.previews import kept, preview, problems
from bot.render import said
from knowledge.almanac import Almanac
from knowledge.curation import read_draft
from knowledge.store.protocol import Proposal, StoreError

_log = logging.getLogger(__name__)


def propose(almanac: Almanac, heard: Heard) -> Reply:
    """The fact as everybody would see it, with Keep and Cancel; or all that is wrong with the message."""
    if not heard.text.strip() and not heard.quoted.strip():
        return guide(heard.language)
    draft = read_draft(heard.text, heard.quoted)
    proposal = almanac.propose(draft, by=heard.sender, at=heard.at)
    if not isinstance(proposal, Proposal):
        return problems(proposal, heard.language)
    say = translator(heard.language)
    buttons = (Button(say("Keep"), Keep(proposal.id)), Button(say("Cancel"), Cancel(proposal.id)))
    return preview(proposal, heard.language, (buttons,))


def decide(almanac: Almanac, owners: Container[int], action: Keep | Cancel, pressed: Pressed) -> Instead | Toast | Work:
    """Keep or drop what this very person proposed; that the button was shown to them is not enough."""
    say = translator(pressed.language)
    if pressed.sender not in owners:
        return Toast(say("Only curators can decide on this."))
    match action:
        case Keep(proposal):
            return Work(partial(_keep, almanac, proposal, pressed))
        case Cancel(proposal):
            if almanac.cancel(proposal, by=pressed.sender):
                return Instead(said(say("Cancelled. Nothing was added.")))
            return Toast(_closed(pressed.language))
        case _:
            assert_never(action)


def _keep(almanac: Almanac, proposal: int, pressed: Pressed) -> Reply | Instead:
    """The card as it was saved; a press that comes twice shows it again."""
    try:
        fact = almanac.keep(proposal, by=pressed.sender, at=pressed.at)
    except StoreError as error:  # the press is answered already, so nobody else can tell
        _log.warning("A fact could not be kept: %s", error)
        say = translator(pressed.language)
        return said(say("This could not be saved just now. Please press Keep again in a moment."))
    return Instead(kept(fact, pressed.language)) if fact else said(_closed(pressed.language))


def _closed(language: str) -> str:
    return translator(language)("This proposal is no longer open, or it is somebody else's.")


def refuse(owners: Container[int], heard: Heard) -> Reply:
    """Whatever was not a curator's own new message in private: why nothing was added."""
    say = translator(heard.language)
    if heard.sender not in owners:
        return said(say("Only curators can add facts. But do ask me anything: /help shows how."))
    if heard.place is not Place.PRIVATE:
        return said(say("Please add facts in our private chat."))
    return said(say("Nothing was added: /add has to be a new message of your own, not edited or forwarded."))


def guide(language: str) -> Reply:
    """How /add is written."""
    say = translator(language)
    return said(
        say(
            "Send the sentence as the source prints it, and the address of the source; if you like, a topic "
            "and questions that it answers. For example:"
        )
        + "\n\n"
        "/add In 2024, these firms on average invested more than 30 million yuan in research.\n"
        "https://www.example.org/report\n"
        "topic: Average R&D investment per little giant\n"
        "ask: How much do they spend on research?\n"
        "\n" + say("Or answer a message that holds the sentence with /add and the address.")
    )
