"""Buttons are types that survive sixty-four bytes, and nothing else is read as one."""

from typing import get_args, get_type_hints

import pytest
from drawn import slugs
from hypothesis import example, given
from hypothesis import strategies as st

from bot.buttons import LONGEST, Action, Belongs, Choose, Keep, NoneOfThese, Vote, pack, unpack
from bot.wire import LARGEST
from knowledge.facts import LONGEST_ID

numbers = st.integers(0, LARGEST - 1)
ids = slugs | st.just("a" * LONGEST_ID)
names = st.from_regex(r"[a-z]{1,9}", fullmatch=True)
PARTS = {int: numbers, str: ids, bool: st.booleans()}


def drawn(kind: type[Action]) -> st.SearchStrategy[Action]:
    """Any button of that kind."""
    hints = get_type_hints(kind).items()
    parts = {name: names if name == "field" else PARTS[hint] for name, hint in hints}
    return st.builds(kind, **parts)


actions = st.one_of(*map(drawn, get_args(Action)))


@given(actions)
@example(Choose("a" * LONGEST_ID, LARGEST - 1))
@example(Vote("a" * LONGEST_ID, LARGEST - 1, up=False))
@example(Belongs("a" * LONGEST_ID, LARGEST - 1))
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
        "up:count-2025",
        "up:count-2025:zzzzzzzzzzz",
        "dn:../../etc:1",
        "to:1:" + "a" * 49,
        "none:1:2:3",
        "missing:-1",
        "decline:１",
    ],
)
def test_forged_and_old_bytes_are_no_button(data: str) -> None:
    assert unpack(data) is None


def test_none_of_these_from_before_it_named_its_question_still_works() -> None:
    assert unpack("none:h") == NoneOfThese(17)


def test_an_id_that_telegram_could_not_have_given_is_not_packed() -> None:
    with pytest.raises(ValueError, match="is no id"):
        pack(Keep(-1))
