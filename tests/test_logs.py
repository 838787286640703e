"""The token stands in no line of the log."""

import io
import logging
import sys
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import logs

TOKEN = "123456789:" + "AAtest_token-" * 3


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged while the test runs; the process's own logging is put back afterwards."""
    root, hook = logging.getLogger(), sys.excepthook
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.set_up(TOKEN, level=logging.DEBUG, stream=stream)
    yield stream
    logging.captureWarnings(capture=False)
    sys.excepthook = hook
    root.handlers[:] = before
    root.setLevel(level)


def raised() -> Exception:
    try:
        raise RuntimeError(f"no answer from https://api.telegram.org/bot{TOKEN}/getMe")
    except RuntimeError as error:
        return error


def test_a_token_in_a_message_or_its_arguments_is_replaced(written: io.StringIO) -> None:
    logging.getLogger("any").warning("calling %s for bot%s", f"/bot{TOKEN}/getMe", TOKEN)
    assert "calling /bot<token>/getMe for bot<token>" in written.getvalue()


def test_a_token_in_a_traceback_is_replaced(written: io.StringIO) -> None:
    logging.getLogger("any").error("failed", exc_info=raised())
    assert "RuntimeError" in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_what_nobody_caught_is_logged_without_the_token(written: io.StringIO) -> None:
    error = raised()
    sys.excepthook(type(error), error, error.__traceback__)
    assert "The bot has to stop." in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_a_token_in_a_warning_is_replaced(written: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"odd token {TOKEN}", UserWarning, stacklevel=1)
    assert "odd token <token>" in written.getvalue()


def test_another_bots_token_is_replaced_too(written: io.StringIO) -> None:
    logging.getLogger("any").error("pasted 987654321:%s", "x" * 35)
    assert "pasted <token>" in written.getvalue()


@pytest.mark.parametrize("name", ["httpx", "httpcore", "httpcore.connection"])
def test_the_library_that_prints_addresses_is_quiet(written: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("HTTP Request: POST https://api.telegram.org/…")
    assert written.getvalue() == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_wherever_the_token_stands_it_is_not_written(written: io.StringIO, before: str, after: str) -> None:
    logging.getLogger("any").error("%s", before + TOKEN + after)
    assert TOKEN not in written.getvalue()
