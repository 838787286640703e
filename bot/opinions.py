"""What people think of an answer, and what they wish to be told: the small buttons below it in private chats."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, assert_never

from bot.buttons import Vote, Wish
from bot.locale import CHINESE, translator
from bot.messages import Button, Place, Pressed, Reply, Toast
from bot.render import echoing, reply_to
from knowledge.almanac import Almanac
from knowledge.facts import Fact
from knowledge.questions import Answer, Found, Reason, Several, Unknown
from knowledge.stamps import fact_stamp, question_stamp
from knowledge.store.protocol import Noted, Voted, Wished

Note = Callable[[Noted], None]
"""Takes what is to be written down, and does not wait for it."""

Row = tuple[Button, ...]

_MAY_COME: Final = frozenset({Reason.NOT_HELD, Reason.PERIOD, Reason.PLACE, Reason.MEASURE, Reason.NO_MATCH})
"""What is not held, and one day may be; small talk and other languages are none of it."""


def with_opinions(reply: Reply, answer: Answer, language: str) -> Reply:
    """The reply to a question in a private chat, with a thumb up and down, or a wish to be told."""
    match answer:
        case Found(facts=facts) if facts:
            return replace(reply, buttons=(*reply.buttons, thumbs(facts[0].fact)))
        case Unknown(reading, reason) if reason in _MAY_COME and reading.question.strip():
            below = wish(question_stamp(reading.question), CHINESE if reading.chinese else language)
            return replace(reply, buttons=(*reply.buttons, below))
        case Found() | Several() | Unknown():
            return reply
        case _:
            assert_never(answer)


def thumbs(fact: Fact) -> Row:
    """For the fact that leads an answer, as it stands."""
    version = fact_stamp(fact)
    return Button("👍", Vote(fact.id, version, up=True)), Button("👎", Vote(fact.id, version, up=False))


def wish(question: int, language: str) -> Row:
    """For the question of that stamp, which has no answer."""
    return (Button(f"🔔 {translator(language)('Tell me when there is an answer')}", Wish(question)),)


def press(almanac: Almanac, note: Note, action: Wish | Vote, pressed: Pressed) -> Reply | Toast:
    """Take an opinion or a wish down; these buttons stand in private chats alone."""
    if pressed.place is not Place.PRIVATE or pressed.sender != pressed.chat:
        return _old(pressed.language)
    match action:
        case Vote():
            return _voted(almanac, note, action, pressed)
        case Wish(question):
            return _wished(almanac, note, question, pressed)
        case _:
            assert_never(action)


def _voted(almanac: Almanac, note: Note, vote: Vote, pressed: Pressed) -> Toast:
    """A thumb is for what was seen: for a fact that became another since, it tells nothing."""
    say, fact = translator(pressed.language), almanac.fact(vote.fact)
    if fact is None or fact.retired or fact_stamp(fact) != vote.version:
        return Toast(say("This fact has been changed since. Please ask again."))
    note(Voted(pressed.sender, vote.fact, vote.version, vote.up, pressed.at))
    return Toast(say("Thank you! Noted: {thumb}").format(thumb="👍" if vote.up else "👎"))


def _wished(almanac: Almanac, note: Note, stamp: int, pressed: Pressed) -> Reply | Toast:
    """Kept until there is an answer; where there is one by now, that."""
    question = almanac.demand.asked_in(pressed.chat, stamp) or _just_asked(almanac, stamp, pressed)
    if not question:
        return _old(pressed.language)
    wished = Wished(pressed.sender, question, pressed.language, pressed.at)
    if found := almanac.demand.answer(wished):
        return told(wished, found)
    note(wished)
    return Toast(translator(pressed.language)("I will tell you once, as soon as my table has an answer."))


def _just_asked(almanac: Almanac, stamp: int, pressed: Pressed) -> str:
    """What a chat asked last, which may not be written down yet; "" where it is not the one of that stamp."""
    asking = almanac.last_asked(f"{pressed.chat}", at=pressed.at)
    return asking.question if asking and question_stamp(asking.question) == stamp else ""


def told(wished: Wished, found: Found) -> Reply:
    """What somebody is told whose wish has come true: the question, and its answer."""
    reply = reply_to(found, wished.language)
    return echoing(wished.question, replace(reply, buttons=(*reply.buttons, thumbs(found.facts[0].fact))))


def _old(language: str) -> Toast:
    return Toast(translator(language)("This button is from an older message and no longer works."))
