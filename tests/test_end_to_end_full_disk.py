"""The disk of the running bot is full: who would change the table is told so, and nothing else is different."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orchard
import pytest
from botapi import Telegram
from disks import DISKS, Disk
from running import Giants, answer, bold, spoken
from telegram_methods import Said
from telegram_people import Person

WAGE: Final = "What is the hourly wage of a welder?"
ZEBRAS: Final = "In 2024, exactly 77 zebra counters were at work, up from 12 in 2021."
ADDRESS: Final = "https://zebras.example/count"
WHOLE: Final = f"/add {ZEBRAS}\n{ADDRESS}\ntopic: Zebra counters\nfigure: 77"
SHEET: Final = b"""\
sentence,url,topic,ask
"In 2024, 5,120 quagga watchers worked.",https://zebras.example/b,Quagga watchers,How many quagga watchers?
"""

OWNERS: Final = range(5000, 5200)
"""One or two for each test: nobody may say too much at once."""

_numbers = iter(OWNERS)


@dataclass(frozen=True, slots=True)
class Curator:
    telegram: Telegram
    person: Person

    def says(self, text: str, to: Said | None = None) -> Said:
        return answer(self.telegram, self.telegram.says(self.person, text, to=to), self.person.id)

    def sends(self) -> Said:
        return answer(self.telegram, self.telegram.sends(self.person, "quaggas.csv", SHEET), self.person.id)

    def asks(self, question: str) -> str:
        """What is stated as the answer."""
        return bold(self.says(question))

    def presses(self, said: Said, label: str) -> Said:
        pressed = self.telegram.presses(self.person, said, said.key(label).data)
        return spoken(self.telegram.comes_of(pressed, said))

    def keeps(self, preview: Said) -> None:
        assert self.presses(preview, "Keep").text.startswith("Saved.")

    def changes(self) -> None:
        """Something that can be taken back."""
        self.keeps(self.says("/edit rent-2024\nperiod: H1 2024"))

    def undoes(self) -> None:
        self.keeps(self.says("/undo"))


@pytest.fixture(scope="module", params=DISKS, ids=lambda disk: type(disk).__name__.lower())
def disk(request: pytest.FixtureRequest) -> Disk:
    chosen: Disk = request.param
    return chosen


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, disk: Disk) -> Path:
    return tmp_path_factory.mktemp("giants")


@pytest.fixture(scope="module")
def running(disk: Disk, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Giants]:
    table, owners = orchard.made(tmp_path_factory.mktemp("orchard") / "giants.db"), ",".join(map(str, OWNERS))
    with Telegram() as telegram, disk.running(telegram, home, table, GIANTS_OWNERS=owners) as giants:
        yield giants


@pytest.fixture
def curator(running: Giants) -> Curator:
    return Curator(running.telegram, Person(next(_numbers), "Olga"))


def in_vain(said: Said, home: Path) -> None:
    """It says that nothing was changed, and why; not where."""
    assert "nothing was" in said.text.casefold()
    assert "The disk" in said.text
    assert str(home) not in said.text
    assert said.keys == ()


PREVIEWS: Final[dict[str, Callable[[Curator], Said]]] = {
    "add": lambda curator: curator.says(WHOLE),
    "edit": lambda curator: curator.says("/edit rent-2024\nfigure: none"),
    "retire": lambda curator: curator.says("/retire wage-2024"),
    "import": Curator.sends,
    "phrase": lambda curator: curator.says("/alias Harvest of pears\nhow big is the fruit crop"),
    "merge": lambda curator: curator.says("/topic merge yaks > rent"),
    "undo": lambda curator: curator.says("/undo"),
}


@pytest.mark.parametrize("what", PREVIEWS)
def test_keep_says_that_nothing_was_kept_and_keeps_once_there_is_room(
    running: Giants, disk: Disk, home: Path, curator: Curator, what: str
) -> None:
    curator.changes()
    preview = PREVIEWS[what](curator)
    before = curator.says("/history").text
    with disk.full(running):
        for _ in range(2):
            in_vain(curator.presses(preview, "Keep"), home)
        assert curator.says("/history").text == before
        assert curator.asks(WAGE) == "31.5 yuan"
    curator.keeps(preview)
    assert curator.says("/history").text != before
    if what != "undo":
        curator.undoes()
        curator.undoes()
    assert curator.asks(WAGE) == "31.5 yuan"


@pytest.mark.parametrize("what", PREVIEWS)
def test_what_cannot_be_put_by_for_a_decision_is_told_and_comes_once_there_is_room(
    running: Giants, disk: Disk, home: Path, curator: Curator, what: str
) -> None:
    curator.changes()
    with disk.full(running):
        in_vain(PREVIEWS[what](curator), home)
        assert curator.asks(WAGE) == "31.5 yuan"
    assert curator.presses(PREVIEWS[what](curator), "Cancel").text.startswith("Cancelled")
    curator.undoes()


def test_a_draft_goes_on_from_where_it_was(running: Giants, disk: Disk, home: Path, curator: Curator) -> None:
    asked = curator.says(f"/add {ZEBRAS}")
    with disk.full(running):
        in_vain(curator.says(ADDRESS, asked), home)
    preview = curator.says(ADDRESS, asked)
    with disk.full(running):
        in_vain(curator.presses(preview, "→ 12"), home)
    assert "12" in bold(curator.presses(preview, "→ 12"))


@pytest.mark.parametrize("left", range(0, 65_536, 8_192))
def test_wherever_the_disk_ends_a_draft_is_changed_as_a_whole_or_not_at_all(
    running: Giants, disk: Disk, curator: Curator, left: int
) -> None:
    first = curator.says(WHOLE)
    with disk.full(running, left=left):
        second = curator.presses(first, "→ 12")
    if second.keys:
        assert "no longer open" in curator.presses(first, "Keep").text
    curator.keeps(second if second.keys else first)
    curator.undoes()


@pytest.mark.parametrize("left", range(0, 65_536, 8_192))
def test_wherever_the_disk_ends_a_change_that_another_was_faster_than_is_shown_anew_or_stays(
    running: Giants, disk: Disk, curator: Curator, left: int
) -> None:
    first, faster = curator.says("/retire pears-2024"), Curator(curator.telegram, Person(next(_numbers), "Paul"))
    faster.keeps(faster.says("/edit pears-2024\nperiod: H1 2024"))
    with disk.full(running, left=left):
        second = curator.presses(first, "Keep")
    if not second.keys:
        second = curator.presses(first, "Keep")
    assert "Somebody has changed this" in second.text
    curator.keeps(second)
    curator.undoes()
    faster.undoes()


@pytest.mark.parametrize("words", ["/curators add 99", "/settings corrections 5", "/export db", "/export csv"])
def test_whatever_else_is_asked_for_is_done_or_told(
    running: Giants, disk: Disk, home: Path, curator: Curator, words: str
) -> None:
    with disk.full(running):
        said = curator.says(words)
    assert "went wrong" not in said.text
    assert str(home) not in said.text
    assert "giants-" not in said.text


def test_what_is_asked_meanwhile_is_answered_and_written_down_once_there_is_room(
    running: Giants, disk: Disk, curator: Curator, tmp_path: Path
) -> None:
    asked = [f"How large was the harvest of pears in {year}?" for year in range(2020, 2025)]
    with disk.full(running):
        told = [curator.asks(question) for question in asked]
    assert told == ["", "", "", "", "410 tonnes"]
    curator.asks(WAGE)
    running.telegram.settle()
    for end in ("", "-wal"):
        shutil.copy(f"/proc/{running.pid}/root{running.database}{end}", tmp_path / f"copy.db{end}")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert {*asked} <= {text for (text,) in copy.execute("select text from question")}


def test_it_lives_through_all_that_and_ends_in_peace(running: Giants, curator: Curator) -> None:
    assert curator.asks(WAGE) == "31.5 yuan"
    assert running.stop() == 0
    assert "Questions cannot be recorded for now" in running.output
    assert "Traceback" not in running.output
