"""The history as curators see it: what was changed, by whom and why, and how it is taken back."""

from collections.abc import Sequence

from bot.buttons import Earlier, EarlierOf, Past, Undo
from bot.changes import Names, lines_of, names, title_of
from bot.curating import proposed
from bot.finding import fact_meant
from bot.locale import Say, translator
from bot.messages import Button, Heard, Instead, Pressed, Reply, Toast, Work
from bot.render import said
from knowledge.almanac import Almanac
from knowledge.history import Change, Outside

PAGE = 6
"""Changes that fit on a telephone, with what they changed."""

_LINES = 4
"""Lines of each of them."""


def history(almanac: Almanac, heard: Heard) -> Reply:
    """The latest changes of all, or those of a fact or a topic."""
    name = heard.text.strip().casefold()
    if not name and not heard.answers:
        return _page(almanac, "", 0, heard.language)
    if name in {topic.id for topic in almanac.topics()}:
        return _page(almanac, name, 0, heard.language)
    found = fact_meant(almanac, heard, Past)
    return found if isinstance(found, Reply) else _page(almanac, found[0].id, 0, heard.language)


def undo(almanac: Almanac, heard: Heard) -> Reply:
    """What taking a change back would change: the one with that number, else the curator's own last one."""
    say, words = translator(heard.language), heard.text.strip().removeprefix("#")
    if words and not (words.isascii() and words.isdigit() and len(words) < len(str(2**53))):
        return said(say("Write /undo and the number of a change, as /history shows it; alone it takes your last back."))
    change = almanac.ledger.change(int(words)) if words else _own_last(almanac, heard.sender)
    if change is None:
        told = say("There is no change {number}. /history lists them.") if words else say("You have changed nothing.")
        return said(told.format(number=words))
    return proposed(almanac, almanac.ledger.undo(change, by=heard.sender, at=heard.at), heard)


def _own_last(almanac: Almanac, person: int) -> Change | None:
    """Their latest change that stands, their own undoing aside."""
    own = (change for change in almanac.ledger.history(limit=200) if change.by == person)
    return next((change for change in own if not change.undone and not change.patch.undoes), None)


def press(action: Past | Earlier | EarlierOf | Undo, pressed: Pressed) -> Reply | Toast | Work:
    match action:
        case Past(fact):
            return Work(lambda almanac: _page(almanac, fact, 0, pressed.language))
        case Earlier(row):
            return Work(lambda almanac: Instead(_page(almanac, "", row, pressed.language)))
        case EarlierOf(what, row):
            return Work(lambda almanac: Instead(_page(almanac, what, row, pressed.language)))
        case Undo(change):
            return Work(lambda almanac: _undone(almanac, change, pressed))


def _undone(almanac: Almanac, number: int, pressed: Pressed) -> Reply:
    change = almanac.ledger.change(number)
    if change is None:
        return said(translator(pressed.language)("There is no change {number}.").format(number=number))
    return proposed(almanac, almanac.ledger.undo(change, by=pressed.sender, at=pressed.at), pressed)


def _page(almanac: Almanac, what: str, before: int, language: str) -> Reply:
    say, named = translator(language), names(almanac, language)
    found = almanac.ledger.timeline(what, before=before, limit=PAGE + 1)
    if not found:
        unchanged = say("It was never changed.") if what else say("Nothing has been changed in this table yet.")
        return said("\n\n".join([unchanged, *_thumbs(almanac, what)]))
    told = [_told(change, named, say) for change in found[:PAGE]]
    return said("\n\n".join([*told, *_thumbs(almanac, what)]), _below(found, what, before, say))


def _told(change: Change | Outside, named: Names, say: Say) -> str:
    why = [f"   {say('why')}: {change.patch.why}"] if change.patch.why else []
    return "\n".join([title_of(change, named), *(f"   {line}" for line in _few(change, named)), *why])


def _below(found: Sequence[Change | Outside], what: str, before: int, say: Say) -> tuple[tuple[Button, ...], ...]:
    """To take back what came last, unless another program has been at it since; and to what came before."""
    latest, row = found[0], found[:PAGE][-1].first
    rows = []
    if what and not before and isinstance(latest, Change):
        rows.append((Button(say("Undo {number}").format(number=latest.id), Undo(latest.id)),))
    if len(found) > PAGE:
        rows.append((Button(say("Earlier"), EarlierOf(what, row) if what else Earlier(row)),))
    return tuple(rows)


def _thumbs(almanac: Almanac, what: str) -> list[str]:
    """What people think of a fact as it stands; nothing where nobody said so."""
    up, down = almanac.demand.votes(what) if what else (0, 0)
    return [f"👍 {up} · 👎 {down}"] if up or down else []


def _few(change: Change | Outside, named: Names) -> list[str]:
    lines = lines_of(change.patch, named)
    more = len(change.patch.rows) - _LINES
    return [*lines[:_LINES], "…"] if more > 0 and len(lines) > _LINES else lines
