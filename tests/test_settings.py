"""What owners may set: within limits, and whatever stands in the table."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.almanac import Almanac
from knowledge.settings import LIMITS, NAMES, Settings, settings_of, with_setting, words_of

DAYS = {name: st.integers(*limits) for name, limits in LIMITS.items()}


@given(st.builds(Settings, suggestions=st.booleans(), **DAYS))
def test_settings_read_back_as_they_are_written(settings: Settings) -> None:
    assert settings_of(words_of(settings)) == settings


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(), st.text() | st.sampled_from(["on", "31", "-1", "7"])))
def test_whatever_stands_in_the_table_there_are_settings(held: dict[str, str]) -> None:
    settings = settings_of(held)
    assert 0 <= settings.corrections <= 30
    assert 1 <= settings.questions <= 3650


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("corrections", "31"),
        ("corrections", "-1"),
        ("questions", "0"),
        ("questions", "x"),
        ("suggestions", "7"),
        ("x", "on"),
    ],
)
def test_what_is_outside_the_limits_is_refused(name: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        with_setting(Settings(), name, words)


def test_they_are_kept_in_the_table_and_what_somebody_spoils_there_is_as_if_not_set(
    curated: Almanac, tmp_path: Path
) -> None:
    assert curated.settings == Settings()
    curated.keep_settings(Settings(corrections=2, suggestions=True, questions=30))
    assert curated.settings == Settings(corrections=2, suggestions=True, questions=30)
    with closing(sqlite3.connect(tmp_path / "giants.db")) as other:
        other.execute("update setting set value = 'ages' where name = 'questions'")
        other.commit()
    assert curated.settings == Settings(corrections=2, suggestions=True)
