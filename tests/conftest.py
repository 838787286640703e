"""What several test files share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import orchard
import pytest
from botapi import Telegram
from running import Giants

from knowledge.almanac import DATA, Almanac
from knowledge.exchange import read_collection


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article's table, made once; learning it takes seconds."""
    path = tmp_path_factory.mktemp("shipped") / "giants.db"
    with Almanac.open_empty(path) as almanac:
        almanac.load(read_collection(DATA / "article.jsonl"))
    return path


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that is learned in a moment, even anew."""
    path = tmp_path_factory.mktemp("orchard") / "giants.db"
    with Almanac.open_empty(path) as almanac:
        almanac.load(orchard.EVERYTHING)
    return path


@pytest.fixture(scope="session")
def almanac(shipped: Path) -> Iterator[Almanac]:
    """The same, to be asked only."""
    with Almanac.open(shipped) as opened:
        yield opened


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Almanac]:
    """The table that ships, with both collections; to be asked only."""
    with Almanac.open(tmp_path_factory.mktemp("both") / "both.db") as opened:
        yield opened


@pytest.fixture
def curated(shipped: Path, tmp_path: Path) -> Iterator[Almanac]:
    """A copy of it, to be changed."""
    with Almanac.open(shutil.copy(shipped, tmp_path / "giants.db")) as opened:
        yield opened


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small table, made once for a file; a file that is about another one makes its own."""
    return orchard.made(tmp_path_factory.mktemp("orchard") / "orchard.db")


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copy(made, tmp_path / "table.db"))


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as running:
        yield running


@pytest.fixture(scope="module")
def giants(tmp_path_factory: pytest.TempPathFactory, shipped: Path) -> Iterator[Giants]:
    """The real bot as a process of its own, one for a whole file; group privacy is on, as by default."""
    with Telegram() as telegram, Giants(telegram, tmp_path_factory.mktemp("giants"), shipped) as running:
        yield running
