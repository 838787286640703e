"""The application with everything around it replaced: a scripted table, and a request that only records."""

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime

from answers import AT, COUNT, COUNT_2021, COUNT_2025, PROFITS, a_reading
from pydantic import SecretStr
from telegram import Update
from telegram.request import BaseRequest, RequestData
from telegram_people import Chat, Json, Person, Speech, private_chat

from bot.app import App, build
from bot.config import Config
from bot.messages import Heard, Place
from bot.workshop import Workshop
from knowledge.almanac import Almanac
from knowledge.colliding import Shift
from knowledge.curation import Draft, Problem
from knowledge.doubting import Doubt
from knowledge.facts import Fact, Topic
from knowledge.ledger import Ledger
from knowledge.notebook import Note, Notebook
from knowledge.questions import Answer, Asking, Found, Reason, Scored, Several, Turn, Unknown
from knowledge.sent import Sent
from knowledge.settings import Settings
from knowledge.shown import Shown
from knowledge.store.protocol import Asked, Noted, Picked, Proposal, Spoke, StoreError, Voted, Wished

TOKEN = "123456789:AAlistening_listening_listening_listen"
ME = Person(123456789, "Little Giant", "littlegiant_bot", is_bot=True)
ANNA = Person(1001, "Anna", "anna")
OLGA = Person(4242, "Olga", "olga")
GROUP = Chat(-100_1, "supergroup", "Firms")
CHANNEL = Chat(-100_2, "channel", "News")
OPEN = Topic("exports", COUNT.titles)


class Nothing(Sent):
    """What was sent by a bot that forgets it."""

    def __init__(self) -> None: ...
    def mark(self) -> int:
        return 3

    def answer_to(self, chat: int, asked: int) -> int:
        return 0


class Table(Almanac):
    """Three facts, and an answer for what a question holds: "count", "which" or "profits"."""

    def __init__(self) -> None:
        self.recorded: list[Asked] = []
        self.opinions: list[Picked | Wished | Voted] = []
        self.shown: list[Shown] = []
        self.sent = Nothing()
        self.questions: list[str] = []
        self.held = {fact.id: fact for fact in (COUNT_2021, COUNT_2025, PROFITS)}
        self.proposals: dict[int, Proposal] = {}
        self.problems: tuple[Problem, ...] = ()
        self.drafts: list[Draft] = []
        self.kept: dict[int, Proposal] = {}
        self.full = False
        self.ledger = Scripted(self)
        self.notebook = Notes()

    def converse(self, text: str, *, conversation: str, at: datetime) -> Answer:
        return self.ask(text, today=at.date())

    def ask(self, text: str, *, today: date, before: Turn | None = None) -> Answer:
        self.questions.append(text)
        reading = a_reading(text)
        if "count" in text:
            return Found(reading, (Scored(COUNT_2025, 1.0),))
        if "which" in text:
            return Several(reading, (COUNT_2021, COUNT_2025))
        return Unknown(reading, Reason.NO_MATCH if text else Reason.EMPTY, (PROFITS,))

    def last_asked(self, conversation: str, *, at: datetime) -> Asking | None:
        return None

    def suggest(self, text: str, *, today: date, limit: int = 10) -> tuple[Scored, ...]:
        return tuple(Scored(fact, 1.0) for fact in self.held.values()) if "count" in text else ()

    def record(self, noted: Iterable[Noted], shown: Iterable[Shown] = (), *, patiently: bool = True) -> None:
        if self.full:
            raise StoreError("The disk is full: make room.")
        for each in noted:
            self.note(each)
        self.shown.extend(shown)

    def note(self, noted: Noted) -> None:
        if isinstance(noted, Asked):
            self.recorded.append(noted)
        elif not isinstance(noted, Spoke):
            self.opinions.append(noted)

    def topics(self) -> tuple[Topic, ...]:
        return (*dict.fromkeys(fact.topic for fact in self.held.values()), OPEN)

    def facts(self, topic: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.held.values() if fact.topic.id == topic)

    def fact(self, fact: str) -> Fact | None:
        return self.held.get(fact)

    def curators(self) -> frozenset[int]:
        return frozenset()

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    @property
    def settings(self) -> Settings:
        return Settings()

    def close(self) -> None: ...


class Scripted(Ledger):
    """Proposes the count, or what is wrong; keeps what it proposed, unless the disk is full."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def propose(self, draft: Draft, *, by: int, at: datetime) -> Proposal | tuple[Problem, ...]:
        self.table.drafts.append(draft)
        if self.table.problems:
            return self.table.problems
        number = len(self.table.proposals) + 1
        proposal = Proposal(COUNT_2025, (), new_topic=True, by=by, at=at, id=number)
        self.table.proposals[proposal.id] = proposal
        return proposal

    def proposal(self, proposal: int) -> Proposal | None:
        return self.table.proposals.get(proposal) or self.table.kept.get(proposal)

    def doubts(self, proposal: Proposal) -> tuple[Doubt, ...]:
        return ()

    def collisions(self, proposal: int, *, at: datetime) -> tuple[Shift, ...]:
        return ()

    def keep(self, proposal: int, *, by: int, at: datetime) -> Fact | None:
        if self.table.full:
            raise StoreError("The disk is full: make room.")
        if proposal in self.table.proposals and self.table.proposals[proposal].by == by:
            self.table.kept[proposal] = self.table.proposals.pop(proposal)
        held = self.table.kept.get(proposal)
        return held.fact if held and held.by == by else None

    def cancel(self, proposal: int, *, by: int) -> bool:
        held = self.table.proposals.get(proposal)
        if held is None or held.by != by:
            return False
        del self.table.proposals[proposal]
        return True


class Notes(Notebook):
    """Kept in mind alone."""

    def __init__(self) -> None:
        self.notes: dict[int, Note] = {}

    def begin(self, draft: Draft, *, by: int, at: datetime) -> Note:
        note = Note(len(self.notes) + 1, draft)
        self.notes[note.number] = note
        return note

    def read(self, number: int, *, by: int, at: datetime) -> Note | None:
        return self.notes.get(number)

    def latest(self, *, by: int, at: datetime) -> Note | None:
        return self.notes[max(self.notes)] if self.notes else None

    def write(self, note: Note, *, at: datetime) -> None:
        self.notes[note.number] = note

    def close(self, proposal: int, *, at: datetime) -> None:
        self.notes = {number: note for number, note in self.notes.items() if note.proposal != proposal}


def heard(
    text: str = "",
    place: Place = Place.PRIVATE,
    sender: int = ANNA.id,
    quoted: str = "",
    language: str = "en",
) -> Heard:
    return Heard(text, AT, place, chat=sender, sender=sender, quoted=quoted, language=language)


class Recorder(BaseRequest):
    """Takes every call to Telegram and grants it, unless it is told to refuse the next one."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.refusals: list[tuple[int, Json]] = []
        self.watch: Callable[[str], None] = lambda _: None

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...
    async def shutdown(self) -> None: ...

    def refuse(self, status: int, description: str, **parameters: int) -> None:
        self.refusals.append((status, {"ok": False, "description": description, "parameters": parameters}))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: object,
        **more: object,
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        if name == "getMe":
            return 200, _granted(ME.as_json() | {"can_read_all_group_messages": False})
        given: Json = json.loads(json.dumps(request_data.parameters)) if request_data else {}
        self.calls.append((name, given))
        self.watch(name)
        if self.refusals:
            status, body = self.refusals.pop(0)
            return status, json.dumps(body).encode()
        if name in {"sendMessage", "editMessageText"} and "chat_id" in given:
            chat = {"id": given["chat_id"], "type": "private"}
            return 200, _granted({"message_id": 900 + len(self.calls), "date": 1, "chat": chat, "text": "…"})
        return 200, _granted({"inline_message_id": "i"} if name == "answerGuestQuery" else True)

    def sent(self, name: str = "sendMessage") -> list[Json]:
        return [given for method, given in self.calls if method == name]


def _granted(result: object) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()


class Listening:
    """The application, fed with updates by hand."""

    def __init__(self, app: App, table: Table, telegram: Recorder) -> None:
        self.app = app
        self.table = table
        self.telegram = telegram
        self._number = 0

    async def hears(self, kind: str, content: Json) -> None:
        self._number += 1
        update = Update.de_json({"update_id": self._number, kind: content}, self.app.bot)
        await self.app.process_update(update)

    async def says(self, text: str, chat: Chat | None = None, sender: Person = ANNA) -> Json:
        """A new message; its JSON, to be replied to or edited."""
        return await self.hears_speech(Speech(text, sender, chat or private_chat(sender)))

    async def hears_speech(self, speech: Speech) -> Json:
        self._number += 1
        message = speech.as_json(self._number)
        await self.hears("message", message)
        return message

    async def presses(self, data: str, chat: Chat | None = None, sender: Person = ANNA) -> None:
        where = chat or private_chat(sender)
        message = Speech("…", ME, where).as_json(77)
        press: Json = {
            "id": "p",
            "from": sender.as_json(),
            "chat_instance": "c",
            "data": data,
            "message": message,
        }
        await self.hears("callback_query", press)


def listening() -> Listening:
    table, telegram = Table(), Recorder()
    config = Config(token=SecretStr(TOKEN), owners=frozenset({OLGA.id}))
    return Listening(build(config, table, telegram, Workshop(lambda: table)), table, telegram)
