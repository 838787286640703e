"""Who may do what: owners, whom the settings name; curators, whom owners appoint; everybody else may ask."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.config import EVERYBODY
from bot.locale import Say, translator
from bot.messages import Heard, Letter, Menu, Place, Reply
from bot.render import said
from knowledge.almanac import Almanac

_LARGEST = 2**52
"""Telegram's ids of persons stay below it."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Numeric ids decide, and the table is asked each time: who was dismissed a moment ago is none any more."""

    owners: frozenset[int]
    appointed: Callable[[], frozenset[int]]

    def is_owner(self, person: int) -> bool:
        return person in self.owners

    def is_curator(self, person: int) -> bool:
        return person in self.owners or (person > 0 and person in self.appointed())

    @property
    def curators(self) -> frozenset[int]:
        return self.owners | self.appointed()


def curators(roles: Roles, almanac: Almanac, heard: Heard) -> Reply:
    """Who keeps the table; owners add and remove, by reply or by numeric id."""
    say = translator(heard.language)
    verb, _, rest = heard.text.strip().partition(" ")
    if verb.casefold() not in {"add", "remove"}:
        return said(_listed(roles, almanac, heard.language))
    if not roles.is_owner(heard.sender):
        return said(say("Only owners can appoint curators. The setting GIANTS_OWNERS names them."))
    person = _person(rest.strip()) or (0 if rest.strip() else heard.named)
    if not person:
        return said(
            say(
                "Whom? Reply to a message of theirs, or give the numeric id, which /status tells them: "
                "/curators add 123456789"
            )
        )
    if person in EVERYBODY or roles.is_owner(person):
        told = say("{person} cannot be a curator: an owner, or an id that many people share.")
        return said(told.format(person=person))
    return _dismissed(almanac, person, say) if verb.casefold() == "remove" else _appointed(almanac, person, heard, say)


def _dismissed(almanac: Almanac, person: int, say: Say) -> Reply:
    gone = almanac.dismiss(person)
    told = said((say("{person} is no curator any more.") if gone else say("{person} was none.")).format(person=person))
    return replace(told, menu=Menu(person, curator=False))


def _appointed(almanac: Almanac, person: int, heard: Heard, say: Say) -> Reply:
    if not almanac.appoint(person, by=heard.sender, at=heard.at):
        return said(say("{person} is a curator already.").format(person=person))
    welcome = said(
        say(
            "You are a curator of this table now. To add your first fact, send /add, or just a sentence with a figure "
            "that I do not know yet. /help shows what else you can do."
        )
    )
    told = said(say("{person} is a curator now.").format(person=person))
    return replace(told, letters=(Letter(person, welcome),), menu=Menu(person, curator=True))


def greeted(roles: Roles, reply: Reply, heard: Heard) -> Reply:
    """The reply to /start. To a curator it brings the menu, which Telegram gives to nobody who never wrote here."""
    if heard.place is not Place.PRIVATE or not roles.is_curator(heard.sender):
        return reply
    told = translator(heard.language)("You keep this table: /add adds a fact, /help shows what else you can do.")
    html = reply.html if heard.text.strip() else f"{said(told).html}\n\n{reply.html}"
    return replace(reply, html=html, menu=Menu(heard.chat, curator=True))


def _person(words: str) -> int:
    typed = words.lstrip("0")
    return int(typed) if typed.isascii() and typed.isdigit() and int(typed[:17]) < _LARGEST else 0


def _listed(roles: Roles, almanac: Almanac, language: str) -> str:
    say = translator(language)
    lines = [
        say("Owners: {ids}").format(ids=", ".join(map(str, sorted(roles.owners))) or "–"),
        say("Curators: {ids}").format(ids=", ".join(map(str, sorted(almanac.curators()))) or "–"),
        "",
        say("Owners add and remove: /curators add 123456789, or as a reply to somebody's message."),
    ]
    return "\n".join(lines)
