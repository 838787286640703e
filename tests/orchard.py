"""A table of a handful of topics with a lexicon of a few words, for what curators do to it: made in a moment."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.facts import (
    Bound,
    Collection,
    Concept,
    Document,
    Entry,
    Fact,
    Figure,
    Kind,
    Period,
    Provenance,
    Quote,
    Source,
    Topic,
    Wording,
)
from knowledge.history import Change
from knowledge.learned import Learned
from knowledge.ledger import Proposed
from knowledge.questions import Found
from knowledge.store.protocol import Amendment, Proposal

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = AT.date()
SOURCE = Source("Office", "Yearbook", "https://yearbook.example/2024", date(2025, 3, 1))
OLGA, PAUL = 7, 8

WAGE = Topic("wage", (Wording("Hourly wage of a welder", "en"), Wording("焊工时薪", "zh")))
RENT = Topic("rent", (Wording("Monthly rent of a workshop", "en"),))
PEARS = Topic("pears", (Wording("Harvest of pears", "en"),))
HUNAN_PEARS = Topic("pears-hunan", (Wording("Harvest of pears, Hunan", "en"),), "Hunan", "pears")
YAKS = Topic("yaks", (Wording("Yaks held by herders", "en"),))
TOPICS = (WAGE, RENT, PEARS, HUNAN_PEARS, YAKS)


def a_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), str(year))


def a_fact(topic: Topic, year: int, number: str, unit: str, *, beside: str = "") -> Fact:
    """`beside` is what its sentence says after the figure."""
    figure = Figure(Decimal(number.replace(",", "")), unit, Bound.EXACTLY, f"{number} {unit}")
    sentence = f"In {year}, the {topic.title().lower()} was {number} {unit}{beside}."
    made = Provenance(0, 0, datetime(2025, 3, 1, tzinfo=UTC))
    return Fact(f"{topic.id}-{year}", topic, figure, a_year(year), Quote(sentence), SOURCE, made)


FACTS = (
    a_fact(WAGE, 2023, "30", "yuan"),
    a_fact(WAGE, 2024, "31.5", "yuan", beside=", up from 30 yuan"),
    a_fact(RENT, 2024, "9,800", "yuan"),
    a_fact(PEARS, 2024, "410", "tonnes"),
    a_fact(HUNAN_PEARS, 2024, "52", "tonnes"),
)
ASKED = {
    "wage": ("What is the hourly wage of a welder?", "how much does a welder earn", "焊工一小时挣多少钱"),
    "rent": ("What is the monthly rent of a workshop?", "how dear is a workshop"),
    "pears": ("How large was the harvest of pears?", "how many pears were picked"),
    "yaks": ("How many yaks are there?",),
}
LEXICON = (
    Concept("hunan", (Wording("Hunan", "en"), Wording("湖南", "zh")), Kind.PLACE),
    Concept("dear", (Wording("dear", "en"), Wording("costly", "en"))),
)
EVERYTHING = Collection(
    (Document(SOURCE, " ".join(fact.quote.text for fact in FACTS)),),
    tuple(
        Entry(
            topic,
            tuple(Wording(text, "zh" if not text.isascii() else "en") for text in ASKED.get(topic.id, ())),
            tuple(fact for fact in FACTS if fact.topic == topic),
        )
        for topic in TOPICS
    ),
    LEXICON,
)

SHEEP = Draft(
    sentence="In 2024, the herders held 9,123 sheep.",
    url="https://news.example/sheep",
    topic="Sheep held by shepherds",
    place="China",
    phrasings=("how many sheep are there",),
)


def opened(path: Path) -> Almanac:
    """The table in that file; an empty one where there is none. Nothing that ships is in it."""
    return Almanac(Learned(path, []))


def made(path: Path) -> Path:
    with opened(path) as almanac:
        almanac.load(EVERYTHING, name="orchard.jsonl", at=AT)
    return path


def the_fact(almanac: Almanac, name: str) -> Fact:
    fact = almanac.fact(name)
    assert fact is not None
    return fact


def the_topic(almanac: Almanac, name: str) -> Topic:
    return next(topic for topic in almanac.topics() if topic.id == name)


def kept(almanac: Almanac, proposed: Proposed) -> Change:
    """By who proposed it."""
    assert isinstance(proposed, Amendment), proposed
    change = almanac.ledger.keep(proposed.id, by=proposed.by, at=AT)
    assert isinstance(change, Change), change
    return change


def added(almanac: Almanac, draft: Draft = SHEEP, *, by: int = OLGA) -> Fact:
    proposal = almanac.ledger.propose(draft, by=by, at=AT)
    assert isinstance(proposal, Proposal), proposal
    fact = almanac.ledger.keep(proposal.id, by=by, at=AT)
    assert isinstance(fact, Fact)
    return fact


def undone(almanac: Almanac, change: Change | None, *, by: int = OLGA) -> Change:
    assert change is not None
    return kept(almanac, almanac.ledger.undo(change, by=by, at=AT))


def last(almanac: Almanac) -> Change:
    """The latest change of the history."""
    return almanac.ledger.history(limit=1)[0]


def answered(almanac: Almanac, asked: str) -> list[str]:
    """The ids of the facts that answer it."""
    answer = almanac.ask(asked, today=TODAY)
    return [scored.fact.id for scored in answer.facts] if isinstance(answer, Found) else []


QUESTIONS = (
    *(text for asked in ASKED.values() for text in asked),
    *("harvest of pears in Hunan", "welder's pay", "9,800?", "is it expensive", "Yaks held by herders"),
)


def answers(almanac: Almanac) -> list[list[str]]:
    """What each of some questions gets."""
    return [answered(almanac, text) for text in QUESTIONS]


def given(sentence: str = "", url: str = "", **fields: str) -> Draft:
    """What a curator gives of a fact."""
    return replace(Draft(sentence, url), **fields)  # type: ignore[arg-type]


def said(path: Path) -> dict[str, set[str]]:
    """What the index has of each family."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("select indexed.topic, phrasing from said join indexed on number = said.topic")
        held: dict[str, set[str]] = {}
        for topic, phrasing in rows:
            held.setdefault(topic, set()).add(phrasing)
    return held


def said_anew(path: Path) -> dict[str, set[str]]:
    """The same, learned anew from the table."""
    copy = path.with_suffix(".anew")
    with closing(sqlite3.connect(path)) as connection, closing(sqlite3.connect(copy)) as other:
        connection.backup(other)  # what is still in the journal too
        other.executescript("delete from read_with")
    opened(copy).close()
    held = said(copy)
    copy.unlink()
    return held
