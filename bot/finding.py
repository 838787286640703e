"""Which fact, topic or change a curator means: by id, by replying to an answer, or in words."""

from collections.abc import Callable
from typing import Final

from bot.buttons import Action
from bot.locale import spoken, translator
from bot.messages import Button, Heard, Reply
from bot.render import LONGEST_LABEL, said
from bot.wording import labels
from knowledge.almanac import Almanac
from knowledge.curation import known
from knowledge.facts import Fact, Topic
from knowledge.limits import visible

MOST: Final = 5
"""Facts that are offered where words do not tell which one is meant."""


def fact_meant(almanac: Almanac, heard: Heard, act: Callable[[str], Action]) -> tuple[Fact, str] | Reply:
    """The fact, and the words that were not needed to name it; else buttons for those that it may be.

    `act` makes the button's action of a fact's id.
    """
    first, *rest = heard.text.split(maxsplit=1) or [""]
    if fact := almanac.fact(first.casefold()):
        return fact, "".join(rest).strip()
    if shown := almanac.shown_in(heard.answers):
        if len(shown) == 1:
            return shown[0], heard.text.strip()
        return _offered(shown, heard, act)
    words = heard.text.strip().splitlines()[0] if heard.text.strip() else ""
    found = tuple(scored.fact for scored in almanac.suggest(words, today=heard.at.date(), limit=MOST)) if words else ()
    return _offered(found, heard, act)


def _offered(facts: tuple[Fact, ...], heard: Heard, act: Callable[[str], Action]) -> Reply:
    say = translator(heard.language)
    if not facts:
        return said(say("No fact of the table is like that. Reply to an answer of mine, or name it in words."))
    return said(say("Which one?"), one_each(facts, heard.language, act))


def one_each(facts: tuple[Fact, ...], language: str, act: Callable[[str], Action]) -> tuple[tuple[Button, ...], ...]:
    """A button for each fact, with its title and what tells it apart."""
    names = labels(facts, language, LONGEST_LABEL)
    return tuple((Button(name, act(fact.id)),) for name, fact in zip(names, facts, strict=True))


def topic_meant(almanac: Almanac, words: str, heard: Heard) -> Topic | Reply:
    """The topic of that id or title."""
    if topic := known(visible(words), almanac.topics()):
        return topic
    near = {
        scored.fact.topic.id: scored.fact.topic for scored in almanac.suggest(words, today=heard.at.date(), limit=20)
    }
    listed = "\n".join(f"• {topic.title(spoken(heard.language))}" for topic in list(near.values())[:MOST])
    say = translator(heard.language)
    told = say("There is no topic “{name}”. Write its title as /topics shows it.")
    return said(told.format(name=words.strip()) + (f"\n\n{say('Near it:')}\n{listed}" if listed else ""))
