"""A row that says all of a fact, as an exported one does: it is taken as it stands."""

from datetime import UTC, date, datetime, time
from functools import partial
from typing import Final

from knowledge.cells import is_percent, plain_day, plain_number, without_fraction
from knowledge.facts import UNSTATED, Fact, Period, Provenance, Quote, Source, Topic, Unstated
from knowledge.fields import Fields
from knowledge.jsonl import LARGEST_ID, LONG_AGO, Quoting, figure_of

_DAYS: Final = ("published", "period_from", "period_to", "review")
_COUNTED: Final = ("value", "high")
_WHOLE: Final = ("scale", "proposed_by", "accepted_by")
_LOWERED: Final = ("quote", "bound", "concept_kind")
_FLAGS: Final = {
    **dict.fromkeys(("true", "yes", "1", "是", "wahr", "vrai"), True),
    **dict.fromkeys(("false", "no", "0", "否", "falsch", "faux"), False),
}
"""How spreadsheet programs and people say so; the programs do it in their user's language."""

_LONGEST_WHOLE: Final = 19


def forgiven(fields: Fields) -> Fields:
    """The row with its days, numbers and choices as a file for machines would write them."""
    data = {name: str(cell) for name, cell in fields.data.items()}
    if any(is_percent(data.get(name, "")) for name in _COUNTED):
        data.setdefault("unit", "percent")
    made: dict[str, object] = dict(data)
    made |= {name: plain_day(data[name]) for name in _DAYS if name in data}
    made |= {name: plain_number(data[name]) for name in _COUNTED if name in data}
    made |= {name: data[name].lower() for name in _LOWERED if name in data}
    made |= {name: _whole(data[name]) for name in _WHOLE if name in data}
    made |= {"retired": _FLAGS.get(data["retired"].lower(), data["retired"])} if "retired" in data else {}
    return Fields(made, fields.faults)


def _whole(text: str) -> int | str:
    plain = without_fraction(plain_number(text))
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST_WHOLE else text


def stated(fields: Fields, topic: Topic, source: Source) -> Fact | None:
    """None, and faults, where something in it is wrong."""
    make = partial(
        Fact,
        fields.text("id", instead="x"),
        topic,
        figure_of(fields),
        period_of(fields),
        Quote(fields.text("sentence", limit="sentence"), verbatim=is_verbatim(fields)),
        source,
        _provenance(fields, source),
        review_of(fields),
        fields.flag("retired"),
    )
    return fields.made("id", make, None)


def is_verbatim(fields: Fields) -> bool:
    return fields.choice("quote", Quoting, Quoting.VERBATIM) is Quoting.VERBATIM


def review_of(fields: Fields) -> date | None:
    return fields.day("review", date.min) if "review" in fields.data else None


def period_of(fields: Fields) -> Period | Unstated:
    unstated: Period | Unstated = UNSTATED
    if not fields.data.keys() & {"period", "period_from", "period_to"}:
        return unstated
    start, end = fields.day("period_from", date.min), fields.day("period_to", date.max)
    return fields.made("period_from", partial(Period, start, end, fields.text("period", limit="period")), unstated)


def _provenance(fields: Fields, source: Source) -> Provenance:
    """Without one it is a shipped fact, as old as its source."""
    at = datetime.combine(source.published, time(), UTC) if source.published else LONG_AGO
    return Provenance(
        fields.whole("proposed_by", 0, 0, LARGEST_ID),
        fields.whole("accepted_by", 0, 0, LARGEST_ID),
        fields.moment("at", at),
    )
