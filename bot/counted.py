"""/stats: how the bot is used and what the table lacks, in words for a phone and as a picture."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot.dates import day
from bot.drawing import drawn
from bot.locale import Say, spoken, translator
from bot.markup import cut
from bot.messages import Heard, Reply
from bot.render import said
from bot.wording import labels
from knowledge.almanac import Almanac
from knowledge.counting import Day, Stats
from knowledge.facts import Fact

A_WEEK: Final = 7

MOST_DAYS: Final = 366

_LISTED: Final = 5
"""Days, topics and facts of a list; beyond them there is a number."""

_LONGEST: Final = 60
"""Units of a title in a list: one line, or two."""


def stats(almanac: Almanac, heard: Heard) -> Reply:
    """Of a week, or of as many days as are given."""
    words = heard.text.strip()
    days = int(words) if re.fullmatch(r"[0-9]{1,3}", words) else 0 if words else A_WEEK
    if not 1 <= days <= MOST_DAYS:
        told = translator(heard.language)("Write /stats, or /stats and a number of days from 1 to {most}.")
        return said(told.format(most=MOST_DAYS))
    counted = almanac.counting.stats(today=heard.at.date(), days=days)
    reply = said("\n".join(_lines(counted, heard.language)))
    return replace(reply, picture=partial(drawn, counted)) if counted.questions else reply


def _lines(stats: Stats, language: str) -> Iterator[str]:
    say = translator(language)
    first, last = stats.days[0].day, stats.days[-1].day
    yield say("From {first} to {last}:").format(first=day(first, language), last=day(last, language))
    yield say("Questions: {questions}. People: {people}.").format(questions=stats.questions, people=stats.people)
    if stats.questions:
        yield from _outcomes(stats, say)
    if stats.small_talk:
        yield say("Small talk and other languages: {number}").format(number=stats.small_talk)
    if stats.up or stats.down:
        yield f"👍 {stats.up} · 👎 {stats.down}"
    yield from _by_day(stats.days, say, language)
    if stats.topics:
        yield from ("", say("Most asked:"))
        yield from (f"{count} × {cut(topic.title(spoken(language)), _LONGEST)}" for topic, count in stats.topics)
    if stats.disliked:
        yield from ("", say("Disliked:"))
        yield from (f"👎 {each.down} 👍 {each.up} {_named(each.fact, language)}" for each in stats.disliked)
    never = say("Never asked: {number} of {held} facts").format(number=len(stats.never), held=stats.held)
    yield from _facts(never, stats.never, language)
    yield from _facts(say("Due for review: {number}").format(number=len(stats.due)), stats.due, language)


def _outcomes(stats: Stats, say: Say) -> Iterator[str]:
    of = stats.questions
    yield f"• {say('answered')}: {stats.answered} ({_share(stats.answered, of)})"
    picked = say("picked {picked}, none meant {none}").format(picked=stats.picked, none=stats.none_meant)
    yield f"• {say('asked back')}: {stats.asked_back} ({_share(stats.asked_back, of)}; {picked})"
    yield f"• {say('unanswered')}: {stats.unanswered} ({_share(stats.unanswered, of)})"
    told = say("English {english}, Chinese {chinese}")
    yield "• " + told.format(english=of - stats.chinese, chinese=stats.chinese)


def _by_day(days: Sequence[Day], say: Say, language: str) -> Iterator[str]:
    """The last days on which anybody asked; the picture shows the others too."""
    asked = [each for each in days[-A_WEEK:] if each.questions]
    if len(days) == 1 or not asked:
        return
    yield from ("", say("By day: answered, asked back, unanswered"))
    for each in reversed(asked):
        told = f"{each.questions} = {each.answered} + {each.asked_back} + {each.unanswered}"
        yield f"{day(each.day, language)}: {told}"


def _facts(head: str, facts: Sequence[Fact], language: str) -> Iterator[str]:
    if not facts:
        return
    yield from ("", head)
    yield from (f"• {_named(fact, language)}" for fact in facts[:_LISTED])
    if len(facts) > _LISTED:
        yield f"… + {len(facts) - _LISTED}"


def _named(fact: Fact, language: str) -> str:
    return labels((fact,), language, _LONGEST)[0]


def _share(part: int, of: int) -> str:
    return f"{100 * part / of:.0f}%"
