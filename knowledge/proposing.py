"""A curator's draft to a proposal, read with all that the table knows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from knowledge.attaching import Attaching
from knowledge.curation import Draft, Problem, check, draft_fact, figure_of, known, wording
from knowledge.drafts import title_of as titled
from knowledge.facts import Fact, Topic, Wording
from knowledge.gists import gist, telling
from knowledge.learned import Learned
from knowledge.limits import says_nothing, visible
from knowledge.places import title_of
from knowledge.store.protocol import Proposal
from knowledge.wordings import wordings_for

_KINDS_OF_PLACES: Final = frozenset(["provinc", "citi", "municip", "region", "autonom", "省", "市", "自", "治", "区"])
"""Words beside a place's name that say no more than what kind of place it is."""


def propose(
    draft: Draft, learned: Learned, *, by: int, at: datetime, beside: Sequence[Topic] = ()
) -> Proposal | tuple[Problem, ...]:
    """The fact as it would be kept, or everything that is wrong with the draft. Stands inside `reading`.

    Topics `beside` those of the table come in together with the draft.
    """
    day, topics = at.date(), (*learned.store.topics(), *beside)
    attaching = Attaching(learned.index, learned.store, learned.desk.thresholds)
    draft = _seen(draft)
    named = attaching.places_of(draft.sentence, draft.topic)
    place = _place(draft, named, learned, day)
    problems = [*check(draft, topics, today=day, places=named), *_silent(draft)]
    if place is None:
        problems.append(_no_place(draft.place))
    if problems or place is None:
        return tuple(problems)
    source = learned.store.source(draft.url)
    published = source.published.isoformat() if source and source.published else draft.published
    draft = replace(draft, place=place, published=published)
    draft, suggested = _settled(draft, attaching, learned, day)
    fact, phrasings, new = draft_fact(draft, topics, suggested=suggested, by=by, at=at)
    if new and not draft.phrasings:
        phrasings = tuple(_proposed(draft, fact, learned, day))
    clashes = tuple(_clashes(draft, fact.topic, learned, day, new=new))
    return clashes or Proposal(replace(fact, source=source or fact.source), phrasings, new, by, at)


def _proposed(draft: Draft, fact: Fact, learned: Learned, today: date) -> Iterator[Wording]:
    """Ways to ask that say something of their own, and that nothing else is asked by."""
    for text in wordings_for(draft, fact.topic.title(), fact.figure):
        if telling(gist(text, learned.index.lexicon)) and not asked_elsewhere(text, fact.topic.root, learned, today):
            yield wording(text)


def _settled(draft: Draft, attaching: Attaching, learned: Learned, today: date) -> tuple[Draft, Topic | None]:
    """The draft, and the topic held that it belongs to: one that it names in other words, or that its sentence tells.

    A name that means another topic, whose figures are of another kind, gives way to what the sentence says.
    """
    figure = figure_of(draft)
    unit = figure.unit if figure else ""
    if general := attaching.general(draft.topic or titled(draft), unit, today=today):
        return replace(draft, topic=""), general
    if not draft.topic:
        return draft, attaching.topic_of(draft.sentence, unit, draft.phrasings, today=today)
    other = asked_elsewhere(draft.topic, "", learned, today)
    if not other or known(draft.topic, learned.store.topics()):
        return draft, None
    held = next(topic for topic in learned.store.topics() if topic.id == other)
    if unit in {fact.figure.unit for fact in learned.store.facts(other) if fact.figure}:
        return replace(draft, topic=""), held
    return replace(draft, topic=titled(replace(draft, phrasings=())) or draft.topic), None


def asked_elsewhere(text: str, root: str, learned: Learned, today: date) -> str:
    """The topic of another family that answers this very phrasing, fillers, dates and places aside; "" if none does."""
    said = learned.index.said(learned.index.reader.read(text, today=today))
    others = (topic for topic in learned.index.topics(said).values() if topic != root)
    return next((topic for topic in others if learned.store.facts(topic)), "")


def _seen(draft: Draft) -> Draft:
    """The draft without what nobody can see."""
    return Draft(
        sentence=visible(draft.sentence).strip(),
        url=draft.url,
        publisher=visible(draft.publisher).strip(),
        title=visible(draft.title).strip(),
        published=draft.published,
        topic=visible(draft.topic).strip(),
        period=visible(draft.period).strip(),
        place=visible(draft.place).strip(),
        figure=visible(draft.figure).strip(),
        phrasings=tuple(seen for text in draft.phrasings if (seen := visible(text).strip())),
    )


def _silent(draft: Draft) -> Iterator[Problem]:
    if draft.sentence and says_nothing(draft.sentence):
        yield Problem("sentence", "The source sentence has no words in it: write it as the source prints it.")
    for phrasing in draft.phrasings:
        if says_nothing(phrasing):
            yield Problem(
                "ask", "“{phrasing}” has no words in it: write a question, or leave it out.", {"phrasing": phrasing}
            )


def _place(draft: Draft, named: Sequence[str], learned: Learned, today: date) -> str | None:
    """The place as the table names it: the one given, in any language, or the one that the sentence's firms are of."""
    if not draft.place:
        return named[0] if len(named) == 1 else ""
    if held := [topic.place for topic in learned.store.topics() if topic.place.casefold() == draft.place.casefold()]:
        return held[0]
    read = learned.index.exact.read(draft.place, today=today)
    names = {place.name for place in read.places}
    return title_of(names.pop()) if len(names) == 1 and read.content <= _KINDS_OF_PLACES else None


def _no_place(typed: str) -> Problem:
    return Problem(
        "place",
        (
            "“{typed}” is no place that is known here: name one province, city or country, such "
            "as “place: Zhejiang”, or leave the line out."
        ),
        {"typed": typed},
    )


def _clashes(draft: Draft, topic: Topic, learned: Learned, today: date, *, new: bool) -> Iterator[Problem]:
    """What is asked of two topics would be answered for neither."""
    for phrasing in draft.phrasings:
        if other := asked_elsewhere(phrasing, topic.root, learned, today):
            yield Problem(
                "ask",
                "“{phrasing}” is asked of “{title}” already: leave it out.",
                {"phrasing": phrasing, "title": title_held(other, learned)},
            )
    if new and (other := asked_elsewhere(topic.title(), topic.root, learned, today)):
        title = title_held(other, learned)
        yield Problem(
            "topic",
            "“{title}” means “{title2}” already: write “topic: {title2}”, or another name.",
            {"title": topic.title(), "title2": title},
        )


def title_held(topic: str, learned: Learned) -> str:
    """What a topic is called; its id where it is not held."""
    held = learned.store.entry(topic)
    return held.topic.title() if held else topic
