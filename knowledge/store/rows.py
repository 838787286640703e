"""Nouns to rows and back: exact, so that what is kept is what is read."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from knowledge.facts import (
    UNSTATED,
    Bound,
    Fact,
    Figure,
    Period,
    Provenance,
    Quote,
    Source,
    Topic,
    Unstated,
    Wording,
)
from knowledge.history import Deed, Patch, RowChange
from knowledge.questions import Asking, Turn
from knowledge.store.protocol import Amendment, Proposal, Verdict

Row = dict[str, str | int | float | None]


def utc(at: datetime) -> str:
    """A moment in UTC, so that texts compare as times do."""
    return at.astimezone(UTC).isoformat()


def source_row(source: Source) -> Row:
    return {
        "url": source.url,
        "publisher": source.publisher,
        "title": source.title,
        "published": source.published.isoformat() if source.published else None,
    }


def source_of(row: Mapping[str, Any]) -> Source:
    published = row["published"]
    return Source(row["publisher"], row["title"], row["url"], date.fromisoformat(published) if published else None)


def fact_row(fact: Fact) -> Row:
    """The fact's own columns; its topic and its source have rows of their own."""
    return {
        "id": fact.id,
        "topic": fact.topic.id,
        **_figure_row(fact.figure),
        **_period_row(fact.period),
        "sentence": fact.quote.text,
        "verbatim": int(fact.quote.verbatim),
        "source": fact.source.url,
        "proposed_by": fact.provenance.proposed_by,
        "accepted_by": fact.provenance.accepted_by,
        "at": fact.provenance.at.isoformat(),
        "review": fact.review.isoformat() if fact.review else None,
        "retired": int(fact.retired),
    }


def fact_of(row: Mapping[str, Any], topic: Topic, source: Source) -> Fact:
    return Fact(
        row["id"],
        topic,
        _figure_of(row),
        _period_of(row),
        Quote(row["sentence"], verbatim=bool(row["verbatim"])),
        source,
        Provenance(row["proposed_by"], row["accepted_by"], datetime.fromisoformat(row["at"])),
        date.fromisoformat(review) if (review := row["review"]) else None,
        bool(row["retired"]),
    )


def _figure_row(figure: Figure | None) -> Row:
    if figure is None:
        return dict.fromkeys(("value", "high", "unit", "bound", "printed", "scale"))
    return {
        "value": str(figure.value),
        "high": None if figure.high is None else str(figure.high),
        "unit": figure.unit,
        "bound": figure.bound.value,
        "printed": figure.printed,
        "scale": str(figure.scale),
    }


def _figure_of(row: Mapping[str, Any]) -> Figure | None:
    if row["printed"] is None:
        return None
    return Figure(
        Decimal(row["value"]),
        row["unit"],
        Bound(row["bound"]),
        row["printed"],
        None if row["high"] is None else Decimal(row["high"]),
        int(row["scale"]),
    )


def _period_row(period: Period | Unstated) -> Row:
    if period is UNSTATED:
        return dict.fromkeys(("period_from", "period_to", "period_label"))
    return {
        "period_from": period.start.isoformat(),
        "period_to": period.end.isoformat(),
        "period_label": period.label,
    }


def _period_of(row: Mapping[str, Any]) -> Period | Unstated:
    if row["period_from"] is None:
        return UNSTATED
    return Period(date.fromisoformat(row["period_from"]), date.fromisoformat(row["period_to"]), row["period_label"])


def proposal_body(proposal: Proposal | Amendment) -> str:
    """All of a proposal that may not be in the table yet, as JSON."""
    if isinstance(proposal, Amendment):
        patch = proposal.patch
        rows = [[row.table, row.before, row.after] for row in patch.rows]
        said = {"kind": patch.kind, "what": patch.what, "why": patch.why, "undoes": patch.undoes, "rows": rows}
        return json.dumps({"patch": said, "change": proposal.change}, ensure_ascii=False)
    fact = proposal.fact
    body = {
        "fact": fact_row(fact),
        "topic": {
            "id": fact.topic.id,
            "place": fact.topic.place,
            "family": fact.topic.family,
            "titles": _pairs(fact.topic.titles),
        },
        "source": source_row(fact.source),
        "phrasings": _pairs(proposal.phrasings),
        "new_topic": proposal.new_topic,
        "suggested": proposal.suggested,
    }
    return json.dumps(body, ensure_ascii=False)


def proposal_of(row: Mapping[str, Any]) -> Proposal | Amendment:
    body, at, verdict = json.loads(row["body"]), datetime.fromisoformat(row["at"]), Verdict(row["verdict"])
    if said := body.get("patch"):
        rows = tuple(RowChange(*cells) for cells in said["rows"])
        patch = Patch(Deed(said["kind"]), said["what"], rows, said["why"], said["undoes"])
        return Amendment(patch, row["by"], at, row["id"], verdict, body["change"])
    held = body["topic"]
    topic = Topic(held["id"], _wordings(held["titles"]), held["place"], held["family"])
    return Proposal(
        fact_of({"review": None, "retired": 0} | body["fact"], topic, source_of(body["source"])),
        _wordings(body["phrasings"]),
        new_topic=body["new_topic"],
        by=row["by"],
        at=at,
        id=row["id"],
        verdict=verdict,
        suggested=body.get("suggested", False),
    )


def _pairs(wordings: tuple[Wording, ...]) -> list[tuple[str, str]]:
    return [(wording.text, wording.language) for wording in wordings]


def _wordings(pairs: list[tuple[str, str]]) -> tuple[Wording, ...]:
    return tuple(Wording(text, language) for text, language in pairs)


def turn_body(turn: Turn | None) -> str:
    return json.dumps(turn and [turn.question, turn.topic, turn.facts])


def asking_of(row: Mapping[str, Any]) -> Asking:
    turn = json.loads(row["before"])
    before = Turn(turn[0], turn[1], tuple(turn[2])) if turn else None
    return Asking(row["question"], date.fromisoformat(row["day"]), before)


def storable(text: str) -> str:
    """A terminal can pass on bytes that are no text; what is kept is the rest of what was typed."""
    return text.encode("utf-8", "backslashreplace").decode()
