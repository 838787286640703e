"""The same step from other rows: a change that somebody saw, made of what the table has become since."""

from collections.abc import Callable
from typing import Final

from knowledge.history import Cells, Patch, RowChange

_ANSWERED_FOR: Final = frozenset({"accepted_by", "at"})
"""Columns that say who changed a fact, and not what it says."""

_TOGETHER: Final = (
    frozenset({"value", "high", "unit", "bound", "printed", "scale"}),
    frozenset({"period_from", "period_to", "period_label"}),
)
"""Columns that say one thing: a period that begins in one year's and ends in another's change is neither."""


def rebased(patch: Patch, now: Callable[[RowChange], Cells | None]) -> tuple[RowChange, ...]:
    """The rows that are left to change: what the patch does not touch stays as others left it."""
    return tuple(row for each in patch.rows if (row := _rebased(each, now(each))))


def _rebased(row: RowChange, now: Cells | None) -> RowChange | None:
    """The same step from what the row is by now; None where nothing is left to do."""
    if now is None:  # a row that somebody took away stays away
        return None if row.before else row
    if row.after is None:
        return RowChange(row.table, now, None)
    before = row.before or {}
    changed = {name for name, value in row.after.items() if name != "rowid" and before.get(name, now) != value}
    whole = changed.union(*(group for group in _TOGETHER if group & changed))
    step = {name: row.after[name] for name in whole}
    after = {**now, **step}
    same = all(now.get(name) == value for name, value in step.items() if name not in _ANSWERED_FOR)
    return None if same else RowChange(row.table, now, after)
