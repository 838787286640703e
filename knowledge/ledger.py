"""What curators may do to the table: see a change, keep it or drop it, look back, and take it back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from knowledge.accepting import accept, attempt
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
from knowledge.colliding import Collisions, Shift
from knowledge.curation import Draft, Problem
from knowledge.doubting import Doubt, doubts
from knowledge.facts import Collection, Entry, Fact, Provenance, Topic
from knowledge.history import Change, Deed, Outside, Patch, RowChange, Stale
from knowledge.learned import Learned
from knowledge.objections import NO_CHANGE, clashing, gone, unmergeable
from knowledge.proposing import propose
from knowledge.rebasing import rebased
from knowledge.store.protocol import UNDECIDED, Amendment, Proposal, StoreError, Verdict

Proposed = Amendment | tuple[Problem, ...]
"""A change that is stored until somebody decides, or everything that is wrong with it."""


MOST_WAITING: Final = 5
"""Suggestions of one person that wait at a time: each is a message to every curator."""

_WAITING: Final = timedelta(days=14)
"""A suggestion that curators leave lying longer no longer keeps its proposer from others."""


class Ledger:
    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._store = learned.store
        self._collisions = Collisions(learned)

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
        clashes = clashing(phrasings, topic, self._learned, at.date())
        problems = (*gone(self._store, topic), *wrong_texts(phrasings, what="ask"), *clashes)
        return problems or self._patching(Deed.ALIAS, topic.id, adding(phrasings, topic, self._store, by=by), by, at)

    def unphrase(self, topic: Topic, phrasings: Sequence[str], *, by: int, at: datetime) -> Proposed:
        rows = dropping(phrasings, topic, self._store)
        return gone(self._store, topic) or self._patching(Deed.ALIAS, topic.id, rows, by, at)

    def rename(self, topic: Topic, title: str, *, by: int, at: datetime) -> Proposed:
        """Its name on every card from now on; none that already means another topic."""
        [title] = seen([title])
        clashes = clashing([title], topic, self._learned, at.date(), field="topic")
        problems = (*gone(self._store, topic), *wrong_texts([title], what="topic"), *clashes)
        return problems or self._patching(Deed.TOPIC, topic.id, renaming(topic, title, self._store), by, at)

    def merge(self, topic: Topic, into: Topic, *, by: int, at: datetime) -> Proposed:
        """All that a topic has to another one of the same place; the first is gone then."""
        if problems := unmergeable(self._store, topic, into) or gone(self._store, topic, into):
            return problems
        return self._patching(Deed.TOPIC, topic.id, merging(topic, into, self._store, by=by), by, at)

    def move(self, phrasings: Sequence[str], topic: Topic, into: Topic, *, by: int, at: datetime) -> Proposed:
        """Phrasings from one topic to another."""
        rows = moving(phrasings, topic, into, self._store)
        return gone(self._store, topic, into) or self._patching(Deed.TOPIC, topic.id, rows, by, at)

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
        with self._store.transaction():
            held = self._store.proposal(proposal)
            if not isinstance(held, Amendment) or held.by != by:
                return NO_CHANGE
            self._store.settle(proposal, Verdict.CANCELLED)
            rows = rebased(held.patch, self._store.now)
            return self._proposed(replace(held.patch, rows=rows), by, at) if rows else NO_CHANGE

    def keep(self, proposal: int, *, by: int, at: datetime) -> Fact | Change | None:
        """The fact, or the change, kept for good; None when it was dropped, is unknown or somebody else's.

        A press that arrives twice gets the same again. What somebody suggested anybody may keep who is asked to.
        Raises Stale where a row has become something else since the change was seen; then nothing is kept.
        """
        with self._learned.changing():
            held = self._store.proposal(proposal)
            if held is None or not _may(held, by) or held.verdict is Verdict.CANCELLED:
                return None
            return accept(held, self._learned, by=by, at=at)

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
            return self._collisions.of(lambda: attempt(held, self._learned, at=at), at.date())
        except (Stale, StoreError):
            return ()  # who keeps it is told

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
                return NO_CHANGE
            kept = replace(after, provenance=Provenance(held.provenance.proposed_by, by, at))
            entry = Collection(entries=(Entry(kept.topic, (), (kept,)),))
            return self._amending(patch, by, at, lambda: self._store.put(entry))

    def _patching(self, deed: Deed, what: str, rows: tuple[RowChange, ...], by: int, at: datetime) -> Proposed:
        rows = tuple(row for row in rows if row.before != row.after)
        return self._proposed(Patch(deed, what, rows), by, at) if rows else NO_CHANGE

    def _amending(self, patch: Patch, by: int, at: datetime, write: Callable[[], object]) -> Proposed:
        """The patch with the rows that `write` would change; none of it lands."""
        rows: tuple[RowChange, ...] = ()
        with self._store.rehearsing():
            with self._store.changing(patch, by=by, at=at) as change:
                write()
            rows = self._store.rows_of(change)
        return self._proposed(replace(patch, rows=rows), by, at) if rows else NO_CHANGE

    def _proposed(self, patch: Patch, by: int, at: datetime) -> Amendment:
        amendment = Amendment(patch, by, at)
        return replace(amendment, id=self._store.propose(amendment))


def _may(held: Proposal | Amendment, by: int) -> bool:
    """What was kept of a suggestion stays as it was for whoever presses again."""
    suggested = held.verdict is Verdict.SUGGESTED or (isinstance(held, Proposal) and held.suggested)
    return held.by == by or suggested
