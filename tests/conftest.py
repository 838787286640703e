"""What several test files share."""

from collections.abc import Iterator

import pytest
from botapi import Telegram


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as running:
        yield running
