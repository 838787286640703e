"""Changes in words: what each row was and what it becomes, line by line."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.locale import Say, spoken, translator
from bot.markup import cut
from bot.wording import labels
from knowledge.almanac import Almanac
from knowledge.history import Cells, Change, Deed, Outside, Patch, RowChange

MOST: Final = 12
"""Lines that a telephone shows beside a card; the others are counted."""

_LONGEST: Final = 120
"""Units of one side of a change."""

_SWITCHES: Final = frozenset({Deed.RETIRE, Deed.RESTORE})
"""Deeds whose name says all that they change."""

_FIGURE: Final = "printed"
_PERIOD: Final = "period_label"
_SILENT: Final = frozenset(
    {"rowid", "id", "at", "accepted_by", "proposed_by", "value", "high", "unit", "bound", "scale", "position"}
    | {"period_from", "period_to", "text", "language"}
)
"""Columns that say nothing to a reader which another one does not."""


@dataclass(frozen=True, slots=True)
class Names:
    """What people of a language call the fact or topic of an id; anything else is called what it is."""

    language: str
    name: Callable[[str], str]


def names(almanac: Almanac, language: str) -> Names:
    """Titles, with the period where it is a fact: nobody reads ids."""
    topics = {topic.id: topic.title(spoken(language)) for topic in almanac.topics()}

    def name(what: str) -> str:
        fact = None if what in topics else almanac.fact(what)
        return labels((fact,), language, _LONGEST)[0] if fact else topics.get(what, what)

    return Names(language, name)


def lines_of(patch: Patch, names: Names) -> list[str]:
    """At most `MOST` lines, and a last one that counts the others."""
    say = translator(names.language)
    rows = [row for row in patch.rows if not (patch.kind in _SWITCHES and row.table == "fact")]
    lines = [line for row in rows for line in _lines(row, say, names)]
    more = len(lines) - MOST
    last = say("… and {number} more").format(number=more)
    return [*lines[:MOST], last] if more > 0 else lines


def title_of(change: Change | Outside, names: Names) -> str:
    """What kind of change it was, of what, when and by whom, as far as that is known."""
    if isinstance(change, Outside):
        return f"• {deed_words(change.patch, names)}"
    say = translator(names.language)
    who = say("a file") if change.by == 0 else str(change.by)
    day = change.at.strftime("%Y-%m-%d %H:%M")
    undone = say(" (undone by {number})").format(number=change.undone) if change.undone else ""
    return f"{change.id}. {deed_words(change.patch, names)} · {day} · {who}{undone}"


def deed_words(patch: Patch, names: Names) -> str:
    """What kind of change it is, before and after it is made, and of what."""
    say, known = translator(names.language), names.name(patch.what)
    what = known if known != patch.what else _title_in(patch, names) or known  # what is gone is named by its rows
    told = {
        Deed.ADD: say("Add: {what}"),
        Deed.EDIT: say("Edit: {what}"),
        Deed.RETIRE: say("Retire: {what}"),
        Deed.RESTORE: say("Restore: {what}"),
        Deed.REVIEW: say("Review: {what}"),
        Deed.ALIAS: say("Ways to ask: {what}"),
        Deed.SYNONYM: say("Synonyms: {what}"),
        Deed.TOPIC: say("Topic: {what}"),
        Deed.IMPORT: say("Import: {what}"),
        Deed.UNDO: say("Undo change {number}: {what}"),
        Deed.OUTSIDE: say("Made outside the bot: {what}"),
    }
    return told[patch.kind].format(what=cut(what, _LONGEST), number=patch.undoes)


def _title_in(patch: Patch, names: Names) -> str:
    """The title of the fact or topic that it is about; "" where it is about a file, or words."""
    if not any(row.cells.get("id") == patch.what for row in patch.rows):
        return ""
    titles = [f"{row.cells['text']}" for row in patch.rows if row.table == "title"]
    topics = [names.name(f"{row.cells['topic']}") for row in patch.rows if row.table == "fact"]
    return next(iter((*titles, *topics)), "")


def _lines(row: RowChange, say: Say, names: Names) -> Iterator[str]:
    match row.table:
        case "phrasing" | "title" | "concept_word":
            yield from _texts(row, say)
        case "fact" | "topic" | "source":
            yield from _cells(row, say, names)
        case _:
            return  # a concept is told by its words


def _texts(row: RowChange, say: Say) -> Iterator[str]:
    before, after = ((cells or {}).get("text") for cells in (row.before, row.after))
    of = row.cells.get("concept", "")
    if before and after:
        yield say("title: {before} → {after}").format(before=_cut(before), after=_cut(after))
    elif row.table == "title":
        yield f"{'+' if after else '−'} {say('topic')}: {_cut(after or before)}"
    else:
        yield f"{'+' if after else '−'} {_cut(after or before)}{f' = {of}' if of else ''}"


def _cells(row: RowChange, say: Say, names: Names) -> Iterator[str]:
    if row.before is None or row.after is None:
        if told := _known(row.cells):
            yield f"{'+' if row.after else '−'} {told}"
        return
    columns = _columns(say)
    for column, after in row.after.items():
        before = row.before.get(column)
        if before != after and column not in _SILENT:
            was, then = (_said(column, value, say, names) for value in (before, after))
            yield f"{columns.get(column, column)}: {was} → {then}"


def _known(cells: Cells) -> str:
    """A row as a whole, as briefly as it can be told; nothing of a topic, whose titles tell it."""
    parts = (cells.get(_FIGURE) or cells.get("sentence"), cells.get(_PERIOD), cells.get("url"))
    return " · ".join(_cut(part) for part in parts if part)


def _columns(say: Say) -> dict[str, str]:
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


def _said(column: str, value: object, say: Say, names: Names) -> str:
    if column in {"retired", "verbatim"}:
        return say("yes") if value else say("no")
    if value is None:
        return say("none")
    return _cut(names.name(str(value)) if column == "topic" else value)


def _cut(value: object) -> str:
    return cut(" ".join(str(value).split()), _LONGEST)


def only(items: Sequence[str]) -> str:
    """The one item there is; "" where there are none, or several."""
    return items[0] if len(items) == 1 else ""
