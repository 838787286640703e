"""What several test files share."""

from collections.abc import Iterator

import pytest
from botapi import Telegram
from running import Giants


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as running:
        yield running


@pytest.fixture(scope="module")
def giants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Giants]:
    """The real bot as a process of its own, one for a whole file; group privacy is on, as by default."""
    with Telegram() as telegram, Giants(telegram, tmp_path_factory.mktemp("giants")) as running:
        yield running
