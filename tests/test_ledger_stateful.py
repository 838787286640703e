"""Whatever curators do, in any order and from two processes: the table is what a plain model of it says."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import ClassVar, Final, TypeVar

import orchard
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from orchard import AT, OLGA, PAUL, TODAY, given
from plain import Plain, Undoing, held, rows_of

from bot.tables import COPIES, WRITTEN, write_out
from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.facts import UNSTATED, Bound, Collection, Fact, Figure, Quote, Source, Topic
from knowledge.history import Change, Stale
from knowledge.intake import Hand, read_file
from knowledge.ledger import Proposed
from knowledge.questions import Found
from knowledge.store.protocol import Amendment, Proposal, StoreError

NOUNS: Final = (
    *("otter", "lynx", "badger", "zebra", "walrus", "falcon", "heron", "quail", "turkey", "mule", "camel", "ibex"),
    *("juniper", "walnut", "quince", "mango", "lemon", "cherry", "olive", "almond", "cedar", "maple", "bamboo"),
    *("violin", "trumpet", "kettle", "ladder", "anvil", "barrel", "candle", "fiddle", "goblet", "hammer", "jigsaw"),
    *("compass", "lantern", "mirror", "needle", "pillow", "ribbon", "saddle", "teapot", "wagon", "zipper"),
)
"""Unlike each other: a new question is never one that was asked before."""

MACHINES: Final = 60
STEPS: Final = 50
"""For each of them; more would use up the nouns."""

WHOLE: Final = 10
"""Steps after which all of the history is read, and not just its end: it grows with each of them."""

MEMORY: Final = Path("/dev/shm")
"""Where there is one, no commit waits for a disk: what a killed process leaves behind is proved elsewhere."""

numbers = st.integers(0, 10_000)
people = st.sampled_from([OLGA, PAUL])
places = st.sampled_from(["China", "Hunan"])

Refusal = TypeVar("Refusal", Stale, StoreError)


class Curating(RuleBasedStateMachine):
    met: ClassVar[Counter[Undoing | str]] = Counter()
    """How often an undo ended in each way, and an export was written in each format."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.path = path = orchard.made(self.directory / "orchard.db")
        self.almanacs = [orchard.opened(path), orchard.opened(path)]
        self.plain = Plain({})
        self.plain.changed(1, lambda: self.plain.take_in(orchard.EVERYTHING))
        self.first = self.acting.export()
        self.files = [orchard.EVERYTHING]
        self.nouns = list(NOUNS)
        self.history: tuple[Change, ...] = self.acting.ledger.history()
        self.steps = self.proved = 0

    @property
    def acting(self) -> Almanac:
        return self.almanacs[0]

    @property
    def beside(self) -> Almanac:
        """The other process, which learns of it all by looking at the file."""
        return self.almanacs[1]

    @rule()
    def the_other_process_goes_on(self) -> None:
        self.almanacs.reverse()

    @rule()
    def a_process_starts_again(self) -> None:
        self.acting.close()
        self.almanacs[0] = orchard.opened(self.path)

    # Choosing.

    def one(self, kind: str, number: int) -> str:
        names = sorted(self.plain.named(kind))
        return names[number % len(names)]

    def fact(self, number: int) -> Fact:
        return orchard.the_fact(self.acting, self.one("fact", number))

    def topic(self, number: int) -> Topic:
        return orchard.the_topic(self.acting, self.one("topic", number))

    def noun(self, number: int) -> str:
        return self.nouns.pop(number % len(self.nouns))

    def is_empty(self) -> bool:
        """Whether so much was taken back, or said, that there is nothing to choose from."""
        named = self.plain.named
        return not (named("topic") and named("fact") and named("concept")) or len(self.nouns) < 2

    # Facts.

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, by=people, place=places, new=st.booleans())
    def add(self, number: int, by: int, place: str, *, new: bool) -> None:
        noun, topic = self.noun(number), self.topic(number)
        asked = (f"how many {noun}s do they count",)
        name = f"Count of {noun}s" if new else topic.id
        sentence = f"In 2024, they counted {number + 10_000} {noun}s."
        draft = Draft(sentence, f"https://news.example/{noun}", topic=name, place=place, phrasings=asked)
        proposal = self.acting.ledger.propose(draft, by=by, at=AT)
        assert isinstance(proposal, Proposal), proposal
        fact = self.acting.ledger.keep(proposal.id, by=by, at=AT)
        assert isinstance(fact, Fact)
        assert (fact.quote.text, fact.figure and fact.figure.value) == (sentence, Decimal(number + 10_000))
        assert fact.topic.place == place
        assert new or fact.topic.root == topic.root
        self.plain.changed(orchard.last(self.acting).id, lambda: self._added(fact, asked[0], by))

    def _added(self, fact: Fact, asked: str, by: int) -> None:
        if fact.topic.id not in self.plain.named("topic"):
            self.plain.put_topic(fact.topic)
        self.plain.phrase(fact.topic.id, "en", asked, by=by)
        self.plain.put_fact(fact)

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, other=numbers, by=people)
    def tell_anew(self, number: int, other: int, by: int) -> None:
        fact = self.fact(number)
        sentence = f"In 2024, it came to {other + 3} yuan."
        figure = Figure(Decimal(other + 3), "yuan", Bound.EXACTLY, f"{other + 3} yuan")
        proposed = self.acting.ledger.edit(fact, given(sentence), by=by, at=AT)
        if fact.quote.text == sentence:
            return
        if fact.figure is None:
            self.land(proposed, lambda: self.plain.edit(fact.id, by=by, quote=Quote(sentence)))
        else:
            self.land(proposed, lambda: self.plain.edit(fact.id, by=by, quote=Quote(sentence), figure=figure))

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, year=st.sampled_from([0, 2021, 2022]), by=people)
    def date_anew(self, number: int, year: int, by: int) -> None:
        fact = self.fact(number)
        period = orchard.a_year(year) if year else UNSTATED
        proposed = self.acting.ledger.edit(fact, given(period=str(year or "not stated")), by=by, at=AT)
        if fact.period != period:
            self.land(proposed, lambda: self.plain.edit(fact.id, by=by, period=period))
        else:
            self.refused(proposed)

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, by=people)
    def take_the_figure_away(self, number: int, by: int) -> None:
        fact = self.fact(number)
        proposed = self.acting.ledger.edit(fact, given(figure="none"), by=by, at=AT)
        if fact.figure:
            self.land(proposed, lambda: self.plain.edit(fact.id, by=by, figure=None))
        else:
            self.refused(proposed)

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, name=st.sampled_from(["Bureau", "Office", "Gazette"]), by=people)
    def cite_anew(self, number: int, name: str, by: int) -> None:
        fact = self.fact(number)
        source: Source = replace(fact.source, publisher=name)
        proposed = self.acting.ledger.edit(fact, given(publisher=name), by=by, at=AT)
        if fact.source != source:
            self.land(proposed, lambda: self.plain.cite(fact.id, source, by=by))
        else:
            self.refused(proposed)

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, other=numbers, by=people)
    def give_to_another_topic(self, number: int, other: int, by: int) -> None:
        fact, topic = self.fact(number), self.topic(other)
        if fact.topic != topic:
            self._give(fact.id, topic, by)
        else:
            self.refused(self.acting.ledger.edit(fact, given(topic=topic.id), by=by, at=AT))

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, by=people, retired=st.booleans())
    def retire_or_restore(self, number: int, by: int, *, retired: bool) -> None:
        fact = self.fact(number)
        act = self.acting.ledger.retire if retired else self.acting.ledger.restore
        proposed = act(fact, by=by, at=AT)
        if fact.retired is not retired:
            self.land(proposed, lambda: self.plain.edit(fact.id, by=by, retired=retired))
        else:
            self.refused(proposed)

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, by=people, day=st.sampled_from([None, date(2027, 1, 1), date(2026, 1, 1)]))
    def review(self, number: int, by: int, day: date | None) -> None:
        fact = self.fact(number)
        proposed = self.acting.ledger.review(fact, day, by=by, at=AT)
        if fact.review != day:
            self.land(proposed, lambda: self.plain.edit(fact.id, by=by, review=day))
        else:
            self.refused(proposed)

    # Topics.

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, other=numbers, by=people)
    def phrase(self, number: int, other: int, by: int) -> None:
        topic, noun = self.topic(number), self.noun(other)
        text = f"what of the {noun}s"
        proposed = self.acting.ledger.phrase(topic, [text], by=by, at=AT)
        self.land(proposed, lambda: self.plain.phrase(topic.root, "en", text, by=by))

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, other=numbers, by=people)
    def unphrase(self, number: int, other: int, by: int) -> None:
        topic = self.topic(number)
        if asked := self.plain.asked(self.plain.family(topic.id)):
            text = asked[other % len(asked)][3]
            proposed = self.acting.ledger.unphrase(topic, [text], by=by, at=AT)
            self.land(proposed, lambda: self._unphrase([key for key in asked if key[3] == text]))

    def _unphrase(self, keys: list[tuple[str, ...]]) -> None:
        for key in keys:
            del self.plain.rows[key]

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, other=numbers, third=numbers, by=people)
    def move(self, number: int, other: int, third: int, by: int) -> None:
        topic, into = self.topic(number), self.topic(other)
        if asked := self.plain.asked(self.plain.family(topic.id)):
            text = asked[third % len(asked)][3]
            proposed = self.acting.ledger.move([text], topic, into, by=by, at=AT)
            if topic.root == into.root:
                self.refused(proposed)
            else:
                self.land(proposed, lambda: self.plain.move([key for key in asked if key[3] == text], into.root))

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, other=numbers, by=people, chinese=st.booleans())
    def rename(self, number: int, other: int, by: int, *, chinese: bool) -> None:
        topic, noun = self.topic(number), self.noun(other)
        title = f"{noun}的数量" if chinese else f"Sum of {noun}s"
        proposed = self.acting.ledger.rename(topic, title, by=by, at=AT)
        key = ("title", topic.id, "zh" if chinese else "en")
        self.land(proposed, lambda: self.plain.rows.update({key: title}))

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, other=numbers, by=people)
    def merge(self, number: int, other: int, by: int) -> None:
        topic, into = self.topic(number), self.topic(other)
        proposed = self.acting.ledger.merge(topic, into, by=by, at=AT)
        is_root = any(family == topic.id for _, family in map(self.plain.topic, self.plain.named("topic")))
        if topic == into or topic.place != into.place or is_root:
            self.refused(proposed)
        else:
            self.land(proposed, lambda: self.plain.merge(topic.id, into.id, by=by))

    # Files.

    @rule(kind=st.sampled_from(WRITTEN))
    def export(self, kind: str) -> None:
        """It reads back as what it was written from, and may come back as an import later."""
        file = self.directory / f"out{kind}"
        write_out(self.acting, file)
        self.files.append(self._read(file))
        assert self.files[-1] == self.acting.export()
        self.met[kind] += 1

    def _read(self, file: Path) -> Collection:
        if file.suffix not in COPIES:
            return read_file(file, self.beside, Hand(OLGA, AT))
        with orchard.opened(file) as copy:
            return copy.export()

    @rule(number=numbers, by=people)
    def take_in(self, number: int, by: int) -> None:
        collection = self.files[number % len(self.files)]
        proposed = self.acting.ledger.take_in(collection, "file.jsonl", by=by, at=AT)
        before = dict(self.plain.rows)
        self.plain.take_in(collection)
        after, self.plain.rows = self.plain.rows, before
        if after == before:
            self.refused(proposed)
        else:
            self.land(proposed, lambda: self.plain.take_in(collection))

    # Taking back, and keeping.

    @rule(number=numbers, by=people, ends=st.sampled_from(Undoing))
    def undo(self, number: int, by: int, ends: Undoing) -> None:
        """One that must end like that, where there is one: most would be done, and few are refused."""
        made = sorted(self.plain.diffs)
        among = [each for each in made if self.plain.undoing(each) is ends] or made
        self._undo(among[number % len(among)], by)

    @rule(by=people)
    def undo_the_last(self, by: int) -> None:
        self._undo(max(self.plain.diffs), by)

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, other=numbers, by=people, place=places, fact=st.booleans())
    def undo_what_others_lean_on(self, number: int, other: int, by: int, place: str, *, fact: bool) -> None:
        """An addition with a topic of its own, which has been given another fact since, or one more way to ask."""
        added, topic = self._added_apart(number, by, place)
        others = sorted(name for name in self.plain.named("fact") if self.plain.fact(name).topic != topic.id)
        if fact and others:
            self._give(others[other % len(others)], topic, by)
        else:
            text = f"is there one {self.noun(other)} more"
            phrased = self.acting.ledger.phrase(topic, [text], by=by, at=AT)
            self.land(phrased, lambda: self.plain.phrase(topic.id, "en", text, by=by))
        assert self.plain.undoing(added) is Undoing.LEANT_ON
        self._undo(added, by)

    @precondition(lambda self: not self.is_empty())
    @rule(number=numbers, other=numbers, by=people, place=places)
    def undo_what_has_lost_its_topic(self, number: int, other: int, by: int, place: str) -> None:
        """A fact that was given away by a topic which is merged since."""
        others = [name for name in sorted(self.plain.named("topic")) if self.plain.topic(name)[0] == place]
        added, topic = self._added_apart(number, by, place)
        if others:
            into = orchard.the_topic(self.acting, others[other % len(others)])
            self._give(next(key[1] for key in self.plain.diffs[added] if key[0] == "fact"), into, by)
            given_away = max(self.plain.diffs)
            merged = self.acting.ledger.merge(topic, into, by=by, at=AT)
            self.land(merged, lambda: self.plain.merge(topic.id, into.id, by=by))
            assert self.plain.undoing(given_away) is Undoing.LOST
            self._undo(given_away, by)

    def _added_apart(self, number: int, by: int, place: str) -> tuple[int, Topic]:
        """A fact with a topic of its own: the number of the change, and the topic."""
        self.add(number=number, by=by, place=place, new=True)
        added = max(self.plain.diffs)
        made = next(key[1] for key in self.plain.diffs[added] if key[0] == "topic")
        return added, orchard.the_topic(self.acting, made)

    def _give(self, name: str, topic: Topic, by: int) -> None:
        given_away = self.acting.ledger.edit(orchard.the_fact(self.acting, name), given(topic=topic.id), by=by, at=AT)
        self.land(given_away, lambda: self.plain.edit(name, by=by, topic=topic.id))

    def _undo(self, number: int, by: int) -> None:
        change = self.acting.ledger.change(number)
        assert change
        assert bool(change.undone) == self.plain.undone(number)
        proposed = self.acting.ledger.undo(change, by=by, at=AT)
        ends = self.plain.undoing(number)
        self.met[ends] += 1
        match ends:
            case Undoing.DONE:
                self.land(proposed, lambda: self.plain.undo(number), undoes=number)
            case Undoing.DONE_BEFORE:
                self.refused(proposed)
            case Undoing.STALE:
                stale = self.fails(proposed, Stale)
                assert stale.now != stale.row.before
            case Undoing.LOST:
                lost = self.fails(proposed, Stale).row
                assert (lost.table, lost.before) == ("topic", None)
                assert lost.cells["id"] not in self.plain.named("topic")
            case Undoing.LEANT_ON:
                assert "undo what came later first" in str(self.fails(proposed, StoreError))

    def land(self, proposed: Proposed, mutate: Callable[[], None], *, undoes: int = 0) -> None:
        """It is kept by either process, twice, and the model does the same."""
        assert isinstance(proposed, Amendment), proposed
        change = self.acting.ledger.keep(proposed.id, by=proposed.by, at=AT)
        assert isinstance(change, Change)
        assert self.beside.ledger.keep(proposed.id, by=proposed.by, at=AT) == change
        self.plain.changed(change.id, mutate, undoes=undoes)

    def refused(self, proposed: Proposed) -> None:
        assert isinstance(proposed, tuple), proposed

    def fails(self, proposed: Proposed, how: type[Refusal]) -> Refusal:
        """What it is refused with; that nothing came of it is seen after each step."""
        assert isinstance(proposed, Amendment), proposed
        with pytest.raises(how) as refusal:
            self.acting.ledger.keep(proposed.id, by=proposed.by, at=AT)
        return refusal.value

    # What holds after each step, as the process sees it that did not do it.

    @invariant()
    def the_table_is_what_the_model_says(self) -> None:
        is_, must_be = rows_of(self.beside.export()), self.plain.told()
        keys = is_.keys() | must_be.keys()
        differ = {key: both for key in keys if (both := (is_.get(key), must_be.get(key)))[0] != both[1]}
        assert differ == {}, differ

    @invariant()
    def the_history_only_grows(self) -> None:
        """Its end is read after each step, and all of it now and then."""
        self.steps += 1
        kept = len(self.history)
        last = 0 if self.steps % WHOLE == 0 else max(0, kept - 3)
        self._history_goes_on_from(last)

    def _history_goes_on_from(self, first: int) -> None:
        numbers, kept = sorted(self.plain.diffs), self.history[first:]
        read = self.beside.ledger.history(limit=len(numbers) - first + 1)[::-1]
        told = [replace(change, undone=0) for change in read][-len(numbers) + first :]
        assert [change.id for change in told] == numbers[first:]
        assert told[: len(kept)] == list(kept)
        self.history = (*self.history[:first], *told)

    @invariant()
    def an_answer_shows_what_is_live_as_it_stands(self) -> None:
        live = self.plain.live()
        asked = sorted({key[3] for key in self.plain.asked(self.plain.named("topic"))})
        step = len(self.plain.diffs)
        for text in [*asked[step % 11 :: 11], *(key[3] for key in self.plain.asked(self.plain.named("topic"))[-2:])]:
            answer = self.beside.ask(text, today=TODAY)
            for scored in answer.facts if isinstance(answer, Found) else ():
                assert live[scored.fact.id] == held(scored.fact)

    @invariant()
    def the_index_is_sound(self) -> None:
        if len(self.plain.diffs) >= self.proved + 5:  # it proves all of the table besides, which takes a while
            self._prove_the_index()

    def _prove_the_index(self) -> None:
        assert "index" not in {fault.where for fault in self.beside.check()}
        self.proved = len(self.plain.diffs)

    def teardown(self) -> None:
        try:
            self._history_goes_on_from(0)
            self._prove_the_index()
            for number in sorted(self.plain.diffs, reverse=True)[:-1]:
                self._undo(number, OLGA)
            assert self.beside.export() == self.first
            assert orchard.said(self.path) == orchard.said_anew(self.path)
        finally:
            for almanac in self.almanacs:
                almanac.close()
            shutil.rmtree(self.directory)


def test_whatever_curators_do_the_table_is_what_a_plain_model_of_it_says() -> None:
    Curating.met.clear()
    run_state_machine_as_test(
        Curating,
        settings=settings(
            max_examples=MACHINES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Curating.met.keys() == {*Undoing, *WRITTEN}
