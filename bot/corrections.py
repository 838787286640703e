"""An answer that is no longer so, as it reads from now on: what holds, below what has changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from bot.dates import day, period_words
from bot.locale import CHINESE, spoken, translator
from bot.markup import cut
from bot.messages import Reply, Stated
from bot.opinions import thumbs
from bot.render import card, echoing, restated
from bot.wording import figure_words, title_words
from knowledge.almanac import Almanac
from knowledge.facts import Fact
from knowledge.questions import Found, Reading, Scored, Turn
from knowledge.shown import Outdated, Revision

_LONGEST: Final = 160
"""Units of what a message said before; the card below it has the rest."""


def differs(outdated: Outdated) -> bool:
    """Whether the message would read otherwise by now."""
    return any(_differs(revision, outdated.shown.language) for revision in outdated.revisions)


def _differs(revision: Revision, language: str) -> bool:
    was, now = _live(revision.was), _live(revision.now)
    if was is None or now is None:
        return was is not now
    return was != now and card(was, language) != card(now, language)


def _live(fact: Fact | None) -> Fact | None:
    return None if fact is None or fact.retired else fact


def correct(almanac: Almanac, outdated: Outdated, today: date) -> Reply:
    """The message as it should read: the facts that still hold, and a line for each one that has changed."""
    language = outdated.shown.language
    notes = tuple(note for each in outdated.revisions if (note := _note(each, language, today)))
    shown, answer = outdated.shown, _answer(almanac, outdated)
    reply = restated(answer, language, notes)
    if shown.question and not shown.asked and not shown.inline:
        reply = echoing(shown.question, reply)  # the message that it answers is not in the chat
    below = (thumbs(answer.facts[0].fact),) if answer.facts and shown.chat > 0 else ()
    return Reply(reply.html, below, stated=Stated(shown.facts, language, shown.question, shown.carried))


def _answer(almanac: Almanac, outdated: Outdated) -> Found:
    """What answers the question by now where that is the same facts, with all that is computed and said of them."""
    shown, facts = outdated.shown, [fact for each in outdated.revisions if (fact := _live(each.now))]
    carried = shown.carried or None
    if shown.question and facts:
        before = Turn(shown.question, facts[0].topic.id) if carried else None
        answer = almanac.ask(shown.question, today=shown.at.date(), before=before)
        if isinstance(answer, Found) and [scored.fact.id for scored in answer.facts] == [fact.id for fact in facts]:
            return replace(answer, reading=replace(answer.reading, carried=answer.reading.carried or carried))
    reading = Reading(shown.question, carried=carried, chinese=spoken(shown.language) == CHINESE)
    return Found(reading, tuple(Scored(fact, 1.0) for fact in facts))


def _note(revision: Revision, language: str, today: date) -> str:
    """What has become of a fact; empty for one that is as it was."""
    say, was, now = translator(language), _live(revision.was), _live(revision.now)
    known = revision.now or revision.was
    on = day(
        revision.on or (today if _differs(revision, language) or not known else known.provenance.at.date()), language
    )
    if now is None:
        return _withdrawn(known, on, language)
    if not _differs(revision, language):
        return ""
    if was is None:
        return say("Held again since {day}: “{title}” ({period}).").format(day=on, **_named(now, language))
    if said := next(_said_before(was, now, language), ""):
        return say("Corrected on {day}. It said: {before}.").format(day=on, before=cut(said, _LONGEST))
    return say("Corrected on {day}: the source, or what is taken from it. The figure stays.").format(day=on)


def _withdrawn(fact: Fact | None, on: str, language: str) -> str:
    say = translator(language)
    if fact is None:
        return say("Withdrawn: this figure is no longer held.")
    named = _named(fact, language)
    return say("Withdrawn on {day}: this figure is no longer held: “{title}” ({period}).").format(day=on, **named)


def _named(fact: Fact, language: str) -> dict[str, str]:
    title, period = title_words(fact, language), period_words(fact.period, language)
    return {"title": cut(title, _LONGEST), "period": cut(period, _LONGEST)}


def _said_before(was: Fact, now: Fact, language: str) -> Iterator[str]:
    """What a reader may have taken from it: its figure and period, its words, its title."""
    before, after = _stated(was, language), _stated(now, language)
    if before != after:
        yield before
    if title_words(was, language) != title_words(now, language):
        yield title_words(was, language)


def _stated(fact: Fact, language: str) -> str:
    said = "".join(figure_words(fact.figure, language)) if fact.figure else fact.quote.text.rstrip(".。")
    return f"{cut(said, _LONGEST // 2)} ({period_words(fact.period, language)})"
