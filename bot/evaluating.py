"""How well the table answers, as a table for people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from rich.table import Table

from knowledge.evaluation import ALL, Case
from knowledge.marks import Mark
from knowledge.questions import Answer, Found, Several

_PERCENT: Final = 100


def as_table(counts: Mapping[str, Counter[Mark]]) -> Table:
    """A row a kind, with the share of each mark; the whole last."""
    table = Table("kind", "questions", *Mark)
    for kind in (*sorted(counts.keys() - {ALL}), ALL):
        total = counts[kind].total()
        shares = (f"{_PERCENT * counts[kind][given] / total:.1f} %" if total else "" for given in Mark)
        table.add_row(kind, str(total), *shares)
    return table


def faults(marks: Iterable[tuple[Case, Answer, Mark]]) -> Iterable[str]:
    """A line for each question that was not answered rightly: what it got instead of what."""
    for case, answer, given in marks:
        if given is not Mark.RIGHT:
            yield f"{given}: {case.question} — wanted {_listed(case.gold)}, got {_got(answer)}"


def _got(answer: Answer) -> str:
    match answer:
        case Found(facts=facts):
            return _listed(scored.fact.id for scored in facts)
        case Several(choices=choices):
            return f"a choice of {_listed(fact.id for fact in choices)}"
        case _:
            return f"none ({answer.reason})"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
