"""The one door to the table: ask it, look things up, let curators add, take it in and out."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from knowledge.changes import Foreseen, compare
from knowledge.conversing import Conversations
from knowledge.counting import Counting
from knowledge.curation import Draft, Problem
from knowledge.demand import Demand
from knowledge.explaining import Explanation, explain
from knowledge.facts import Collection, Fact, Source, Topic
from knowledge.history import Deed, Patch
from knowledge.jsonl import LONG_AGO
from knowledge.learned import Learned
from knowledge.ledger import Ledger
from knowledge.notebook import Notebook
from knowledge.proof import Fault, prove
from knowledge.proposing import propose
from knowledge.questions import Answer, Asking, Found, Reading, Scored, Turn, remembered
from knowledge.sent import Sent
from knowledge.settings import Settings
from knowledge.shown import Shown
from knowledge.store.protocol import Imported, Noted, Proposal, Store
from knowledge.taking import taken
from knowledge.thresholds import Thresholds
from knowledge.trials import Tell, nobody
from knowledge.tuning import WRONG, TooSmall, Tuned, tune

DATA: Final = Path(__file__).parent / "data"
SHIPPED: Final = ("article.jsonl", "public.jsonl")
"""The collections that a new table starts with."""

GOLDEN: Final = "golden.txt"
"""Questions, a line each, that must go on being answered as they are whatever curators add."""

LEXICON: Final = "lexicon.toml"
"""The field's words. They are no facts, so a table made by an import has them too."""


class Almanac:
    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._store: Store = learned.store
        self._conversations = Conversations(learned.store)
        self.ledger = Ledger(learned)
        self.notebook = Notebook(learned.store)
        self.demand = Demand(learned)
        self.counting = Counting(learned.store)
        self.sent = Sent(learned.store)

    @classmethod
    def open(cls, database: str | Path) -> Self:
        """The table in that file, made with the shipped facts where there is none. Raises StoreError."""
        return cls(Learned(Path(database), [DATA / name for name in (LEXICON, *SHIPPED)], DATA / GOLDEN))

    @classmethod
    def open_empty(cls, database: str | Path) -> Self:
        """The same, but a new file is made without facts. Raises StoreError."""
        return cls(Learned(Path(database), [DATA / LEXICON]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._store.close()

    def ask(self, text: str, *, today: date, before: Turn | None = None) -> Answer:
        """The answer to any text at all; it never raises for what a person typed.

        `before` is the turn of a conversation that "and in 2021?" leans on.
        """
        with self._learned.reading() as desk:
            return desk.answer(text, today=today, before=before)

    def converse(self, text: str, *, conversation: str, at: datetime) -> Answer:
        """The same, leaning on that conversation's last turn, which is kept for a while.

        It writes nothing, so that nobody waits for the disk: `record` does.
        """
        before = self._conversations.turn(conversation, at)
        answer = self.ask(text, today=at.date(), before=before)
        if text.strip():
            asking = Asking(text, at.date(), before)
            self._conversations.keep(conversation, asking, remembered(answer, before), at)
        return answer

    def explain(self, asking: Asking) -> Explanation:
        """What a question was answered by: it is answered once more, by the table as it is now."""
        with self._learned.reading() as desk:
            judged = desk.judge(asking.question, today=asking.day, before=asking.before)
            return explain(judged, self._learned.index, desk.topic, offered=desk.thresholds.plausible)

    def last_asked(self, conversation: str, *, at: datetime) -> Asking | None:
        """What a conversation asked last; None where it asked nothing, or a day has passed."""
        return self._conversations.asking(conversation, at)

    def suggest(self, text: str, *, today: date, limit: int = 10) -> tuple[Scored, ...]:
        """Facts worth a card, best first, for someone who picks among them."""
        with self._learned.reading() as desk:
            return desk.suggest(text, today=today, limit=limit)

    def record(self, noted: Iterable[Noted], shown: Iterable[Shown] = (), *, patiently: bool = True) -> None:
        """Keep what was asked, picked, wished and voted, what messages state, and where each conversation stands.

        All at once. Without patience it raises StoreError at once while another process writes.
        """
        with self._store.transaction(patiently=patiently):
            self._store.record(noted)
            self.sent.keep(shown)
            self._conversations.write()
        self._conversations.forget()

    @property
    def settings(self) -> Settings:
        """What owners have set by chat."""
        return self._store.settings()

    def keep_settings(self, settings: Settings) -> None:
        self._store.keep_settings(settings)

    @property
    def thresholds(self) -> Thresholds:
        """What a topic must lead by in this table."""
        return self._store.thresholds()

    def tune(self, *, wrong: float = WRONG, tell: Tell = nobody) -> Tuned | TooSmall:
        """The thresholds that suit the table's own questions; it changes nothing, and takes a minute."""
        return tune(self._learned, wrong=wrong, tell=tell)

    def keep_thresholds(self, thresholds: Thresholds | None) -> None:
        """Answer with these from now on; None goes back to those that every table starts with."""
        with self._learned.changing():
            self._learned.keep_thresholds(thresholds)

    def topics(self) -> tuple[Topic, ...]:
        return self._store.topics()

    def facts(self, topic: str) -> tuple[Fact, ...]:
        """What is held of a topic, oldest period first."""
        return self._store.facts(topic)

    def fact(self, fact: str) -> Fact | None:
        return self._store.fact(fact)

    def shown_in(self, text: str) -> tuple[Fact, ...]:
        """The facts that an answer shows, by its text: those whose sentence, title and figure stand in it."""
        facts = self._store.shown_in(text) if text else ()
        for fact in facts:
            text = text.replace(fact.quote.text, "")  # one sentence may have the figures of several facts
        named = [fact for fact in facts if any(title.text in text for title in fact.topic.titles)]
        return tuple(fact for fact in named if fact.figure and fact.figure.printed in text) or tuple(named) or facts

    def source(self, url: str) -> Source | None:
        return self._store.source(url)

    def answered_by(self, fact: Fact) -> Found:
        """The answer that shows just this fact, for someone who picked it by its title."""
        return Found(Reading(fact.topic.title()), (Scored(fact, 1.0),))

    def together(self) -> AbstractContextManager[None]:
        """All that is written inside lands, or none of it."""
        return self._store.transaction()

    def drafted(
        self, draft: Draft, *, by: int, at: datetime, beside: Sequence[Topic] = ()
    ) -> Proposal | tuple[Problem, ...]:
        """The fact as it would be kept, and nothing is stored; or everything that is wrong with the draft.

        Topics `beside` those of the table come in together with it.
        """
        with self._learned.reading():
            return propose(draft, self._learned, by=by, at=at, beside=beside)

    @property
    def database(self) -> Path:
        """The file that the table is kept in."""
        return self._learned.database

    def curators(self) -> frozenset[int]:
        """Who was made a curator in a chat, by numeric id; owners are none of them."""
        return self._store.curators()

    def language(self, person: int) -> str:
        """The language to write to somebody in who keeps the table or suggests facts."""
        return self._learned.store.log.language(person)

    def appoint(self, person: int, *, by: int, at: datetime) -> bool:
        """Make somebody a curator; whether they were none."""
        return self._store.appoint(person, by=by, at=at)

    def dismiss(self, person: int) -> bool:
        """Whether they were a curator until now."""
        return self._store.dismiss(person)

    def load(self, *collections: Collection, name: str = "", at: datetime = LONG_AGO) -> Imported:
        """Take collections in, all or nothing, and learn from them; in the history it goes by the name of the files."""
        with self._learned.changing(), self._store.changing(Patch(Deed.IMPORT, name, ()), by=0, at=at):
            return self._learned.load(*collections)

    def foresee(self, *collections: Collection) -> Foreseen:
        """What taking them in would change; it is only rehearsed. Raises StoreError where it would fail."""
        with self._store.rehearsing():
            before = self.export()
            self._store.put(*collections)
            return compare(before, self.export(), collections)

    def copy(self, target: Path) -> None:
        """The table as a file of its own, without what people asked and drafted; the target is not there yet."""
        self._store.copy(target)

    def export(self) -> Collection:
        return Collection(self._store.documents(), tuple(self._store.entries(retired=True)), self._store.concepts())

    def check(self) -> tuple[Fault, ...]:
        """Every fault of the table, not just the first."""
        return (*prove(self.export()), *self._clashes(), *self._unlearned())

    def warnings(self) -> tuple[Fault, ...]:
        """Phrasings that another topic takes when they are asked, or would take in slightly other words."""
        with self._learned.reading():
            entries = tuple(self._store.entries())
            return tuple(taken(self._learned.index, entries))

    def _clashes(self) -> Iterator[Fault]:
        """A phrasing that two topics share tells them apart no longer; between open topics it does no harm."""
        for clash in self._learned.index.clashes():
            if any(self._store.facts(topic) for topic, _ in clash):
                (first, _), (other, phrasing), *_ = clash
                yield Fault(other, f"{phrasing!r} asks what {first} is asked, places and dates aside: keep it with one")

    def _unlearned(self) -> Iterator[Fault]:
        if not self._learned.index.is_sound(self._store.counts()):
            yield Fault("index", "is not what was learned from this table: start again, and it is made anew")
