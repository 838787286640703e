"""Anybody may ask: questions, what there is to ask, and the buttons under the answers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, assert_never

from bot.buttons import AskTopic, Browse, Choose, Example, NoneOfThese, Show
from bot.contract import outcome
from bot.locale import spoken, translator
from bot.messages import Button, Cards, Heard, Instead, Me, Place, Pressed, Reply, Stated, Toast
from bot.opinions import Note, thumbs, wish, with_opinions
from bot.render import NONE, card, echoing, inline_card, reply_to, said, short, with_due
from knowledge.almanac import Almanac
from knowledge.facts import Topic
from knowledge.questions import Answer, Found, Reading, Scored, Several, Unknown
from knowledge.store.protocol import Asked, Picked

EXAMPLES: Final = (
    "How many little giants are there?",
    "What do they spend on R&D?",
    "What share of profits do they make?",
)
"""Said in the reader's language; one with two periods, one in money, one without a period."""

ON_A_PAGE: Final = 8
"""Topics that a telephone shows without scrolling."""

MOST_CARDS: Final = 10


def ask(almanac: Almanac, note: Note, heard: Heard) -> Reply:
    """The answer; where the message has no words of its own, to the message that it replies to."""
    question = heard.text.strip() or heard.quoted.strip()
    answer = _answer(almanac, heard, question)
    if question:
        note(asked(answer, heard, question))
    asker = 0 if heard.place is Place.PRIVATE else heard.sender
    private, day = heard.place is Place.PRIVATE, heard.at.date()
    reply = reply_to(answer, heard.language, asker=asker, brief=not private, today=day)
    return with_opinions(reply, answer, heard.language) if heard.place is Place.PRIVATE else reply


def _answer(almanac: Almanac, heard: Heard, question: str) -> Answer:
    if conversation := conversation_of(heard):
        return almanac.converse(question, conversation=conversation, at=heard.at)
    return almanac.ask(question, today=heard.at.date())


def conversation_of(heard: Heard) -> str:
    """In private a conversation is a chat's, in a group a person's; "" elsewhere, where each question stands alone."""
    match heard.place:
        case Place.PRIVATE:
            return f"{heard.chat}"
        case Place.GROUP if heard.sender:
            return f"{heard.chat}:{heard.sender}"
        case _:
            return ""


def start(almanac: Almanac, heard: Heard) -> Reply:
    """What the bot is; after a deep link to a topic, that topic."""
    say = translator(heard.language)
    if payload := heard.text.strip():
        linked = _topic(almanac, payload, heard.language)
        if linked is not None:
            return linked
    text = say(
        "I answer questions about China's “little giant” enterprises: the figure, the period it holds for, "
        "and the sentence of the source that says so.\n\n"
        "I do not guess, forecast or search the web. Where my table holds nothing, I say so.\n\n"
        "Type a question, or tap one of these:"
    )
    if heard.place is not Place.PRIVATE:
        return said(say("Ask me with /ask and a question, or reply to one of my messages."))
    return said(text, tuple((Button(say(words), Example(n)),) for n, words in enumerate(EXAMPLES)))


def help_(me: Callable[[], Me], is_curator: Callable[[int], bool], heard: Heard) -> Reply:
    """How to ask, wherever one is; to curators, how to keep the table."""
    say = translator(heard.language)
    if heard.place is not Place.PRIVATE:
        return said(say("Ask me with /ask and a question, or reply to one of my messages."))
    if is_curator(heard.sender):
        return said(
            say(
                "Type a question to ask. As a curator you can also:\n\n"
                "/add a sentence with its web address\n"
                "/edit, /retire, /restore a fact: reply to my answer\n"
                "/review, /suggest: facts that are due, or that others suggest\n"
                "/unanswered: what people asked in vain\n"
                "/alias, /synonym, /topic: how things are asked\n"
                "/import, /export, /template: files\n"
                "/history, /undo: what was changed\n"
                "/stats, /curators, /settings\n\n"
                "What needs more words says so when sent alone. "
                "Nothing changes before you press Keep, and /undo takes it back."
            )
        )
    text = say(
        "Here: type a question, in English or Chinese.\n"
        "In a group: /ask and a question, /ask as a reply to a question, or a reply to one of my messages.\n"
        "In a channel: post /ask and a question.\n"
        "In any chat: type @{name} and a question, and pick a card.\n\n"
        "/topics lists what I know. /why explains my last answer. /status says how I am set up."
    )
    return said(text.format(name=me().username))


def unknown_command(heard: Heard) -> Reply:
    return said(translator(heard.language)("I do not know this command. /help shows what I do."))


def topics(almanac: Almanac, heard: Heard) -> Reply:
    """What can be asked: a page of buttons, or the bare titles where others read along."""
    if heard.place is Place.PRIVATE:
        return _page(almanac, 0, heard.language)
    say, held = translator(heard.language), _held(almanac)
    titles = [f"• {topic.title(spoken(heard.language))}" for topic in held[: 2 * ON_A_PAGE]]
    more = [say("… and more in our private chat.")] if len(held) > len(titles) else []
    return said("\n".join([say("Ask me about:"), *titles, *more]))


def status(almanac: Almanac, me: Callable[[], Me], heard: Heard) -> Reply:
    """How the bot is set up, privacy mode above all: with it on, mentions may not arrive.

    Owners appoint by numeric ids, which Telegram shows to nobody.
    """
    say = translator(heard.language)
    held = _held(almanac)
    known = me()
    hears = (
        say("Group privacy mode is off: an @mention reaches me in every group I am in.")
        if known.hears_all
        else say(
            "Group privacy mode is on: in a group I get /ask, replies to my messages and, "
            "only where I am an administrator, @mentions."
        )
    )
    counted = say("Version {version}. Topics: {topics}. Facts: {facts}.").format(
        version=known.version,
        topics=len(held),
        facts=sum(len(almanac.facts(topic.id)) for topic in held),
    )
    own = [say("Your numeric id: {id}.").format(id=heard.sender)] if heard.place is Place.PRIVATE else []
    return said("\n".join([counted, hears, *own]))


def suggest(almanac: Almanac, heard: Heard) -> Cards:
    """Cards for the inline list. Nothing is recorded: each keystroke is a query."""
    say = translator(heard.language)
    if not heard.text.strip():
        return Cards((), say("Type a question, or open the chat"))
    found = almanac.suggest(heard.text, today=heard.at.date(), limit=MOST_CARDS)
    cards = tuple(inline_card(scored.fact, heard.language, heard.at.date()) for scored in found[:MOST_CARDS])
    return Cards(cards, "" if cards else say("Nothing fits. Open the chat"))


def chosen(almanac: Almanac, note: Note, heard: Heard, fact_id: str) -> None:
    """Somebody sent a card: that is a question with its answer."""
    if (fact := almanac.fact(fact_id)) is not None:
        answer = Found(Reading(heard.text), (Scored(fact, 1.0),))
        note(asked(answer, heard, heard.text))


def choose(
    almanac: Almanac, note: Note, action: Choose | Show | NoneOfThese, pressed: Pressed
) -> Reply | Instead | Toast:
    """What was picked out of "did you mean", and takes its place; or a fact beside the one that is missing."""
    match action:
        case Choose(asker=asker) | NoneOfThese(asker) if asker not in {0, pressed.sender}:
            return _for_the_asker(pressed)
        case NoneOfThese(asker, question):
            note(_picked("", question, asker, pressed))
            below = (wish(question, pressed.language),) if question and pressed.place is Place.PRIVATE else ()
            return Instead(said(not_meant(pressed.language), below))
        case Choose(name) | Show(name):
            return _shown(almanac, note, name, action, pressed)
        case _:
            assert_never(action)


def _shown(almanac: Almanac, note: Note, name: str, action: Choose | Show, pressed: Pressed) -> Reply | Instead | Toast:
    fact = almanac.fact(name)
    if fact is None or fact.retired:
        return Toast(translator(pressed.language)("This fact is no longer in the table."))
    below = (thumbs(fact),) if pressed.place is Place.PRIVATE else ()
    shown = Reply(card(fact, pressed.language), below, stated=Stated((fact.id,), pressed.language))
    shown = with_due(shown, (fact,), pressed.language, pressed.at.date())
    if isinstance(action, Show):
        return shown
    note(_picked(fact.id, 0, action.asker, pressed))
    return Instead(shown)


def _picked(fact: str, question: int, asker: int, pressed: Pressed) -> Picked:
    """In private the one who asked is the one who presses; elsewhere the button names them."""
    person = pressed.sender if pressed.place is Place.PRIVATE else asker
    return Picked(fact, question, person, pressed.chat, pressed.at)


def not_meant(language: str) -> str:
    """What one is told who meant none of what was offered."""
    return translator(language)("Then my table does not hold it. /topics lists what I know; or try other words.")


def pick_again(offered: int, language: str) -> str:
    """What one is told who picks by number, and a number that was not offered."""
    say = translator(language)
    return say("Pick a number from 1 to {last}, or {none} for none of these.").format(last=offered, none=NONE)


def explore(
    almanac: Almanac, note: Note, action: AskTopic | Browse | Example, pressed: Pressed
) -> Reply | Instead | Toast:
    """What there is to ask: the next page of topics, a topic, an example question with its answer."""
    match action:
        case Browse(page):
            return Instead(_page(almanac, page, pressed.language))
        case AskTopic(topic):
            shown = _topic(almanac, topic, pressed.language)
            return shown or Toast(translator(pressed.language)("This topic is no longer in the table."))
        case Example(number):
            return _example(almanac, note, number, pressed) if number < len(EXAMPLES) else stale(pressed.language)
        case _:
            assert_never(action)


def _example(almanac: Almanac, note: Note, number: int, pressed: Pressed) -> Reply:
    question = translator(pressed.language)(EXAMPLES[number])
    heard = Heard(question, pressed.at, pressed.place, pressed.chat, sender=pressed.sender)
    return echoing(question, ask(almanac, note, replace(heard, language=pressed.language)))


def stale(language: str) -> Toast:
    return Toast(translator(language)("This button is from an older message and no longer works."))


def more(language: str) -> str:
    """The button under a card that was sent from the inline list."""
    return translator(language)("Ask me more")


def enough(language: str) -> str:
    """What one who asks too much at once is told."""
    return translator(language)("That is a lot at once. Please ask again in a minute.")


def _for_the_asker(pressed: Pressed) -> Toast:
    return Toast(translator(pressed.language)("These buttons are for the person who asked."))


def _topic(almanac: Almanac, topic_id: str, language: str) -> Reply | None:
    """All that is held of a topic, newest first; None where nothing is."""
    facts = almanac.facts(topic_id)
    if not facts:
        return None
    newest_first = tuple(Scored(fact, 1.0) for fact in reversed(facts))
    reply = reply_to(Found(Reading(facts[0].topic.title()), newest_first), language)
    return replace(reply, stated=Stated(tuple(scored.fact.id for scored in newest_first), language))


def _page(almanac: Almanac, page: int, language: str) -> Reply:
    say, held = translator(language), _held(almanac)
    pages = max(1, -(-len(held) // ON_A_PAGE))
    page = min(page, pages - 1)
    shown = held[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    rows = [(Button(short(topic.title(spoken(language))), AskTopic(topic.id)),) for topic in shown]
    turns = (
        *([Button("◂", Browse(page - 1))] if page else []),
        *([Button("▸", Browse(page + 1))] if page + 1 < pages else []),
    )
    text = say("What I know about, page {page} of {pages}. Tap a topic, or ask in your own words.")
    return said(text.format(page=page + 1, pages=pages), (*rows, *([turns] if turns else [])))


def _held(almanac: Almanac) -> list[Topic]:
    """The topics that have an answer."""
    return [topic for topic in almanac.topics() if almanac.facts(topic.id)]


def asked(answer: Answer, heard: Heard, question: str) -> Asked:
    """The line of the log for it."""
    reason = topic = ""
    facts: tuple[str, ...] = ()
    match answer:
        case Found():
            facts = tuple(scored.fact.id for scored in answer.facts)
            topic = answer.facts[0].fact.topic.id if answer.facts else ""
        case Several():
            facts = tuple(fact.id for fact in answer.choices)
        case Unknown():
            reason = answer.reason.value
            topic = answer.topic.id if answer.topic else ""
        case _:
            assert_never(answer)
    return Asked(question, outcome(answer), reason, facts, topic, heard.sender, heard.chat, heard.at)
