"""What curators may do to the table: see a change, keep it or drop it, look back, and take it back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from knowledge.amending import (
    adding,
    dropping,
    edited,
    joining,
    merging,
    moving,
    parting,
    renaming,
    seen,
    wrong_texts,
)
from knowledge.colliding import Shift, collisions
from knowledge.curation import Draft, Problem
from knowledge.doubting import Doubt, doubts
from knowledge.facts import Collection, Entry, Fact, Provenance, Topic
from knowledge.history import Cells, Change, Deed, Outside, Patch, RowChange, Stale
from knowledge.keeping import own_id, settled, twin
from knowledge.learned import Learned
from knowledge.proposing import asked_elsewhere, propose, title_held
from knowledge.questions import Answer
from knowledge.store.protocol import UNDECIDED, Amendment, Proposal, StoreError, Verdict

Proposed = Amendment | tuple[Problem, ...]
"""A change that is stored until somebody decides, or everything that is wrong with it."""


MOST_WAITING: Final = 5
"""Suggestions of one person that wait at a time: each is a message to every curator."""

_WAITING: Final = timedelta(days=14)
"""A suggestion that curators leave lying longer no longer keeps its proposer from others."""

_ANSWERED_FOR: Final = frozenset({"accepted_by", "at"})
"""Columns that say who changed a fact, and not what it says."""

_OF_A_TOPIC: Final = frozenset({"fact", "title", "phrasing"})
"""The tables whose rows name the topic that they belong to."""

_TOGETHER: Final = (
    frozenset({"value", "high", "unit", "bound", "printed", "scale"}),
    frozenset({"period_from", "period_to", "period_label"}),
)
"""Columns that say one thing: a period that begins in one year's and ends in another's change is neither."""


class Ledger:
    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._store = learned.store
        self._answered: tuple[tuple[int, date] | None, dict[str, Answer]] = (None, {})

    def propose(self, draft: Draft, *, by: int, at: datetime) -> Proposal | tuple[Problem, ...]:
        """The fact as it would be kept, stored until somebody decides; or everything that is wrong with the draft."""
        with self._learned.reading():
            proposal = propose(draft, self._learned, by=by, at=at)
        return replace(proposal, id=self._store.propose(proposal)) if isinstance(proposal, Proposal) else proposal

    def proposal(self, proposal: int) -> Proposal | Amendment | None:
        return self._store.proposal(proposal)

    def edit(self, fact: Fact, given: Draft, *, why: str = "", by: int, at: datetime) -> Proposed:
        """The fact with what was given in place of what it has."""
        patch = Patch(Deed.EDIT, fact.id, (), why)
        return self._replacing(patch, lambda held: edited(held, given, self._store, today=at.date()), by, at)

    def retire(self, fact: Fact, *, why: str = "", by: int, at: datetime) -> Proposed:
        """No longer an answer, but held."""
        return self._replacing(Patch(Deed.RETIRE, fact.id, (), why), lambda held: replace(held, retired=True), by, at)

    def restore(self, fact: Fact, *, why: str = "", by: int, at: datetime) -> Proposed:
        return self._replacing(Patch(Deed.RESTORE, fact.id, (), why), lambda held: replace(held, retired=False), by, at)

    def review(self, fact: Fact, day: date | None, *, by: int, at: datetime) -> Proposed:
        """Due for review on that day; None: on none."""
        return self._replacing(Patch(Deed.REVIEW, fact.id, ()), lambda held: replace(held, review=day), by, at)

    def phrase(self, topic: Topic, phrasings: Sequence[str], *, by: int, at: datetime) -> Proposed:
        """More ways to ask for a topic; none that another topic answers already."""
        phrasings = seen(phrasings)
        with self._learned.reading():
            clashing = self._clashing(phrasings, topic, at.date())
        problems = (*self._gone(topic), *wrong_texts(phrasings, what="ask"), *clashing)
        return problems or self._patching(Deed.ALIAS, topic.id, adding(phrasings, topic, self._store, by=by), by, at)

    def unphrase(self, topic: Topic, phrasings: Sequence[str], *, by: int, at: datetime) -> Proposed:
        rows = dropping(phrasings, topic, self._store)
        return self._gone(topic) or self._patching(Deed.ALIAS, topic.id, rows, by, at)

    def rename(self, topic: Topic, title: str, *, by: int, at: datetime) -> Proposed:
        """Its name on every card from now on; none that already means another topic."""
        [title] = seen([title])
        with self._learned.reading():
            clashing = self._clashing([title], topic, at.date(), field="topic")
        problems = (*self._gone(topic), *wrong_texts([title], what="topic"), *clashing)
        return problems or self._patching(Deed.TOPIC, topic.id, renaming(topic, title, self._store), by, at)

    def merge(self, topic: Topic, into: Topic, *, by: int, at: datetime) -> Proposed:
        """All that a topic has to another one of the same place; the first is gone then."""
        if problem := self._unmergeable(topic, into):
            return (problem,)
        rows = merging(topic, into, self._store, by=by)
        return self._gone(topic, into) or self._patching(Deed.TOPIC, topic.id, rows, by, at)

    def move(self, phrasings: Sequence[str], topic: Topic, into: Topic, *, by: int, at: datetime) -> Proposed:
        """Phrasings from one topic to another."""
        rows = moving(phrasings, topic, into, self._store)
        return self._gone(topic, into) or self._patching(Deed.TOPIC, topic.id, rows, by, at)

    def join(self, words: Sequence[str], *, by: int, at: datetime) -> Proposed:
        """Words that mean the same from now on."""
        words = seen(words)
        if problems := tuple(wrong_texts(words, what="ask")):
            return problems
        rows = joining(words, self._store)
        return (rows,) if isinstance(rows, Problem) else self._patching(Deed.SYNONYM, words[0], rows, by, at)

    def part(self, words: Sequence[str], *, by: int, at: datetime) -> Proposed:
        """Words that no longer mean what others mean."""
        return self._patching(Deed.SYNONYM, " ".join(words[:1]), parting(words, self._store), by, at)

    def take_in(self, collection: Collection, name: str, *, by: int, at: datetime) -> Proposed:
        """A file's facts, as one change that can be taken back as a whole."""
        return self._amending(Patch(Deed.IMPORT, name, ()), by, at, lambda: self._store.put(collection))

    def undo(self, change: Change, *, by: int, at: datetime) -> Proposed:
        """Every row as it was before that change. One that was changed since stands in its way when it is kept."""
        change = self._store.change(change.id) or change
        if change.undone:
            return (
                Problem(
                    "undo",
                    "Change {id} has been undone already, by change {undone}.",
                    {"id": change.id, "undone": change.undone},
                ),
            )
        rows = tuple(row.undone for row in reversed(change.patch.rows))
        patch = Patch(Deed.UNDO, change.patch.what, rows, undoes=change.id)
        return self._proposed(patch, by, at)

    def _replacing(
        self, patch: Patch, change: Callable[[Fact], Fact | tuple[Problem, ...]], by: int, at: datetime
    ) -> Proposed:
        """The fact, as it stands now, changed. Who accepts a change answers for the fact from then on."""
        with self._store.transaction():
            held = self._store.fact(patch.what)
            if held is None:
                return (Problem("fact", "There is no fact {what} in the table any more.", {"what": patch.what}),)
            after = change(held)
            if not isinstance(after, Fact):
                return after
            if after == held:
                return _same()
            kept = replace(after, provenance=Provenance(held.provenance.proposed_by, by, at))
            entry = Collection(entries=(Entry(kept.topic, (), (kept,)),))
            return self._amending(patch, by, at, lambda: self._store.put(entry))

    def _patching(self, deed: Deed, what: str, rows: tuple[RowChange, ...], by: int, at: datetime) -> Proposed:
        rows = tuple(row for row in rows if row.before != row.after)
        return self._proposed(Patch(deed, what, rows), by, at) if rows else _same()

    def _amending(self, patch: Patch, by: int, at: datetime, write: Callable[[], object]) -> Proposed:
        """The patch with the rows that `write` would change; none of it lands."""
        rows: tuple[RowChange, ...] = ()
        with self._store.rehearsing():
            with self._store.changing(patch, by=by, at=at) as change:
                write()
            rows = self._store.rows_of(change)
        return self._proposed(replace(patch, rows=rows), by, at) if rows else _same()

    def _proposed(self, patch: Patch, by: int, at: datetime) -> Amendment:
        amendment = Amendment(patch, by, at)
        return replace(amendment, id=self._store.propose(amendment))

    def _clashing(
        self, phrasings: Sequence[str], topic: Topic, day: date, *, field: str = "ask"
    ) -> tuple[Problem, ...]:
        clashes = ((text, asked_elsewhere(text, topic.root, self._learned, day)) for text in phrasings)
        return tuple(
            Problem(
                field,
                "“{text}” is asked of “{title}” already: leave it out, or move it.",
                {"text": text, "title": title_held(other, self._learned)},
            )
            for text, other in clashes
            if other
        )

    def _unmergeable(self, topic: Topic, into: Topic) -> Problem | None:
        if topic.id == into.id:
            return Problem("topic", "A topic cannot be merged with itself.")
        if topic.place != into.place:
            told = {"place": topic.place, "other": into.place}
            return Problem(
                "topic", "One is about {place} and the other about {other}: figures of two places never mix.", told
            )
        if any(each.family == topic.id for each in self._store.topics()):
            return Problem("topic", "Other topics are of its family: merge the other way round.")
        return None

    def _gone(self, *topics: Topic) -> tuple[Problem, ...]:
        """Topics that were merged or taken back since somebody saw them."""
        held = {topic.id for topic in self._store.topics()}
        gone = (topic for topic in topics if topic.id not in held)
        return tuple(
            Problem("topic", "There is no topic “{title}” in the table any more.", {"title": topic.title()})
            for topic in gone
        )

    def has_enough(self, person: int, *, at: datetime) -> bool:
        """Whether so many of their suggestions wait for curators that more would only bury them."""
        return self._store.waiting(person, since=at - _WAITING) >= MOST_WAITING

    def suggestions(self) -> tuple[Proposal, ...]:
        """What others have left to the curators and nobody has decided on, the oldest first."""
        return self._store.suggested()

    def suggest(self, proposal: int, *, by: int) -> bool:
        """Leave it to the curators; whether it was theirs and open."""
        with self._store.transaction():
            held = self._store.proposal(proposal)
            mine = held is not None and held.by == by and held.verdict is Verdict.OPEN
            return mine and self._store.settle(proposal, Verdict.SUGGESTED)

    def rebase(self, proposal: int, *, by: int, at: datetime) -> Proposed:
        """The same change, of the rows as they are by now: what it does not touch stays as others left it."""
        held = self._store.proposal(proposal)
        if not isinstance(held, Amendment) or held.by != by:
            return _same()
        self._store.settle(proposal, Verdict.CANCELLED)
        rows = tuple(row for each in held.patch.rows if (row := _rebased(each, self._store.now(each))))
        return self._proposed(replace(held.patch, rows=rows), by, at) if rows else _same()

    def keep(self, proposal: int, *, by: int, at: datetime) -> Fact | Change | None:
        """The fact, or the change, kept for good; None when it was dropped, is unknown or somebody else's.

        A press that arrives twice gets the same again. What somebody suggested anybody may keep who is asked to.
        Raises Stale where a row has become something else since the change was seen; then nothing is kept.
        """
        with self._learned.changing():
            held = self._store.proposal(proposal)
            if held is None or not _may(held, by) or held.verdict is Verdict.CANCELLED:
                return None
            if isinstance(held, Amendment):
                return self._amended(held, by, at)
            if held.verdict is Verdict.KEPT:
                return self._store.fact(held.fact.id)
            self._refuse_lost(() if held.new_topic else (held.fact.topic.id,))
            return self._kept(held, by, at)

    def _amended(self, amendment: Amendment, by: int, at: datetime) -> Change | None:
        if amendment.verdict is Verdict.KEPT:
            return self._store.change(amendment.change)
        self._refuse_lost(_leaning(amendment.patch))
        with self._store.changing(amendment.patch, by=by, at=at) as change:
            self._learned.put_rows(amendment.patch.rows)
        self._store.settle(amendment.id, Verdict.KEPT, change=change)
        return self._store.change(change)

    def _refuse_lost(self, names: Iterable[str]) -> None:
        """Topics that were merged or taken back since somebody saw the change do not come back by it. Raises Stale."""
        held = {topic.id for topic in self._store.topics()}
        if lost := next((name for name in names if name not in held), ""):
            raise Stale(RowChange("topic", None, {"id": lost}), None)

    def _kept(self, proposal: Proposal, by: int, at: datetime) -> Fact:
        with self._store.changing(Patch(Deed.ADD, proposal.fact.id, ()), by=by, at=at):
            fact = self._added(proposal, Provenance(proposal.by, by, at))
        self._store.settle(proposal.id, Verdict.KEPT, fact)
        return fact

    def _added(self, proposal: Proposal, provenance: Provenance) -> Fact:
        """The fact as it stands in the table now, which may have changed since the proposal was seen."""
        fact = settled(proposal, self._store.topics())
        same = twin(fact, self._store.facts(fact.topic.id))
        if same is None:
            fact = replace(fact, id=own_id(fact, self._store.fact), provenance=provenance)
        root, day = fact.topic.root, provenance.at.date()
        own = tuple(asked for asked in proposal.phrasings if not asked_elsewhere(asked.text, root, self._learned, day))
        self._store.add(Entry(fact.topic, own, () if same else (fact,)), by=proposal.by)
        self._learned.learn_of(root)
        return self._store.fact(same.id if same else fact.id) or fact

    def fact_after(self, patch: Patch) -> Fact | None:
        """The one fact that a change is about, as it would be; None where there are others, or none is left."""
        names = patch.ids("fact")
        if len(names) != 1:
            return None
        fact: Fact | None = None
        with self._store.rehearsing():
            try:
                self._store.put_rows(patch.rows)
            except (Stale, StoreError):
                return None
            fact = self._store.fact(names[0])
        return fact if fact and not fact.retired else None

    def doubts(self, proposal: Proposal) -> tuple[Doubt, ...]:
        """What to look at before it is kept."""
        return tuple(doubts(proposal, self._store))

    def collisions(self, proposal: int, *, at: datetime) -> tuple[Shift, ...]:
        """The questions that would be answered otherwise if this were kept."""
        held = self._store.proposal(proposal)
        if held is None or held.verdict not in UNDECIDED:
            return ()
        try:
            return collisions(self._learned, lambda: self._tried(held, at), at.date(), self._known(at.date()))
        except (Stale, StoreError):
            return ()  # who keeps it is told

    def _known(self, day: date) -> dict[str, Answer]:
        """What is known of how the table answers as it is: a curator looks at one change several times."""
        state = (self._store.mark(), day)
        if state != self._answered[0]:
            self._answered = (state, {})
        return self._answered[1]

    def _tried(self, held: Proposal | Amendment, at: datetime) -> set[str]:
        """The families that keeping it would touch."""
        if isinstance(held, Amendment):
            families = self._learned.families(held.patch.rows)
            self._learned.put_rows(held.patch.rows)
            return families | self._learned.families(held.patch.rows)
        return {self._added(held, Provenance(held.by, held.by, at)).topic.root}

    def cancel(self, proposal: int, *, by: int) -> bool:
        """Whether there was an open proposal of theirs to close."""
        with self._store.transaction():
            held = self._store.proposal(proposal)
            return held is not None and _may(held, by) and self._store.settle(proposal, Verdict.CANCELLED)

    def change(self, change: int) -> Change | None:
        return self._store.change(change)

    def history(self, what: str = "", *, before: int = 0, limit: int = 10) -> tuple[Change, ...]:
        """The latest changes first: of all, or of one fact or topic; those before that row, if one is given."""
        return self._store.history(what, before=before, limit=limit)

    def timeline(self, what: str = "", *, before: int = 0, limit: int = 10) -> tuple[Change | Outside, ...]:
        """The same, with what other programs changed in between."""
        return self._store.timeline(what, before=before, limit=limit)

    def phrasings(self, topic: Topic) -> tuple[str, ...]:
        """All that it is found by: those of its whole family."""
        return tuple(wording.text for entry in self._store.family(topic.root) for wording in entry.phrasings)

    def retired(self) -> tuple[Fact, ...]:
        """Facts that are held and answer no question, by topic."""
        return tuple(fact for entry in self._store.entries(retired=True) for fact in entry.facts if fact.retired)

    def due(self, today: date) -> tuple[Fact, ...]:
        """Facts whose day of review has come, the longest due first."""
        return self._store.due(today)


def _same() -> tuple[Problem, ...]:
    return (Problem("change", "That is how it is already: nothing would change."),)


def _may(held: Proposal | Amendment, by: int) -> bool:
    """What was kept of a suggestion stays as it was for whoever presses again."""
    suggested = held.verdict is Verdict.SUGGESTED or (isinstance(held, Proposal) and held.suggested)
    return held.by == by or suggested


def _leaning(patch: Patch) -> tuple[str, ...]:
    """The topics that its rows need, those that it makes itself aside."""
    made = {str(row.after["id"]) for row in patch.rows if row.table == "topic" and row.after}
    named = (str(row.after["topic"]) for row in patch.rows if row.table in _OF_A_TOPIC and row.after)
    return tuple(name for name in dict.fromkeys(named) if name not in made)


def _rebased(row: RowChange, now: Cells | None) -> RowChange | None:
    """The same step from what the row is by now; None where nothing is left to do."""
    if now is None:  # a row that somebody took away stays away
        return None if row.before else row
    if row.after is None:
        return RowChange(row.table, now, None)
    before = row.before or {}
    changed = {name for name, value in row.after.items() if name != "rowid" and before.get(name, now) != value}
    whole = changed.union(*(group for group in _TOGETHER if group & changed))
    step = {name: row.after[name] for name in whole}
    after = {**now, **step}
    same = all(now.get(name) == value for name, value in step.items() if name not in _ANSWERED_FOR)
    return None if same else RowChange(row.table, now, after)
