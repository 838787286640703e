"""Buttons are types that survive sixty-four bytes, and nothing else is read as one."""

import pytest
from drawn import slugs
from hypothesis import example, given
from hypothesis import strategies as st

from bot.buttons import (
    LARGEST,
    LONGEST,
    Action,
    AskTopic,
    Browse,
    Cancel,
    Choose,
    Example,
    Keep,
    NoneOfThese,
    Show,
    pack,
    unpack,
)
from knowledge.facts import LONGEST_ID

numbers = st.integers(0, LARGEST - 1)
ids = slugs | st.just("a" * LONGEST_ID)
actions: st.SearchStrategy[Action] = st.one_of(
    st.builds(Choose, ids, numbers),
    st.builds(NoneOfThese, numbers),
    st.builds(Show, ids),
    st.builds(AskTopic, ids),
    *(st.builds(kind, numbers) for kind in (Browse, Example, Keep, Cancel)),
)


@given(actions)
@example(Choose("a" * LONGEST_ID, LARGEST - 1))
def test_every_button_fits_into_64_bytes_and_comes_back_as_it_was(action: Action) -> None:
    packed = pack(action)
    assert 1 <= len(packed.encode()) <= LONGEST
    assert unpack(packed) == action


@given(st.text(max_size=64))
def test_whatever_bytes_arrive_are_a_button_of_ours_or_none(data: str) -> None:
    action = unpack(data)
    assert action is None or pack(action).split(":")[0] == data.split(":", maxsplit=1)[0]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "keep",
        "keep:",
        "keep:-1",
        "keep:zzzzzzzzzzz",
        "keep:1\n",
        "keep:１",
        "KEEP:1",
        "yes:count-2025",
        "yes:count-2025:",
        "yes:../../etc:1",
        "yes:count-2025:zzzzzzzzzzz",
        "show:" + "a" * 59,
        "drop:1",
    ],
)
def test_forged_and_old_bytes_are_no_button(data: str) -> None:
    assert unpack(data) is None


def test_an_id_that_telegram_could_not_have_given_is_not_packed() -> None:
    with pytest.raises(ValueError, match="is no id"):
        pack(Keep(-1))
