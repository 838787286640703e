"""Curators add a fact to the running bot by one message; nobody else can, and nothing else writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import Telegram
from running import OWNER, Giants, answer, bold, consequences, quoted, toast
from telegram_people import Chat, Person, Speech, private_chat

ANNA = Person(1001, "Anna", "anna")
PROBER = Person(1009, "Prober", "prober")

QUESTION = "How many zebra inspectors does the ministry employ?"
ADD = (
    "/add In 2024, the ministry employed nearly 3,210 zebra inspectors, R&D <staff> included.\n"
    "https://www.example.org/zebras?a=1&b=2\n"
    "topic: Number of zebra inspectors\n"
    f"ask: {QUESTION}"
)


@pytest.fixture
def telegram(giants: Giants) -> Iterator[Telegram]:
    mark = len(giants.telegram.calls)
    yield giants.telegram
    giants.telegram.settle(quiet=0)
    refused = [(call.method, call.refusal) for call in giants.telegram.since(mark) if call.refusal]
    assert refused == []


def knows(telegram: Telegram) -> bool:
    return "3,210" in answer(telegram, telegram.says(ANNA, QUESTION), ANNA.id).text


def test_a_fact_is_seen_by_its_curator_before_it_is_kept_and_by_everybody_after(tmp_path: Path, shipped: Path) -> None:
    with Telegram() as telegram:
        with Giants(telegram, tmp_path, shipped) as giants:
            preview = answer(telegram, telegram.says(OWNER, ADD), OWNER.id)
            assert "3,210" in bold(preview)
            assert "2024" in preview.text
            assert "R&D <staff> included" in quoted(preview)
            assert not knows(telegram)
            kept = telegram.presses(OWNER, preview, preview.key("keep").data)
            telegram.wait_for("editMessageText", after=kept)
            assert telegram.stands(preview).keys == ()
            assert knows(telegram)
            again = telegram.presses(OWNER, preview, preview.key("keep").data)
            telegram.wait_for("editMessageText", after=again)
            assert "3,210" in bold(telegram.stands(preview))
            assert telegram.stands(preview).keys == ()
            assert giants.stop() == 0
        with Giants(telegram, tmp_path):
            said = answer(telegram, telegram.says(ANNA, QUESTION), ANNA.id)
            assert "nearly 3,210" in bold(said)
            assert "R&D <staff> included" in quoted(said)
        refused = [call.method for call in telegram.calls if call.refusal and "not modified" not in call.refusal]
        assert set(refused) <= {"setmycommands"}  # the first start knew no chat with the curator yet


def test_add_as_a_reply_takes_the_sentence_from_the_message_it_replies_to(telegram: Telegram) -> None:
    sentence = telegram.says(OWNER, "In 2023, exactly 77 quagga counters were at work.")
    answer(telegram, sentence, OWNER.id)
    deed = telegram.says(OWNER, "/add https://www.example.org/quaggas\ntopic: Quagga counters", to=sentence)
    preview = answer(telegram, deed, OWNER.id)
    assert "77" in bold(preview)
    assert preview.key("keep").data


def test_cancel_adds_nothing(telegram: Telegram) -> None:
    preview = answer(telegram, telegram.says(OWNER, ADD), OWNER.id)
    toast(telegram, telegram.presses(OWNER, preview, preview.key("cancel").data))
    telegram.settle()
    assert telegram.stands(preview).keys == ()
    too_late = telegram.presses(OWNER, preview, preview.key("keep").data)
    assert "no longer open" in answer(telegram, too_late, OWNER.id).text
    assert not knows(telegram)


def test_a_curator_is_told_at_once_everything_that_is_wrong(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(OWNER, "/add There are many zebras."), OWNER.id)
    assert said.keys == ()
    assert "address" in said.text.lower() or "source" in said.text.lower()


def test_add_alone_shows_how_it_is_written(telegram: Telegram) -> None:
    assert "/add" in answer(telegram, telegram.says(OWNER, "/add"), OWNER.id).text


def test_others_are_told_kindly_that_only_curators_may(telegram: Telegram) -> None:
    said = answer(telegram, telegram.says(ANNA, ADD), ANNA.id)
    assert "curator" in said.text.lower()
    assert said.keys == ()


def test_a_strangers_press_on_keep_keeps_nothing(telegram: Telegram) -> None:
    preview = answer(telegram, telegram.says(OWNER, ADD), OWNER.id)
    assert toast(telegram, telegram.presses(ANNA, preview, preview.key("keep").data))
    assert telegram.stands(preview) == preview
    assert not knows(telegram)


@pytest.mark.parametrize(
    "speech",
    [
        Speech(ADD, OWNER, private_chat(OWNER), forwarded=True),
        Speech(ADD, OWNER, Chat(-200_001, "supergroup", "Firms", admin=True)),
        Speech(ADD, OWNER, Chat(-200_002, "supergroup", "Firms", admin=True), anonymous=True),
        Speech(ADD, None, Chat(-200_003, "channel", "News")),
        Speech(ADD, OWNER, Chat(-200_004, "supergroup", "Firms", admin=True), copied_from=Chat(-7, "channel")),
    ],
    ids=["forwarded", "in a group", "by an anonymous admin", "in a channel", "copied from a channel"],
)
def test_an_add_that_is_not_a_curators_own_new_private_message_offers_nothing_to_keep(
    telegram: Telegram, speech: Speech
) -> None:
    deed = telegram.speak(speech)
    consequences(telegram, deed, PROBER)
    assert not any(call.said and call.said.keys for call in telegram.since(deed))
    assert not knows(telegram)


def test_an_edited_add_does_not_write(telegram: Telegram) -> None:
    preview = answer(telegram, deed := telegram.says(OWNER, ADD), OWNER.id)
    edit = telegram.edits(deed, ADD.replace("3,210", "9,999"))
    consequences(telegram, edit, PROBER)
    later = [call.said for call in telegram.since(edit) if call.said and call.said.chat == OWNER.id]
    assert not any(said.keys for said in later)
    assert "9,999" not in telegram.stands(preview).text


def test_the_guest_and_the_edge_of_a_number_space_cannot_keep(telegram: Telegram) -> None:
    elsewhere = Chat(-200_010, "supergroup", "Elsewhere", joined=False)
    deed = telegram.calls_guest(OWNER, ADD, elsewhere)
    consequences(telegram, deed, PROBER)
    assert not any(call.said and call.said.keys for call in telegram.since(deed))
    preview = answer(telegram, telegram.says(OWNER, ADD), OWNER.id)
    for forged in ("keep:0", "keep:zzzzzzzzzzz", "keep:-1"):
        toast(telegram, telegram.presses(OWNER, preview, forged))
    assert not knows(telegram)


def test_who_is_no_longer_a_curator_cannot_keep_what_he_proposed(tmp_path: Path, shipped: Path) -> None:
    with Telegram() as telegram:
        with Giants(telegram, tmp_path, shipped):
            preview = answer(telegram, telegram.says(OWNER, ADD), OWNER.id)
        with Giants(telegram, tmp_path, GIANTS_OWNERS=str(ANNA.id)):
            assert "Only curators" in toast(telegram, telegram.presses(OWNER, preview, preview.key("keep").data))
            toast(telegram, telegram.presses(ANNA, preview, preview.key("keep").data))
            assert not knows(telegram)
