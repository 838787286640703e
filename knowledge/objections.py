"""What stands in the way of a change of topics and of what is asked of them."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from knowledge.curation import Problem
from knowledge.facts import Topic
from knowledge.learned import Learned
from knowledge.proposing import asked_elsewhere, title_held
from knowledge.store.protocol import Store

NO_CHANGE: Final = (Problem("change", "That is how it is already: nothing would change."),)


def clashing(
    phrasings: Sequence[str], topic: Topic, learned: Learned, day: date, *, field: str = "ask"
) -> tuple[Problem, ...]:
    """Phrasings, or a title, that another topic answers already."""
    with learned.reading():
        return tuple(
            Problem(
                field,
                "“{text}” is asked of “{title}” already: leave it out, or move it.",
                {"text": text, "title": title_held(other, learned)},
            )
            for text in phrasings
            if (other := asked_elsewhere(text, topic.root, learned, day))
        )


def unmergeable(store: Store, topic: Topic, into: Topic) -> tuple[Problem, ...]:
    """Why two topics of the table cannot be one."""
    if topic.id == into.id:
        return (Problem("topic", "A topic cannot be merged with itself."),)
    if topic.place != into.place:
        told = {"place": topic.place, "other": into.place}
        return (
            Problem(
                "topic", "One is about {place} and the other about {other}: figures of two places never mix.", told
            ),
        )
    if any(each.family == topic.id for each in store.topics()):
        return (Problem("topic", "Other topics are of its family: merge the other way round."),)
    return ()


def gone(store: Store, *topics: Topic) -> tuple[Problem, ...]:
    """Topics that were merged or taken back since somebody saw them."""
    held = {topic.id for topic in store.topics()}
    return tuple(
        Problem("topic", "There is no topic “{title}” in the table any more.", {"title": topic.title()})
        for topic in topics
        if topic.id not in held
    )
