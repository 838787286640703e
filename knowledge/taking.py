"""Asks a table its own phrasings: which of them another topic takes, or would take but for their exact words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.facts import Entry
from knowledge.index import Index
from knowledge.matching import rank
from knowledge.proof import Fault
from knowledge.reading import Question

MOST: Final = 20_000
"""Phrasings that are asked; of a larger table, every second or tenth, so that a check ends within seconds."""

_ANY_DAY: Final = date(2026, 1, 1)
"""What "last year" is in a phrasing is of no account for its topic."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A phrasing as the question that it is; `number` is that of its topic's family."""

    topic: str
    number: int
    text: str
    question: Question


def taken(index: Index, entries: Sequence[Entry]) -> Iterator[Fault]:
    """What to mend, in the table's order. Between topics that have no facts it does no harm."""
    holding = {entry.topic.root for entry in entries if entry.facts}
    asked = tuple(_asked(index, entries))
    takers = {at: taker for at, each in enumerate(asked) if (taker := _taker(each, index, holding)) is not None}
    away = {at: taker for at, taker in _led_away(asked, index) if at not in takers}
    for at in sorted(takers.keys() | away.keys()):
        each, taker = asked[at], takers.get(at, away.get(at, ""))
        if each.topic in holding or taker in holding:
            yield Fault(each.topic, _told(each.text, taker, word_for_word=at in away))


def _told(text: str, taker: str, *, word_for_word: bool) -> str:
    if word_for_word:
        return f"{text!r} is found word for word only; asked in other words, {taker} would take it"
    if taker:
        return f"{text!r} is taken by {taker} when it is asked: reword it, or give it to that topic"
    return f"{text!r} finds nothing when it is asked: it has no word to go by"


def _asked(index: Index, entries: Sequence[Entry]) -> Iterator[_Asked]:
    texts = [(entry.topic.root, phrasing.text) for entry in entries for phrasing in entry.phrasings]
    for topic, text in texts[:: -(-len(texts) // MOST) or 1]:
        yield _Asked(topic, index.number(topic), text, index.reader.read(text, today=_ANY_DAY))


def _taker(asked: _Asked, index: Index, holding: set[str]) -> str | None:
    """Who takes it, "" where nobody does; None where its own topic does."""
    if index.said(asked.question) == (asked.number,):
        return None  # and nothing leads more
    matches = rank(asked.question, index, holding.__contains__)
    if not matches or matches[0].score <= 0:
        return ""
    return None if matches[0].number == asked.number else matches[0].topic


def _led_away(asked: Sequence[_Asked], index: Index) -> Iterator[tuple[int, str]]:
    """What the words alone decide otherwise. Where nothing is learned, a topic's own words always lead."""
    if index.learned and asked:
        from knowledge.learning import Example, led_away  # noqa: PLC0415 - numpy is slow to load, and asking does without

        known = index.weights(frozenset().union(*(each.question.signals for each in asked)))
        examples = [Example(each.question.signals, each.number) for each in asked]
        led = dict(led_away(examples, known, index.strange))
        topics = index.topics([*set(led.values())])
        yield from ((at, topics[number]) for at, number in led.items())
