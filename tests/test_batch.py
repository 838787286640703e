import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.batch import LineError, read_line

ids = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_a_question_goes_back_under_its_id() -> None:
    line = read_line(b'{"id": 7, "q": "how many?", "gold": ["x"]}')
    assert line is not None
    assert line.questions == ("how many?",)
    assert json.loads(line.answered([{"outcome": "answer"}])) == {"id": 7, "outcome": "answer"}


def test_turns_go_back_in_order_under_one_id() -> None:
    line = read_line(b'{"id": "d-1", "turns": [{"q": "one"}, {"q": "two"}]}')
    assert line is not None
    assert line.questions == ("one", "two")
    assert json.loads(line.answered([{"n": 1}, {"n": 2}])) == {"id": "d-1", "turns": [{"n": 1}, {"n": 2}]}


@given(ids)
def test_an_id_of_any_json_type_comes_back_as_it_was(caller: object) -> None:
    line = read_line(json.dumps({"id": caller, "q": "?"}).encode())
    assert line is not None
    assert json.loads(line.answered([{}])) == {"id": caller}


@pytest.mark.parametrize("number", ["1.10", "123456789012345678901234567890", "0.30000000000000001", "1E+2"])
def test_a_number_as_id_keeps_its_digits(number: str) -> None:
    line = read_line(f'{{"id": {number}, "q": "?"}}'.encode())
    assert line is not None
    assert line.answered([{}]) == f'{{"id": {number}}}'


def test_a_conversation_without_turns_is_answered_without_any() -> None:
    line = read_line(b'{"id": 1, "turns": []}')
    assert line is not None
    assert json.loads(line.answered([])) == {"id": 1, "turns": []}


@pytest.mark.parametrize("blank", [b"", b"\n", b"  \r\n"])
def test_a_blank_line_asks_nothing(blank: bytes) -> None:
    assert read_line(blank) is None


def test_a_byte_order_mark_is_no_part_of_the_question() -> None:
    assert read_line('\N{ZERO WIDTH NO-BREAK SPACE}{"id": 1, "q": "小巨人"}'.encode()) is not None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"how many?", "not JSON"),
        (b'{"id": 1, "q": "cut of', "not JSON"),
        (b'{"id": NaN, "q": "?"}', "NaN is no JSON number"),
        (b'{"id": ' + b"9" * 5000 + b', "q": "?"}', "not JSON"),
        (b'"how many?"', "not an object"),
        (b'{"id": 1}', 'either "q" or "turns"'),
        (b'{"id": 1, "q": "?", "turns": []}', 'either "q" or "turns"'),
        (b'{"id": 1, "q": 5}', '"q" must be a string'),
        (b'{"id": 1, "turns": "?"}', '"turns" must be a list'),
        (b'{"id": 1, "turns": ["?"]}', '"q" must be a string'),
        (b'{"id": 1, "q": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_line_that_asks_nothing_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(LineError, match=reason):
        read_line(raw)


@pytest.mark.parametrize("depth", range(50, 1500, 50))
def test_an_id_comes_back_however_deep_it_is_nested_or_is_refused(depth: int) -> None:
    raw = b'{"q": "?", "id": ' + b"[" * depth + b"]" * depth + b"}"
    assert back(raw) in {'{"id": ' + "[" * depth + "]" * depth + "}", "nested too deeply"}


@given(st.binary())
def test_any_bytes_are_a_line_or_refused_with_a_reason(raw: bytes) -> None:
    assert back(raw)


def back(raw: bytes) -> str:
    """What goes back for the line, or why nothing does."""
    try:
        line = read_line(raw)
        return line.answered([{}] * len(line.questions)) if line else "blank"
    except LineError as refused:
        return str(refused)
