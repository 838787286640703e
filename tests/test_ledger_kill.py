"""A process that is killed in the middle of a change leaves the table as it was before, or as it is after."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import Final, Self

import orchard
import pytest
from orchard import OLGA, PAUL, SHEEP, answers, given, kept, the_fact, the_topic

from bot.tables import COPIES, WRITTEN
from knowledge.almanac import Almanac
from knowledge.facts import Collection, Entry, Topic, Wording
from knowledge.history import Change
from knowledge.intake import Hand, read_file
from knowledge.store.protocol import Amendment, Proposal

MANY: Final = 40
"""Moments of a change of hundreds of rows at which a process is killed, evenly among thousands of statements."""

LOOK: Final = 25
"""Kills after which the table is not only compared byte by byte, but opened and asked."""

ABREAST: Final = 2
"""Processes that die at a time, each over a table of its own: as many as a small machine runs."""

PARTS: Final = 9
"""Of a journal that is cut short."""

CHILD = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from bot.tables import write_out
from knowledge.almanac import Almanac
from knowledge.learned import Learned

FILES = {"open", "write", "writestr", "flush", "close", "fsync", "rename", "replace", "unlink", "remove"}

class Steps:
    def __init__(self, last):
        self.last, self.done, self.commit = last, 0, 0

    def count(self, what):
        self.done += 1
        if self.done == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        if what.upper().startswith("COMMIT"):
            self.commit = self.done

    def called(self, _frame, event, function):
        if event == "c_call" and function.__name__ in FILES:
            self.count(function.__name__)

def act(deed, path, *told):
    learned = Learned(Path(path), [])
    almanac = Almanac(learned)
    learned.store.database.conn.set_trace_callback(steps.count)
    if deed == "keep":
        proposal, by, at = told
        almanac.ledger.keep(int(proposal), by=int(by), at=datetime.fromisoformat(at))
    else:
        sys.setprofile(steps.called)
        write_out(almanac, Path(*told))
        sys.setprofile(None)
    os.write(1, f"{steps.done} {steps.commit} ".encode())
    os.kill(os.getpid(), signal.SIGKILL)

for line in sys.stdin:
    last, *told = line.rstrip("\\n").split("\\t")
    steps, process = Steps(int(last)), os.fork()
    if not process:
        act(*told)
    print(os.WTERMSIG(os.waitpid(process, 0)[1]), flush=True)
"""
"""Does a deed in one process after the other, and each is killed where its step of that number begins.

A step is a statement that SQLite begins; where a file is written, also each call that touches one.
A step that never comes: after all of them. Then it tells how many there were, and which was the commit.
"""

NEVER: Final = 1_000_000


class Doomed:
    """Processes that die while they keep a proposal, or write the table out."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def keep(self, path: Path, proposal: int, last: int = NEVER) -> None:
        self._do(last, "keep", path, proposal, OLGA, orchard.AT.isoformat())

    def export(self, path: Path, target: Path, last: int = NEVER) -> None:
        self._do(last, "export", path, target)

    def _do(self, *told: object) -> None:
        assert self._process.stdin
        self._process.stdin.write("\t".join(map(str, told)) + "\n")
        self._process.stdin.flush()

    def ended(self) -> list[int]:
        """Of one that came to its end: its steps, and the one that was the commit. Of each the signal that ended it."""
        assert self._process.stdout
        return list(map(int, self._process.stdout.readline().split()))


KILLED: Final = [signal.SIGKILL]


def proposed_add(almanac: Almanac) -> int:
    proposal = almanac.ledger.propose(SHEEP, by=OLGA, at=orchard.AT)
    assert isinstance(proposal, Proposal)
    return proposal.id


def proposed_edit(almanac: Almanac) -> int:
    fact = the_fact(almanac, "wage-2024")
    return of(almanac.ledger.edit(fact, given(figure="30 yuan", publisher="Bureau"), by=OLGA, at=orchard.AT))


def proposed_retire(almanac: Almanac) -> int:
    return of(almanac.ledger.retire(the_fact(almanac, "wage-2024"), by=OLGA, at=orchard.AT))


def proposed_restore(almanac: Almanac) -> int:
    kept(almanac, almanac.ledger.retire(the_fact(almanac, "wage-2024"), by=PAUL, at=orchard.AT))
    return of(almanac.ledger.restore(the_fact(almanac, "wage-2024"), by=OLGA, at=orchard.AT))


def proposed_phrase(almanac: Almanac) -> int:
    asked = ["what does an hour of welding bring", "焊工每小时的工钱"]
    return of(almanac.ledger.phrase(the_topic(almanac, "wage"), asked, by=OLGA, at=orchard.AT))


def proposed_merge(almanac: Almanac) -> int:
    yaks, rent = the_topic(almanac, "yaks"), the_topic(almanac, "rent")
    return of(almanac.ledger.merge(yaks, rent, by=OLGA, at=orchard.AT))


def proposed_undo(almanac: Almanac) -> int:
    """Of a fact with a topic of its own."""
    orchard.added(almanac, by=PAUL)
    return of(almanac.ledger.undo(orchard.last(almanac), by=OLGA, at=orchard.AT))


def proposed_import(almanac: Almanac) -> int:
    return _import(almanac, a_few())


def proposed_undo_of_an_import(almanac: Almanac) -> int:
    return _undo_of_an_import(almanac, a_few())


def proposed_large_import(almanac: Almanac) -> int:
    return _import(almanac, two_hundred())


def proposed_undo_of_a_large_import(almanac: Almanac) -> int:
    return _undo_of_an_import(almanac, two_hundred())


def _import(almanac: Almanac, collection: Collection) -> int:
    return of(almanac.ledger.take_in(collection, "many.csv", by=OLGA, at=orchard.AT))


def _undo_of_an_import(almanac: Almanac, collection: Collection) -> int:
    kept(almanac, almanac.ledger.take_in(collection, "many.csv", by=PAUL, at=orchard.AT))
    return of(almanac.ledger.undo(orchard.last(almanac), by=OLGA, at=orchard.AT))


def a_few() -> Collection:
    """A fact of a topic that is there, and one of a topic that is not."""
    gnus = Topic("gnus", (Wording("Gnus seen from the road", "en"),))
    asked = (Wording("How many gnus are there?", "en"),)
    facts = [orchard.a_fact(topic, 2019, "21", "yuan") for topic in (orchard.WAGE, gnus)]
    return Collection(entries=(Entry(orchard.WAGE, (), (facts[0],)), Entry(gnus, asked, (facts[1],))))


def two_hundred() -> Collection:
    """Facts of the topics that are there."""
    entries = []
    for entry in orchard.EVERYTHING.entries[:4]:
        facts = (orchard.a_fact(entry.topic, 1800 + number, f"{number + 5}", "yuan") for number in range(50))
        entries.append(Entry(entry.topic, (), tuple(facts)))
    return Collection(entries=tuple(entries))


def of(proposed: object) -> int:
    assert isinstance(proposed, Amendment), proposed
    return proposed.id


CHANGES: Final = {
    "add": proposed_add,
    "edit": proposed_edit,
    "retire": proposed_retire,
    "restore": proposed_restore,
    "phrase": proposed_phrase,
    "merge": proposed_merge,
    "undo": proposed_undo,
    "import": proposed_import,
    "undo of an import": proposed_undo_of_an_import,
}
LARGE: Final = {"import": proposed_large_import, "undo of an import": proposed_undo_of_a_large_import}

Sight = tuple[Collection, tuple[Change, ...], list[list[str]], object]


def sight(path: Path, proposal: int) -> Sight:
    """All that can be seen of the table: what it holds, its history, its answers, and how the proposal stands."""
    with orchard.opened(path) as almanac:
        assert "index" not in {fault.where for fault in almanac.check()}
        held = almanac.ledger.proposal(proposal)
        return almanac.export(), almanac.ledger.history(limit=100), answers(almanac), held and held.verdict


def content(path: Path) -> bytes:
    """Every byte of the table as whoever opens it next will read it, what the journal brings included."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.serialize()


@pytest.fixture(scope="module")
def doomed() -> Iterator[list[Doomed]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Doomed()) for _ in range(ABREAST)]


def whole(doomed: Sequence[Doomed], path: Path, proposal: int) -> tuple[int, int]:
    """Keep it to the end: how many steps it took, and which of them was the commit."""
    doomed[0].keep(path, proposal)
    steps, commit, _ = doomed[0].ended()
    return steps, commit


def killed(doomed: Sequence[Doomed], paths: Sequence[Path], proposal: int, steps: Iterable[int]) -> Iterator[Path]:
    """The table that a process has died over, for each of the steps; one after the other dies over the same few."""
    left = iter(steps)
    while lasts := list(islice(left, len(doomed))):
        dying = list(zip(doomed, paths, lasts, strict=False))
        for each, path, last in dying:
            each.keep(path, proposal, last)
        for each, path, _ in dying:
            assert each.ended() == KILLED
            yield path


def copies(path: Path) -> list[Path]:
    return [Path(shutil.copy(path, path.with_suffix(f".{number}.db"))) for number in range(ABREAST)]


@pytest.mark.parametrize("name", CHANGES)
def test_a_kill_at_any_statement_leaves_what_was_before_or_what_is_after(
    path: Path, doomed: Sequence[Doomed], name: str
) -> None:
    with orchard.opened(path) as almanac:
        proposal = CHANGES[name](almanac)
    before, as_it_was = sight(path, proposal), content(path)
    torn = copies(path)
    steps, commit = whole(doomed, path, proposal)
    after = sight(path, proposal)
    assert after != before
    assert steps == commit  # so that the very next moment is after it
    for number, each in enumerate(killed(doomed, torn, proposal, range(1, commit + 1))):
        assert content(each) == as_it_was
        assert number % LOOK or sight(each, proposal) == before
    for each in torn:
        assert whole(doomed, each, proposal) == (steps, commit)  # what the dead left stands in nobody's way
        assert sight(each, proposal) == after


@pytest.mark.parametrize("name", LARGE)
def test_a_kill_within_a_change_of_hundreds_of_rows_leaves_what_was_before(
    path: Path, doomed: Sequence[Doomed], name: str
) -> None:
    with orchard.opened(path) as almanac:
        proposal = LARGE[name](almanac)
    before, as_it_was = sight(path, proposal), content(path)
    torn = copies(path)
    _, commit = whole(doomed, path, proposal)
    some = sorted({1 + commit * point // MANY for point in range(MANY)} | {commit - 1, commit})
    assert [content(each) == as_it_was for each in killed(doomed, torn, proposal, some)] == [True] * len(some)
    for each in torn:
        assert sight(each, proposal) == before
        whole(doomed, each, proposal)
        assert sight(each, proposal) == sight(path, proposal) != before


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_half_written_to_the_disk_is_none(
    path: Path, tmp_path: Path, doomed: Sequence[Doomed], name: str
) -> None:
    with orchard.opened(path) as almanac:
        proposal = CHANGES[name](almanac)
    before = sight(path, proposal)
    whole(doomed, path, proposal)
    journal = Path(f"{path}-wal").read_bytes()
    seen = []
    for part in range(PARTS + 1):
        torn = Path(shutil.copy(path, tmp_path / f"torn-{part}.db"))
        Path(f"{torn}-wal").write_bytes(journal[: len(journal) * part // PARTS])
        seen.append(sight(torn, proposal))
    after = seen[-1]
    assert after != before
    assert [before if each == before else after for each in seen] == seen
    assert seen[0] == before


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_kill_during_an_export_leaves_the_old_file_or_the_whole_new_one(
    path: Path, tmp_path: Path, doomed: Sequence[Doomed], kind: str
) -> None:
    one, target, old = doomed[0], tmp_path / f"out{kind}", b"what was there before"
    one.export(path, target)
    steps, *_ = one.ended()
    some = sorted({1 + steps * point // MANY for point in range(MANY)} | set(range(max(1, steps - LOOK), steps + 1)))
    found = []
    with orchard.opened(path) as almanac:
        for last in (*some, NEVER):
            target.write_bytes(old)
            one.export(path, target, last)
            assert one.ended()[-1:] == KILLED
            found.append(target.read_bytes() == old)
            assert found[-1] or written(target, almanac) == almanac.export()
    assert found == sorted(found, reverse=True)
    assert {found[0], found[-1]} == {True, False}


def written(file: Path, almanac: Almanac) -> Collection:
    """What an export holds."""
    if file.suffix not in COPIES:
        return read_file(file, almanac, Hand(OLGA, orchard.AT))
    with orchard.opened(Path(shutil.copy(file, f"{file}.copy"))) as copy:
        return copy.export()
