"""An answer as the JSON object that callers of `giants ask --json` rely on."""

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import assert_never

from knowledge.explaining import Explanation, Weighed
from knowledge.facts import Fact, Period, Unstated
from knowledge.questions import Answer, Change, Found, Reading, Scored, Several, Unknown

Json = None | bool | int | float | Decimal | str | list["Json"] | dict[str, "Json"]
"""What JSON can hold. Numbers are int or Decimal, so that no figure passes through a float."""

_HAN = re.compile(r"[\u3400-\u9fff]+")


def as_json(answer: Answer, text: str) -> dict[str, Json]:
    """Every key of the contract, always; `text` is what a chat shows, as plain text."""
    facts: list[Json] = []
    choices: list[Json] = []
    nearest: list[Json] = []
    reason: Json = None
    computed: Json = None
    match answer:
        case Found():
            facts = [_fact(scored) for scored in answer.facts]
            computed = _change(answer.computed) if answer.computed else None
        case Several():
            choices = [_title(fact) for fact in answer.choices]
        case Unknown():
            nearest = [_title(fact) for fact in answer.nearest]
            reason = answer.reason.value
        case _:
            assert_never(answer)
    return {
        "question": answer.reading.question,
        "outcome": outcome(answer),
        "facts": facts,
        "choices": choices,
        "nearest": nearest,
        "reason": reason,
        "computed": computed,
        "matched": _matched(answer.reading),
        "text": text,
    }


def why_as_json(explanation: Explanation, text: str) -> dict[str, Json]:
    """Every step to the answer; the weights of a topic add up to its score."""
    reading = explanation.answer.reading
    return {
        "question": reading.question,
        "outcome": outcome(explanation.answer),
        "words": dict(runs(reading.words)),
        "left_over": [*left_over(reading.words, explanation.left_over)],
        "concepts": [{"typed": typed, "concept": concept.name} for typed, concept in explanation.concepts],
        "periods": [period.label for period in explanation.periods],
        "places": [place.name for place in explanation.places],
        "topics": [_weighed(weighed) for weighed in explanation.topics],
        "lead": _score(explanation.lead),
        "needed": _score(explanation.needed),
        "offered": _score(explanation.offered),
        "vetoes": [{"ruling": veto.ruling.value, "detail": veto.detail} for veto in explanation.vetoes],
        "leaning": explanation.leaning.value if explanation.leaning else None,
        "carried": reading.carried,
        "parts": [why_as_json(part, "") for part in explanation.parts],
        "text": text,
    }


def _weighed(weighed: Weighed) -> Json:
    spoken: list[Json] = [
        {"voice": each.voice.value, "words": each.words, "weight": _score(each.weight)} for each in weighed.spoken
    ]
    return {
        "topic": weighed.topic.id,
        "title": weighed.topic.title(),
        "score": _score(weighed.score),
        "spoken": spoken,
    }


def _score(value: float) -> Decimal:
    """Plain digits, never an exponent."""
    return Decimal(f"{value:.6f}")


def outcome(answer: Answer) -> str:
    """What callers, and the log of questions, call it."""
    match answer:
        case Found():
            return "answer"
        case Several():
            return "choose"
        case Unknown():
            return "unknown"
        case _:
            assert_never(answer)


def dumps(value: Json) -> str:
    """One line of JSON in which every number stands exactly as it is held.

    >>> dumps({"share": Decimal("13.70"), "firms": 17600})
    '{"share": 13.70, "firms": 17600}'
    """
    match value:
        case dict():
            return (
                "{"
                + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {dumps(held)}" for key, held in value.items())
                + "}"
            )
        case list():
            return "[" + ", ".join(map(dumps, value)) + "]"
        case Decimal():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _number(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _fact(scored: Scored) -> Json:
    fact, figure, period = scored.fact, scored.fact.figure, _dates(scored.fact.period)
    return {
        "id": fact.id,
        "topic": fact.topic.id,
        "figure": figure.printed if figure else None,
        "value": _number(figure.value) if figure else None,
        "high": _number(figure.high) if figure and figure.high is not None else None,
        "unit": figure.unit if figure else None,
        "bound": figure.bound.value if figure else None,
        "period": _label(fact.period),
        "period_from": period.start.isoformat() if period else None,
        "period_to": period.end.isoformat() if period else None,
        "place": fact.topic.place,
        "sentence": fact.quote.text,
        "quote": "verbatim" if fact.quote.verbatim else "summary",
        "source": {
            "publisher": fact.source.publisher,
            "title": fact.source.title,
            "url": fact.source.url,
            "published": fact.source.published.isoformat() if fact.source.published else None,
        },
        "score": round(scored.score, 6),
    }


def _title(fact: Fact) -> Json:
    return {"id": fact.id, "title": fact.topic.title(), "period": _label(fact.period)}


def _change(change: Change) -> Json:
    return {
        "kind": change.kind.value,
        "value": _number(change.value),
        "unit": change.unit,
        "from": change.start.id,
        "to": change.end.id,
        "formula": change.formula,
    }


def _matched(reading: Reading) -> Json:
    return {
        "words": dict(runs(reading.words)),
        "unmatched": [*left_over(reading.words, reading.unmatched)],
        "period": reading.period.label if reading.period else None,
        "carried": reading.carried,
    }


def runs(words: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The words, Chinese characters that follow each other joined: it is written without gaps between its words.

    >>> list(runs([("2021", "2021"), ("年", "年"), ("有", "有"), ("mny", "many")]))
    [('2021', '2021'), ('年有', '年有'), ('mny', 'many')]
    """
    for chinese, run in groupby(words, key=lambda pair: all(map(_HAN.fullmatch, pair))):
        typed, read = zip(*run, strict=True)
        yield from [("".join(typed), "".join(read))] if chinese else zip(typed, read, strict=True)


def left_over(words: Iterable[tuple[str, str]], unmatched: Iterable[str]) -> tuple[str, ...]:
    """The unmatched words, those Chinese characters joined that stand side by side in the question."""
    said = "".join(typed for typed, _ in words)
    left: list[str] = []
    for word in unmatched:
        joined = left[-1] + word if left else ""
        if _HAN.fullmatch(joined) and joined in said:
            left[-1] = joined
        else:
            left.append(word)
    return tuple(left)


def _dates(period: Period | Unstated) -> Period | None:
    return period if isinstance(period, Period) else None


def _label(period: Period | Unstated) -> str:
    return period.label if isinstance(period, Period) else period.value
