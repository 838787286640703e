"""Curators tend how things are asked: phrasings, synonyms, and the topics that they belong to."""

from typing import Final

from bot.curating import proposed
from bot.finding import topic_meant
from bot.locale import spoken, translator
from bot.messages import Heard, Reply
from bot.render import said
from knowledge.almanac import Almanac
from knowledge.facts import Topic

_MOST: Final = 30
"""Phrasings of a topic that are listed: the latest, since the first came with the table."""

_REMOVE: Final = frozenset({"remove", "drop", "delete", "-", "删除", "刪除"})


def alias(almanac: Almanac, heard: Heard) -> Reply:
    """More ways to ask for a topic, or fewer; with the topic alone, those that it has."""
    if not heard.text.strip():
        return said(_how(heard.language)["alias"])
    head, *lines = heard.text.strip().splitlines()
    name, removing = _command(head)
    name, _, first = name.partition(":") if ":" in name else name.partition("：")
    topic = topic_meant(almanac, name, heard)
    if isinstance(topic, Reply):
        return topic
    texts = _texts([first, *lines])
    if not texts:
        return _listed(almanac, topic, heard)
    change = almanac.ledger.unphrase if removing else almanac.ledger.phrase
    return proposed(almanac, change(topic, texts, by=heard.sender, at=heard.at), heard)


def _listed(almanac: Almanac, topic: Topic, heard: Heard) -> Reply:
    say, held = translator(heard.language), almanac.ledger.phrasings(topic)
    told = say("“{title}” is asked in {number} ways, the latest of them:")
    lines = [told.format(title=topic.title(spoken(heard.language)), number=len(held)), *held[-_MOST:]]
    return said("\n".join([*lines, "", _how(heard.language)["alias"]]))


def synonym(almanac: Almanac, heard: Heard) -> Reply:
    """Words that mean the same from now on, or no longer do."""
    say = translator(heard.language)
    if not heard.text.strip():
        return said(_how(heard.language)["synonym"])
    words, removing = _command(heard.text.strip())
    texts = _texts(words.replace("＝", "=").replace(",", "=").replace("，", "=").replace("、", "=").split("="))
    if removing:
        return proposed(almanac, almanac.ledger.part(texts, by=heard.sender, at=heard.at), heard)
    if len(texts) < len(("one", "another")):
        return said(say("Write at least two words that mean the same: /synonym a = b"))
    return proposed(almanac, almanac.ledger.join(texts, by=heard.sender, at=heard.at), heard)


def topic(almanac: Almanac, heard: Heard) -> Reply:
    """Rename a topic, merge it into another, or move phrasings from one to the other."""
    if not heard.text.strip():
        return said(_how(heard.language)["topic"])
    verb, _, rest = heard.text.strip().partition(" ")
    head, *lines = rest.splitlines() or [""]
    names = [part.strip() for part in head.replace("＞", ">").split(">")]
    if len(names) == 1 and not lines and verb.casefold() not in {"rename", "merge", "move"}:
        found = topic_meant(almanac, heard.text, heard)
        return found if isinstance(found, Reply) else _listed(almanac, found, heard)
    if len(names) != len(("from", "to")) or not all(names):
        return said(_how(heard.language)["topic"])
    return _changed(almanac, verb.casefold(), names, _texts(lines), heard)


def _changed(almanac: Almanac, verb: str, names: list[str], texts: tuple[str, ...], heard: Heard) -> Reply:
    first = topic_meant(almanac, names[0], heard)
    if isinstance(first, Reply):
        return first
    if verb == "rename":
        return proposed(almanac, almanac.ledger.rename(first, names[1], by=heard.sender, at=heard.at), heard)
    second = topic_meant(almanac, names[1], heard)
    if isinstance(second, Reply):
        return second
    if verb == "merge":
        return proposed(almanac, almanac.ledger.merge(first, second, by=heard.sender, at=heard.at), heard)
    if verb == "move" and texts:
        return proposed(almanac, almanac.ledger.move(texts, first, second, by=heard.sender, at=heard.at), heard)
    return said(_how(heard.language)["topic"])


def _command(text: str) -> tuple[str, bool]:
    """The rest of a line, and whether it begins with a word that takes away."""
    first, _, rest = text.partition(" ")
    return (rest.strip(), True) if first.casefold() in _REMOVE and rest.strip() else (text, False)


def _texts(lines: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _how(language: str) -> dict[str, str]:
    """What each command says when it is sent alone."""
    say = translator(language)
    return {
        "alias": say(
            "More ways to ask for a topic, one on each line:\n\n/alias TOPIC\nHow many of them are there?\n\n"
            "/alias remove TOPIC and lines take some away. /topics lists the topics."
        ),
        "synonym": say(
            "Words that mean the same in every question:\n\n/synonym overseas sales = exports = 出口\n\n"
            "/synonym remove WORD makes a word stand for itself again."
        ),
        "topic": say(
            "Topics, by the titles that /topics shows. Give one a new title, put two together, or move "
            "ways to ask, one on each line:\n\n/topic rename TOPIC > New title\n/topic merge TOPIC > OTHER TOPIC\n"
            "/topic move TOPIC > OTHER TOPIC\nHow many of them are there?"
        ),
    }
