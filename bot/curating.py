"""Curators change facts: edit, retire, restore, set a day of review; and decide on what they were shown."""

import logging
import re
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from bot import suggestions
from bot.buttons import Cancel, Correct, Deciding, Edit, Keep, Past, Restore, Retire, Suggest
from bot.changes import deed_words, lines_of, names, only
from bot.dates import day
from bot.drafting import filled
from bot.finding import fact_meant, one_each
from bot.locale import translator
from bot.messages import Button, Heard, Instead, Place, Pressed, Reply, Toast, Work
from bot.previews import amended, framed, kept
from bot.problems import problem_words
from bot.prompts import FIELDS, draft_of, prompt, prompted
from bot.render import said
from knowledge.almanac import Almanac
from knowledge.amending import NOTHING
from knowledge.colliding import Shift
from knowledge.curation import Draft, Problem, read_draft
from knowledge.facts import Fact
from knowledge.history import Change, Deed, Patch, RowChange, Stale
from knowledge.ledger import Proposed
from knowledge.periods import read_period
from knowledge.store.protocol import Amendment, Proposal, StoreError, Verdict

_log = logging.getLogger(__name__)

_EDITABLE: Final = (("figure", "period"), ("sentence", "source"), ("topic", "review"))
"""The fields that buttons offer, row by row; lines after /edit change the others too."""

_LISTED: Final = 8
"""Facts that are listed as buttons; more would not fit on a telephone."""

_WHY: Final = re.compile(r"(?:why|原因|理由)\s*[:：]\s*(.*)", re.IGNORECASE)
_MOST_ASKED: Final = 2_000
"""Rows of a change up to which questions are asked again: a whole collection would take minutes."""


def edit(almanac: Almanac, heard: Heard) -> Reply:
    """What the given lines change of a fact; without any, the fact and a button for each of its fields."""
    if not heard.text.strip() and not heard.answers:
        return said(_how(heard.language)["edit"])
    found = fact_meant(almanac, heard, Edit)
    if isinstance(found, Reply):
        return found
    fact, words = found
    given, why = _given(words)
    if given == Draft():
        return opened(fact, heard.language)
    return proposed(almanac, almanac.ledger.edit(fact, given, why=why, by=heard.sender, at=heard.at), heard)


def _given(words: str) -> tuple[Draft, str]:
    """The fields that lines name, and why it is changed. A sentence has to be named too, or a question would be one."""
    lines = [line for line in words.splitlines() if not _WHY.fullmatch(line.strip())]
    why = next((match[1] for line in words.splitlines() if (match := _WHY.fullmatch(line.strip()))), "")
    sentence = next((line.partition(":")[2].strip() for line in lines if line.casefold().startswith("sentence:")), "")
    given = read_draft("\n".join(line for line in lines if not line.casefold().startswith("sentence:")))
    return replace(given, sentence=sentence), why


def opened(fact: Fact, language: str) -> Reply:
    """A fact with all that can be done to it."""
    say = translator(language)
    names = {
        "figure": say("figure"),
        "period": say("period"),
        "sentence": say("sentence"),
        "source": say("source"),
        "topic": say("topic"),
        "review": say("review"),
    }
    rows = tuple(tuple(Button(f"✏️ {names[name]}", Correct(fact.id, name)) for name in row) for row in _EDITABLE)
    last = Button(say("Restore"), Restore(fact.id)) if fact.retired else Button(say("Retire"), Retire(fact.id))
    below = [say("Retired: it answers no question.")] if fact.retired else []
    if fact.review:
        below.append(say("To be reviewed on {day}.").format(day=day(fact.review, language)))
    buttons = (*rows, (last, Button(say("History"), Past(fact.id))))
    return framed(say("What is to change?"), fact, "\n".join(below), language, buttons)


def correct(almanac: Almanac, heard: Heard) -> Reply | None:
    """What somebody replied to the bot's question for a field of a fact; None where it asked for none."""
    asked = prompted(heard.answers)
    if asked is None or draft_of(asked[0]):
        return None
    fact = almanac.fact(asked[0])
    if fact is None:
        return said(translator(heard.language)("This fact is no longer held."))
    if asked[1] == "review":
        return _reviewed(almanac, fact, heard.text, heard)
    given = filled(Draft(), asked[1], heard.text)
    return proposed(almanac, almanac.ledger.edit(fact, given, by=heard.sender, at=heard.at), heard)


def retire(almanac: Almanac, heard: Heard) -> Reply:
    return _switched(almanac, heard, "retire")


def restore(almanac: Almanac, heard: Heard) -> Reply:
    return _switched(almanac, heard, "restore")


def _switched(almanac: Almanac, heard: Heard, what: str) -> Reply:
    if not heard.text.strip() and not heard.answers:
        return said(_how(heard.language)[what]) if what == "retire" else _retired(almanac, heard.language)
    found = fact_meant(almanac, heard, Retire if what == "retire" else Restore)
    if isinstance(found, Reply):  # words find what answers questions, so nothing that could be restored
        return found if what == "retire" else _retired(almanac, heard.language)
    fact, words = found
    why = _given(words)[1]
    change = almanac.ledger.retire if what == "retire" else almanac.ledger.restore
    return proposed(almanac, change(fact, why=why, by=heard.sender, at=heard.at), heard)


def _retired(almanac: Almanac, language: str) -> Reply:
    """A button for each fact that answers no question."""
    say, held = translator(language), almanac.ledger.retired()
    if not held:
        return said(say("No fact is retired, so there is none to bring back."))
    more = [say("… and {number} more").format(number=len(held) - _LISTED)] if len(held) > _LISTED else []
    head = [say("Retired facts. Tap the one to bring back, or write /restore and its id."), *more]
    return said("\n".join(head), one_each(held[:_LISTED], language, Restore))


def review(almanac: Almanac, heard: Heard) -> Reply:
    """The facts that are due; or, after a fact, the day on which it is to be looked at again."""
    say = translator(heard.language)
    if not heard.text.strip() and not heard.answers:
        due = almanac.ledger.due(heard.at.date())
        told = say("Due for review ({number}):").format(number=len(due)) if due else say("No fact is due for review.")
        lines = filter(None, (suggestions.waiting(almanac, heard.language), told, _how(heard.language)["review"]))
        return said("\n\n".join(lines), one_each(due[:_LISTED], heard.language, Edit))
    found = fact_meant(almanac, heard, Edit)
    if isinstance(found, Reply):
        return found
    fact, words = found
    return _reviewed(almanac, fact, words, heard) if words else prompt(fact.id, "review", heard.language)


def _reviewed(almanac: Almanac, fact: Fact, words: str, heard: Heard) -> Reply:
    read = read_period(words, today=heard.at.date())
    if not NOTHING.fullmatch(words.strip()) and (read is None or read.start != read.end):
        told = translator(heard.language)("“{words}” is no day: write it as 2027-03-01, or: none.")
        return prompt(fact.id, "review", heard.language, told.format(words=words.strip()[:40]))
    due = read.start if read else None
    return proposed(almanac, almanac.ledger.review(fact, due, by=heard.sender, at=heard.at), heard)


def press(action: Edit | Correct | Retire | Restore, pressed: Pressed) -> Reply | Toast | Work:
    match action:
        case Edit(name):
            return Work(lambda almanac: _opened(almanac, name, pressed.language))
        case Correct(name, field) if field in FIELDS:
            return prompt(name, field, pressed.language)
        case Retire(name) | Restore(name):
            return Work(lambda almanac: _pressed(almanac, name, action, pressed))
        case _:
            return Toast(_closed(pressed.language))


def _opened(almanac: Almanac, name: str, language: str) -> Reply:
    fact = almanac.fact(name)
    return opened(fact, language) if fact else said(_closed(language))


def _pressed(almanac: Almanac, name: str, action: Edit | Correct | Retire | Restore, pressed: Pressed) -> Reply:
    fact = almanac.fact(name)
    if fact is None:
        return said(_closed(pressed.language))
    change = almanac.ledger.retire if isinstance(action, Retire) else almanac.ledger.restore
    return proposed(almanac, change(fact, by=pressed.sender, at=pressed.at), pressed)


def proposed(almanac: Almanac, what: Proposed, heard: Heard | Pressed, above: str = "") -> Reply:
    """What would change, with Keep and Cancel; or why it cannot be."""
    say = translator(heard.language)
    if not isinstance(what, Amendment):
        return wrong(what, heard.language)
    shifts = shifts_of(almanac, what, heard.at)
    buttons = ((Button(say("Keep"), Keep(what.id)), Button(say("Cancel"), Cancel(what.id))),)
    after = almanac.ledger.fact_after(what.patch)
    shown = amended(what.patch, after, shifts, names(almanac, heard.language), above)
    return replace(shown, buttons=buttons)


def shifts_of(almanac: Almanac, what: Amendment, at: datetime) -> tuple[Shift, ...]:
    """The questions that would be answered otherwise; of what is too large, such as an import taken back, none."""
    return almanac.ledger.collisions(what.id, at=at) if len(what.patch.rows) <= _MOST_ASKED else ()


def wrong(problems: tuple[Problem, ...], language: str) -> Reply:
    lines = [translator(language)("Nothing was changed:"), *(f"• {problem_words(each, language)}" for each in problems)]
    return said("\n".join(lines))


def decide(action: Deciding, pressed: Pressed, *, curator: bool, curators: frozenset[int]) -> Toast | Work:
    """Keep or drop what this very person proposed, or what somebody suggested to the curators."""
    match action:
        case Suggest(proposal):
            return Work(lambda almanac: _suggest(almanac, proposal, pressed, curators))
        case Keep(proposal):
            if not curator:
                return Toast(translator(pressed.language)("Only curators can decide on this."))
            return Work(lambda almanac: _keep(almanac, proposal, pressed))
        case Cancel(proposal):
            return Work(lambda almanac: _cancel(almanac, proposal, pressed, curator=curator))
        case _:
            assert_never(action)


def _cancel(almanac: Almanac, proposal: int, pressed: Pressed, *, curator: bool) -> Reply | Instead:
    say, held = translator(pressed.language), almanac.ledger.proposal(proposal)
    if (
        held is None
        or (held.by != pressed.sender and not curator)
        or not almanac.ledger.cancel(proposal, by=pressed.sender)
    ):
        return said(_closed(pressed.language))
    _put_away(almanac, proposal, pressed)
    told = said(say("Cancelled. Nothing was changed."))
    if held.by == pressed.sender or not isinstance(held, Proposal):
        return Instead(told)
    return Instead(replace(told, letters=(suggestions.declined(almanac, held.by, held.fact),)))


def _keep(almanac: Almanac, proposal: int, pressed: Pressed) -> Reply | Instead:
    """The card as it was saved; a press that comes twice shows it again."""
    held = almanac.ledger.proposal(proposal)
    try:
        done = almanac.ledger.keep(proposal, by=pressed.sender, at=pressed.at)
    except Stale as stale:
        return _stale(almanac, proposal, stale, pressed)
    if done is None:
        return said(_closed(pressed.language))
    _put_away(almanac, proposal, pressed)
    if isinstance(done, Change):
        return Instead(_done(almanac, done, pressed.language))
    others = held is not None and held.by != pressed.sender and held.verdict is Verdict.SUGGESTED
    letters = (suggestions.thanks(almanac, held.by, done),) if held and others else ()
    return Instead(replace(kept(done, pressed.language), letters=letters))


def _put_away(almanac: Almanac, proposal: int, pressed: Pressed) -> None:
    """The draft is of no more use. What was decided stands, and is told, even where the draft has to stay a while."""
    try:
        almanac.notebook.close(proposal, at=pressed.at)
    except StoreError as error:
        _log.warning("A draft is left lying: %s", error)


def _done(almanac: Almanac, change: Change, language: str) -> Reply:
    say, named = translator(language), names(almanac, language)
    above = [say("Saved."), deed_words(change.patch, named), *lines_of(change.patch, named)]
    below = say("/undo {number} takes it back.").format(number=change.id)
    fact = almanac.fact(only(change.patch.ids("fact")))
    return framed("\n".join(above), fact if fact and not fact.retired else None, below, language)


def _stale(almanac: Almanac, proposal: int, stale: Stale, pressed: Pressed) -> Reply | Instead:
    """Somebody was faster: what they changed, and the same step again from there."""
    say = translator(pressed.language)
    if stale.row.before is None and stale.now is None:  # the buttons stay, for the topic may come back
        return said(
            say(
                "Its topic is no longer in the table, so nothing was saved: name another one, "
                "or bring it back with /undo."
            )
        )
    patch = Patch(Deed.EDIT, "", (RowChange(stale.row.table, stale.row.before, stale.now),))
    lines = lines_of(patch, names(almanac, pressed.language))
    told = [say("Somebody has changed this since you looked:"), *lines]
    told.append(say("Nothing of yours was saved yet. Look again:"))
    again = almanac.ledger.rebase(proposal, by=pressed.sender, at=pressed.at)
    return Instead(proposed(almanac, again, pressed, "\n".join(told)))


def _suggest(almanac: Almanac, proposal: int, pressed: Pressed, curators: frozenset[int]) -> Reply | Instead:
    """Left to the curators: each of them is sent the card, and the first to press decides."""
    held = almanac.ledger.proposal(proposal)
    say = translator(pressed.language)
    if not (almanac.settings.suggestions or pressed.sender in curators):
        return said(say("Suggestions are not taken here. But do ask me anything: /help shows how."))
    if almanac.ledger.has_enough(pressed.sender, at=pressed.at):
        return said(say("The curators have yet to decide on your other suggestions: keep this one until they have."))
    if not isinstance(held, Proposal) or not almanac.ledger.suggest(proposal, by=pressed.sender):
        return said(_closed(pressed.language))
    _put_away(almanac, proposal, pressed)
    letters = suggestions.letters(almanac, proposal, curators, pressed)
    return Instead(replace(said(say("Thank you. The curators will decide, and you will be told.")), letters=letters))


def _closed(language: str) -> str:
    return translator(language)("This proposal is no longer open, or it is somebody else's.")


def refuse(heard: Heard, *, curator: bool) -> Reply:
    """Whatever was not a curator's own new message in private: why nothing was changed."""
    say = translator(heard.language)
    if not curator:
        return said(say("Only curators can change the table. But do ask me anything: /help shows how."))
    if heard.place is not Place.PRIVATE:
        return said(say("Please do this in our private chat."))
    return said(say("Nothing was done: a command has to be a new message of your own, not edited or forwarded."))


def below_a_picture(heard: Heard) -> Reply:
    """Why a command in a caption does nothing."""
    say = translator(heard.language)
    return said(say("Nothing was done: send the command as a message of its own, without a picture or file."))


def _how(language: str) -> dict[str, str]:
    """What each command says when it is sent alone."""
    say = translator(language)
    return {
        "edit": say(
            "Reply with /edit to an answer that shows the fact, or write /edit and words that find it: I show what "
            "can be changed. All at once, as a reply:\n\n/edit\nperiod: 2024\nwhy: the page was corrected"
        ),
        "retire": say(
            "Reply with /retire to an answer that shows the fact, or write /retire and words that find it. It answers "
            "no question any more; /restore brings it back. As a reply:\n\n/retire\nwhy: the source withdrew it"
        ),
        "review": say("To set the day for a fact, reply to an answer that shows it: /review 2027-03-01"),
    }
