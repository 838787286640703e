import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.spelling import Vocabulary

WORDS = Vocabulary(
    {
        "how": 90,
        "many": 80,
        "much": 20,
        "little": 70,
        "giants": 60,
        "percentage": 9,
        "percent": 30,
        "revenue": 12,
        "fundamentals": 3,
        "what": 2000,
        "rise": 100,
    }
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("revenue", ("revenue",)),
        ("revenu", ("revenue",)),
        ("revneue", ("revenue",)),
        ("prcentage", ("percentage",)),
        ("fundmentels", ("fundamentals",)),
        ("howmany", ("how", "many")),
        ("littlegiants", ("little", "giants")),
        ("mch", ("much",)),
        ("liltte", ("little",)),
        ("percentagerevenu", ("percentage", "revenue")),
        ("hwo", ("how",)),
        ("whay", ("what",)),
        ("rsie", ("rise",)),
    ],
)
def test_a_slip_is_read_as_the_word_it_was_meant_to_be(typed: str, read: tuple[str, ...]) -> None:
    assert WORDS.read(typed) == read


@pytest.mark.parametrize("typed", ["zebra", "capital", "ow", "x", "2025", "巨人", "exports", "rite"])
def test_another_word_is_left_unknown(typed: str) -> None:
    assert WORDS.read(typed) == ()


@given(st.text(max_size=60))
def test_whatever_is_typed_reads_as_known_words_or_as_nothing(typed: str) -> None:
    assert all(word in WORDS for word in WORDS.read(typed))


long_words = st.sampled_from(["percentage", "percent", "revenue", "fundamentals", "little", "giants"])


@given(
    long_words, st.integers(0, 20), st.sampled_from(["lost", "swapped", "replaced", "added"]), st.sampled_from("axz")
)
def test_any_one_slip_in_a_long_word_is_read_as_a_word_one_slip_away(word: str, at: int, slip: str, by: str) -> None:
    head, tail = word[: at % len(word)], word[at % len(word) :]
    made = {
        "lost": head + tail[1:],
        "swapped": head + tail[1:2] + tail[:1] + tail[2:],
        "replaced": head + by + tail[1:],
        "added": head + by + tail,
    }[slip]
    (read,) = WORDS.read(made)
    assert OSA.distance(made, read) <= 1
