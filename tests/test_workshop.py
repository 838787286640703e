"""Whatever is asked for while the table cannot be written, the person is told so."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import orchard
import pytest
from answers import AT
from orchard import OLGA

from bot import curating
from bot.buttons import Keep
from bot.messages import Heard, Instead, Place, Pressed, Reply, Work
from bot.workshop import Workshop
from knowledge.almanac import Almanac
from knowledge.learned import Learned
from knowledge.notebook import Notebook
from knowledge.store.protocol import Amendment, StoreError


class Full(Notebook):
    """The disk has no room for what is to be put away."""

    def close(self, proposal: int, *, at: datetime) -> None:
        raise StoreError("The disk is full: make room.")


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    workshop = Workshop(lambda: orchard.opened(tmp_path / "giants.db"))
    yield workshop
    workshop.close()


def busy(*_: object) -> NoReturn:
    raise StoreError("<Another> process writes.")


async def test_whoever_presses_or_commands_in_vain_is_told_why(workshop: Workshop) -> None:
    heard = Heard("", AT, Place.PRIVATE, sender=OLGA)
    for reply in (await workshop.told(busy, "en"), await workshop.hearing(busy)(heard)):
        assert isinstance(reply, Reply)
        assert "nothing was changed. &lt;Another&gt; process writes." in reply.html
    assert await workshop.told(lambda almanac: almanac.topics(), "en") == ()


async def test_nobody_is_told_where_the_table_is_kept(workshop: Workshop, tmp_path: Path) -> None:
    def work(almanac: Almanac) -> NoReturn:
        raise StoreError(f"{almanac.database} is being written by another process.")

    reply = await workshop.told(work, "en")
    assert "changed. giants.db is being written" in reply.html
    assert str(tmp_path) not in reply.html


async def test_a_table_that_cannot_be_opened_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "giants.db").write_bytes(b"no table at all" * 100)
    workshop = Workshop(lambda: orchard.opened(tmp_path / "giants.db"))
    reply = await workshop.told(lambda almanac: almanac.topics(), "en")
    assert isinstance(reply, Reply)
    assert "nothing was changed" in reply.html
    assert str(tmp_path) not in reply.html
    workshop.close()


def test_what_was_kept_is_told_even_where_its_draft_cannot_be_put_away(tmp_path: Path) -> None:
    learned = Learned(orchard.made(tmp_path / "giants.db"), [])
    with Almanac(learned) as almanac:
        almanac.notebook = Full(learned.store)
        proposed = almanac.ledger.retire(orchard.the_fact(almanac, "wage-2024"), by=OLGA, at=AT)
        assert isinstance(proposed, Amendment)
        pressed = Pressed(Keep(proposed.id), AT, OLGA, OLGA, 1)
        outcome = curating.decide(Keep(proposed.id), pressed, curator=True, curators=frozenset())
        assert isinstance(outcome, Work)
        assert isinstance(outcome.do(almanac), Instead)
        assert orchard.the_fact(almanac, "wage-2024").retired
