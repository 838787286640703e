"""A process that is killed in the middle of a change leaves the table as it was before, or as it is after."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import orchard
import pytest
from orchard import OLGA, PAUL, SHEEP, answers, given, kept, the_fact

from knowledge.almanac import Almanac
from knowledge.facts import Collection
from knowledge.history import Change
from knowledge.store.protocol import Amendment, Proposal

POINTS = 9
"""Moments of each change at which a process is killed, from its first statement to its last."""

CHILD = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from knowledge.almanac import Almanac
from knowledge.learned import Learned

proposal, by, at, last = int(sys.argv[1]), int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), int(sys.argv[4])

def keep(path, last):
    learned = Learned(path, [])
    said = 0
    def count(statement):
        nonlocal said
        said += 1
        if said == last:
            os.kill(os.getpid(), signal.SIGKILL)
    learned.store.database.conn.set_trace_callback(count)
    Almanac(learned).ledger.keep(proposal, by=by, at=at)
    print(said, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

for path in map(Path, sys.argv[5:]):
    process = os.fork()
    if not process:
        keep(path, last or int(path.suffix.removeprefix(".")))
    print(os.WTERMSIG(os.waitpid(process, 0)[1]), flush=True)
"""
"""Keeps a proposal in each of some tables, and is killed when SQLite begins its statement of that number.

Without a number it is the one that a table's name ends with. A statement that never comes: after all of them.
"""


NEVER = 1_000_000


def proposed_add(almanac: Almanac) -> int:
    proposal = almanac.ledger.propose(SHEEP, by=OLGA, at=orchard.AT)
    assert isinstance(proposal, Proposal)
    return proposal.id


def proposed_edit(almanac: Almanac) -> int:
    fact = the_fact(almanac, "wage-2024")
    return of(almanac.ledger.edit(fact, given(figure="30 yuan", publisher="Bureau"), by=OLGA, at=orchard.AT))


def proposed_merge(almanac: Almanac) -> int:
    yaks, rent = orchard.the_topic(almanac, "yaks"), orchard.the_topic(almanac, "rent")
    return of(almanac.ledger.merge(yaks, rent, by=OLGA, at=orchard.AT))


def proposed_import(almanac: Almanac) -> int:
    return of(almanac.ledger.take_in(two_hundred(), "many.csv", by=OLGA, at=orchard.AT))


def proposed_undo(almanac: Almanac) -> int:
    change = almanac.ledger.change(proposed_and_kept(almanac))
    assert change
    return of(almanac.ledger.undo(change, by=OLGA, at=orchard.AT))


def proposed_and_kept(almanac: Almanac) -> int:
    kept(almanac, almanac.ledger.take_in(two_hundred(), "many.csv", by=PAUL, at=orchard.AT))
    return orchard.last(almanac).id


def two_hundred() -> Collection:
    """Facts of the topics that are there, and of five new ones."""
    entries = []
    for entry in orchard.EVERYTHING.entries[:4]:
        numbered = (orchard.a_fact(entry.topic, 1800 + number, f"{number + 5}", "yuan") for number in range(50))
        entries.append(type(entry)(entry.topic, (), tuple(numbered)))
    return Collection(entries=tuple(entries))


def of(proposed: object) -> int:
    assert isinstance(proposed, Amendment), proposed
    return proposed.id


CHANGES = {
    "add": proposed_add,
    "edit": proposed_edit,
    "merge": proposed_merge,
    "import": proposed_import,
    "undo": proposed_undo,
}

Sight = tuple[Collection, tuple[Change, ...], list[list[str]], object]


def sight(path: Path, proposal: int) -> Sight:
    """All that can be seen of the table: what it holds, its history, its answers, and how the proposal stands."""
    with orchard.opened(path) as almanac:
        assert "index" not in {fault.where for fault in almanac.check()}
        held = almanac.ledger.proposal(proposal)
        return almanac.export(), almanac.ledger.history(limit=100), answers(almanac), held and held.verdict


def killed(proposal: int, last: int, *paths: Path) -> list[int]:
    """The number of statements of each process that came to its end, and the signal that each was ended by."""
    told = [str(proposal), str(OLGA), orchard.AT.isoformat(), str(last), *map(str, paths)]
    ended = subprocess.run([sys.executable, "-c", CHILD, *told], capture_output=True, text=True, check=True)
    return list(map(int, ended.stdout.split()))


@pytest.mark.parametrize("name", CHANGES)
def test_a_kill_leaves_what_was_before_or_what_is_after(path: Path, tmp_path: Path, name: str) -> None:
    with orchard.opened(path) as almanac:
        proposal = CHANGES[name](almanac)
    before = sight(path, proposal)
    whole = Path(shutil.copy(path, tmp_path / "whole.db"))
    statements, _ = killed(proposal, NEVER, whole)
    after = sight(whole, proposal)
    assert after != before
    steps = sorted({1 + statements * point // POINTS for point in range(POINTS)} | {statements - 1, statements})
    torn = [Path(shutil.copy(path, tmp_path / f"torn.{last}")) for last in steps]
    assert killed(proposal, 0, *torn) == [signal.SIGKILL] * len(torn)
    assert [sight(each, proposal) == before for each in torn] == [True] * len(torn)
    some = torn[:: POINTS // 2]
    killed(proposal, NEVER, *some)  # nothing that the dead left stands in the way of another attempt
    assert [sight(each, proposal) == after for each in some] == [True] * len(some)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_half_written_to_the_disk_is_none(path: Path, tmp_path: Path, name: str) -> None:
    with orchard.opened(path) as almanac:
        proposal = CHANGES[name](almanac)
    before, whole = sight(path, proposal), Path(shutil.copy(path, tmp_path / "whole.db"))
    killed(proposal, NEVER, whole)
    journal = Path(f"{whole}-wal").read_bytes()
    seen = []
    for part in range(POINTS + 1):
        torn = Path(shutil.copy(whole, tmp_path / f"torn-{part}.db"))
        Path(f"{torn}-wal").write_bytes(journal[: len(journal) * part // POINTS])
        seen.append(sight(torn, proposal))
    after = seen[-1]
    assert after != before
    assert [before if each == before else after for each in seen] == seen
    assert seen[0] == before
