"""A Telegram of one's own: a Bot API server on the loopback that keeps Telegram's rules, and its people.

with Telegram() as telegram:
    # start a bot with TOKEN against telegram.url
    deed = telegram.says(ANNA, "How many little giants are there?")
    answer = telegram.wait_for("sendMessage", after=deed).said
"""

import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Condition
from typing import Final, Self

from telegram_methods import Call, Office, Said
from telegram_people import Chat, Json, Person, Speech, private_chat
from telegram_rules import Card, Fields, RefusedError
from telegram_wire import Response, Wire

TOKEN: Final = "123456789:AAF-loopback_only-0123456789abcdefghi"
BOT: Final = Person(123456789, "Little Giants", "little_giants_bot", is_bot=True)

UNASKED: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Updates that Telegram sends only to a bot that names them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a call: a status, a closed connection (`drop`), or only slowness."""

    status: int = 0
    description: str = "Fault"
    retry_after: int = 0
    drop: bool = False
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person did: its update, the message in it, and how many calls the bot had made before."""

    update: int
    mark: int
    message: Json
    query: str = ""

    @property
    def number(self) -> int:
        return int(str(self.message["message_id"]))


class Telegram:
    """The server, while the block lasts. `privacy` is group privacy; `mentions`: whether those pass it."""

    def __init__(self, *, privacy: bool = True, mentions: bool = False) -> None:
        self.privacy = privacy
        self.mentions = mentions
        self.url = ""
        self.calls: list[Call] = []
        self._office = Office(BOT)
        self._office.reads_all = not privacy
        self._news = Condition()
        self._updates: deque[Json] = deque()
        self._last_update = 700_000_000
        self._allowed: frozenset[str] | None = None
        self._poll = 0
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._busy = 0
        self._last_call = time.monotonic()
        self._closing = False
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.url = self._stack.enter_context(Wire(self._answer, self._fetch)).url
        return self

    def __exit__(self, *_: object) -> None:
        with self._news:
            self._closing = True
            self._news.notify_all()
        self._stack.close()

    # What people do

    def says(
        self,
        person: Person,
        text: str,
        chat: Chat | None = None,
        *,
        to: Deed | Said | None = None,
        topic: int = 0,
    ) -> Deed:
        """A message, in private where no chat is named; `to` is what it answers, `topic` a forum thread."""
        replied = None if to is None else self._message(to)
        return self.speak(Speech(text, person, chat or private_chat(person), reply_to=replied, topic=topic))

    def speak(self, speech: Speech) -> Deed:
        """A message of any kind."""
        with self._news:
            self._office.chats[speech.chat.id] = speech.chat
            message = speech.as_json(self._office.number())
            self._office.messages[speech.chat.id, int(str(message["message_id"]))] = message
            kind = "channel_post" if speech.chat.type == "channel" else "message"
            return self._happens(kind, message, heard=self._hears(speech))

    def posts(self, text: str, channel: Chat) -> Deed:
        """A channel post, which names no person."""
        return self.speak(Speech(text, None, channel))

    def sends(self, person: Person, name: str, data: bytes, *, forwarded: bool = False, size: int = 0) -> Deed:
        """A document, in private; `size` is what Telegram says of it, if not the truth."""
        number = f"file{len(self._office.files)}"
        self._office.files[number] = data
        told: Json = {"file_id": number, "file_unique_id": number, "file_name": name, "file_size": size or len(data)}
        chat = private_chat(person)
        return self.speak(Speech("", person, chat, forwarded=forwarded, extra={"document": told}))

    def edits(self, deed: Deed, text: str) -> Deed:
        """The same message with other words, and the entities of those."""
        with self._news:
            where = next(at for at in self._office.messages if at[1] == deed.number)
            words = Speech(text, None, Chat(0, "private")).as_json(0)
            kept = {k: v for k, v in deed.message.items() if k not in {"text", "entities"}}
            message = kept | {k: words[k] for k in ("text", "entities") if k in words} | {"edit_date": int(time.time())}
            self._office.messages[where] = message
            is_post = self._office.chats[where[0]].type == "channel"
            return self._happens("edited_channel_post" if is_post else "edited_message", message)

    def presses(self, person: Person, said: Said, data: str) -> Deed:
        """A press on that message; `data` may be what no button says, as a tampered client would send it."""
        with self._news:
            query = self._office.query()
            pressed: Json = {"id": query, "from": person.as_json(), "chat_instance": "-7", "data": data}
            if said.inline:
                return self._happens("callback_query", pressed | {"inline_message_id": said.inline}, query=query)
            message = self._office.messages[said.chat, said.number]
            return self._happens("callback_query", pressed | {"message": message}, query=query)

    def asks_inline(self, person: Person, text: str) -> Deed:
        with self._news:
            query = self._office.query()
            asked: Json = {
                "id": query,
                "from": person.as_json(),
                "query": text,
                "offset": "",
                "chat_type": "group",
            }
            return self._happens("inline_query", asked, query=query)

    def picks(self, person: Person, card: Card, text: str) -> tuple[Deed, Said]:
        """Somebody sends a card of the inline list: the message, which the bot is told of as Telegram does."""
        with self._news:
            inline = f"inline-{self._office.number()}"
            said = Said(0, 0, card.html, card.text, card.keys, inline=inline)
            chosen: Json = {"result_id": card.id, "from": person.as_json(), "query": text}
            if card.keys:  # without a keyboard there is no way back to the message
                self._office.said[inline] = said
                chosen["inline_message_id"] = inline
            return self._happens("chosen_inline_result", chosen), said

    def deletes(self, said: Said) -> None:
        """Somebody deletes a message of the bot, who is not told."""
        with self._news:
            del self._office.messages[said.chat, said.number]
            del self._office.said[said.chat, said.number]

    def calls_guest(self, person: Person, text: str, chat: Chat) -> Deed:
        """A mention in a chat that the bot has not joined: it may give one reply, by the query's id."""
        with self._news:
            query = self._office.query()
            speech = Speech(text, person, chat, extra={"guest_query_id": query})
            return self._happens("guest_message", speech.as_json(self._office.number()), query=query)

    def fails(self, method: str, fault: Fault) -> None:
        """The next call of the method goes wrong like this; several are taken in turn."""
        with self._news:
            self._faults[method.lower()].append(fault)
            self._news.notify_all()

    # What a test sees

    def wait_for(
        self,
        method: str,
        *,
        after: Deed | int = 0,
        where: Callable[[Call], bool] = lambda _: True,
        timeout: float = 10.0,
    ) -> Call:
        """The first such call since then, granted or not; an AssertionError when there is none in time."""

        def found() -> list[Call]:
            return [call for call in self.since(after) if call.method == method.lower() and where(call)]

        with self._news:
            if not self._news.wait_for(found, timeout):
                seen = [(call.method, call.refusal or "granted") for call in self.since(after)]
                raise AssertionError(f"no {method} within {timeout} s, but {seen}")
            return found()[0]

    def comes_of(self, press: Deed, said: Said, timeout: float = 10.0) -> Call:
        """What follows a press: that message edited, or a new one in its chat; not what others are told meanwhile."""

        def follows(call: Call) -> bool:
            match call.method:
                case "editmessagetext":
                    return call.fields.number("message_id") == said.number
                case "sendmessage":
                    return call.fields.number("chat_id") == said.chat
                case _:
                    return False

        def found() -> list[Call]:
            return [call for call in self.since(press) if follows(call)]

        with self._news:
            if not self._news.wait_for(found, timeout):
                raise AssertionError(f"nothing came of a press within {timeout} s")
            return found()[0]

    def since(self, deed: Deed | int) -> list[Call]:
        """Every call since then, polling aside, as of now."""
        with self._news:
            return self.calls[deed.mark if isinstance(deed, Deed) else deed :]

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds of update that the bot has asked for by name."""
        return self._allowed or frozenset()

    @property
    def polls(self) -> int:
        """How often the bot has asked for updates."""
        return self._poll

    def wait_for_poll(self, after: int, timeout: float) -> bool:
        """Whether the bot asks for updates again in time."""
        with self._news:
            return self._news.wait_for(lambda: self._poll > after, timeout)

    def settle(self, quiet: float = 0.2, timeout: float = 10.0) -> None:
        """Wait until the bot has taken every update and asked nothing of Telegram for `quiet` seconds."""
        deadline = time.monotonic() + timeout
        with self._news:
            while self._updates or self._busy or time.monotonic() - self._last_call < quiet:
                if time.monotonic() > deadline:
                    raise AssertionError(f"{len(self._updates)} updates not taken, {self._busy} calls under way")
                self._news.wait(0.02)

    def stands(self, said: Said) -> Said:
        """That message as it is now, after any edits."""
        with self._news:
            return self._office.said[said.inline or (said.chat, said.number)]

    def menu(self, scope: str, language: str = "") -> tuple[str, ...]:
        """The commands that people see in such chats."""
        with self._news:
            return self._office.commands.get((scope, language), ())

    # Updates

    def _message(self, of: Deed | Said) -> Json:
        with self._news:
            return of.message if isinstance(of, Deed) else self._office.messages[of.chat, of.number]

    def _hears(self, speech: Speech) -> bool:
        """Whether group privacy lets the bot hear it."""
        if speech.chat.type not in {"group", "supergroup"} or speech.chat.admin or not self.privacy:
            return True
        replied = speech.reply_to or {}
        if speech.via == BOT or replied.get("from") == BOT.as_json():
            return True
        if speech.text.startswith("/"):
            addressed = re.match(r"/\w+@(\w+)", speech.text)
            return addressed is None or addressed[1].lower() == BOT.username.lower()
        return self.mentions and f"@{BOT.username}" in speech.text

    def _happens(self, kind: str, content: Json, *, heard: bool = True, query: str = "") -> Deed:
        self._last_update += 1
        wanted = kind not in UNASKED if self._allowed is None else kind in self._allowed
        if heard and wanted:
            self._updates.append({"update_id": self._last_update, kind: content})
            self._news.notify_all()
        return Deed(self._last_update, len(self.calls), content, query)

    # Calls

    def _answer(self, token: str, method: str, values: dict[str, object]) -> Response | None:
        fields, name = Fields(values), method.lower()
        with self._news:
            self._busy += name != "getupdates"
            fault = self._faults[name].popleft() if self._faults[name] else Fault()
        if fault.drop:
            return self._done(name, Call(name, fields, refusal="connection closed"), None)
        time.sleep(fault.delay)
        try:
            self._check(token, fault)
            with self._news:
                if name == "getupdates":
                    return _granted(self._get_updates(fields))
                result, call = self._office.call(name, fields)
        except RefusedError as refusal:
            return self._done(name, Call(name, fields, refusal=refusal.description), _refused(refusal))
        return self._done(name, call, _granted(result))

    def _fetch(self, path: str) -> Response:
        data = self._office.files.get(path.removeprefix("documents/"))
        return Response(200, data) if data is not None else Response(404, b"")

    def _check(self, token: str, fault: Fault) -> None:
        if token != TOKEN:
            raise (
                RefusedError("Unauthorized", 401)
                if re.fullmatch(r"\d+:[\w-]+", token)
                else RefusedError("Not Found", 404)
            )
        if fault.status:
            raise RefusedError(fault.description, fault.status, fault.retry_after)

    def _done(self, name: str, call: Call, response: Response | None) -> Response | None:
        with self._news:
            if name != "getupdates":
                self._busy -= 1
                self._last_call = time.monotonic()
                self.calls.append(call)
            self._news.notify_all()
        return response

    def _get_updates(self, fields: Fields) -> list[Json]:
        """The updates not yet confirmed; a second poll ends the first, as with two copies of one bot."""
        if fields.has("allowed_updates"):
            self._allowed = frozenset(str(kind) for kind in fields.items("allowed_updates")) or None
        self._confirm(fields.number("offset"))
        self._poll += 1
        mine = self._poll
        self._news.notify_all()
        self._news.wait_for(
            lambda: self._updates or self._poll != mine or self._closing or self._faults["getupdates"],
            fields.number("timeout"),
        )
        if self._poll != mine:
            raise RefusedError("Conflict: terminated by other getUpdates request", 409)
        return list(self._updates)[: fields.number("limit") or 100]

    def _confirm(self, offset: int) -> None:
        """Forget what stands before the offset; a negative one counts from the end."""
        if offset < 0:
            offset = (
                self._last_update + 1 if len(self._updates) < -offset else int(str(self._updates[offset]["update_id"]))
            )
        while self._updates and int(str(self._updates[0]["update_id"])) < offset:
            self._updates.popleft()


def _granted(result: object) -> Response:
    return Response(200, json.dumps({"ok": True, "result": result}).encode())


def _refused(refusal: RefusedError) -> Response:
    shown: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.retry_after:
        shown["parameters"] = {"retry_after": refusal.retry_after}
    return Response(refusal.status, json.dumps(shown).encode())
