"""/add: a sentence becomes a draft, what is missing is asked for one at a time, and a preview is decided on."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Final

from bot.buttons import Cancel, Fill, Keep, Suggest, Use
from bot.locale import translator
from bot.messages import Button, Heard, Instead, Pressed, Reply, Toast, Work
from bot.previews import Rows, preview
from bot.problems import problem_words
from bot.prompts import FIELDS, draft_of, of_draft, prompt, prompted
from bot.render import said, short
from knowledge.almanac import Almanac
from knowledge.curation import Draft, Problem, read_draft
from knowledge.figures import read_figures
from knowledge.notebook import Note
from knowledge.periods import read_periods
from knowledge.store.protocol import Proposal

_MOST_OTHERS: Final = 3
"""Other figures, and other periods, that a sentence has and that are offered."""

_CHANGEABLE: Final = ("topic", "period", "place", "ask")


def add(almanac: Almanac, heard: Heard, *, curator: bool = True) -> Reply:
    """The fact as everybody would see it; or what is wrong and missing, and a question for the first of it."""
    if not heard.text.strip() and not heard.quoted.strip():
        note = almanac.notebook.begin(Draft(), by=heard.sender, at=heard.at)
        return prompt(of_draft(note.number), "sentence", heard.language, guide(heard.language, curator=curator))
    draft = read_draft(heard.text, heard.quoted)
    return begin(almanac, draft, heard, curator=curator)


def begin(almanac: Almanac, draft: Draft, who: Heard | Pressed, *, curator: bool = True) -> Reply:
    """A new draft, which is kept until it is decided on."""
    return _review(almanac, Note(0, draft), who, curator=curator)


def addressed(almanac: Almanac, heard: Heard) -> Reply:
    """A bare web address, which is no question: that of the draft which still lacks one, else of a new draft."""
    given = read_draft(heard.text, heard.quoted)
    note = None if heard.quoted.strip() else almanac.notebook.latest(by=heard.sender, at=heard.at)
    if note is None or note.draft.url:
        return begin(almanac, given, heard)
    return _review(almanac, replace(note, draft=merged(note.draft, given)), heard, curator=True)


def fill(almanac: Almanac, heard: Heard, *, curator: bool = True) -> Reply | None:
    """What somebody replied to the bot's question for a field of their draft; None where it asked for none."""
    asked = prompted(heard.answers)
    if asked is None or not (number := draft_of(asked[0])):
        return None
    note = almanac.notebook.read(number, by=heard.sender, at=heard.at)
    if note is None:
        return said(_closed(heard.language))
    note = replace(note, draft=filled(note.draft, asked[1], heard.text))
    return _review(almanac, note, heard, curator=curator)


def filled(draft: Draft, field: str, text: str) -> Draft:
    """The draft with what was replied. Lines such as `period: 2024` give what they name, whatever was asked for."""
    given = read_draft(text)
    if field == "sentence":
        return merged(draft, given)
    named = replace(given, sentence="", url="")
    if named != Draft():
        return merged(draft, replace(named, url=given.url))
    if field == "ask":
        return replace(draft, phrasings=tuple(line.strip() for line in text.splitlines() if line.strip()))
    return merged(draft, replace(read_draft(f"{field}: {' '.join(text.split())}"), sentence=""))


def merged(draft: Draft, given: Draft) -> Draft:
    """What was given, and of the draft what was not."""
    new = {each.name: value for each in fields(Draft) if (value := getattr(given, each.name))}
    return replace(draft, **new)


def press(action: Fill | Use, pressed: Pressed, *, curator: bool = True) -> Reply | Instead | Toast | Work:
    """Ask for a field, or take another figure or period of the sentence."""
    match action:
        case Fill(draft, field) if field in FIELDS:
            return prompt(of_draft(draft), field, pressed.language)
        case Use(_, field, _) if field in {"figure", "period"}:
            return Work(lambda almanac: _use(almanac, action, pressed, curator=curator))
        case _:
            return Toast(_closed(pressed.language))


def _use(almanac: Almanac, use: Use, pressed: Pressed, *, curator: bool) -> Reply | Instead:
    note = almanac.notebook.read(use.draft, by=pressed.sender, at=pressed.at)
    others = _texts(note.draft, use.field, pressed.at.date()) if note else ()
    if note is None or use.number >= len(others):
        return said(_closed(pressed.language))
    note = replace(note, draft=merged(note.draft, read_draft(f"{use.field}: {others[use.number]}")))
    return Instead(_review(almanac, note, pressed, curator=curator))


def _review(almanac: Almanac, note: Note, who: Heard | Pressed, *, curator: bool) -> Reply:
    note, proposal = _put_by(almanac, note, who)
    if not isinstance(proposal, Proposal):
        return _lacking(note, proposal, who.language)
    doubts, shifts = almanac.ledger.doubts(proposal), almanac.ledger.collisions(proposal.id, at=who.at)
    return preview(proposal, doubts, shifts, who.language, _buttons(note, proposal, who.language, curator=curator))


def _put_by(almanac: Almanac, note: Note, who: Heard | Pressed) -> tuple[Note, Proposal | tuple[Problem, ...]]:
    """The draft as it is kept, and what it proposes. All at once: the disk may be full in between."""
    with almanac.together():
        if not note.number:
            note = almanac.notebook.begin(note.draft, by=who.sender, at=who.at)
        if note.proposal:
            almanac.ledger.cancel(note.proposal, by=who.sender)  # what was seen before is out of date
        proposal = almanac.ledger.propose(note.draft, by=who.sender, at=who.at)
        if isinstance(proposal, Proposal):
            note = replace(note, proposal=proposal.id)
        almanac.notebook.write(note, at=who.at)
    return note, proposal


def _lacking(note: Note, problems: Sequence[Problem], language: str) -> Reply:
    """All that is wrong at once, and a question for the first of it."""
    say = translator(language)
    lines = [say("Nothing was added yet:"), *(f"• {problem_words(problem, language)}" for problem in problems)]
    field = next((problem.field for problem in problems if problem.field in FIELDS), "sentence")
    return prompt(of_draft(note.number), field, language, "\n".join(lines))


def _buttons(note: Note, proposal: Proposal, language: str, *, curator: bool) -> Rows:
    say = translator(language)
    decide = Button(say("Keep"), Keep(proposal.id)) if curator else Button(say("Suggest it"), Suggest(proposal.id))
    names = {
        "figure": say("figure"),
        "topic": say("topic"),
        "period": say("period"),
        "place": say("place"),
        "ask": say("questions"),
    }
    figure = proposal.fact.figure
    shown = {"figure": figure.printed if figure else "", "period": getattr(proposal.fact.period, "label", "")}
    others = (
        Button(short(f"{names[field]} → {text}"), Use(note.number, field, number))
        for field in ("figure", "period")
        for number, text in enumerate(_texts(note.draft, field, proposal.at.date())[: _MOST_OTHERS + 1])
        if text != shown[field]
    )
    changes = tuple(Button(f"✏️ {names[field]}", Fill(note.number, field)) for field in _CHANGEABLE)
    return (
        (decide, Button(say("Cancel"), Cancel(proposal.id))),
        *((other,) for other in others),
        changes[:2],
        changes[2:],
    )


def _texts(draft: Draft, field: str, today: date) -> tuple[str, ...]:
    """Every figure, or period, that the sentence has, as it prints them."""
    if field == "figure":
        return tuple(dict.fromkeys(spotted.figure.printed for spotted in read_figures(draft.sentence)))
    return tuple(dict.fromkeys(mention.period.label for mention in read_periods(draft.sentence, today=today)))


def closed(heard: Heard) -> Reply:
    return said(_closed(heard.language))


def _closed(language: str) -> str:
    return translator(language)("This draft is closed, or it is somebody else's. /add begins a new one.")


def guide(language: str, *, curator: bool = True) -> str:
    """How /add is written."""
    say = translator(language)
    command = "/add" if curator else "/suggest"
    example = say(
        "{command} In 2024, these firms on average invested more than 30 million yuan in research.\n"
        "https://www.example.org/report\n"
        "topic: Average R&D investment per little giant\n"
        "ask: How much do they spend on research?"
    )
    told = say(
        "Reply with {command} to a message that holds the sentence, or send {command} and the sentence, just as the "
        "source prints it. I ask for what is missing. All in one message:"
    )
    return f"{told}\n\n{example}".format(command=command)
