"""Thumbs and wishes below answers in private chats: small, one row, and nobody else's."""

from dataclasses import replace
from datetime import datetime

import pytest
from answers import AT, COUNT_2025, PROFITS, a_reading
from listening import ANNA, OLGA, Table, heard

from bot.asking import ask
from bot.buttons import Choose, NoneOfThese, Show, Vote, Wish
from bot.messages import Place, Pressed, Reply, Toast
from bot.opinions import press, told, with_opinions
from knowledge.demand import Demand
from knowledge.questions import Answer, Asking, Found, Reason, Scored, Several, Unknown
from knowledge.stamps import fact_stamp, question_stamp
from knowledge.store.protocol import Voted, Wished

VERSION = fact_stamp(COUNT_2025)
FOUND = Found(a_reading("count"), (Scored(COUNT_2025, 1.0), Scored(PROFITS, 0.5)))
EXPORTS = "What of the exports?"


class Chat(Demand):
    """What was asked in Anna's chat, and has an answer where `found` is one."""

    def __init__(self, found: Found | None = None) -> None:
        self.found = found

    def asked_in(self, chat: int, stamp: int) -> str:
        return EXPORTS if (chat, stamp) == (ANNA.id, question_stamp(EXPORTS)) else ""

    def answer(self, wished: Wished) -> Found | None:
        return self.found


class Chatted(Table):
    def __init__(self, found: Found | None = None) -> None:
        super().__init__()
        self.demand = Chat(found)
        self.last = ""

    def last_asked(self, conversation: str, *, at: datetime) -> Asking | None:
        return Asking(self.last, AT.date()) if self.last else None


@pytest.fixture
def table() -> Chatted:
    return Chatted()


def pressed(action: Wish | Vote, sender: int = ANNA.id, chat: int = ANNA.id) -> Pressed:
    return Pressed(action, AT, sender, chat, message=5)


def act(table: Table, action: Wish | Vote, sender: int = ANNA.id, chat: int = ANNA.id) -> Reply | Toast:
    return press(table, table.note, action, pressed(action, sender, chat))


# What stands below an answer


def test_one_row_of_two_thumbs_is_for_the_fact_that_leads_the_answer() -> None:
    (row,) = with_opinions(Reply("…"), FOUND, "en").buttons
    assert [(button.label, button.action) for button in row] == [
        ("👍", Vote("count-2025", VERSION, up=True)),
        ("👎", Vote("count-2025", VERSION, up=False)),
    ]


@pytest.mark.parametrize("reason", list(Reason))
def test_a_wish_is_offered_for_what_may_come_and_not_for_small_talk(reason: Reason) -> None:
    buttons = with_opinions(Reply("…"), Unknown(a_reading("q"), reason), "en").buttons
    talk = {Reason.EMPTY, Reason.NOT_A_QUESTION, Reason.OTHER_LANGUAGE}
    assert [button.action for row in buttons for button in row] == (
        [] if reason in talk else [Wish(question_stamp("q"))]
    )


def test_a_chinese_question_gets_a_chinese_wish() -> None:
    ((button,),) = with_opinions(Reply("…"), Unknown(a_reading("出口", chinese=True), Reason.NOT_HELD), "en").buttons
    assert "告诉我" in button.label


@pytest.mark.parametrize("answer", [Several(a_reading("q"), (PROFITS,)), Unknown(a_reading(" "), Reason.NO_MATCH)])
def test_what_is_asked_back_has_neither(answer: Answer) -> None:
    assert with_opinions(Reply("…"), answer, "en") == Reply("…")


@pytest.mark.parametrize("place", [Place.GROUP, Place.CHANNEL, Place.GUEST])
def test_where_others_read_along_there_is_none(table: Chatted, place: Place) -> None:
    for text in ("count", "unicorns", "which"):
        for row in ask(table, table.note, heard(text, place)).buttons:
            assert all(isinstance(button.action, Choose | NoneOfThese | Show) for button in row)


# Thumbs


@pytest.mark.parametrize("up", [True, False])
def test_a_thumb_is_noted_and_acknowledged(table: Chatted, up: bool) -> None:  # noqa: FBT001 - a parameter of the test
    outcome = act(table, Vote("count-2025", VERSION, up=up))
    assert isinstance(outcome, Toast)
    assert ("👍" if up else "👎") in outcome.text
    assert table.opinions == [Voted(ANNA.id, "count-2025", VERSION, up, AT)]


def test_a_thumb_for_what_has_become_another_fact_tells_nothing(table: Chatted) -> None:
    vote = Vote("count-2025", VERSION, up=True)
    for fact in (replace(COUNT_2025, figure=None), replace(COUNT_2025, retired=True)):
        table.held["count-2025"] = fact
        assert isinstance(act(table, vote), Toast)
    del table.held["count-2025"]
    assert isinstance(act(table, vote), Toast)
    assert table.opinions == []


def test_who_keeps_a_fact_and_when_it_is_due_make_it_no_other() -> None:
    assert fact_stamp(replace(COUNT_2025, review=AT.date())) == VERSION
    assert fact_stamp(replace(COUNT_2025, period=PROFITS.period)) != VERSION


@pytest.mark.parametrize("action", [Vote("count-2025", VERSION, up=True), Wish(question_stamp(EXPORTS))])
def test_presses_from_elsewhere_are_old_buttons(table: Chatted, action: Wish | Vote) -> None:
    for sender, chat in ((ANNA.id, -100_1), (OLGA.id, ANNA.id)):
        outcome = act(table, action, sender, chat)
        assert isinstance(outcome, Toast)
        assert "older" in outcome.text
    assert table.opinions == []


# Wishes


def test_a_wish_is_noted_with_its_question(table: Chatted) -> None:
    outcome = act(table, Wish(question_stamp(EXPORTS)))
    assert isinstance(outcome, Toast)
    assert table.opinions == [Wished(ANNA.id, EXPORTS, "en", AT)]


def test_a_wish_for_what_was_asked_a_moment_ago_does_not_wait_for_the_log(table: Chatted) -> None:
    table.last = "How many zebras?"
    act(table, Wish(question_stamp(table.last)))
    assert table.opinions == [Wished(ANNA.id, table.last, "en", AT)]


def test_a_wish_for_what_nobody_asked_is_an_old_button(table: Chatted) -> None:
    table.last = "How many zebras?"
    outcome = act(table, Wish(7))
    assert isinstance(outcome, Toast)
    assert "older" in outcome.text
    assert table.opinions == []


def test_a_wish_that_has_come_true_by_now_is_its_answer() -> None:
    table = Chatted(FOUND)
    outcome = act(table, Wish(question_stamp(EXPORTS)))
    assert isinstance(outcome, Reply)
    assert "17,600" in outcome.html
    assert table.opinions == []


def test_what_one_is_told_names_the_question_first_and_can_be_voted_on() -> None:
    reply = told(Wished(ANNA.id, "Are there <b>any?", "en", AT), FOUND)
    assert reply.html.startswith("<i>Are there &lt;b&gt;any?</i>")
    assert reply.buttons[0][0].action == Vote("count-2025", VERSION, up=True)
