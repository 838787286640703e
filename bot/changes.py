"""Changes in words: what each row was and what it becomes, line by line."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.locale import Say, translator
from bot.markup import cut
from knowledge.history import Cells, Change, Deed, Patch, RowChange

MOST: Final = 12
"""Lines that a telephone shows beside a card; the others are counted."""

_LONGEST: Final = 120
"""Units of one side of a change."""

_FIGURE: Final = "printed"
_PERIOD: Final = "period_label"
_SILENT: Final = frozenset(
    {"rowid", "id", "at", "accepted_by", "proposed_by", "value", "high", "unit", "bound", "scale", "position"}
    | {"period_from", "period_to", "text", "language"}
)
"""Columns that say nothing to a reader which another one does not."""


def lines_of(patch: Patch, language: str) -> list[str]:
    """At most `MOST` lines, and a last one that counts the others."""
    lines = [line for row in patch.rows for line in _lines(row, translator(language))]
    more = len(lines) - MOST
    said = translator(language)("… and {number} more").format(number=more)
    return [*lines[:MOST], said] if more > 0 else lines


def title_of(change: Change, language: str) -> str:
    """What kind of change it was, of what, when and by whom."""
    say = translator(language)
    who = say("a file") if change.by == 0 else str(change.by)
    day = change.at.strftime("%Y-%m-%d %H:%M")
    undone = say(" (undone by {number})").format(number=change.undone) if change.undone else ""
    return f"{change.id}. {deed_words(change.patch, language)} · {day} · {who}{undone}"


def deed_words(patch: Patch, language: str) -> str:
    say = translator(language)
    told = {
        Deed.ADD: say("added: {what}"),
        Deed.EDIT: say("edited: {what}"),
        Deed.RETIRE: say("retired: {what}"),
        Deed.RESTORE: say("restored: {what}"),
        Deed.REVIEW: say("review of {what}"),
        Deed.ALIAS: say("phrasings of {what}"),
        Deed.SYNONYM: say("synonyms of {what}"),
        Deed.TOPIC: say("topic {what}"),
        Deed.IMPORT: say("imported: {what}"),
        Deed.UNDO: say("undid change {number}: {what}"),
    }
    return told[patch.kind].format(what=cut(patch.what, _LONGEST), number=patch.undoes)


def _lines(row: RowChange, say: Say) -> Iterator[str]:
    match row.table:
        case "phrasing" | "title" | "concept_word":
            yield from _texts(row, say)
        case "fact" | "topic" | "source":
            yield from _cells(row, say)
        case _:
            return  # a concept is told by its words


def _texts(row: RowChange, say: Say) -> Iterator[str]:
    before, after = ((cells or {}).get("text") for cells in (row.before, row.after))
    of = row.cells.get("concept", "")
    if before and after:
        yield say("title: {before} → {after}").format(before=_cut(before), after=_cut(after))
    elif row.table != "title":
        yield f"{'+' if after else '−'} {_cut(after or before)}{f' = {of}' if of else ''}"


def _cells(row: RowChange, say: Say) -> Iterator[str]:
    if row.before is None or row.after is None:
        told = _known(row.cells)
        yield f"{'+' if row.after else '−'} {told}"
        return
    names = _names(say)
    for name, after in row.after.items():
        before = row.before.get(name)
        if before != after and name not in _SILENT:
            yield f"{names.get(name, name)}: {_said(name, before, say)} → {_said(name, after, say)}"


def _known(cells: Cells) -> str:
    """A row as a whole, as briefly as it can be told."""
    parts = (cells.get(name) for name in ("id", _FIGURE, _PERIOD, "url"))
    return " · ".join(_cut(part) for part in parts if part)


def _names(say: Say) -> dict[str, str]:
    return {
        _FIGURE: say("figure"),
        _PERIOD: say("period"),
        "sentence": say("sentence"),
        "verbatim": say("verbatim"),
        "source": say("source"),
        "topic": say("topic"),
        "review": say("review"),
        "retired": say("retired"),
        "publisher": say("publisher"),
        "title": say("title"),
        "published": say("published"),
        "place": say("place"),
        "family": say("family"),
    }


def _said(name: str, value: object, say: Say) -> str:
    if name in {"retired", "verbatim"}:
        return say("yes") if value else say("no")
    return _cut(value) if value is not None else say("none")


def _cut(value: object) -> str:
    return cut(" ".join(str(value).split()), _LONGEST)


def only(items: Sequence[str]) -> str:
    """The one item there is; "" where there are none, or several."""
    return items[0] if len(items) == 1 else ""
