"""A proposal to the fact that is kept of it. The table may have changed since somebody saw the proposal."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, count

from knowledge.facts import Fact, Topic, Wording
from knowledge.slugs import fact_id, new_id
from knowledge.store.protocol import Proposal


def settled(proposal: Proposal, topics: Sequence[Topic]) -> Fact:
    """The proposed fact, in the topic that it belongs to among those held now."""
    topic = proposal.fact.topic
    held = next((each for each in topics if each.id == topic.id), None)
    if held is None or proposal.new_topic:
        held = _settled_topic(topic, topics)
    return replace(proposal.fact, topic=held)


def _settled_topic(topic: Topic, topics: Sequence[Topic]) -> Topic:
    """The topic that has been made under its name since; else a new one, of its own or of the other's family."""
    taken = {each.id for each in topics}
    alike = [each for each in topics if _title(each) == _title(topic)]
    if same := next((each for each in alike if each.place.casefold() == topic.place.casefold()), None):
        return same
    if alike and not topic.family:
        named = f"{alike[0].title()}, {topic.place}"
        titles = (Wording(named, topic.titles[0].language),)
        member = Topic(new_id(named, taken), titles, topic.place, alike[0].root)
        return _settled_topic(member, topics)
    return replace(topic, id=_free_id(topic, taken))


def _title(topic: Topic) -> str:
    return topic.title().casefold()


def _free_id(topic: Topic, taken: set[str]) -> str:
    if topic.id not in taken:
        return topic.id
    names = (new_id(f"{topic.title()}{again}", taken) for again in chain(("", f", {topic.place}"), count(2)))
    return next(name for name in names if name not in taken)


def twin(fact: Fact, held: Sequence[Fact]) -> Fact | None:
    """The very same statement, if it is held: two people may propose one sentence."""
    return next((each for each in held if _statement(each) == _statement(fact)), None)


def _statement(fact: Fact) -> tuple[object, ...]:
    return fact.topic.id, fact.figure, fact.period, fact.quote, fact.source.url


def own_id(fact: Fact, held: Callable[[str], Fact | None]) -> str:
    """An id that no other fact has: its own, or one with another digest."""
    if held(fact.id) is None:
        return fact.id
    names = (fact_id(fact.topic, fact.period, f"{_statement(fact)} {again}") for again in count())
    return next(name for name in names if held(name) is None)
