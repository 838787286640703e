"""Curators send files in and take the table out, in the running bot's private chat."""

from collections.abc import Iterator
from pathlib import Path

import orchard
import pytest
from botapi import Deed, Fault, Telegram
from running import OWNER, Giants, answer, bold, consequences, spoken
from telegram_methods import Said
from telegram_people import Json, Person, Speech, private_chat

from knowledge.almanac import Almanac

ANNA = Person(1001, "Anna", "anna")
PROBER = Person(1009, "Prober", "prober")

SHEET = b"""\
sentence,url,topic,ask
"In 2024, exactly 77 zebra counters were at work.",https://zebras.example/a,Zebra counters,How many zebra counters?
"In 2024, 5,120 quagga watchers worked.",https://zebras.example/b,Quagga watchers,How many quagga watchers?
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Giants]:
    home = tmp_path_factory.mktemp("giants")
    table = orchard.made(tmp_path_factory.mktemp("orchard") / "giants.db")
    with Telegram() as telegram, Giants(telegram, home, table) as giants:
        yield giants


@pytest.fixture
def telegram(running: Giants) -> Telegram:
    return running.telegram


def sent(telegram: Telegram, name: str, data: bytes) -> Said:
    return answer(telegram, telegram.sends(OWNER, name, data), OWNER.id)


def presses(telegram: Telegram, said: Said, label: str) -> Said:
    pressed = telegram.presses(OWNER, said, said.key(label).data)
    return spoken(telegram.comes_of(pressed, said))


def handed(telegram: Telegram, deed: Deed) -> bytes:
    return spoken(telegram.wait_for("sendDocument", after=deed)).file


def test_a_sheet_is_tried_out_then_kept_as_a_whole_and_taken_back_as_a_whole(telegram: Telegram) -> None:
    tried = sent(telegram, "zebras.csv", SHEET)
    assert "nothing is changed yet" in tried.text
    assert "fact" in tried.text
    question = "How many quagga watchers?"
    assert "5,120" not in answer(telegram, telegram.says(ANNA, question), ANNA.id).text
    assert presses(telegram, tried, "Keep").text.startswith("Saved.\nImport: zebras.csv")
    assert "5,120" in bold(answer(telegram, telegram.says(ANNA, question), ANNA.id))
    assert "nothing would change" in sent(telegram, "zebras.csv", SHEET).text.casefold()
    undone = answer(telegram, telegram.says(OWNER, "/undo"), OWNER.id)
    presses(telegram, undone, "Keep")
    for asked, figure in ((question, "5,120"), ("How many zebra counters?", "77")):
        assert figure not in answer(telegram, telegram.says(ANNA, asked), ANNA.id).text


def test_every_faulty_row_is_told_and_nothing_is_taken_in(telegram: Telegram) -> None:
    wrong = SHEET + b'"No figure here",no address,Zebras,\n"In 2024, 8 gnus.",https://x.example/,,\n'
    said = sent(telegram, "zebras.csv", wrong)
    assert "line 4" in said.text
    assert "line 5" in said.text
    assert said.keys == ()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_what_is_exported_changes_nothing_when_it_is_sent_back(telegram: Telegram, kind: str) -> None:
    data = handed(telegram, telegram.says(OWNER, f"/export {kind}"))
    assert "nothing would change" in sent(telegram, f"table.{kind}", data).text.casefold()


def test_the_table_comes_as_an_sqlite_file_that_answers(telegram: Telegram, tmp_path: Path) -> None:
    path = tmp_path / "out.db"
    path.write_bytes(handed(telegram, telegram.says(OWNER, "/export db")))
    with Almanac.open(path) as almanac:
        assert almanac.fact("wage-2024")


def test_a_template_filled_in_is_taken_in(telegram: Telegram) -> None:
    data = handed(telegram, telegram.says(OWNER, "/template csv"))
    assert "nothing would change" in sent(telegram, "t.csv", data).text.casefold()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(("../../etc/passwd", b"root"), ("a.exe", b"MZ"), ("", b"x"), ("a.csv", b"\x00\xff" * 99)),
        *(("a.xlsx", b"PK\x03\x04 no workbook"), ("a.jsonl", b"{"), ("</b>{0}%s.csv", b"sentence\n")),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(telegram: Telegram, name: str, data: bytes) -> None:
    said = sent(telegram, name, data)
    assert "went wrong" not in said.text
    assert said.keys == ()


def test_a_file_that_is_too_large_is_not_fetched(telegram: Telegram) -> None:
    deed = telegram.sends(OWNER, "big.csv", b"x", size=11 * 1024**2)
    assert "larger than" in answer(telegram, deed, OWNER.id).text
    assert not [call for call in telegram.since(deed) if call.method == "getfile"]


def test_files_of_others_and_forwarded_ones_are_not_taken_in(telegram: Telegram) -> None:
    deed = telegram.sends(ANNA, "zebras.csv", SHEET)
    telegram.sends(OWNER, "zebras.csv", SHEET, forwarded=True)
    methods = consequences(telegram, deed, PROBER)
    assert "getfile" not in methods
    assert not any(key.data.startswith("keep") for call in telegram.since(deed) if call.said for key in call.said.keys)


def test_no_trace_of_an_error_is_in_the_log(running: Giants) -> None:
    assert "Traceback" not in running.output


def test_a_file_that_telegram_does_not_hand_over_is_told(telegram: Telegram) -> None:
    telegram.fails("getFile", Fault(400, "Bad Request: file is temporarily unavailable"))
    assert "could not be fetched" in sent(telegram, "zebras.csv", SHEET).text


def test_a_command_below_a_picture_is_refused_in_words(telegram: Telegram) -> None:
    photo: Json = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
    command: Json = {"caption": "/retire wage-2024", "caption_entities": []}
    for person in (OWNER, ANNA):
        deed = telegram.speak(Speech("", person, private_chat(person), extra=photo | command))
        assert "message of its own" in answer(telegram, deed, person.id).text


def test_an_export_sent_back_shows_what_it_would_take_back_of_a_later_edit(telegram: Telegram) -> None:
    export = handed(telegram, telegram.says(OWNER, "/export xlsx"))
    edit = answer(telegram, telegram.says(OWNER, "/edit rent-2024\nperiod: H1 2024"), OWNER.id)
    assert presses(telegram, edit, "Keep").text.startswith("Saved.")
    tried = sent(telegram, "table.xlsx", export)
    assert "period: H1 2024 → 2024" in tried.text
    assert presses(telegram, tried, "Cancel").text.startswith("Cancelled")
