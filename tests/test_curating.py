"""Curators add facts; everybody else is told why not, and nothing else writes."""

from pathlib import Path

import pytest
from answers import AT
from listening import ANNA, CHANNEL, GROUP, ME, OLGA, TOKEN, Table, heard, listening
from pydantic import SecretStr, ValidationError
from telegram_people import Json, Person, Speech, private_chat

from bot import curating
from bot.buttons import Action, Cancel, Keep
from bot.config import EVERYBODY, Config
from bot.curating import refuse
from bot.drafting import add, guide
from bot.markup import LONGEST_MESSAGE, plain_of, visible
from bot.messages import Instead, Place, Pressed, Reply, Toast, Work
from bot.prompts import prompt, prompted
from bot.roles import Roles, curators
from knowledge.almanac import Almanac
from knowledge.curation import Problem, read_draft
from knowledge.store.protocol import StoreError

OWNERS = frozenset({OLGA.id})
ADD = "/add In 2024 there were 7 zebras.\nhttps://www.example.org/"


@pytest.fixture
def table() -> Table:
    return Table()


def pressed(action: Action, sender: int = OLGA.id) -> Pressed:
    return Pressed(action, AT, sender, chat=OLGA.id, message=5)


def proposed(table: Table) -> Reply:
    return add(table, heard(ADD.removeprefix("/add "), sender=OLGA.id))


def decide(
    table: Table, owners: frozenset[int], action: Keep | Cancel, pressed: Pressed
) -> Reply | Instead | Toast | Work:
    """What becomes of the message, once the press was answered."""
    outcome = curating.decide(action, pressed, curator=pressed.sender in owners, curators=owners)
    return outcome.do(table) if isinstance(outcome, Work) else outcome


# What a curator sees


def test_a_proposal_shows_the_card_as_everybody_will_see_it_with_keep_and_cancel(table: Table) -> None:
    reply = proposed(table)
    assert "<b>more than 17,600</b> enterprises" in reply.html
    assert "This makes a new topic." in reply.html
    assert [button.action for button in reply.buttons[0]] == [Keep(1), Cancel(1)]


def test_everything_that_is_wrong_is_told_at_once(table: Table) -> None:
    table.problems = (Problem("source", "There is no <source>."), Problem("period", "It cannot be read."))
    reply = proposed(table)
    assert "• There is no &lt;source&gt;.\n• It cannot be read." in reply.html
    assert reply.buttons == ()
    assert reply.html.endswith("✏️ draft-1 · source")
    assert reply.prompt


def test_add_alone_explains_itself_with_an_example(table: Table) -> None:
    reply = add(table, heard(sender=OLGA.id))
    assert "/add In 2024" in reply.html
    assert prompted(plain_of(reply.html)) == ("draft-1", "sentence")
    assert table.drafts == []


def test_add_as_a_reply_takes_the_sentence_from_there(table: Table) -> None:
    add(table, heard("https://www.example.org/", sender=OLGA.id, quoted="There are 7 zebras."))
    (draft,) = table.drafts
    assert (draft.sentence, draft.url) == ("There are 7 zebras.", "https://www.example.org/")


def test_keep_saves_confirms_and_takes_the_buttons_away(table: Table) -> None:
    proposed(table)
    outcome = decide(table, OWNERS, Keep(1), pressed(Keep(1)))
    assert isinstance(outcome, Instead)
    assert outcome.reply.html.startswith("Saved.")
    assert outcome.reply.buttons == ()


def test_cancel_saves_nothing(table: Table) -> None:
    proposed(table)
    outcome = decide(table, OWNERS, Cancel(1), pressed(Cancel(1)))
    assert isinstance(outcome, Instead)
    assert table.proposals == {}


def test_keep_pressed_twice_shows_what_was_saved_both_times(table: Table) -> None:
    proposed(table)
    first, second = (decide(table, OWNERS, Keep(1), pressed(Keep(1))) for _ in range(2))
    assert first == second
    assert isinstance(second, Instead)


def test_cancel_pressed_twice_is_told(table: Table) -> None:
    proposed(table)
    decide(table, OWNERS, Cancel(1), pressed(Cancel(1)))
    again = decide(table, OWNERS, Cancel(1), pressed(Cancel(1)))
    assert isinstance(again, Reply)
    assert "no longer open" in again.html


def test_what_was_cancelled_cannot_be_kept(table: Table) -> None:
    proposed(table)
    decide(table, OWNERS, Cancel(1), pressed(Cancel(1)))
    outcome = decide(table, OWNERS, Keep(1), pressed(Keep(1)))
    assert isinstance(outcome, Reply)
    assert "no longer open" in outcome.html


def test_what_cannot_be_saved_now_can_be_kept_later(table: Table) -> None:
    proposed(table)
    table.full = True
    with pytest.raises(StoreError):  # which the workshop tells
        decide(table, OWNERS, Keep(1), pressed(Keep(1)))
    table.full = False
    assert isinstance(decide(table, OWNERS, Keep(1), pressed(Keep(1))), Instead)


@pytest.mark.parametrize("action", [Keep(1), Cancel(1), Keep(2), Cancel(2**50)])
@pytest.mark.parametrize("sender", [ANNA.id, 7])
def test_the_press_of_anybody_else_changes_nothing(table: Table, action: Keep | Cancel, sender: int) -> None:
    proposed(table)
    owners = frozenset({OLGA.id, 7})
    assert not isinstance(decide(table, owners, action, pressed(action, sender)), Instead)
    assert list(table.proposals) == [1]


def test_somebody_who_is_no_curator_any_more_cannot_keep_what_they_proposed(table: Table) -> None:
    proposed(table)
    assert isinstance(decide(table, frozenset(), Keep(1), pressed(Keep(1))), Toast)
    assert list(table.proposals) == [1]


@pytest.mark.parametrize("typed", ["0" * 16 + "1" + "9" * 22, "9" * 4_000, str(2**52), "٤٢", "-5", "0", "1.0"])
def test_a_number_that_is_nobodys_id_appoints_nobody(tmp_path: Path, typed: str) -> None:
    roles = Roles(frozenset({OLGA.id}), frozenset)
    with Almanac.open_empty(tmp_path / "giants.db") as almanac:
        assert "Whom?" in curators(roles, almanac, heard(f"add {typed}", sender=OLGA.id)).html
        assert almanac.curators() == frozenset()


def test_a_question_for_a_field_says_what_it_is_for_however_much_is_wrong() -> None:
    asked = prompt("wage-2024", "source", "en", "• what is wrong <&> " * 400)
    text = plain_of(asked.html)
    assert visible(asked.html) <= LONGEST_MESSAGE
    assert prompted(text) == ("wage-2024", "source")


def test_others_are_told_kindly_and_curators_where_and_how() -> None:
    told = [
        refuse(heard(sender=ANNA.id), curator=False).html,
        refuse(heard(place=Place.GROUP, sender=OLGA.id), curator=True).html,
        refuse(heard(sender=OLGA.id), curator=True).html,
    ]
    assert [words in text for words, text in zip(("Only curators", "private", "edited"), told, strict=True)]
    assert len(set(told)) == 3


# Who gets through to it


def message(speech: Speech, **more: object) -> Json:
    return speech.as_json(5) | more


SHAPES: dict[str, tuple[str, Json]] = {
    "edited": ("edited_message", message(Speech(ADD, OLGA, private_chat(OLGA)), edit_date=2)),
    "forwarded": ("message", message(Speech(ADD, OLGA, private_chat(OLGA), forwarded=True))),
    "via an inline bot": (
        "message",
        message(Speech(ADD, OLGA, private_chat(OLGA), via=Person(9, "B", is_bot=True))),
    ),
    "by somebody else": ("message", message(Speech(ADD, ANNA, private_chat(ANNA)))),
    "in a group": ("message", message(Speech(ADD, OLGA, GROUP))),
    "by an anonymous admin": ("message", message(Speech(ADD, OLGA, GROUP, anonymous=True))),
    "by a channel in a group": ("message", message(Speech(ADD, OLGA, GROUP), sender_chat=CHANNEL.as_json())),
    "in a channel's name": (
        "message",
        message(Speech(ADD, OLGA, private_chat(OLGA)), sender_chat=CHANNEL.as_json()),
    ),
    "in a channel": ("channel_post", message(Speech(ADD, None, CHANNEL))),
    "copied from a channel": ("message", message(Speech(ADD, OLGA, GROUP, copied_from=CHANNEL))),
    "as a guest": ("guest_message", message(Speech(ADD, OLGA, GROUP), guest_query_id="g")),
    "as a path": ("message", message(Speech(ADD.replace("/add ", "/add/"), OLGA, private_chat(OLGA)))),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
async def test_only_a_curators_own_new_private_message_is_let_through(shape: tuple[str, Json]) -> None:
    bot = listening()
    async with bot.app:
        await bot.hears(*shape)
    assert bot.table.drafts == []


async def test_a_curators_own_new_private_message_is_let_through() -> None:
    bot = listening()
    async with bot.app:
        await bot.says(ADD, sender=OLGA)
    assert [draft.url for draft in bot.table.drafts] == ["https://www.example.org/"]


@pytest.mark.parametrize("shape", ["edited", "forwarded", "by somebody else", "in a group"])
async def test_who_is_not_let_through_is_told(shape: str) -> None:
    bot = listening()
    async with bot.app:
        await bot.hears(*SHAPES[shape])
    assert len(bot.telegram.sent()) == 1


COMMANDS = ("add", "edit", "retire", "restore", "review", "alias", "synonym", "topic", "history", "undo", "curators")


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_that_writes_has_the_one_gate(command: str) -> None:
    bot = listening()
    words = ADD.replace("/add", f"/{command}")
    async with bot.app:
        await bot.says(words, sender=ANNA)
        await bot.hears("edited_message", message(Speech(words, OLGA, private_chat(OLGA)), edit_date=2))
        await bot.hears("message", Speech(words, OLGA, private_chat(OLGA), forwarded=True).as_json(6))
    told = [str(sent["text"]) for sent in bot.telegram.sent()]
    assert [words in text for words, text in zip(("Only curators", "edited", "edited"), told, strict=True)]


async def test_a_reply_of_somebody_else_to_what_a_curator_was_asked_is_a_question() -> None:
    bot = listening()
    asked = Speech("Reply with the period.\n✏️ draft-1 · period", ME, private_chat(ANNA)).as_json(70)
    async with bot.app:
        await bot.hears_speech(Speech("count", ANNA, private_chat(ANNA), reply_to=asked))
    assert bot.table.drafts == []
    assert bot.table.questions == ["count"]


@pytest.mark.parametrize("everybody", sorted(EVERYBODY))
def test_ids_that_stand_for_many_people_are_no_curators(everybody: int) -> None:
    with pytest.raises(ValidationError, match="every anonymous admin"):
        Config(token=SecretStr(TOKEN), owners=frozenset({everybody}))


async def test_a_press_on_keep_is_answered_before_the_work_is_done() -> None:
    bot = listening()
    kept_at_answer: list[bool] = []
    async with bot.app:
        await bot.says(ADD, sender=OLGA)
        bot.telegram.watch = lambda method: kept_at_answer.append(1 in bot.table.kept)
        await bot.presses("keep:1", sender=OLGA)
    assert kept_at_answer == [False, True]


async def test_keep_on_the_wire_is_checked_against_who_presses() -> None:
    bot = listening()
    async with bot.app:
        await bot.says(ADD, sender=OLGA)
        await bot.presses("keep:1", sender=ANNA)
        assert list(bot.table.proposals) == [1]
        await bot.presses("keep:1", sender=OLGA)
        assert bot.table.proposals == {}
        assert [method for method, _ in bot.telegram.calls][-2:] == ["answerCallbackQuery", "editMessageText"]
    assert bot.telegram.sent("editMessageText")[0]["chat_id"] == OLGA.id


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("command", ["/add", "/suggest"])
def test_the_example_of_the_guide_can_be_sent_as_it_stands(language: str, command: str) -> None:
    example = guide(language, curator=command == "/add").partition("\n\n")[2]
    assert example.startswith(f"{command} ")
    draft = read_draft(example.removeprefix(command))
    assert all((draft.sentence, draft.url, draft.topic, draft.phrasings))
