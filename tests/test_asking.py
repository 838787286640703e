"""What anybody may ask for, and what they get."""

from dataclasses import replace

import pytest
from answers import AT, COUNT_2025
from listening import ANNA, OLGA, Table, heard
from telegram_html import visible

from bot import app, asking
from bot.asking import (
    EXAMPLES,
    ON_A_PAGE,
    help_,
    start,
    status,
    suggest,
    topics,
    unknown_command,
)
from bot.buttons import Action, AskTopic, Browse, Choose, Example, NoneOfThese, Show, Wish
from bot.messages import Heard, Instead, Me, Place, Pressed, Reply, Toast, Work
from bot.roles import Roles
from knowledge.store.protocol import Picked

OWNERS = frozenset({OLGA.id})
GROUP_ID = -100_1


@pytest.fixture
def table() -> Table:
    return Table()


def ask(table: Table, question: Heard) -> Reply:
    return asking.ask(table, table.note, question)


def press(table: Table, owners: frozenset[int], pressed: Pressed) -> Reply | Instead | Toast | Work:
    return app.press(table, table.note, Roles(owners, frozenset), pressed)


def me() -> Me:
    return Me("littlegiant_bot", hears_all=False, version="2026.11")


def pressed(action: Action, sender: int = ANNA.id, chat: int = ANNA.id) -> Pressed:
    return Pressed(action, AT, sender, chat, message=5)


def actions(reply: Reply) -> list[Action]:
    return [button.action for row in reply.buttons for button in row]


# Questions


def test_a_question_is_answered_and_kept(table: Table) -> None:
    assert "17,600" in ask(table, heard("count them")).html
    (kept,) = table.recorded
    assert (kept.text, kept.outcome, kept.facts, kept.asker) == (
        "count them",
        "answer",
        ("count-2025",),
        ANNA.id,
    )


@pytest.mark.parametrize(
    ("question", "outcome", "reason"), [("which one", "choose", ""), ("unicorns", "unknown", "no-match")]
)
def test_a_question_without_an_answer_is_kept_too(table: Table, question: str, outcome: str, reason: str) -> None:
    ask(table, heard(question))
    assert [(kept.outcome, kept.reason) for kept in table.recorded] == [(outcome, reason)]


def test_a_message_without_words_asks_what_it_replies_to(table: Table) -> None:
    ask(table, heard(" ", quoted="count them"))
    ask(table, heard("which", quoted="count them"))
    assert table.questions == ["count them", "which"]


def test_an_empty_message_in_private_is_answered_and_not_kept(table: Table) -> None:
    assert ask(table, heard()).html
    assert table.recorded == []


def test_in_private_anybody_may_pick_and_in_a_group_the_one_who_asked(table: Table) -> None:
    assert actions(ask(table, heard("which")))[0] == Choose("count-2021", 0)
    assert actions(ask(table, heard("which", Place.GROUP)))[0] == Choose("count-2021", ANNA.id)


@pytest.mark.parametrize("place", [Place.GROUP, Place.CHANNEL, Place.GUEST])
def test_where_others_read_along_not_knowing_takes_one_line(table: Table, place: Place) -> None:
    reply = ask(table, heard("unicorns", place))
    assert (len(reply.html.splitlines()), reply.buttons) == (1, ())
    assert ask(table, heard("unicorns")).buttons


# What there is to ask


def test_start_says_what_it_is_what_it_will_not_do_and_offers_three_examples(table: Table) -> None:
    reply = start(table, heard())
    assert actions(reply) == [Example(0), Example(1), Example(2)]
    assert "I do not guess" in reply.html


def test_a_deep_link_shows_its_topic_newest_first_and_writes_nothing(table: Table) -> None:
    text = start(table, heard("little-giant-count")).html
    assert text.index("17,600</b>") < text.index("5,000</b>")
    assert table.recorded == []


@pytest.mark.parametrize("payload", ["inline", "exports", "'; drop", "🏭" * 20])
def test_a_deep_link_to_nothing_is_a_plain_start(table: Table, payload: str) -> None:
    assert start(table, heard(payload)) == start(table, heard())


def test_help_names_the_bot_as_it_has_to_be_typed() -> None:
    assert "type @littlegiant_bot and a question" in help_(me, lambda _: False, heard()).html


def test_start_in_a_group_is_brief(table: Table) -> None:
    assert len(start(table, heard("", Place.GROUP)).html.splitlines()) == 1
    assert len(help_(me, lambda _: False, heard("", Place.GROUP)).html.splitlines()) == 1


def test_topics_offers_those_that_have_an_answer(table: Table) -> None:
    assert actions(topics(table, heard())) == [AskTopic("little-giant-count"), AskTopic("profit-share")]


def test_topics_in_a_group_are_listed_without_buttons(table: Table) -> None:
    reply = topics(table, heard("", Place.GROUP))
    assert "• Share of profits" in reply.html
    assert reply.buttons == ()


def test_many_topics_are_turned_page_by_page(table: Table) -> None:
    for n in range(2 * ON_A_PAGE):
        topic = replace(COUNT_2025.topic, id=f"topic-{n}")
        table.held[f"fact-{n}"] = replace(COUNT_2025, id=f"fact-{n}", topic=topic)
    first = topics(table, heard())
    assert len(first.buttons) == ON_A_PAGE + 1
    assert actions(first)[-1] == Browse(1)
    last = press(table, OWNERS, pressed(Browse(99)))
    assert isinstance(last, Instead)
    assert actions(last.reply)[-1] == Browse(1)
    middle = press(table, OWNERS, pressed(Browse(1)))
    assert isinstance(middle, Instead)
    assert actions(middle.reply)[-2:] == [Browse(0), Browse(2)]


@pytest.mark.parametrize(("hears_all", "told"), [(True, "privacy mode is off"), (False, "privacy mode is on")])
def test_status_says_whether_mentions_arrive(table: Table, hears_all: bool, told: str) -> None:  # noqa: FBT001
    reply = status(table, lambda: Me("littlegiant_bot", hears_all, "2026.11"), heard())
    assert told in reply.html
    assert "Version 2026.11. Topics: 2. Facts: 3." in reply.html


def test_what_is_said_is_said_in_the_readers_language(table: Table) -> None:
    for reply in (
        start(table, heard(language="zh-hans")),
        help_(me, lambda _: False, heard(language="zh-hans")),
        unknown_command(heard(language="zh-hans")),
        topics(table, heard(language="zh-hans")),
    ):
        assert "我" in visible(reply.html)


# Buttons


def test_a_pick_takes_the_place_of_the_choices(table: Table) -> None:
    outcome = press(table, OWNERS, pressed(Choose("count-2025")))
    assert isinstance(outcome, Instead)
    assert "17,600" in outcome.reply.html
    assert not any(isinstance(action, Choose | NoneOfThese) for action in actions(outcome.reply))
    assert table.opinions == [Picked("count-2025", 0, ANNA.id, ANNA.id, AT)]


def test_what_is_held_nearby_is_shown_below_what_is_not(table: Table) -> None:
    assert isinstance(press(table, OWNERS, pressed(Show("count-2025"))), Reply)


def test_none_of_these_takes_the_choices_away(table: Table) -> None:
    outcome = press(table, OWNERS, pressed(NoneOfThese()))
    assert isinstance(outcome, Instead)
    assert outcome.reply.buttons == ()
    assert table.opinions == [Picked("", 0, ANNA.id, ANNA.id, AT)]


def test_who_meant_none_of_these_may_wish_for_what_was_meant(table: Table) -> None:
    outcome = press(table, OWNERS, pressed(NoneOfThese(0, 7)))
    assert isinstance(outcome, Instead)
    assert actions(outcome.reply) == [Wish(7)]
    in_a_group = press(table, OWNERS, pressed(NoneOfThese(ANNA.id, 7), chat=GROUP_ID))
    assert isinstance(in_a_group, Instead)
    assert in_a_group.reply.buttons == ()
    assert table.opinions == [Picked("", 7, ANNA.id, chat, AT) for chat in (ANNA.id, GROUP_ID)]


@pytest.mark.parametrize("action", [Choose("count-2025", OLGA.id), NoneOfThese(OLGA.id)])
def test_the_press_of_somebody_who_did_not_ask_is_a_toast(table: Table, action: Action) -> None:
    assert isinstance(press(table, OWNERS, pressed(action, chat=GROUP_ID)), Toast)
    assert isinstance(press(table, OWNERS, pressed(action, OLGA.id, GROUP_ID)), Instead)


@pytest.mark.parametrize("action", [Choose("gone"), Show("gone"), AskTopic("gone"), AskTopic("exports"), Example(99)])
def test_the_press_for_what_is_gone_is_a_toast(table: Table, action: Action) -> None:
    assert isinstance(press(table, OWNERS, pressed(action)), Toast)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_is_asked_and_answered_below_itself(table: Table, number: int) -> None:
    outcome = press(table, OWNERS, pressed(Example(number)))
    assert isinstance(outcome, Reply)
    assert visible(outcome.html).startswith(EXAMPLES[number])
    assert table.questions == [EXAMPLES[number]]


# Inline


def test_the_inline_list_shows_facts_and_records_no_keystroke(table: Table) -> None:
    shown = suggest(table, heard("count", Place.INLINE))
    assert [card.fact.id for card in shown.cards] == ["count-2021", "count-2025", "profit-share"]
    assert shown.invitation == ""
    assert shown.cards[1].description.startswith("more than 17,600 enterprises · ")
    assert table.recorded == []


@pytest.mark.parametrize("text", ["", "  ", "unicorns"])
def test_where_no_card_fits_there_is_an_invitation(table: Table, text: str) -> None:
    shown = suggest(table, heard(text, Place.INLINE))
    assert shown.cards == ()
    assert shown.invitation


def test_a_card_that_was_sent_is_a_question_with_its_answer(table: Table) -> None:
    asking.chosen(table, table.note, heard("count", Place.INLINE), "count-2025")
    asking.chosen(table, table.note, heard("count", Place.INLINE), "gone")
    assert [(kept.text, kept.facts) for kept in table.recorded] == [("count", ("count-2025",))]
