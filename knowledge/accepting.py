"""A proposal that is accepted: the fact, or the rows, with who answers for them, written down in the history."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from knowledge.facts import Entry, Fact, Provenance
from knowledge.history import Change, Deed, Patch, RowChange, Stale
from knowledge.keeping import own_id, settled, twin
from knowledge.learned import Learned
from knowledge.proposing import asked_elsewhere
from knowledge.store.protocol import Amendment, Proposal, Verdict

_OF_A_TOPIC: Final = frozenset({"fact", "title", "phrasing"})
"""The tables whose rows name the topic that they belong to."""


def accept(held: Proposal | Amendment, learned: Learned, *, by: int, at: datetime) -> Fact | Change | None:
    """What comes of it, or came of it if it was accepted before. Stands inside `changing`. Raises Stale."""
    if isinstance(held, Amendment):
        return _amended(held, learned, by, at)
    if held.verdict is Verdict.KEPT:
        return learned.store.fact(held.fact.id)
    _refuse_lost(() if held.new_topic else (held.fact.topic.id,), learned)
    return _kept(held, learned, by, at)


def attempt(held: Proposal | Amendment, learned: Learned, *, at: datetime) -> set[str]:
    """Make the change that accepting it would make, to see what comes of it. The families that it touches."""
    if isinstance(held, Amendment):
        families = learned.families(held.patch.rows)
        learned.put_rows(held.patch.rows)
        return families | learned.families(held.patch.rows)
    return {_added(held, learned, Provenance(held.by, held.by, at)).topic.root}


def _amended(amendment: Amendment, learned: Learned, by: int, at: datetime) -> Change | None:
    store = learned.store
    if amendment.verdict is Verdict.KEPT:
        return store.change(amendment.change)
    _refuse_lost(_leaning(amendment.patch), learned)
    with store.changing(amendment.patch, by=by, at=at) as change:
        learned.put_rows(amendment.patch.rows)
    store.settle(amendment.id, Verdict.KEPT, change=change)
    return store.change(change)


def _leaning(patch: Patch) -> tuple[str, ...]:
    """The topics that its rows need, those that it makes itself aside."""
    made = {str(row.after["id"]) for row in patch.rows if row.table == "topic" and row.after}
    named = (str(row.after["topic"]) for row in patch.rows if row.table in _OF_A_TOPIC and row.after)
    return tuple(name for name in dict.fromkeys(named) if name not in made)


def _refuse_lost(names: Iterable[str], learned: Learned) -> None:
    """Topics that were merged or taken back since somebody saw the change do not come back by it. Raises Stale."""
    held = {topic.id for topic in learned.store.topics()}
    if lost := next((name for name in names if name not in held), ""):
        raise Stale(RowChange("topic", None, {"id": lost}), None)


def _kept(proposal: Proposal, learned: Learned, by: int, at: datetime) -> Fact:
    with learned.store.changing(Patch(Deed.ADD, proposal.fact.id, ()), by=by, at=at):
        fact = _added(proposal, learned, Provenance(proposal.by, by, at))
    learned.store.settle(proposal.id, Verdict.KEPT, fact)
    return fact


def _added(proposal: Proposal, learned: Learned, provenance: Provenance) -> Fact:
    """The fact as it stands in the table now, which may have changed since the proposal was seen."""
    store = learned.store
    fact = settled(proposal, store.topics())
    same = twin(fact, store.facts(fact.topic.id))
    if same is None:
        fact = replace(fact, id=own_id(fact, store.fact), provenance=provenance)
    root, day = fact.topic.root, provenance.at.date()
    own = tuple(asked for asked in proposal.phrasings if not asked_elsewhere(asked.text, root, learned, day))
    store.add(Entry(fact.topic, own, () if same else (fact,)), by=proposal.by)
    learned.learn_of(root)
    return store.fact(same.id if same else fact.id) or fact
