"""Curators keep the table from their private chat with the running bot; nobody else changes anything."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orchard
import pytest
from botapi import BOT, Deed, Telegram
from running import OWNER, Giants, answer, bold, consequences, quoted, spoken, toast
from telegram_methods import Said
from telegram_people import Chat, Person, Speech, private_chat

from knowledge.almanac import Almanac
from knowledge.ledger import MOST_WAITING

ANNA = Person(1001, "Anna", "anna")
BORIS = Person(1002, "Boris", "boris")
CAROL = Person(1003, "Carol", "carol")
DORA = Person(1004, "Dora", "dora")
MEI = Person(4244, "Mei", "mei", language="zh-hans")
LUO = Person(1005, "Luo", "luo", language="zh-hans")
PAUL = Person(4243, "Paul", "paul")
PROBER = Person(1009, "Prober", "prober")

WAGE = "What is the hourly wage of a welder?"
COMMANDS = ("add", "edit", "retire", "restore", "review", "alias", "synonym", "topic", "history", "undo", "curators")
SENTENCE = "In 2024, exactly 77 zebra counters were at work, up from 12 in 2021."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that is learned in a moment, even anew."""
    path = tmp_path_factory.mktemp("orchard") / "giants.db"
    with Almanac.open_empty(path) as almanac:
        almanac.load(orchard.EVERYTHING)
    return path


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


def says(telegram: Telegram, person: Person, text: str, to: Said | None = None) -> Said:
    return answer(telegram, telegram.says(person, text, to=to), person.id)


def presses(telegram: Telegram, person: Person, said: Said, label: str) -> Said:
    """What the message becomes, or the one that follows it."""
    return pressed(telegram, person, said, said.key(label).data)


def pressed(telegram: Telegram, person: Person, said: Said, data: str) -> Said:
    return spoken(telegram.comes_of(telegram.presses(person, said, data), said))


def kept(telegram: Telegram, person: Person, text: str, to: Said | None = None) -> Said:
    return presses(telegram, person, says(telegram, person, text, to), "Keep")


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


def test_another_figure_brings_its_period_unless_that_was_set(telegram: Telegram) -> None:
    first = says(telegram, OWNER, f"/add {SENTENCE}\nhttps://zebras.example/count\ntopic: Zebra counting")
    assert "Period: 2024" in first.text
    second = presses(telegram, OWNER, first, "figure → 12")
    assert "12" in bold(second)
    assert "Period: 2021" in second.text
    third = says(telegram, OWNER, "2020", presses(telegram, OWNER, second, "✏️ period"))
    assert "Period: 2020" in third.text
    fourth = presses(telegram, OWNER, third, "figure → 77")
    assert "77" in bold(fourth)
    assert "Period: 2020" in fourth.text
    presses(telegram, OWNER, fourth, "Cancel")


def test_a_newcomer_adds_a_fact_by_following_what_the_bot_says(tmp_path: Path, small: Path) -> None:
    with Telegram() as telegram, Giants(telegram, tmp_path, small):
        says(telegram, CAROL, "/start")
        appointed = telegram.says(OWNER, f"/curators add {CAROL.id}")
        assert "send /add" in answer(telegram, appointed, CAROL.id).text
        assert "/add adds a fact" in says(telegram, CAROL, "/start").text
        asked = says(telegram, CAROL, "/add")
        assert asked.forced
        asked = says(telegram, CAROL, SENTENCE, asked)
        assert asked.text.endswith("· source")
        preview = says(telegram, CAROL, "https://zebras.example/count")  # not as a reply, as people do
        kept_ = presses(telegram, CAROL, preview, "Keep")
        assert kept_.text.startswith("Saved.")
        assert "What is to change?" in says(telegram, CAROL, "/edit", kept_).text
        assert "77" in bold(says(telegram, ANNA, "How many zebra counters were at work?"))


def test_a_bare_address_begins_a_draft_of_a_curator_and_of_nobody_else(telegram: Telegram) -> None:
    asked = says(telegram, OWNER, "https://zebras.example/another")
    assert asked.text.endswith("· sentence")
    preview = says(telegram, OWNER, SENTENCE, asked)
    assert "https://zebras.example/another" in preview.html
    sentence = telegram.says(OWNER, f"{SENTENCE} It was a good year.")
    answer(telegram, sentence, OWNER.id)
    second = answer(telegram, telegram.says(OWNER, "https://zebras.example/third", to=sentence), OWNER.id)
    assert "It was a good year" in quoted(second)
    for each in (preview, second):
        presses(telegram, OWNER, each, "Cancel")
    assert "draft" not in says(telegram, ANNA, "https://zebras.example/another").text


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


def test_the_history_of_a_fact_goes_back_to_its_beginning_with_what_was_done_outside(
    telegram: Telegram, running: Giants
) -> None:
    for year in range(2001, 2008):
        kept(telegram, OWNER, f"/edit rent-2024\nperiod: {year}")
    with closing(sqlite3.connect(running.database)) as connection, connection:
        connection.execute("update fact set printed = '9,801 <yuan>', value = '9801' where id = 'rent-2024'")
    shown = says(telegram, OWNER, "/history rent-2024")
    assert shown.text.startswith("• Made outside the bot: Monthly rent of a workshop · 2007")
    assert "figure: 9,800 yuan → 9,801 <yuan>" in shown.text
    assert "2002 → 2003" in shown.text
    assert "2001 → 2002" not in shown.text
    assert [key.label for key in shown.keys] == ["Earlier"]
    older = presses(telegram, OWNER, shown, "Earlier")
    assert "2001 → 2002" in older.text
    assert "Import: " in older.text
    assert older.keys == ()
    assert says(telegram, OWNER, "/history").text.startswith("• Made outside the bot: ")
    with closing(sqlite3.connect(running.database)) as connection, connection:
        connection.execute("update fact set printed = '9,800 yuan', value = '9800' where id = 'rent-2024'")
    kept(telegram, OWNER, "/edit rent-2024\nperiod: 2024")
    assert says(telegram, OWNER, "/history rent-2024").key("Undo").data


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


def menu(telegram: Telegram, person: Person) -> set[tuple[str, ...]]:
    """The curators' commands that their private chat shows, in each language."""
    telegram.settle()
    return {telegram.menu(f"chat {person.id}", language) for language in ("", "zh")}


def test_a_curator_has_the_menu_from_the_appointment_to_the_dismissal(telegram: Telegram) -> None:
    says(telegram, CAROL, "/start")
    assert menu(telegram, CAROL) == {()}
    says(telegram, OWNER, f"/curators add {CAROL.id}")
    assert "add" in min(menu(telegram, CAROL))
    says(telegram, OWNER, f"/curators remove {CAROL.id}")
    assert menu(telegram, CAROL) == {()}


def test_who_never_wrote_to_the_bot_is_a_curator_all_the_same_and_has_the_menu_from_the_start(
    telegram: Telegram,
) -> None:
    assert "is a curator now" in says(telegram, OWNER, f"/curators add {DORA.id}").text
    assert menu(telegram, DORA) == {()}
    assert str(DORA.id) in says(telegram, OWNER, "/curators").text
    says(telegram, DORA, "/start")
    assert "add" in min(menu(telegram, DORA))
    assert "is no curator any more" in says(telegram, OWNER, f"/curators remove {DORA.id}").text


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


def test_anybody_may_suggest_where_owners_allow_it_and_is_told_the_outcome(tmp_path: Path, small: Path) -> None:
    words = f"/suggest {SENTENCE}\nhttps://zebras.example/count\ntopic: Zebra counting"
    with Telegram() as telegram, Giants(telegram, tmp_path, small):
        assert "not taken here" in says(telegram, ANNA, words).text
        says(telegram, OWNER, "/settings suggestions on")
        for decision, told in (("Cancel", "have not taken it up"), ("Keep", "is in the table now")):
            preview = says(telegram, ANNA, words)
            assert "Only curators" in toast(telegram, telegram.presses(ANNA, preview, "keep:1"))
            sent = telegram.presses(ANNA, preview, preview.key("Suggest").data)
            asked = answer(telegram, sent, OWNER.id)
            assert "77" in bold(asked)
            decided = telegram.presses(OWNER, asked, asked.key(decision).data)
            assert told in answer(telegram, decided, ANNA.id).text
        assert "77" in bold(says(telegram, BORIS, "How many zebra counters?"))


STATED = "The ministry employed exactly 3,210 zebra inspectors in 2024, according to the yearbook."


@pytest.mark.parametrize("forwarded", [False, True])
def test_what_a_curator_states_and_the_table_lacks_becomes_a_draft_by_one_press(
    telegram: Telegram,
    forwarded: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    said_ = f"{STATED} https://zebras.example/inspectors"
    reply = answer(telegram, telegram.speak(Speech(said_, OWNER, private_chat(OWNER), forwarded=forwarded)), OWNER.id)
    preview = presses(telegram, OWNER, reply, "Add as a fact")
    assert "3,210" in bold(preview)
    assert quoted(preview) == STATED
    assert "https://zebras.example/inspectors" in preview.html
    assert presses(telegram, OWNER, preview, "Cancel").text.startswith("Cancelled")


def test_without_an_address_the_draft_asks_for_it(telegram: Telegram) -> None:
    asked = presses(telegram, OWNER, says(telegram, OWNER, STATED), "Add as a fact")
    assert asked.text.endswith("· source")
    assert "3,210" in bold(says(telegram, OWNER, "https://zebras.example/inspectors", asked))


def test_nobody_else_is_offered_to_add_what_they_state(telegram: Telegram) -> None:
    mine, theirs = says(telegram, OWNER, STATED), says(telegram, ANNA, STATED)
    assert "Add as a fact" not in "".join(key.label for key in theirs.keys)
    press = mine.key("Add as a fact").data
    assert "Only curators" in toast(telegram, telegram.presses(ANNA, theirs, press))
    group = Chat(-300_001, "supergroup", "Firms", admin=True)
    reply = answer(telegram, telegram.says(OWNER, f"@{BOT.username} {STATED}", group), group.id)
    assert "Add as a fact" not in "".join(key.label for key in reply.keys)


@pytest.mark.parametrize(
    "asked", ["How many zebra inspectors had 3,210 stripes?", "do 30 percent of zebras have stripes", WAGE]
)
def test_a_question_and_what_the_table_answers_are_not_offered_to_be_added(telegram: Telegram, asked: str) -> None:
    assert "Add as a fact" not in "".join(key.label for key in says(telegram, OWNER, asked).keys)


def test_a_suggestion_reaches_each_curator_in_their_language_and_waits_in_a_list(tmp_path: Path, small: Path) -> None:
    words = f"/suggest {SENTENCE}\nhttps://zebras.example/count\ntopic: Zebra counting"
    owners = f"{OWNER.id},{MEI.id}"
    with Telegram() as telegram:
        with Giants(telegram, tmp_path, small, GIANTS_OWNERS=owners):
            says(telegram, OWNER, "/settings suggestions on")
            assert "没有待决定的建议" in says(telegram, MEI, "/suggest").text
            for _ in range(2):
                preview = says(telegram, LUO, words)
                sent = telegram.presses(LUO, preview, preview.key("提交").data)
                assert "Suggested by" in answer(telegram, sent, OWNER.id).text
                asked = answer(telegram, sent, MEI.id)
                assert f"{LUO.id} 于" in asked.text
                assert "保存" in [key.label for key in asked.keys]
            assert "Suggestions to decide on: 2" in says(telegram, OWNER, "/review").text
        with Giants(telegram, tmp_path, GIANTS_OWNERS=owners):
            listed = says(telegram, MEI, "/suggest")
            first, second = listed.keys
            opened = pressed(telegram, MEI, listed, first.data)
            assert f"{LUO.id} 于" in opened.text
            decided = telegram.presses(MEI, opened, opened.key("保存").data)
            assert "收入表中" in answer(telegram, decided, LUO.id).text
            assert "已有决定" in pressed(telegram, MEI, listed, first.data).text
            listed = says(telegram, OWNER, "/suggest")
            assert [key.data for key in listed.keys] == [second.data]
            opened = pressed(telegram, OWNER, listed, second.data)
            decided = telegram.presses(OWNER, opened, opened.key("Cancel").data)
            assert "没有采纳" in answer(telegram, decided, LUO.id).text
            assert "No suggestion waits" in says(telegram, OWNER, "/suggest").text


def test_one_person_cannot_bury_the_curators_in_suggestions(tmp_path: Path, small: Path) -> None:
    words = f"/suggest {SENTENCE}\nhttps://zebras.example/count\ntopic: Zebra counting"
    with Telegram() as telegram, Giants(telegram, tmp_path, small):
        says(telegram, OWNER, "/settings suggestions on")
        previews = [says(telegram, ANNA, words) for _ in range(MOST_WAITING + 1)]
        told = [presses(telegram, ANNA, preview, "Suggest") for preview in previews]
        assert ["Thank you" in said.text for said in told] == [True] * MOST_WAITING + [False]
        assert "Thank you" in presses(telegram, BORIS, says(telegram, BORIS, words), "Suggest").text
        late = says(telegram, BORIS, words)
        says(telegram, OWNER, "/settings suggestions off")
        assert "not taken here" in presses(telegram, BORIS, late, "Suggest").text


def test_a_draft_whose_topic_was_merged_is_not_kept(tmp_path: Path, small: Path) -> None:
    with Telegram() as telegram, Giants(telegram, tmp_path, small):
        draft = says(telegram, OWNER, f"/add {SENTENCE}\nhttps://zebras.example/count\ntopic: rent")
        kept(telegram, OWNER, "/topic merge rent > wage")
        assert "no longer in the table" in presses(telegram, OWNER, draft, "Keep").text
        undone(telegram)
        assert presses(telegram, OWNER, draft, "Keep").text.startswith("Saved.")
