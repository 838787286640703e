"""What curators have begun to add and not yet finished; it survives a restart, and is dropped after some days."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from knowledge.drafts import Draft
from knowledge.store.protocol import Store

KEPT_FOR: Final = timedelta(days=3)
"""Time enough to find a source again; a draft that was forgotten is not met with weeks later."""


@dataclass(frozen=True, slots=True)
class Note:
    """A draft under its number, and the proposal that was last made of it; 0 where none was."""

    number: int
    draft: Draft
    proposal: int = 0


class Notebook:
    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, draft: Draft, *, by: int, at: datetime) -> Note:
        return Note(self._store.begin_draft(_body(Note(0, draft)), by=by, at=at), draft)

    def read(self, number: int, *, by: int, at: datetime) -> Note | None:
        """Somebody's own draft; None for one that is closed, too old, or somebody else's."""
        body = self._store.draft(number, by=by, since=at - KEPT_FOR)
        return _note(number, body) if body else None

    def latest(self, *, by: int, at: datetime) -> Note | None:
        """The one that somebody worked on last; None where all are closed, or too old."""
        found = self._store.last_draft(by=by, since=at - KEPT_FOR)
        return _note(*found) if found else None

    def write(self, note: Note, *, at: datetime) -> None:
        self._store.keep_draft(note.number, _body(note), at=at)

    def close(self, proposal: int, *, at: datetime) -> None:
        """The draft that this proposal was made of, now that it is decided."""
        self._store.close_drafts(proposal=proposal, before=at - KEPT_FOR)


def _body(note: Note) -> str:
    return json.dumps({"draft": asdict(note.draft), "proposal": note.proposal}, ensure_ascii=False)


def _note(number: int, body: str) -> Note:
    held = json.loads(body)
    draft = Draft(**held["draft"])
    return Note(number, replace(draft, phrasings=tuple(draft.phrasings)), held["proposal"])
