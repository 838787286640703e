"""Curators keep the table from their private chat with the running bot; nobody else changes anything."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from botapi import Deed, Telegram
from running import OWNER, Giants, bold, consequences, kept, presses, says, toast
from telegram_methods import Said
from telegram_people import Chat, Person, Speech, private_chat

from knowledge.almanac import Almanac

ANNA = Person(1001, "Anna", "anna")
BORIS = Person(1002, "Boris", "boris")
PAUL = Person(4243, "Paul", "paul")
PROBER = Person(1009, "Prober", "prober")

WAGE = "What is the hourly wage of a welder?"
COMMANDS = ("add", "edit", "retire", "restore", "review", "alias", "synonym", "topic", "history", "undo", "curators")
SENTENCE = "In 2024, exactly 77 zebra counters were at work, up from 12 in 2021."


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, small: Path) -> Iterator[Giants]:
    with (
        Telegram() as telegram,
        Giants(telegram, tmp_path_factory.mktemp("giants"), small, GIANTS_OWNERS=f"{OWNER.id},{PAUL.id}") as giants,
    ):
        yield giants


@pytest.fixture
def telegram(running: Giants) -> Telegram:
    return running.telegram


def undone(telegram: Telegram) -> Said:
    return kept(telegram, OWNER, "/undo")


def test_what_is_missing_is_asked_for_one_at_a_time_across_a_restart(tmp_path: Path, small: Path) -> None:
    with Telegram() as telegram:
        with Giants(telegram, tmp_path, small):
            asked = says(telegram, OWNER, f"/add {SENTENCE}")
            assert "There is no source" in asked.text
            assert asked.text.endswith("✏️ draft-1 · source")
            assert asked.forced
        with Giants(telegram, tmp_path):
            preview = says(telegram, OWNER, "https://zebras.example/count", asked)
            assert "77" in bold(preview)
            other = presses(telegram, OWNER, preview, "topic")
            preview = says(telegram, OWNER, "Zebra counters", other)
            assert "Zebra counters" in preview.text
            preview = presses(telegram, OWNER, preview, "→ 12")
            assert "12" in bold(preview)
            preview = presses(telegram, OWNER, preview, "77")
            assert presses(telegram, OWNER, preview, "Keep").text.startswith("Saved.")
            assert "77" in bold(says(telegram, ANNA, "How many zebra counters are there?"))
            late = says(telegram, OWNER, "Zebras", other)
            assert "closed" in late.text


def test_a_preview_that_was_changed_since_cannot_be_kept(telegram: Telegram) -> None:
    first = says(telegram, OWNER, f"/add {SENTENCE}\nhttps://zebras.example/count\ntopic: Zebra counting")
    asked = presses(telegram, OWNER, first, "✏️ period")
    second = says(telegram, OWNER, "2023", asked)
    assert "Period: 2023" in second.text
    assert "no longer open" in presses(telegram, OWNER, first, "Keep").text
    assert presses(telegram, OWNER, second, "Cancel").text.startswith("Cancelled")


def test_a_fact_is_corrected_from_its_answer_and_set_back(telegram: Telegram) -> None:
    shown = says(telegram, OWNER, WAGE)
    assert "31.5 yuan" in bold(shown)
    opened = says(telegram, OWNER, "/edit", shown)
    assert opened.text.startswith("What is to change?")
    asked = presses(telegram, OWNER, opened, "period")
    preview = says(telegram, OWNER, "H1 2024", asked)
    assert "period: 2024 → H1 2024" in preview.text
    done = presses(telegram, OWNER, preview, "Keep")
    assert done.text.startswith("Saved.")
    assert "H1 2024" in says(telegram, ANNA, WAGE).text
    told = says(telegram, OWNER, "/history wage-2024").text
    assert "Edit: " in told
    assert "wage-2024" not in told  # people read titles
    undone(telegram)
    assert "Period: 2024" in says(telegram, ANNA, WAGE).text


def test_lines_change_a_fact_at_once_and_say_why(telegram: Telegram) -> None:
    kept(telegram, OWNER, "/edit rent-2024\npublisher: Bureau <of> Rents\nwhy: it was renamed")
    assert "Bureau <of> Rents" in says(telegram, ANNA, "What is the monthly rent of a workshop?").text
    history = says(telegram, OWNER, "/history rent-2024").text
    assert "publisher: Office → Bureau <of> Rents" in history
    assert "it was renamed" in history
    undone(telegram)


def test_a_retired_fact_answers_nothing_and_comes_back(telegram: Telegram) -> None:
    rent = "What is the monthly rent of a workshop?"
    kept(telegram, OWNER, "/retire rent-2024\n原因：withdrawn")
    assert "9,800" not in says(telegram, ANNA, rent).text
    listed = says(telegram, OWNER, "/restore")
    presses(telegram, OWNER, presses(telegram, OWNER, listed, "rent of a workshop"), "Keep")
    assert "9,800" in bold(says(telegram, ANNA, rent))
    assert "No fact is retired" in says(telegram, OWNER, "/restore").text


def test_of_two_curators_the_second_sees_what_the_first_changed(telegram: Telegram) -> None:
    assert "is a curator now" in says(telegram, OWNER, f"/curators add {BORIS.id}").text
    telegram.settle()  # they are told too
    theirs = says(telegram, BORIS, "/edit wage-2023\nperiod: 2022")
    kept(telegram, OWNER, "/edit wage-2023\nperiod: H2 2023\nfigure: none")
    again = presses(telegram, BORIS, theirs, "Keep")
    assert "Somebody has changed this" in again.text
    assert "period: 2023 → H2 2023" in again.text
    assert "period: H2 2023 → 2022" in again.text
    assert presses(telegram, BORIS, again, "Keep").text.startswith("Saved.")
    assert str(BORIS.id) in says(telegram, OWNER, "/history wage-2023").text
    says(telegram, OWNER, f"/curators remove {BORIS.id}")
    assert "Only curators" in says(telegram, BORIS, "/undo").text
    undone(telegram)


def test_a_day_of_review_is_set_and_comes_due(telegram: Telegram) -> None:
    kept(telegram, OWNER, "/review pears-2024 2025-01-01")
    due = says(telegram, OWNER, "/review")
    assert due.text.startswith("Due for review (1):")
    assert "What is to change?" in presses(telegram, OWNER, due, "pears").text
    asked = says(telegram, ANNA, "How large was the harvest of pears?")
    assert "Due for review since 1 January 2025." in asked.text
    kept(telegram, OWNER, "/review pears-2024 none")
    assert "No fact is due" in says(telegram, OWNER, "/review").text


def test_phrasings_synonyms_and_titles_are_kept_and_taken_back(telegram: Telegram) -> None:
    kept(telegram, OWNER, "/alias Harvest of pears\nhow big is the fruit crop")
    assert "410" in bold(says(telegram, ANNA, "how big is the fruit crop"))
    taken = says(telegram, OWNER, "/alias Harvest of pears\nWhat is the hourly wage of a welder?")
    assert "already" in taken.text
    kept(telegram, OWNER, "/synonym harvest = gathering")
    assert "410" in bold(says(telegram, ANNA, "How large was the gathering of pears?"))
    kept(telegram, OWNER, "/topic rename pears > Pears that were picked")
    assert "Pears that were picked" in says(telegram, ANNA, "How large was the harvest of pears?").text
    for _ in range(3):
        undone(telegram)
    assert "Harvest of pears" in says(telegram, ANNA, "How large was the harvest of pears?").text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_when_it_is_sent_alone(telegram: Telegram, command: str) -> None:
    said = says(telegram, OWNER, f"/{command}")
    assert said.text
    assert "went wrong" not in said.text


@pytest.mark.parametrize("command", COMMANDS)
def test_who_is_no_curator_is_told_so(telegram: Telegram, command: str) -> None:
    said = says(telegram, ANNA, f"/{command} wage-2024")
    assert "Only curators" in said.text
    assert said.keys == ()


@pytest.mark.parametrize("command", COMMANDS)
def test_only_a_new_message_of_ones_own_in_private_is_a_command(telegram: Telegram, command: str) -> None:
    words = f"/{command} wage-2024\nperiod: 1999"
    group = Chat(-300_001, "supergroup", "Firms", admin=True)
    deeds = [
        telegram.speak(Speech(words, OWNER, private_chat(OWNER), forwarded=True)),
        telegram.speak(Speech(words, OWNER, group)),
        telegram.speak(Speech(words, OWNER, group, anonymous=True)),
    ]
    deeds.append(telegram.edits(telegram.says(OWNER, "/help"), words))
    consequences(telegram, deeds[-1], PROBER)
    keys = [key.data for call in telegram.since(deeds[0]) if call.said for key in call.said.keys]
    assert not [key for key in keys if key.startswith(("keep", "fix", "undo", "retire"))]
    assert "Period: 2024" in says(telegram, ANNA, WAGE).text


def forged(telegram: Telegram, person: Person, said: Said, data: str) -> Deed:
    return telegram.presses(person, said, data)


@pytest.mark.parametrize(
    "data",
    [
        *("retire:wage-2024", "edit:wage-2024", "undo:1", "fill:1:topic", "use:1:figure:0", "fix:wage-2024:period"),
        *("past:wage-2024", "earlier:3", "keep:1", "look:1"),
    ],
)
def test_a_strangers_press_on_any_of_the_curators_buttons_changes_nothing(telegram: Telegram, data: str) -> None:
    said = says(telegram, ANNA, "/help")
    assert "Only curators" in toast(telegram, forged(telegram, ANNA, said, data))


@pytest.mark.parametrize(
    "data", ["fix:wage-2024:rm", "fix:nothing:period", "fill:99:topic", "use:99:figure:9", "undo:999", "retire:nothing"]
)
def test_a_curators_forged_or_stale_press_does_no_harm(telegram: Telegram, data: str) -> None:
    said = says(telegram, OWNER, "/help")
    consequences(telegram, forged(telegram, OWNER, said, data), PROBER)
    assert "31.5 yuan" in bold(says(telegram, ANNA, WAGE))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "words",
    [
        "</b><script> %s %d {0} {by} '; drop table fact; -- =1+1 ../../etc/passwd",
        *("字x" * 2_000, "- - - :::: > > > = = \n\n\n", "wage-2024 " * 300),
    ],
    ids=range(4),
)
def test_garbage_is_refused_in_words(telegram: Telegram, command: str, words: str) -> None:
    said = says(telegram, PAUL, f"/{command} {words}")  # a second owner, so that neither asks too much at once
    assert "went wrong" not in said.text
    assert "{" not in said.text.replace("{0}", "").replace("{by}", "")
    assert "31.5 yuan" in bold(says(telegram, ANNA, WAGE))


def test_the_token_and_no_trace_of_an_error_is_in_the_log(running: Giants) -> None:
    assert "Traceback" not in running.output


def test_the_original_table_was_left_alone(small: Path, tmp_path: Path) -> None:
    with Almanac.open(shutil.copy(small, tmp_path / "copy.db")) as almanac:
        assert not any(change.by for change in almanac.ledger.history())


def test_a_draft_whose_topic_was_merged_is_not_kept(tmp_path: Path, small: Path) -> None:
    with Telegram() as telegram, Giants(telegram, tmp_path, small):
        draft = says(telegram, OWNER, f"/add {SENTENCE}\nhttps://zebras.example/count\ntopic: rent")
        kept(telegram, OWNER, "/topic merge rent > wage")
        assert "no longer in the table" in presses(telegram, OWNER, draft, "Keep").text
        undone(telegram)
        assert presses(telegram, OWNER, draft, "Keep").text.startswith("Saved.")
