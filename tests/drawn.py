"""Valid values of every kind, drawn by hypothesis for the laws that hold for all of them."""

from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from string import ascii_lowercase, digits

from hypothesis import strategies as st

from knowledge.facts import (
    UNSTATED,
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
from knowledge.limits import visible

seen = st.text(max_size=15).map(visible)
telling = st.characters(categories=["L", "Nd"])
texts = st.builds("{}{}{}".format, seen, telling, seen)  # to throw away what says nothing would be slow
small = st.text(ascii_lowercase + digits, min_size=1, max_size=8)
slugs = st.lists(small, min_size=1, max_size=4).map("-".join)
decimals = st.decimals(allow_nan=False, allow_infinity=False)
paths = st.text(ascii_lowercase + digits + "%?=&-", max_size=12)
urls = st.builds("{}://{}.example/{}".format, st.sampled_from(["http", "https"]), small, paths)
sources = st.builds(Source, texts, texts, urls, st.none() | st.dates())
quotes = st.builds(Quote, texts, verbatim=st.booleans())
moments = st.datetimes() | st.datetimes(timezones=st.just(UTC))
provenances = st.builds(Provenance, st.integers(0, 2**52), st.integers(0, 2**52), moments)
languages = st.sampled_from(["en", "zh", "zh-Hant", "de"])


@st.composite
def by_language(draw: st.DrawFn) -> tuple[Wording, ...]:
    """Language after language, which is the order that everything comes back in."""
    codes = draw(st.lists(languages, unique=True, max_size=3))
    each = st.lists(texts, unique=True, min_size=1, max_size=3)
    return tuple(Wording(text, code) for code in codes for text in draw(each))


wordings = by_language()


def a_period(one: date, other: date, label: str) -> Period:
    return Period(min(one, other), max(one, other), label)


periods = st.just(UNSTATED) | st.builds(a_period, st.dates(), st.dates(), texts)


@st.composite
def topics(draw: st.DrawFn) -> Topic:
    codes = draw(st.lists(languages, unique=True, min_size=1))
    name = draw(slugs)
    family = draw(st.just("") | slugs.filter(lambda other: other != name))
    return Topic(name, tuple(Wording(draw(texts), code) for code in codes), draw(texts), family)


@st.composite
def figures(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal] = decimals) -> Figure:
    bound, value, other = draw(st.sampled_from(Bound)), draw(numbers), draw(numbers)
    if bound is Bound.BETWEEN:
        value, other = min(value, other), max(value, other)
    high = other if bound is Bound.BETWEEN else None
    return Figure(value, draw(st.just("") | texts), bound, draw(texts), high, draw(st.integers(1, 10**18)))


@st.composite
def facts(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal] = decimals) -> Fact:
    figure = draw(st.none() | figures(numbers))
    made = Fact(draw(slugs), draw(topics()), figure, draw(periods), draw(quotes), draw(sources), draw(provenances))
    return replace(made, review=draw(st.none() | st.dates()), retired=draw(st.booleans()))


def _by_period(fact: Fact) -> tuple[bool, date, date]:
    if fact.period is UNSTATED:
        return True, date.max, date.max
    return False, fact.period.start, fact.period.end


@st.composite
def collections(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal] = decimals) -> Collection:
    """Ids and addresses are used once, facts stand oldest first, and one address has one source."""
    documents = draw(st.lists(st.builds(Document, sources, seen), unique_by=lambda d: d.source.url, max_size=3))
    cited = st.sampled_from([*(d.source for d in documents), Source("P", "T", "https://cited.example/only")])
    pool = draw(st.lists(facts(numbers), unique_by=lambda fact: fact.id, max_size=6))
    entries: list[Entry] = []
    for drawn_topic in draw(st.lists(topics(), unique_by=lambda topic: topic.id, max_size=3)):
        own = [pool.pop() for _ in range(draw(st.integers(0, len(pool))))]
        roots = [entry.topic.id for entry in entries if not entry.topic.family]
        topic = replace(drawn_topic, family=draw(st.sampled_from(["", *roots])))
        ordered = sorted((replace(fact, topic=topic, source=draw(cited)) for fact in own), key=_by_period)
        entries.append(Entry(topic, draw(wordings), tuple(ordered)))
    concept = st.builds(Concept, texts, wordings, st.sampled_from(Kind))
    concepts = draw(st.lists(concept, unique_by=lambda c: c.name, max_size=3))
    return Collection(tuple(documents), tuple(entries), tuple(concepts))
