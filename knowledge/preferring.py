"""Between what the words decide and what curators added: which of the two a question gets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from knowledge.additions import Additions, Weighed
from knowledge.facts import Fact
from knowledge.judging import Judged
from knowledge.questions import Answer, Found, Reason, Several, Unknown
from knowledge.reading import Question

OFFERED: Final = 3
"""A phone shows three buttons without scrolling."""

Meant = Callable[[Question, str], Found | Unknown]
"""What a question gets if that topic is meant."""


@dataclass(frozen=True, slots=True)
class Preferring:
    additions: Additions
    meant: Meant

    def judge(self, question: Question, alone: Judged) -> Judged:
        """What curators added where it is clearly meant, an offer where it is merely near; else what was found."""
        weighed = self.additions.weigh(question)
        best = _best(weighed)
        answer = alone.answer
        if isinstance(answer, Found):
            return self._of_found(question, alone, answer, best)
        if best:
            mine = self.meant(question, best.topic.id)
            return replace(alone, answer=mine, leading=mine, doubts=())
        asked_back = isinstance(answer, Several)
        near = (each for each in weighed if (each.says_no_more if asked_back else each.near))
        facts = tuple(fact for each in near for fact in _facts(self.meant(question, each.topic.id)))
        if not facts:
            return alone
        known = answer.choices if isinstance(answer, Several) else ()
        others = tuple(fact for fact in facts if fact not in known)
        return replace(alone, answer=Several(answer.reading, (*known, *others)[:OFFERED]))

    def _of_found(self, question: Question, alone: Judged, answer: Found, best: Weighed | None) -> Judged:
        """An answer that was found already. What was added gives way where it is only near what is asked."""
        roots = {scored.fact.topic.root for scored in answer.facts}
        people = {scored.fact.topic.root for scored in answer.facts if scored.fact.provenance.proposed_by}
        added = {root for root in people if root in self.additions or self.additions.strays(question, [root])}
        if best and roots != {best.topic.id} and (added or self.additions.says_more(question, best, roots)):
            mine = self.meant(question, best.topic.id)
            return replace(alone, answer=mine, leading=mine, doubts=()) if isinstance(mine, Found) else alone
        if not added or (best and best.topic.id in added) or any(match.said for match in alone.matches[:1]):
            return alone
        return replace(alone, answer=_instead(answer, added))


def _instead(answer: Found, added: set[str]) -> Answer:
    """The rest of an answer without what was added and is not what was asked for; that is offered."""
    kept = tuple(scored for scored in answer.facts if scored.fact.topic.root not in added)
    if kept:
        return replace(answer, facts=kept, computed=None)
    return Several(answer.reading, tuple(scored.fact for scored in answer.facts)[:OFFERED])


def _best(weighed: tuple[Weighed, ...]) -> Weighed | None:
    """The one that is meant; None where two are alike."""
    meant = [each for each in weighed if each.meant]
    if len(meant) > 1 and meant[0].rank == meant[1].rank:
        return None
    return meant[0] if meant else None


def _facts(answer: Answer) -> tuple[Fact, ...]:
    match answer:
        case Found():
            return tuple(scored.fact for scored in answer.facts)
        case Unknown(reason=Reason.PERIOD):
            return answer.nearest
        case _:
            return ()
