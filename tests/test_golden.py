"""Questions by people who did not know the phrasings: right has a floor that only rises, wrong a falling ceiling."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from answers import COUNT_2021, COUNT_2025, found, several, unknown

from knowledge.almanac import Almanac
from knowledge.evaluation import ALL, Case, counted, mark, marked, read_cases
from knowledge.marks import Mark
from knowledge.questions import Answer
from knowledge.store.protocol import StoreError

GOLDEN = Path(__file__).parent / "golden"
LIMITS = tomllib.loads((GOLDEN / "limits.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("name", LIMITS)
def test_enough_is_answered_rightly_and_next_to_nothing_wrongly(almanac: Almanac, both: Almanac, name: str) -> None:
    asked = both if LIMITS[name].get("both") else almanac
    marks = list(marked(asked, read_cases(GOLDEN / f"{name}.jsonl"), today=TODAY))
    counts = counted(iter(marks))[ALL]
    share = {given: 100 * counts[given] / counts.total() for given in Mark}
    assert share[Mark.WRONG] <= LIMITS[name]["wrong"], [case.question for case, _, m in marks if m is Mark.WRONG]
    assert share[Mark.RIGHT] >= LIMITS[name]["right"]


@pytest.mark.parametrize(
    ("answer", "gold", "given"),
    [
        (found(COUNT_2025), {"count-2025"}, Mark.RIGHT),
        (found(COUNT_2021, COUNT_2025), {"count-2025"}, Mark.WRONG),
        (found(COUNT_2025), {"count-2021", "count-2025"}, Mark.PART),
        (found(COUNT_2025), set(), Mark.WRONG),
        (several(COUNT_2025), set(), Mark.RIGHT),
        (several(COUNT_2025), {"count-2025"}, Mark.ASKED),
        (unknown(), {"count-2025"}, Mark.WITHHELD),
        (unknown(), set(), Mark.RIGHT),
    ],
)
def test_a_mark_says_what_an_answer_is_worth(answer: Answer, gold: set[str], given: Mark) -> None:
    assert mark(answer, Case("?", frozenset(gold), any_of=False, kind="")) is given


def test_one_of_several_facts_is_enough_where_any_will_do() -> None:
    case = Case("?", frozenset({"count-2021", "count-2025"}), any_of=True, kind="")
    assert mark(found(COUNT_2021), case) is Mark.RIGHT


@pytest.mark.parametrize("line", ["{", "[]", '{"q": "x"}', '{"q": "x", "gold": "none"}', '{"turns": [{"gold": []}]}'])
def test_a_faulty_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(f'{{"q": "x", "gold": ["none"]}}\n{line}\n', encoding="utf-8")
    with pytest.raises(StoreError, match="line 2"):
        read_cases(file)
