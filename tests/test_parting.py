from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.parting import (
    MOST,
    asks,
    asks_what,
    counts_what,
    explains,
    of_them,
    parts,
    ruled_out,
    sentences,
    tells,
)
from knowledge.periods import read_periods
from knowledge.words import normalise


def split(text: str) -> list[str]:
    normal = normalise(text)
    return [part.strip() for part in parts(normal, read_periods(normal, today=date(2026, 11, 22)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("number of firms and share of profits", ["number of firms", "share of profits"]),
        ("小巨人有多少家、平均研发投入多少", ["小巨人有多少家", "平均研发投入多少"]),
        ("(a) the number, (b) the share", ["the number", "the share"]),
        ("R&D spending", []),
        ("sales-wise, how big are they", []),
        ("number of firms, end of 2024", []),
        ("小巨人赚到的利润，占多大份额", []),
        ("current total, mean outlay, profit share", ["current total", "mean outlay", "profit share"]),
        ("營收比前一年成長了多少", []),
        ("is it the core, according to experts", []),
        ("their share of revenue or their share of profit", ["their share of revenue", "their share of profit"]),
        ("Do they bring in more than 5 percent of revenue", []),
        ("就数量而言，小巨人只占很小一部分，具体百分之多少", []),
        ("how did it grow between 2021 and 2025", []),
        ("how many of them, in percent terms, sit at such points", []),
        ("as a percentage, how many supply large firms", []),
        ("what is their share, i mean by number", []),
        ("从营收来看，小巨人占多少", []),
        ("the rise of specialized and sophisticated firms", []),
        ("how many in 2021 and how many in 2025", ["how many in 2021", "how many in 2025"]),
    ],
)
def test_each_thing_asked_is_a_part_and_a_range_of_years_is_one_thing(text: str, found: list[str]) -> None:
    assert split(text) == found


def test_a_pasted_text_is_no_list_of_questions() -> None:
    assert split("profit; " * (MOST + 1)) == []


def test_sentences_keep_their_marks() -> None:
    assert sentences("Hi! How many? 谢谢。") == ("Hi!", "How many?", "谢谢。")


def test_a_part_asks_or_chats() -> None:
    assert asks("what share of profits")
    assert asks("占多少")
    assert not asks("I'm on deadline")


@pytest.mark.parametrize(
    ("part", "out"),
    [
        (" not profit", True),
        ("不是利润", True),
        ("I don't want the count", True),
        ("not even 5%", False),
        ("not at the end", True),
    ],
)
def test_what_is_said_not_to_be_asked_is_no_part(part: str, out: bool) -> None:  # noqa: FBT001 - one row of a table
    assert ruled_out(part) is out


@given(st.text(max_size=1500))
def test_any_text_is_split(text: str) -> None:
    assert len(split(text)) <= MOST


@pytest.mark.parametrize("told", ["they take 13.7 percent of the profits", "小巨人只占3.5%", "if they are few"])
def test_a_clause_without_a_word_that_asks_only_tells(told: str) -> None:
    assert tells(told)


@pytest.mark.parametrize("asked", ["is it 13.7 percent", "so do they take 13.7 percent", "占3.5%吗", "3.5%, right"])
def test_what_asks_does_not_only_tell(asked: str) -> None:
    assert not tells(asked)


def test_yes_or_no_asks_for_nothing_besides() -> None:
    assert asks_what("so what share is it")
    assert not asks_what("is that right")


def test_a_count_is_told_from_other_questions() -> None:
    assert counts_what("and how many now")
    assert counts_what("如今有多少家")
    assert not counts_what("占多少")


def test_words_that_explain_or_narrow_are_known() -> None:
    assert explains(" I mean those in industry")
    assert not explains("what I mean")
    assert of_them("其中上海有多少家")
    assert not of_them("how many in Shanghai")
