"""What the bot has sent: which of its messages state what is no longer so, for as long as that is corrected."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from knowledge.shown import Outdated, Shown
from knowledge.store.sqlite import SqliteStore


class Sent:
    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._messages = store.messages

    def mark(self) -> int:
        """Grows with each row of the table that is changed, by whomever."""
        return self._messages.mark()

    def keep(self, shown: Iterable[Shown]) -> None:
        """Keep what messages state, in place of what they stated before. Stands inside the store's transaction."""
        self._messages.show(shown)

    def answer_to(self, chat: int, asked: int) -> int:
        """The message that answers that one; 0 where none is known."""
        return self._messages.answer_to(chat, asked)

    def outdated(self, *, at: datetime) -> tuple[Shown, ...]:
        """Messages of the days that are corrected, whose facts were touched since; the newest first."""
        days = self._store.settings().corrections
        return self._messages.outdated(at - timedelta(days)) if days else ()

    def again(self, shown: Shown) -> Outdated | None:
        """That message by now; None where it is gone, or was corrected or answered anew."""
        return self._messages.again(shown)

    def looked_at(self, marks: Mapping[int, int]) -> None:
        """These messages state what was held at these marks. Raises StoreError while another process writes."""
        self._messages.looked_at(marks)

    def forget(self, shown: int) -> None:
        """It can be corrected no more. Raises StoreError while another process writes."""
        self._messages.forget(shown)

    def prune(self, *, at: datetime) -> None:
        """Forget what is older than the settings say. Raises StoreError while another process writes."""
        settings = self._store.settings()
        kept = timedelta(max(1, settings.corrections))  # a day, for whoever edits a question
        self._messages.prune(shown=at - kept, asked=at - timedelta(settings.questions))
