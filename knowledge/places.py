"""Topics by measure and place: the members of a family, and which of them a question is about."""

from collections import Counter
from collections.abc import Iterable

from knowledge.facts import Topic
from knowledge.reading import Question


def name_of(place: str) -> str:
    """The lexicon's name for a place as it is shown."""
    return "-".join(place.casefold().split())


def title_of(name: str) -> str:
    """A place as it is shown, from the lexicon's name for it."""
    return name.replace("-", " ").title()


class Places:
    """Places are read exactly, and veto: Shenzhen is not answered with China."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = {topic.id: topic for topic in topics}
        self._families: dict[str, dict[str, Topic]] = {}
        for topic in sorted(self._topics.values(), key=lambda topic: bool(topic.family)):  # its root comes first
            self._families.setdefault(topic.root, {}).setdefault(name_of(topic.place), topic)
        self._of: dict[str, list[Topic]] = {}
        for family in self._families.values():
            for place, topic in family.items():
                self._of.setdefault(place, []).append(topic)
        common = Counter(name_of(topic.place) for topic in self._topics.values()).most_common(1)
        self.home = common[0][0] if common else ""

    def __contains__(self, topic: str) -> bool:
        return topic in self._topics

    def root(self, topic: str) -> Topic:
        """The topic whose phrasings a family shares."""
        return self._topics[topic]

    def family(self, root: str) -> Iterable[Topic]:
        """The root first."""
        return self._families[root].values()

    def of(self, place: str) -> Iterable[Topic]:
        """The topics of a place."""
        return self._of.get(place, ())

    def elsewhere(self, question: Question) -> tuple[str, ...]:
        """The places it names besides the one that most of the table is about."""
        return tuple(dict.fromkeys(place.name for place in question.places if place.name != self.home))

    def has(self, root: str, places: Iterable[str]) -> bool:
        """Whether a topic has members in all of these places."""
        return all(place in self._families.get(root, {}) for place in places)

    def members(self, root: str, question: Question) -> tuple[tuple[Topic, ...], tuple[str, ...]]:
        """The topics of the places asked about (the root's where none is), and the places that have none."""
        family, own = self._families[root], name_of(self._topics[root].place)
        asked = tuple(dict.fromkeys(place.name for place in question.places)) or (own,)
        if elsewhere := [place for place in asked if place not in {own, self.home}]:
            asked = tuple(elsewhere)  # "Shenzhen, China" asks about Shenzhen
        elif own in asked:
            asked = (own,)  # "the west's share of China" is the west's
        return tuple(family[place] for place in asked if place in family), tuple(p for p in asked if p not in family)
