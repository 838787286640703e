"""What a table must be, as plain dictionaries: the model that the real one is held against."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from orchard import AT, SOURCE, WAGE

from knowledge.facts import Collection, Fact, Provenance, Source, Topic

Key = tuple[str, ...]
Rows = dict[Key, object]
Diff = dict[Key, tuple[object, object]]


class Undoing(Enum):
    """How an undo must end."""

    DONE = auto()
    DONE_BEFORE = auto()
    STALE = auto()
    """A row that it changed was changed again since."""
    LOST = auto()
    """A topic that it would give something back to is gone."""
    LEANT_ON = auto()
    """Something that came later names what it would take away."""


@dataclass(frozen=True)
class Held:
    """A fact, with its topic and source by name."""

    topic: str
    url: str
    bare: Fact


def held(fact: Fact) -> Held:
    return Held(fact.topic.id, fact.source.url, replace(fact, topic=WAGE, source=SOURCE))


def rows_of(collection: Collection) -> Rows:
    """What an export tells; in which order is another matter."""
    rows: Rows = {("source", document.source.url): document.source for document in collection.documents}
    rows |= {("concept", concept.name): concept for concept in collection.concepts}
    for entry in collection.entries:
        topic = entry.topic
        rows["topic", topic.id] = (topic.place, topic.family)
        rows |= {("title", topic.id, title.language): title.text for title in topic.titles}
        rows |= {("phrasing", topic.id, asked.language, asked.text): True for asked in entry.phrasings}
        rows |= {("source", fact.source.url): fact.source for fact in entry.facts}
        rows |= {("fact", fact.id): held(fact) for fact in entry.facts}
    return rows


@dataclass
class Plain:
    rows: Rows
    diffs: dict[int, Diff] = field(default_factory=dict)
    undoes: dict[int, int] = field(default_factory=dict)
    """By the number of an undo: the change that it took back."""

    def changed(self, number: int, mutate: Callable[[], None], *, undoes: int = 0) -> None:
        before = dict(self.rows)
        mutate()
        keys = before.keys() | self.rows.keys()
        self.diffs[number] = {
            key: (before.get(key), self.rows.get(key)) for key in keys if before.get(key) != self.rows.get(key)
        }
        assert self.diffs[number], "a change that changes nothing"
        if undoes:
            self.undoes[number] = undoes

    # What is there.

    def named(self, kind: str) -> list[str]:
        return [key[1] for key in self.rows if key[0] == kind]

    def fact(self, name: str) -> Held:
        found = self.rows["fact", name]
        assert isinstance(found, Held)
        return found

    def root(self, topic: str) -> str:
        _, family = self.topic(topic)
        return family or topic

    def topic(self, topic: str) -> tuple[str, str]:
        found = self.rows["topic", topic]
        assert isinstance(found, tuple)
        return found

    def family(self, topic: str) -> list[str]:
        return [each for each in self.named("topic") if self.root(each) == self.root(topic)]

    def titles(self, topic: str) -> list[tuple[str, str]]:
        return [(key[2], str(text)) for key, text in self.rows.items() if key[:2] == ("title", topic)]

    def asked(self, topics: list[str]) -> list[Key]:
        return [key for key in self.rows if key[0] == "phrasing" and key[1] in topics]

    def told(self) -> Rows:
        """What an export must tell: a source that no fact names any more is held in silence, unless as a document."""
        named = {self.fact(fact).url for fact in self.named("fact")} | {SOURCE.url}
        rows = {key: row for key, row in self.rows.items() if key[0] != "source" or key[1] in named}
        return {key: True if key[0] == "phrasing" else row for key, row in rows.items()}

    def live(self) -> dict[str, Held]:
        return {name: fact for name in self.named("fact") if not (fact := self.fact(name)).bare.retired}

    # What is done to it.

    def put_fact(self, fact: Fact) -> None:
        self.rows["source", fact.source.url] = fact.source
        self.rows["fact", fact.id] = held(fact)

    def edit(self, name: str, *, by: int, topic: str = "", **changes: object) -> None:
        was = self.fact(name)
        accepted = Provenance(was.bare.provenance.proposed_by, by, AT)
        bare = replace(was.bare, provenance=accepted, **changes)  # type: ignore[arg-type]
        self.rows["fact", name] = Held(topic or was.topic, was.url, bare)

    def cite(self, name: str, source: Source, *, by: int) -> None:
        """The source of a fact is that of all facts from there."""
        self.edit(name, by=by)
        self.rows["source", source.url] = source

    def put_topic(self, topic: Topic) -> None:
        self.rows["topic", topic.id] = (topic.place, topic.family)
        for title in topic.titles:
            self.rows["title", topic.id, title.language] = title.text

    def phrase(self, topic: str, language: str, text: str, *, by: int) -> None:
        """Behind the others of that topic."""
        places = [row[0] for key, row in self._phrasings() if key[1] == topic]
        self.rows.setdefault(("phrasing", topic, language, text), (max(places, default=-1) + 1, by))

    def _phrasings(self) -> Iterator[tuple[Key, tuple[int, int]]]:
        for key, row in self.rows.items():
            if key[0] == "phrasing":
                assert isinstance(row, tuple)
                yield key, row

    def move(self, phrasings: list[Key], into: str) -> None:
        for key in phrasings:
            row = self.rows.pop(key)
            assert isinstance(row, tuple)
            self.phrase(into, key[2], key[3], by=row[1])

    def merge(self, topic: str, into: str, *, by: int) -> None:
        for name in self.named("fact"):
            was = self.fact(name)
            if was.topic == topic:
                self.rows["fact", name] = replace(was, topic=into)
        root = self.root(into)
        self.move(self.asked([topic]), root)
        for language, text in self.titles(topic):
            if text.casefold() not in {key[3].casefold() for key in self.asked([root])}:
                self.phrase(root, language, text, by=by)
            del self.rows["title", topic, language]
        del self.rows["topic", topic]

    def take_in(self, collection: Collection) -> None:
        for document in collection.documents:
            self.rows["source", document.source.url] = document.source
        for concept in collection.concepts:
            self.rows["concept", concept.name] = concept
        for entry in collection.entries:
            self.put_topic(entry.topic)
            for asked in entry.phrasings:
                self.phrase(entry.topic.id, asked.language, asked.text, by=0)
            for fact in entry.facts:
                self.put_fact(fact)

    # What is taken back.

    def undone(self, number: int) -> bool:
        return any(of == number and not self.undone(undo) for undo, of in self.undoes.items())

    def undoing(self, number: int) -> Undoing:
        if self.undone(number):
            return Undoing.DONE_BEFORE
        diff = self.diffs[number]
        after = Plain(_undone(self.rows, diff))
        given_back = [key for key, (before, _) in diff.items() if before is not None]
        if not set(after.leaning(given_back)) <= {*self.named("topic"), *after.named("topic")}:
            return Undoing.LOST
        if any(self.rows.get(key) != row for key, (_, row) in diff.items()):
            return Undoing.STALE
        return Undoing.LEANT_ON if after.hangs() else Undoing.DONE

    def undo(self, number: int) -> None:
        self.rows = _undone(self.rows, self.diffs[number])

    def leaning(self, keys: Iterable[Key]) -> Iterator[str]:
        """The topics that these rows belong to."""
        for key in keys:
            match key[0]:
                case "fact":
                    yield self.fact(key[1]).topic
                case "title" | "phrasing":
                    yield key[1]
                case _:
                    pass

    def hangs(self) -> bool:
        """Whether something names what is not there."""
        topics, sources = set(self.named("topic")), set(self.named("source"))
        return (
            not set(self.leaning(self.rows)) <= topics
            or any(self.fact(name).url not in sources for name in self.named("fact"))
            or any(family not in {"", *topics} for _, family in map(self.topic, topics))
        )


def _undone(rows: Rows, diff: Diff) -> Rows:
    """Rows that are not there are None in a diff, and left out here."""
    before = {key: was for key, (was, _) in diff.items()}
    return {key: row for key, row in (rows | before).items() if row is not None}
