"""What a curator sees before and after a decision: the card, what to look at, what would be answered otherwise."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.changes import Names, deed_words, lines_of
from bot.dates import day, period_words
from bot.locale import Say, translator
from bot.markup import LONGEST_MESSAGE, cut, visible
from bot.messages import Button, Reply
from bot.render import card, escape
from bot.wording import figure_words, title_words
from knowledge.colliding import Shift
from knowledge.doubting import Doubt, Doubting
from knowledge.facts import Fact
from knowledge.history import Patch
from knowledge.questions import Answer, Found, Several
from knowledge.store.protocol import Proposal, Verdict

Rows = tuple[tuple[Button, ...], ...]

_MOST_PHRASINGS: Final = 5
"""Phrasings that a curator is shown again."""

_MOST_SHIFTS: Final = 3
"""Questions that are shown as examples of those that would be answered otherwise; the others are counted."""

_LONGEST_NOTE: Final = 1400
"""Units around the card; the card has the rest."""

_LONGEST: Final = 80
"""Units of a title, a figure or a question where it stands among other things."""


def preview(
    proposal: Proposal, doubts: Sequence[Doubt], shifts: Sequence[Shift], language: str, buttons: Rows = ()
) -> Reply:
    """The card as everybody will see it, between what it is and what there is to look at."""
    say = translator(language)
    asked = "; ".join(wording.text for wording in proposal.phrasings[:_MOST_PHRASINGS])
    below = [
        *([say("This makes a new topic.")] if proposal.new_topic else []),
        *([say("Asked as: {questions}").format(questions=asked)] if asked else []),
        *(f"⚠️ {_doubt(doubt, say, language)}" for doubt in doubts),
        *shifted(shifts, language),
    ]
    return framed(_what_it_is(proposal, say, language), proposal.fact, "\n".join(below), language, buttons)


def _what_it_is(proposal: Proposal, say: Say, language: str) -> str:
    if proposal.verdict is not Verdict.SUGGESTED:
        return say("This is how it will be shown:")
    on = day(proposal.at.date(), language)
    return say("Suggested by {person} on {day}:").format(person=proposal.by, day=on)


def amended(patch: Patch, fact: Fact | None, shifts: Sequence[Shift], names: Names, above: str = "") -> Reply:
    """What would change, line by line, and the card as it would be, where it is about one fact."""
    head = [*([above] if above else []), deed_words(patch, names), *lines_of(patch, names)]
    below = "\n".join(shifted(shifts, names.language))
    return framed("\n".join(head), fact, below, names.language)


def kept(fact: Fact, language: str) -> Reply:
    """What a curator sees who has kept a fact."""
    say = translator(language)
    below = say("Ask for it and see. /undo takes it back; /edit as a reply to it changes it.")
    return framed(say("Saved. From now on it is found:"), fact, below, language)


def framed(above: str, fact: Fact | None, below: str, language: str, buttons: Rows = ()) -> Reply:
    """A card between words of our own; where there is none, the words alone."""
    above, below = cut(above, _LONGEST_NOTE), cut(below, _LONGEST_NOTE)
    room = LONGEST_MESSAGE - visible(escape(above)) - visible(escape(below)) - 2 * len("\n\n")
    parts = [escape(above), card(fact, language, room) if fact else "", escape(below)]
    return Reply("\n\n".join(filter(None, parts)), buttons)


def shifted(shifts: Sequence[Shift], language: str) -> Iterator[str]:
    """Which questions would be answered otherwise: by another topic, which is a warning, or by another of its facts."""
    say = translator(language)
    away, within = ([shift for shift in shifts if shift.within is kind] for kind in (False, True))
    if away:
        yield "⚠️ " + say("Questions that would be answered otherwise ({number}):").format(number=len(away))
    for shift in away[:_MOST_SHIFTS]:
        was, then = (_outcome(answer, say, language) for answer in (shift.before, shift.after))
        yield f"“{_cut(shift.question)}”: {was} → {then}"
    if within:
        first = within[0]
        then = _outcome(first.after, say, language)
        told = say("Questions on this topic that would be answered by {after}: {number}")
        yield told.format(number=len(within), after=then)


def _outcome(answer: Answer, say: Say, language: str) -> str:
    match answer:
        case Found(facts=facts):
            return "; ".join(_named(scored.fact, language) for scored in facts[:2])
        case Several():
            return say("asked back")
        case _:
            return say("no answer")


def _named(fact: Fact, language: str) -> str:
    figure = f"{''.join(figure_words(fact.figure, language))}, " if fact.figure else ""
    return f"{_cut(figure + title_words(fact, language))} ({_cut(period_words(fact.period, language))})"


def _doubt(doubt: Doubt, say: Say, language: str) -> str:
    told = {
        Doubting.NO_PERIOD: say("The sentence states no period for this figure: it is shown as not stated."),
        Doubting.NO_FIGURE: say("The sentence has no figure: this is a fact in words."),
        Doubting.NO_UNIT: say("The sentence does not say what the figure counts."),
        Doubting.TARGET: say("The period lies in the future: a target or a forecast?"),
        Doubting.COPY: say("This very statement is held already: {held}."),
        Doubting.HELD: say("For this topic and period another figure is held: {held}. Both will be shown."),
        Doubting.ALIKE: say("A sentence much like this one is held: {held}."),
        Doubting.PLACES: say("It names {others} too, and is taken to hold for {place}: if not, add “place: …”."),
        Doubting.SPEAKER: say("{place} is only who says it: if it holds for the whole country, add “place: China”."),
    }
    held = _named(doubt.fact, language) if doubt.fact else ""
    return told[doubt.kind].format(held=held, place=_cut(doubt.place), others=_cut(", ".join(doubt.others)))


def _cut(text: str) -> str:
    return cut(" ".join(text.split()), _LONGEST)
