"""What tuning found, as tables for people and as an object for programs."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Final

from rich.table import Table

from bot.contract import Json
from knowledge.marks import Mark
from knowledge.outcomes import ALL, Counts, shares
from knowledge.thresholds import NEVER, Thresholds
from knowledge.tuning import PHRASINGS, TOPICS, TooSmall, Tuned

_TOGETHER: Final = "as people ask"
"""All kinds of questions, each with the share that it has among what people ask."""

_CAPTION: Final = "Answered from: how far a topic must lead all others."

_PERCENT: Final = 100

_Row = tuple[str, str, str, Mapping[Mark, float]]


def in_tables(tuned: Tuned) -> tuple[Table, Table]:
    """What the thresholds in use give, and what those derived would."""
    return (
        _table("Now", tuned.before, tuned.given_before),
        _table("Derived", tuned.derived, tuned.given_derived, _CAPTION),
    )


def as_object(tuned: Tuned | TooSmall, wrong: float, *, kept: bool) -> dict[str, Json]:
    """Every key is always there; shares are per cent."""
    if isinstance(tuned, TooSmall):
        return {"wrong": wrong, "now": None, "derived": None, "kept": False, "too_small": asdict(tuned)}
    now: Json = {"thresholds": asdict(tuned.before), "given": _listed(tuned.given_before)}
    derived: Json = {"thresholds": asdict(tuned.derived), "given": _listed(tuned.given_derived)}
    return {"wrong": wrong, "now": now, "derived": derived, "kept": kept, "too_small": None}


def too_small(found: TooSmall) -> str:
    return (
        f"The table is too small to tune: {found.topics} of {TOPICS} topics with facts and more than one phrasing, "
        f"{found.phrasings} of {PHRASINGS} phrasings of them. Its thresholds stay as they are."
    )


def _table(when: str, thresholds: Thresholds, given: Counts, caption: str | None = None) -> Table:
    leads = (
        f"answered from {_shown(thresholds.confident)}",
        f"offered from {_shown(thresholds.plausible)}",
        f"parts from {_shown(thresholds.apart)}",
    )
    table = Table("questions, %", "asked", *Mark, title=f"{when}: {', '.join(leads)}", caption=caption)
    for setting, language, asked, each in _rows(given):
        name = setting if language == ALL else f"{setting} ({language})"
        table.add_row(name, asked, *(f"{share:.1f}" for share in each.values()))
    return table


def _listed(given: Counts) -> list[Json]:
    return [
        {
            "questions": setting,
            "language": language,
            **{mark.value: round(share, 2) for mark, share in each.items()},
        }
        for setting, language, _, each in _rows(given)
    ]


def _rows(given: Counts) -> Iterator[_Row]:
    """Each kind of question in each language, and then all of them together."""
    for setting, language in sorted(given):
        counts = given[setting, language]
        each = {mark: _PERCENT * counts[mark] / counts.total() for mark in Mark}
        yield setting.value, language, f"{counts.total()}", each
    for language in (*sorted({language for _, language in given}), ALL):
        yield _TOGETHER, language, "", shares(given, language)


def _shown(lead: float) -> str:
    return "none" if lead >= NEVER else f"{lead:.3f}"
