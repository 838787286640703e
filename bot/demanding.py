"""/unanswered: what people asked and got nothing for, and what curators make of it and of what they say themselves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, assert_never

from bot.asking import stale
from bot.buttons import AddFor, AddThis, Belongs, Decline, Demanded, Missing, Reclaim, Unanswered, Wish
from bot.curating import proposed
from bot.dates import day
from bot.drafting import begin
from bot.locale import Say, spoken, translator
from bot.markup import cut
from bot.messages import Button, Heard, Instead, Pressed, Reply, Work
from bot.render import said, short
from knowledge import demand
from knowledge.almanac import Almanac
from knowledge.curation import Draft, read_draft
from knowledge.stamps import question_stamp
from knowledge.statements import states

ON_A_PAGE: Final = 5
"""Groups whose questions a phone shows at once, and whose numbers stand in one row of buttons."""

_LONGEST: Final = 100
"""Units of a question in the list."""

_MOST_WORDINGS: Final = 4
"""Ways in which a group was asked that are shown when it is opened."""

Made = Callable[[Almanac], Reply | Instead]


def unanswered(almanac: Almanac, heard: Heard) -> Reply:
    """The groups that are most asked for."""
    return _page(almanac, 0, heard.language)


def press(action: Demanded, pressed: Pressed) -> Work:
    """What a curator does about a group."""
    return Work(_work(action, pressed))


def _work(action: Demanded, pressed: Pressed) -> Made:
    match action:
        case Unanswered(page):
            return lambda almanac: Instead(_page(almanac, page, pressed.language))
        case Missing(line):
            return lambda almanac: _opened(almanac, line, pressed)
        case Belongs(topic, line):
            return lambda almanac: _belongs(almanac, line, topic, pressed)
        case AddFor() | AddThis():
            return lambda almanac: _begun(almanac, action, pressed)
        case Decline(line):
            return lambda almanac: _declined(almanac, line, pressed)
        case Reclaim(line):
            return lambda almanac: _reclaimed(almanac, line, pressed)
        case _:
            assert_never(action)


def _page(almanac: Almanac, page: int, language: str) -> Reply:
    say, groups = translator(language), almanac.demand.groups()
    if not groups:
        return said(say("Every question so far is answered, or was set aside."))
    pages = -(-len(groups) // ON_A_PAGE)
    page = min(page, pages - 1)
    first = page * ON_A_PAGE
    shown = groups[first : first + ON_A_PAGE]
    head = say("Not answered yet, page {page} of {pages}. Tap a number.").format(page=page + 1, pages=pages)
    lines = [_line(number, group, say, language) for number, group in enumerate(shown, first + 1)]
    numbers = tuple(Button(f"{number}", Missing(group.line)) for number, group in enumerate(shown, first + 1))
    turns = (
        *([Button("◂", Unanswered(page - 1))] if page else []),
        *([Button("▸", Unanswered(page + 1))] if page + 1 < pages else []),
    )
    return said("\n\n".join([head, *lines]), (numbers, *([turns] if turns else [])))


def _line(number: int, group: demand.Demanded, say: Say, language: str) -> str:
    question = cut(" ".join(group.questions[0].split()), _LONGEST)
    told = f"{number}. {group.askers} × “{question}”"
    if group.picked and group.topic:
        return say("{question}, picked: {topic}").format(question=told, topic=group.topic.title(spoken(language)))
    return told


def _opened(almanac: Almanac, line: int, pressed: Pressed) -> Reply | Instead:
    """One group, and what can be done about it."""
    group = almanac.demand.group(line)
    if group is None:
        return said(_settled(pressed.language))
    rows = _picked_rows(group, pressed.language) if group.picked else _rows(almanac, group, pressed)
    back = (Button(f"◂ {translator(pressed.language)('Back to the list')}", Unanswered(0)),)
    return Instead(said(_told(group, pressed.language), (*rows, back)))


def _told(group: demand.Demanded, language: str) -> str:
    say, title = translator(language), group.topic.title(spoken(language)) if group.topic else ""
    questions = [f"“{cut(' '.join(text.split()), 2 * _LONGEST)}”" for text in group.questions[:_MOST_WORDINGS]]
    more = [f"… + {len(group.questions) - _MOST_WORDINGS}"] if len(group.questions) > _MOST_WORDINGS else []
    asked = say("Asked by: {people}. Last asked on {day}.")
    lines = [*questions, *more, asked.format(people=group.askers, day=day(group.newest.date(), language))]
    if group.picked:
        lines.append(say("They picked “{topic}” out of what was offered.").format(topic=title))
    elif group.topic:
        lines.append(say("Taken to be about “{topic}”, of which nothing is held.").format(topic=title))
    return "\n".join(lines)


def _rows(almanac: Almanac, group: demand.Demanded, pressed: Pressed) -> tuple[tuple[Button, ...], ...]:
    say = translator(pressed.language)
    near = almanac.demand.nearest(group.questions[0], today=pressed.at.date())
    titles = (say("Belongs to: {topic}").format(topic=topic.title(spoken(pressed.language))) for topic in near)
    belongs = (
        (Button(short(title), Belongs(topic.id, group.line)),) for title, topic in zip(titles, near, strict=True)
    )
    last = (Button(say("Add a fact"), AddFor(group.line)), Button(say("Not for us"), Decline(group.line)))
    return (*belongs, last)


def _picked_rows(group: demand.Demanded, language: str) -> tuple[tuple[Button, ...], ...]:
    say = translator(language)
    if group.topic is None:
        return ()
    return (
        (
            Button(say("Add as a phrasing"), Belongs(group.topic.id, group.line)),
            Button(say("No"), Decline(group.line)),
        ),
    )


def _belongs(almanac: Almanac, line: int, name: str, pressed: Pressed) -> Reply:
    """The question as a phrasing of that topic, to be kept or not; with all that would be answered otherwise."""
    question = almanac.demand.question(line)
    topic = next((topic for topic in almanac.topics() if topic.id == name), None)
    if not question or topic is None:
        return said(_settled(pressed.language))
    change = almanac.ledger.phrase(topic, [" ".join(question.split())], by=pressed.sender, at=pressed.at)
    return proposed(almanac, change, pressed)


def _begun(almanac: Almanac, action: AddFor | AddThis, pressed: Pressed) -> Reply:
    """A draft of what a curator said, or one that answers a question, whose sentence is asked for; the log has both."""
    match action:
        case AddFor(line):
            question = " ".join(almanac.demand.question(line).split())
            draft, gone = Draft(phrasings=(question,) if question else ()), _settled(pressed.language)
        case AddThis(message):
            text = almanac.demand.asked_in(pressed.chat, message)
            draft, gone = read_draft(text), stale(pressed.language).text
        case _:
            assert_never(action)
    return said(gone) if draft == Draft() else begin(almanac, draft, pressed)


def offering(reply: Reply, heard: Heard) -> Reply:
    """The reply to a sentence with a figure that the table does not answer, with a button that adds it."""
    text = heard.text.strip()
    if reply.stated or not states(text):
        return reply
    rows = (row for row in reply.buttons if not isinstance(row[0].action, Wish))  # nobody waits for what they know
    add = Button(f"➕ {translator(heard.language)('Add as a fact')}", AddThis(question_stamp(text)))
    return replace(reply, buttons=((add,), *rows))


def _declined(almanac: Almanac, line: int, pressed: Pressed) -> Reply | Instead:
    group, say = almanac.demand.group(line), translator(pressed.language)
    if group is None:
        return said(_settled(pressed.language))
    almanac.demand.decline(group, by=pressed.sender, at=pressed.at)
    told = say("Set aside, however it is asked: “{question}”").format(question=cut(group.questions[0], _LONGEST))
    back = Button(f"◂ {say('Back to the list')}", Unanswered(0))
    return Instead(said(told, ((Button(say("Take it back"), Reclaim(group.line)), back),)))


def _reclaimed(almanac: Almanac, line: int, pressed: Pressed) -> Reply | Instead:
    return _opened(almanac, line, pressed) if almanac.demand.reclaim(line) else said(_settled(pressed.language))


def _settled(language: str) -> str:
    return translator(language)("This is answered by now, or was set aside. /unanswered shows what is left.")
