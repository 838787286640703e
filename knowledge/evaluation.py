"""How well a table answers questions whose right answers are known."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, assert_never

from knowledge.almanac import Almanac
from knowledge.marks import Mark
from knowledge.questions import Answer, Found, Several, Turn, Unknown, remembered
from knowledge.store.protocol import StoreError

NONE: Final = "none"
"""What is written in place of fact ids where no figure may be given."""

ALL: Final = "all"
"""The name under which every kind is counted together."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question and its right answer: all of `gold`, or, with `any_of`, one or more of them."""

    question: str
    gold: frozenset[str]
    any_of: bool
    kind: str


def read_cases(path: Path) -> tuple[tuple[Case, ...], ...]:
    """The conversations of a JSONL file; a question by itself is one of a single turn. Raises StoreError."""
    return tuple(_conversations(path))


def mark(answer: Answer, case: Case) -> Mark:
    """Where no fact may be stated, whatever states none is right."""
    match answer:
        case Found(facts=facts):
            stated = frozenset(scored.fact.id for scored in facts)
            if stated == case.gold or (case.any_of and stated <= case.gold):
                return Mark.RIGHT
            return Mark.PART if stated < case.gold else Mark.WRONG
        case Several() | Unknown() if not case.gold:
            return Mark.RIGHT
        case Several():
            return Mark.ASKED
        case Unknown():
            return Mark.WITHHELD
        case _:
            assert_never(answer)


def marked(
    almanac: Almanac, cases: tuple[tuple[Case, ...], ...], *, today: date
) -> Iterator[tuple[Case, Answer, Mark]]:
    """Each question with what it got; the turns of a conversation lean on those before."""
    for conversation in cases:
        before: Turn | None = None
        for case in conversation:
            answer = almanac.ask(case.question, today=today, before=before)
            before = remembered(answer, before)
            yield case, answer, mark(answer, case)


def counted(marks: Iterator[tuple[Case, Answer, Mark]]) -> dict[str, Counter[Mark]]:
    """How often each mark was given, by kind, and under `ALL`."""
    counts: dict[str, Counter[Mark]] = {ALL: Counter()}
    for case, _, given in marks:
        counts.setdefault(case.kind, Counter())[given] += 1
        counts[ALL][given] += 1
    return counts


def _conversations(path: Path) -> Iterator[tuple[Case, ...]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} cannot be read ({error}).") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                yield tuple(_case(turn, row.get("kind", "")) for turn in row.get("turns", [row]))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                wanted = '{"q": "…", "gold": ["<fact id>" or "none"], "kind": "…"}'
                raise StoreError(f"{path}, line {number}: not a question such as {wanted} ({error!r}).") from error


def _case(row: dict[str, object], kind: str) -> Case:
    gold = row["gold"] if "gold" in row else row["any"]
    if not isinstance(gold, list) or not all(isinstance(name, str) for name in gold):
        raise ValueError("gold is a list of fact ids")
    return Case(str(row["q"]), frozenset(gold) - {NONE}, "gold" not in row, str(row.get("kind", kind)))
